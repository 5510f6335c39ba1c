"""Enumerations of a speech: 一是…二是…, （一）…（二）…, parallel paragraphs, parallel sentences of a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.extractive.spans import Span, clauses, norm_of, sentences
from bot.numerals import chinese_number

Place = tuple[int, int, int]  # paragraph (0-based position), start, end

_N = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"(?P<han>[{_N}]{{1,3}})(?P<style>是|要|则|、|，)|第(?P<ord>[{_N}]{{1,2}})(?:个?[^，。、,\s]{{1,2}})?(?:，|、|,)"
    rf"|[（(](?P<paren>[{_N}]{{1,3}}|\d{{1,2}})[）)]|(?P<digit>\d{{1,2}})[.、．](?!\d)|(?P<circle>[①-⑳])|(?P<word>首先|其次|再次|最后|一方面|另一方面)"
)
_STARTS = re.compile(r"(?:^|(?<=[。；！？：:，,;]))\s*(?=[一二三四五六七八九十第（(①-⑳首其再最\d])")
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0, "一方面": 1, "另一方面": 2}
_MOST = 30  # items of a list
_MOST_SENTENCES = 400  # of a paragraph that is looked through for parallel ones


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items in order; `lead` is the sentence that announces them, `parallel` when no numbers mark them."""

    items: tuple[Place, ...]
    lead: Place | None
    parallel: bool = False


@dataclass(frozen=True, slots=True)
class _Marker:
    paragraph: int
    start: int
    style: str
    number: int  # 0: 最后, fits anywhere


@lru_cache(maxsize=256)
def enumerations(texts: tuple[str, ...]) -> tuple[Enumeration, ...]:
    """All enumerations of the paragraphs of one speech; an item runs to the next one or to its paragraph's end."""
    norms = [norm_of(t) for t in texts]
    found = list(_numbered(norms))
    found.extend(_parallel_paragraphs(norms))
    for n, norm in enumerate(norms):
        found.extend(_parallel_sentences(n, norm))
    return tuple(found)


def _numbered(norms: Sequence[str]) -> Iterator[Enumeration]:
    open_: dict[str, list[_Marker]] = {}
    done: list[list[_Marker]] = []
    for marker in _markers(norms):
        run = open_.get(marker.style)
        if run and marker.number in (run[-1].number + 1, 0):
            run.append(_Marker(marker.paragraph, marker.start, marker.style, run[-1].number + 1))
        elif marker.number == 1:
            if run:
                done.append(run)
            open_[marker.style] = [marker]
    done.extend(open_.values())
    for run in done:
        if 2 <= len(run) <= _MOST:
            yield Enumeration(tuple(_items(run, norms)), _lead(norms, run[0].paragraph, run[0].start))


def _markers(norms: Sequence[str]) -> Iterator[_Marker]:
    for n, norm in enumerate(norms):
        for place in _STARTS.finditer(norm):
            m = _MARKER.match(norm, place.end())
            if not m:
                continue
            opens = "^" if not norm[: place.end()].strip() else ""
            number, style = _number(m)
            if number is not None and (opens or style not in {"digit", "，", "、"}):
                yield _Marker(n, place.end(), opens + style, number)


def _number(m: re.Match[str]) -> tuple[int | None, str]:
    if m["word"]:
        return _WORDS[m["word"]], "方面" if "方面" in m["word"] else "word"
    if m["circle"]:
        return ord(m["circle"]) - ord("①") + 1, "circle"
    if m["digit"]:
        return int(m["digit"]), "digit"
    text = m["han"] or m["ord"] or m["paren"]
    value = int(text) if text.isdigit() else chinese_number(text)
    style = m["style"] or ("第" if m["ord"] else "（）")
    return (int(value) if value is not None else None), style


def _items(run: Sequence[_Marker], norms: Sequence[str]) -> Iterator[Place]:
    for marker, following in zip(run, [*run[1:], None], strict=True):
        same = following is not None and following.paragraph == marker.paragraph
        end = following.start if same and following else len(norms[marker.paragraph])
        yield marker.paragraph, marker.start, end


def _lead(norms: Sequence[str], paragraph: int, start: int) -> Place | None:
    """The sentence before the first item."""
    before = sentences(norms[paragraph][:start])
    if before:
        return paragraph, *before[-1]
    if paragraph and (last := sentences(norms[paragraph - 1])):
        return paragraph - 1, *last[-1]
    return None


def _parallel_paragraphs(norms: Sequence[str]) -> Iterator[Enumeration]:
    """Runs of three or more paragraphs in a row whose first clauses are built alike (在…上再发力, 坚持以…为第一…)."""
    heads = [norm[slice(*clauses(norm, 0, len(norm))[0])] if norm.strip() else "" for norm in norms]
    run: list[int] = []
    for n in range(len(norms) + 1):
        if run and n < len(norms) and alike(heads[run[-1]], heads[n]):
            run.append(n)
            continue
        if len(run) >= 3:
            yield Enumeration(tuple((i, 0, len(norms[i])) for i in run), _lead(norms, run[0], 0), parallel=True)
        run = [n]


def alike(a: str, b: str) -> bool:
    """Whether two clauses share their beginning, or one character of it and three in a row later."""
    common = 0
    while common < min(len(a), len(b)) and a[common] == b[common]:
        common += 1
    if common >= 2:
        return True
    if not common:
        return False
    return any(a[i : i + 3] in b[common:] for i in range(common, len(a) - 2))


def _parallel_sentences(n: int, norm: str) -> Iterator[Enumeration]:
    """Sentences of one paragraph whose first clauses share three characters or their beginning (打好…仗; …产业要…)."""
    spans = sentences(norm)
    if not 3 <= len(spans) <= _MOST_SENTENCES:
        return
    heads = [norm[slice(*_head(norm, s))] for s in spans]
    grams: Counter[str] = Counter()
    for head in heads:
        grams.update({head[i : i + 3] for i in range(len(head) - 2)} | {f"^{head[:2]}"})
    seen: set[tuple[int, ...]] = set()
    for gram, count in grams.most_common(12):
        if count < 3:
            break
        chosen = tuple(i for i, h in enumerate(heads) if (h.startswith(gram[1:]) if gram[0] == "^" else gram in h))
        gaps = [b - a for a, b in pairwise(chosen)]
        if chosen not in seen and len(chosen) <= _MOST and max(gaps) <= 2:
            seen.add(chosen)
            lead = (n, *spans[chosen[0] - 1]) if chosen[0] else None
            yield Enumeration(tuple((n, *spans[i]) for i in chosen), lead, parallel=True)


def _head(norm: str, span: Span) -> Span:
    """The first two clauses of a sentence: 推进…，坚持…是…."""
    cut = clauses(norm, *span)
    return (cut[0][0], cut[min(1, len(cut) - 1)][1])
