"""Uploads: from received files over the proposed split and its corrections into a real catalog."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from tests.ui.pages import Page
from tests.vectorstore.kit import UPLOADED, Desk
from ui.intake import Intake, Intakes, corrected, reported, taken
from ui.intake_view import intake_view, limits
from vectorstore.corrections import Correction
from vectorstore.indexing import Progress
from vectorstore.parts import real_reader
from vectorstore.propose import Proposal, ProposedSpeech
from vectorstore.report import FileReport
from vectorstore.store import Store, open_store
from vectorstore.types import Failure, Field, IngestReport

EVIL = "<script>window.hacked=1</script>"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    desk = Desk(tmp_path)
    return open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "春耕.txt"
    path.write_text(UPLOADED, encoding="utf8")
    return path


def ended(intakes: Intakes, owner: str | None = None) -> Intake:
    """The upload, once nothing is under way."""
    for _ in range(500):
        now = intakes.look(owner)
        if now is not None and not now.running:
            return now
        time.sleep(0.01)
    raise AssertionError("still under way")


def speech(number: int, title: str) -> ProposedSpeech:
    fields = Field("市长", "stated"), Field(), Field("2023-03", "stated"), Field(), Field()
    return ProposedSpeech(number, title, *fields, "stated", 3, 200, "同志们：")


PROPOSAL = Proposal("a.txt", speeches=(speech(1, "甲"), speech(2, "乙"), speech(3, "丙")), encoding="utf-8")


def test_nothing_is_stored_before_it_is_confirmed(store: Store, given: Path) -> None:
    intakes = Intakes(store)
    assert intakes.begin([given], None)
    proposed = ended(intakes)
    assert [len(p.speeches) for p in proposed.proposals] == [3]
    assert store.files() == []
    given.unlink()  # Gradio's copy may go meanwhile
    assert intakes.confirm(proposed.number, {"0-2-joined": True, "0-1-title": "春耕讲话"}, None)
    done = ended(intakes)
    assert done.report is not None
    assert done.report.added == 1
    assert [row.speech.title for row in store.speeches()] == ["春耕讲话", "在招商推介会上的致辞"]
    page = Page(intake_view(done, reported(done.came, store.report), "zh"))
    page.check()
    assert "新增 1 个文件" in page.text
    assert "2 篇讲话" in page.text
    assert "广告 1" in page.text


def test_what_came_in_is_told_by_its_name_in_the_library(store: Store, given: Path) -> None:
    packed = given.with_name("一包.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("里/春耕.txt", UPLOADED)
    intakes = Intakes(store)
    for path, came in (
        (given, ("春耕.txt",)),
        (packed, ("一包/里/春耕.txt",)),
        (given, ("春耕 (2).txt",)),
        (given, ()),
    ):
        intakes.begin([path], None)
        intakes.confirm(ended(intakes).number, {}, None)
        done = ended(intakes)
        assert done.came == came
        if path == packed:
            given.write_text(UPLOADED.replace("三万亩", "五万亩"), encoding="utf8")


def test_a_second_confirmation_and_one_of_an_older_upload_do_nothing(store: Store, given: Path) -> None:
    intakes = Intakes(store)
    intakes.begin([given], "小王")
    first = ended(intakes, "小王")
    assert not intakes.confirm(first.number, {}, "小李")
    assert not intakes.confirm(first.number, {"0-take": False}, "小王")
    intakes.begin([given], "小王")
    second = ended(intakes, "小王")
    assert not intakes.confirm(first.number, {}, "小王")
    assert intakes.confirm(second.number, {}, "小王")
    assert not intakes.confirm(second.number, {}, "小王")
    assert ended(intakes, "小王").stage == "done"
    assert intakes.look("小李") is None
    assert intakes.drop(second.number, "小王")
    assert intakes.look("小王") is None


def test_what_cannot_be_read_is_named_and_two_files_of_one_name_stay_two(store: Store, given: Path) -> None:
    other = given.parent / "另" / given.name
    other.parent.mkdir()
    other.write_text(UPLOADED.replace("三万亩", "五万亩"), encoding="utf8")
    bad = given.parent / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 no")
    intakes = Intakes(store)
    intakes.begin([given, other, bad], None)
    proposed = ended(intakes)
    assert [p.file for p in proposed.proposals if not p.reason] == ["春耕.txt", "春耕 (2).txt"]
    page = Page(intake_view(proposed, [], "zh"))
    page.check()
    assert "不能收入的 1 个" in page.text
    assert "坏.docx" in page.text
    intakes.confirm(proposed.number, {"1-take": False}, None)
    ended(intakes)
    assert [row.file for row in store.files()] == ["春耕.txt"]


def test_a_library_that_cannot_be_written_says_so(tmp_path: Path, given: Path, store: Store) -> None:
    store.close()
    reader = open_store(store.folder, read_only=True, make_legs=lambda *_: (), make_reader=real_reader)
    intakes = Intakes(reader)
    intakes.begin([given], None)
    intakes.confirm(ended(intakes).number, {}, None)
    failed = ended(intakes)
    assert failed.stage == "failed"
    assert failed.error
    assert failed.error in Page(intake_view(failed, [], "zh")).text


def test_only_what_was_changed_is_a_correction() -> None:
    form: dict[str, object] = {
        "0-1-title": " 甲 ",
        "0-1-speaker_role": "县长",
        "0-2-joined": True,
        "0-2-title": "没用",
        "0-1-joined": True,  # the first has none before it
        "0-3-date": "2023-04",
        "0-9-title": "没有",
        "1-1-title": "别的文件",
        "0-3-title": 7,
        "x": "y",
    }
    expected = (Correction(2, joined=True), Correction(1, speaker_role="县长"), Correction(3, date="2023-04"))
    assert corrected(0, PROPOSAL, form) == expected


def test_what_is_unticked_or_refused_is_not_taken() -> None:
    others = [PROPOSAL, Proposal("b.txt", "坏了"), Proposal("c.txt")]
    assert taken(others, {"0-take": False, "2-take": "?", "9-take": False}) == [others[2]]


def test_the_views_escape_and_stay_bounded() -> None:
    evil = Proposal(EVIL, "", None, b"", EVIL, EVIL, 9, (speech(1, EVIL),), ((EVIL, 2),), 1, (EVIL,), EVIL)
    many = tuple(Proposal(f"{n}.txt", speeches=tuple(speech(i, "题") for i in range(1, 400))) for n in range(400))
    report = FileReport(EVIL, EVIL, EVIL, 1, 1, 1, (), 1, (EVIL,))
    end = IngestReport(1, failed=(Failure(EVIL, EVIL),), warnings=(Failure(EVIL, EVIL),))
    intakes = [
        Intake(1, (EVIL,)),
        Intake(1, (EVIL,), "reading", Progress("read", EVIL, 0, 2)),
        Intake(1, (EVIL,), "proposed", proposals=(evil, Proposal(EVIL, EVIL))),
        Intake(1, (), "proposed", proposals=many),
        Intake(1, (), "taking", Progress("read", EVIL, 1, 400, 5, 9, 700, seconds=2.0), many, tuple("甲" * 400)),
        Intake(1, (), "taking", Progress("index", EVIL, passages_done=3, passages_total=9), many, (EVIL,)),
        Intake(1, (), "done", report=end),
        Intake(1, (), "failed", error=EVIL),
        Intake(1, (), "failed"),
    ]
    for intake in intakes:
        html = intake_view(intake, [report], "en", EVIL)
        Page(html).check()
        assert len(html) < 1_500_000
    assert "另有 100 个文件没有列出" in Page(intake_view(intakes[3], [], "zh")).text
    assert "每秒 350 字" in Page(intake_view(intakes[4], [], "zh")).text
    assert intake_view(None, [], "zh") == ""
    assert "256 MB" in Page(limits("zh")).text
