"""The contract of a leg, for the fake and for the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts import LegContract, Make
from tests.vectorstore.fakes import MemoryLeg
from vectorstore.legs import Leg


class TestMemoryLeg(LegContract):
    @pytest.fixture
    def make(self) -> Make:
        leg = MemoryLeg()
        return lambda: leg


@pytest.mark.integration
class TestKeywordLeg(LegContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        from vectorstore.keyword import KeywordLeg

        return lambda: KeywordLeg(tmp_path / "keyword")


@pytest.mark.integration
class TestVectorLeg(LegContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        from vectorstore.chroma import VectorLeg
        from vectorstore.embedding import embedding_named

        def opened() -> Leg:
            return VectorLeg(tmp_path / "vector", embedding_named("hash"))

        return opened
