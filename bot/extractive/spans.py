"""Sentences, clauses and quantities of a text, as spans: offsets stay valid because normalising keeps the length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.normalise import normalise
from vectorstore.types import Mask

Span = tuple[int, int]

_PLACES = frozenset(
    ["国", "省", "市", "县", "区", "镇", "乡", "村", "州", "大", "站", "号", "路", "街", "代", "字", "面", "层", "里"]
)  # after a mask: of a hidden name
HIDDEN = "\x00"  # stands for a masked character in the text that quantities are looked for in

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』）》\"]*|[^。！？!?；;\n]+$")
_CLAUSE = re.compile(r"[^，,：:]*[，,：:]+[”’」』]*|[^，,：:]+$")
# The number of an enumerated item, where it opens a sentence: it is no part of what is quoted.
_NUMBERING = re.compile(
    r"\s*(?:[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]|\d{1,2}\s*[.、．](?!\d)|[一二三四五六七八九十]{1,3}、)\s*"
)
# What a reader or the checker would take for a mark of the answer.
MARK_LIKE = re.compile(r"[\[［【〔]\s*\d{1,4}(?:\s*[,，、\-–—]\s*\d{1,4})*\s*[\]］】〕]|[（(]\s*\d{1,3}\s*[）)]|\[\^")

_MEASURE_WORDS = """
个百分点 百分点 平方公里 平方千米 平方米 立方米 公顷 公里 千米 公斤 千克 千瓦时 千瓦 兆瓦 gwh mwh mw kw kwh
标箱 人次 车次 车皮 个工作日 工作日 个月 个小时 分钟 小时 美元 欧元 港元 港币 日元 英镑 卢布 人民币 元 块钱
块 万吨 吨 斤 亩 米 里 秒 天 日 周 星期 季度 月份 月 年代 年 周岁 岁 倍 番 成 折 % ‰ 个 项 家 户 人 名 位 次 回
届 轮 条 座 所 件 起 宗 支 篇 种 类 列 趟 班 台 辆 架 艘 只 头 匹 棵 株 处 批 场 套 门 册 本 部 幅 张 份 床
间 栋 幢 层 级 档 期 款 道 口 眼 对 双 组 队 步 站 号 大 代 面 字 分 度 国 省 市 县 区 镇 乡 村 版 项次 株次
例 屏 首 枚 颗 圈 环 公分 厘米 毫米 毫克 毫升 mg ml 升 立方 瓦 伏 赫兹 兆 亿 万
"""
_MEASURES = _MEASURE_WORDS.split()
_UNIT = "|".join(sorted((re.escape(m) for m in _MEASURES), key=len, reverse=True))
_CN = "零〇一二两三四五六七八九十百千万亿半几数双"
# Congresses, plenums and five-year plans are names; idioms count nothing.
_NO_QUANTITY = re.compile(
    r"(?:十[一二三四五六七八九]|二十[一二]?)大(?!项)|[一二三四五六七八九十]{1,3}届[一二三四五六七]中全会|十[一二三四五六]五|千家万户|千方百计|千头万绪"
    r"|一心一意|三心二意|四面八方|五湖四海|百花齐放|百家争鸣|千载难逢|万无一失|千军万马|一五一十|一分为二|统一|唯一|第一时间|第一线|两条线|第[零〇一二两三四五六七八九十百千\d]+条(?!路|线|[措建意经])"
)
_QUANTITY = re.compile(
    rf"(?P<date>(?:[\d{HIDDEN}]{{2,4}}年)?[\d{HIDDEN}]{{1,2}}月(?:[\d{HIDDEN}]{{1,2}}[日号]|[上中下]旬|底|初)"
    rf"|[\d{HIDDEN}]{{4}}年(?:[\d{HIDDEN}]{{1,2}}月份?)?)"
    rf"|(?P<share>百分之[{_CN}点\d.{HIDDEN}]+|[{_CN}\d{HIDDEN}]+分之[{_CN}\d{HIDDEN}]+|[\d{HIDDEN}]+/[\d{HIDDEN}]+|一半|过半|大半)"
    rf"|(?P<rank>第\s?(?:[\d{HIDDEN}]+|[{_CN}]+)|前[{_CN}\d{HIDDEN}]+(?![年期])|[一二三特]等[奖功]|首位|榜首|末位|首个|首条|首家)(?P<rankunit>{_UNIT})?"
    rf"|(?P<number>[\d{HIDDEN}][\d{HIDDEN},]*(?:\.[\d{HIDDEN}]+)?(?:[+~\-—至到][\d{HIDDEN}]+(?:\.[\d{HIDDEN}]+)?%?)?|[{_CN}]+)"
    rf"[”\"’]?\s?(?P<more>[多余几来])?(?P<scale>[十百千万亿]{{0,2}})(?P<more2>[多余几])?(?P<unit>{_UNIT})?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at [start, end): `kind` is date, share, rank, money or count; `masked` when the source hides it."""

    start: int
    end: int
    kind: str
    unit: str
    masked: bool


@lru_cache(maxsize=4096)
def norm_of(text: str) -> str:
    """`normalise`, remembered: the same paragraphs are looked at for sources, answer and the next question."""
    return normalise(text)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Span, ...]:
    """Spans of sentences (cut at 。！？；), without the white space around them and the numbering before them."""
    return tuple(span for m in _SENTENCE.finditer(text) if (span := _trim(text, m.start(), m.end())))


@lru_cache(maxsize=16384)
def clauses(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Spans of the clauses (cut at ，：) of the sentence at [start, end); none inside a number, “” or （）."""
    found: list[Span] = []
    glued = False
    for match in _CLAUSE.finditer(text, start, end):
        if glued:
            found[-1] = (found[-1][0], match.end())
        else:
            found.append(match.span())
        piece = text[found[-1][0] : match.end()]
        number = piece.endswith(",") and text[match.end() : match.end() + 1].isdigit()
        glued = number or any(piece.count(a) > piece.count(b) for a, b in ("“”", "《》", "（）", "()"))
    return tuple(found)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if numbering := _NUMBERING.match(text, start, end):
        start = numbering.end()
    return (start, end) if any(c.isalnum() or c in "*×" for c in text[start:end]) else None


@lru_cache(maxsize=4096)
def hide(text: str, masks: tuple[Mask, ...]) -> str:
    """The text with every masked character replaced, same length; decimal points inside a mask stay."""
    if not masks:
        return text
    chars = list(text)
    for mask in masks:
        for i in range(max(0, mask.start), min(mask.end, len(chars))):
            if chars[i] not in ".,":
                chars[i] = HIDDEN
    return "".join(chars)


@lru_cache(maxsize=16384)
def quantities(hidden: str) -> tuple[Quantity, ...]:
    """The quantities of a normalised text whose masked characters are hidden (see `hide`), in order."""
    return tuple(_quantities(_NO_QUANTITY.sub(lambda m: "-" * len(m.group()), hidden)))


def _quantities(hidden: str) -> Iterator[Quantity]:
    for m in _QUANTITY.finditer(hidden):
        masked = HIDDEN in m.group()
        if m["date"]:
            yield Quantity(m.start(), m.end(), "date", "年" if m["date"].endswith("年") else "日", masked)
        elif m["share"]:
            yield Quantity(m.start(), m.end(), "share", "%", masked)
        elif m["rank"]:
            yield Quantity(m.start(), m.end(), "rank", m["rankunit"] or "", masked)
        else:
            unit = m["unit"] or (m["scale"] or "")[-1:]
            if not _says_how_many(m["number"], unit, masked):
                continue
            yield Quantity(m.start(), m.end(), _kind(unit), unit, masked)


def _says_how_many(number: str, unit: str, masked: bool) -> bool:
    """False for 一致 and 一批 (no number), for xx县 and *市 (a hidden name), for a hidden word without a unit."""
    if masked:
        return bool(unit) and unit not in _PLACES
    if number == "一":
        return unit not in {
            "",
            "个",
            "批",
            "种",
            "项",
            "条",
            "大",
            "面",
            "道",
            "名",
            "位",
            "些",
            "层",
            "步",
            "场",
            "次",
            "支",
            "处",
            "度",
            "系列",
            "分",
            "号",
            "代",
            "家",
            "本",
            "线",
            "版",
        }
    return bool(unit) or number[0] not in _CN or number[-1] in "十百千万亿"


def _kind(unit: str) -> str:
    if unit in {"%", "‰", "百分点", "个百分点", "成"}:
        return "share"
    if unit in {"元", "美元", "欧元", "港元", "港币", "日元", "英镑", "卢布", "人民币", "块", "块钱"}:
        return "money"
    if unit in {"日", "号"}:
        return "date" if unit == "日" else "count"
    return "count"
