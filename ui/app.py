"""The web application: the page at /, put together from its tabs, and the doors for programs. No logic here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from bot.settings import Settings
from ui.api.gate import Gate
from ui.api.limits import Limits
from ui.api.routes import add_doors
from ui.configuring import ENV
from ui.login import Login
from ui.passwords import Accounts
from ui.security import Security
from ui.tabs import chat, draft, evaluation, frame, library, settings
from ui.talks import Talks
from ui.told import Telling
from ui.types import Backend
from ui.wordings import word
from vectorstore.propose import MAX_FILE

_UPLOADS = (600, 3600)  # seconds: how often Gradio's copies of uploads are looked at, and how old they may be


# What Gradio offers beside the page, and this page does without.
_WITHOUT: dict[str, Any] = {
    "footer_links": [],
    "run_history": False,
    "show_error": False,
    "ssr_mode": False,
    "mcp_server": False,
    "pwa": False,
    "enable_monitoring": False,
}


def _page(desk: frame.Desk) -> gr.Blocks:
    """The tabs in their order, each made and then wired."""
    page: gr.Blocks
    with gr.Blocks(title=word("zh", "title"), analytics_enabled=False, fill_width=True, delete_cache=_UPLOADS) as page:
        around = frame.parts()
        with around.tabs:
            chats, shelves, drafts = chat.parts(), library.parts(), draft.parts()
            reports, choices = evaluation.parts(), settings.parts()
        opening = frame.Opening()
        frame.wire(opening, around)
        library.wire(opening, around, shelves, desk, chats)
        draft.wire(opening, around, drafts, desk, shelves)
        evaluation.wire(opening, around, reports, desk, chats.handed)
        settings.wire(opening, around, choices, desk)
        chat.wire(page, opening, around, chats, desk)
    page.queue(default_concurrency_limit=None)
    return page


def _static(name: str) -> str:
    """A file of ui/static."""
    return (resources.files("ui") / "static" / name).read_text("utf-8")


def web_app(
    talks: Talks,
    bot: Backend,
    examples: Sequence[str] = (),
    auth: tuple[str, str] | None = None,
    limits: Limits | None = None,
    read: Settings | None = None,
    env: Path = ENV,
) -> FastAPI:
    """The application to serve: the page at /, the doors for programs (ui/api), both behind ui/security.py.

    `read` are the settings in force, as the settings tab shows them, `env` the file that it changes.

    Raises YanjuError when `auth` holds a damaged hash.
    """
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000"  # no statistics with pandas at every event
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    accounts = Accounts(auth) if auth else None
    login = Login(accounts) if accounts else None
    if login:
        login.add_to(app)
    app.add_middleware(Gate, accounts=accounts, limits=limits)
    app.add_middleware(Security, loopback_only=accounts is None)
    app.add_middleware(Telling)
    add_doors(app, bot)
    gr.mount_gradio_app(
        app,
        _page(frame.Desk(talks, bot, tuple(examples), read or Settings(auth=auth), env)),
        path="/",
        auth_dependency=login.user_of if login else None,
        max_file_size=MAX_FILE,
        **_WITHOUT,
        theme=frame.theme(),
        css=_static("app.css") + _static("tabs.css"),
        head=f"<style>{_static('page.css')}</style><script>{_static('app.js')}</script>",
    )
    return app
