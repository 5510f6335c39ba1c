from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

from ui.wordings import TABLE, TABLES, word

UI = Path(__file__).parents[2] / "ui"
FAMILIES = {
    "trace_": 7,
    "status_": 5,
    "about_": 5,
    "strict_": 3,
    "grade_of_": 3,
    "eval_name_": 14,
}  # keys made from a status or a grade
ASKED = {"busy", "crowded", "often", "empty_question", "long_question"}  # keys made from ui.talks.Asked


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def used() -> set[str]:
    keys = set(ASKED)
    for file in UI.rglob("*.py"):
        if file.parent.name == "wordings":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in TABLE:
                keys.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word":
                keys |= {
                    n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                }
    return keys


def test_both_languages_have_the_same_fields() -> None:
    for key, (chinese, english) in TABLE.items():
        assert chinese.strip(), key
        assert english.strip(), key
        assert fields(chinese) == fields(english), key


def test_every_table_counts_and_no_key_stands_in_two() -> None:
    files = {file.stem for file in (UI / "wordings").glob("*.py")} - {"__init__"}
    assert len(TABLES) == len(files)
    assert sum(len(table) for table in TABLES) == len(TABLE)


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    keys = used()
    prefixes = {key for key in keys if key in FAMILIES}
    family = {key for key in TABLE for prefix in FAMILIES if key.startswith(prefix)}
    assert len(family) == sum(FAMILIES.values())
    assert prefixes == set(FAMILIES)
    assert keys - prefixes <= set(TABLE)
    assert set(TABLE) - family <= keys


def test_chinese_is_chinese_and_fields_are_filled() -> None:
    assert word("zh", "place", file="甲", speech=3, paragraph=7) == "《甲》第3篇第7段"
    assert word("en", "place", file="A", speech=3, paragraph=7) == "“A”, speech 3, paragraph 7"
    assert re.search("[\u4e00-\u9fff]", word("zh", "welcome"))
