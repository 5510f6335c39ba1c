"""Zip archives: members are files of the library, hostile ones are refused by name, and a changed one is read again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.vectorstore.kit import ALPHA, BETA, Desk
from vectorstore import archive
from vectorstore.archive import listing, unpacked
from vectorstore.types import UnreadableFile


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def pack(desk: Desk, members: dict[str, str], name: str = "合集.zip") -> Path:
    path = desk.files / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for member, text in members.items():
            bundle.writestr(member, text)
    return path


def test_members_are_files_of_the_library(desk: Desk) -> None:
    pack(desk, {"一/甲.txt": ALPHA, "乙.txt": BETA, "图.png": "x", "__MACOSX/._甲.txt": "x", ".DS_Store": "x"})
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["合集.zip/一/甲.txt", "合集.zip/乙.txt"]
        assert report.failed == ()
        assert [w.reason for w in report.warnings] == ["跳过 1 个.png文件：不支持的格式"]
        assert store.source("甲.txt") == ALPHA
        assert store.ingest([desk.files]).unchanged == 2


def test_a_changed_archive_reads_only_what_changed_in_it(desk: Desk) -> None:
    pack(desk, {"甲.txt": ALPHA, "乙.txt": BETA})
    with desk.open() as store:
        store.ingest([desk.files])
        pack(desk, {"甲.txt": ALPHA, "乙.txt": BETA.replace("六所", "七所")})
        again = store.ingest([desk.files])
        assert (again.changed, again.unchanged) == (1, 1)
        path = pack(desk, {"甲.txt": ALPHA})
        assert store.ingest([path], prune=True).removed == 1
        assert [row.file for row in store.files()] == ["合集.zip/甲.txt"]


def test_the_same_text_beside_and_inside_an_archive_is_no_move(desk: Desk) -> None:
    pack(desk, {"甲.txt": ALPHA})
    with desk.open() as store:
        store.ingest([desk.files])
        desk.write("甲.txt", ALPHA)
        report = store.ingest([desk.files])
        assert (report.added, report.moved, report.files, report.speeches) == (1, 0, 2, 2)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../外.txt", "指向包外"),
        ("a/../../外.txt", "指向包外"),
        ("..\\外.txt", "指向包外"),
        ("/etc/外.txt", "绝对路径"),
        ("C:\\外.txt", "绝对路径"),
        ("a\x1b[2J.txt", "控制字符"),
        ("a\u202etxt.txt", "控制字符"),
        ("里.zip", "又有压缩包"),
        ("a" * 300 + ".txt", "太长"),
    ],
)
def test_hostile_names_are_refused_by_name(desk: Desk, name: str, reason: str) -> None:
    pack(desk, {name: BETA, "乙.txt": BETA})
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["合集.zip/乙.txt"]
    (failure,) = report.failed
    assert failure.file.startswith("合集.zip/")
    assert failure.file.isprintable()
    assert reason in failure.reason


def test_names_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "老.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("AAAAAAAA.txt", BETA)
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAA", "云岭讲话".encode("gb18030")))
    (member,) = listing(path).members
    assert member.name == "云岭讲话.txt"
    assert unpacked(path, member.key).decode() == BETA


def test_a_bomb_a_password_a_link_and_a_double_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("炸弹.txt", b"0" * 20_000_000)
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        bundle.writestr(link, "/etc/passwd")
        bundle.writestr("好.txt", BETA)
        with pytest.warns(UserWarning, match="Duplicate"):
            bundle.writestr("好.txt", ALPHA)
    held = listing(path)
    assert [member.name for member in held.members] == ["好.txt"]
    assert [refusal.reason[:6] for refusal in held.refused] == ["解压后有 2", "压缩包里的这", "压缩包里有两"]
    data = bytearray((tmp_path / "坏.zip").read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.find(b"PK\x05\x06"))
    data[at + 8] |= 1
    (tmp_path / "密.zip").write_bytes(data)
    assert "加了密码" in listing(tmp_path / "密.zip").refused[-1].reason


def test_too_much_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "多.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for number in range(archive.MAX_MEMBERS + 1):
            bundle.writestr(f"{number}.txt", "")
    with pytest.raises(UnreadableFile, match="超过 20000 个"):
        listing(path)


@pytest.mark.parametrize("cut", [0, 10, 60])
def test_a_damaged_archive_is_named(desk: Desk, cut: int) -> None:
    whole = pack(desk, {"甲.txt": ALPHA}).read_bytes()
    (desk.files / "合集.zip").write_bytes(whole[:cut])
    with desk.open() as store:
        (failure,) = store.ingest([desk.files]).failed
    assert failure.file == "合集.zip"
    assert "已损坏" in failure.reason


def test_a_damaged_member_costs_itself_alone(desk: Desk) -> None:
    buffer = io.BytesIO(pack(desk, {"甲.txt": ALPHA, "乙.txt": BETA}).read_bytes())
    data = bytearray(buffer.getvalue())
    data[45] ^= 0xFF  # inside the packed bytes of the first member
    (desk.files / "合集.zip").write_bytes(data)
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["合集.zip/乙.txt"]
    assert [failure.file for failure in report.failed] == ["合集.zip/甲.txt"]
