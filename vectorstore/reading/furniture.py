"""What sites put round a text, a whole line each: where one is, counters, buttons, the list of other articles below."""

from __future__ import annotations

import re
from collections.abc import Sequence

NAVIGATION = "网页导航"
_WHERE = re.compile(
    r"(?:当前|您?现?所?在的?)?位置[:：].{0,20}(?:首页|[>＞»])|首页[>＞»]|您现?在的?位置[:：]|当前位置[:：]"
)
_LINE = re.compile(
    r"(?:微信|手机|用手机|请用微信)?扫[一码].{0,24}(?:打开|分享|关注|阅读|查看|浏览|下载).{0,12}"
    r"|[×✕✖＋+\-−↺↻⟳↑↓←→▲▼<>«»‹›|｜]{1,5}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数|人数)?[:：]?\d{1,9}次?|[-–—]次|.{0,30}(?:阅读量|人气|点击量|浏览量)[:：].{0,40}"
    r"|-?[上下]一[篇条页][:：].{0,80}|责任编辑[:：].{1,12}|关注[·|｜:：].{1,20}|作者[:：].{0,12}来源[:：].{0,40}"
    r"|(?:更新|发布|发表)?时间[:：]\d{4}[-/年]\d\d?[-/月]\d\d?日?\d\d:\d\d(?::\d\d)?.{0,30}|.{0,30}(?:加入收藏|预计阅读时长).{0,40}"
    r"|[【\[(（]?(?:我要)?(?:字体|字号)(?:大小)?[:：]?[\[【(（]?[大中小\s|｜/]{1,9}[\])】）]{0,2}|购物车|我的足迹|展开全部内容"
    r"|我有话要说|我要投稿|网友评论.{0,60}|本[章篇]未完.{0,20}|.{0,12}(?:浏览次数|更新时间)[:：].{0,40}"
)
_BUTTONS = re.compile(
    r"(?:分享到?|转发|收藏|打印(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|上页)?|回到顶部|我要纠错|纠错|保存|朗读|复制链接"
    r"|微信(?:好友)?|新浪微博|微博|QQ(?:空间|好友)?|朋友圈|豆瓣|[:：|｜/、·\[\]【】])+"
)
# Headings over what sites put under a text, and what an office signs with: it stays wherever it stands.
_FOOT = re.compile(
    r"(?:【.{2,40}】)?(?:相关|更多|推荐|延伸|热门|最新|精彩|猜你喜欢|大家都在|网友|友情|用户|本类|附件)(?:附件|新闻|链接|阅读|文章|信息|稿件"
    r"|报道|推荐|资讯|视频|文件|解读|政策|内容|评论|看|话题|列表)?[:：]?|猜你喜欢|扫一扫.{0,12}|下载、?打印|打印|关闭|分享|附件下载[:：]?"
    r"|标签[:：].{1,40}|版权声明.{0,60}"
)
_SIGNED = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月|公开(?:发布|方式)|[一-鿿](?:委员会|人民政府|办公室|办公厅|委|局|厅|部)\Z"
)


def is_furniture(text: str) -> bool:
    """Whether a line is a site's wherever it stands."""
    if _WHERE.match(text):
        return True
    shown = "".join(text.split()) if len(text) <= 120 else ""
    return bool(shown and (_LINE.fullmatch(shown) or _BUTTONS.fullmatch(shown)))


def foot_of(texts: Sequence[str], cut: Sequence[bool]) -> list[int]:
    """The lines under the text and under a first heading of the foot or line that is `cut` already."""
    end = max((k for k, text in enumerate(texts) if not cut[k] and _is_text(text)), default=len(texts))
    foot = next((k for k in range(end + 1, len(texts)) if cut[k] or _is_foot(texts[k])), len(texts))
    return [k for k in range(foot, len(texts)) if not cut[k] and not _SIGNED.search(texts[k])]


def _is_foot(text: str) -> bool:
    return len(text) <= 120 and _FOOT.fullmatch("".join(text.split())) is not None


def _is_text(text: str) -> bool:
    """Whether a line is one of the text: a sentence, a cell of a table, an item of a list."""
    ended = text.endswith(("。", "；", "！", "？", "：")) and not _is_foot(text)
    return len(text) > 60 or ended or " | " in text
