"""A model behind an OpenAI-compatible endpoint: the one file that knows the client library."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.ports import ModelError
from bot.settings import ModelSettings
from bot.sse import BadReply, Reply
from bot.types import Usage
from prompts.template import Message

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_RETRIES = 2  # on connection errors, 408, 409, 429 and 5xx, before the first byte of a reply; backoff 0.5 s to 8 s
_CONNECT = 10.0  # seconds to connect
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_REST = 0.5  # seconds that a server has to end a reply after its last word
_BEAT = 0.25  # seconds between empty pieces while the model is silent, so that a caller can stop


class ModelClient:
    """A connection to one model. Requests run on a thread of their own, so that each can be stopped at any time."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: AsyncOpenAI | None = None

    @property
    def name(self) -> str:
        return self._settings.model

    @property
    def context(self) -> int:
        """The model's window in tokens."""
        return self._settings.context

    def stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[str, None, Usage]:
        """Yield an empty piece once the request is under way, then the reply's (empty ones while it is silent).

        Returns the tokens used. Closing the generator ends the request at once. Raises ModelError.
        """
        pieces: queue.SimpleQueue[str | Usage | ModelError] = queue.SimpleQueue()
        running = asyncio.run_coroutine_threadsafe(self._pump(messages, max_tokens, pieces), self._running_loop())
        ended = False
        try:
            yield ""
            while True:
                try:
                    piece = pieces.get(timeout=_BEAT)
                except queue.Empty:
                    yield ""
                    continue
                if isinstance(piece, ModelError):
                    raise piece
                if isinstance(piece, Usage):
                    ended = True  # what is still under way gives the connection back
                    return piece
                yield piece
        finally:
            if not ended:
                running.cancel()

    def warm(self) -> None:
        """Load the client's libraries, a second or more, so that the first request need not."""
        import aiohttp  # noqa: F401
        import openai.resources.chat  # noqa: F401

    def close(self) -> None:
        """Stop what runs and end the thread."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop:
            asyncio.run_coroutine_threadsafe(self._shut(), loop).result(timeout=5)
            loop.call_soon_threadsafe(loop.stop)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="yanju-model", daemon=True).start()
            return self._loop

    def _open_client(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI, DefaultAioHttpClient, Timeout

            # a proxy of the environment cannot reach a model on this very machine
            own = urlsplit(self._settings.base_url).hostname in _LOOPBACK
            self._client = AsyncOpenAI(
                base_url=self._settings.base_url,
                api_key=self._settings.api_key or "none",  # never OPENAI_API_KEY: this may be anybody's server
                timeout=Timeout(self._settings.timeout, connect=min(_CONNECT, self._settings.timeout)),
                max_retries=_RETRIES,
                http_client=DefaultAioHttpClient(trust_env=not own),
            )
            self._client.organization = self._client.project = None  # nor OPENAI_ORG_ID
        return self._client

    async def _shut(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _pump(
        self, messages: Sequence[Message], max_tokens: int, pieces: queue.SimpleQueue[str | Usage | ModelError]
    ) -> None:
        try:
            async with asyncio.timeout(self._settings.timeout):
                await self._read(messages, max_tokens, pieces)
        except Exception as error:  # at the edge: whatever went wrong becomes our own error, with its cause
            problem = ModelError(_explain(error, self._settings))
            problem.__cause__ = error
            pieces.put(problem)

    async def _read(
        self, messages: Sequence[Message], max_tokens: int, pieces: queue.SimpleQueue[str | Usage | ModelError]
    ) -> None:
        reply = Reply()
        asked: list[Any] = [{"role": m.role, "content": m.text} for m in messages]
        async with self._open_client().chat.completions.with_streaming_response.create(
            model=self._settings.model,
            messages=asked,
            temperature=0,
            max_tokens=max_tokens,
            stream=True,
            stream_options={"include_usage": True},
        ) as response:
            chunks = response.iter_bytes()
            async for chunk in chunks:
                pieces.put(reply.feed(chunk))
                if reply.done:
                    break
            pieces.put(reply.finish())
            pieces.put(reply.usage)
            with suppress(Exception):  # the answer is there; a connection read to its end serves the next request
                async with asyncio.timeout(_REST):
                    await anext(chunks)


def _explain(error: Exception, settings: ModelSettings) -> str:
    """What the user is told. The key is never in it, even when the server repeats it."""
    import openai

    where = f"大模型 {settings.model}（{settings.base_url}）"
    said = ""
    if _timed_out(error):
        text = f"{where}在 {settings.timeout:g} 秒内没有答完。可以调大 YANJU_LLM_TIMEOUT，或者换一个快些的模型"
    elif isinstance(error, openai.APIStatusError):
        said = " ".join(str(error.message).split())[:200]
        text = f"{where}返回错误 {error.status_code}：{_ADVICE.get(error.status_code, _SERVER_ADVICE)}"
    elif isinstance(error, openai.APIConnectionError):
        text = f"连不上{where}。请确认服务已经启动，YANJU_LLM_BASE_URL 没有写错"
    elif isinstance(error, BadReply):
        text = f"{where}的回复不能用：{error}。请确认 YANJU_LLM_BASE_URL 指向 OpenAI 兼容接口（通常以 /v1 结尾）"
    else:
        text = f"{where}的回复中断了。请稍后再试"
        said = f"{type(error).__name__}: {error}"[:200]
    text += f"（服务端说：{said}）" if said else ""
    return text.replace(settings.api_key, "***") if len(settings.api_key) > 5 else text


def _timed_out(error: BaseException | None) -> bool:
    """By what caused it: the transport hands a refused connection on as a timeout."""
    while error is not None and not isinstance(error, TimeoutError):
        error = error.__cause__
    return error is not None


_SERVER_ADVICE = "服务端出了问题，请稍后再试，或查看它的日志"
_ADVICE = {
    400: "请求不被接受，常见原因是材料超过了模型的上下文，请检查 YANJU_LLM_CONTEXT",
    401: "密钥不对，请检查 YANJU_LLM_API_KEY",
    403: "没有权限，请检查 YANJU_LLM_API_KEY",
    404: "没有这个模型或这个地址，请检查 YANJU_LLM_MODEL 和 YANJU_LLM_BASE_URL（通常以 /v1 结尾）",
    413: "请求过大，请调小 YANJU_LLM_CONTEXT",
    429: "请求太多或额度用完，请稍后再试",
}
