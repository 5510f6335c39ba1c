"""Turns: one at a time, the most urgent first, and nobody keeps one that went wrong."""

from __future__ import annotations

import threading
import time

import pytest

from bot.turns import Turns


class Queue:
    """Threads that wait, in the order of the list, for a turn that somebody holds; `done` is the order they got it."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.done: list[str] = []
        self.threads: list[threading.Thread] = []

    def wait(self, name: str, due: float) -> None:
        def work() -> None:
            with self.turns.turn(due):
                self.done.append(name)

        self.threads.append(threading.Thread(target=work, daemon=True))
        self.threads[-1].start()
        time.sleep(0.02)  # it stands in the queue before the next one comes

    def end(self) -> list[str]:
        for thread in self.threads:
            thread.join(5)
            assert not thread.is_alive()
        return self.done


def test_the_most_urgent_is_next_then_who_came_first() -> None:
    turns = Turns()
    queue = Queue(turns)
    with turns.turn(0.0):
        for name, due in (("check", 9.0), ("second", 2.0), ("third", 2.0), ("first", 1.0)):
            queue.wait(name, due)
        assert not queue.done
    assert queue.end() == ["first", "second", "third", "check"]


def test_as_many_at_once_as_there_are_places() -> None:
    turns, now, most = Turns(2), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        with turns.turn(0.0):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.01)
            with lock:
                now[0] -= 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    assert most == [2]


def test_what_breaks_gives_its_turn_back() -> None:
    turns = Turns()
    queue = Queue(turns)

    def breaks() -> None:
        with turns.turn(0.0):
            queue.wait("next", 1.0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert queue.end() == ["next"]
    queue.wait("later", 0.0)  # and the place is free again
    assert queue.end() == ["next", "later"]
