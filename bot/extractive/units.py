"""Whether a quantity of a source is of the kind and unit that a question asks for."""

from __future__ import annotations

from bot.extractive.question import Ask
from bot.extractive.spans import Quantity

DATED = 0.9  # a day, where the year is asked
_CLOSE_WORDS = (
    "人 名 位 人次 万人 口/列 趟 班/次 回 度 场/家 户 个 所/亩 公顷 平方公里/天 日/件 起 宗/轮 批 期 次"
    "/项 条 件 大 种 类 款/座 所 处 栋 幢/部 篇 本 册/支 组 队/吨 斤 公斤/平方米 平方公里/年 岁 周岁"
    "/毫克 mg/毫升 ml/块 屏"
)
_CLOSE = tuple(frozenset(group.split()) for group in _CLOSE_WORDS.split("/"))
_TIMES_WORDS = "年 个月 月 天 日 周 小时 个小时 分钟 秒 个工作日 工作日 星期"
_TIMES = frozenset(_TIMES_WORDS.split())
_OCCASIONS = frozenset(("次", "回", "届", "倍", "番"))
# What 个 may stand for, asked or found.
_THINGS_WORDS = "个 项 条 件 大 种 类 款 座 处 支 套 家 户 所 批 部 篇 道 国 省 市 县 村 镇 乡 区 点 组 队 站 期 起 宗"
_THINGS = frozenset(_THINGS_WORDS.split())


def unit_fit(ask: Ask, quantity: Quantity) -> float:
    """1 when the quantity is of the asked kind and unit, about 0.9 for a unit that is used for it, 0 otherwise."""
    kind = quantity.kind
    match ask.measure:
        case "any":
            if kind == "rank":
                return 0.0
            return 1.0 if kind in {"money", "share"} else 0.95 if kind == "count" and quantity.unit else 0.85
        case "money":
            return _money_fit(ask.unit, quantity)
        case "share" if ask.unit == "百分点":
            return 1.0 if quantity.unit.endswith("百分点") else 0.0
        case "share":
            return 1.0 if kind == "share" else 0.8 if quantity.unit in {"倍", "番", "成"} else 0.0
        case "duration":
            return 1.0 if quantity.unit in _TIMES else 0.0
        case "date" if ask.unit == "年":
            return 0.0 if kind != "date" else 1.0 if quantity.unit == "年" else DATED
        case "date":
            return 0.0 if kind != "date" else 1.0 if quantity.unit == "日" else 0.6
        case "rank":
            same = not ask.unit or not quantity.unit or ask.unit == quantity.unit
            return 0.0 if kind != "rank" else 1.0 if same else 0.6
    if ask.text.isascii() and ask.unit == "个":  # how many: no measure word is said
        thing = quantity.kind == "count" and quantity.unit and quantity.unit not in _TIMES | _OCCASIONS
        return max(0.9 if thing else 0.0, _count_fit(ask.unit, quantity))
    return _count_fit(ask.unit, quantity)


def _money_fit(unit: str, quantity: Quantity) -> float:
    if quantity.kind != "money":
        return 0.9 if quantity.kind == "count" and quantity.unit in {"亿", "万"} else 0.0
    return 0.8 if _currency(unit) and _currency(unit) != _currency(quantity.unit) else 1.0


def _currency(unit: str) -> str:
    return next((c for c in ("美元", "欧元", "港元", "日元", "元") if unit.endswith(c)), "")


def _count_fit(unit: str, quantity: Quantity) -> float:
    if quantity.kind not in {"count", "date"} or (quantity.kind == "date" and unit != "年"):
        return 0.0
    bare = unit.lstrip("万亿千百") or unit
    if quantity.unit in {bare, unit}:
        return 1.0
    if "个" in {bare, quantity.unit} and bare in _THINGS and quantity.unit in _THINGS:
        return 0.9
    return 0.9 if any(bare in group and quantity.unit in group for group in _CLOSE) else 0.0
