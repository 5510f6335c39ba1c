"""Metadata of a speech: name, role, meeting, date and place, and how each is known. Invented names and places."""

from __future__ import annotations

import pytest

from vectorstore.reading.read import read_text
from vectorstore.types import Field, Speech

BODY = "同志们：\n各乡镇要抓紧备耕，把种子化肥调运到位，确保不误农时，各管护站要值守到位，险情要第一时间上报。\n" * 3


def speech(head: str, name: str = "材料.txt", body: str = BODY) -> Speech:
    (found,) = read_text(f"{head}\n\n{body}", name).speeches
    return found


@pytest.mark.parametrize(
    ("head", "speaker", "role"),
    [
        ("在青禾市春耕现场会上的讲话\n市委书记 王小禾", ("王小禾", "stated"), ("市委书记", "stated")),
        ("在青禾市春耕现场会上的讲话\n云岭县县长李某", ("李某", "stated"), ("云岭县县长", "stated")),
        (
            "在青禾市春耕现场会上的讲话\n发言人：市农业局局长 欧阳青禾",
            ("欧阳青禾", "stated"),
            ("市农业局局长", "stated"),
        ),
        ("在青禾市春耕现场会上的讲话\n（张 禾）", ("张禾", "stated"), (None, "missing")),
        ("陈小禾在青禾市春耕现场会上的讲话", ("陈小禾", "stated"), (None, "missing")),
        ("抓好春耕不误农时——陈小禾同志在春耕现场会上的讲话", ("陈小禾", "stated"), (None, "missing")),
        ("青禾市市长赵小禾在春耕现场会上的讲话", ("赵小禾", "stated"), ("青禾市市长", "stated")),
        ("在青禾市春耕现场会上的讲话\n县委书记 ×××", (None, "missing"), None),
        ("在青禾市春耕现场会上的讲话（市委副书记、市长）", (None, "missing"), ("市委副书记、市长", "stated")),
        ("高举旗帜在新征程上的讲话", (None, "missing"), (None, "missing")),
        ("正在全市推开的工作汇报", (None, "missing"), (None, "missing")),
    ],
)
def test_who_speaks(head: str, speaker: tuple[str | None, str], role: tuple[str | None, str] | None) -> None:
    found = speech(head)
    assert (found.speaker.value, found.speaker.certainty) == speaker
    if role is not None:
        assert (found.speaker_role.value, found.speaker_role.certainty) == role


def test_the_name_in_the_first_words_and_in_the_files_name_is_inferred() -> None:
    own = speech("抓好春耕 不误农时", body="大家好，我是云岭县农业局局长孙小禾，今天向大家汇报春耕情况。\n" + BODY)
    assert own.speaker == Field("孙小禾", "inferred")
    assert speech("抓好春耕 不误农时", "2023_周小禾在春耕会上的讲话.txt").speaker == Field("周小禾", "inferred")


@pytest.mark.parametrize(
    ("head", "body", "name", "date"),
    [
        ("春耕讲话\n（2023年3月5日）", BODY, "a.txt", Field("2023-03-05", "stated")),
        ("春耕讲话\n（20XX年X月X日）", BODY, "a.txt", Field()),
        ("抓好春耕不误农时", BODY + "2023年4月6日\n", "a.txt", Field("2023-04-06", "stated")),
        ("抓好春耕不误农时", BODY, "20230407春耕讲话.txt", Field("2023-04-07", "inferred")),
        ("抓好春耕不误农时", BODY, "春耕讲话（2023年5月）.txt", Field("2023-05", "inferred")),
        ("抓好春耕不误农时", BODY, "1234_春耕.txt", Field()),
    ],
)
def test_when(head: str, body: str, name: str, date: Field) -> None:
    assert speech(head, name, body).date == date


@pytest.mark.parametrize(
    ("head", "opening", "occasion"),
    [
        ("在种子调运汇报会上的讲话", "", Field("种子调运汇报会", "stated")),
        (
            "抓好春耕不误农时",
            "今天，我们在这里召开全市春耕备耕工作会议，主要任务是部署春耕。\n",
            Field("全市春耕备耕工作会议", "inferred"),
        ),
        ("抓好春耕不误农时", "上周，省里召开了全省春耕备耕工作会议，我们要抓好落实。\n", Field()),
        ("抓好春耕不误农时", "今天召开这次会议，很有必要。\n", Field()),
    ],
)
def test_where_it_was_said(head: str, opening: str, occasion: Field) -> None:
    assert speech(head, body=opening + BODY).occasion == occasion


def test_the_place_of_the_office_and_a_title_for_want_of_one() -> None:
    found = speech("抓好春耕不误农时（青禾市农业局局长）")
    assert (found.place, found.title_known) == (Field("青禾市", "stated"), "stated")
    own = speech("抓好春耕不误农时", body="作为青禾市农业局局长，我汇报春耕情况，请予审议。\n" + BODY)
    assert own.place == Field("青禾市", "inferred")
    without = read_text(BODY * 3, "春耕材料.txt").speeches[0]
    assert (without.title, without.title_known) == ("春耕材料", "inferred")
