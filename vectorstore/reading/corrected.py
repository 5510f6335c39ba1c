"""What a sidecar tells, carried out: lines that stay, speeches that begin where it says, facts that it states."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.ids import speech_id
from vectorstore.reading.lines import Cut, Line
from vectorstore.reading.roles import is_byline, is_date_line
from vectorstore.reading.split import Division, Section, join_title
from vectorstore.sidecar import Sidecar, Told
from vectorstore.types import Field, Speech, UnreadableFile


def kept_lines(lines: Sequence[Line], told: Sidecar) -> tuple[list[Line], tuple[str, ...]]:
    """The lines that the sidecar keeps, and warnings of those that are not there."""
    wanted = {squeezed(text): text for text in told.keep}
    whole = {(squeezed(kept.line), kept.nth): kept.line for kept in told.lines}
    found: set[str] = set()
    met: set[tuple[str, int]] = set()
    seen: Counter[str] = Counter()
    stay: list[Line] = []
    for line in lines:
        text = squeezed(line.text)
        seen[text] += 1
        holds = {want for want in wanted if want in text}
        exact = {key for key in ((text, 0), (text, seen[text])) if key in whole}
        found, met = found | holds, met | exact
        if holds or exact:
            stay.append(line)
    missing = [text for want, text in wanted.items() if want not in found]
    missing += [text for key, text in whole.items() if key not in met]
    return stay, tuple(f"{told.name}：要保留的“{text[:30]}”在原文的行里没有找到" for text in missing)


def given_back(
    left: Sequence[Line], cuts: Sequence[Cut], stay: Sequence[Line]
) -> tuple[list[Line], list[Cut], list[Line]]:
    """What cleaning left and cut, with the lines that stay whole again, and those of them that it had cut wholly.

    Cleaning sees every line, so that what it does to the others does not change. A line of which it had left something
    stands in its place again; one that it had cut wholly is no evidence of where speeches begin: see `redivided`.
    """
    starts = [line.start for line in stay]

    def within(start: int) -> int | None:
        at = bisect_right(starts, start) - 1
        return at if at >= 0 and start < stay[at].end else None

    again: set[int] = set()
    lines: list[Line] = []
    for line in left:
        at = within(line.start)
        if at is None:
            lines.append(line)
        elif at not in again:
            lines.append(replace(stay[at], gap=line.gap, md=line.md))
            again.add(at)
    rest = [cut for cut in cuts if within(cut.start) is None]
    return lines, rest, [line for at, line in enumerate(stay) if at not in again]


def apart(lines: Sequence[Line], stay: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines, now joined ones, in which one that stays begins, and the others."""
    starts = [line.start for line in stay]
    held = [bisect_left(starts, line.start) < bisect_left(starts, line.end) for line in lines]
    return (
        [line for line, holds in zip(lines, held, strict=True) if holds],
        [line for line, holds in zip(lines, held, strict=True) if not holds],
    )


def squeezed(text: str) -> str:
    """A text without its white space: how lines are compared with what a sidecar says of them."""
    return "".join(text.split())


def _joined(division: Division, told: Sidecar) -> Division:
    """The speeches without the titles that the sidecar says are none: their lines belong to the speech before."""
    wrong = {squeezed(text): text for text in told.not_titles}
    sections: list[Section] = []
    done: set[str] = set()
    for section in division.sections:
        name = squeezed(section.name)
        if not sections or name not in wrong:
            sections.append(section)
            continue
        above = sections[-1]
        sections[-1] = replace(above, body=(*above.body, *section.title, *section.under, *section.body))
        done.add(name)
    left = [text for name, text in wrong.items() if name not in done]
    doubts = [f"{told.name}：not_title“{text[:30]}”不是任何一篇的标题，或前面没有讲话可并入" for text in left]
    return replace(division, sections=tuple(sections), warnings=(*division.warnings, *doubts))


def _with(division: Division, stay: Sequence[Line]) -> Division:
    """The division with the lines that stay, each in the speech where it stands: none of them begins another one."""
    front, bodies = list(division.front), [list(section.body) for section in division.sections]
    starts = [(*section.title, *section.under, *section.body)[0].start for section in division.sections]
    for line in stay:
        at = bisect_right(starts, line.start) - 1
        (bodies[at] if at >= 0 else front).append(line)
    sections = tuple(
        replace(section, body=tuple(sorted(body, key=_start)))
        for section, body in zip(division.sections, bodies, strict=True)
    )
    return replace(division, front=tuple(sorted(front, key=_start)), sections=sections)


def _start(line: Line) -> int:
    return line.start


def redivided(lines: Sequence[Line], stay: Sequence[Line], told: Sidecar, division: Division) -> Division:
    """The division as the sidecar wants it: other beginnings, or the same with `stay` added and false titles joined.

    Raises UnreadableFile, which names the beginning that is not there.
    """
    if not told.bounds:
        return replace(_joined(_with(division, stay), told), title=told.title or division.title)
    lines = sorted((*lines, *stay), key=_start)
    starts: list[int] = []
    texts = [squeezed(line.text) for line in lines]
    for number, one in enumerate(told.speeches, 1):
        want = squeezed(one.begins)
        after = starts[-1] + 1 if starts else 0
        start = next((i for i in range(after, len(lines)) if texts[i].startswith(want)), None)
        if start is None:
            where = "前一篇之后" if starts else "正文里"
            raise UnreadableFile(f"{told.name}：第 {number} 篇的 begins“{one.begins[:30]}”，{where}没有一行这样开头")
        starts.append(start)
    ends = [*starts[1:], len(lines)]
    sections = [_section(lines[a:b], one, told.name) for one, a, b in zip(told.speeches, starts, ends, strict=True)]
    front = tuple(lines[: starts[0]])
    title = told.title or join_title(front[:3])[:80] or division.title
    return Division(front, tuple(sections), title, division.declared, ())


def _section(lines: Sequence[Line], told: Told, name: str) -> Section:
    """The first line is the title, unless it only begins with the words and the sidecar gives a title."""
    titled = told.title is None or squeezed(lines[0].text) == squeezed(told.begins)
    title, rest = (lines[:1], list(lines[1:])) if titled else ((), list(lines))
    under: list[Line] = []
    while titled and len(rest) > 1 and (is_byline(rest[0].text) or is_date_line(rest[0].text)):
        under.append(rest.pop(0))
    if not rest:
        raise UnreadableFile(f"{name}：begins“{told.begins[:30]}”之后没有正文")
    return Section(tuple(title), tuple(under), tuple(rest), told.title or join_title(title))


def stated(speeches: Sequence[Speech], told: Sidecar) -> list[Speech]:
    """The speeches with the facts of the sidecar. Raises UnreadableFile for a speech that is not there."""
    changed = list(speeches)
    for position, one in enumerate(told.speeches, 1):
        number = one.number or position
        if number > len(changed):
            raise UnreadableFile(f"{told.name}：没有第 {number} 篇，文件里有 {len(changed)} 篇")
        speech = changed[number - 1]
        if one.title is not None:
            ids = [paragraph.id for paragraph in speech.paragraphs]
            speech = replace(speech, id=speech_id(one.title, ids), title=one.title, title_known="stated")
        facts = {name: Field(value, "stated") for name, value in one.fields}
        changed[number - 1] = replace(speech, **facts)  # type: ignore[arg-type]
    return changed
