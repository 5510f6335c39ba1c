"""The routes of the doors: /api (REST), /v1 (the OpenAI protocol), /mcp. Each asks a function for its JSON."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from bot.as_json import answer_json
from bot.ports import Event, Finished
from bot.types import Answer
from ui.api import answers, docs, errors, openai_chat
from ui.api.errors import ApiError
from ui.api.forms import (
    ChatForm,
    ParagraphForm,
    Scope,
    SearchForm,
    SpeechesForm,
    StreamedAskForm,
    VerifyForm,
)
from ui.api.jobs import Jobs
from ui.api.mcp_door import McpDoor
from ui.types import Backend

Json = dict[str, Any]
log = logging.getLogger("yanju.api")
_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_LOOK = 1.0  # seconds between two looks whether the client is still there
_ALIVE = ": 仍在处理\n\n"
_ANY = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]


def add_doors(app: FastAPI, bot: Backend, jobs: Jobs | None = None) -> None:
    """Put the doors on the application; before the page, which takes every other path."""
    jobs = jobs or Jobs()
    described = APIRouter()
    _add_asking(described, bot, jobs)
    _add_reading(described, bot, jobs)
    _add_openai(described, bot, jobs)
    app.include_router(described)
    app.include_router(_described(described))
    door = McpDoor(bot, jobs)
    app.router.routes += [Route("/mcp", door), Route("/mcp/", door)]

    async def nowhere(request: Request) -> Response:
        raise ApiError(404, f"没有这个接口：{request.method} {request.url.path[:100]}。说明见 /api/docs")

    for root in ("/api", "/v1"):
        app.router.routes += [Route(path, nowhere, methods=_ANY) for path in (root, root + "/{rest:path}")]
    app.add_exception_handler(ApiError, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(HTTPException, _refused)


async def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        error = errors.invalid(error.errors())
    elif isinstance(error, HTTPException):  # FastAPI's own, for a body that it cannot read
        error = ApiError(error.status_code, "请求体不是 JSON" if error.status_code == 400 else "不能这样请求")
    return errors.response(_known(error))


def _known(error: Exception, file: str | None = None) -> ApiError:
    refusal = errors.known(error, file)
    if refusal.status == 500:
        log.error("request failed", exc_info=error)
    return refusal


async def _result(jobs: Jobs, work: Callable[[], Json], file: str | None = None) -> Response:
    try:
        return JSONResponse(await jobs.run(work))
    except Exception as error:
        raise _known(error, file) from error


def _add_asking(router: APIRouter, bot: Backend, jobs: Jobs) -> None:
    @router.get("/api/search", summary="检索，同 yanju search --json")
    async def search_by_link(
        question: Annotated[str, Query(pattern=r"\S")],
        k: Annotated[int, Query(ge=1, le=1000)] = 10,
        file: str | None = None,
        role: str | None = None,
    ) -> Response:
        form = SearchForm(question=question, k=k, file=file, role=role)
        return await _result(jobs, lambda: answers.search(bot, form), form.file)

    @router.post("/api/search", summary="检索，同 yanju search --json；可以带此前的对话")
    async def search(form: SearchForm) -> Response:
        return await _result(jobs, lambda: answers.search(bot, form), form.file)

    @router.post("/api/ask", summary="提问，同 yanju ask --json；stream 为 true 时用 SSE 事件回答")
    async def ask(form: StreamedAskForm, request: Request) -> Response:
        if form.stream:
            events = _events(jobs.each(lambda: answers.ask(bot, form)), form.file)
            return StreamingResponse(events, media_type="text/event-stream", headers=_STREAM)
        return JSONResponse(answer_json(await _answer(jobs, lambda: answers.ask(bot, form), request, form.file)))

    @router.post("/api/verify", summary="核查一句话是否有依据，同 yanju verify 的一行")
    async def verify(form: VerifyForm) -> Response:
        return await _result(jobs, lambda: answers.verify(bot, form))


def _add_reading(router: APIRouter, bot: Backend, jobs: Jobs) -> None:
    @router.get("/api/speeches", summary="讲话的目录，不含正文")
    async def speeches(
        file: str | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> Response:
        form = SpeechesForm(file=file, limit=limit, offset=offset)
        return await _result(jobs, lambda: answers.speeches(bot, form), file)

    @router.get("/api/speeches/{id}", summary="一篇讲话的全文，分段")
    async def speech(id: str) -> Response:
        return await _result(jobs, lambda: answers.speech(bot, id))

    @router.get("/api/paragraphs/{id}", summary="一段原文和它的出处；around 为前后各几段")
    async def paragraph(id: str, around: Annotated[int, Query(ge=0, le=5)] = 0) -> Response:
        form = ParagraphForm.model_construct(id=id, around=around)
        return await _result(jobs, lambda: answers.paragraph(bot, form))


def _add_openai(router: APIRouter, bot: Backend, jobs: Jobs) -> None:
    began = int(time.time())

    @router.get("/v1/models", summary="OpenAI 协议：模型列表")
    async def models() -> Response:
        return JSONResponse(openai_chat.models(began))

    @router.get("/v1/models/{id}", summary="OpenAI 协议：一个模型")
    async def model(id: str) -> Response:
        _only_ours(id)
        return JSONResponse(openai_chat.model(began))

    @router.post("/v1/chat/completions", summary="OpenAI 协议：对话")
    async def chat(form: ChatForm, request: Request) -> Response:
        _only_ours(form.model)
        question, history = openai_chat.question_of(form)
        scope = form.yanju or Scope()
        call, created = f"chatcmpl-{uuid4().hex}", int(time.time())

        def start() -> Iterator[Event]:
            return bot.stream(question, history, scope.filters())

        if form.stream:
            usage = bool(form.stream_options and form.stream_options.include_usage)
            chunks = _chunks(jobs.each(start), call, created, usage, scope.file)
            return StreamingResponse(chunks, media_type="text/event-stream", headers=_STREAM)
        answer = await _answer(jobs, start, request, scope.file)
        return JSONResponse(openai_chat.completion(answer, call, created))


def _only_ours(model: str) -> None:
    if model != openai_chat.MODEL:
        raise ApiError(404, f"没有“{model[:64]}”这个模型，只有 {openai_chat.MODEL}", "model", "model_not_found")


async def _answer(jobs: Jobs, start: Callable[[], Iterator[Event]], request: Request, file: str | None) -> Answer:
    """The checked answer, given up when the client has gone. Raises ApiError."""
    looked = time.monotonic()
    try:
        async with aclosing(jobs.each(start)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    return event.answer
                if time.monotonic() - looked > _LOOK:
                    looked = time.monotonic()
                    if await request.is_disconnected():
                        raise ApiError(499, "客户端已断开")
    except Exception as error:
        raise _known(error, file) from error
    raise AssertionError("the last event is Finished")


async def _events(running: AsyncGenerator[Event | None], file: str | None) -> AsyncIterator[str]:
    """An answer as SSE: found, then draft, checked, dropped as they come, answer; or error."""
    try:
        async with aclosing(running) as events:
            async for event in events:
                if event is None:
                    yield _ALIVE
                elif isinstance(event, Finished):
                    yield _sse(answer_json(event.answer), "answer")
                elif (so_far := answers.step(event)) is not None:
                    yield _sse(so_far[1], so_far[0])
    except Exception as error:
        yield _sse(errors.body(_known(error, file)), "error")


async def _chunks(
    running: AsyncGenerator[Event | None], call: str, created: int, usage: bool, file: str | None
) -> AsyncIterator[str]:
    """An answer as the chunks of the OpenAI protocol: text only once it is checked."""
    yield _sse(openai_chat.chunk(call, created, {"role": "assistant", "content": ""}))
    try:
        async with aclosing(running) as events:
            async for event in events:
                if event is None:
                    yield _ALIVE
                elif isinstance(event, Finished):
                    yield "".join(map(_sse, openai_chat.answer_chunks(event.answer, call, created, usage)))
                elif (so_far := openai_chat.progress(event)) is not None:
                    yield _sse(openai_chat.chunk(call, created, {}, yanju=so_far))
        yield "data: [DONE]\n\n"
    except Exception as error:
        yield _sse(errors.body(_known(error, file)))


def _sse(value: Json, event: str = "") -> str:
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _described(router: APIRouter) -> APIRouter:
    """The routes that describe the others."""
    about = APIRouter(include_in_schema=False)

    @about.get("/api/openapi.json")
    async def openapi() -> Response:
        return JSONResponse(docs.schema(router.routes))

    @about.get("/api/docs")
    async def page() -> Response:
        return HTMLResponse(docs.page(docs.schema(router.routes)))

    return about
