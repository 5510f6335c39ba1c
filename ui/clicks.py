"""What a browser sends, read with distrust: the arguments of a click, the language, the filters. Never raises."""

from __future__ import annotations

from collections.abc import Mapping

from ui.wordings import Lang
from vectorstore.types import Filters

Args = Mapping[str, object]


def lang_of(value: object) -> Lang:
    """The language a page says it has; Chinese unless it is exactly en."""
    return "en" if value == "en" else "zh"


def args_of(data: object) -> Args:
    """The arguments of a click; anything but an object counts as none."""
    return data if isinstance(data, dict) else {}


def int_arg(args: Args, name: str) -> int:
    """A whole number, or 0."""
    value = args.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def text_arg(args: Args, name: str) -> str:
    """A text, or the empty one."""
    value = args.get(name)
    return value if isinstance(value, str) else ""


def fields_arg(args: Args) -> dict[str, object]:
    """The fields of a form, or none."""
    value = args.get("fields")
    return value if isinstance(value, dict) else {}


def filters_of(file: object, role: object) -> Filters:
    """The filters of two drop-downs; the empty text is no limit."""
    return Filters(
        file=file if isinstance(file, str) and file else None, role=role if isinstance(role, str) and role else None
    )
