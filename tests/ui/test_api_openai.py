"""The OpenAI door with OpenAI's own client."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import openai
import pytest

from bot.as_json import answer_json
from bot.assemble import Bot
from tests.fakes import FakeBot, FakeStore, ScriptedModel, fake_parts
from tests.ui.doors import call, served

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture(scope="module")
def address(bot: FakeBot) -> Iterator[str]:
    with served(bot) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="anything", max_retries=0) as client:
        yield client


def test_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["yanju"]
    assert client.models.retrieve("yanju").owned_by == "yanju"


def test_a_completion(client: openai.OpenAI, bot: FakeBot) -> None:
    reply = client.chat.completions.create(
        model="yanju",
        messages=[
            {"role": "system", "content": "简短"},
            {"role": "user", "content": "青禾市？"},
            {"role": "assistant", "content": "很好。[1]\n\n---\n出处：略"},
            {"role": "user", "content": "造林多少？"},
        ],
        temperature=0,
        seed=1,
        extra_body={"yanju": {"file": "汇编"}, "whatever": [1]},
    )
    assert reply.choices[0].message.content is not None
    assert reply.choices[0].message.content.startswith(bot.answer("造林多少？").text + "\n\n---\n出处：")
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage is not None
    assert reply.usage.total_tokens == 0
    assert reply.model_extra is not None
    assert reply.model_extra["yanju"] == answer_json(bot.answer("造林多少？"))
    question, turns, filters = bot.asked[-1]
    assert (question, filters.file) == ("造林多少？", "汇编")
    assert [(t.question, t.answer) for t in turns] == [("青禾市？", "很好。[1]")]


def test_a_stream_gives_checked_text_only(client: openai.OpenAI, bot: FakeBot) -> None:
    whole = client.chat.completions.create(model="yanju", messages=[{"role": "user", "content": "造林隐"}])
    stream = client.chat.completions.create(
        model="yanju",
        messages=[{"role": "user", "content": "造林隐"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert said == whole.choices[0].message.content
    fields = [c.model_extra["yanju"] for c in chunks if c.model_extra and "yanju" in c.model_extra]
    assert [field["stage"] for field in fields][:2] == ["found", "draft"]
    assert "".join(field.get("draft", "") for field in fields) == bot.answer("造林隐").text
    assert fields[-1] == {"stage": "answer", **answer_json(bot.answer("造林隐"))}
    assert [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason] == ["stop"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert len({c.id for c in chunks}) == 1


def test_wrong_requests_are_openai_errors(client: openai.OpenAI) -> None:
    ask = client.chat.completions.create
    with pytest.raises(openai.NotFoundError, match="只有 yanju") as unknown:
        ask(model="gpt-9", messages=[{"role": "user", "content": "x"}])
    assert (unknown.value.code, unknown.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.BadRequestError, match="temperature：不能大于") as wrong:
        ask(model="yanju", messages=[{"role": "user", "content": "x"}], temperature=5)
    assert (wrong.value.type, wrong.value.param) == ("invalid_request_error", "temperature")
    with pytest.raises(openai.BadRequestError, match="图片"):
        ask(
            model="yanju",
            messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://a/b"}}]}],
        )
    with pytest.raises(openai.InternalServerError, match="模型服务连不上"):
        ask(model="yanju", messages=[{"role": "user", "content": "坏"}])


def test_what_breaks_in_mid_stream(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(model="yanju", messages=[{"role": "user", "content": "坏"}], stream=True)
    with pytest.raises(openai.APIError, match="模型服务连不上"):
        list(stream)


def test_the_end_of_a_stream_on_the_wire(address: str) -> None:
    body = {"model": "yanju", "messages": [{"role": "user", "content": "造林"}], "stream": True}
    reply = call(f"{address}/v1/chat/completions", body)
    assert reply.text.endswith("data: [DONE]\n\n")
    assert '"usage"' not in reply.text


def test_a_models_draft_never_comes_as_text_and_its_tokens_are_told() -> None:
    made_up = "全市造林99万亩[1]。"
    model = ScriptedModel("改写", made_up, made_up)  # rewriting, draft, mending: 100 + 10 tokens each
    parts = fake_parts("去年全市完成造林12.6万亩。", model=model)
    with served(Bot(FakeStore(), parts)) as url, openai.OpenAI(base_url=f"{url}/v1", api_key="-") as client:  # type: ignore[arg-type]
        stream = client.chat.completions.create(
            model="yanju",
            messages=[{"role": "user", "content": "造林多少？"}],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    answer, footnotes = said.split("\n\n---\n")
    assert answer == "去年全市完成造林12.6万亩[1]。"
    assert "没有通过核查、不作数的句子：\n- 全市造林99万亩" in footnotes
    drafts = [c.model_extra["yanju"].get("draft", "") for c in chunks if c.model_extra and "yanju" in c.model_extra]
    assert made_up in "".join(drafts)
    stages = [c.model_extra["yanju"] for c in chunks if c.model_extra and "yanju" in c.model_extra]
    (checked,) = [stage for stage in stages if stage["stage"] == "checked"]
    assert (checked["verdict"], checked["text"]) == ("unsupported", "全市造林99万亩。")
    assert chunks[-1].usage is not None
    counted = chunks[-1].usage
    assert (counted.prompt_tokens, counted.completion_tokens) == (100 * len(model.sent), 10 * len(model.sent))


def test_keys() -> None:
    with served(FakeBot(), ("小王", "秘密")) as url:
        key = base64.b64encode("小王:秘密".encode()).decode()
        with openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as client:
            assert client.models.list().data
        wrong = openai.OpenAI(base_url=f"{url}/v1", api_key="wen:wrong", max_retries=0)
        with wrong, pytest.raises(openai.AuthenticationError, match="口令不对"):
            wrong.models.list()
