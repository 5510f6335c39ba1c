"""Every word the web page shows: tables by tab, key -> (Chinese, English). `{name}` fields are filled by `word`.

A new tab brings its own file of words and is added to `TABLES`.
"""

from __future__ import annotations

from typing import Literal

from ui.wordings import chat, draft, evaluation, history, library, page, settings, source, upload

Lang = Literal["zh", "en"]

TABLES = (
    page.TABLE,
    chat.TABLE,
    history.TABLE,
    source.TABLE,
    library.TABLE,
    upload.TABLE,
    draft.TABLE,
    evaluation.TABLE,
    settings.TABLE,
)
TABLE: dict[str, tuple[str, str]] = {key: words for table in TABLES for key, words in table.items()}


def word(lang: Lang, key: str, **values: object) -> str:
    """The wording of `key` in `lang`, its fields filled. Plain text: escape it like any other before it enters HTML.

    An English wording may be written twice, `one|several`: which one counts goes by `count`.
    """
    chosen = TABLE[key][1 if lang == "en" else 0]
    if lang == "en" and "count" in values:
        one, _, several = chosen.partition("|")
        chosen = several if several and values["count"] != 1 else one
    return chosen.format(**values) if values else chosen
