from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given

from tests.fakes import FakeBot, FakeStore
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.found import excerpt, found_view
from ui.library import open_shelf, put_back, searched
from ui.pager import first_of
from ui.shelf import file_view, files_view, log_view, missing_view, speech_view
from vectorstore.overview import EVERYTHING, Chosen
from vectorstore.types import Field, FileRow, Hit, Mask, Paragraph, Passage, RemovedPiece, Speech, SpeechRow

STORE = FakeStore()
FILE = STORE.files()[0]


def test_files_with_their_counts() -> None:
    page = Page(files_view(STORE.files(), "zh"))
    page.check()
    assert "3文件" in page.text
    assert "35段落" in page.text
    assert "标称 2 篇，实有 1 篇" in page.text
    assert '{"file":"\\u9752\\u79be\\u5e02\\u8bb2\\u8bdd\\u6c47\\u7f16.txt","log":true}' in page.values("data-args")


def test_an_empty_library_says_what_to_do() -> None:
    assert "yanju ingest" in Page(files_view([], "zh")).text


def test_the_speeches_of_a_file() -> None:
    page = Page(file_view(FILE, STORE.speeches(FILE.file), "zh"))
    page.check()
    assert "在青禾市林业碳汇工作推进会上的讲话" in page.text
    assert "讲话人 市长 · 日期 2023年3月（推断） · 16 段 · 隐去 1 处" in page.text
    assert "剔除记录 3" in page.text


def test_a_speech_with_all_its_paragraphs() -> None:
    html = speech_view(FILE, STORE.speeches(FILE.file)[0], "zh")
    page = Page(html)
    page.check()
    assert page.values("class").count("yj-p-number") == 16
    assert '<span class="yj-mask" title="原文隐去">xx</span>' in html


def test_the_removal_log() -> None:
    pieces = STORE.removed_pieces(FILE.file)
    page = Page(log_view(FILE, pieces, "zh"))
    page.check()
    assert "更多材料请关注某公众号" in page.text
    assert page.values("name") == ["1", "2", "3"]
    sure = Page(log_view(FILE, pieces, "zh", [2]))
    sure.check()
    assert "把下面 1 处放回正文" in sure.text
    assert "某公众号" not in sure.text
    assert any('"numbers":[2],"sure":true' in args for args in sure.values("data-args"))
    assert "没有剔除任何内容" in Page(log_view(FILE, [], "zh")).text
    long = Page(log_view(FILE, [RemovedPiece(n, "advert", "甲" * 10_000, 0, 9) for n in range(700)], "zh"))
    assert "另有 200 条未列出" in long.text
    assert len(long.text) < 300_000


def test_pieces_are_put_back_only_when_it_was_confirmed() -> None:
    store = FakeStore()
    assert "请先选中" in Page(put_back(store, {"file": FILE.file, "fields": {}}, "zh")).text
    asked = put_back(store, {"file": FILE.file, "fields": {"2": True, "x": True, "3": False}}, "zh")
    assert "把下面 1 处放回正文" in Page(asked).text
    assert len(store.removed_pieces(FILE.file)) == 3
    done = put_back(store, {"file": FILE.file, "numbers": [2, "x"], "sure": True}, "zh")
    assert "剔除记录现有 2 处" in Page(done).text
    assert [piece.rule for piece in store.removed_pieces(FILE.file)] == ["advert", "page_number"]
    assert "已不在资料库里" in Page(put_back(store, {"file": "没有"}, "zh")).text


def test_a_file_that_is_gone() -> None:
    assert "已不在资料库里" in Page(missing_view("zh")).text


@given(HOSTILE, HOSTILE)
def test_nothing_of_the_library_becomes_markup(text: str, other: str) -> None:
    file = FileRow(text, Path("x"), other, other, 3, 1, 1, 1, 1, (text, other))
    speech = Speech(text, other, (Paragraph(text, other, (Mask(0, 2, text),)),), Field(text, "stated"))
    row = SpeechRow(text, 1, speech)
    views = (files_view([file], "zh"), file_view(file, [row], "en"), speech_view(file, row, "zh"))
    hit = Hit(Passage(text, other, 1, 1, text, ""), 1.0, (), other, text, ())
    search = {"asked": text, "file": other}
    found = (found_view(search, Chosen(other), [file], [hit], "zh"), found_view(search, EVERYTHING, [], [], "en"))
    for html in (*views, *found, log_view(file, [RemovedPiece(1, text, other, 0, 1)], "zh", [1])):
        Page(html).check()


def test_what_a_search_within_the_library_found() -> None:
    hits = FakeBot().search("林业碳汇项目")
    page = Page(found_view({"asked": "林业"}, EVERYTHING, [FILE], hits, "zh"))
    page.check()
    assert "名称相符的文件" in page.text
    assert "林业碳汇项目备案17个" in page.text
    assert any('"paragraph":9' in args for args in page.values("data-args"))
    assert "没有找到“火星”" in Page(found_view({"asked": "火星"}, EVERYTHING, [], [], "zh")).text
    within = Page(found_view({"asked": "火星"}, Chosen("甲.txt", year="2023"), [], [], "zh"))
    assert "在“甲.txt · 2023”里查找“火星”" in within.text
    assert '{"asked":"\\u706b\\u661f"}' in within.values("data-args")  # in the whole library instead
    many = Page(found_view({"asked": "林业"}, EVERYTHING, [FILE] * 30, hits, "zh"))
    assert many.text.count(FILE.file) < 15  # the passages are not buried beneath files
    assert "名称相符的 30 个文件都列出来" in many.text
    assert Page(open_shelf(FakeBot(), {"asked": FILE.file[:3], "names": True}, "zh")).text.startswith("全部文件查找")


def test_an_excerpt_is_of_the_words_that_were_asked_for() -> None:
    text = "开头的话。" * 40 + "\n我们要优化营商环境，让企业安心。" + "后来的话。" * 40
    shown, before = excerpt(text, ("营商环境", "环境", "火"))
    assert shown.startswith("…我们要优化<mark")
    assert shown.count("<mark") == 1
    assert before.count("\n") == 1  # the paragraph after the passage's first one
    parts, _ = excerpt(text, ("营商的环境", "环境", "优化"))
    assert [word for word in ("环境", "优化") if f">{word}</mark>" in parts] == ["环境", "优化"]
    assert excerpt("短。", ("没有",)) == ("短。", "")


def test_the_search_that_led_to_a_speech_stands_above_it() -> None:
    row, found = STORE.speeches(FILE.file)[0], {"asked": "林业", "year": "2023", "role": "", "file": ""}
    assert "查找“林业”" in Page(speech_view(FILE, row, "zh", 9, found)).text
    opened = {"file": FILE.file, "speech": row.speech.id, "paragraph": 9, "found": found}
    page = Page(open_shelf(FakeBot(), opened, "zh"))
    assert any('"asked":"\\u6797\\u4e1a","year":"2023"' in args for args in page.values("data-args"))
    assert searched("林业", opened) == {"asked": "林业", "year": "", "role": "", "file": FILE.file}
    by_number = open_shelf(FakeBot(), {"file": FILE.file, "number": row.number}, "zh")
    assert Page(by_number).values("data-key") == [f"{row.number}-0"]


def test_a_huge_speech_is_read_part_by_part() -> None:
    row = STORE.speeches(FILE.file)[0]
    long = tuple(replace(p, text="长" * 5000, masks=()) for p in row.speech.paragraphs * 4)
    row = replace(row, speech=replace(row.speech, paragraphs=long))
    first = Page(speech_view(FILE, row, "zh"))
    first.check()
    assert any('"paragraph":25}' in args for args in first.values("data-args"))
    middle = [args for args in Page(speech_view(FILE, row, "zh", 40)).values("data-args") if '"paragraph":' in args]
    assert len(middle) == 2
    assert "段落 ›" not in Page(speech_view(FILE, STORE.speeches(FILE.file)[0], "zh")).text


def test_the_speeches_before_and_after_in_the_file() -> None:
    row = replace(STORE.speeches(FILE.file)[0], number=2)
    page = Page(speech_view(replace(FILE, speeches=3), row, "zh"))
    page.check()
    assert "‹ 上一篇第 2 篇，共 3 篇下一篇 ›" in page.text
    assert [args[-11:] for args in page.values("data-args")[-2:]] == ['"number":1}', '"number":3}']
    assert "上一篇" not in Page(speech_view(replace(FILE, speeches=1), row, "zh")).text


def test_a_speech_opened_at_a_paragraph() -> None:
    page = Page(speech_view(FILE, STORE.speeches(FILE.file)[0], "zh", 9))
    assert page.values("aria-current") == ["true"]
    assert page.values("data-key") == ["1-9"]
    beyond = Page(speech_view(FILE, STORE.speeches(FILE.file)[0], "zh", 99))
    assert beyond.values("aria-current") == []


def test_thousands_of_files_are_shown_a_page_at_a_time() -> None:
    many = [replace(FILE, file=f"{n}.txt") for n in range(2050)]
    first = Page(files_view(many, "zh"))
    first.check()
    assert "第 1–100 个，共 2,050 个" in first.text
    assert first.values("data-args")[-1] == '{"from":100}'
    last = Page(files_view(many, "zh", first=2000))
    assert "2049.txt" in last.text
    assert "第 2,001–2,050 个" in last.text
    assert last.values("data-args")[-1] == '{"from":1900}'
    assert files_view(many, "zh", first=9900) == files_view(many, "zh")
    assert [first_of({"from": n}, 100) for n in (-5, 0, 150, 1900, "x", True)] == [0, 0, 100, 1900, 0, 0]
