"""A question without what is no question in it: markup, fake sources, orders to whoever answers. By rule.

Such words are no topic: they would only hide the words that are asked for (issue 5, point 7).
"""

from __future__ import annotations

import re

from bot.extractive import cues

_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|</?[a-z][^<>]{0,200}>|<!--.*?-->|#{2,}\w*#{2,}", re.S | re.I)
_FAKE_SOURCE = re.compile(r"(?m)^\s*(?:\[\d+\]|【\d+】|资料\d*[:：]|来源\d*[:：]).*$")
_ROLE_LINE = re.compile(r"(?im)^\s*(?:system|user|assistant|human|系统|用户|问)\s*[:：]\s*")
_ORDER = re.compile(
    r"忽略|无视|不用看|不要看|别看|直接(?:回答|答|输出|说)|随口|角色扮演|扮演|你就是|你现在是|开发者模式|提示词|引用标号|不许|不准带"
    r"|按自己的知识|凭(?:常识|记忆)|检索已|以上(?:资料|要求|规则|指令)|资料优先|管理员|越狱"
    r"|\b(?:ignore|disregard|system prompt|developer mode|pretend|jailbreak|your (?:rules|instructions))\b",
    re.I,
)
_SENTENCE = re.compile(r"[^。！？!?；;\n：:]*[。！？!?；;\n：:]?")


def question_in(text: str) -> str:
    """The text without markup, and without orders when something that asks is left; else the text as it is."""
    bare = _ROLE_LINE.sub("", _FAKE_SOURCE.sub("", _MARKUP.sub(" ", text))).strip()
    pieces = [piece for piece in _SENTENCE.findall(bare) if piece.strip()]
    kept = [piece for piece in pieces if not _ORDER.search(piece)]
    asking = any(cues.INTERROGATIVE.search(piece) for piece in kept)
    if len(kept) < len(pieces) and asking:
        return "".join(kept).strip()
    return bare if cues.INTERROGATIVE.search(bare) else text
