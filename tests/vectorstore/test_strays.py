"""What sellers and sites leave round a text is told by its place; what a speech ends with stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vectorstore.reading_kit import LONG, check_tiling, removed, texts
from vectorstore.reading.read import read_file, read_text
from vectorstore.types import Document

ADVERT = "更多公文写作素材，请加QQ群：312456789"


def read(last: str, advert: str = ADVERT) -> Document:
    document = read_text(f"{advert}\n\n在云岭县林业大会上的讲话\n\n同志们：\n{LONG}\n{LONG}\n{last}\n", "讲话.txt")
    check_tiling(document)
    return document


@pytest.mark.parametrize(
    "stray", ["好文！推荐给更多笔友", "周五见，老地方不见不散", "▼点击名片看看▼", "一对一改稿，88元起"]
)
def test_a_stray_line_under_the_last_sentence_goes_where_there_are_other_adverts(stray: str) -> None:
    document = read(stray)
    assert ("广告", stray) in removed(document)
    assert texts(document)[-1] == LONG


def test_without_other_adverts_it_stays() -> None:
    assert texts(read("周五见，老地方不见不散", advert="云岭县材料"))[-1] == "周五见，老地方不见不散"


@pytest.mark.parametrize(
    "own",
    [
        "谢谢大家！",
        "2023年5月6日",
        "云岭县人民政府",
        "县委书记 张某某",
        "附件：任务清单",
        "（此件发至乡镇）",
        "群众满意是最高标准",
        "以上意见，请予审议",
        "此致敬礼，请批评指正",
    ],
)
def test_what_a_speech_ends_with_stays(own: str) -> None:
    assert own in "".join(texts(read(own)))


def test_the_foot_of_a_page_goes_and_the_signature_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    foot = "<p>青禾市林业局</p><p>2023年5月6日</p><div>相关新闻</div><div>全市春季造林启动</div><div>网站找错</div>"
    foot += "<footer>版权所有</footer><div>手机版</div>"
    page = f"<html><body><h1>关于做好造林的通知</h1><p>{LONG}</p>{foot}</body></html>"
    path.write_text(page, encoding="utf8")
    document = read_file(path)
    assert texts(document) == [LONG, "青禾市林业局", "2023年5月6日"]
    assert [text for _, text in removed(document)] == ["相关新闻", "全市春季造林启动", "网站找错", "版权所有", "手机版"]
