"""Compilations with known truth, as sites sell them: the same seed gives the same file. No reading logic here."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from eval.bench.bodies import put_body
from eval.bench.material import draw_words, fill, lines_of, mask_spans, plain
from eval.bench.sheet import CN, Sheet
from eval.bench.styles import Style, draw_style

_NAMES = ("张某某", "李明远", "王*", "陈志刚", "xxx", "赵某")


@dataclass(frozen=True, slots=True)
class Speaking:
    """One speech as a careful reader sees it. `label` may stand before the title; `masks` per paragraph.

    An empty `role` is one that readers would not agree on (作者：张某).
    """

    title: str
    label: str
    role: str | None
    paragraphs: tuple[str, ...]
    masks: tuple[tuple[tuple[int, int], ...], ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compilation:
    """A file, how it was drawn, and its truth. `breaks`: what stands left and right of each broken line."""

    text: str
    name: str
    style: Style
    title: str | None
    declared: int | None
    speeches: tuple[Speaking, ...]
    noise: tuple[str, ...]
    breaks: tuple[tuple[str, str], ...]


def compilation(seed: int, adverts: str = "adverts") -> Compilation:
    """`adverts` names the data file of adverts: adverts_unseen is kept for the final figures."""
    random = Random(seed)
    style = draw_style(random)
    sheet = Sheet(random, style, draw_words(random, style["masks"]), adverts)
    low, high = {"1": (1, 1), "2-3": (2, 3), "4-6": (4, 6), "7-12": (7, 12)}[style["count"]]
    count = random.randint(low, high)
    heads = _heads(sheet, count)
    _advert_block(sheet, style["top"])
    title, declared = _front(sheet, count)
    _contents(sheet, heads)
    speeches = [_speech(sheet, head, k, title) for k, head in enumerate(heads)]
    _end(sheet)
    newline = "\r\n" if style["newline"] == "CRLF" else "\n"
    tails = (" ", "  ", "\xa0", "\t") if style["trailing"] == "spaces" else ("",)
    text = newline.join(line + random.choice(tails) if line else line for line in sheet.lines)
    name = f"{seed:03d}_{random.choice(('发言材料', title or '讲话'))}.txt"
    noise = tuple(dict.fromkeys(sheet.noise))
    return Compilation(text, name, style, title, declared, tuple(speeches), noise, tuple(sheet.breaks))


@dataclass(frozen=True, slots=True)
class Head:
    """How one speech begins: its own title, what parentheses it ends with, its number."""

    title: str
    tail: str
    label: str
    role: str | None


def _heads(sheet: Sheet, count: int) -> list[Head]:
    random, mark = sheet.random, sheet.style["mark"]
    names = list(lines_of("titles")) + (list(lines_of("masked_titles")) * 3 if sheet.style["masks"] != "none" else [])
    names = [name for name in names if not set(name) & set("！？") or random.random() < 0.3]  # such titles are rare
    single = [name for name in names if name.startswith("在")]
    chosen = random.sample(single if count == 1 else names, count) if count <= len(names) else names[:count]
    heads = []
    used: set[str] = set()
    for k, template in enumerate(chosen):
        title = plain(fill(random, template, sheet.words))
        while title in used:
            title = plain(fill(random, random.choice(names), sheet.words))
        used.add(title)
        role = plain(fill(random, random.choice(lines_of("roles")), sheet.words)) if mark == "role" else None
        role = None if role and random.random() < 0.1 else role
        tail = f"（{role}）" if role else "（范文）" if mark in ("sample", "role") else ""
        number = CN[k] if mark[0] != "1" else str(k + 1)
        label = mark.split()[0].replace("一", number).replace("1", number) if "一" in mark or "1" in mark else ""
        heads.append(Head(title, tail, label, role))
    return heads


def _advert(sheet: Sheet) -> str:
    return fill(sheet.random, sheet.random.choice(lines_of(sheet.adverts)), sheet.words)


def _advert_block(sheet: Sheet, kind: str) -> None:
    if kind == "none":
        return
    sheet.put_noise(_advert(sheet))
    if kind == "twice":
        sheet.put_noise(sheet.noise[-1])
    if kind == "block":
        if sheet.random.random() < 0.5:
            sheet.put_noise(sheet.words.brand)
            sheet.put_noise(sheet.random.choice(lines_of("slogans")))
        for _ in range(sheet.random.randint(1, 3)):
            sheet.put_noise(_advert(sheet))
    sheet.blank(sheet.random.randint(0, 2))


def _front(sheet: Sheet, count: int) -> tuple[str | None, int | None]:
    """The compilation's own title, and how many speeches it says there are."""
    style, random = sheet.style, sheet.random
    if style["front"] == "none":
        return None, None
    title = plain(fill(random, random.choice(lines_of("compilation_titles")), sheet.words))
    told = count + random.choice((-1, 1, 2)) if style["declared"] == "wrong" and count > 2 else count
    form = (
        {"none": "", "gong": f"（共{told}篇）"}.get(style["declared"])
        if style["declared"] in ("none", "gong")
        else None
    )
    tail = form if form is not None else random.choice((f"（{told}篇）", f"({told}篇)"))
    if style["front"] == "brackets":
        title = f"【{title}】"
    cut = len(title) - random.randint(4, 8) if style["front"] == "two lines" else len(title)
    lines = [title[:cut], title[cut:]] if cut < len(title) else [title]
    if tail and style["declared"] == "own line":
        lines.append(tail)
    else:
        lines[-1] += tail
    sheet.lines.extend(lines)
    sheet.blank(random.randint(1, 4) if style["toc"] == "none" else random.randint(0, 2))
    return title + tail, told if tail else None


def _contents(sheet: Sheet, heads: list[Head]) -> None:
    style, random = sheet.style, sheet.random
    if style["toc"] == "none":
        return
    if style["toc_head"] != "none":
        sheet.put_noise(style["toc_head"])
    page = 1
    for k, head in enumerate(heads):
        title = head.title + ("" if style["toc_slip"] == "no role" else head.tail)
        if style["toc_slip"] == "spaces":
            title = title.replace(" ", "\u3000") if " " in title else title[:6] + " " + title[6:]
        if head.label and random.random() < 0.8:
            title = head.label + ("" if head.label[-1] in "：】.、）" else " ") + title
        elif style["toc"] == "numbered":
            title = f"{k + 1}.{title}"
        tail = {"nbsp": "\xa0{}", "space": " {}", "tab": "\t{}", "dots": "........{}", "leaders": "……………………{}"}
        entry = title + tail.get(style["toc"], "").format(page)
        page += random.randint(2, 5)
        if style["toc"] == "two-line" and len(title) > 24:
            sheet.put_noise(title[:20])
            sheet.put_noise(title[20:] + f"………{page}")
        else:
            sheet.put_noise(entry + (f"………{page}" if style["toc"] == "two-line" else ""))
    sheet.blank(random.randint(1, 3))


def _speech(sheet: Sheet, head: Head, k: int, front: str | None) -> Speaking:
    style = sheet.style
    if k:
        if sheet.some("between") and sheet.random.random() < 0.6:
            sheet.blank(sheet.random.randint(0, 1))
            _advert_block(sheet, style["between"])
        sheet.blank(int(style["before"]))
    glued = style["glued"] == "some" and k > 0 and sheet.random.random() < 0.5
    shown, role = _put_title(sheet, head, glued)
    if not glued:
        sheet.blank(int(style["after"]))
    body, headings = put_body(sheet, glued, front)
    alone = style["mark"].endswith("alone")
    title = head.label if alone else shown
    texts = tuple(plain(text) for text in body)
    return Speaking(title, "" if alone else head.label, role, texts, tuple(map(mask_spans, body)), tuple(headings))


def _put_title(sheet: Sheet, head: Head, glued: bool) -> tuple[str, str | None]:
    """The title as the file shows it, and the speaker's role it tells."""
    style, random = sheet.style, sheet.random
    shown = head.title + head.tail
    if style["mark"].endswith("alone"):
        sheet.lines.append(head.label)
        return shown, None
    if style["mark"].endswith("over"):
        sheet.lines.append(head.label)
        sheet.blank(random.randint(0, 1))
        line = shown
    else:
        line = head.label + ("" if not head.label or head.label[-1] in "：】.、）" else " ") + shown
    room = len(line) - len(head.tail)
    if style["split"] == "some" and room > 26 and random.random() < 0.5:
        cut = line.rfind(" ", 12, room - 6) if " " in line[12 : room - 6] else random.randint(18, room - 6)
        sheet.lines.extend([line[:cut], line[cut:].strip()])
    else:
        sheet.lines.append(line)
    if style["twice"] == "yes":
        sheet.blank(random.randint(0, 1))
        sheet.lines.append(line)
    under = _put_under(sheet)
    return shown, head.role if under is None or (under == "" and head.role) else under


def _put_under(sheet: Sheet) -> str | None:
    random, under = sheet.random, sheet.style["under"]
    role = plain(fill(random, random.choice(lines_of("roles")[:12]), sheet.words))
    name = random.choice(_NAMES)
    date = random.choice(("2023年3月5日", "（2023年5月6日）", "（20XX年X月X日）", "2022年12月"))
    forms = {
        "byline": [f"{role} {name}"],
        "（role name）": [f"（{role} {name}）"],
        "date": [date],
        "author": [f"作者：{name}"],
        "date+byline": random.choice(([date, f"{role} {name}"], [f"{role}  {name}", date])),
        "unit": ["发言单位：" + sheet.words.place + "人民政府"],
    }
    sheet.lines.extend(forms.get(under, []))
    return {"author": "", "unit": ""}.get(under, role if "name" in under or "byline" in under else None)


def _end(sheet: Sheet) -> None:
    sheet.blank(sheet.random.randint(0, 2))
    _advert_block(sheet, sheet.style["end"])
    if sheet.style["paid"] != "none":
        sheet.put_noise("##paidend##")
    sheet.blank(1)
