"""Reading: the shapes that compilations come in, the tiling of the source, and what hostile input does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.compilations import compilation
from tests.vectorstore.reading_kit import LONG, check_tiling, removed, texts, titles
from vectorstore.reading.read import read_file, read_text
from vectorstore.types import UnreadableFile


@pytest.mark.parametrize("seed", range(60))
def test_a_compilation_of_any_form_is_read_as_a_person_reads_it(seed: int) -> None:
    made = compilation(seed)
    document = read_text(made.text, "发言材料.txt")
    check_tiling(document)
    assert len(document.speeches) == len(made.speeches), made.form
    for speech, (title, paragraphs) in zip(document.speeches, made.speeches, strict=True):
        assert speech.title.endswith(title), made.form
        assert [p.text for p in speech.paragraphs] == paragraphs, made.form


WORDS = (
    "目录 一、 （一） 篇一： 标题（县长） 同志们： ##paidbegin## QQ群：12345678 禁止外传 - 3 - ……3 （8篇） 汇编 ** xx *"
)
MARKS = "[甲](http://a.cn) <b> D的二十大 ， 。 12 abc ——在会上的讲话 （2023年5月6日）"
BREAKS = ["\n", "\n\n", "\r\n", "\x0b", "\u2028", "\x0c", "\ufeff", "\u200b", "\u3000\u3000", "# "]
PIECES = st.sampled_from([*WORDS.split(), *MARKS.split(), *BREAKS, LONG])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from(["a.txt", "a.md"]))
def test_no_character_of_any_text_is_lost(text: str, name: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    check_tiling(read_text(text, name))


def test_a_declared_count_that_is_wrong_is_reported_and_the_text_believed() -> None:
    text = f"发言材料汇编（5篇）\n\n抓好项目建设（县长）\n\n{LONG}\n\n抓好民生实事（局长）\n\n{LONG}"
    document = read_text(text, "a.txt")
    assert titles(document) == ["抓好项目建设（县长）", "抓好民生实事（局长）"]
    assert document.declared_count == 5
    assert document.warnings == ("文件写明5篇，正文分出2篇，以正文为准",)
    assert [speech.speaker_role.value for speech in document.speeches] == ["县长", "局长"]
    assert all(speech.speaker_role.certainty == "stated" for speech in document.speeches)


def test_headings_inside_a_speech_are_no_speeches() -> None:
    body = f"一、提高认识\n{LONG}\n（一）抓项目\n{LONG}\n二、狠抓落实\n{LONG}"
    text = f"县委书记在全县大会上的讲话\n\n同志们：\n{LONG}\n{body}"
    document = read_text(text, "a.txt")
    assert titles(document) == ["县委书记在全县大会上的讲话"]
    headings = [(p.text, p.level) for p in document.speeches[0].paragraphs if p.kind == "heading"]
    assert headings == [("一、提高认识", 1), ("（一）抓项目", 2), ("二、狠抓落实", 1)]
    assert document.speeches[0].speaker_role.value == "县委书记"
    assert document.speeches[0].occasion.value == "全县大会"


def test_a_question_on_a_line_of_its_own_is_no_title() -> None:
    question = "面对新形势新任务，我们应当如何作答？"
    text = f"汇编（2篇）\n\n抓好林业工作\n\n{LONG}\n\n{question}\n\n{LONG}\n\n抓好水利工作\n\n{LONG}"
    document = read_text(text, "a.txt")
    assert titles(document) == ["抓好林业工作", "抓好水利工作"]
    assert question in texts(document)


@pytest.mark.parametrize("end", ["xx", "，", "“两带两区”", "促进", "x"])
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_a_sentence_broken_by_a_line_break_is_joined(end: str, blank: str) -> None:
    left, right = LONG[:-20] + end, "等地融合发展，形成新的增长极，努力走在全省前列。"
    document = read_text(f"在会上的发言\n\n{LONG}\n{left}{blank}{right}\n{LONG}", "a.txt")
    assert texts(document) == [LONG, left + right, LONG]


def test_a_compilation_title_broken_over_two_lines_is_joined() -> None:
    text = f"青禾市理论学习中心组专题学习研讨交流材料集中研\n讨发言提纲\n(2篇)\n\n(一)\n{LONG}\n\n(二)\n{LONG}"
    document = read_text(text, "a.txt")
    assert document.title == "青禾市理论学习中心组专题学习研讨交流材料集中研讨发言提纲(2篇)"
    assert titles(document) == ["(一)", "(二)"]


def test_text_set_to_a_fixed_width_is_joined_to_paragraphs() -> None:
    paragraphs = [LONG, "二是" + LONG, "三是" + LONG]
    wrapped: list[str] = []
    for paragraph in paragraphs:
        shown = "\u3000\u3000" + paragraph
        wrapped.extend(shown[k : k + 32] for k in range(0, len(shown), 32))
    document = read_text("在会上的发言\n" + "\n".join(wrapped), "a.txt")
    assert texts(document) == paragraphs


def test_words_of_a_latin_script_stay_apart_when_joined() -> None:
    left = LONG[:-1] + "，推广 Smart City"
    document = read_text(f"在会上的发言\n{left}\nPlatform 等项目。", "a.txt")
    assert texts(document) == [left + "\nPlatform 等项目。"]


@pytest.mark.parametrize(
    ("labels", "kept"),
    [
        (("【篇一】", "【篇二】"), True),
        (("篇一：", "篇二："), True),
        (("第一篇 ", "第二篇 "), True),
        (("范文1：", "范文2："), True),
        (("一、", "二、"), True),
        (("1.", "2."), True),
        (("（一）\n", "（二）\n"), False),
        (("第一篇\n", "第二篇\n"), False),
    ],
)
def test_numbered_speeches(labels: tuple[str, str], kept: bool) -> None:
    names = ("提升林业碳汇能力", "办好群众关心的事")
    body = f"{LONG}\n（一）抓项目\n{LONG}\n（二）抓落实\n{LONG}"
    text = "发言材料汇编（2篇）\n\n" + "\n\n".join(f"{a}{n}\n{body}" for a, n in zip(labels, names, strict=True))
    expected = [" ".join((a + n).split()) if kept else n for a, n in zip(labels, names, strict=True)]
    assert titles(read_text(text, "a.txt")) == expected


def test_lines_under_a_title_give_its_metadata() -> None:
    text = f"坚定信心 真抓实干\n——在云岭县经济工作会议上的讲话\n（2023年5月6日）\n县委书记 张某某\n\n同志们：\n{LONG}"
    (speech,) = read_text(text, "a.txt").speeches
    assert speech.title == "坚定信心 真抓实干——在云岭县经济工作会议上的讲话"
    assert (speech.date.value, speech.date.certainty) == ("2023-05-06", "stated")
    assert (speech.occasion.value, speech.occasion.certainty) == ("云岭县经济工作会议", "stated")
    assert (speech.speaker_role.value, speech.speaker.value) == ("县委书记", "张某某")
    assert speech.place.value == "云岭县"


def test_metadata_of_the_file_name_is_inferred_and_a_masked_date_is_missing() -> None:
    (speech,) = read_text(f"在会上的发言\n（20XX年X月X日）\n{LONG}", "20220315_青禾市座谈.txt").speeches
    assert (speech.date.value, speech.date.certainty) == ("2022-03-15", "inferred")
    (bare,) = read_text(f"在会上的发言\n（20XX年X月X日）\n{LONG}", "材料.txt").speeches
    assert (bare.date.value, bare.date.certainty) == (None, "missing")


def test_the_speakers_own_words_give_an_inferred_role() -> None:
    (speech,) = read_text(f"谈一点体会\n\n{LONG}作为县水利局局长，我将带头落实。{LONG}", "a.txt").speeches
    assert (speech.speaker_role.value, speech.speaker_role.certainty) == ("县水利局局长", "inferred")
    (other,) = read_text(f"谈一点体会\n\n{LONG}作为党委书记，要带头落实责任。{LONG}", "a.txt").speeches
    assert other.speaker_role.value is None


def test_markdown_marks_go_and_headings_keep_their_level() -> None:
    text = (
        f"# 在会上的讲话\n\n**同志们：**\n\n{LONG}\n\n## 一、提高认识\n\n> {LONG}\n\n见[规划](http://a.cn/b)。\n\n---\n"
    )
    document = read_text(text, "a.md")
    check_tiling(document)
    assert titles(document) == ["在会上的讲话"]
    assert texts(document) == ["同志们：", LONG, "一、提高认识", LONG, "见规划。"]
    assert [p.kind for p in document.speeches[0].paragraphs].count("heading") == 1
    assert ("排版标记", "**") in removed(document)


def test_a_speech_without_a_title_takes_the_file_name() -> None:
    document = read_text(f"{LONG}\n{LONG}", "3. 在座谈会上的发言.txt")
    assert titles(document) == ["在座谈会上的发言"]


def test_a_file_of_noise_alone_is_refused_with_its_rules(tmp_path: Path) -> None:
    path = tmp_path / "广告.txt"
    path.write_text("仅供学习 禁止外传 用后删除\n更多材料请加QQ群：88776655\n- 1 -\n", encoding="utf8")
    with pytest.raises(UnreadableFile, match=r"广告\.txt：里面没有讲话正文，全部内容是广告、页码"):
        read_file(path)


def test_a_missing_and_an_empty_file_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"无\.txt：打不开"):
        read_file(tmp_path / "无.txt")
    (tmp_path / "空.txt").write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"空\.txt：文件是空的"):
        read_file(tmp_path / "空.txt")


UNITS = "x * （ 一、 ##paidbegin##甲 QQ群：123456789 \u200b甲 篇一： （县长） 《“【"


@pytest.mark.parametrize("unit", [*UNITS.split(), LONG, "甲\n", "甲" * 30 + "\n"])
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        check = read_text(text, "a.txt")
        assert sum(piece.end - piece.start for piece in check.pieces) == len(text)
        return time.process_time() - start

    seconds(2_000)
    small, large = seconds(30_000), seconds(240_000)
    assert large < 40 * small + 0.3  # 8 for linear, 64 for quadratic time


def test_the_first_essay_of_a_paragraph_is_no_label() -> None:
    text = f"小网格托起大平安\n\n{LONG}\n第一篇文章叫“一张网”。{LONG}\n第二篇文章叫“一张表”。{LONG}\n"
    assert titles(read_text(text, "讲话.txt")) == ["小网格托起大平安"]
