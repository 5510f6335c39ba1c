"""One change to a correct sentence, kind by kind: a sentence in, the changed one out, None where it cannot be."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from bot.checker.register import places
from vectorstore.tokens import tagged

Mutator = Callable[[str, random.Random], str | None]
_HIDDEN = re.compile(
    r"(?<![.xXｘ×*＊])[xXｘ×*＊]{1,4}(?:\.[xX]+)?(?=(?:亿|万|千)?(?:元|个|家|项|%|％|亩|吨|人|名|台|公里|户))"
)
_CN = "二三四五六七八九"
_COUNTED = "个项大条种届年家次类支名所座批"
_MEASURES = {
    "亿元": "亿美元",
    "万元": "万美元",
    "%": "个百分点",
    "％": "‰",
    "个百分点": "%",
    "亩": "公顷",
    "公里": "米",
    "吨": "公斤",
    "平方公里": "平方米",
    "亿斤": "亿吨",
    "倍": "%",
    "小时": "天",
    "万亩": "万公顷",
}
_SCALES = {"万": "亿", "亿": "万", "千": "百", "百": "千"}
_OPPOSITES = (
    "增长 下降|增加 减少|提高 降低|上升 下降|提升 降低|扩大 缩小|加快 放缓|高于 低于|加强 削弱|强化 弱化|增强 减弱"
    "|超过 低于|领先 落后|上涨 下跌|优于 劣于|快于 慢于"
)
_DIRECTIONS = dict(
    way for pair in _OPPOSITES.split("|") for one, two in [pair.split()] for way in ((two, one), (one, two))
)
_PEOPLE = ("周远山", "陈志明", "李春禾", "王建岭", "赵海棠")
_ORGS = ("云岭集团", "澄光科技", "白石银行", "远翎公司")
_TOWNS = ("青禾", "云岭", "临江", "白石", "海棠")
_NEGATED = ("坚持", "要", "是", "能", "会", "必须", "应", "允许", "支持", "鼓励")


def _spot(pattern: str, text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def _put(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


def digit(text: str, rng: random.Random) -> str | None:
    """One Arabic digit becomes another."""
    m = _spot(r"(?<![A-Za-z])\d", text, rng)
    return _put(text, m, rng.choice([d for d in "123456789" if d != m.group()])) if m else None


def counted(text: str, rng: random.Random) -> str | None:
    """A Chinese numeral before a counting word becomes another: 三大产业 → 五大产业."""
    m = _spot(rf"(?<![{_CN}十百千万第一几数])[{_CN}](?=[{_COUNTED}](?![来面]))", text, rng)
    return _put(text, m, rng.choice([d for d in _CN if d != m.group()])) if m else None


def exchanged_figures(text: str, rng: random.Random) -> str | None:
    """Two amounts of one unit change places."""
    found = list(re.finditer(r"\d+(?:\.\d+)?(?=(亿元|万元|%|个百分点|万吨|家|个|万人))", text))
    pairs = [
        (a, b)
        for a in found
        for b in found
        if a.start() < b.start() and a.group(1) == b.group(1) and a.group() != b.group()
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def unit(text: str, rng: random.Random) -> str | None:
    """A measure becomes another."""
    m = _spot(
        r"(?<=\d)(?:" + "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True)) + r")(?!美|以?电)", text, rng
    )
    return _put(text, m, _MEASURES[m.group()]) if m else None


def scale(text: str, rng: random.Random) -> str | None:
    """万 becomes 亿, 千 becomes 百, and back."""
    m = _spot(r"(?<=\d)[万亿](?![多])|(?<![一-龥])[千百](?=亿)|(?<=近|超)[千百](?=亿|项|家|个|万)", text, rng)
    return _put(text, m, _SCALES[m.group()]) if m else None


def direction(text: str, rng: random.Random) -> str | None:
    """A word of direction becomes its opposite."""
    m = _spot("(?:" + "|".join(_DIRECTIONS) + ")(?![点极])", text, rng)
    return _put(text, m, _DIRECTIONS[m.group()]) if m else None


def negation(text: str, rng: random.Random) -> str | None:
    """A 不 comes in or goes out."""
    m = _spot(r"不(?=会|能|得|是|要|需|够|再|搞|准|可(?!或缺))", text, rng)
    if m and rng.random() < 0.5:
        return _put(text, m, "")
    places = [
        p
        for p in (re.search(rf"(?<![不只需重就还将主]){w}(?![素点求害件是不])", text) for w in _NEGATED)
        if p and _starts_word(text, p)
    ]
    if not places:
        return None
    p = rng.choice(places)
    return _put(text, p, "不" + p.group())


def _starts_word(text: str, found: re.Match[str]) -> bool:
    at = 0
    for word, _ in tagged(text):
        if at == found.start():
            return word == found.group()
        at += len(word)
    return False


def name(text: str, rng: random.Random) -> str | None:
    """A place, person, organisation or quoted name becomes another."""
    at, found = 0, []
    for word, tag in tagged(text):
        if word in places() or (tag == "ns" and re.search(r"[省市县镇村]$", word) and len(word) > 2):
            found.append(
                (
                    at,
                    word,
                    rng.choice([t for t in _TOWNS if t not in text]) + (word[-1] if word[-1] in "省市县镇村" else ""),
                )
            )
        elif (
            tag == "nr"
            and len(word) == 3
            and not re.search(r"[的了在是]", word)
            and re.search(r"(?:同志|书记|市长|教授|院士|冠军)$", text[:at])
        ):
            found.append((at, word, rng.choice(_PEOPLE)))
        elif tag == "nt":
            found.append((at, word, rng.choice(_ORGS)))
        at += len(word)
    if not found:
        return None
    at, word, new = rng.choice(found)
    return text[:at] + new + text[at + len(word) :]


def quoted(text: str, rng: random.Random) -> str | None:
    """A word of two or more characters inside quotation marks becomes another."""
    m = _spot(r"(?<=“)[一-龥]{4,12}(?=”)", text, rng)
    if not m:
        return None
    at = rng.randrange(0, len(m.group()) - 1)
    return _put(text, m, m.group()[:at] + rng.choice(["禾苗", "灯塔", "春雨", "磐石"]) + m.group()[at + 2 :])


def filled_mask(text: str, rng: random.Random) -> str | None:
    """A hidden figure is filled in."""
    m = _spot(_HIDDEN.pattern, text, rng)
    return _put(text, m, str(rng.randrange(12, 980))) if m else None


def filled_name(text: str, rng: random.Random) -> str | None:
    """A hidden place is filled in."""
    m = _spot(r"(?:xx|XX|X|x)(?=[市县区省镇])", text, rng)
    return _put(text, m, rng.choice(_TOWNS)) if m else None


def level(text: str, rng: random.Random) -> str | None:
    """全市 becomes 全省, 全省 becomes 全国."""
    steps = {
        "全县": "全省",
        "全市": "全省",
        "全省": "全国",
        "全区": "全省",
        "省级": "国家级",
        "市级": "省级",
        "省委": "市委",
        "市委": "省委",
    }
    m = _spot("|".join(steps), text, rng)
    return _put(text, m, steps[m.group()]) if m else None


def achieved(text: str, rng: random.Random) -> str | None:
    """A task is told as done."""
    m = _spot(r"要?(?:力争|争取|努力|全力|加快|着力|奋力)(?=[一-龥]{2})(?![点去于])", text, rng)
    return _put(text, m, "已经") if m else None


KINDS: dict[str, tuple[Mutator, ...]] = {
    "figures": (digit, counted),
    "exchanged_figures": (exchanged_figures,),
    "units": (unit, scale),
    "directions": (direction,),
    "negations": (negation,),
    "names": (name,),
    "quotations": (quoted,),
    "masks": (filled_mask, filled_name),
    "levels": (level,),
    "achieved": (achieved,),
}
