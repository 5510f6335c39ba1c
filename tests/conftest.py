"""Settings of all tests, and the sample library taken in once."""

from pathlib import Path

import pytest
from hypothesis import settings

from vectorstore.store import open_store

# No deadline for one example: the first call of many functions loads a dictionary, and test machines are shared.
settings.register_profile("yanju", deadline=None)
settings.load_profile("yanju")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample library; nobody writes to it."""
    folder = tmp_path_factory.mktemp("sample") / "library"
    with open_store(folder) as store:
        store.ingest([Path(__file__).parents[1] / "eval" / "data" / "library"])
    return folder
