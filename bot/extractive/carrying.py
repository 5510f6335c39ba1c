"""What a question leaves to those after it: its place, its speaker, the speech it names, what it is about. By rule."""

from __future__ import annotations

import re

from bot.extractive import cues
from vectorstore import tokens

TOPIC = 80  # characters of an earlier question that are carried over

POST = (
    "(?:(?:省|市|州|县|区|旗|镇|乡|街道|村)?(?:委|党委|党工委)?副?书记|(?:常务)?副?(?:省|市|州|县|区|镇|乡)长|"
    "副?(?:[\u3400-\u9fff]{2,5})?(?:局|厅|处|校|院|馆|站|所)长|副?主任|副?主席|检察长|董事长|总经理|行长)"
)
_LEVELS = "自治州|自治县|市|县|区|州|旗|镇|乡|街道|村|省"
_NO_NAME = "全各该本外邻这那哪每两几某是在和与跟对的了到从向"
_PLACE = re.compile(
    rf"(?:(?<=^)|(?<=[^\u3400-\u9fff])|(?<=[年月日的在和与跟及对从到向问是那])|(?<=[市县区州省]))"
    rf"(?P<name>(?![{_NO_NAME}])[\u3400-\u9fff]{{2,3}}?)(?P<level>{_LEVELS})(?![场委里政直级辖域内民容面])"
)
_COMMON = re.compile(
    r"(?:小|社|园|业|民|老城|新城|发|郊|山|景|库|校|灾|牧|林|矿|灌|片|街|住宅|保税|示范|试验|自贸|高新)$"
)
# 护林员赵大山: a family name with one or two characters, after what people are called and before an end
_FAMILY = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘范彭鲁韦马方任袁柳唐罗薛贺汤"
    "余孟黄穆萧尹姚邵汪毛戴宋熊董梁杜阮贾江颜郭林徐高夏蔡田胡万卢丁邓石崔龚程段侯武刘龙叶白温曾廖"
)
_NAME = re.compile(
    rf"[员长记人工民任师授给叫是主家匠手生兵医户：“]([{_FAMILY}][\u3400-\u9fff]{{1,2}})(?=[，。；、,.;：\s（(\[”]|$)"
)
_BOOK = re.compile(r"《[^《》]{2,60}》")
_NUMBERED = re.compile(rf"第(?:\d{{1,3}}|[{cues.NUMERAL}百]{{1,4}})(?:篇|份讲话|份发言)")
_QUESTION_WORDS = re.compile(
    r"请问|请|麻烦|(?:是|在|到|从|给|向|叫)?(?:哪(?:一?[年天个些家位篇里儿座条项种类件所]|几[个家位篇座条项种类件所年]?)?|"
    r"什么时候|什么样的?|什么|啥时候|啥|谁|何时|何地)|怎么样|怎样|怎么|如何|咋样?|为什么|为啥|为何|是否|有没有|能否|"
    r"能不能|是不是|吗|呢|吧|多[大高久长远]|百分之几|第几[名位]?"
)
_TAIL = re.compile(r"(?:[\s，。？！?!,、]|一共|总共|共计|分别|各|是|有|为|了|的|得|在|到|给|达|达到|要|向)+$")


def places_of(text: str) -> list[tuple[str, str]]:
    """(name with its level, level) of the places in a text, in order: 青禾市, 市."""
    found = [(match["name"], match["level"]) for match in _PLACE.finditer(text)]
    return [(name + level, level) for name, level in found if not _COMMON.search(name)]


def place_of(text: str, level: str = "") -> str:
    """The last place of that level; of any level without one; empty when there is none."""
    found = [name for name, of in places_of(text) if not level or of == level]
    return found[-1] if found else ""


def name_of(text: str) -> str:
    """The first name of a person in a text; empty when there is none."""
    tagged = next((word for word, tag in tokens.tagged(text) if tag in cues.PERSON_TAGS and len(word) > 1), "")
    after_post = _NAME.search(text)
    return tagged or (after_post[1] if after_post else "")


def person_of(text: str) -> str:
    """Who is spoken of or speaks: a name with the post or trade before it, or a post with its place."""
    post = re.search(rf"(?:[\u3400-\u9fff]{{2,3}}(?:{_LEVELS}))?{POST}", text)
    if post:
        whole = post.group()
        return re.sub(r"^(?:请问|那位|这位|的|在|和|与|跟)", "", whole)
    return name_of(text)


def anchor_of(text: str) -> str:
    """The words that name a speech for certain: a 《title》, 第3篇; empty when there are none."""
    match = _BOOK.search(text) or _NUMBERED.search(text)
    return match.group() if match else ""


def anchors(text: str) -> list[tuple[int, int]]:
    """Spans of the 《titles》 and 第N篇 of a text."""
    return [match.span() for pattern in (_BOOK, _NUMBERED) for match in pattern.finditer(text)]


def topic_of(text: str) -> str:
    """A question as a topic: without the words that ask."""
    plain = cues.HOW_MANY.sub("", text)
    plain = _QUESTION_WORDS.sub("", plain)
    plain = re.sub(r"[？?。！!\s]+", "", plain)
    plain = re.sub(r"[，,、]{2,}", "，", plain).strip("，,、")
    return _TAIL.sub("", plain)[:TOPIC]
