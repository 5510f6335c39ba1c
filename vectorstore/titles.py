"""Title blocks: short lines that could be the title of a speech, each with the evidence for and against it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from vectorstore.lines import Line
from vectorstore.numbering import Number, number_of, opens_clause
from vectorstore.roles import is_byline, is_date_line, paren_kind
from vectorstore.shapes import is_greeting, is_short, is_subtitle
from vectorstore.toc import Toc, key

_GREETED = re.compile(r"(?=(?:尊敬的|敬爱的|各位|同志们|同事们|同学们|大家(?:上午|下午|晚上)?好)[^。！]{0,40}[：:！!])")
_GREETING_WORDS = ("同志们", "各位", "尊敬的", "敬爱的", "同事们", "同学们", "大家")
_CLOSING = re.compile(
    r"谢谢(?:大家|各位)?[！!。]?\Z|(?:汇报|发言|讲话|讲|报告)(?:到此)?(?:完毕|结束|完了)|批评指正|请予?审议|祝[^。]{2,30}[！!]\Z"
)
_TITLE_WORD = re.compile(
    r"(?P<strong>讲话|发言|致辞|贺词|祝词|寄语|演讲|汇报|述职|体会|感悟|党课|讲稿|表态|主持词|发言材料|研讨材料|交流材料|汇报材料|讲话稿|发言稿)"
    r"(?:材料|提纲|稿|摘要|要点|摘编|实录|全文|报告)?[）)】]?\Z|(?P<weak>报告|总结|交流|材料|提纲|辅导|文章|讲稿)\Z"
)
_AT_MEETING = re.compile(r"\A[^。]{0,30}?在.{2,40}?(?:会议?|大会|班|仪式|活动|座谈|调研|论坛|学习)[^。]{0,6}[上时]的?")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines first..last (indexes) that stand together as a title could. `cut`: where a glued title ends in the last.

    `score` sums the evidence; `marks` names its kinds; `before` and `after` count blank lines around the block.
    """

    first: int
    last: int
    cut: int = 0
    score: float = 0.0
    number: Number | None = None
    marks: frozenset[str] = field(default=frozenset())
    before: int = 0
    after: int = 0


def find_blocks(lines: Sequence[Line], toc: Toc) -> list[Block]:
    """Every block of the file, in order, with its score."""
    keys = frozenset(toc.titles)
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        block = _block_at(lines, i, keys)
        if block is None:
            i += 1
            continue
        blocks.append(block)
        i = block.last + 1
    turns = _turns(lines)
    return [_scored(lines, block, keys, turns) for block in blocks]


def _block_at(lines: Sequence[Line], i: int, keys: frozenset[str]) -> Block | None:
    line = lines[i]
    text = line.text
    number = number_of(text)
    if not is_short(text):
        cut = _glued(text, number, keys)
        return Block(i, i, cut, number=number, before=_gap(lines, i)) if cut else None
    if is_date_line(text) or is_greeting(text):
        return None
    last = _block_end(lines, i, keys, number)
    below = lines[i + 1].text if last == i and number and number.bare and i + 1 < len(lines) else ""
    cut = _glued(below, None, keys) if below and not is_short(below) else 0
    if cut:
        return Block(i, i + 1, cut, number=number, before=_gap(lines, i))
    return Block(i, last, number=number, before=_gap(lines, i), after=_gap(lines, last + 1))


def _block_end(lines: Sequence[Line], i: int, keys: frozenset[str], number: Number | None) -> int:
    """The last line of the block that begins at i: the rest of its title, a subtitle, the date, the speaker."""
    last = i
    plain = 1
    pending_title = bool(number and number.bare)
    ended = paren_kind(lines[i].text) is not None or key(lines[i].text) in keys
    ended = ended or bool(number and number.level and not number.bare)
    for k in range(i + 1, min(i + 7, len(lines))):
        text, gap = lines[k].text, lines[k].gap
        named = is_byline(text) and gap <= 2 and not pending_title and not is_greeting(text)
        if named or ((is_date_line(text) or is_subtitle(text)) and gap <= 3):
            last = k
            ended = True
        elif _continues(lines, k, keys, plain, ended, pending_title):
            last = k
            plain += 0 if pending_title else 1
            pending_title = False
            ended = paren_kind(text) is not None
        else:
            break
    return last


def _continues(
    lines: Sequence[Line], k: int, keys: frozenset[str], plain: int, ended: bool, pending_title: bool
) -> bool:
    """Whether line k is one more line of the title above it."""
    line = lines[k]
    if line.gap > (2 if pending_title else 0) or ended or plain >= 3 or line.md or number_of(line.text):
        return False
    if is_greeting(line.text) or not is_short(line.text) or line.text[-1] in "！？!?":
        return False
    return pending_title or key(line.text) not in keys or key(lines[k - 1].text + line.text) in keys


def _gap(lines: Sequence[Line], i: int) -> int:
    return lines[i].gap if 0 < i < len(lines) else 9


def _glued(text: str, number: Number | None, keys: frozenset[str]) -> int:
    """Where the title at the beginning of a long line ends; 0 when there is none."""
    head = text[:120]
    if keys and (end := _toc_prefix(head, keys)):
        return end
    end = 0
    while end := 1 + min((at for sign in "）)" if (at := head.find(sign, end)) >= 0), default=-1):
        if end < len(text) and paren_kind(head[:end]) in ("role", "sample", "date"):
            return end if is_short(head[:end]) and end >= 8 else 0
    greeted = _GREETED.search(head[:70]) if any(word in head for word in _GREETING_WORDS) else None
    if greeted and greeted.start() >= 6 and is_short(head[: greeted.start()].rstrip()):
        return greeted.start() if _TITLE_WORD.search(head[: greeted.start()].rstrip()) or number else 0
    if number and number.kind.startswith("label:"):
        space = re.search(r"\s", head[number.end + 4 : number.end + 60])
        return number.end + 4 + space.start() if space else number.end
    return 0


def _toc_prefix(head: str, keys: frozenset[str]) -> int:
    """How much of `head` an entry of the table of contents takes, when the line begins with one."""
    whole = key(head)
    for name in keys:
        if len(name) >= 6 and whole.startswith(name) and len(whole) > len(name):
            start = number.end if (number := number_of(head)) and not number.bare else 0
            for end in range(start + len(name), len(head) + 1):
                if key(head[:end]) == name:
                    return end
    return 0


def _turns(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """(index, value) of every 一、 line: where the count starts again, a new speech has begun."""
    found = []
    for i, line in enumerate(lines):
        if line.text[0] in "一二三四五六七八九十" and (number := number_of(line.text)) and number.kind == "dun":
            found.append((i, number.value))
    return found


def _restarts(block: Block, turns: Sequence[tuple[int, int]]) -> bool:
    behind = bisect_left(turns, (block.first, 0))
    ahead = bisect_left(turns, (block.last + 1, 0))
    return 0 < behind <= ahead < len(turns) and turns[behind - 1][1] >= 2 and turns[ahead][1] == 1


def _scored(lines: Sequence[Line], block: Block, keys: frozenset[str], turns: Sequence[tuple[int, int]]) -> Block:
    texts = [lines[k].text for k in range(block.first, block.last + 1)]
    if block.cut:
        texts[-1] = texts[-1][: block.cut].rstrip()
    marks: set[str] = set()
    score = 0.5 * min(block.before, 2) + (0.5 if block.after else 0.0)
    score += _own_evidence(texts, block, lines, keys, marks)
    following = lines[block.last].text[block.cut :].lstrip() if block.cut else _text(lines, block.last + 1)
    if is_greeting(following):
        marks.add("greeting")
        score += 4
    previous = _text(lines, block.first - 1)
    if previous and _CLOSING.search(previous[-60:]):
        marks.add("closing")
        score += 2
    elif previous and block.first and _broken(previous):
        score -= 1.5 if block.before == 0 else 0.5
    if _restarts(block, turns) and not (block.number and block.number.level):
        marks.add("restart")
        score += 3
    return Block(block.first, block.last, block.cut, score, block.number, frozenset(marks), block.before, block.after)


def _own_evidence(
    texts: Sequence[str], block: Block, lines: Sequence[Line], keys: frozenset[str], marks: set[str]
) -> float:
    score = 0.0
    title = texts[0]
    if any(key(text) in keys for text in texts) or key("".join(texts[:2])) in keys:
        marks.add("toc")
        score += 6
    kinds = {kind for text in texts if (kind := paren_kind(text))}
    if kinds & {"role", "sample"}:
        marks.add("role")
        score += 3
    elif "org" in kinds:
        marks.add("role")
        score += 2
    number = block.number
    if number and number.kind.startswith("label:"):
        marks.add("label")
        score += 5
    elif number and number.bare:
        marks.add("bare")
        score += 2.5
    elif number:
        marks.add("weak")
        score -= 3
    if lines[block.first].md:
        marks.update(("md", f"md:{lines[block.first].md}"))
        score += 3 if lines[block.first].md <= 2 else 1
    word = next((found for text in texts if (found := _TITLE_WORD.search(text.rstrip("（）()")))), None)
    if word and not (number and number.level):
        score += (2.5 if word["strong"] else 1.5) + (1 if _AT_MEETING.match(title) else 0)
        marks.add("words")
    if any(is_subtitle(text) for text in texts[1:]):
        score += 3
        marks.add("subtitle")
    if any(is_date_line(text) for text in texts[1:]):
        score += 3
        marks.add("date")
    if any(is_byline(text) for text in texts[1:]):
        score += 2
        marks.add("byline")
    return score + _against(title, number)


def _against(title: str, number: Number | None) -> float:
    score = 0.0
    if title[-1] in "？?！!":
        score -= 3
    if len(title) < 5 and not number:
        score -= 2
    if opens_clause(title):
        score -= 3
    return score


def _broken(text: str) -> bool:
    return len(text) > 60 and text[-1] not in "。！？!?；;：:…”’」』）)》"


def _text(lines: Sequence[Line], i: int) -> str:
    return lines[i].text if 0 <= i < len(lines) else ""
