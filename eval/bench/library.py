"""Libraries drawn at random for the search bench: compilations of speeches with roles and dates, of any size.

A sentence is a frame with phrases of the register, the frequent ones far more often than the rest, as in real text.
What it does not know: real speeches repeat whole sentences, and their words keep company; here they are drawn apart.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from random import Random

from vectorstore import thesaurus, tokens

PASSAGES_PER_FILE = 100
ROLES = ("县长", "市长", "区长", "县委书记", "市委书记", "局长", "镇党委书记", "主任")
PLACES = (
    "青禾市", "云岭县", "临江区", "白石镇", "苇塘乡", "澄湖市", "沧浪区", "望江镇",
    "龙潭县", "松溪县", "北塬区", "石桥镇",
)  # fmt: skip
_SPEECHES, _PARAGRAPHS = 10, 10  # of a file, of a speech
_FRAMES = (
    "{place}坚持把{a}摆在突出位置，推动{b}与{c}相结合，全年完成{n}项任务。",
    "要以{a}为抓手，聚焦{b}，下大力气解决{c}中的难点堵点，力争新增{n}个。",
    "去年，{place}{a}取得新成效，{b}增长{n}%，{c}走在全省前列。",
    "有的同志对{a}认识不足，{b}抓得不紧，{c}还有{n}处短板，必须认真整改。",
    "在{a}方面，我们投入{n}万元，建成{b}，惠及{place}群众。",
    "{a}是{b}的关键，{c}是{a}的保障。",
    "{n}户企业受益于{a}，{place}的{b}迈上新台阶。",
    "围绕{a}，出台{b}实施方案，明确{n}条措施。",
    "{place}第一个推行{a}，把{b}办到了家门口，群众办{c}少跑{n}趟。",
    "我到{place}调研{a}时，大家谈得最多的是{b}。",
    "下一步，严格落实{a}，加快补齐{b}短板，确保{c}不出问题。",
    "截至{n}月底，{a}累计达到{n}亿元，其中{b}占{n}%。",
)


class Writer:
    """Draws files; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        phrases = [*tokens.domain_words(), *(word for _, words in thesaurus.read_lines() for word in words)]
        self._phrases = list(dict.fromkeys(phrases))
        Random(seed).shuffle(self._phrases)
        self._shares = list(accumulate(1 / rank for rank in range(10, len(self._phrases) + 10)))  # Zipf

    def sentence(self) -> str:
        a, b, c = self.random.choices(self._phrases, cum_weights=self._shares, k=3)
        frame, place = self.random.choice(_FRAMES), self.random.choice(PLACES)
        return frame.format(place=place, a=a, b=b, c=c, n=self.random.randint(2, 999))

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.random.randint(8, 12))) + "\n"

    def file(self, number: int) -> str:
        """A Markdown compilation of ten speeches of ten paragraphs, a passage each."""
        lines = [f"# {PLACES[number % len(PLACES)]}第{number}号发言材料汇编（{_SPEECHES}篇）"]
        for _ in range(_SPEECHES):
            place, role = self.random.choice(PLACES), self.random.choice(ROLES)
            subject = self.random.choice(self._phrases)
            lines.append(f"\n## 在{place}{number}号{subject}推进会上的讲话（{role}）\n")
            lines.append(f"（{self.random.randint(2014, 2024)}年{self.random.randint(1, 12)}月）\n")
            lines += [self.paragraph() for _ in range(_PARAGRAPHS)]
        return "\n".join(lines)


def make_library(folder: Path, passages: int, seed: int = 7) -> None:
    """Files for about `passages` passages."""
    writer = Writer(seed)
    for number in range(-(-passages // PASSAGES_PER_FILE)):
        into = folder / f"{number // 500:04d}"
        into.mkdir(parents=True, exist_ok=True)
        (into / f"{number:05d}.md").write_text(writer.file(number), encoding="utf8")
