"""A file into speeches: decode, clean, split, join, mark. The pieces of a document tile its decoded source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vectorstore.formats.extract import extract
from vectorstore.formats.extracted import Extracted
from vectorstore.ids import paragraph_id, speech_id
from vectorstore.masks import find_masks
from vectorstore.reading.clean import ADVERT, clean, without_adverts
from vectorstore.reading.corrected import apart, given_back, kept_lines, redivided, stated
from vectorstore.reading.decode import TEXT_ENCODINGS
from vectorstore.reading.facts import named, opened, place_in, speaker_of
from vectorstore.reading.joins import Joined, paragraphs, unwrap
from vectorstore.reading.lines import BLANK, Line, split_lines
from vectorstore.reading.roles import date_of, is_byline, is_date_line, occasion_of, place_of, role_of
from vectorstore.reading.split import Division, Section, divide
from vectorstore.reading.strays import without_strays
from vectorstore.refusals import refusal
from vectorstore.sidecar import Sidecar, read_sidecar
from vectorstore.types import Document, Paragraph, Piece, PieceKind, Speech, UnreadableFile

MAX_BYTES = 256 * 1024 * 1024
_MARKDOWN_SUFFIXES = (".md", ".markdown")
_MARKDOWN_HEAD = re.compile(r"(?m)^#{1,4} +\S")
_OPENING = 4000  # characters of a speech in which the speaker may name himself
_FILE_NUMBER = re.compile(r"^(?:\d{1,6}[._\-\s、]+)+(?=\D)|^[0-9a-f]{6,}_|_[0-9a-f]{8,}$")


def read_file(path: Path) -> Document:
    """Read one file. Raises UnreadableFile, with a reason in Chinese, for what cannot be read or holds no speech."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(f"{path.name}：文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限，请拆成几个文件再导入")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}：打不开（{refusal(error)}）") from None
    try:
        document = _document(extract(data, path.name), path.name, read_sidecar(path))
    except UnreadableFile as error:
        raise UnreadableFile(f"{path.name}：{error}") from None
    if not document.speeches:
        rules = sorted({piece.rule for piece in document.pieces if piece.kind == "removed"})
        raise UnreadableFile(f"{path.name}：里面没有讲话正文，全部内容是{'、'.join(rules) or '空白'}")
    return document


def read_text(text: str, name: str, encoding: str = "utf-8") -> Document:
    """Read a decoded text. `name` is the file's name: its suffix tells Markdown, its stem is the title of last resort.

    Takes any text, without error, in time linear in its length; one without a speech gives a document without speeches.
    """
    return _document(Extracted(text, encoding), name)


def _document(extracted: Extracted, name: str, told: Sidecar | None = None) -> Document:
    text = extracted.text
    stem = Path(name).stem if "." in name else name
    plain = extracted.encoding in TEXT_ENCODINGS
    markdown = plain and (name.lower().endswith(_MARKDOWN_SUFFIXES) or _looks_marked(text))
    lines = split_lines(text)
    if extracted.levels or extracted.runs_on:
        lines = _as_set(lines, extracted)
    noise = [(start + _blank(text, start), rule) for start, rule in extracted.noise]
    wanted, doubts = kept_lines(lines, told) if told else ([], ())
    kept, toc, cuts = clean(lines, text, markdown, stem, noise)
    kept, cuts, stay = given_back(kept, cuts, wanted) if wanted else (kept, cuts, [])
    whole = unwrap(kept, text)
    if len(whole) < len(kept):  # an advert over several lines shows itself only now
        held, free = apart(whole, wanted)
        whole = sorted((*held, *without_adverts(free, toc, stem, cuts)), key=lambda line: line.start)
    division = divide(whole, toc, _FILE_NUMBER.sub("", stem) or stem)
    if told:
        division = redivided(whole, stay, told, division)
    if any(cut.rule == ADVERT for cut in cuts):
        division, strays = without_strays(division, ADVERT, told.keep if told else ())
        cuts.extend(strays)
    pieces = [Piece(cut.start, cut.end, "removed", rule=cut.rule) for cut in cuts]
    pieces.extend(_pieces(division.front, "front"))
    speeches = _speeches(division, text, stem, pieces)
    if told:
        speeches = stated(speeches, told)
    warnings = (*doubts, *division.warnings, *(() if speeches else ("没有读到讲话正文",)))
    return Document(
        extracted.encoding,
        text,
        division.title,
        division.declared,
        tuple(speeches),
        _tiled(pieces, len(text)),
        (*extracted.warnings, *warnings),
        extracted.pages,
    )


def _speeches(division: Division, text: str, stem: str, pieces: list[Piece]) -> list[Speech]:
    """The speeches of a divided file; the pieces of their titles and paragraphs are put to `pieces`."""
    speeches: list[Speech] = []
    for number, section in enumerate(division.sections, 1):
        pieces.extend(_pieces((*section.title, *section.under), "title", number))
        joined = paragraphs(section.body, text)
        for k, item in enumerate(joined, 1):
            pieces.extend(Piece(start, end, "paragraph", number, k) for start, end in item.spans)
        speeches.append(_speech(section, joined, division, stem))
    return speeches


def _as_set(lines: Sequence[Line], extracted: Extracted) -> list[Line]:
    """The lines with what the format says of them."""
    levels, headlines, runs = dict(extracted.levels), set(extracted.headlines), set(extracted.runs_on)
    marked = []
    for line in lines:
        at = line.start - line.indent
        known = at in levels or at in runs
        marked.append(
            replace(line, md=levels.get(at, 0), headline=at in headlines, runs_on=at in runs) if known else line
        )
    return marked


def _looks_marked(text: str) -> bool:
    return len(_MARKDOWN_HEAD.findall(text[:200_000])) >= 2


def _blank(text: str, start: int) -> int:
    """How many blank characters of its line stand at `start`."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) - len(line.lstrip(BLANK))


def _speech(section: Section, joined: Sequence[Joined], division: Division, stem: str) -> Speech:
    body = tuple(_paragraph(item) for item in joined)
    under = tuple(line.text for line in section.under)
    if is_byline(called := section.name.rstrip("：:")):  # the speaker is the only title
        under = (called, *under)
    told = (section.name, *(line.text for line in section.title[1:]), *under)
    alone = len(division.sections) == 1
    opening = "\n".join(item.text for item in joined[: max(3, len(joined) // 3)])[:_OPENING]
    signed = tuple(item.text for item in joined[-2:] if is_date_line(item.text))
    role, speaker = named(role_of(section.name, under, opening))
    occasion = occasion_of(told, "" if alone else division.title)
    place = place_of(told, stem)
    return Speech(
        speech_id(section.name, [paragraph.id for paragraph in body]),
        section.name,
        body,
        speaker_role=role,
        occasion=occasion if occasion.value else opened(opening),
        date=date_of((*told, *signed), stem),
        place=place if place.value else place_in(role.value or "", division.title),
        speaker=speaker if speaker.value else speaker_of(told, under, opening, stem if alone else ""),
        title_known="stated" if section.title else "inferred",
    )


def _paragraph(item: Joined) -> Paragraph:
    kind = "heading" if item.level else "body"
    return Paragraph(paragraph_id(item.text), item.text, find_masks(item.text), kind, item.level)  # type: ignore[arg-type]


def _pieces(lines: Sequence[Line], kind: PieceKind, speech: int = 0) -> list[Piece]:
    return [Piece(start, end, kind, speech) for line in lines for start, end in line.spans]


def _tiled(pieces: list[Piece], length: int) -> tuple[Piece, ...]:
    """The pieces in order of the source; what lies between them is white space."""
    pieces.sort(key=lambda piece: piece.start)
    tiled: list[Piece] = []
    at = 0
    for piece in pieces:
        if piece.start > at:
            tiled.append(Piece(at, piece.start, "space"))
        tiled.append(piece)
        at = piece.end
    if at < length:
        tiled.append(Piece(at, length, "space"))
    return tuple(tiled)
