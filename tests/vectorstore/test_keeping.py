"""Removed pieces: numbered, reported by rule, and brought back for good, in the file's sidecar."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.vectorstore.kit import Desk
from vectorstore.parts import real_reader
from vectorstore.store import Store, open_store
from vectorstore.types import StoreError

ADVERT = "关注公众号“材料驿站”，回复“汇编”免费领取"
TEXT = f"""{ADVERT}
在云岭县春耕现场会上的讲话
同志们：
今年全县计划播种小麦三万亩，各乡镇要抓紧备耕，确保不误农时。产值预计xx亿元。
##paidbegin##要把种子化肥调运到位，渠系要提前清淤，入库蓄水要达到八成。
{ADVERT}
各管护站要值守到位，险情要第一时间上报，夜间巡查不得少于两次。
{ADVERT}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("材料.txt", TEXT)
    return desk


def real(desk: Desk) -> Store:
    return open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)


def log(store: Store) -> list[tuple[int, str]]:
    return [(piece.number, piece.text) for piece in store.removed_pieces("材料.txt")]


def test_the_report_of_a_file_counts_by_rule(desk: Desk) -> None:
    with real(desk) as store:
        store.ingest([desk.files])
        report = store.report("材料.txt")
        assert (report.encoding, report.speeches, report.paragraphs, report.masks) == ("utf-8", 1, 4, 1)
        assert sum(rule.pieces for rule in report.removed) == len(store.removed_pieces("材料.txt")) == 4
        assert sum(rule.characters for rule in report.removed) == 3 * len(ADVERT) + len("##paidbegin##")
        assert store.reports([desk.files]) == store.reports([desk.files / "材料.txt"]) == [report]
        assert store.reports([desk.library]) == []
        with pytest.raises(StoreError, match="没有名为“别的”"):
            store.report("别的")


def test_a_piece_comes_back_alone_and_stays(desk: Desk) -> None:
    with real(desk) as store:
        store.ingest([desk.files])
        before = log(store)
        assert [number for number, text in before if text == ADVERT] == [1, 3, 4]
        report = store.keep_removed("材料.txt", [3])
        assert [text for _, text in log(store)] == [ADVERT, "##paidbegin##", ADVERT]
        assert sum(rule.pieces for rule in report.removed) == 3
        (row,) = store.speeches()
        assert sum(ADVERT in p.text for p in row.speech.paragraphs) == 1
        assert store.source("材料.txt") == TEXT
        assert store.legs[0].search("材料驿站", 5)
        desk.write("材料.txt", TEXT + "最后再强调一点：各项任务要在月底前完成。\n", settled=False)
        assert store.ingest([desk.files]).changed == 1
        assert len(log(store)) == 3
        store.keep_removed("材料.txt", [1, 3])
        assert [text for _, text in log(store)] == ["##paidbegin##"]


def test_a_marker_inside_a_line_comes_back_with_its_line(desk: Desk) -> None:
    with real(desk) as store:
        store.ingest([desk.files])
        store.keep_removed("材料.txt", [2])
        assert "##paidbegin##" not in [text for _, text in log(store)]
        assert any(p.text.startswith("##paidbegin##要把") for r in store.speeches() for p in r.speech.paragraphs)


def test_what_the_user_wrote_beside_it_stays(desk: Desk) -> None:
    beside = desk.write("材料.txt.yanju.toml", '# 我的\n[[speech]]\nnumber = 1\nspeaker_role = "县长"  # 待核\n')
    with real(desk) as store:
        store.ingest([desk.files])
        store.keep_removed("材料.txt", [1])
        assert store.roles() == ["县长"]
    told = beside.read_text(encoding="utf8")
    assert "# 我的" in told
    assert "# 待核" in told
    assert "keep = [" in told


@pytest.mark.parametrize(("numbers", "reason"), [([], "没有写明"), ([1, 9], "没有第 9 处，共 4 处")])
def test_wrong_numbers_are_named_and_nothing_changes(desk: Desk, numbers: list[int], reason: str) -> None:
    with real(desk) as store:
        store.ingest([desk.files])
        revision = store.revision()
        with pytest.raises(StoreError, match=reason):
            store.keep_removed("材料.txt", numbers)
        assert store.revision() == revision
    assert [path.name for path in desk.files.iterdir()] == ["材料.txt"]


def test_a_source_that_is_gone_changed_or_packed_is_said(desk: Desk) -> None:
    with zipfile.ZipFile(desk.files / "包.zip", "w") as bundle:
        bundle.writestr("内.txt", TEXT.replace("三万亩", "四万亩"))
    with real(desk) as store:
        store.ingest([desk.files])
        with pytest.raises(StoreError, match="压缩包里"):
            store.keep_removed("内.txt", [1])
        desk.write("材料.txt", "新加的一行，放在最前面，内容与其他各行都不相同。\n" + TEXT, settled=False)
        with pytest.raises(StoreError, match="已改动"):
            store.keep_removed("材料.txt", [1])
        store.keep_removed("材料.txt", [1])
        (desk.files / "材料.txt").unlink()
        with pytest.raises(StoreError, match="已不在"):
            store.keep_removed("材料.txt", [1])


def test_a_sidecar_that_cannot_be_read_is_left_alone(desk: Desk) -> None:
    with real(desk) as store:
        store.ingest([desk.files])
        beside = desk.write("材料.txt.yanju.toml", "[[speech")
        with pytest.raises(StoreError, match=r"材料\.txt\.yanju\.toml"):
            store.keep_removed("材料.txt", [1])
        assert beside.read_text(encoding="utf8") == "[[speech"


def test_an_uploaded_file_keeps_its_pieces_and_follows_its_library(desk: Desk, tmp_path: Path) -> None:
    given = tmp_path / "材料.txt"
    given.write_text(TEXT, encoding="utf8")
    with real(desk) as store:
        store.take_in(store.propose([given]))
        given.unlink()
        store.keep_removed("材料.txt", [1])
        assert len(log(store)) == 3
    desk.library = Path(shutil.move(desk.library, tmp_path / "elsewhere"))
    with real(desk) as store:
        store.keep_removed("材料.txt", [1])
        assert len(log(store)) == 2
        assert len(store.files()) == 1
