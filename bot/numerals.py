"""Numbers and units of Chinese text: what 一百二十三, 7000亿, 亩 and 公顷 stand for. Pure tables and arithmetic."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

# unit -> (class, factor to the class's base). Same class and value = same quantity.
MEASURES: dict[str, tuple[str, Decimal]] = {
    unit: (kind, Decimal(factor))
    for kind, units in {
        "元": {"元": "1", "块": "1", "块钱": "1", "元人民币": "1", "人民币": "1"},
        "美元": {"美元": "1", "美金": "1"},
        "欧元": {"欧元": "1"},
        "加元": {"加元": "1", "加币": "1"},
        "港元": {"港元": "1", "港币": "1"},
        "日元": {"日元": "1"},
        "英镑": {"英镑": "1"},
        "澳元": {"澳元": "1"},
        "斤": {"斤": "1", "公斤": "2", "千克": "2", "kg": "2", "吨": "2000"},
        "亩": {"亩": "1", "公顷": "15", "平方公里": "1500", "平方千米": "1500"},
        "平方米": {"平方米": "1", "平米": "1", "㎡": "1"},
        "立方米": {"立方米": "1", "立方": "1"},
        "米": {"米": "1", "公里": "1000", "千米": "1000", "km": "1000", "厘米": "0.01", "毫米": "0.001", "里路": "500"},
        "海里": {"海里": "1"},
        "千瓦": {"千瓦": "1", "kw": "1", "兆瓦": "1000", "mw": "1000", "吉瓦": "1000000", "gw": "1000000"},
        "千瓦时": {"千瓦时": "1", "度电": "1", "kwh": "1"},
        "%": {"%": "1", "‰": "0.1", "成": "10"},
        "百分点": {"个百分点": "1", "百分点": "1", "个pct": "1"},
        "倍": {"倍": "1"},
        "天": {"天": "1", "个月": "30", "个工作日": "1", "工作日": "1"},
        "周": {"周": "1", "个星期": "1", "星期": "1"},
        "小时": {"小时": "1", "个小时": "1", "个钟头": "1"},
        "分钟": {"分钟": "1"},
        "秒": {"秒": "1", "秒钟": "1"},
        "世纪": {"世纪": "1"},
        "年代": {"年代": "1"},
        "季度": {"季度": "1"},
        "年": {"年": "1", "年度": "1", "周年": "1"},
        "月": {"月": "1", "月份": "1"},
        "日": {"日": "1"},
        "号": {"号": "1"},
        "岁": {"岁": "1", "周岁": "1"},
        "度": {"摄氏度": "1", "℃": "1"},
        "分": {"分": "1"},
        "标箱": {"标箱": "1", "teu": "1", "标准箱": "1"},
        "强": {"强": "1"},
        "中全会": {"中全会": "1"},
    }.items()
    for unit, factor in units.items()
}

# Counting words, in groups that writers exchange freely; 个 goes with every group.
_COUNT_GROUPS = (
    "人 名 位 口 人次",
    "家 户 所 间 座 栋 幢 处 个点",
    "项 件 条 种 样 类 大 款 方面 点 块 门 类别 宗 个方面 个大项 个小项 大项 小项 道 桩 笔",
    "次 场 回 届 轮 期 趟 起 例",
    "台 辆 架 列 艘 部 套 只 头 匹 枚 把 张",
    "篇 份 本 册 部 章 幅 首 卷",
    "支 批 组 队 个组 班 方",
    "棵 株 片 粒",
    "层 级 档",
    "列 趟 班 班次 车次",
    "段 节 环 链 步 圈 带 轴 核 极 翼 区 园 湖 城 镇 乡 村 县 市 省 地 街道 社区 部门 单位 企业 学院 集群",
)
COUNTS: dict[str, frozenset[int]] = {"个": frozenset(range(len(_COUNT_GROUPS)))}
for _number, _group in enumerate(_COUNT_GROUPS):
    for _unit in _group.split():
        COUNTS[_unit] = COUNTS.get(_unit, frozenset()) | {_number}

UNITS = sorted({*MEASURES, *COUNTS}, key=len, reverse=True)


def same_unit(a: str, b: str) -> bool:
    """Whether two unit classes can name one quantity. Counting words of one group do; "" goes with any of them."""
    if a == b:
        return True
    groups_a = COUNTS.get(a) if a else COUNTS["个"]
    groups_b = COUNTS.get(b) if b else COUNTS["个"]
    return bool(groups_a and groups_b and groups_a & groups_b)


def chinese_number(text: str) -> Decimal | None:
    """一百二十三 → 123, 二〇二一 → 2021, 三点五 → 3.5, 一万五 → 15000, 千亿 → 10^11; None when it is no number."""
    whole, dot, part = text.partition("点")
    if dot:
        base = chinese_number(whole)
        digits = "".join(str(DIGITS[c]) for c in part if c in DIGITS)
        return None if base is None or len(digits) != len(part) or not digits else base + Decimal(f"0.{digits}")
    if not whole or any(c not in DIGITS and c not in SCALES for c in whole):
        return None
    if len(whole) > 1 and all(c in DIGITS for c in whole):
        return Decimal("".join(str(DIGITS[c]) for c in whole))
    return _with_scales(whole)


def _with_scales(text: str) -> Decimal | None:
    total = section = 0  # total: closed by 万 and 亿; section: below 万
    digit: int | None = None
    last_scale = 1
    for char in text:
        if char in DIGITS:
            if digit:  # 五六百: two readings, no one number
                return None
            digit = DIGITS[char]
            last_scale = 1 if char in "零〇" else last_scale
            continue
        scale = SCALES[char]
        if scale < 10_000:
            section += (1 if digit is None else digit) * scale
        else:
            section += digit or 0
            if scale > 10_000 or not total:
                total = (total + section if total + section else 1) * scale
            else:
                total += section * scale
            section = 0
        digit, last_scale = None, scale
    if digit is not None:  # 一万五 is 15000, 二百五 is 250; 一百零五 has its 零
        section += digit * last_scale // 10 if last_scale > 10 else digit
    return Decimal(total + section)


def scale_of(text: str) -> int:
    """The factor of a chain of scale words: 万 → 10^4, 千亿 → 10^11, "" → 1."""
    factor = 1
    for char in text:
        factor *= SCALES[char]
    return factor
