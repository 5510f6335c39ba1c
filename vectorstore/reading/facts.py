"""Facts of a speech that need more than one line: the speaker's name, the meeting he opens, the place of his office."""

from __future__ import annotations

import re

from vectorstore.reading.roles import OFFICE, PLACE
from vectorstore.types import Field

# A name is told from other words by its surname. Those that also begin ordinary words of speeches (高, 全, 成…) count
# only beside a role or a label.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席"
    "卫查屈鲍位覃霍翁隋植甘单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫全褚廉简娄盖符奚木"
    "穆党燕郎邸冀姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠"
    "僧桑荆谌银扬沙薄伏岑习胥保和蔺高常平于"
)
_LOOSE = frozenset(
    "高全安常时平向于和都位成单强应保计连花原台古解关党包边木简盖商乐文易方万金路项游车房官司宁华石白康毛江龙温池米沙银封井练"
    "宫查席"
)
_COMPOUND = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司空|端木|百里|呼延|南宫"
_HIDDEN = "某ＸXx×*Ｘ○"
_GIVEN = rf"(?:[一-鿿]{{1,2}}|[一-鿿]?[{_HIDDEN}]{{1,2}}|\s+[一-鿿]|[一-鿿]\s+[一-鿿])"
_NAME = rf"(?:(?:{_COMPOUND})[一-鿿{_HIDDEN}]{{1,2}}|[{_SURNAMES}]{_GIVEN})"
_SURE = "".join(c for c in _SURNAMES if c not in _LOOSE)
_STRICT = rf"(?:(?:{_COMPOUND})[一-鿿]{{1,2}}|[{_SURE}][一-鿿{_HIDDEN}]{{1,2}})"
_BEHIND_ROLE = re.compile(rf"(?P<role>.*(?:{OFFICE}))\s*[:：]?\s*(?P<name>{_NAME})(?:同志)?\s*\Z")
_LABEL = re.compile(
    r"(?:(?:发言|讲话|主讲|报告|汇报|宣讲|演讲|述职|撰稿|供稿)?(?:人|者)|作者|姓名|撰稿)\s*[:：]\s*(?P<rest>.+)\Z"
)
# 董事长 and 林业局 begin with surnames too.
_ALONE = re.compile(
    rf"(?!.*(?:{OFFICE}|[局厅委院部])[）)\s]*\Z)[（(—\s]*(?P<name>{_STRICT}|[{_SURNAMES}]\s+[一-鿿]{{1,2}})(?:同志)?[）)\s]*\Z"
)
_SPEAKS = re.compile(
    rf"(?:\A|[—－\-:：_\s“《])(?P<name>{_STRICT})(?:同志|总书记|书记|主席|总理|主任|部长|省长|市长|县长|区长|局长|董事长|总经理|院士|教授)?"
    r"(?:同志)?[在与就向对同致谈](?=[^。]{2,60}(?:讲话|发言|致辞|报告|演讲|汇报|座谈|谈话|纪要|贺信|寄语|祝词|党课|总结|问答))"
)
_SELF = re.compile(rf"(?:我叫|我是[^，。；！？]{{0,24}}?(?:{OFFICE}))(?P<name>{_STRICT})(?=[，。；！、\s])")
_OPENS = re.compile(
    r"(?:今天|今日|今晚|这次|此次)[^。！？\n]{0,24}?(?:召开|举行|举办|参加|召集)(?:这次|的是|了|此次)?"
    r"(?P<o>[^，。；！？、\n“”]{0,36}?(?:会议|大会|座谈会|推进会|现场会|动员会|部署会|工作会|总结会|表彰会|研讨会|交流会|专题会|民主生活会"
    r"|研讨班|培训班|仪式|论坛|活动))(?=[，。；！、\s]|的主要|，主要)"
)
_VAGUE = re.compile(r"(?:这|那|本|此|该|各|每|一)(?:次|个|些|类|种|场)?|重要|专题|相关|有关|全体|活动|会议")
_FEW_SENTENCES = 300  # characters at the beginning of a speech in which he says what is opened


def is_name(text: str) -> bool:
    """A line that holds a name and nothing else, as it stands under a title: 张某, （李 明）."""
    return len(text) <= 8 and _ALONE.fullmatch(text) is not None


def named(role: Field) -> tuple[Field, Field]:
    """A role that ends in a name as (role, name); the name is missing where there is none, or it is wholly hidden."""
    if role.value is None:
        return role, Field()
    labelled = _LABEL.match(role.value)
    value = labelled["rest"].strip() if labelled else role.value
    found = _BEHIND_ROLE.match(value)
    if found and (name := _shown(found["name"])):
        return Field(found["role"].strip(" 　:：、"), role.certainty), Field(name, role.certainty)
    if alone := _ALONE.match(value):
        return Field(), Field(_shown(alone["name"]), role.certainty)
    return (Field(value, role.certainty) if labelled else role), Field()


def speaker_of(title_lines: tuple[str, ...], bylines: tuple[str, ...], opening: str, name: str) -> Field:
    """The speaker's name: stated in the title lines or under them, else inferred from how he names himself or the file.

    `title_lines` come first; `opening` is the beginning of the text, `name` the file's, without its suffix.
    """
    for line in title_lines:
        if found := _SPEAKS.search(line):
            return Field(found["name"], "stated")
    for line in bylines:
        labelled = _LABEL.match(line.strip("（）()—　 □"))
        found = _ALONE.match(labelled["rest"] if labelled else line)
        found = found or _BEHIND_ROLE.match(labelled["rest"] if labelled else line.strip("（）()—　 □"))
        if found and (shown := _shown(found["name"])):
            return Field(shown, "stated")
    found = _SELF.search(opening) or _SPEAKS.search(name)
    return Field(found["name"], "inferred") if found else Field()


def opened(opening: str) -> Field:
    """The meeting that the first sentences say is held (今天，我们召开全市…工作会议): inferred."""
    for found in _OPENS.finditer(opening[:_FEW_SENTENCES]):
        value = re.sub(r"\A(?:这次|的是|了|全体)", "", found["o"]).strip()
        if len(value) >= 5 and not _VAGUE.match(value):
            return Field(value, "inferred")
    return Field()


def place_in(*texts: str) -> Field:
    """The place that the speaker's office, or the compilation's title, names: inferred."""
    for text in texts:
        if found := PLACE.search(text[:120]):
            return Field(found["p"], "inferred")
    return Field()


def _shown(name: str) -> str | None:
    """A name without the space inside it; None when all of it is hidden (某某某, ×××)."""
    name = "".join(name.split())
    return name if name.strip(_HIDDEN) else None
