"""Our nouns as text for a person at a terminal. Pure functions; control characters of documents never get through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.types import Answer, Source
from vectorstore.types import Field, Hit, IngestReport, Location, RemovedPiece, Speech, SpeechRow

if TYPE_CHECKING:
    from bot.draft import Traced
    from vectorstore.doctor import DoctorReport
    from vectorstore.explain import Explanation
    from vectorstore.report import FileReport

STATUS = {
    "answered": "已回答",
    "partial": "部分回答",
    "masked": "原文隐去",
    "conflicting": "材料说法不一",
    "not_found": "未找到",
}
_QUOTE = 120  # characters of a reference that are shown


def safe(text: str) -> str:
    """A text without what a terminal would obey or hide: control, bidirectional and zero-width characters."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def line(text: str, limit: int = 0) -> str:
    text = " ".join(safe(text).split())
    return text[: limit - 1] + "…" if limit and len(text) > limit else text


def place(location: Location, title: str) -> str:
    """The address that a person can say."""
    page = f"（第{location.page}页）" if location.page else ""
    return f"《{line(location.file)}》第{location.speech}篇《{line(title, 40)}》第{location.paragraph}段{page}"


def report_text(report: IngestReport) -> str:
    moved = f"（其中改名或移动 {report.moved}）" if report.moved else ""
    lines = [
        f"共 {report.files} 个文件，{report.speeches} 篇讲话，{report.paragraphs} 段，{report.passages} 个片段。",
        f"新增 {report.added}，更新 {report.changed}，未变 {report.unchanged}{moved}，移除 {report.removed}；"
        f"剔除 {report.removed_lines} 处杂质；用时 {report.seconds:.1f} 秒。",
    ]
    lines += [f"注意：{line(w.file)}：{line(w.reason)}" for w in report.warnings]
    lines += [f"没有收进来：{line(f.file)}：{line(f.reason)}" for f in report.failed]
    return "\n".join(lines)


def speeches_text(rows: Iterable[SpeechRow]) -> Iterable[str]:
    """One line a speech, under its file."""
    file = None
    for row in rows:
        if row.file != file:
            file = row.file
            yield f"《{line(file)}》"
        speech = row.speech
        facts = "，".join(line(v) for v in (speech.speaker_role.value, speech.speaker.value, speech.date.value) if v)
        size = sum(len(p.text) for p in speech.paragraphs)
        yield (
            f"  第{row.number}篇 {line(speech.title)}{f'（{facts}）' if facts else ''} "
            f"{len(speech.paragraphs)} 段 {size} 字 [{speech.id}]"
        )


def speech_text(speech: Speech, places: Sequence[tuple[str, int]], only: int | None = None) -> str:
    """A speech with its paragraph numbers; `only` marks one paragraph."""
    facts = [f"{name}：{line(f.value)}" for name, f in _facts(speech) if f.value]
    lines = [f"《{line(speech.title)}》", *facts]
    lines += [f"见《{line(file)}》第{number}篇" for file, number in places]
    for number, paragraph in enumerate(speech.paragraphs, 1):
        mark = "→" if number == only else " "
        lines.append(f"{mark}[{number}] {safe(paragraph.text)}")
    return "\n".join(lines)


def _facts(speech: Speech) -> list[tuple[str, Field]]:
    return [
        ("身份", speech.speaker_role),
        ("姓名", speech.speaker),
        ("场合", speech.occasion),
        ("日期", speech.date),
        ("地点", speech.place),
    ]


def file_text(report: FileReport) -> str:
    """What became of a file: counts, what was taken out by which rule, warnings."""
    declared = f"（自称 {report.declared_count} 篇）" if report.declared_count not in (None, report.speeches) else ""
    rules = "、".join(f"{line(rule.rule)} {rule.pieces}" for rule in report.removed)
    lines = [
        f"《{line(report.file)}》{line(report.title)}",
        f"编码 {report.encoding}，{report.speeches} 篇{declared}，{report.paragraphs} 段，隐去 {report.masks} 处，"
        f"剔除 {sum(rule.pieces for rule in report.removed)} 处{f'（{rules}）' if rules else ''}。",
    ]
    return "\n".join([*lines, *(f"注意：{line(w)}" for w in report.warnings)])


def doctor_text(report: DoctorReport) -> str:
    lines = [
        f"资料库 {report.store}：{report.files} 个文件，{report.speeches} 篇讲话，{report.paragraphs} 段，"
        f"{report.passages} 个片段，版本 {report.revision}。"
    ]
    lines += [
        f"索引 {leg.name}：{leg.passages} 个片段，版本 {leg.revision}，{line(leg.problem) or '完好'}。"
        for leg in report.legs
    ]
    lines += [f"问题：{line(problem)}" for problem in report.problems]
    lines += [f"建议：{line(advice)}" for advice in report.advice]
    return "\n".join([*lines, "一切正常。" if report.ok else "需要处理，见上。"])


def removed_text(removed: Sequence[RemovedPiece], file: str) -> str:
    """The removal log with its numbers, and how a piece is brought back."""
    if not removed:
        return "没有剔除任何内容。"
    lines = [f"{piece.number}\t{piece.rule}\t{line(piece.text)}" for piece in removed]
    return "\n".join([*lines, f"要恢复其中几处：yanju restore-removed '{line(file)}' 编号 编号……"])


def hits_text(hits: Sequence[Hit]) -> str:
    blocks = []
    for rank, hit in enumerate(hits, 1):
        first = hit.locations[0] if hit.locations else Location("？", 0, hit.passage.first)
        last = f"至第{hit.passage.last}段" if hit.passage.last != hit.passage.first else ""
        role = f"（{line(hit.speaker_role)}）" if hit.speaker_role else ""
        more = f"，另见 {len(hit.locations) - 1} 处" if len(hit.locations) > 1 else ""
        blocks.append(f"{rank}. {place(first, hit.title)}{last}{role}{more}\n   {line(hit.passage.text, 300)}")
    return "\n\n".join(blocks) or "没有找到。请换个说法，或者放宽文件、身份的限制。"


_LEGS = {"keyword": "关键词", "vector": "向量"}


def explanation_text(explained: Explanation) -> str:
    """The forms that were searched, the filters, and each hit with why it came."""
    lines = []
    for number, form in enumerate(explained.forms, 1):
        lines.append(f"检索式 {number}（权重 {form.weight:g}）：{line(form.text, 200)}")
        lines.append(f"  检索词：{'、'.join(map(line, form.words)) or '（无）'}")
        lines += [f"  同义：{line(word)} → {'、'.join(phrases)}" for word, phrases in form.expansions]
    filters = explained.filters
    limits = {"文件": filters.file, "身份": filters.role, "日期起": filters.date_from, "日期止": filters.date_to}
    said = [f"{name} {line(value)}" for name, value in limits.items() if value]
    if explained.speeches is not None:
        lines.append(f"限定：{'，'.join(said) or '问题里写明的讲话'}（{explained.speeches} 篇）")
    if filters.first:
        lines.append(f"排在前面：问题指到的讲话 {'、'.join(f'{len(group)} 篇' for group in filters.first)}")
    blocks = ["\n".join(lines) or "没有可以检索的词。"]
    for rank, why in enumerate(explained.hits, 1):
        places = [
            f"  {_LEGS.get(p.leg, p.leg)}第 {p.rank} 名（检索式 {p.form}{'，只看指到的讲话' if p.first else ''}，"
            f"原分 {p.score:.3f}），计 {p.points:.5f}"
            for p in why.places
        ]
        words = "、".join(map(line, why.words)) or "（没有原词，靠单字或同义说法）"
        expanded = "、".join(f"{line(word)}→{line(phrase)}" for word, phrase in why.expanded)
        head = hits_text([why.hit]).replace("1. ", f"{rank}. ", 1)
        more = [f"  命中的同义说法：{expanded}"] if expanded else []
        blocks.append("\n".join([head, f"  总分 {why.hit.score:.5f}", *places, f"  命中的词：{words}", *more]))
    if explained.reason:
        blocks.append(f"没有找到：{explained.reason}")
    return "\n\n".join(blocks)


def answer_text(answer: Answer) -> str:
    """The answer, what was struck out of it and why, and the references."""
    parts = [safe(answer.text)]
    if answer.status != "answered":
        parts.insert(0, f"【{STATUS[answer.status]}】")
    struck = [c for c in answer.claims if c.verdict == "unsupported"]
    if struck:
        lines = [f"  ~~{line(c.text)}~~（{line('；'.join(c.reasons) or '没有依据')}）" for c in struck]
        parts.append("下列句子没有通过核查，不作数：\n" + "\n".join(lines))
    shown = [s for s in answer.sources if s.cited]
    if shown:
        parts.append("出处：\n" + "\n".join(map(reference, shown)))
    elif answer.sources and answer.status == "not_found":
        parts.append("最接近的段落：\n" + "\n".join(map(reference, answer.sources[:3])))
    if answer.searched != answer.question:
        parts.append(f"检索的问题：{line(answer.searched, 300)}")
    parts += [f"说明：{line(note)}" for note in answer.notes]
    return "\n\n".join(part for part in parts if part)


def reference(source: Source) -> str:
    """[n] 《file》第N篇《title》第M段: quote."""
    first = source.locations[0] if source.locations else Location("？", 0, 0)
    quotes = "……".join(source.quotes) or source.paragraph.text
    return f"  [{source.number}] {place(first, source.title)}：{line(quotes, _QUOTE)}"


TRACE = {
    "found": "有出处",
    "altered": "与原文不符",
    "masked": "原文隐去",
    "misattributed": "出处写错",
    "not_found": "库里没有",
}


def draft_text(draft: str, traced: Sequence[Traced]) -> str:
    """One block for each figure and quotation of a draft, then the counts."""
    blocks = []
    for item in traced:
        at = draft.count("\n", 0, item.start) + 1
        words = f"第{at}行【{TRACE[item.verdict]}】{line(item.text, 80)}"
        if item.verdict == "found":
            words += f" ← {place(item.location, item.title)}" if item.location else ""
        elif item.location:
            reasons = f"\n  原因：{line('；'.join(item.reasons))}" if item.reasons else ""
            words += f"{reasons}\n  原文：{line(item.wording, _QUOTE)}（{place(item.location, item.title)}）"
        blocks.append(words)
    counts = [f"{name} {n} 处" for key, name in TRACE.items() if (n := sum(t.verdict == key for t in traced))]
    return "\n".join([*blocks, f"共核对 {len(traced)} 处：{'，'.join(counts) or '没有数字和引文'}。"])
