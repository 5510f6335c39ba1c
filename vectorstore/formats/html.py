"""Web pages: the text of the page, its navigation and footers told apart. The one file that knows selectolax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from vectorstore.formats.extracted import Extracted, Row, from_rows
from vectorstore.reading.decode import decode
from vectorstore.types import UnreadableFile

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})")
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "button", "textarea")
)
_MARGIN = frozenset(("nav", "footer", "aside", "form", "menu", "header"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLES = frozenset(("table", "tr", "caption", "thead", "tbody", "tfoot"))
_LISTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd"))
_BLOCK = _MARGIN | _HEADINGS | _TABLES | _LISTS
_BLOCK |= {"p", "div", "section", "article", "main", "blockquote", "pre", "figure", "figcaption", "fieldset"}
_BLOCK |= {"center", "hr", "address", "details", "summary", "body"}
_WHERE = re.compile(r"(?:当前|您?现?所?在的?)位置\s*[:：]|首页\s*[>＞»]")
# What sites put around a text, a whole line each: codes to scan, counters, share buttons, the keys of a viewer.
_FURNITURE = re.compile(
    r"(?:微信|手机|用手机|请用微信)?扫[一码].{0,24}(?:打开|分享|关注|阅读|查看|浏览|下载).{0,12}"
    r"|[×✕✖＋+\-−↺↻⟳↑↓←→▲▼<>«»‹›|｜]{1,5}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数|人数)?[:：]?\d{1,9}次?|[-–—]次"
    r"|[上下]一[篇条页]\s*[:：].{0,80}|责任编辑[:：].{1,12}|关注[·|｜:：].{1,20}"
    r"|[【\[(（]?(?:我要)?(?:字体|字号)(?:大小)?[:：]?[\[【(（]?[大中小\s|｜/]{1,9}[\])】）]{0,2}"
)
_BUTTONS = re.compile(
    r"(?:分享到?|转发|收藏|打印(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|上页)?|回到顶部|我要纠错|纠错|保存|朗读|复制链接"
    r"|微信(?:好友)?|新浪微博|微博|QQ(?:空间|好友)?|朋友圈|豆瓣|[:：|｜/、·\[\]【】])+"
)
# Headings over what sites put under a text, and what an office signs with: it stays wherever it stands.
_FOOT = re.compile(
    r"(?:相关|更多|推荐|延伸|热门|最新|精彩|猜你喜欢|大家都在|网友|友情)(?:附件|新闻|链接|阅读|文章|信息|稿件|报道|推荐|资讯|视频|文件|解读"
    r"|政策|内容|评论|看)?[:：]?|猜你喜欢|扫一扫.{0,12}|下载、?打印|打印|关闭|分享|附件下载[:：]?|版权声明.{0,60}"
)
_SIGNED = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月|公开(?:发布|方式)|[一-鿿](?:委员会|人民政府|办公室|办公厅|委|局|厅|部)\Z"
)
_NAVIGATION = "网页导航"
_DEPTH = 400
_DEEPEST = 5000  # open tags, as far as a look without a parser tells
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_OPEN_ENDED = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr", "img")
)
_OPEN_ENDED |= {"input", "meta", "link", "wbr", "area", "base", "col", "embed", "source"}
_MARGIN_NAME = re.compile(
    r"(?i)\b(?:nav|navbar|menu|foot|footer|header|breadcrumb|crumb|sidebar|share|copyright|related|comment"
    r"|toolbar|search|login|pager)"
)


def read_html(data: bytes) -> Extracted:
    """The text of a web page. Raises UnreadableFile when it shows none."""
    text, encoding = _decoded(data)
    rows = _without_tail(list(html_rows(text)))
    if not any(row.text.strip() and not row.rule for row in rows):
        raise UnreadableFile("网页里没有正文文字（可能要靠脚本加载）；请在浏览器里另存为完整网页或复制为 txt")
    return from_rows(rows, f"html/{encoding}")


def _without_tail(rows: list[Row]) -> list[Row]:
    """The rows with the foot of the page marked: what stands under the text and under a first line of navigation."""
    end = max((k for k, row in enumerate(rows) if not row.rule and _is_text(row.text)), default=len(rows))
    foot = next(
        (k for k in range(end + 1, len(rows)) if rows[k].rule or _FOOT.fullmatch("".join(rows[k].text.split()))), 0
    )
    if not foot:
        return rows
    below = [row if row.rule or _SIGNED.search(row.text) else replace(row, rule=_NAVIGATION) for row in rows[foot:]]
    return [*rows[:foot], *below]


def _is_text(text: str) -> bool:
    """Whether a line is one of the text: a sentence, a cell of a table, an item of a list."""
    return len(text) > 60 or text.endswith(("。", "；", "！", "？", "：")) or " | " in text


def _decoded(data: bytes) -> tuple[str, str]:
    """By the declared charset when the bytes agree with it, else as any text."""
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("gb2312", "gbk", "gb18030", "big5"):
        codec = "gb18030" if name.startswith("gb") else "big5hkscs"
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            pass
    return decode(data)


def html_rows(text: str) -> Iterator[Row]:
    """The lines that a browser would show, in order."""
    from selectolax.lexbor import LexborHTMLParser

    _refuse_nested(text)
    body = LexborHTMLParser(text).body
    if body is None:
        return
    line: list[str] = []
    yield from _rows(body, line, "", 0)
    yield from _flush(line, 0, "")


def _refuse_nested(text: str) -> None:
    """The parser's time grows with the square of the depth: 200,000 open tags would keep it busy for minutes."""
    if text.count("<") < _DEEPEST:
        return
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _OPEN_ENDED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                raise UnreadableFile("网页的标签嵌套过深，不予读取")


def _rows(node: LexborNode, line: list[str], rule: str, depth: int) -> Iterator[Row]:
    """The rows of the children of `node`; `line` collects the inline text that is still open."""
    if depth > _DEPTH:
        raise UnreadableFile("网页的标签嵌套过深，不予读取")
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            line.append(re.sub(r"[ \t\r\n\f]+", " ", child.text_content or ""))
        elif tag == "br":
            yield from _flush(line, 0, rule)
        elif tag in _UNSEEN or _hidden(child):
            continue
        elif tag == "tr":
            yield from _flush(line, 0, rule)
            yield from _table_row(child, rule, depth)
        elif tag in _BLOCK:
            yield from _flush(line, 0, rule)
            level = int(tag[1]) if tag in _HEADINGS else 0
            inner = rule or (_NAVIGATION if _is_margin(child, tag) else "")
            yield from _rows(child, line, inner, depth + 1)
            yield from _flush(line, level, inner)
        else:
            yield from _rows(child, line, rule, depth + 1)


def _table_row(row: LexborNode, rule: str, depth: int) -> Iterator[Row]:
    cells = []
    for cell in row.iter():
        if cell.tag in ("td", "th"):
            inner: list[str] = []
            cells.append([*_rows(cell, inner, rule, depth + 1), *_flush(inner, 0, rule)])
    if len(cells) <= 1 or any(len(item.text) > 120 or item.level for cell in cells for item in cell):
        for cell_rows in cells:
            yield from cell_rows
        return
    texts = [" ".join(item.text for item in cell if item.text) for cell in cells]
    if any(texts):
        yield Row(" | ".join(texts), rule=rule)


def _flush(line: list[str], level: int, rule: str) -> Iterator[Row]:
    text = "".join(line).strip(" ")
    line.clear()
    if text:
        yield Row(text, level, rule or (_NAVIGATION if _WHERE.match(text) or (not level and _furniture(text)) else ""))


def _furniture(text: str) -> bool:
    shown = "".join(text.split()) if len(text) <= 120 else ""
    return bool(shown and (_FURNITURE.fullmatch(shown) or _BUTTONS.fullmatch(shown)))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in attributes or attributes.get("aria-hidden") == "true"


def _is_margin(node: LexborNode, tag: str) -> bool:
    """Navigation and page margins: by element, by name, or a block that is nearly all links."""
    if tag in ("article", "main", "body", "tr", "table"):
        return False
    shown = node.text(deep=True)
    if tag in _MARGIN or _MARGIN_NAME.search(f"{node.attributes.get('class') or ''} {node.id or ''}"):
        return len(shown) < 600 or _linked(node) > 0.5
    return tag in ("ul", "ol", "div") and 8 <= len(shown.strip()) < 2000 and _linked(node) > 0.8


def _linked(node: LexborNode) -> float:
    whole = len("".join(node.text(deep=True).split()))
    linked = sum(len("".join(link.text(deep=True).split())) for link in node.css("a"))
    return linked / whole if whole else 0.0
