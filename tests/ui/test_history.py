"""Conversations that outlive the server: what was shown is shown again, whatever has become of the documents."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fakes import FakeBot, FakeStore
from tests.ui.kept import talks_in
from tests.ui.pages import Page
from tests.ui.test_talks import Gate, finished, wait
from ui import screens
from ui.exporting import cases_file
from ui.talks import Talks
from ui.views import conversation
from vectorstore.memory import ExchangeRow, Memory
from vectorstore.types import Filters


def asked(talks: Talks, *questions: str, talk: str = "", owner: str | None = None) -> str:
    talk = talks.open(talk, owner)
    for question in questions:
        assert talks.ask(talk, question, owner=owner) == "started"
        wait(lambda: not talks.look(talk, owner).running)
    talks.kept.change(lambda: None)  # behind everything that is still to be written
    return talk


def test_a_conversation_reads_the_same_after_a_restart(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "去年造林多少亩？", "成交额（隐）是多少？", "崩")
    talks.ask(talk, "只看市长", Filters(role="市长"))
    finished(talks, talk)
    before = talks.look(talk).exchanges
    talks.close()
    after = talks_in(tmp_path)
    assert after.open(talk) == talk
    assert after.look(talk).exchanges == before
    assert conversation(after.look(talk).exchanges, "zh") == conversation(before, "zh")
    assert after.look(talk).name == "去年造林多少亩？"
    asked(after, "那今年呢？", talk=talk)
    assert len(after.look(talk).exchanges) == 5


def test_a_question_asked_alone_is_asked_alone_again_after_a_restart(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林")
    assert talks.ask(talk, "“林长制”是怎么说的？", alone=True) == "started"
    finished(talks, talk)
    talks.close()
    bot = FakeBot()
    after = talks_in(tmp_path, bot)
    assert after.again(talk, 2) == "started"
    finished(after, talk)
    asked(after, "那今年呢？", talk=talk)
    assert [len(history) for _, history, _ in bot.asked] == [0, 3]


def test_why_passages_were_found_is_shown_until_the_server_forgets_it(tmp_path: Path) -> None:
    bot = FakeBot()
    talks = talks_in(tmp_path, bot)
    talk = asked(talks, "12.6万亩")
    assert screens.explain(talks, bot, talk, None, {"exchange": 1}) == ""
    page = Page(screens.live(talks.look(talk), "zh"))
    page.check()
    assert "关键词第 1 名" in page.text
    assert "检索没有直接排到它" in page.text  # the second source holds other words
    assert screens.explain(talks, bot, talk, None, {"exchange": 7}) == ""
    talks.close()
    again = Page(screens.live(talks_in(tmp_path).look(talk), "zh"))
    assert "关键词第 1 名" not in again.text
    assert "why" in again.values("data-act")


def test_an_answer_that_a_restart_interrupted_says_so_and_can_be_asked_again(tmp_path: Path) -> None:
    talks_in(tmp_path).close()
    gate = Gate()
    talks = Talks(gate, Memory(tmp_path), repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "造林多少")
    wait(lambda: talks.look(talk).exchanges[-1].draft == "一半")
    killed = talks_in(tmp_path)  # another process: the first one never said that it ended
    wait(lambda: bool(killed.listed()))
    (exchange,) = killed.look(talk).exchanges
    assert (exchange.stage, exchange.question) == ("interrupted", "造林多少")
    page = Page(conversation((exchange,), "zh"))
    assert "没有写完" in page.text
    assert "again" in page.values("data-act")
    assert killed.again(talk, 1) == "started"
    finished(killed, talk)
    assert [e.stage for e in killed.look(talk).exchanges] == ["done"]
    gate.open.set()


def test_a_clean_end_keeps_the_draft(tmp_path: Path) -> None:
    talks_in(tmp_path).close()
    gate = Gate()
    talks = Talks(gate, Memory(tmp_path), repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, "造林多少")
    wait(lambda: talks.look(talk).exchanges[-1].draft == "一半")
    talks.close()
    gate.open.set()
    (exchange,) = talks_in(tmp_path).look(talk).exchanges
    assert (exchange.stage, exchange.draft) == ("interrupted", "一半")


class Gone(FakeStore):
    """The library after its documents were taken out, or changed."""

    def __init__(self, files: bool) -> None:
        super().__init__(empty=not files)

    def speech(self, speech_id: str) -> None:
        return None

    def speeches_with(self, paragraph_id: str) -> tuple[str, ...]:
        return ()


def test_citations_stay_though_the_document_is_changed_or_gone(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林")
    talks.close()
    after = talks_in(tmp_path)
    for store, told in ((Gone(files=True), "已经改动"), (Gone(files=False), "已从资料库移除")):
        page = Page(screens.open_source(after, store, talk, None, {"exchange": 1, "number": 1}, "zh"))
        assert told in page.text
        assert "造林12.6万亩" in page.text


def test_list_search_rename_delete(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    first, second = asked(talks, "造林"), asked(talks, "营商环境")
    assert [row.key for row in talks.listed()] == [second, first]
    assert [row.key for row in talks.listed(asked=" 营商 ")] == [second]
    talks.rename(first, "  林业\n的事 ")
    talks.rename(second, "   ")
    assert {row.name for row in talks.listed()} == {"林业 的事", "营商环境"}
    talks.delete(first)
    assert [row.key for row in talks.listed()] == [second]
    assert talks.look(first).exchanges == ()
    assert talks.open(first) != first


def test_a_conversation_without_a_question_is_not_listed(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talks.open()
    assert talks.listed() == []


def test_history_is_its_owners(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林", owner="甲")
    talks.close()
    after = talks_in(tmp_path)
    assert after.listed("乙") == []
    assert after.look(talk, "乙").exchanges == ()
    after.rename(talk, "偷", "乙")
    after.judge(talk, 1, "good", "乙")
    after.delete(talk, "乙")
    (row,) = after.listed("甲")
    assert row.name == "造林"
    assert after.look(talk, "甲").exchanges[0].verdict == ""


def test_feedback_is_kept_changed_and_taken_back(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林")
    talks.judge(talk, 1, "figure")
    talks.judge(talk, 1, "good")
    talks.close()
    talks = talks_in(tmp_path)
    assert talks.look(talk).exchanges[0].verdict == "good"
    (case,) = talks.cases()
    assert (case["question"], case["feedback"], case["proposed"]) == ("造林", "good", True)
    assert talks.cases("乙") == []
    saved = cases_file([case, case])
    assert [json.loads(line) for line in saved.data.decode().splitlines()] == [case, case]
    talks.judge(talk, 1, "good")
    assert talks.look(talk).exchanges[0].verdict == ""
    talks.judge(talk, 9, "good")  # no such answer


def test_a_changed_question_goes_on_in_a_conversation_of_its_own(tmp_path: Path) -> None:
    bot = FakeBot()
    talks = talks_in(tmp_path, bot)
    talk = asked(talks, "造林", "那今年呢？", "还有呢？")
    branch, told = talks.edit(talk, 2, "那前年呢？")
    assert told == "started"
    finished(talks, branch)
    assert [e.question for e in talks.look(branch).exchanges] == ["造林", "那前年呢？"]
    assert [turn.question for turn in bot.asked[-1][1]] == ["造林"]
    assert len(talks.look(talk).exchanges) == 3
    talks.close()
    after = talks_in(tmp_path)
    assert [e.question for e in after.look(branch).exchanges] == ["造林", "那前年呢？"]
    assert [row.name for row in after.listed()] == ["那前年呢？", "造林"]


def test_a_question_changed_twice_by_a_double_click_is_asked_once(tmp_path: Path) -> None:
    bot = FakeBot()
    talks_in(tmp_path).close()
    talks = Talks(bot, Memory(tmp_path))
    talk = talks.open()
    talks.ask(talk, "造林")
    finished(talks, talk)
    first = talks.edit(talk, 1, "去年造林")
    second = talks.edit(talk, 1, "去年造林")
    assert (first[1], second) == ("started", (first[0], "repeated"))
    finished(talks, first[0])
    assert talks.edit(talk, 1, "  ") == (talk, "repeated")
    assert len(bot.asked) == 2


def test_a_damaged_record_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林")
    talks.kept.change(talks.kept.memory.put, talk, "", "", ExchangeRow(2, "问", "答", '{"stage": "done"'))
    talks.close()
    first, second = talks_in(tmp_path).look(talk).exchanges
    assert first.stage == "done"
    assert (second.stage, second.question, second.draft) == ("failed", "问", "答")
    assert "已损坏" in second.error


def test_fields_that_are_not_known_yet_are_left_out(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talk = asked(talks, "造林")
    (row,) = talks.kept.memory.exchanges(talk, "")
    data = json.loads(row.data)
    data["answer"]["later"] = data["sources"][0]["later"] = data["sources"][0]["paragraph"]["later"] = 1
    talks.kept.change(talks.kept.memory.put, talk, "", "", ExchangeRow(1, "造林", "", json.dumps(data)))
    talks.close()
    assert talks_in(tmp_path).look(talk).exchanges[0].stage == "done"


def test_without_a_folder_to_write_to_history_lasts_as_long_as_the_server() -> None:
    talks = Talks(FakeBot(), repeat=-1.0)
    asked(talks, "造林")
    assert [row.name for row in talks.listed()] == ["造林"]
    assert "只保留到服务停止" in screens.history(talks, None, "", "zh")


def test_a_library_that_cannot_be_written_is_told_beside_the_answer(tmp_path: Path) -> None:
    talks = talks_in(tmp_path)
    talks.kept.memory.close()
    asked(talks, "造林")
    wait(lambda: bool(talks.kept.trouble))
    assert "没有存下来" in screens.history(talks, None, "", "zh")
