"""A few seconds of the fuzzers: damaged files of every format are read whole or refused."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vectorstore.fuzz import mutated, one_decoding, one_splitting, run
from tests.vectorstore.office_folder import Made, office_folder
from vectorstore.formats.extract import extract
from vectorstore.types import UnreadableFile

FILES = [made for made in office_folder() if not made.program]


def test_damaged_files_are_read_whole_or_refused() -> None:
    tried, faulty = run(3, seed=7)
    assert tried.total() > 20
    assert not list(faulty)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.sampled_from(FILES), seed=st.integers(0, 2**32))
def test_damaged_bytes_of_every_format(made: Made, seed: int) -> None:
    data = mutated(made.data, random.Random(seed))
    try:
        assert isinstance(extract(data, made.name).text, str)
    except UnreadableFile:
        return


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_whole_or_refused(data: bytes) -> None:
    one_decoding(data)
    one_splitting(data)
