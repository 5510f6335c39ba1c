"""Compilations as other offices lay them out, without 目录, 汇编 or a count: each is split where its speeches begin.

The bodies are speeches of the sample library; the layouts are written by hand. A single speech in the same layouts,
with plain headings inside, stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.vectorstore.reading_kit import check_tiling, titles
from vectorstore.reading.read import read_file, read_text

LIBRARY = Path(__file__).parents[2] / "eval" / "data" / "library"
CN = "一二三四五六"
NAMES = ("张立群", "李卫东", "王海燕", "陈晓明", "刘建华", "赵国强")
UNITS = ("云岭县水务局", "松溪县教育局", "白石镇人民政府", "临江区发展和改革局", "青禾市科学技术局", "河东街道办事处")
ROLES = (
    "云岭县水务局局长",
    "松溪县教育局党组书记、局长",
    "白石镇党委书记",
    "临江区发改局局长",
    "市科技局副局长",
    "县委常委",
)
HEADINGS = ("提高站位，增强责任感紧迫感", "突出重点，推动任务落地见效", "强化保障，形成齐抓共管合力")
Head = Callable[[int, str], Sequence[str]]

# What stands over each speech; (k, title) -> lines. The title that is read is the line that holds it.
HEADS: dict[str, Head] = {
    "title, two names": lambda k, t: [t, NAMES[k], ""],
    "title, name, date": lambda k, t: [t, NAMES[k], f"（2023年5月{k + 3}日）", ""],
    "title, office": lambda k, t: [t, UNITS[k], ""],
    "title, role and name": lambda k, t: [t, f"{ROLES[k]}　{NAMES[k]}"],
    "title, dash, office": lambda k, t: [t, f"——{UNITS[k]}"],
    "title (office)": lambda k, t: [f"{t}（{UNITS[k]}）"],
    "speaker, title": lambda k, t: [f"发言人：{ROLES[k]} {NAMES[k]}", t, ""],
    "labelled": lambda k, t: [f"题目：{t}", f"发言人：{NAMES[k]}"],
    "speaker alone": lambda k, t: [f"{ROLES[k]} {NAMES[k]}"],
    "speaker:": lambda k, t: [f"{ROLES[k]}{NAMES[k]}："],
    "numbered material": lambda k, t: [f"交流发言材料之{CN[k]}", "", t, ""],
    "numbered behind": lambda k, t: [f"务虚会发言稿通用模板【{CN[k]}】", ""],
    "at a meeting": lambda k, t: [f"{ROLES[k]}在全市工作座谈会上的发言"],
    "greeting": lambda k, t: [t, "", "各位领导、同志们："],
    "brackets": lambda k, t: [f"【{t}】"],
    "bullet": lambda k, t: [f"◆{t}"],
    "plain": lambda k, t: [t, ""],
    "broken": lambda k, t: [t[:9], t[9:], ""],
    "markdown": lambda k, t: [f"# {t}", ""],
    "bold": lambda k, t: [f"**{t}**", ""],
    "under a rule": lambda k, t: ["——————————", "", t, ""],
}


@cache
def speeches() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(title, paragraphs) of six speeches by different offices."""
    document = read_file(LIBRARY / "13-2023年度市直部门工作务虚会发言.txt")
    return tuple((s.title.split("（")[0], tuple(p.text for p in s.paragraphs)) for s in document.speeches[:6])


def laid_out(head: Head, parts: Sequence[tuple[str, Sequence[str]]], end: Sequence[str] = ()) -> str:
    blocks = ["\n".join([*head(k, title), *(f"　　{p}" for p in body), *end]) for k, (title, body) in enumerate(parts)]
    return "\n\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_compilation_is_split_at_its_titles(head: Head) -> None:
    document = read_text(laid_out(head, speeches()), "发言材料.md" if head(0, "")[0][:1] in "#*" else "发言材料.txt")
    check_tiling(document)
    assert len(document.speeches) == len(speeches())
    for k, (speech, (title, body)) in enumerate(zip(document.speeches, speeches(), strict=True)):
        assert speech.paragraphs[-1].text == body[-1]
        assert body[0] in [p.text for p in speech.paragraphs[:2]]  # under a greeting
        if title in head(0, title):
            assert speech.title.removesuffix(f"——{UNITS[k]}") == title


@pytest.mark.parametrize("called", ["发言摘编", "讲话摘登"])
def test_the_name_of_a_collection_tells_that_there_are_several(called: str) -> None:
    """A newspaper's page: 全县水利工作经验交流会发言摘编, its date, then short speeches under plain titles."""
    short = [(title, body[:3]) for title, body in speeches()]
    parts = laid_out(HEADS["plain"], short).replace("\n\n\n", "\n")
    document = read_text(f"全县水利工作经验交流会{called}\n2023-08-25\n{parts}", "报纸.txt")
    assert titles(document) == [title for title, _ in short]


@pytest.mark.parametrize(
    "end",
    [
        ["　　谢谢大家！"],
        ["　　以上发言，不当之处敬请批评指正。"],
        ["", "          白石镇人民政府", "          2023年5月6日"],
    ],
)
def test_a_sign_off_ends_a_speech(end: list[str]) -> None:
    document = read_text(laid_out(lambda k, t: [t], speeches(), end), "发言材料.txt")
    assert titles(document) == [title for title, _ in speeches()]


def test_speeches_without_titles_begin_at_their_greetings() -> None:
    text = laid_out(lambda k, t: ["各位领导、同志们："], speeches(), ["谢谢大家！"])
    document = read_text(text, "务虚会发言.txt")
    assert titles(document) == [f"务虚会发言（{k}）" for k in range(1, 7)]
    assert document.speeches[0].title_known == "inferred"
    assert any("按称呼" in warning for warning in document.warnings)


def test_the_speaker_over_a_speech_is_stated() -> None:
    first = read_text(laid_out(HEADS["speaker:"], speeches()), "发言材料.txt").speeches[0]
    assert (first.speaker_role.value, first.speaker.value) == ("云岭县水务局局长", "张立群")
    first = read_text(laid_out(HEADS["title, name, date"], speeches()), "发言材料.txt").speeches[0]
    assert (first.title, first.speaker.value, first.date.value) == (speeches()[0][0], "张立群", "2023-05-03")


PLAIN: dict[str, Head] = {
    "touching": lambda k, t: [t],
    "apart": lambda k, t: ["", "", t, ""],
    "brackets": lambda k, t: ["", f"【{t}】"],
    "bullet": lambda k, t: ["", f"◆{t}", ""],
    "numbered": lambda k, t: ["", f"0{k + 1} {t}", ""],
    "markdown": lambda k, t: ["", f"## {t}", ""],
}


@pytest.mark.parametrize("head", PLAIN.values(), ids=PLAIN.keys())
@pytest.mark.parametrize("greeting", [[], ["同志们："]], ids=["", "greeted"])
def test_a_single_speech_with_plain_headings_stays_one(head: Head, greeting: list[str]) -> None:
    for title, body in speeches():
        for name in (title, "在全市经济工作会议上的讲话"):
            lines = [name, "", *greeting, body[0]]
            for k, heading in enumerate(HEADINGS):
                lines += [*head(k, heading), *body[1 + k :: 3]]
            document = read_text("\n".join(lines), "讲话.md" if head(0, "")[1:2] == ["## "] else "讲话.txt")
            assert titles(document) == [name]
