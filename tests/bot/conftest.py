"""A command line over a small library, for the tests that leave that library as it is."""

import pytest

from tests.bot.cli_kit import Yanju


@pytest.fixture(scope="session")
def yanju(tmp_path_factory: pytest.TempPathFactory) -> Yanju:
    return Yanju(tmp_path_factory.mktemp("cli"))
