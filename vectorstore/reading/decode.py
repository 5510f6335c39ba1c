"""Bytes to text. Strict: a file whose bytes do not all belong to the text is refused, never read with losses."""

from __future__ import annotations

import codecs
from functools import lru_cache

from vectorstore.types import UnreadableFile

_BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
TEXT_ENCODINGS = frozenset(("utf-8", "gb18030", "big5hkscs", *(name for _, name in _BOMS)))
_SIGNATURES = (
    (b"PK\x03\x04", "ZIP 压缩包或 Office 文档"),
    (b"%PDF", "PDF 文档"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档（doc、wps、xls、ppt）"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x7fELF", "可执行程序"),
    (b"SQLite format 3", "SQLite 数据库"),
)
# The commonest characters of running text, simplified and traditional, with its punctuation.
_ORDINARY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
    "任取据处府研究市县省委书记讲话发言精神贯彻落实领导干部群众经济社会改革推坚持深入加快建设服务保障安全"
    "這個國們來時為說會對過發動產種後學經進著等電裡現實體從開還應當與關總義樣間線內數見計別長書記講話領導幹眾濟設貫徹總"
    "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　"
)
_LEGACY = (("gb18030", "GB18030"), ("big5hkscs", "Big5"))
_COMMON_ROWS = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC6)}  # first bytes of the characters in common use
_SAMPLE = 65536
_MARGIN = 0.12  # how much more ordinary the Big5 reading must be before it is preferred to GB18030


def decode(data: bytes) -> tuple[str, str]:
    """The whole text and the encoding it was read with.

    Raises UnreadableFile, with the reason in Chinese, when the bytes are no text or are cut inside a character.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableFile("文件是空的，没有可读的文字")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(f"内容是{what}，不是纯文本；请换成正确的扩展名或另存为 txt")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            return _wide(data)
        _refuse_mixture(data)
        return _legacy(data, error)
    if "\x00" in text and _controls(text) > 0.001:
        return _wide(data)
    return text, "utf-8"


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            _refuse_mixture(data)
        raise UnreadableFile(
            f"按 {encoding.upper()} 读到第 {error.start + 1} 个字节处残缺或有误，文件可能没有下载完整；请重新获取"
        ) from None
    if not text.strip():
        raise UnreadableFile("文件是空的，没有可读的文字")
    return text


def _refuse_mixture(data: bytes) -> None:
    """Raise UnreadableFile when some lines are Chinese in UTF-8 and others Chinese in GB18030 or Big5.

    Read as the one, the others would come out as rare characters, without an error. Three Chinese characters of UTF-8
    in a line are no accident: a line of GB18030 is hardly ever valid UTF-8, and then of other letters.
    """
    first: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            kind = "UTF-8" if sum("\u4e00" <= char <= "\u9fff" for char in line.decode()) >= 3 else ""
        except UnicodeDecodeError:
            seen = any(named in first for _, named in _LEGACY)
            kind = "" if seen else next((named for name, named in _LEGACY if _share(line, name) > 0.5), "")
        if kind:
            first.setdefault(kind, number)
        if "UTF-8" in first and len(first) > 1:
            other = next(name for name in first if name != "UTF-8")
            raise UnreadableFile(
                f"文件里混用了两种编码：第 {first['UTF-8']} 行是 UTF-8，第 {first[other]} 行是 {other}。"
                "没有读取；请用编辑器把它们分开另存为 UTF-8，再导入"
            )


def _wide(data: bytes) -> tuple[str, str]:
    """UTF-16 without its mark; anything else that holds zero bytes is no text."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _share(data, encoding))
    if _share(data, best) < 0.5:
        raise UnreadableFile("内容是二进制数据，不是文本；若是文档，请另存为 txt、docx 或 pdf")
    return _strict(data, best), best


def _legacy(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    if _share(data[: error.start], "utf-8") > 0.3 and (
        error.start >= len(data) - 3 or _share(data, "utf-8") > max(_share(data, "gb18030"), 0.3)
    ):
        raise UnreadableFile(
            f"UTF-8 文本在第 {error.start + 1} 个字节处残缺（共 {len(data)} 个字节），"
            "文件可能没有下载完整；请重新获取或另存为 UTF-8"
        )
    wide = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _share(data, encoding))
    scores = {encoding: _share(data, encoding) for encoding in ("gb18030", "big5hkscs")}
    if _share(data, wide) > max(scores.values()) + _MARGIN and len(data) % 2 == 0:
        return _strict(data, wide), wide
    order = ["gb18030", "big5hkscs"]
    if scores["big5hkscs"] > scores["gb18030"] + _MARGIN:
        order.reverse()
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _controls(text) > 0.02 or scores[encoding] < 0.08:
            continue
        return text, encoding
    if max(scores.values()) > 0.3:
        encoding = order[0]
        raise UnreadableFile(f"按 {encoding.upper()} 读有残缺的字节，文件可能没有下载完整；请重新获取或另存为 UTF-8")
    raise UnreadableFile("无法辨认文字编码（试过 UTF-8、GB18030、Big5、UTF-16）；请用编辑器另存为 UTF-8 后再导入")


def _share(data: bytes, encoding: str) -> float:
    """How much of the text at the beginning is ordinary, 0 to 1, when read with this encoding."""
    text = data[:_SAMPLE].decode(encoding, "replace")
    seen = [char for char in text if not char.isspace()]
    if not seen:
        return 0.0
    common: float = sum(char in _ORDINARY or (char.isascii() and char.isprintable()) for char in seen)
    if encoding in _COMMON_ROWS:
        common += 0.5 * sum(_is_common(char, encoding) for char in seen if char not in _ORDINARY and not char.isascii())
    wrong = sum(char == "\ufffd" or char < " " or "\x7f" <= char <= "\x9f" for char in seen)
    return max(0.0, (common - 3 * wrong) / len(seen))


@lru_cache(maxsize=20_000)
def _is_common(char: str, encoding: str) -> bool:
    """Whether a character stands in the first part of its set, which holds those in common use."""
    low, high = _COMMON_ROWS[encoding]
    data = char.encode(encoding, "replace")
    return len(data) == 2 and low <= data[0] <= high


def _controls(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(char < " " and char not in "\t\r\n\x0b\x0c" for char in sample) / max(1, len(sample))
