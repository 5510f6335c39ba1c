"""One writer: the second is told who the first is; a dead writer holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.lock import LOCK_NAME, LockedError, writer_lock
from vectorstore.types import StoreError

HOLD = "import sys,time; from pathlib import Path; from vectorstore.lock import writer_lock\n"
HOLD += "with writer_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_the_lock_is_free_again_after_use(tmp_path: Path) -> None:
    for _ in range(2):
        with writer_lock(tmp_path):
            assert (tmp_path / LOCK_NAME).read_text().strip() == str(os.getpid())


def test_a_second_writer_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(LockedError, match=str(os.getpid())), writer_lock(tmp_path):
        pass
    with writer_lock(tmp_path):
        pass


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), writer_lock(tmp_path):
        raise ValueError("inside")
    with writer_lock(tmp_path):
        pass


def test_the_pid_of_a_dead_writer_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("1\n")
    with writer_lock(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"), writer_lock(tmp_path / "nowhere"):
        pass


@pytest.mark.integration
def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=f"进程号 {other.pid}"), writer_lock(tmp_path):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
        with writer_lock(tmp_path):
            pass
