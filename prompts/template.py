"""Prompt files: texts with named variables. The version of a prompt is its file name (`answer.v1`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

# A file is `variables: a, b`, an empty line, then messages, each under a line `=== system` or `=== user`.
_ROLE = re.compile(r"^=== (system|user|assistant)[ \t]*\n", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")


class TemplateError(ValueError):
    """A prompt file or its variables are wrong: a mistake of ours, never of the user."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request to a model. `role` is system, user or assistant."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt: the variables it declares and its messages."""

    name: str
    variables: frozenset[str]
    messages: tuple[Message, ...]

    def fill(self, **values: str) -> tuple[Message, ...]:
        """The messages with every variable replaced, once: what a value holds is never read as a variable.

        Raises TemplateError when a declared variable is missing or an undeclared one is given.
        """
        if missing := sorted(self.variables - values.keys()):
            raise TemplateError(f"{self.name}: missing variable: {', '.join(missing)}")
        if unknown := sorted(values.keys() - self.variables):
            raise TemplateError(f"{self.name}: unknown variable: {', '.join(unknown)}")
        return tuple(Message(m.role, _VARIABLE.sub(lambda found: values[found[1]], m.text)) for m in self.messages)


def parse(name: str, text: str) -> Template:
    """Read a prompt file's text. Raises TemplateError when what it declares and what it uses differ."""
    head, _, body = text.replace("\r\n", "\n").partition("\n")
    if not head.startswith("variables:"):
        raise TemplateError(f"{name}: the first line must be `variables: a, b`")
    declared = frozenset(v.strip() for v in head.removeprefix("variables:").split(",") if v.strip())
    parts = _ROLE.split(body)
    if parts[0].strip() or len(parts) < 3:
        raise TemplateError(f"{name}: expected messages under `=== system` or `=== user`")
    messages = tuple(Message(role, body.strip()) for role, body in zip(parts[1::2], parts[2::2], strict=True))
    used = frozenset(v for m in messages for v in _VARIABLE.findall(m.text))
    if used != declared:
        raise TemplateError(f"{name}: declared {sorted(declared)}, used {sorted(used)}")
    return Template(name, declared, messages)


def load(name: str) -> Template:
    """The prompt `prompts/<name>.md`, such as `answer.v1`."""
    path = files("prompts").joinpath(f"{name}.md")
    if not re.fullmatch(r"[a-z]+\.v[0-9]+", name) or not path.is_file():
        raise TemplateError(f"no such prompt: {name}")
    return parse(name, path.read_text(encoding="utf8"))
