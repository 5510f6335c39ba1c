"""The drawer of the chat tab: the list of conversations, to be searched, opened, renamed and deleted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from ui import screens
from ui.clicks import args_of, lang_of, text_arg
from ui.tabs.chatting import Handlers, Parts
from ui.tabs.frame import EACH, QUIET, Frame, Updates, outputs


def wire(frame: Frame, p: Parts, h: Handlers, going: Any) -> None:
    """Connect the events; `going` are the outputs of a change to another conversation."""

    async def find(asked: str, talk: str, language: str, request: gr.Request) -> str:
        return await h.listed(talk, lang_of(language), request.username, asked or "")

    async def open_(language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        wanted = text_arg(args_of(click._data), "talk")
        talk = await asyncio.to_thread(h.talks.open, wanted, request.username)
        async for updates in h.go_to(talk, language, request):
            yield updates

    async def rename(asked: str, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        args, lang, owner = args_of(click._data), lang_of(language), request.username
        wanted, name = text_arg(args, "talk"), text_arg(args, "name")
        notice = await asyncio.to_thread(screens.changed, lambda: h.talks.rename(wanted, name, owner), lang)
        return {p.list: await h.listed(talk, lang, owner, asked or ""), p.notice: notice}

    async def delete(
        asked: str, talk: str, language: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """The first click asks whether it is meant, the second deletes; an open conversation gives way to a new one."""
        args, lang, owner = args_of(click._data), lang_of(language), request.username
        wanted = text_arg(args, "talk")
        if args.get("sure") is not True:
            yield {p.list: await h.listed(talk, lang, owner, asked or "", doomed=wanted)}
            return
        notice = await asyncio.to_thread(screens.changed, lambda: h.talks.delete(wanted, owner), lang)
        if wanted == talk and not notice:
            async for updates in h.go_to(h.talks.open("", owner), language, request):
                yield updates
            return
        yield {p.list: await h.listed(talk, lang, owner, asked or ""), p.notice: notice}

    inputs: list[Any] = [p.find, frame.talk, frame.lang]
    p.find.change(find, inputs, p.list, trigger_mode="always_last", **QUIET)
    p.list.open(open_, frame.lang, going, **EACH)
    p.list.rename(rename, inputs, outputs((p.list, p.notice)), **EACH)
    p.list.delete(delete, inputs, going, **EACH)
