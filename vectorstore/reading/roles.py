"""Who spoke, where and when: read from titles, the lines under them, and how the speaker names himself."""

from __future__ import annotations

import re

from vectorstore.reading.numbering import chinese_number
from vectorstore.types import Field

OFFICE = (
    "书记|省长|市长|州长|盟长|县长|区长|旗长|乡长|镇长|局长|厅长|部长|主任|主席|会长|院长|校长|园长|所长|处长|科长|股长|站长|队长|大队长"
    "|支队长|团长|总经理|经理|董事长|总裁|行长|理事长|秘书长|检察长|关长|庭长|馆长|台长|社长|总编辑|主编|政委|司令员|参谋长|组长|村长"
    "|委员|常委|专员|巡视员|调研员|县委常委|市委常委|主要负责人|负责人|负责同志|主要领导|分管领导|党组成员|班子成员|总工程师|主任委员"
    "|总理|总干事|指导员|辅导员|班长|教务长|教授|学员代表|学员|代表|主持人|村主任|一把手|领导干部|青年干部|年轻干部|党员干部|选调生|公务员|教师"
)
_BODY = (
    "委员会|办公室|人民政府|政府|管委会|党工委|党委|党组|支部|工作部|组织部|宣传部|统战部|政法委|纪委|监委|法院|检察院|公安局|局|厅|集团|公司"
    "|学院|大学|学校|中学|小学|党校|医院|中心|办事处|派出所|研究所|供销社|银行|街道|总工会|工会|团委|妇联|科协|工商联|文联|残联|商会|协会|联合会|研究院|支队|大队|[市县区省州]委|[乡镇村]"
)
_LABEL = "(?:(?:发言|讲话|主讲|报告|汇报|宣讲|交流|演讲|撰稿|供稿|述职)?(?:人|者|单位|部门|代表)|作者|撰稿|姓名|职务)"
_NAME = r"(?:[一-鿿]{2,4}|[一-鿿][Xx×*某Ｘ○]{1,2}|[Xx×*某Ｘ○]{2,4}|[一-鿿](?:\s+[一-鿿某Xx×*]){1,2})"
_PAREN = re.compile(r"[（(]([^（）()]{1,40})[）)]\s*\Z")
_ROLE = re.compile(rf"[^。；！？]{{0,30}}?(?:{OFFICE})(?:\s*[:：]?\s*{_NAME})?\s*\Z")
_ORG = re.compile(rf"[^。；！？，、]{{0,24}}?(?:{_BODY})\s*\Z")
_SAMPLE = re.compile(
    r"(?:参考)?(?:范文|例文|样本|样稿|参考|精选|节选|摘要|摘编|全文|草稿|初稿|修改稿|讨论稿|定稿|征求意见稿)[一二三四五六七八九十\d]{0,3}"
    r"|[一二三四五六七八九十]{1,3}|\d{1,2}|之[一二三四五六七八九十]|上|中|下"
)
_BYLINE = re.compile(
    rf"(?:[（(]|——|—)?\s*(?:{_LABEL}\s*[:：].{{1,30}}"
    rf"|[^。；！？，：:《》“”]{{0,26}}?(?:{OFFICE})(?:[、，]\s*[^。；！？，：:《》“”]{{0,16}}?(?:{OFFICE}))*(?:\s*[:：]?\s*{_NAME})?"
    rf"|[一-鿿Xx×*Ｘ]{{2,16}}(?:{_BODY})(?:\s+{_NAME})?|[一-鿿]\s+[一-鿿]|某某某?|×××|[XxＸ]{{2,3}})\s*[）)]?\Z"
)
_DATE_LINE = re.compile(
    r"[（(\[【]?\s*(?:时间|日期)?[:：]?\s*(?P<y>(?:19|20)\d\d|[Xx×*Ｘ]{2,4}|(?:19|20)[Xx×*Ｘ]{1,2}|[一二][一二三四五六七八九〇零○]{3})\s*[年.\-/]"
    r"\s*(?:(?P<m>\d{1,2}|[Xx×*Ｘ]{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月份?|[.\-/])\s*(?:(?P<d>\d{1,2}|[Xx×*Ｘ]{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?)?"
    r"\s*(?:[上下]午)?\s*[）)\]】]?\Z"
)
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d|[一二][一二三四五六七八九〇零○]{3})\s*[年.\-/](?:\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|[.\-/])"
    r"(?:\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?)?"
)
_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_UNTIL = re.compile(r"[\d年月日]\s*(?:至|到|—|－|-){1,2}\s*\Z")  # 2020年—2023年 is no date
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_TITLE_ROLE = re.compile(
    rf"(?P<role>(?:(?!在|的|学习|关于|贯彻|全[省市县区]|各级|深入|坚持|做好|推|争|当好)[一-鿿Xx×*ＸD]){{0,14}}?(?:{OFFICE}))"
    rf"(?P<name>{_NAME})??(?:同志)?(?=在|学习|关于|谈|讲话|发言|致辞|参加|专题|党课|述职|个人|对照|交流|研讨|主持|[:：])"
)
_SELF = re.compile(
    r"(?:作为|身为|担任)(?:一名|一个|一位)?"
    r"(?P<role>(?!各|每|全|基层|新时代|党员|第一)[^，。；、！？“”的]{2,14}?(?:主要负责人|负责人|书记|[局厅部省市州县区旗镇乡校院行会关台]长|主任|主席|董事长|总经理|检察长))"
    r"(?=和一名|，|,|、)(?!，?(?:要|必须|应|就要|一定要|不仅要|更要|既要))"
)
_OCCASION = re.compile(
    r"(?:^|[——\s（(：:]|[一-鿿])?在(?P<o>[^。；！？]{2,60}?)(?:上|中|期间|时)?的?(?:讲话|发言|致辞|汇报|报告|讲稿|演讲|总结|主持词|党课|提纲|交流|研讨|表态|述职|宣讲|辅导)"
)
_AT_MEETING = re.compile(
    r"(?:^|[——\s（(：:]|[一-鿿])?在(?P<o>[^。；！？]{2,60}?)(?:上|期间|时)的?(?:讲话|发言|致辞|汇报|报告|讲稿|演讲|总结|主持词|党课|提纲|交流|研讨|表态|述职|宣讲|辅导)"
)
_AT_END = re.compile(r"在(?P<o>[^。；！？在]{2,60}?)上\Z")
_MEETING = re.compile(r"(?:会议?|大会|全会|班|仪式|活动|论坛|座谈|调研|培训|学习|现场|启动|典礼|[组式礼])\Z")
PLACE = re.compile(
    r"(?:\A|[\s—（(《“]|在|中共)(?P<p>(?:(?![全我本各该某这那两地城都在共])[一-鿿]){2,3}(?:省|自治区|市|县|自治州|州)"
    r"(?![场值民域区长级]|委书)(?:[一-鿿]{2,3}[市县区](?![域长级]))?)"
)


def paren_kind(text: str) -> str | None:
    """What the parentheses that end a title hold: role, org, sample (范文, a number), date; None for anything else.

    Parentheses without a title before them hold none of these.
    """
    found = _PAREN.search(text)
    if not found or not text[: found.start()].strip():
        return None
    inside = found[1].strip()
    if _SAMPLE.fullmatch(inside):
        return "sample"
    if _DATE_LINE.match(inside):
        return "date"
    if _ROLE.fullmatch(inside):
        return "role"
    return "org" if _ORG.fullmatch(inside) else None


def without_role(title: str) -> str:
    """The title without the speaker's role or （范文） in parentheses at its end."""
    found = _PAREN.search(title) if title[-1:] in ("）", ")") else None
    if found and (paren_kind(title) in ("role", "org") or found[1].strip() in ("范文", "例文")):
        return title[: found.start()].rstrip()
    return title


def is_date_line(text: str) -> bool:
    """（20XX年X月X日）, 2023年5月6日 on a line of their own."""
    return len(text) <= 30 and _DATE_LINE.match(text.translate(_HALF_WIDTH)) is not None


def is_byline(text: str) -> bool:
    """A line under a title that names the speaker or his office: 县委书记 张某, （县长）, XX县人民政府."""
    return 2 <= len(text) <= 44 and paren_kind(text) is None and _BYLINE.match(text) is not None


def role_of(title: str, bylines: tuple[str, ...], opening: str) -> Field:
    """The speaker's role: stated in the title's parentheses, under the title or in its first words; else inferred
    from 作为XX局长 in the text."""
    if paren_kind(title) in ("role", "org"):
        return Field(_PAREN.search(title)[1].strip(), "stated")  # type: ignore[index]
    for line in bylines:
        bare = line.strip("（）()—　 ")
        bare = re.sub(
            rf"^{_LABEL}\s*[:：]\s*",
            "",
            bare,
        )
        if not is_date_line(line) and (_ROLE.fullmatch(bare) or _ORG.fullmatch(bare) or is_byline(line)):
            return Field(bare, "stated")
    start = _TITLE_ROLE.match(title.lstrip("“《【"))
    if start:
        return Field(start["role"] + (start["name"] or ""), "stated")
    return _own_role(opening)


def _own_role(text: str) -> Field:
    """作为XX局局长，… at the start of a sentence."""
    for word in ("作为", "身为", "担任"):
        at = text.find(word)
        while at >= 0:
            before = text[max(0, at - 2) : at].removesuffix("我")[-1:]
            own = _SELF.match(text, at) if before in "。！？；\n" else None
            if own:
                return Field(own["role"], "inferred")
            at = text.find(word, at + 1)
    return Field()


def date_of(stated: tuple[str, ...], name: str) -> Field:
    """YYYY, YYYY-MM or YYYY-MM-DD: stated in the title lines, else inferred from the file's name, the title's year.

    A masked date is missing. A year alone in a title often belongs to what it speaks of, so it is only inferred.
    """
    dates = [value for text in stated if (value := _iso(text))]
    full = next((value for value in dates if len(value) > 4), None)
    if full:
        return Field(full, "stated")
    value = _iso(name) or next(iter(dates), None)
    return Field(value, "inferred") if value else Field()


def _iso(text: str) -> str | None:
    """The most exact date in a text."""
    text = text.translate(_HALF_WIDTH)
    compact = _COMPACT.search(text)
    if compact:
        return "-".join(compact.groups())
    found = [_parts(match) for match in _DATE.finditer(text) if not _UNTIL.search(text[: match.start()])]
    return max(found, key=len, default=None)


def _parts(found: re.Match[str]) -> str:
    parts = [f"{chinese_number(found['y']):04d}"]
    for name, limit in (("m", 12), ("d", 31)):
        if not found[name] or not 1 <= (value := chinese_number(found[name])) <= limit:
            break
        parts.append(f"{value:02d}")
    return "-".join(parts)


def occasion_of(title_lines: tuple[str, ...], compilation: str) -> Field:
    """The meeting: stated in the speech's title lines (在…会上的讲话), else inferred from the compilation's title."""
    for text in title_lines:
        value = _occasion(text)
        if value:
            return Field(value, "stated")
    value = _occasion(compilation)
    return Field(value, "inferred") if value else Field()


def _occasion(text: str) -> str | None:
    for pattern in (_AT_MEETING, _OCCASION, _AT_END):  # 在…项目汇报会上的讲话 is no 汇报
        if found := pattern.search(text[:200]):
            value = found["o"].removesuffix("上").removesuffix("的").removesuffix("上").strip()
            if _MEETING.search(value):
                return value
    return None


def place_of(title_lines: tuple[str, ...], name: str) -> Field:
    """The province, city or county: stated in the title lines, else inferred from the file's name."""
    for text in title_lines:
        if found := PLACE.search(text[:120]):
            return Field(found["p"], "stated")
    found = PLACE.search(name[:120])
    return Field(found["p"], "inferred") if found else Field()
