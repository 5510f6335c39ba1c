from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence

from bot.answering import MAX_QUESTION
from bot.ports import Drafted, Event, Found
from bot.types import Turn
from tests.fakes import FakeBot
from ui.api.limits import Buckets
from ui.talks import Talks
from vectorstore.types import Filters


def wait(until: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.005)


def finished(talks: Talks, talk: str) -> None:
    wait(lambda: not talks.look(talk).running)


class Gate:
    """A bot that writes one word, then waits to be let on."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.closed = threading.Event()
        self.asked = 0

    def stream(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Iterator[Event]:
        self.asked += 1
        try:
            yield Drafted("")
            yield Found(question, (), ())
            yield Drafted("一半")
            self.open.wait(5)
            yield Drafted("另一半")
        finally:
            self.closed.set()


def test_a_conversation_grows_and_its_history_is_told() -> None:
    bot = FakeBot()
    talks = Talks(bot, repeat=-1.0)
    talk = talks.open()
    assert talks.ask(talk, " 去年造林多少？ ") == "started"
    finished(talks, talk)
    assert talks.ask(talk, "那今年呢？", Filters(role="市长")) == "started"
    finished(talks, talk)
    first, second = talks.look(talk).exchanges
    assert (first.stage, second.stage) == ("done", "done")
    assert first.answer is not None
    assert bot.asked[1] == ("那今年呢？", (Turn("去年造林多少？", first.answer.text),), Filters(role="市长"))


def test_no_question_and_a_long_question() -> None:
    talks = Talks(FakeBot(), repeat=-1.0)
    talk = talks.open()
    assert talks.ask(talk, "  \n ") == "empty_question"
    assert talks.ask(talk, "长" * 20_000) == "long_question"
    assert talks.ask(talk, "长" * MAX_QUESTION) == "started"
    assert len(talks.look(talk).exchanges) == 1


def test_a_second_question_while_one_is_answered_is_refused() -> None:
    bot = Gate()
    talks = Talks(bot, repeat=-1.0)
    talk = talks.open()
    assert talks.ask(talk, "一") == "started"
    assert talks.ask(talk, "一") == "busy"
    assert talks.again(talk, 1) == "busy"
    bot.open.set()
    finished(talks, talk)
    assert bot.asked == 1
    assert len(talks.look(talk).exchanges) == 1


def test_stop_keeps_the_draft_and_ends_the_bot() -> None:
    bot = Gate()
    talks = Talks(bot, repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "一")
    wait(lambda: talks.look(talk).exchanges[-1].draft == "一半")
    talks.stop(talk)
    view = talks.look(talk)
    assert not view.running
    assert (view.exchanges[-1].stage, view.exchanges[-1].draft) == ("stopped", "一半")
    assert talks.ask(talk, "二") == "started"  # at once, though the old thread still waits
    bot.open.set()
    assert bot.closed.wait(5)
    finished(talks, talk)
    assert talks.look(talk).exchanges[0].draft == "一半"  # the late piece went nowhere


def test_a_keep_alive_is_no_draft() -> None:
    bot = Gate()
    talks = Talks(bot, repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "一")
    wait(lambda: talks.look(talk).exchanges[-1].stage == "drafting")
    assert talks.look(talk).exchanges[-1].searched == "一"
    talks.close()
    bot.open.set()
    assert talks.look(talk).exchanges[-1].stage == "interrupted"


def test_errors_become_words_and_the_next_question_works() -> None:
    talks = Talks(FakeBot(), repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "坏")
    finished(talks, talk)
    assert talks.look(talk).exchanges[-1].error == "模型服务连不上"
    talks.ask(talk, "崩")
    finished(talks, talk)
    crashed = talks.look(talk).exchanges[-1]
    assert (crashed.stage, crashed.error) == ("failed", "")  # what broke inside is for the log
    talks.ask(talk, "造林")
    finished(talks, talk)
    assert [e.stage for e in talks.look(talk).exchanges] == ["failed", "failed", "done"]


def test_a_stream_that_ends_without_an_answer_has_failed() -> None:
    bot = Gate()
    bot.open.set()
    talks = Talks(bot, repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "一")
    finished(talks, talk)
    assert talks.look(talk).exchanges[-1].stage == "failed"
    assert talks.look(talk).exchanges[-1].draft == "一半另一半"


def test_again_replaces_what_has_no_answer_and_keeps_what_has() -> None:
    talks = Talks(FakeBot(), repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "坏")
    finished(talks, talk)
    assert talks.again(talk, 1) == "started"
    finished(talks, talk)
    assert len(talks.look(talk).exchanges) == 1
    talks.ask(talk, "造林")
    finished(talks, talk)
    assert talks.again(talk, 2) == "started"
    finished(talks, talk)
    assert [e.question for e in talks.look(talk).exchanges] == ["坏", "造林", "造林"]
    assert talks.again(talk, 99) == "empty_question"


def test_conversations_do_not_mix() -> None:
    bot = FakeBot(delay=0.001)
    talks = Talks(bot, repeat=-1.0)
    ids = [talks.open() for _ in range(20)]
    for n, talk in enumerate(ids):
        assert talks.ask(talk, f"造林{n}") == "started"
    for n, talk in enumerate(ids):
        finished(talks, talk)
        (only,) = talks.look(talk).exchanges
        assert only.answer is not None
        assert only.answer.question == f"造林{n}"
    assert len(set(ids)) == 20


def test_a_conversation_is_its_owners() -> None:
    talks = Talks(FakeBot(), repeat=-1.0)
    talk = talks.open("", "甲")
    talks.ask(talk, "造林", owner="甲")
    wait(lambda: bool(talks.look(talk, "甲").exchanges))
    assert talks.look(talk, "乙").exchanges == ()
    assert talks.exchange(talk, 1, "乙") is None
    assert talks.open(talk, "甲") == talk
    assert talks.open(talk, "乙") != talk
    assert talks.ask(talk, "造林", owner="乙") == "empty_question"
    talks.stop(talk, "乙")
    assert talks.open("从没有过的") != "从没有过的"


def test_old_idle_conversations_are_forgotten_running_ones_are_not() -> None:
    bot = Gate()
    talks = Talks(bot, limit=2, repeat=-1.0)
    running = talks.open()
    talks.ask(running, "一")
    idle = talks.open()
    talks.open()
    assert talks.open(running) == running
    assert talks.open(idle) != idle
    bot.open.set()


def test_too_many_answers_at_once_are_refused() -> None:
    bot = Gate()
    talks = Talks(bot, workers=1, repeat=-1.0)
    first, second = talks.open(), talks.open()
    assert talks.ask(first, "一") == "started"
    assert talks.ask(second, "二") == "crowded"
    bot.open.set()
    finished(talks, first)
    wait(lambda: talks.ask(second, "二") == "started")


def test_a_double_click_asks_once() -> None:
    bot = FakeBot()
    talks = Talks(bot)
    talk = talks.open()
    assert talks.ask(talk, "造林") == "started"
    finished(talks, talk)
    assert talks.ask(talk, "造林") == "repeated"
    assert talks.ask(talk, "") == "repeated"  # the box was cleared by the first click
    assert talks.again(talk, 1) == "repeated"
    assert talks.ask(talk, "别的") == "started"
    finished(talks, talk)
    assert len(bot.asked) == 2


def test_a_user_asks_at_a_bearable_pace_and_others_are_not_held_up() -> None:
    talks = Talks(FakeBot(), repeat=-1.0, pace=Buckets(rate=0.001, burst=2))
    mine, other = talks.open("", "甲"), talks.open("", "乙")
    told = []
    for n in range(3):
        told.append(talks.ask(mine, f"造林{n}", owner="甲"))
        wait(lambda: not talks.look(mine, "甲").running)
    assert told == ["started", "started", "often"]
    assert talks.again(mine, 1, "甲") == "often"
    assert talks.edit(mine, 1, "改", owner="甲") == (mine, "often")
    assert talks.ask(other, "造林", owner="乙") == "started"
    talks.kept.change(lambda: None)
    assert [row.exchanges for row in talks.listed("甲")] == [2]
