"""An upload as HTML: being read, proposed as a form, being taken in, and what became of it. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Sequence

from ui.intake import Intake, fact
from ui.markup import act, div, esc, tag
from ui.wordings import Lang, word
from vectorstore.indexing import Progress
from vectorstore.propose import MAX_BYTES, MAX_FILE, MAX_FILES, Proposal, ProposedSpeech
from vectorstore.report import FileReport
from vectorstore.types import Failure

_FILES, _SPEECHES, _ROWS = 300, 200, 1_500  # files, speeches of one file and speeches of all that the form shows
_BARS = 100  # files whose bar is drawn
_MB, _GB = 1 << 20, 1 << 30


def limits(lang: Lang) -> str:
    """What can be uploaded, and how much; hidden what the page says of a file that is larger (app.js)."""
    told = word(lang, "upload_limits", file=MAX_FILE // _MB, files=f"{MAX_FILES:,}", total=MAX_BYTES // _GB)
    large = word(lang, "upload_large", file=MAX_FILE // _MB)
    warned = tag("p", esc(large), class_="yj-large", role="alert", hidden=True)
    return tag("p", esc(told), class_="yj-about") + warned


def intake_view(intake: Intake | None, reports: Sequence[FileReport], lang: Lang, notice: str = "") -> str:
    """The upload as it is now; `reports` are of its files once they are in the library."""
    told = div("yj-warn", esc(notice)) if notice else ""
    if intake is None:
        return told
    if intake.stage == "reading":
        return told + div("yj-upload", _reading(intake, lang))
    if intake.stage == "proposed":
        return told + div("yj-upload", _proposed(intake, lang))
    if intake.stage == "taking":
        return told + div("yj-upload", _taking(intake, lang))
    close = div("yj-tools", act("drop", {"number": intake.number}, esc(word(lang, "upload_close")), "yj-tool"))
    return told + div("yj-upload", _ended(intake, reports, lang), close)


def _reading(intake: Intake, lang: Lang) -> str:
    at = intake.progress
    told = word(lang, "upload_receiving", count=len(intake.names))
    if at.files_total:
        told = word(lang, "upload_reading", name=at.file, done=at.files_done + 1, total=at.files_total)
    return tag("p", esc(told), role="status") + _bar(at.files_done, at.files_total, told)


def _proposed(intake: Intake, lang: Lang) -> str:
    good = [(n, p) for n, p in enumerate(intake.proposals) if not p.reason]
    bad = [Failure(p.file, p.reason) for p in intake.proposals if p.reason]
    drop = act("drop", {"number": intake.number}, esc(word(lang, "upload_drop")), "yj-tool")
    refused = _failures(bad, "upload_refused", lang)
    if not good:
        return tag("p", esc(word(lang, "upload_none"))) + refused + div("yj-tools", drop)
    speeches = sum(len(p.speeches) for _, p in good)
    told = tag("p", esc(word(lang, "upload_found", files=len(good), speeches=speeches)), role="status")
    items, rows = "", _ROWS
    for number, proposal in good[:_FILES]:
        shown = min(rows, _SPEECHES)
        rows -= min(shown, len(proposal.speeches))
        items += _file(number, proposal, shown, lang)
    rest = len(good) - _FILES
    more = tag("p", esc(word(lang, "upload_more_files", count=rest)), class_="yj-about") if rest > 0 else ""
    confirm = act("confirm", {"number": intake.number}, esc(word(lang, "upload_confirm")), "yj-tool yj-main-tool")
    form = tag("ul", items, class_="yj-proposals") + more + div("yj-tools", confirm, drop)
    return told + refused + tag("div", form, data_form=f"upload-{intake.number}", data_keep=True)


def _file(number: int, proposal: Proposal, shown: int, lang: Lang) -> str:
    take = _check(f"{number}-take", word(lang, "upload_take", name=proposal.file), True)
    facts = [
        word(lang, "n_speeches", count=len(proposal.speeches)),
        word(lang, "n_paragraphs", count=sum(s.paragraphs for s in proposal.speeches)),
        proposal.encoding,
    ]
    if proposal.masks:
        facts.append(word(lang, "n_masks", count=proposal.masks))
    lines = [tag("span", esc(" · ".join(facts)), class_="yj-facts")]
    if proposal.removed:
        rules = "，".join(f"{rule} {count}" for rule, count in proposal.removed)
        removed = word(lang, "upload_removed", count=sum(n for _, n in proposal.removed), rules=rules)
        lines.append(tag("span", esc(removed), class_="yj-facts"))
    warnings = list(proposal.warnings)
    if proposal.known:
        warnings.insert(0, word(lang, "upload_known", name=proposal.known))
    lines += [div("yj-warn", esc(warning)) for warning in warnings]
    speeches = "".join(_speech(number, speech, lang) for speech in proposal.speeches[:shown])
    rest = len(proposal.speeches) - shown
    more = tag("p", esc(word(lang, "upload_more_speeches", count=rest)), class_="yj-about") if rest > 0 else ""
    summary = tag("summary", esc(word(lang, "upload_split", count=len(proposal.speeches))))
    fold = tag("details", summary + tag("ol", speeches) + more, class_="yj-others", open=number == 0)
    return tag("li", take + "".join(lines) + fold)


def _speech(number: int, speech: ProposedSpeech, lang: Lang) -> str:
    at = f"{number}-{speech.number}"
    labels = (("title", "upload_title"), ("speaker_role", "upload_role"), ("date", "upload_date"))
    hints = {"title": "untitled", "speaker_role": "role", "date": "date"}
    fields = "".join(
        _field(f"{at}-{name}", word(lang, label, number=speech.number), fact(speech, name), word(lang, hints[name]))
        for name, label in labels
    )
    size = [word(lang, "n_paragraphs", count=speech.paragraphs), word(lang, "upload_chars", count=speech.characters)]
    opening = tag("span", esc(speech.opening + "…"), class_="yj-excerpt")
    joined = _check(f"{at}-joined", word(lang, "upload_join")) if speech.number > 1 else ""
    facts = tag("span", esc(" · ".join(size)), class_="yj-facts")
    head = tag("span", str(speech.number), class_="yj-number")
    return tag("li", head + div("yj-source-body", div("yj-speech-fields", fields), facts, opening, joined))


def _taking(intake: Intake, lang: Lang) -> str:
    at = intake.progress
    read = len(intake.taken) if at.stage == "index" else at.files_done
    told = word(lang, "upload_taking", done=read, total=len(intake.taken))
    speed = ""
    if at.seconds > 0 and at.characters:
        count, each = f"{at.characters:,}", f"{at.characters / at.seconds:,.0f}"
        speed = tag("p", esc(word(lang, "upload_speed", count=count, speed=each)), class_="yj-facts")
    if at.stage == "index" and at.passages_total:
        told = word(lang, "upload_indexing", done=at.passages_done, total=at.passages_total)
    items = "".join(_taken(name, index < read, index == read, lang) for index, name in _shown(intake.taken, read))
    return tag("p", esc(told), role="status") + _whole(at, told) + speed + tag("ul", items, class_="yj-bars")


def _shown(names: Sequence[str], read: int) -> list[tuple[int, str]]:
    """At most so many of the files, those being read among them."""
    first = max(0, min(read - _BARS // 2, len(names) - _BARS))
    return list(enumerate(names))[first : first + _BARS]


def _taken(name: str, done: bool, current: bool, lang: Lang) -> str:
    bar = _bar(1, 1, name) if done else _bar(0, 0 if current else 1, name)
    return tag("li", tag("span", esc(name), class_="yj-file-title") + bar)


def _whole(at: Progress, label: str) -> str:
    if at.stage == "index":
        return _bar(at.passages_done, at.passages_total, label)
    return _bar(at.bytes_done, at.bytes_total, label)


def _bar(done: int, total: int, label: str) -> str:
    """How far it is; a bar without a value while that is not known."""
    if total <= 0:
        return tag("progress", "", aria_label=label)
    return tag("progress", "", value=str(min(done, total)), max=str(total), aria_label=label)


def _ended(intake: Intake, reports: Sequence[FileReport], lang: Lang) -> str:
    report = intake.report
    if report is None:
        told = word(lang, "upload_failed", reason=intake.error) if intake.error else word(lang, "upload_failed_unknown")
        return tag("p", esc(told), role="alert", class_="yj-banner yj-banner-failed")
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    told = tag("p", esc(word(lang, "upload_done", seconds=f"{report.seconds:.1f}", **counts)), role="status")
    items = "".join(_reported(one, lang) for one in reports)
    shown = {one.file for one in reports}  # their warnings stand beside them
    warned = "".join(tag("li", esc(f"{w.file}：{w.reason}")) for w in report.warnings if w.file not in shown)
    notes = div("yj-notes", tag("ul", warned)) if warned else ""
    return (
        told + _failures(report.failed, "upload_failed_files", lang) + notes + tag("ul", items, class_="yj-proposals")
    )


def _reported(report: FileReport, lang: Lang) -> str:
    facts = [
        word(lang, "n_speeches", count=report.speeches),
        word(lang, "n_paragraphs", count=report.paragraphs),
        report.encoding,
        *([word(lang, "n_masks", count=report.masks)] if report.masks else []),
    ]
    name = act("shelf", {"file": report.file}, esc(report.file), "yj-crumb")
    lines = tag("span", esc(" · ".join(facts)), class_="yj-facts") + rules_of(report, lang)
    return tag("li", name + lines + "".join(div("yj-warn", esc(w)) for w in report.warnings))


def rules_of(report: FileReport, lang: Lang) -> str:
    """What was taken out of a file, by rule; empty when nothing was."""
    if not report.removed:
        return ""
    rules = "，".join(f"{rule.rule} {rule.pieces}" for rule in report.removed)
    count = sum(rule.pieces for rule in report.removed)
    return tag("span", esc(word(lang, "upload_removed", count=count, rules=rules)), class_="yj-facts")


def _failures(failed: Sequence[Failure], title: str, lang: Lang) -> str:
    if not failed:
        return ""
    items = "".join(tag("li", tag("b", esc(f.file)) + tag("span", esc(f"：{f.reason}"))) for f in failed[:_FILES])
    head = tag("h2", esc(word(lang, title, count=len(failed))), class_="yj-section")
    return div("yj-refused", head, tag("ul", items))


def _field(name: str, label: str, value: str, hint: str) -> str:
    about = {"aria_label": label, "title": label, "placeholder": hint}
    return tag("input", "", name_=name, type="text", value=value, maxlength="300", **about)


def _check(name: str, label: str, on: bool = False) -> str:
    box = tag("input", "", name_=name, type="checkbox", checked=on)
    return tag("label", box + tag("span", esc(label)), class_="yj-check")
