"""Adverts and usage notes of the sites that sell speeches, told from the speeches by what they say to their reader.

A genuine paragraph must never be taken: a line is an advert only when several signs add up, and the words of policy
work count against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from vectorstore.reading.lines import Line
from vectorstore.reading.numbering import number_of

# What a seller's words are about. Literals only: `re` then skips quickly to their first characters. A line without any
# of these is no advert; several different ones in a short line without a word of policy work make one.
_TRADE = re.compile(
    "会员|网盘|素材|题库|范文|公文|文秘|文稿|文档|文库|文案|文行|笔杆|写作|讲话稿|汇报材料|资料|全文|完整版|试读|干货|精品|海量|全网|更多"
    "|QQ|qq|Q群|微信|公众号|朋友圈|小程序|客服|代笔|代写|润笔|代理|定制|接单|交稿|价格|优惠|年费|年卡|购买|付费|续费|开通|订阅|同号|已满"
    "|外传|用后|阅后|即删|删除|侵删|版权|著作权|出处|原作者|违者|必究|后果自负|请勿|切勿|严禁|禁止|未经|谨防|假冒|盗版|盗卖|转卖|倒卖|照搬|照抄"
    "|转载|商业用途|内部资料|内部学习|注意保存|个人学习|仅供|仅限|下载|上传|领取|赠送|免费|提取码|扫码|扫描|长按|二维码|关注|搜索|点击|下方"
    "|登录后|隐藏内容|http|www|WWW|[.]com|[.]cn|知识星球|打赏|在看|整理|出品|收集|来源于网|本文来源|交流群|加群|进群|入群|群号|会员群"
    "|侵权|盗图|盗文|盗用|抄袭|转自|编辑：|编辑:|站长|私信|点赞|点个赞|试看|余下|剩余内容|互联网|商业使用|本篇|本文档|PPT|ppt|Word|word|付款|立减|速来|老店|原创"
    "|vip|VIP|加V|加v|小伙伴|店铺|网店|淘宝|任您|任你|解您|为您|诚邀|诚招|欢迎加|尽在|咨询|联系|更新|温馨提示|网址|网站|入会"
    "|后台回复|往期|在看|再走|您的支持|感谢您|祝您|电子版|侵权|出稿|急稿|写稿|稿酬|投稿|注册|登录|试读|节选|二维码|文末|右下角|主页|小店"
    "|概不|退换|打折|立减|分享|有用|同行|学写|写材料|从优|名额|特惠|包邮|优惠|橱窗|评论区|私聊|私我|留言|星标|公号|视频号|抖音|小红书|头条号"
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
    r"|(?:订阅|开通|加入|续费)[^。]{0,4}(?:立享|即享|尊享|立送)|(?:打击|举报)(?:倒卖|盗卖|转卖)(?=活动|会员|资料|行为|者|的人|[】]|\Z)"
    r"|(?:阅|看|用|使用|学习|下载)后(?:请|须|务必|立即|及时|自行|尽快)*(?:即删|删除|销毁)|仅限[^。]{0,6}(?:会员|内部|个人|学习)"
    r"|(?:入|进|加)群请?(?:加|联系|扫|备注)|请加(?:微信|QQ|客服|群)|本(?:公众号|网站|站|店|群|库|平台)(?:每天|每日|持续|专注|为您|提供|所有|长期)"
    r"|扫码(?:关注|进群|添加|加群)|(?:转卖|倒卖|盗卖)[^。]{0,6}(?:会员|文稿|资料)|赠送[^。]{0,6}会员|会员(?:文稿|价|年费|专享)"
    r"|转发(?:到)?朋友圈|内部(?:学习)?(?:资料|材料)\s*[，,]?\s*(?:注意保(?:存|密)|请勿|严禁|禁止)|未经(?:授权|许可|允许|同意)[^。]{0,8}(?:转载|转发|使用|传播)"
    r"|(?:诚邀|欢迎)(?:您)?(?:加入|成为)[^。]{0,16}会员|任您(?:挑选|选择|下载)|解您|为您(?:答疑|定制|服务)|严守秘密|按时交稿|回头客"
    r"|整理[，,]\s*咨询|百度网盘|网盘链接|提取码|此处内容(?:需要|已)隐藏|本文(?:档|章)?(?:隐藏内容|由[^。]{1,16}(?:网|公众号|素材库)[^。]{0,4}(?:整理|提供|收集))"
    # what only an account or a shop says to whoever reads it
    r"|后台回复|点击?[“\"]?阅读原文|往期(?:精选|推荐|回顾|文章|内容)|点(?:击|个|一下)?[^。，]{0,4}[“\"]?在看|再走吧|您的支持(?:是|就是)"
    r"|感谢您的(?:支持|理解|关注|阅读|购买)|祝您(?:写作|工作|阅读|使用|生活)|(?:电子版|完整版|全文|原文档)请|支持正版|正版授权|仅供试[读看]"
    r"|概不退|(?:本站|本店|本号|本群|小店|本铺|本馆资源)[^。]{0,16}(?:资源|网友|上传|征稿|原创|提供|主营|承接|优惠|包邮|代写|更新)|网友上传"
    r"|小时(?:内|左右)?(?:出稿|交稿|完稿)|急稿|写稿[请可]?找|稿酬从优|投稿(?:邮箱|微信|QQ|请)|注册(?:即|就)?送|(?:如|若)(?:有|涉及|存在)?(?:版权|侵权)[^。]{0,8}"
    r"(?:请|告知|联系|通知|删除)|(?:微信|QQ|qq|ID|Id|[Vv]信|wx|WX)号?\s*[:：]?\s*(?=[A-Za-z0-9_-]{0,18}\d)[A-Za-z][A-Za-z0-9_-]{4,19}"
    r"|(?:关注|星标|置顶)(?:我|我们|本号|小编)[，,！!]|(?:评论区|私信|私聊)[^。]{0,4}(?:留言|我|领取|获取|回复)|满[\d一二三四五六七八九十百]{1,4}减"
)
_LIKELY = re.compile(
    r"素材库|素材网|范文网|公文网|文秘网|材料网|写作网|写作群|QQ群|qq群|Q群|(?:加|进)群|代笔|代写|润笔|客服|侵删|侵权[^。]{0,6}删"
    r"|版权(?:归|所有)|违者(?:必究|后果)|后果自负|(?:不得|禁止|严禁|请勿)(?:转载|转发|传播|用于商业)|一键(?:下载|搜索|查找|极速)"
    r"|精准搜索|极速下载|免费(?:下载|领取|获取|赠送)|(?:点击|立即)下载|扫码(?:关注|进群|添加)|(?:扫描|识别|长按)[^。]{0,6}二维码"
    r"|会员(?:资料|专享|服务|专区|材料)|(?:开通|加入|成为|办理)会员|终身会员|订阅[^。]{0,8}(?:权益|会员|享|资料)|欢迎(?:加入|订阅|关注|进群)"
    r"|(?:https?://|www\.|WWW\.)[^\s，。；）)]{0,200}|[A-Za-z0-9]\.(?:com|cn|net|cc|top)(?![A-Za-z])|好评如潮|接单|高度保密|轻松解决|打赏|点[个]?在看"
    r"|会员文|(?:随时|每天|每日|持续|不断|同步)更新|上新|题库|请勿(?:转发|转载|传播|分享|外传)|个人参考|公开传播|阅后|写作素材|内部学习|注意保存"
    r"|仅[供限](?:学习|参考|内部|会员|交流|个人)|来源于?网络|网络整理|收集整理|整理自|淘宝|店铺|小伙伴|(?:关注|搜索)[^。]{0,8}公众号|网盘"
    r"|\d{3,}(?:多|余)?[万篇份套]|点个?赞|分享给[^。]{0,6}(?:同事|朋友|伙伴|人)|觉得有用|写材料|学写|文末|右下角|店铺|打[\d一二三四五六七八九]{1,2}折"
    r"|老客户|从优|电子版|下载额度|试[读看]|节选|名额|特惠|小红书|视频号|第\s*\d+\s*期|您身边|更懂|[见进]\S{0,12}主页|限时|原创"
    r"|(?:素材|文秘|公文|范文|材料|笔杆子?|文稿|写作|资料|文案|秘书|妙笔)[一-鿿]{0,3}(?:库|网|铺|之家|坊|斋|苑|店|吧|部落|联盟|加油站|服务号)"
)
_POLICY = re.compile(
    r"习近平|总书记|党中央|[市县区省]委|政府|群众|干部|党员|全[市县区省]|建设|推进|落实|经济|项目|乡村|企业|精神|思想|治理|同志|"
    r"提升|加强|坚持|深入|机制|问题|民生|改革"
)
_OFFICE = re.compile(
    r"\A(?:要|我们|必须|各|全|通过|坚持|加强|对|凡|严格|强化|组织|依托|积极|大力|针对|一是|二是|三是)|我们(?:要|将|的|坚持|在|先后)"
    r"|文件|会议|案件|执法|基层|百姓|市民|居民|职工|依法|违法|犯罪|监督|纪律|责任|工作人员|必须|涉密|泄露|教训"
)
_CONTACT = re.compile(r"[:：]\s*[A-Za-z0-9 _-]{4,}|[QＱ]{2}\s*[:：]?\s*\d{5,}|[:：]\s*(?:\s|$|[。，,])")
# One of these is enough under the last speech, where no speaker says it.
_UNDER = re.compile(
    "会员|网盘|素材|范文|公文|文秘|写作|QQ|qq|微信|公众号|客服|代笔|代写|转载|转自|版权|侵权|盗图|盗文|试看|试读|私信|站长|点赞|点个赞|打赏|在看"
    "|扫码|二维码|购买后|付费|VIP|vip|群号|进群|加群|网址|www|http|店铺|更多材料|来源于网|互联网，|仅供|必究|定制|文档|提取码"
)
_ADDRESS = re.compile(
    r"[QＱq]{2}(?:群)?\s*[:：]?\s*\d{5,}|(?:微信|客服|公众号|[Vv]信|[wW][xX])号?\s*[:：]\s*[A-Za-z0-9_-]{4,}"
)
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+\Z")
_TITLE_LIKE = re.compile(
    r"(?:材料|发言|讲话|汇编|体会|报告|提纲|致辞|党课|[）)])\Z|第.{1,3}篇|^[一二三四五六七八九十]{1,3}[、.]|^[（(]"
)
_BRAND = re.compile(
    r"[【“《「]([^】”》」]{2,12}?)(?:整理|出品|代笔|代写|s?vip会员|会员|公众号)?[】”》」]"
    r"|^([一-鿿]{3,8}?)(?=整理|独家|首发|原创|出品|提供|，)|公众号[:：]\s*([一-鿿]{3,10})|由([一-鿿]{3,8}?)(?:收集|整理)|为([一-鿿]{3,8}?)会员"
)
_BRAND_WORD = re.compile(r"素材|文秘|文库|文行|公文|范文|材料|笔|文稿|写作|资料|文档|文苑|文斋|文案|秘书")
_BRANDED = re.compile(r"[【“]?([一-鿿]{3,10}?)(?:整理|出品|收集|制作|独家|首发|原创|提供|发布|上传)[】”]?")
# A shop's name and what it says of itself: …范文库：更懂机关
_SHOP = re.compile(
    r"[一-鿿]{0,4}(?:素材|文秘|公文|范文|笔杆子?|文稿|写作|文案|秘书|妙笔)[一-鿿]{0,3}(?:库|网|铺|之家|坊|斋|苑|店|吧|部落|联盟|加油站)"
    r"[：:，！—|｜][^。；：]{2,16}\Z"
)
_SLOGAN_WORD = re.compile(
    r"平台|分享|迭代|原创|优质|更新|写作|文稿|文风|专注|一站式|题库|权益|资料|素材|笔杆|会员|省心|放心|高效|精品|海量|定制|模板|打造.{0,4}品牌|十年|正版"
)
_LONGEST = 600  # an advert is never longer; a longer line is only looked at for a glued tail


def _hinted(text: str) -> bool:
    """A cheap first look. An advert hints at what it is all over; in a long line its two ends are enough."""
    if len(text) <= 240:
        return _TRADE.search(text) is not None
    return _TRADE.search(text, 0, 80) is not None or _TRADE.search(text, len(text) - 160) is not None


@lru_cache(maxsize=8192)
def is_advert(text: str, edge: bool = False) -> bool:
    """Whether a whole line is an advert or a usage note of a site. `edge`: no speech stands above it, or none below."""
    if len(text) > _LONGEST or not _hinted(text):
        return False
    sure = len({m.group()[:4] for m in _SURE.finditer(text)})
    likely = len({m.group()[:4] for m in _LIKELY.finditer(text)})
    score = 4.0 * sure + 2.0 * likely + (1.0 if _CONTACT.search(text) else 0.0)
    policy = len({m.group() for m in _POLICY.finditer(text)})
    if sure == 0 and (policy >= 2 or number_of(text)):
        return False
    needed = 3.0 if len(text) <= 40 else 4.0 if len(text) <= 100 else 5.0
    if edge and text[-1] not in "。；" and not _TITLE_LIKE.search(text):
        needed -= 1.0
    if text[-1] in "。；" and not _ADDRESS.search(text):
        needed += 2.0 + policy  # a seller gives an address; a finished sentence is rather text
    return score - min(policy, 6) >= needed or _trades(text, policy, edge)


def _trades(text: str, policy: int, edge: bool) -> bool:
    """Whether a line speaks of nothing but the seller's trade."""
    if len(text) > 150:
        return False
    trade = len({m.group() for m in _TRADE.finditer(text)}) + (1 if _ADDRESS.search(text) else 0)
    policy += len({m.group() for m in _OFFICE.finditer(text)})
    needed = 3 + (1 if text[-1] in "。；" else 0) + (1 if len(text) > 70 else 0)
    if edge and text[-1] not in "。；" and not _TITLE_LIKE.search(text):
        needed -= 1
    return trade - 2 * policy >= needed


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


def _wholly(text: str, edge: bool) -> bool:
    """Whether a line is an advert and not a paragraph with an advert glued to it."""
    if not is_advert(text, edge):
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
    top, bottom = _speech_span(lines)
    found = {
        i for i, line in enumerate(lines) if line.text not in protected and _wholly(line.text, not top <= i <= bottom)
    }
    found |= {i for i in range(bottom + 1, len(lines)) if bottom >= 0 and _under(lines[i].text)}
    found |= {i for i in _branded(lines, found) if lines[i].text not in protected}
    if not found:
        return found
    found |= _at_edges(lines, found, protected, top, bottom) | _beside(lines, found, protected)
    return found | _among_adverts(lines, found, protected)


def _speech_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line that is a paragraph of a speech: long and not an advert."""
    long = [i for i, line in enumerate(lines) if len(line.text) >= 60 and not is_advert(line.text)]
    return (long[0], long[-1]) if long else (len(lines), -1)


def _under(text: str) -> bool:
    """Whether a line under the last speech of a file is a site's: of its trade, in no word of office."""
    plain = not _POLICY.search(text) and not _OFFICE.search(text) and not number_of(text)
    return len(text) < 60 and plain and _UNDER.search(text) is not None


def _branded(lines: Sequence[Line], found: set[int]) -> list[int]:
    """Lines that hold no more than the name of the site: one that an advert names, or that names its trade."""
    brands = {name for i in found for pair in _BRAND.findall(lines[i].text) for name in pair if name}
    more = []
    for i, line in enumerate(lines):
        if i in found or len(line.text) > 24:
            continue
        bare = line.text.strip("【】《》“”〖〗[] ")
        made = _BRANDED.fullmatch(line.text)
        named = any(len(name) >= 4 and name in bare for name in brands) and not is_office(bare)
        tagged = named or any(
            bare.startswith(name) and bare[len(name) :][:1] in ("，", "：", "！", "—") for name in brands
        )
        if (
            tagged
            or bare in brands
            or _SHOP.match(bare)
            or (made and (made[1] in brands or _BRAND_WORD.search(made[1])))
        ):
            more.append(i)
    return more


def is_office(text: str) -> bool:
    """Whether a line has words of office, a number or the form of a title: it is then rather a speech's."""
    return bool(_POLICY.search(text) or _OFFICE.search(text) or number_of(text) or _TITLE_LIKE.search(text))


def _at_edges(lines: Sequence[Line], found: set[int], protected: frozenset[str], top: int, bottom: int) -> set[int]:
    """Slogans above the first speech or under the last one, with nothing but adverts between them and an advert."""
    more: set[int] = set()
    for zone, step in ((range(min(top, 30)), 1), (range(bottom + 1, len(lines)), 0)):
        for order in (zone, reversed(zone)):
            near = False
            for i in order:
                text = lines[i].text
                slogan = near and i not in found and _slogan(text, protected)
                if step and order is zone:  # under an advert at the top may stand the title
                    slogan = slogan and lines[i].gap == 0 and len(text) <= 12
                if slogan and (_SLOGAN_WORD.search(text) or (len(text) <= 10 and _BRAND_WORD.search(text))):
                    more.add(i)
                near = i in found or i in more
    return more


def _beside(lines: Sequence[Line], found: set[int], protected: frozenset[str]) -> set[int]:
    """Slogans of a few words right above an advert."""
    more: set[int] = set()
    for i in range(len(lines) - 2, -1, -1):
        below = (i + 1 in found or i + 1 in more) and lines[i + 1].gap == 0
        text = lines[i].text
        named = len(text) <= 12 and (_SLOGAN_WORD.search(text) or _BRAND_WORD.search(text))
        if below and i not in found and named and _slogan(text, protected):
            more.add(i)
    return more


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
