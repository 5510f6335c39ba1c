"""Compilations with known truth, drawn at random: every form of title, number, contents, advert and broken line."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACES = ("青禾市", "云岭县", "临江区", "白石镇", "松溪县", "清河区")
FIELDS = ("产业", "水利", "教育", "就业", "林业", "交通", "医疗", "文旅", "商贸", "人才", "环保", "养老")
ROLES = ("县长", "市长", "副市长", "县委书记", "镇党委书记", "市委副书记、市长", "局长")
HEADINGS = ("提高站位，凝聚思想共识", "突出重点，狠抓任务落实", "强化保障，形成工作合力", "深化改革，激发内生动力")
ADVERTS = (
    "【木木文库】每天更新材料800多篇，会员群+网盘群同步更新，联系客服：mm8899",
    "更多公文写作材料请加QQ群：88776655",
    "仅供学习 禁止外传 用后删除",
    "木木文库整理，咨询QQ11223344",
    "关注公众号“木木写作”，免费领取海量范文",
    "本资料来源于网络，版权归原作者所有，如有侵权请联系删除",
)
CN = "一二三四五六七八九十"


@dataclass(frozen=True)
class Made:
    """A text and what a person reads in it: (title, paragraphs) for each speech."""

    text: str
    speeches: list[tuple[str, list[str]]]
    form: dict[str, object]


def sentence(random: Random) -> str:
    place, field = random.choice(PLACES), random.choice(FIELDS)
    return random.choice(
        (
            f"过去一年，{place}{field}工作有新进展，投资{random.randint(2, 90)}亿元，增长{random.randint(1, 20)}.5%。",
            f"要把{field}摆在更加突出的位置，健全机制、压实责任，一件事情接着一件事情办。",
            f"我们清醒看到，{field}领域还存在基础不牢、投入不足、队伍不稳等问题，必须认真加以解决。",
            f"{place}将围绕“{field}提质年”主线，实施{random.randint(3, 60)}个重点项目，带动就业xx人。",
            f"各乡镇、各部门要主动作为，把{field}任务分解到人、落实到岗、细化到天。",
            f"实践证明，只有紧紧依靠群众，{field}工作才能行稳致远。",
        )
    )


def paragraph(random: Random, sentences: int = 0) -> str:
    return "".join(sentence(random) for _ in range(sentences or random.randint(2, 6)))


def _title(random: Random, used: set[str]) -> str:
    while True:
        field, place = random.choice(FIELDS), random.choice(PLACES)
        title = random.choice(
            (
                f"聚焦短板弱项补齐{field}高质量发展",
                f"加快推进{field}现代化 为{place}振兴贡献力量",
                f"在{field}一线书写新时代答卷",
                f"以{field}之进支撑全市之稳",
                f"当好{field}战线的排头兵",
            )
        )
        if title not in used:
            used.add(title)
            return title


def draw_form(random: Random) -> dict[str, object]:
    """One choice for each way in which compilations differ."""
    count = random.choice((1, 1, 2, 3, 4, 6, 10))
    many = count > 1
    gap = random.choice((0, 1, 2))
    spaced = gap > 0 and random.random() < 0.3
    role = random.random() < 0.33
    number = random.choice(("", "", "", "篇{}：", "【篇{}】", "第{}篇 ", "范文{}：", "（{}）\n")) if many else ""
    contents = random.choice(("", "", "dots", "space", "plain")) if many else ""
    return {
        "count": count,
        "number": number,
        "role": role,
        "contents": contents,
        "declared": random.choice(("right", "wrong", "right", "none")) if many else "none",
        "gap": gap,
        "after": random.choice((0, 1)),
        "spaced": spaced,
        "inner": random.choice(("none", "dun", "dun+paren", "plain", "yishi")),
        "greeting": random.random() < 0.25,
        "date": random.random() < 0.3,
        "indent": random.choice(("", "\u3000\u3000")),
        "adverts": random.choice((0, 1, 2, 3)),
        "paid": random.random() < 0.5,
        "glued": many and bool(role or contents) and random.random() < 0.3,
        "broken": random.random() < 0.5,
        "newline": random.choice(("\n", "\r\n")),
    }


def _body(random: Random, form: dict[str, object]) -> list[str]:
    body = [random.choice(("同志们：", "各位领导、同志们："))] if form["greeting"] else []
    body.append(paragraph(random))
    for k in range(random.randint(2, 4)):
        heading = random.choice(HEADINGS)
        if form["inner"] in ("dun", "dun+paren"):
            body.append(f"{CN[k]}、{heading}")
        if form["inner"] == "plain":
            body.append(heading)
        if form["inner"] == "yishi":
            body.append(f"{CN[k]}是{heading}。" + paragraph(random))
        elif form["inner"] == "dun+paren":
            body.extend(f"（{CN[q]}）{heading}。" + paragraph(random) for q in range(2))
        else:
            body.append(paragraph(random))
    return [*body, paragraph(random, 2)[:-1] + "！"]


def _physical(random: Random, form: dict[str, object], text: str) -> list[str]:
    """The lines a paragraph is written in: sometimes broken inside a sentence, sometimes with a blank line there."""
    if not form["broken"] or len(text) < 130 or random.random() > 0.2:
        return [text]
    at = random.randint(60, len(text) - 30)
    while text[at - 1] in "。！；：，、？”“" or text[at] in "，。、；：！？”“.%" or text[at].isdigit():
        at += 1
    return [text[:at], *[""] * random.randint(0, 1), text[at:]] if at < len(text) - 5 else [text]


def compilation(seed: int) -> Made:
    """One compilation; the same seed gives the same one."""
    random = Random(seed)
    form = draw_form(random)
    count = int(str(form["count"]))
    lines = [random.choice(ADVERTS), ""] if int(str(form["adverts"])) & 1 else []
    if count > 1:
        told = count if form["declared"] == "right" else count + 2
        lines.append("青禾市领导干部学习研讨发言材料汇编" + ("" if form["declared"] == "none" else f"（{told}篇）"))
        lines.extend([""] * random.choice((0, 1, 3)))
    used: set[str] = set()
    titles = [_title(random, used) + (f"（{random.choice(ROLES)}）" if form["role"] else "") for _ in range(count)]
    if form["contents"]:
        tail = {"dots": "………………{}", "space": "\xa0{}", "plain": ""}[str(form["contents"])]
        lines.append(random.choice(("目录", "目\u3000录")))
        lines.extend(title + tail.format(3 * k + 1) for k, title in enumerate(titles))
        lines.append("")
    glued = random.randrange(1, count) if form["glued"] and not form["date"] and not form["greeting"] else -1
    speeches = []
    for k, title in enumerate(titles):
        body = _body(random, form)
        speeches.append((title, body))
        lines.extend([""] * int(str(form["gap"])) if k else [])
        lines.extend((str(form["number"]).format(CN[k]) + title).split("\n"))
        written = [line for text in body for line in [*_physical(random, form, text), *[""] * bool(form["spaced"])]]
        if k == glued:
            lines[-1] += written.pop(0)
        elif form["date"]:
            lines.append(random.choice(("（20XX年X月X日）", "（2023年5月6日）")))
        lines.extend([""] * int(str(form["after"])) if k != glued else [])
        if form["paid"] and k == 0:
            written[-1] = "##paidbegin##" + written[-1] if written[-1] else ""
        lines.extend(str(form["indent"]) + line if line else "" for line in written)
    if int(str(form["adverts"])) & 2:
        lines.extend(["", random.choice(ADVERTS), random.choice(ADVERTS)])
    return Made(str(form["newline"]).join([*lines, "##paidend##"]), speeches, form)
