"""Adverts and usage notes of the sites that sell speeches, told from the speeches by what they say to their reader.

A genuine paragraph must never be taken: a line is an advert only when several signs add up, and the words of policy
work count against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vectorstore.lines import Line

# Literals only: `re` then skips quickly to their first characters. A line without any of these is no advert.
_HINT = re.compile(
    "会员|网盘|素材|范文网|公文|文秘|写作群|QQ|qq|Q群|微信|公众号|客服|代笔|代写|润笔|外传|用后|删除|侵删|版权|违者|假冒"
    "|倒卖|下载|提取码|扫码|二维码|订阅|开通|续费|http|www|WWW|[.]com|[.]cn|接单|知识星球|打赏|在看|网络整理|整理自|来源于网|收集整理"
    "|加群|进群|群号|vip|VIP|小伙伴|仅供|店铺|淘宝|每天更新|每日更新|更多材料|更多资料|更多内容|付费|登录后|隐藏内容|商业用途"
)
# Only a seller writes these.
_SURE = re.compile(
    r"会员群|网盘群|(?:每天|每日)更新.{0,8}(?:篇|材料|资料|素材)|代笔客服|【.{1,10}代笔】|谨防假冒|认准.{1,10}(?:唯一|平台|店铺)"
    r"|(?:s?vip|S?VIP)会员|万字(?:材料|素材|资料)|倒卖会员|(?:添加|咨询|联系).{0,4}(?:客服|QQ|qq|微信号?[:：])"
    r"|(?:QQ|qq|Q群|群号|微信号?|wx|WX|vx|VX|V信|公众号)\s*(?:号|群)?\s*[:：]?\s*[A-Za-z]{0,6}[0-9_-]{5,}"
    r"|(?:下载后|请于|阅后|用后)[^。]{0,8}删除|24小时内删除|(?:禁止|严禁|请勿|切勿|谢绝)(?:外传|倒卖|转卖|商用|二次销售)"
    r"|更多(?:精彩|优质|精品|原创|最新|同类|相关)?(?:公文|写作|范文|材料|资料|素材|稿件|文稿|内容)[^。]{0,12}"
    r"(?:请|关注|加|点击|搜索|访问|登录|尽在|下载|公众号)|(?:付费|登录|开通会员)后[^。]{0,6}(?:查看|可见|阅读|下载)"
    r"|免费(?:QQ|qq|微信|交流)群|知识星球|(?:素材|范文|公文|文秘|材料|写作)(?:库|网|号)[^。]{0,6}(?:整理|出品|提供|独家|首发)"
    r"|(?:订阅|开通|加入|续费)[^。]{0,4}(?:立享|即享|尊享|立送)|(?:打击|举报)倒卖(?=活动|会员|资料|行为|者|的人|[】]|\Z)"
    r"|整理[，,]\s*咨询|百度网盘|网盘链接|提取码|此处内容(?:需要|已)隐藏|本文(?:档|章)?(?:隐藏内容|由[^。]{1,16}(?:网|公众号|素材库)[^。]{0,4}(?:整理|提供|收集))"
)
_LIKELY = re.compile(
    r"素材库|素材网|范文网|公文网|文秘网|材料网|写作网|写作群|QQ群|qq群|Q群|(?:加|进)群|代笔|代写|润笔|客服|侵删|侵权[^。]{0,6}删"
    r"|版权(?:归|所有)|违者(?:必究|后果)|后果自负|(?:不得|禁止|严禁|请勿)(?:转载|转发|传播|用于商业)|一键(?:下载|搜索|查找|极速)"
    r"|精准搜索|极速下载|免费(?:下载|领取|获取|赠送)|(?:点击|立即)下载|扫码(?:关注|进群|添加)|(?:扫描|识别|长按)[^。]{0,6}二维码"
    r"|会员(?:资料|专享|服务|专区|材料)|(?:开通|加入|成为|办理)会员|终身会员|订阅[^。]{0,8}(?:权益|会员|享|资料)|欢迎(?:加入|订阅|关注|进群)"
    r"|https?://|www\.|WWW\.|[A-Za-z0-9]\.(?:com|cn|net|cc|top)(?![A-Za-z])|好评如潮|接单|高度保密|轻松解决|打赏|点[个]?在看"
    r"|仅供(?:学习|参考|内部|会员|交流)|来源于?网络|网络整理|收集整理|整理自|淘宝|店铺|小伙伴|(?:关注|搜索)[^。]{0,8}公众号|网盘"
    r"|\d{3,}(?:多|余)?[万篇份套]"
)
_POLICY = re.compile(
    r"习近平|总书记|党中央|[市县区省]委|政府|群众|干部|党员|全[市县区省]|建设|推进|落实|经济|项目|乡村|企业|精神|思想|治理|同志|"
    r"提升|加强|坚持|深入|机制|问题|民生|改革"
)
_CONTACT = re.compile(r"[:：]\s*[A-Za-z0-9 _-]{4,}|[QＱ]{2}\s*[:：]?\s*\d{5,}|[:：]\s*(?:\s|$|[。，,])")
_ADDRESS = re.compile(
    r"[QＱq]{2}(?:群)?\s*[:：]?\s*\d{5,}|(?:微信|客服|公众号|[Vv]信|[wW][xX])号?\s*[:：]\s*[A-Za-z0-9_-]{4,}|https?://|www\."
)
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+\Z")
_TITLE_LIKE = re.compile(
    r"(?:材料|发言|讲话|汇编|体会|报告|提纲|致辞|党课|[）)])\Z|第.{1,3}篇|^[一二三四五六七八九十（(]"
)
_BRAND = re.compile(r"[【“《「]([^】”》」]{2,12})[】”》」]|^([一-鿿]{3,8}?)(?=整理|独家|首发|原创|出品|提供)")
_LONGEST = 600  # an advert is never longer; a longer line is only looked at for a glued tail


def _hinted(text: str) -> bool:
    """A cheap first look. An advert hints at what it is all over; in a long line its two ends are enough."""
    if len(text) <= 240:
        return _HINT.search(text) is not None
    return _HINT.search(text, 0, 80) is not None or _HINT.search(text, len(text) - 160) is not None


@lru_cache(maxsize=8192)
def is_advert(text: str) -> bool:
    """Whether a whole line is an advert or a usage note of a site."""
    if len(text) > _LONGEST or not _hinted(text):
        return False
    sure, likely = (
        len({m.group()[:4] for m in _SURE.finditer(text)}),
        len({m.group()[:4] for m in _LIKELY.finditer(text)}),
    )
    score = 4.0 * sure + 2.0 * likely + (1.0 if _CONTACT.search(text) else 0.0)
    policy = len({m.group() for m in _POLICY.finditer(text)})
    if sure == 0 and policy >= 2:
        return False
    needed = 3.0 if len(text) <= 40 else 4.0 if len(text) <= 100 else 5.0
    if text[-1] in "。；" and not _ADDRESS.search(
        text
    ):  # a seller gives an address; a finished sentence is rather text
        needed += 2.0 + policy
    return score - min(policy, 6) >= needed


def glued_adverts(text: str) -> list[tuple[int, int]]:
    """Offsets of advert sentences glued to the beginning or the end of a real paragraph."""
    if len(text) < 60 or not _hinted(text) or not _SURE.search(text):
        return []
    sentences = [(m.start(), m.end()) for m in _SENTENCE.finditer(text)]
    first, last = 0, len(sentences)
    while first < last and _sure_sentence(text[slice(*sentences[first])]):
        first += 1
    while last > first and _sure_sentence(text[slice(*sentences[last - 1])]):
        last -= 1
    holes = []
    if first:
        holes.append((0, sentences[first - 1][1]))
    if last < len(sentences):
        holes.append((sentences[last][0], len(text)))
    return holes if first < last else []


def _wholly(text: str) -> bool:
    """Whether a line is an advert and not a paragraph with an advert glued to it."""
    if not is_advert(text):
        return False
    holes = glued_adverts(text)
    rest = len(text) - sum(end - start for start, end in holes)
    if not holes or rest < 30:
        return True
    start, end = holes[0][1] if holes[0][0] == 0 else 0, holes[-1][0] if holes[-1][1] == len(text) else len(text)
    return _LIKELY.search(text, start, end) is not None


def _sure_sentence(sentence: str) -> bool:
    return len(sentence) <= _LONGEST and bool(_SURE.search(sentence)) and is_advert(sentence.strip())


def advert_lines(lines: Sequence[Line], protected: frozenset[str]) -> set[int]:
    """The indexes of the lines that are adverts: by what they say, by their brand, by standing among adverts.

    `protected` holds texts that are titles by other evidence (the file's name, the table of contents).
    """
    found = {i for i, line in enumerate(lines) if line.text not in protected and _wholly(line.text)}
    if not found:
        return found
    brands = {name for i in found for pair in _BRAND.findall(lines[i].text) for name in pair if name}
    for i, line in enumerate(lines):
        if i not in found and line.text.strip("【】《》“” ") in brands and line.text not in protected:
            found.add(i)
    return found | _among_adverts(lines, found, protected)


def _among_adverts(lines: Sequence[Line], found: set[int], protected: frozenset[str]) -> set[int]:
    """Short slogans inside a block of adverts: no blank line between, adverts on both sides, fewer than they are."""
    more: set[int] = set()
    block: list[int] = []
    for i, line in enumerate([*lines, Line("", ((0, 0),), 1)]):
        if line.gap and block:
            ads = [k for k in block if k in found]
            rest = [k for k in block if k not in found]
            inside = [k for k in rest if ads and ads[0] < k < ads[-1]]
            if len(ads) > len(rest) and all(_slogan(lines[k].text, protected) for k in inside):
                more.update(inside)
            block = []
        block.append(i)
    return more


def _slogan(text: str, protected: frozenset[str]) -> bool:
    return len(text) <= 30 and text not in protected and text[-1] not in "。；" and not _TITLE_LIKE.search(text)
