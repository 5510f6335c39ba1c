"""Reading: adverts, marks of payment, page numbers and running heads go, and nothing genuine with them."""

from __future__ import annotations

import pytest

from tests.vectorstore.reading_kit import LONG, check_tiling, removed, texts, titles
from vectorstore.reading.read import read_text


def test_only_the_marker_goes_when_it_is_glued_to_a_paragraph() -> None:
    document = read_text(f"在会上的发言\n{LONG}\n##paidbegin##二是{LONG}\n##paidend##", "a.txt")
    assert texts(document) == [LONG, "二是" + LONG]
    assert removed(document) == [("付费标记", "##paidbegin##"), ("付费标记", "##paidend##")]


def test_an_advert_glued_to_the_last_sentence_goes_alone() -> None:
    advert = "更多公文材料请加QQ群：88776655"
    document = read_text(f"在会上的发言\n{LONG}\n{LONG}{advert}", "a.txt")
    assert texts(document) == [LONG, LONG]
    assert removed(document) == [("广告", advert)]


def test_slogans_among_adverts_go_and_the_title_below_stays() -> None:
    block = "仅供学习 禁止外传 用后删除\n木木文库\n写作更轻松\n打击倒卖活动\n会员群：   免费QQ群：\n"
    block += "木木文库整理，咨询QQ11223344"
    document = read_text(f"{block}\n\n\n县长学习研讨发言材料\n\n{LONG}", "a.txt")
    assert titles(document) == ["县长学习研讨发言材料"]
    assert {rule for rule, _ in removed(document)} == {"广告"}
    assert len(removed(document)) == 6


GENUINE = (
    "要充分利用微信公众号、党员微信群、乡村大喇叭等媒介，扎实做好宣传工作，让群众听得懂、记得住。",
    "推广扫码办事，群众关注公众号后即可一键下载办事指南，全市企业开办实现一网通办。",
    "依托电商平台销售农产品，客服团队二十四小时在线，全县网店突破3000家，带动群众增收。",
    "公安机关严厉打击倒卖公民个人信息违法犯罪，建设平安青禾，维护群众利益。",
    "工商联会员企业要积极参与“万企兴万村”行动，推动项目落地，带动乡村发展。",
    "要严格遵守保密纪律，文件资料严禁外传，会后及时收回，压实各单位政府信息管理责任。",
    "实现公共数据资源统一下载、统一更新，每天更新市场监管信息200多条，提升治理水平。",
    "持续擦亮“青禾礼物”品牌，欢迎更多企业加入，共同推动文旅融合发展。",
)


@pytest.mark.parametrize("text", GENUINE)
def test_a_genuine_paragraph_is_never_taken_for_an_advert(text: str) -> None:
    document = read_text(f"在会上的发言\n{LONG}\n{text}\n{LONG}", "a.txt")
    assert text in texts(document)


@pytest.mark.parametrize("page", ["- 3 -", "— 12 —", "第3页 共10页", "第 3 页", "3/10", "Page 3 of 10"])
def test_page_numbers_go_and_the_sentence_around_them_is_joined(page: str) -> None:
    document = read_text(f"在会上的发言\n{LONG[:-10]}\n{page}\n{LONG[-10:]}\n{LONG}", "a.txt")
    assert texts(document) == [LONG, LONG]
    assert removed(document) == [("页码", page)]


def test_bare_page_numbers_go_only_when_they_count_up() -> None:
    pages = "\n".join(f"{LONG}\n{LONG}\n{LONG}\n{n}" for n in (1, 2, 3, 4))
    assert len(removed(read_text(f"在会上的发言\n{pages}", "a.txt"))) == 4
    once = read_text(f"在会上的发言\n{LONG}\n2023\n{LONG}", "a.txt")
    assert removed(once) == []


def test_a_running_head_inside_sentences_goes() -> None:
    half = LONG[: len(LONG) // 2]
    rest = LONG[len(half) :]
    text = "在会上的发言\n" + "\n".join(f"{half}\n青禾市工作简报\n{rest}" for _ in range(4))
    document = read_text(text, "a.txt")
    assert texts(document) == [LONG] * 4
    assert removed(document) == [("页眉页脚", "青禾市工作简报")] * 4


PAGE_TOP = ("当前位置：首页 >> 领导讲话 >> 水利", "作者：佚名  来源：网友上传  加入收藏", "时间：2023-05-06 09:10:00")
PAGE_FOOT = (
    "上一篇：在全县春耕会上的讲话",
    "标签： 林业 讲话稿",
    "【领导讲话】相关文章：",
    "镇长在林业会上的讲话03-12",
    "用户评论",
)


def test_what_a_site_puts_round_a_copied_page_is_no_text() -> None:
    text = "\n\n".join((*PAGE_TOP, "在云岭县林业大会上的讲话", "同志们：", LONG, LONG, *PAGE_FOOT))
    document = read_text(text, "讲话.txt")
    check_tiling(document)
    assert titles(document) == ["在云岭县林业大会上的讲话"]
    assert texts(document) == ["同志们：", LONG, LONG]
    assert {line for _, line in removed(document)} == {*PAGE_TOP, *PAGE_FOOT}


@pytest.mark.parametrize("own", ["云岭县人民政府", "2023年5月6日", "附件：任务分工表", "谢谢大家！"])
def test_what_belongs_to_a_speech_stays_above_the_foot_of_a_page(own: str) -> None:
    document = read_text(f"在林业大会上的讲话\n\n同志们：\n{LONG}\n{LONG}\n{own}\n相关文章\n", "讲话.txt")
    assert own in texts(document)


@pytest.mark.parametrize(
    "line",
    [
        "（未完，全文共3200字，当前显示900字）",
        "以下内容需要登录后查看",
        "本站不承担由此产生的任何责任，如有疑问请与客服联系",
        "下面是由小编为大家整理的林业讲话稿，仅供参考，欢迎大家阅读。",
        "《林业讲话稿.docx》由会员分享，可在线阅读，更多相关内容请在本站搜索。",
    ],
)
def test_notes_of_a_site_to_its_readers_are_adverts(line: str) -> None:
    document = read_text(f"在林业大会上的讲话\n\n同志们：\n{LONG}\n{LONG}\n{line}\n", "讲话.txt")
    assert ("广告", line) in removed(document)
