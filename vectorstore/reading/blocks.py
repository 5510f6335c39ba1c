"""Title blocks: short lines that stand together as the title of a speech could."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vectorstore.reading.facts import is_name
from vectorstore.reading.glued import TITLE_WORD, glued_title
from vectorstore.reading.lines import Line
from vectorstore.reading.numbering import Number, number_of, opens_clause
from vectorstore.reading.roles import is_byline, is_date_line, paren_kind
from vectorstore.reading.shapes import is_closing, is_exclaimed, is_greeting, is_short, is_subtitle
from vectorstore.reading.toc import key

PART = re.compile(r"(?:前\s*言|序\s*言|引\s*言|导\s*言|结\s*语|结束语|后\s*记|附\s*[则录件]\d?|总\s*则|参考文献)\Z")
# Who wrote a newspaper's text, alone on a line: □本报记者 张某
_REPORTED = re.compile(
    r"[□■◎◇◆●（(\s]*(?:本报|本刊|新华社|特约|见习|实习|首席|驻\S{2,6}){0,3}(?:记者|通讯员|评论员|撰稿)[\s:：]{1,2}"
    r"[一-鿿]{2,4}(?:[\s、]{1,3}(?:通讯员\s*)?[一-鿿]{2,4}){0,4}[）)]?\Z"
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines first..last (indexes) that stand together as a title could. `cut`: where a glued title ends in the last.

    `score` sums the evidence (titles.py); `marks` names its kinds; `before` and `after` count blank lines around it.
    """

    first: int
    last: int
    cut: int = 0
    score: float = 0.0
    number: Number | None = None
    marks: frozenset[str] = field(default=frozenset())
    before: int = 0
    after: int = 0


def blocks_of(lines: Sequence[Line], keys: frozenset[str]) -> list[Block]:
    """Every block of the file, in order, without a score. `keys` are those of the titles in the table of contents."""
    missing = keys - {key(line.text) for line in lines if len(line.text) <= 90}  # may be glued to a text
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        block = _block_at(lines, i, keys, missing)
        if block is None:
            i += 1
            continue
        if blocks and _repeats(lines, blocks[-1], block):
            blocks[-1] = replace(blocks[-1], last=block.last, cut=block.cut, after=block.after)
        else:
            blocks.append(block)
        i = block.last + 1
    return blocks


def _repeats(lines: Sequence[Line], above: Block, block: Block) -> bool:
    """Whether a block is the title above it once more, with nothing between them."""
    if above.last + 1 != block.first or above.cut or block.cut:
        return False
    first, second = ("".join(line.text for line in lines[b.first : b.last + 1]) for b in (above, block))
    return key(first) == key(second) and len(key(first)) >= 4


def _block_at(lines: Sequence[Line], i: int, keys: frozenset[str], missing: frozenset[str]) -> Block | None:
    line = lines[i]
    text = line.text
    number = number_of(text)
    announced = text[-1] in "：:" and is_byline(text[:-1]) and not is_greeting(text)  # 云岭县水务局局长张某：
    shaped = is_short(text) or announced or (line.md and len(text) <= 120)
    if not shaped and not _exclaimed_title(lines, i, number, keys):
        cut = glued_title(text, number, missing)
        return Block(i, i, cut, number=number, before=_gap(lines, i)) if cut else None
    if is_date_line(text) or is_greeting(text) or is_closing(text) or _REPORTED.match(text):
        return None
    if _signed(lines, i):
        return None
    last = _block_end(lines, i, keys, number)
    below = lines[i + 1].text if last == i and number and number.bare and i + 1 < len(lines) else ""
    cut = glued_title(below, None, missing) if below and not is_short(below) else 0
    if cut:
        return Block(i, i + 1, cut, number=number, before=_gap(lines, i))
    return Block(i, last, number=number, before=_gap(lines, i), after=_gap(lines, last + 1))


def _signed(lines: Sequence[Line], i: int) -> bool:
    """Whether an office and a date stand here under a speech, not over one."""
    if not (is_byline(lines[i].text) and i + 1 < len(lines) and is_date_line(lines[i + 1].text)):
        return False
    return i + 2 >= len(lines) or lines[i + 2].gap > 0 or is_short(lines[i + 2].text)


def _exclaimed_title(lines: Sequence[Line], i: int, number: Number | None, keys: frozenset[str]) -> bool:
    """A line with ！ or ？ is a title only when more than its place says so."""
    text = lines[i].text
    if not is_exclaimed(text) or is_greeting(text):
        return False
    if key(text) in keys or paren_kind(text) or (number and number.kind.startswith("label:")):
        return True
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    if is_byline(below) or is_date_line(below):
        return True
    apart = lines[i].gap and len(text) >= 12 and (_gap(lines, i + 1) or text[-1] not in "！？!?")
    return bool(apart and text[-1] not in "！!" and not opens_clause(text))


def _block_end(lines: Sequence[Line], i: int, keys: frozenset[str], number: Number | None) -> int:
    """The last line of the block that begins at i: the rest of its title, a subtitle, the date, the speaker."""
    last = i
    plain = 1
    pending_title = bool(number and number.bare)
    ended = paren_kind(lines[i].text) is not None or key(lines[i].text) in keys
    ended = ended or bool(number and number.level and not number.bare and len(lines[i].text) < 18)
    for k in range(i + 1, min(i + 7, len(lines))):
        text, gap = lines[k].text, lines[k].gap
        named = (is_byline(text) or is_name(text)) and gap <= 2 and not pending_title and not is_greeting(text)
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
    if is_greeting(line.text) or is_closing(line.text) or PART.match(line.text):
        return False
    above = TITLE_WORD.search(lines[k - 1].text)
    if above and above["strong"] and not pending_title and line.text[0] not in "（(【[—":
        return False  # the title above is whole
    if not is_short(line.text) and not (pending_title and is_exclaimed(line.text)):
        return False
    if line.text[-1] in "！？!?" and not pending_title:
        return False
    return pending_title or key(line.text) not in keys or key(lines[k - 1].text + line.text) in keys


def _gap(lines: Sequence[Line], i: int) -> int:
    return lines[i].gap if 0 < i < len(lines) else 9
