"""Web pages: what sites put around a text goes into the removal log; the 发文字号 is no part of the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.reading.read import read_file

BODY = """<h1>青禾市人民政府关于做好春耕工作的通知</h1><p>青政发〔2023〕5号</p>
<p>各县区人民政府：</p><p>现就做好全市春耕工作通知如下，请认真贯彻执行，抓好落实。</p>
<p>一、抓紧备耕。各地要把种子化肥调运到位，确保不误农时，分享到每个村的农机要提前检修。</p>
<p>二、抓好水利。渠系要提前清淤，各管护站要值守到位，关闭违规取水口。</p>"""
FURNITURE = (
    "扫一扫在手机打开当前页",
    "↺",
    "×",
    "打印 关闭",
    "分享到： 微信 微博 QQ空间",
    "浏览次数：123",
    "上一篇：关于放假的通知",
)
FURNITURE += ("【字体：大 中 小】", "责任编辑：王某", "微信扫一扫关注本站公众号")


@pytest.mark.parametrize("piece", FURNITURE)
def test_furniture_is_logged_and_the_text_stays(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "通知.html"
    path.write_text(f"<html><body>{BODY}<div>{piece}</div></body></html>", encoding="utf8")
    document = read_file(path)
    (speech,) = document.speeches
    removed = [document.source[p.start : p.end] for p in document.pieces if p.kind == "removed"]
    assert piece in removed
    assert speech.paragraphs[-1].text.endswith("关闭违规取水口。")
    assert "分享到每个村" in "".join(p.text for p in speech.paragraphs)


def test_the_document_number_is_not_glued_to_the_title(tmp_path: Path) -> None:
    path = tmp_path / "通知.html"
    path.write_text(f"<html><body>{BODY}</body></html>", encoding="utf8")
    (speech,) = read_file(path).speeches
    assert speech.title == "青禾市人民政府关于做好春耕工作的通知"
    assert [p.text for p in speech.paragraphs[:2]] == ["青政发〔2023〕5号", "各县区人民政府："]
