"""Work for tests/vectorstore/test_parallel.py, in a module that a process of its own imports quickly."""

import os

PARENT = int(os.environ.setdefault("TEST_PARALLEL_PARENT", str(os.getpid())))


def work(number: int) -> str:
    if number == 7:
        os._exit(3)  # as a crash inside a C library would
    return f"{number} {os.getpid() != PARENT}"
