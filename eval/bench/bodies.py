"""The body of one speech for the reading bench: paragraphs, headings, broken lines, watermarks, page numbers."""

from __future__ import annotations

from eval.bench.material import MASK_CLOSE, MASK_OPEN, extras, fill, lines_of, plain, sentences
from eval.bench.sheet import CN, Sheet

_NO_LEFT = frozenset("。！？；：，、”“》《（）")  # a cut may not stand after one of these ...
_NO_RIGHT = frozenset("。！？；：，、”》）.%0123456789")  # ... nor before one of these


def put_body(sheet: Sheet, glued: bool, front: str | None) -> tuple[list[str], list[str]]:
    """Write the body of a speech; its paragraphs with the masks marked, and its headings."""
    body, headings = _paragraphs(sheet)
    paid = sheet.random.randrange(len(body))
    for k, text in enumerate(body):
        if k == 0 and glued:
            sheet.lines[-1] += plain(text)
            continue
        _space(sheet, k)
        _put_paragraph(sheet, text, text in headings, k == paid, front)
    return body, [plain(text) for text in headings]


def _paragraphs(sheet: Sheet) -> tuple[list[str], list[str]]:
    random, style, words = sheet.random, sheet.style, sheet.words
    body: list[str] = [random.choice(extras("greeting"))] if sheet.some("greeting") else []
    body.append(sentences(random, words, random.randint(2, 5)))
    headings: list[str] = []
    titles = random.sample(lines_of("headings"), 4)
    for k in range(random.randint(2, 4)):
        heading = fill(random, titles[k], words)
        body.extend(_part(sheet, k, heading, headings))
    if style["long"] == "one":
        body.insert(len(body) - 1, sentences(random, words, random.randint(18, 40)))
    for extra in _lookalikes(sheet):
        body.insert(random.randint(len(body) // 2, len(body)), extra)
    if style["inner"] == "unnumbered" or body[-1] in headings or len(body[-1]) < 40:
        body.append(sentences(random, words, 2))
    if sheet.some("closing"):
        body.append(random.choice(extras("closing")))
    return _headings_lead(body, headings, sheet), headings


def _headings_lead(body: list[str], headings: list[str], sheet: Sheet) -> list[str]:
    """No heading may stand without a text under it."""
    full: list[str] = []
    for k, text in enumerate(body):
        full.append(text)
        following = body[k + 1] if k + 1 < len(body) else ""
        lower = following in headings and following[0] in "（1234" and text[0] not in "（1234"
        if text in headings and not lower and (following in headings or len(following) < 40):
            full.append(sentences(sheet.random, sheet.words, 3))
    return full


def _part(sheet: Sheet, k: int, heading: str, headings: list[str]) -> list[str]:
    random, inner = sheet.random, sheet.style["inner"]
    text = sentences(random, sheet.words, random.randint(2, 6))
    if inner in ("一是", "一要"):
        return [f"{CN[k]}{inner[1]}{heading}。{text}"]
    if inner == "第一，":
        return [f"第{CN[k]}，{heading}。{text}"]
    if inner == "聚焦":
        return [f"聚焦{heading}。{text}"]
    if inner == "unnumbered":
        headings.append(heading)
        return [heading, text]
    if inner not in ("一、", "一、（一）", "一、1."):
        return [text]
    headings.append(f"{CN[k]}、{heading}")
    if inner == "一、":
        return [headings[-1], text]
    parts = [headings[-1], sentences(random, sheet.words, 2)] if random.random() < 0.5 else [headings[-1]]
    run_in = random.random() < 0.6
    for m, lower in enumerate(random.sample(lines_of("headings"), 2)):
        number = f"（{CN[m]}）" if inner == "一、（一）" else f"{m + 1}."
        title = number + fill(random, lower, sheet.words)
        if run_in:
            parts.append(f"{title}。{sentences(random, sheet.words, 3)}")
        else:
            headings.append(title)
            parts.extend([title, sentences(random, sheet.words, 3)])
    return parts


def _lookalikes(sheet: Sheet) -> list[str]:
    random, like = sheet.random, sheet.style["like"]
    if like == "advert" and random.random() < 0.6:
        return [fill(random, random.choice(lines_of("lookalikes")), sheet.words)]
    if like in ("question", "quote") and random.random() < 0.6:
        return [random.choice(extras(like))]
    if like == "figures" and random.random() < 0.6:
        return [
            fill(random, "全市生产总值{n}00亿元，增长{k}.{k}%；", sheet.words),
            fill(random, "固定资产投资增长{n}%。", sheet.words),
        ]
    return []


def _space(sheet: Sheet, k: int) -> None:
    blanks = sheet.style["blanks"]
    if k and (blanks == "all" or (blanks == "random" and sheet.random.random() < 0.3)):
        sheet.blank(1)


def _put_paragraph(sheet: Sheet, text: str, heading: bool, paid: bool, front: str | None) -> None:
    random, style = sheet.random, sheet.style
    if paid and style["paid"] in ("alone", "both"):
        sheet.put_noise("##paidbegin##")
    indent = {"none": "", "spaces": "    ", "tab": "\t", "nbsp": "\xa0\xa0"}.get(style["indent"], style["indent"])
    prefix = indent + ("##paidbegin##" if paid and style["paid"] == "glued" else "")
    if prefix.endswith("#"):
        sheet.noise.append("##paidbegin##")
    cut = 0 if heading or style["broken"] == "none" or random.random() < 0.75 else _cut(sheet, text)
    if not cut:
        sheet.lines.append(prefix + plain(text))
        if not heading and random.random() < 0.25:
            _furniture(sheet, front)
        return
    left, right = plain(text[:cut]), plain(text[cut:])
    sheet.breaks.append((left, right))
    sheet.lines.append(prefix + left)
    if style["broken"] == "blank" or (style["broken"] == "after mask" and random.random() < 0.3):
        sheet.blank(1)
    if style["broken"] == "noise" or style["watermark"] == "header in break":
        _furniture(sheet, front)
    sheet.lines.append(right)


def _furniture(sheet: Sheet, front: str | None) -> None:
    """A page number, a running head, a watermark."""
    style = sheet.style
    mark = style["watermark"]
    if mark == "advert":
        sheet.put_noise(f"更多材料请关注公众号：{sheet.words.brand}")
    if mark == "brand":
        sheet.put_noise(f"{sheet.words.brand}整理")
    if mark.startswith("header"):
        sheet.put_noise(f"{sheet.words.place}领导干部发言材料   内部资料 注意保存")
    if style["pages"] == "none":
        return
    sheet.page += 1
    forms = {
        "- 3 -": f"- {sheet.page} -",
        "—3—": f"—{sheet.page}—",
        "第3页": f"第{sheet.page}页 共48页",
        "3": str(sheet.page),
    }
    sheet.put_noise(forms[style["pages"]])


def _cut(sheet: Sheet, text: str) -> int:
    """Where a line break may fall inside a sentence of the paragraph; 0 for nowhere."""
    random = sheet.random
    if sheet.style["broken"] == "after mask":
        ends = [k + 1 for k, c in enumerate(text) if c == MASK_CLOSE and 40 < k < len(text) - 8]
        ends = [k for k in ends if text[k] not in _NO_RIGHT and text[k - 2] != "D"]
        if ends:
            return random.choice(ends)
    for _ in range(20 if len(text) > 60 else 0):
        at = random.randint(45, len(text) - 3)
        inside = text.rfind(MASK_OPEN, 0, at) > text.rfind(MASK_CLOSE, 0, at)
        comma = text[at - 1] in "，、" and random.random() < 0.5
        apart = text[at - 1].isascii() and text[at - 1].isalnum() and text[at].isascii() and text[at].isalnum()
        if not inside and not apart and (comma or text[at - 1] not in _NO_LEFT) and text[at] not in _NO_RIGHT:
            return at
    return 0
