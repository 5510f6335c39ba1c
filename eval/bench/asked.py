"""What a search is asked: pieces of the library's own text, everyday questions, and what upsets a parser."""

from __future__ import annotations

from random import Random

from vectorstore.store import Store

EVERYDAY = (
    "老百姓看病难咋办", "头头们怎么带头", "钱袋子鼓了没有", "厂子撑不下去谁来帮", "娃上学远不远", "地不够用了怎么腾",
)  # fmt: skip
PIECES = (
    *('AND OR NOT (" * : ) ^ ~ \\ [ ] { } + - ! ? / | & < > = @ # $ % _ ; , . \x00 \x07 \x1b \t \n'.split(" ")),  # noqa: SIM905
    *"，。！？：；“”‘’（）《》【】…—、·～￥％＃＠＆＊",
    *"😀 👨‍👩‍👧 🇨🇳 \u202e \u200f \u200b \ufeff \ud800 \udfff \U0010ffff é ß İ 龘 𠮷 한국어 العربية हिन्दी ﷽ Z͑ͫ̓ͪ̂".split(),  # noqa: SIM905
    *("(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "body:*", "title:~2^10", "[* TO *]", "a" * 300, "的" * 300, "林" * 300),
    *"怎么 的 了吗 多少 2021年 招商引资 营商环境 经济增长 改革 第3篇 《讲话》 县长说".split(),  # noqa: SIM905
)


def questions(store: Store, random: Random, count: int) -> list[str]:
    """Pieces of the library's own text with question words, and everyday questions."""
    with store.reading() as db:
        last = int(db.execute("SELECT max(id) FROM passages").fetchone()[0])
        at = [random.randint(1, last) for _ in range(count)]
        texts = [db.execute("SELECT text FROM passages WHERE id >= ? LIMIT 1", (n,)).fetchone()[0] for n in at]
    drawn = []
    for number, text in enumerate(texts):
        start = random.randrange(max(1, len(text) - 25))
        drawn.append(random.choice(EVERYDAY) if number % 5 == 4 else f"{text[start : start + 20]}有多少？")
    return drawn


def hostile(random: Random, count: int) -> list[str]:
    """Questions made of everything that upsets a parser, one in twenty of 20,000 characters."""
    drawn = []
    for number in range(count):
        text = "".join(random.choices(PIECES, k=random.randint(1, 12)))
        drawn.append((text * (20_000 // len(text) + 1))[:20_000] if number % 20 == 0 else text)
    return drawn
