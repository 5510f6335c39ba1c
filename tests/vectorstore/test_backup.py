"""A backup comes back as the same library; a damaged one leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.vectorstore.kit import ALPHA, BETA, Desk, content
from vectorstore.backup import restore
from vectorstore.schema import CATALOG_NAME
from vectorstore.types import StoreError


@pytest.fixture
def full(tmp_path: Path) -> Desk:
    return Desk(tmp_path).filled()


@pytest.fixture
def saved(full: Desk, tmp_path: Path) -> Path:
    with full.open() as store:
        store.backup(tmp_path / "库.yanju")
    return tmp_path / "库.yanju"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def rewrite(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in parts.items():
            bundle.writestr(name, data)


def test_a_restored_library_is_the_same_and_goes_on(full: Desk, saved: Path, tmp_path: Path) -> None:
    with full.open() as store:
        before = content(store)
    full.library = tmp_path / "restored"
    report = restore(saved, full.library)
    assert (report.files, report.speeches) == (2, 3)
    for leg in full.legs:
        leg.reset()
    with full.open() as store:
        assert content(store) == before
        assert store.ingest([full.files]).unchanged == 2
        assert store.doctor().ok


def test_a_backup_taken_while_another_writes_is_one_snapshot(full: Desk, tmp_path: Path) -> None:
    with full.open() as store, full.open() as writer, store._files.reading() as db:
        assert db.execute("SELECT count(*) FROM files").fetchone() == (2,)
        full.write("c.txt", BETA.replace("六所", "七所"))
        writer.ingest([full.files])
        assert store.backup(tmp_path / "b.yanju").files == 3
    with full.open(read_only=True) as store:
        assert store.backup(tmp_path / "c.yanju").speeches == 4


def test_neither_a_backup_nor_a_library_is_overwritten(full: Desk, saved: Path) -> None:
    before = saved.read_bytes()
    with full.open() as store, pytest.raises(StoreError, match="已经存在"):
        store.backup(saved)
    with pytest.raises(StoreError, match="已有一个库"):
        restore(saved, full.library)
    with pytest.raises(StoreError, match="不是言据的库"):
        restore(saved, full.files)
    assert saved.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(full: Desk, tmp_path: Path) -> None:
    with full.open() as store, pytest.raises(StoreError, match=r"nowhere.*没有成功.*没有改动"):
        store.backup(tmp_path / "nowhere" / "b.yanju")
    assert not list(tmp_path.glob("**/*.part"))


def test_a_changed_byte_is_found(saved: Path, tmp_path: Path) -> None:
    parts = members(saved)
    data = bytearray(parts[CATALOG_NAME])
    data[len(data) // 2] ^= 1
    rewrite(saved, {**parts, CATALOG_NAME: bytes(data)})
    with pytest.raises(StoreError, match="校验和不符"):
        restore(saved, tmp_path / "new")
    assert not (tmp_path / "new" / CATALOG_NAME).exists()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["yanju.lock"]


@pytest.mark.parametrize("kind", ["cut", "text", "empty", "no manifest", "bad manifest", "other format", "no catalog"])
def test_what_is_no_backup_is_refused(saved: Path, tmp_path: Path, kind: str) -> None:
    parts, whole = members(saved), saved.read_bytes()
    if kind in {"cut", "text", "empty"}:
        saved.write_bytes({"cut": whole[: len(whole) // 2], "text": b"hello" * 99, "empty": b""}[kind])
    else:
        manifest = json.loads(parts.pop("manifest.json"))
        changed = {"bad manifest": b"{", "other format": json.dumps({**manifest, "format": 9}).encode()}
        if kind == "no catalog":
            parts = {"manifest.json": json.dumps(manifest).encode()}
        elif kind != "no manifest":
            parts["manifest.json"] = changed[kind]
        rewrite(saved, parts)
    with pytest.raises(StoreError, match=saved.name):
        restore(saved, tmp_path / "new")
    assert not (tmp_path / "new" / CATALOG_NAME).exists()


def test_more_data_than_the_manifest_says_is_not_unpacked(saved: Path, tmp_path: Path) -> None:
    rewrite(saved, {**members(saved), CATALOG_NAME: b"\0" * 50_000_000})
    with pytest.raises(StoreError, match="校验和不符"):
        restore(saved, tmp_path / "new")


def test_a_foreign_database_with_a_right_checksum_is_refused(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE films (title TEXT)")
    db.close()
    data = other.read_bytes()
    told = {"format": 1, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    rewrite(saved, {"manifest.json": json.dumps(told).encode(), CATALOG_NAME: data})
    with pytest.raises(StoreError, match="不是言据的库"):
        restore(saved, tmp_path / "new")


def test_a_missing_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"没有\.yanju"):
        restore(tmp_path / "没有.yanju", tmp_path / "new")


def uploaded(desk: Desk, tmp_path: Path) -> Path:
    """A backup of a library with an uploaded file and its sidecar."""
    given = tmp_path / "上传.txt"
    given.write_text(ALPHA.replace("青禾", "白石"), encoding="utf8")
    with desk.open() as store:
        store.take_in(store.propose([given]))
        (desk.library / "files" / "上传.txt.yanju.toml").write_text("", encoding="utf8")
        (desk.library / "files" / ".7.part").write_text("left by a kill", encoding="utf8")
        assert store.backup(tmp_path / "u.yanju").uploads == 2
    return tmp_path / "u.yanju"


def test_uploaded_files_are_in_the_backup_and_go_on_being_followed(full: Desk, tmp_path: Path) -> None:
    saved = uploaded(full, tmp_path)
    full.library = tmp_path / "restored"
    assert restore(saved, full.library).uploads == 2
    assert sorted(p.name for p in (full.library / "files").iterdir()) == ["上传.txt", "上传.txt.yanju.toml"]
    with full.open() as store:
        report = store.ingest([full.library / "files"], prune=True)
        assert (report.added, report.changed, report.removed, report.files) == (0, 1, 0, 3)  # the sidecar was new
        assert store.doctor().ok


@pytest.mark.parametrize("name", ["files/上传.txt", "manifest.json"])
def test_a_changed_upload_or_manifest_is_found(full: Desk, tmp_path: Path, name: str) -> None:
    saved = uploaded(full, tmp_path)
    parts = members(saved)
    rewrite(saved, {**parts, name: parts[name].replace("白石".encode(), "黑石".encode()).replace(b"1", b"2")})
    with pytest.raises(StoreError, match=saved.name):
        restore(saved, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["yanju.lock"]


@pytest.mark.parametrize("name", ["files/../../外.txt", "/tmp/外.txt", "外.txt", "files"])
def test_a_way_out_of_the_folder_is_refused(full: Desk, tmp_path: Path, name: str) -> None:
    saved = uploaded(full, tmp_path)
    parts = members(saved)
    manifest = json.loads(parts["manifest.json"])
    manifest["uploads"][0]["name"] = name
    rewrite(saved, {**parts, "manifest.json": json.dumps(manifest).encode(), name: parts["files/上传.txt"]})
    with pytest.raises(StoreError, match="不该有的文件名"):
        restore(saved, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["yanju.lock"]
    assert not list(tmp_path.rglob("外.txt"))


def test_a_restore_that_was_killed_can_be_run_again(full: Desk, tmp_path: Path) -> None:
    saved = uploaded(full, tmp_path)
    below = tmp_path / "new" / "files.new"
    below.mkdir(parents=True)
    (below / "上传.txt").write_text("half", encoding="utf8")
    assert restore(saved, tmp_path / "new").uploads == 2
    assert (tmp_path / "new" / "files" / "上传.txt").read_text(encoding="utf8").startswith("汇编说明")
