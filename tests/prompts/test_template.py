from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.template import TemplateError, load, parse

TEXT = "variables: name, place\n\n=== system\n你在{{place}}。\n\n=== user\n我是{{name}}，{{place}}人。\n"


def test_a_template_is_filled() -> None:
    system, user = parse("t.v1", TEXT).fill(name="林", place="青禾市")
    assert (system.role, system.text) == ("system", "你在青禾市。")
    assert (user.role, user.text) == ("user", "我是林，青禾市人。")


@given(st.text(), st.text())
def test_a_value_is_never_read_as_a_variable(name: str, place: str) -> None:
    user = parse("t.v1", TEXT).fill(name="{{place}}" + name, place=place)[1]
    assert user.text == "我是{{place}}" + name + "，" + place + "人。"


def test_missing_and_unknown_variables_are_errors() -> None:
    with pytest.raises(TemplateError, match="missing variable: name"):
        parse("t.v1", TEXT).fill(place="")
    with pytest.raises(TemplateError, match="unknown variable: role"):
        parse("t.v1", TEXT).fill(place="", name="", role="")


@pytest.mark.parametrize(
    "text",
    [
        "=== user\nhello",
        "variables: a\nhello {{a}}",
        "variables: a, b\n=== user\n{{a}}",
        "variables: a\n=== user\n{{a}}{{b}}",
        "variables:\nstray\n=== user\nx",
    ],
)
def test_a_file_that_does_not_say_what_it_uses_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        parse("t.v1", text)


def test_every_prompt_of_ours_can_be_read_and_carries_its_version() -> None:
    names = [p.name.removesuffix(".md") for p in files("prompts").iterdir() if p.name.endswith(".md")]
    assert {"answer.v1", "mend.v1", "search.v1"} <= set(names)
    for name in names:
        assert load(name).name == name
        assert [m.role for m in load(name).messages] == ["system", "user"]


@pytest.mark.parametrize("name", ["nothing.v1", "../answer.v1", "answer", "answer.v1.md"])
def test_an_unknown_prompt_is_refused(name: str) -> None:
    with pytest.raises(TemplateError, match="no such prompt"):
        load(name)
