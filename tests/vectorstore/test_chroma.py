"""The vector leg beyond the contract: damage, other processes, filters too wide for Chroma."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.contracts import passage
from vectorstore.chroma import VectorLeg
from vectorstore.embedding import HashEmbedding
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration

TEXTS = (
    "青禾市全年新签约招商引资项目一百一十八个",
    "云岭县造林绿化十二万亩，森林覆盖率提高",
    "临江区改造老旧小区三十七个，加装电梯",
    "白石镇茶园面积扩大，茶农收入增加",
)


class OtherEmbedding(HashEmbedding):
    name = "other"


def filled(folder: Path) -> VectorLeg:
    leg = VectorLeg(folder, HashEmbedding())
    leg.apply([passage(n, text, f"s{n}") for n, text in enumerate(TEXTS)], [])
    leg.commit(3)
    return leg


def test_looking_at_the_revision_does_not_import_chromadb(tmp_path: Path) -> None:
    filled(tmp_path / "v").close()
    code = (
        "import sys; from pathlib import Path; from vectorstore.chroma import VectorLeg;"
        "from vectorstore.embedding import HashEmbedding;"
        f"assert VectorLeg(Path({str(tmp_path / 'v')!r}), HashEmbedding()).revision() == 3;"
        "assert 'chromadb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_another_embedding_makes_it_revision_0(tmp_path: Path) -> None:
    filled(tmp_path / "v").close()
    assert VectorLeg(tmp_path / "v", OtherEmbedding()).revision() == 0


def test_a_damaged_index_is_refused_then_made_anew(tmp_path: Path) -> None:
    filled(tmp_path / "v").close()
    (tmp_path / "v" / "chroma.sqlite3").write_bytes(b"not a database" * 500)
    leg = VectorLeg(tmp_path / "v", HashEmbedding())
    with pytest.raises(StoreError):
        leg.search("茶园", 3)
    leg.reset()
    leg.apply([passage(1, TEXTS[3])], [])
    leg.commit(1)
    assert leg.count() == 1
    leg.close()


def test_what_another_process_wrote_is_found_while_threads_search(tmp_path: Path) -> None:
    leg = filled(tmp_path / "v")
    code = (
        "from pathlib import Path; from tests.contracts import passage; from vectorstore.chroma import VectorLeg;"
        "from vectorstore.embedding import HashEmbedding;"
        f"leg = VectorLeg(Path({str(tmp_path / 'v')!r}), HashEmbedding());"
        "leg.apply([passage(9, '苇塘乡稻田养鸭', 's9')], ['0' * 16]); leg.commit(4); leg.close()"
    )
    writer = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    with ThreadPoolExecutor(4) as pool:
        while writer.poll() is None:
            assert all(found for found in pool.map(lambda _: leg.search("老旧小区加装电梯", 2), range(20)))
    assert writer.returncode == 0
    assert leg.revision() == 4
    assert leg.search("稻田养鸭", 1)[0][0] == passage(9, "").id
    leg.close()


def test_a_filter_of_thousands_of_speeches(tmp_path: Path) -> None:
    leg = filled(tmp_path / "v")
    allowed = frozenset({"s2", *(f"none{n}" for n in range(40_000))})
    assert [passage_id for passage_id, _ in leg.search("小区", 3, allowed)] == [passage(2, "").id]
    leg.close()


def test_a_model_of_meaning_is_filtered_exactly(tmp_path: Path) -> None:
    class Meaning(HashEmbedding):
        weight = 1.0

    leg = VectorLeg(tmp_path / "v", Meaning())
    leg.apply([passage(n, f"青禾市第{n}个项目开工", f"s{n}") for n in range(300)], [])
    leg.commit(1)
    assert {i for i, _ in leg.search("云岭县造林", 5, frozenset({"s7", "s290"}))} == {
        passage(7, "").id,
        passage(290, "").id,
    }
    leg.close()


def test_an_unreachable_server_is_said_so(tmp_path: Path) -> None:
    leg = VectorLeg(tmp_path / "v", HashEmbedding(), "http://127.0.0.1:9")
    with pytest.raises(StoreError, match="连不上 Chroma 服务"):
        leg.apply([passage(1, TEXTS[0])], [])


def test_a_line_of_env_that_is_not_ours_is_not_complained_about(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("a line without sense\n", encoding="utf-8")
    code = "import vectorstore.chroma_client, chromadb"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "dotenv" not in done.stderr
