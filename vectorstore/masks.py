"""Masks: where the source hides a value (xx亿元, X市, x.x%, *, D的二十大), told apart from genuine text."""

from __future__ import annotations

import re

from vectorstore.types import Mask

# Most paragraphs hold no sign of a mask; looking for single characters is many times faster than a pattern.
# A character class is what `re` scans fastest: the shape is looked at only where one of these stands.
_TRIGGER = re.compile(r"[xXｘＸ×✕╳*＊∗○◯〇_＿某A-ZdＤ]")
_SIGNS = tuple("xX×*D某_○ｘＸ＊〇◯✕╳∗＿Ｄd")
_OTHER_LETTER = re.compile(r"[A-CE-WYZ](?=[省市县自总书主省区镇局部同产近])")
_CANDIDATE = re.compile(
    r"[xXｘＸ]+(?:[.．,/][xXｘＸ]+)*"  # xx, xx.x, x/x, x,xxx
    r"|[×✕╳]+(?:[.．][×✕╳]+)?"
    r"|[*＊∗]+(?:[.．][*＊∗]+)?"
    r"|[○◯]+|〇{2,}|[_＿]{2,}|某{2,}"
    r"|(?<![A-Za-z0-9Ａ-Ｚ])[A-ZdＤ](?![A-Za-z0-9Ａ-Ｚ])"
)
_LATIN = frozenset("xXｘＸ")
_CROSS = frozenset("×✕╳")
_STAR = frozenset("*＊∗")
_HAN = re.compile(r"[㐀-鿿]")
_UNIT = re.compile(r"(?:[kKMGT]?[Ww]h?|[kK]?[gmVNtT]|[cm]m|[MGTKP]B?|mg|ml|mL|hm|[kM]Pa)(?![A-Za-z])")
_LETTERS = re.compile(r"[A-Za-z]+")
_ROMAN = re.compile(r"[IVXLCM]+\Z")
_COUNTED = frozenset("年月日号届次个项万亿元%％家人户亩名批条件台套期天")
_YEAR_AHEAD = re.compile(r"[12]\d{3}年")
_YEAR_BEHIND = re.compile(r"(?<!\d)(?:19|20)\d\Z")
# Words in which one X is the thing itself: X射线, X光片, X染色体, X轴.
_X_WORD = re.compile(
    r"射线|光(?![伏明电缆纤山])|线(?=[机片检摄透照诊影])|染色体|轴|战警|世代|因子|理论|档案|[-‐–][A-Za-z]|连锁"
)
_SUM_BEHIND = re.compile(r"[0-9NＮ](?:\s?[+＋]\s?[A-Za-z0-9]{1,3}){0,4}\s?[+＋]\s?\Z")  # 1+N+X, 3+X
_SUM_WORD_BEHIND = re.compile(r"[㐀-鿿A-Za-z][+＋]\Z")  # 党建+X
_SUM_END = re.compile(r"[”\"’」』）)]|模式|工程|行动|体系|\Z")
_TICK_BEHIND = re.compile(r"[打画划√✓][“\"‘（(]?\Z")
_EQUATION = frozenset("=＝<>≥≤≠^")
# What one D is when it is not 党: D级危房, D座, D轮融资, D字头列车, 维生素D, 附件D.
_D_THING = re.compile(r"[级类座区栋幢楼轮线股盘罩杯档型舱栏值点段调柱口柜仓馆厅排等打票]|选项|字头|项|股|[.．、:：）)]")
_D_BEHIND = re.compile(r"(?:维生素|维他命|维|附件|附表|方案|选项|答案|等级|评级|型号|[A-Za-zＡ-Ｚ][、，,/和或及与])\Z")
_D_AHEAD = re.compile(r"[、，,/和或及与][E-Z](?![a-z])")
_LOWER_D_AHEAD = re.compile(
    r"的(?:[一二三十百]|领导|建设|组织|全面|创新|纪律|宗旨|基本|路线)|员|组|委|中央|建|支部|章|史|校|课|和政府|政"
)
_LOWER_D_BEHIND = re.compile(r"(?:共产|全|我们|从严治|从严管)\Z")
# Any other single letter hides a name only before what a name stands before: A市, H县, Z书记.
_LETTER_AHEAD = re.compile(
    r"(?:省|市(?![场值盈占])|县|自治|总?书记|主席|总理|省长|市长|县长|区长|镇长|局长|部长|主任|同志|产党|产主义|近平)"
)
_CHINESE_DIGIT = frozenset("零一二三四五六七八九十〇○")


def find_masks(text: str) -> tuple[Mask, ...]:
    """The hidden spans of a paragraph, in order, not overlapping. Time is linear in the length of `text`."""
    if not any(sign in text for sign in _SIGNS) and (text.isascii() or not _OTHER_LETTER.search(text)):
        return ()
    masks: list[Mask] = []
    end = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start()
        if start < end:
            continue
        found = _CANDIDATE.match(text, start)
        if found is None:
            continue
        end = found.end()
        if _hides(text, found):
            masks.append(Mask(start, end, found.group()))
    return tuple(masks)


def _hides(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    first = text[start]
    before = text[max(0, start - 16) : start]
    after = text[end : end + 8]
    if first in _LATIN:
        return _x_hides(found.group(), before, after)
    if first in _CROSS:
        return _cross_hides(end - start, before, after)
    if first in _STAR:
        return _star_hides(text, start, end, before, after)
    if first in "○◯〇":
        return before[-1:] not in _CHINESE_DIGIT and after[:1] not in _CHINESE_DIGIT and _beside_han(before, after)
    if first in "_＿":
        return _beside_han(before, after)
    return first == "某" or _letter_hides(first, before, after)


def _beside_han(before: str, after: str) -> bool:
    return bool(_HAN.match(after[:1]) or _HAN.match(before[-1:]))


def _ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _x_hides(token: str, before: str, after: str) -> bool:
    previous, following = before[-1:], after[:1]
    if following == "@" or previous in ("@", "\\") or (following == "." and _ascii_letter(after[1:2])):
        return False  # part of an address
    if previous in (".", "/") and _ascii_letter(before[-2:-1]):
        return False
    if _ascii_letter(previous) and (len(token) == 1 or previous.isupper() == token.isupper()):
        return False
    if _ascii_letter(following) and not _before_letters(token, after):
        return False
    return len(token) > 1 or _single_x_hides(token, before, after)


def _before_letters(token: str, after: str) -> bool:
    """xxMW and xxGDP hide; XXL, XIV and Xbox do not."""
    if _UNIT.match(after):
        return True
    run = _LETTERS.match(after)
    letters = run.group() if run else ""
    if len(token) == 1:
        return False
    if letters[:1].isupper() != token.isupper():
        return True
    return token.isupper() and len(letters) > 1 and letters.isupper() and not _ROMAN.match(letters)


def _single_x_hides(token: str, before: str, after: str) -> bool:
    previous, following = before[-1:], after[:1]
    if previous in _EQUATION or following in _EQUATION:
        return False
    if previous.isdigit():
        return bool(_YEAR_BEHIND.search(before)) or (following in _COUNTED and following != "")
    if following.isdigit():
        return bool(_YEAR_AHEAD.match(after))
    near, ahead = before.rstrip(" "), after.lstrip(" ")
    if near != before and (_ascii_letter(near[-1:]) or (near[-1:].isdigit() and ahead[:1].isdigit())):
        return False  # Model X, 5 x 3
    if previous in ("-", "‐", "–") and _ascii_letter(before[-2:-1]):
        return False
    if previous in ("+", "＋") and (_SUM_BEHIND.search(before) or _word_sum(before, after)):
        return False
    if following in ("+", "＋") and after[1:2] in ("y", "Y"):
        return False
    return not (_X_WORD.match(after) or _TICK_BEHIND.search(before))


def _word_sum(before: str, after: str) -> bool:
    return bool(_SUM_WORD_BEHIND.search(before) and _SUM_END.match(after)) and before[-2] not in _LATIN


def _cross_hides(length: int, before: str, after: str) -> bool:
    if length > 1:
        return True
    near, ahead = before.rstrip(" ")[-1:], after.lstrip(" ")[:1]
    if near.isdigit() or ahead.isdigit() or near in _LATIN or ahead in _LATIN:
        return near != "" and after[:1] in ("年", "月", "日") and not near.isdigit()
    if _ascii_letter(near) or _ascii_letter(ahead) or _TICK_BEHIND.search(before):
        return False
    return _beside_han(before, after)


def _star_hides(text: str, start: int, end: int, before: str, after: str) -> bool:
    previous, following = before[-1:], after[:1]
    if end - start > 1:
        whole = text.strip()
        if len(whole) == end - start:
            return False  # a rule drawn with stars
        around = whole.startswith("**") and whole.endswith("**") and text.count("*") == 4 and len(whole) > 8
        return not around  # **a bold line**
    if start == 0 and (following == " " or after.startswith("注")):
        return False  # a bullet, a footnote
    near, ahead = before.rstrip(" ")[-1:], after.lstrip(" ")[:1]
    if (near.isdigit() and ahead.isdigit()) or (_ascii_letter(previous) and not _ascii_letter(before[-2:-1])):
        return False
    return not (_ascii_letter(previous) and _ascii_letter(following)) and not (
        following == "." and _ascii_letter(after[1:2])
    )


def _letter_hides(letter: str, before: str, after: str) -> bool:
    if before[-1:] in ("+", "＋", "-", "－", "&", "/", "·", ".", "@") or after[:1] in ("-", "&", "@", "+", "/"):
        return False
    if letter == "d":
        return bool(_LOWER_D_AHEAD.match(after) or _LOWER_D_BEHIND.search(before))
    if letter not in "DＤ":
        return bool(_LETTER_AHEAD.match(after))
    if _D_BEHIND.search(before) or _D_AHEAD.match(after):
        return False
    if _D_THING.match(after) and not before.endswith("共产"):
        return after[:1] == "、" and bool(_HAN.match(before[-1:]))
    if "C" + after[:1] in before:
        return False  # A组、B组、C组、D组
    return _beside_han(before, after)
