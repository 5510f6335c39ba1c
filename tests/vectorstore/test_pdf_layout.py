"""PDF pages: what goes on with the line above, what is a title, what runs along every page."""

from __future__ import annotations

import pytest

from tests.vectorstore.hand_pdf import chinese_pdf
from tests.vectorstore.office_folder import speech
from vectorstore.formats.extract import extract
from vectorstore.formats.pdf_layout import laid_out
from vectorstore.formats.pdf_margins import PageLine
from vectorstore.normalise import normalise
from vectorstore.types import UnreadableFile

WORDS = "全县造林十二万亩其中人工造林八万亩飞播造林四万亩"


def page(*lines: tuple[float, float, float, str]) -> list[PageLine]:
    """Lines from (left, top, height, text), each character as wide as high."""
    return [PageLine(text, left, left + height * len(text), top, height) for left, top, height, text in lines]


def joined(pages: list[list[PageLine]]) -> list[str]:
    extracted = laid_out(pages, ())
    noise, runs, rows, at = dict(extracted.noise), set(extracted.runs_on), [], 0
    for line in extracted.text.splitlines(keepends=True):
        if at in runs:
            rows[-1] += line.strip("\n")
        elif at not in noise and line.strip():
            rows.append(line.strip("\n\u3000"))
        at += len(line)
    return rows


def test_pieces_of_one_line_are_one_line() -> None:
    first, second = page((90, 700, 12, "全县造林*")), page((150, 698, 12, "万亩"))
    assert laid_out([[*first, *second]], ()).text == "全县造林*万亩\n"


def test_a_paragraph_goes_on_over_a_page_and_its_footer() -> None:
    pages, rows = [], []
    for number in range(1, 5):
        texts = [WORDS[n:] + WORDS[:n] for n in range(6 * number - 6, 6 * number)]  # no two lines are alike
        body = [(90.0, 780 - 20 * k, 12.0, text) for k, text in enumerate(texts)]
        if number == 1:
            body[0] = (114.0, 780, 12.0, texts[0][2:])
        rows += [text for *_, text in body]
        pages.append(page((90, 810, 9, "内部资料"), *body, (280, 40, 9, f"— {number} —")))
    assert joined(pages) == ["".join(rows)]
    assert [rule for _, rule in laid_out(pages, ()).noise] == ["页眉页脚", "页码"] * 4


def test_a_watermark_in_the_middle_of_every_page_is_taken_out() -> None:
    pages = [
        page(
            (90, 780, 12, f"第{n}段{WORDS}"),
            (90, 760, 12, WORDS),
            (200, 400, 30, "云岭县存档"),
            (90, 100, 12, WORDS + "。"),
        )
        for n in "一二三四五"
    ]
    assert not [row for row in joined(pages) if "存档" in row]


@pytest.mark.parametrize(("indent", "apart"), [(True, 0), (False, 14), (True, 8)])
def test_a_made_pdf_is_read_as_its_paragraphs(indent: bool, apart: float) -> None:
    title, body = speech(7)
    extracted = extract(chinese_pdf(title, body * 6, indent=indent, apart=apart), "a.pdf")
    assert len(extracted.pages) > 1
    assert extracted.headlines
    starts = len(extracted.text.splitlines()) - len(extracted.runs_on) - len(extracted.noise)
    assert starts - extracted.text.count("\n\n") == 1 + 6 * len(body)


def test_a_word_broken_at_the_end_of_a_line_is_whole_again() -> None:
    lines = page(
        (90, 700, 10, "The county plants trees on bare hills in the win\x02"), (90, 688, 10, "ter and waters them.")
    )
    wide = [PageLine(line.text, 90, 400, line.top, 10) for line in lines]
    assert laid_out([wide], ()).text == "The county plants trees on bare hills in the winter and waters them.\n"


def test_signs_without_a_meaning_are_refused() -> None:
    data = chinese_pdf("标题", ["".join(chr(0xE000 + k) for k in range(200))], header="\ue001\ue002")
    with pytest.raises(UnreadableFile, match="字体没有说明"):
        extract(data, "a.pdf")


def test_radicals_are_found_as_ordinary_characters() -> None:
    assert normalise("⼯作⻓远⾦") == "工作长远金"
