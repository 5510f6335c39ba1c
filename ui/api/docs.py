"""The description of the doors: the OpenAPI schema, and a page that loads nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from ui.api.openai_chat import MODEL

Json = dict[str, Any]
_STYLE = """
body{font:16px/1.7 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
section{border-top:1px solid #ccc;padding:.6rem 0}code,pre{font:14px/1.5 ui-monospace,monospace}
pre{background:#f4f4f4;padding:.8rem;overflow:auto;border-radius:6px}td,th{text-align:left;padding:.1rem 1rem .1rem 0}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}pre{background:#2a2a2a}a{color:#8ab4f8}}
"""
_ABOUT = (
    f"只读。与命令行同一套 JSON。OpenAI 协议的模型名是 {MODEL}；MCP 的地址是 /mcp（streamable HTTP）。"
    "设了 YANJU_AUTH 时，每个请求都要带 Authorization: Bearer 用户名:口令。"
    '出错时返回 {"error": {"message", "type", "param", "code"}}。'
)


def schema(routes: Sequence[BaseRoute]) -> Json:
    """The OpenAPI schema of the routes."""
    found = get_openapi(title="言据 API", version="1", description=_ABOUT, routes=routes)
    found["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{}, {"bearer": []}]
    return found


def page(described: Json) -> str:
    """The schema for a person."""
    parts = [
        _operation(path, method, operation, described)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    title = escape(described["info"]["title"])
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{escape(_ABOUT)}</p>"
        f'<p><a href="openapi.json">openapi.json</a></p>{"".join(parts)}</html>'
    )


def _operation(path: str, method: str, operation: Json, described: Json) -> str:
    rows = [(p["name"], p.get("schema", {}), p.get("required", False)) for p in operation.get("parameters", ())]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        form = described["components"]["schemas"][body["$ref"].rsplit("/", 1)[-1]]
        rows += [(name, one, name in form.get("required", ())) for name, one in form.get("properties", {}).items()]
    table = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(_kind(one))}{'，必填' if required else ''}</td>"
        f"<td>{escape(one.get('description', ''))}</td></tr>"
        for name, one, required in rows
    )
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}</p>"
        f"{f'<table>{table}</table>' if table else ''}</section>"
    )


def _kind(one: Json) -> str:
    if "anyOf" in one:
        return " | ".join(_kind(kind) for kind in one["anyOf"] if kind.get("type") != "null")
    kind = one.get("type") or one.get("$ref", "任意").rsplit("/", 1)[-1]
    default = f"，默认 {json.dumps(one['default'], ensure_ascii=False)}" if one.get("default") is not None else ""
    return f"{kind}{default}"
