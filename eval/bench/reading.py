"""The stress bench of the reader: compilations drawn at random with known truth, scored per factor of style.

Run: python -m eval.bench.reading --n 300 --seed 1 [--show 5] [--metric titles] [--factor toc]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence

from eval.bench.compilations import Compilation, Speaking, compilation
from eval.bench.styles import FACTORS
from vectorstore.reading.read import read_text
from vectorstore.types import Document, Speech

METRICS = ("titles", "ends", "role", "noise", "lost", "joins", "wrong", "declared", "masks", "heads", "exact")


def squeezed(text: str) -> str:
    return "".join(text.split())


def score(made: Compilation, read: Document) -> dict[str, str]:
    """What is wrong, per metric; the empty string where all is right."""
    titles = _titles(made, read)
    pairs = list(zip(made.speeches, read.speeches, strict=False)) if not titles else []
    unread = "篇目不对" if titles else ""
    wrong = {"titles": titles, "noise": _noise(made, read), "lost": _lost(made, read)}
    for metric, check in _PER_SPEECH.items():
        wrong[metric] = unread or next((found for true, speech in pairs if (found := check(true, speech))), "")
    kept = [squeezed(p.text) for speech in read.speeches for p in speech.paragraphs]
    wrong["joins"] = next((f"{a[-20:]} | {b[:20]}" for a, b in made.breaks if not _together(kept, a, b)), "")
    wrong["wrong"] = next((f for true in made.speeches if (f := _merged(kept, true))), "")
    wrong["declared"] = "" if made.declared == read.declared_count else f"{read.declared_count} != {made.declared}"
    return wrong


def _titles(made: Compilation, read: Document) -> str:
    true = [(squeezed(s.title), squeezed(s.label + s.title)) for s in made.speeches]
    got = [squeezed(speech.title) for speech in read.speeches]
    if len(true) != len(got):
        return (
            f"{len(got)}篇 != {len(true)}篇：{[s.title for s in read.speeches]} != {[s.title for s in made.speeches]}"
        )
    return next((f"{b} != {a[0]}" for a, b in zip(true, got, strict=True) if b not in a), "")


def _ends(true: Speaking, speech: Speech) -> str:
    first, last = speech.paragraphs[0].text, speech.paragraphs[-1].text
    if not squeezed(first).startswith(squeezed(true.paragraphs[0])[:20]):
        return f"首：{first[:40]} != {true.paragraphs[0][:40]}"
    right = squeezed(last).endswith(squeezed(true.paragraphs[-1])[-20:])
    return "" if right else f"尾：{last[-40:]} != {true.paragraphs[-1][-40:]}"


def _role(true: Speaking, speech: Speech) -> str:
    got = speech.speaker_role.value if speech.speaker_role.certainty == "stated" else None
    right = got == true.role or true.role == "" or (true.role and got and got.startswith(true.role))
    return "" if right else f"{got} != {true.role}"


def _masks(true: Speaking, speech: Speech) -> str:
    marked = dict(zip(true.paragraphs, true.masks, strict=True))
    for paragraph in speech.paragraphs:
        got = tuple((mask.start, mask.end) for mask in paragraph.masks)
        if paragraph.text in marked and marked[paragraph.text] != got:
            return f"{paragraph.text[:60]}: {got} != {marked[paragraph.text]}"
    return ""


def _headings(true: Speaking, speech: Speech) -> str:
    got = {paragraph.text for paragraph in speech.paragraphs if paragraph.kind == "heading"}
    if missed := [heading for heading in true.headings if heading not in got]:
        return f"漏：{missed[0]}"
    extra = sorted(got - set(true.headings))
    return f"多：{extra[0]}" if extra else ""


def _exact(true: Speaking, speech: Speech) -> str:
    got = [paragraph.text for paragraph in speech.paragraphs]
    for a, b in zip(got, true.paragraphs, strict=False):
        if a != b:
            return f"{a[:50]}…{a[-20:]} != {b[:50]}…{b[-20:]}"
    return "" if len(got) == len(true.paragraphs) else f"{len(got)}段 != {len(true.paragraphs)}段"


_PER_SPEECH: dict[str, Callable[[Speaking, Speech], str]] = {
    "ends": _ends,
    "role": _role,
    "masks": _masks,
    "heads": _headings,
    "exact": _exact,
}


def _noise(made: Compilation, read: Document) -> str:
    kept = [squeezed(p.text) for speech in read.speeches for p in speech.paragraphs]
    titles = "\n".join(squeezed(s.label + s.title) for s in made.speeches)
    for noise in map(squeezed, made.noise):
        if noise in titles:  # an entry of the contents that is the title itself
            continue
        if found := next((t for t in kept if (noise == t if len(noise) < 8 else noise in t)), ""):
            return f"{noise} in {found[:60]}"
        if len(noise) >= 8 and any(noise in squeezed(text) for text in [read.title, *(s.title for s in read.speeches)]):
            return f"{noise} in a title"
    return ""


def _lost(made: Compilation, read: Document) -> str:
    noise = "\n".join(squeezed(line) for line in made.noise)
    for piece in read.pieces:
        text = squeezed(read.source[piece.start : piece.end])
        if piece.kind == "removed" and text not in noise:
            return f"{piece.rule}：{text[:60]}"
    return ""


def _together(kept: Sequence[str], left: str, right: str) -> bool:
    whole = squeezed(left)[-12:] + squeezed(right)[:12]
    return any(whole in text for text in kept)


def _merged(kept: Sequence[str], true: Speaking) -> str:
    for a, b in zip(true.paragraphs, true.paragraphs[1:], strict=False):
        whole = squeezed(a)[-70:] + squeezed(b)[:70]  # long: two sentences may stand side by side elsewhere
        if any(whole in text for text in kept):
            return f"{a[-20:]} + {b[:20]}"
    return ""


def table(results: Sequence[tuple[Compilation, dict[str, str]]]) -> str:
    """Shares of files without a fault: one line for all, then one for each value of each factor."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for made, wrong in results:
        rows[("全部", "")].append(wrong)
        for factor in FACTORS:
            rows[(factor, made.style[factor])].append(wrong)
    lines = [f"{'':26}" + f"{'n':>5}" + "".join(f"{metric:>9}" for metric in METRICS)]
    order = [("全部", "")] + [(factor, value) for factor, values in FACTORS.items() for value in values]
    for key in order:
        if key in rows:
            shares = (sum(not wrong[metric] for wrong in rows[key]) / len(rows[key]) for metric in METRICS)
            name = f"{key[0]} {key[1].replace(chr(0x3000), '□')}"
            lines.append(f"{name:26}{len(rows[key]):>5}" + "".join(f"{share:>9.3f}" for share in shares))
    return "\n".join(lines)


def failures(results: Sequence[tuple[Compilation, dict[str, str]]], first: int, metric: str | None, show: int) -> str:
    """The first `show` files with a fault (in one metric, if asked): seed, style, what is wrong."""
    lines: list[str] = []
    for number, (made, wrong) in enumerate(results, first):
        faults = {m: w for m, w in wrong.items() if w and w != "篇目不对" and metric in (None, m)}
        if faults and show > 0:
            show -= 1
            usual = " ".join(f"{f}={v}" for f, v in made.style.items() if v not in ("none", "LF", "exact"))
            lines.append(f"[{number}] {usual}")
            lines.extend(f"   {metric}: {fault}" for metric, fault in faults.items())
    return "\n".join(lines)


def run(count: int, seed: int, adverts: str = "adverts") -> list[tuple[Compilation, dict[str, str]]]:
    made = [compilation(k, adverts) for k in range(seed, seed + count)]
    return [(one, score(one, read_text(one.text, one.name))) for one in made]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reading")
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--metric", choices=METRICS, default=None)
    parser.add_argument("--brief", action="store_true", help="the first line of the table only")
    parser.add_argument(
        "--adverts", default="adverts", help="the list of adverts: adverts, adverts_unseen, adverts_third"
    )
    parser.add_argument("--text", type=int, default=None, help="print the file of this seed")
    options = parser.parse_args()
    if options.text is not None:
        print(compilation(options.text).text)
        return
    results = run(options.n, options.seed, options.adverts)
    print("\n".join(table(results).split("\n")[: 2 if options.brief else None]))
    print(failures(results, options.seed, options.metric, options.show))


if __name__ == "__main__":
    main()
