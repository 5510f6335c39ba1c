"""What remains of a draft's text when claims of it fell: whole lines, and none that claims something unchecked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.checker.claims import DraftClaim, normalise_marks

_FIGURE = re.compile(r"[0-9０-９]")
_GENERAL = re.compile(
    "主要|要点|如下|以下|以上|方面|措施|做法|情况|对比|对照|比较|总体|具体|几[点个项条]|原文|材料|资料|来看|包括|分别|归纳"
    "|总结|回答|根据|关于|事项|说法|内容|出处|序号|名称|单位|时间|数值|数据|项目|讲话|发言|提到|提出|相关|[一二三四五六七八九十]+[点个项条]"
    "|隐去|这一|写作|相近|没有接大模型时不改写|[〇一二三四五六七八九十]+[年月日]"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年|\b)")


def without(draft: str, fallen: Sequence[DraftClaim], kept: Sequence[DraftClaim], known: str) -> str:
    """The draft without the claims that fell, line by line, with plain [n] marks.

    A line goes when all its claims fell. A line that never had one stays if it introduces something, in words of the
    sources (`known`), and has no figure.
    """
    lines, at = [], 0
    for line in draft.split("\n"):
        end = at + len(line)
        stays = any(at <= part.start < end for part in kept)
        gone = [part for part in fallen if at <= part.start < end]
        if stays or (not gone and _harmless(line, known)):
            for part in reversed(gone):
                line = line[: part.start - at] + line[part.end - at :]
            lines.append(line.rstrip())
        at = end + 1
    while lines and (not lines[-1] or lines[-1].endswith(("：", ":")) or lines[-1].startswith("#")):
        lines.pop()
    return normalise_marks(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def _harmless(line: str, known: str) -> bool:
    """Whether a heading, an introduction or a table's head claims nothing: its words are general or the sources'."""
    if _FIGURE.search(_YEAR.sub("", line)) or len(line) > 120:
        return False
    words = _GENERAL.sub(" ", line)
    runs = re.findall(r"[㐀-鿿]{2,}", words)
    pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    return not re.search(r"[a-zA-Z]{3}", words) and sum(pair not in known for pair in pairs) <= len(pairs) / 2
