"""Rules on quotations and names: a quotation stands verbatim in one paragraph, a name stands in the evidence at all."""

from __future__ import annotations

import re

from bot.checker.align import Units
from bot.checker.compare import Case, Problem
from bot.checker.coverage import credit
from bot.checker.register import places
from bot.checker.text import HIDDEN, quotations

_LATIN = re.compile(r"(?<![a-z0-9+.])[a-z](?:[a-z\-]*[a-z])?(?![a-z0-9+.])")
_ALIASES = {
    "gdp": "生产总值|dp",
    "ai": "人工智能|智能",
    "app": "应用|客户端|平台",
    "rcep": "区域全面经济伙伴",
    "ppp": "社会资本",
    "vr": "虚拟现实",
    "it": "信息技术",
    "cpi": "消费价格|物价",
    "ceo": "总裁|首席执行官|总经理",
    "covid": "新冠",
}
_TITLE = (
    "同志|书记|市长|县长|区长|省长|镇长|主任|主席|总理|部长|局长|院长|校长|会长|院士|教授|博士|先生|女士"
    "|总经理|董事长|经理|代表|委员|模范|英雄"
)
_TITLE_BEFORE = re.compile(rf"(?:{_TITLE}|歌手|冠军|作家|演员|专家|烈士|记者|支书)$")
_TITLE_AFTER = re.compile(rf"(?:{_TITLE}|认为|指出|表示|强调|提出|介绍|回忆|坦言|说)")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳焦巴牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
)
_ORG = re.compile(
    r"(?:公司|集团|大学|学院|研究院|研究所|银行|医院|协会|商会|联合会|基金会|俱乐部|博物馆|图书馆|体育馆|科技馆|机场|港|高铁|铁路|高速|大桥|水库|电站|实验室|园区|新区|开发区|示范区)"
)
_PLACE_SUFFIX = re.compile(r"[㐀-鿿]{2,4}(?:自治区|自治州|省|市|县|州|镇|乡|村|旗|街道|国)$")
_GENERIC_PLACE = re.compile(
    r"^(?:该|我|全|本|各|这|那|两|外|老|新|大|小|城|都|超|县|省|乡|跨|入|进|出|上|门|夜|集|股|楼|本|强|中|爱|祖|建|开|治|兴|富|报|卫|护|立)[㐀-鿿]?(?:省|市|县|州|镇|乡|村|旗|国)$"
)


def _bare(units: Units, start: int, end: int) -> tuple[str, ...]:
    return tuple(k for k, (s, e) in zip(units.keys, units.spans, strict=True) if s >= start and e <= end)


def quotation_problems(case: Case) -> list[Problem]:
    """Quotations of the claim that no paragraph of the evidence holds word for word."""
    problems = []
    for start, end in quotations(case.claim.units.text):
        words = _bare(case.claim.units, start, end)
        if not words or _holds(case.source.units.keys, words):
            continue
        text = case.claim.units.text.quote(start, end)
        compact = "".join(w for w in words)
        plain = re.sub(rf"[^㐀-鿿a-z0-9{HIDDEN}]", "", case.source.norm)
        if re.sub(r"[^㐀-鿿a-z0-9]", "", case.claim.norm[start:end]) in plain or compact in plain:
            continue
        weight = 0.9 if _quotes(case, start, end) else 0.4
        problems.append(Problem(f"引文“{text}”在出处中没有原样出现", weight))
    return problems


_SAYS = re.compile(
    r"(?:[说称讲道写曰]|指出|强调|提出|要求|认为|表示|原话是?|叫做|称为|名为|题为|所谓|的)[：:，,]?[\"<]?$"
)
_LOOSE_QUOTE = 5  # characters: a longer piece in quotation marks is meant word for word


def _quotes(case: Case, start: int, end: int) -> bool:
    """Whether a piece in quotation marks is meant as a quotation, not as a figure of speech: “红娘”, “兜里有钱”.

    It is when it is long, said by somebody, or like something that the evidence has: “浦江经验” for “枫桥经验”.
    """
    norm, said = case.claim.norm, case.claim.norm[start:end]
    if len(said) > _LOOSE_QUOTE or norm[end : end + 1] == ">" or _SAYS.search(norm[max(0, start - 5) : start]):
        return True
    if HIDDEN in case.source.norm or any(c.isascii() for c in said):
        return True
    if start > 1 and norm[start - 2 : start] in case.source.norm:  # the evidence quotes something else there
        return True
    return any(said[i : i + 2] in case.source.norm for i in range(len(said) - 1))


def _holds(keys: tuple[str, ...], words: tuple[str, ...]) -> bool:
    first, size = words[0], len(words)
    at = -1
    for _ in range(keys.count(first)):
        at = keys.index(first, at + 1)
        if keys[at : at + size] == words:
            return True
    return False


def name_problems(case: Case) -> list[Problem]:
    """Places, people, organisations and Latin names of the claim that the evidence does not have."""
    source = case.source.norm
    problems = []
    foreign = [
        case.claim.units.text.quote(*m.span())
        for m in _LATIN.finditer(case.claim.norm)
        if m.group() not in source and not re.search(_ALIASES.get(m.group(), "\0"), source)
    ]
    if foreign:
        problems.append(Problem(f"出处中没有“{'”“'.join(dict.fromkeys(foreign[:5]))}”", 0.8))
    for i, word in enumerate(case.claim.words):
        if word.text in source or not word.content or len(word.text) < 2:
            continue
        if any(f.start < word.end and word.start < f.end for f in case.claim.units.figures):  # 两成|都 is no 成都
            continue
        before = case.claim.norm[max(0, word.start - 4) : word.start]
        after = case.claim.norm[word.end : word.end + 4]
        if _is_place(word.text, word.tag):
            stem = re.sub(r"(?:自治区|自治州|省|市|县|州|镇|乡|村|旗|街道)$", "", word.text)
            if len(stem) < 2 or stem not in source:
                problems.append(Problem(f"出处中没有“{word.text}”这一地名", 0.9))
        elif word.tag in ("nr", "nrt", "nrfg") and _is_person(word.text, before, after):
            problems.append(Problem(f"出处中没有“{word.text}”这一人名", 0.9))
        elif (
            word.tag in ("nt", "nz", "nr", "ns", "n", "j")
            and _ORG.match(after)
            and i
            and credit(word.text, source) < 0.3
        ):
            problems.append(Problem(f"出处中没有“{word.text}{_ORG.match(after).group()}”", 0.7))  # type: ignore[union-attr]
    return problems


def _is_place(text: str, tag: str) -> bool:
    if text in places() or (len(text) > 2 and text[-1] in "省市县州区" and text[:-1] in places()):
        return True
    return tag == "ns" and bool(_PLACE_SUFFIX.search(text)) and not _GENERIC_PLACE.match(text)


def _is_person(text: str, before: str, after: str) -> bool:
    return (
        text[0] in _SURNAMES
        and len(text) in (2, 3, 4)
        and bool(_TITLE_BEFORE.search(before) or _TITLE_AFTER.match(after))
    )
