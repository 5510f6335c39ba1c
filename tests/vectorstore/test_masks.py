"""Masks: hidden values are marked where they stand, genuine letters and signs are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.masks import find_masks

HIDDEN = [
    ("投资xx亿元", ["xx"]),
    ("共有xxx个小项", ["xxx"]),
    ("增长xx.x%，达x.xx亿元", ["xx.x", "x.xx"]),
    ("今年发布的x.x版方案", ["x.x"]),
    ("X市要走在前列，自X月X日起", ["X", "X", "X"]),
    ("产量占全国x/x", ["x/x"]),
    ("市委书记*提出，大爱*牌", ["*", "*"]),
    ("全力推进 * 工业", ["*"]),
    ("“产地市场+*产品”", ["*"]),
    ("李××同志、×××局长、×市", ["××", "×××", "×"]),
    ("ＸＸ县与○○乡", ["ＸＸ", "○○"]),
    ("20XX年，202x年，xxxx—xxxx年", ["XX", "x", "xxxx", "xxxx"]),
    ("D的二十大，D组书记，管D治D，共产D人，D员", ["D", "D", "D", "D", "D", "D"]),
    ("全D全国各族人民听D话、跟D走", ["D", "D", "D"]),
    ("聚焦x南x中x北，“从x到x”的原创性技术", ["x", "x", "x", "x", "x"]),
    ("构建“x+x”格局，x×xx小时服务", ["x", "x", "x", "xx"]),
    ("x能光伏xW单晶，新增xxMW", ["x", "x", "xx"]),
    ("强劲复x的势头，在x、人工智能方面", ["x", "x"]),
    ("某某市某某同志", ["某某", "某某"]),
    ("户xx亿级企业，xxGDP", ["xx", "xx"]),
    ("A市、H县的做法", ["A", "H"]),
]
GENUINE = [
    "Xbox、iPhone X、SpaceX、Linux、ETC、PPT、GDP、RCEP",
    "3D打印、5G基站、4K超高清、X5型号、x86架构",
    "“1+N+X”政策体系、3+X模式、党建+X工程",
    "A+D课程、维生素D、D级危房、D座、A组、B组、C组、D组",
    "x射线、X光片、X染色体、x轴、V型反转",
    "7×24小时、3×5米、5*8小时、2*3",
    "二○二三年、二〇〇八年",
    "XXL号、XIV、www.xxx.com、x.com",
    "对的打√，错的打×",
    "y=x+1",
    "* 注意事项",
    "B市场份额、R&D投入、D轮融资",
]


@pytest.mark.parametrize(("text", "expected"), HIDDEN)
def test_what_the_source_hides_is_marked(text: str, expected: list[str]) -> None:
    masks = find_masks(text)
    assert [mask.text for mask in masks] == expected
    assert all(text[mask.start : mask.end] == mask.text for mask in masks)


@pytest.mark.parametrize("text", GENUINE)
def test_genuine_text_is_not_marked(text: str) -> None:
    assert find_masks(text) == ()


@given(st.text(alphabet="xX×*D某_○〇 .,/+=党年月日市亿元a1光B组", max_size=40))
def test_masks_are_in_order_and_apart(text: str) -> None:
    end = 0
    for mask in find_masks(text):
        assert end <= mask.start < mask.end <= len(text)
        assert text[mask.start : mask.end] == mask.text
        end = mask.end
