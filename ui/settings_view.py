"""The settings tab as HTML: what is set, and a form for who may change it. Keys are never in it. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Sequence

from bot.checker.weighing import BORDERS
from bot.settings import Settings
from ui.markup import act, div, esc, tag
from ui.wordings import Lang, word


def settings_view(settings: Settings, coming: Settings | None, held: str | None, version: str, lang: Lang) -> str:
    """What is set; then a form of what the next start would take (`coming`), or who may change it (None).

    `held` is the library's own embedding.
    """
    rows = _facts(settings, held, version, lang)
    facts = "".join(tag("dt", esc(word(lang, name))) + tag("dd", esc(value)) for name, value in rows)
    now = tag("h2", esc(word(lang, "set_now")), class_="yj-section") + tag("dl", facts, class_="yj-settings")
    return now + (_form(coming, held, lang) if coming else not_yours(settings, lang))


def not_yours(settings: Settings, lang: Lang) -> str:
    """Who may change the settings."""
    name = settings.auth[0] if settings.auth else ""
    return tag("p", esc(word(lang, "set_not_yours", name=name)), class_="yj-about")


def _facts(settings: Settings, held: str | None, version: str, lang: Lang) -> list[tuple[str, str]]:
    model, off = settings.model, word(lang, "set_no")
    embedding = settings.embedding or word(lang, "set_of_library", name=held or "hash")
    rows = [
        ("set_version", version),
        ("set_store", str(settings.store)),
        ("set_model", model.model if model else word(lang, "set_no_model")),
        ("set_url", model.base_url if model else off),
        ("set_key", word(lang, "set_yes") if settings.embedding_key else off),
        ("set_embedding", embedding),
        ("set_strictness", word(lang, f"strict_{settings.strictness}")),
        ("set_reranker", settings.reranker or off),
        ("set_chroma", settings.chroma_url or off),
        ("set_auth", word(lang, "set_yes") if settings.auth else word(lang, "set_auth_no")),
    ]
    return [*rows, ("set_unknown", "、".join(settings.unknown))] if settings.unknown else rows


def _form(settings: Settings, held: str | None, lang: Lang) -> str:
    model = settings.model
    off = tag("input", "", type="checkbox", name_="no_key") + tag("span", esc(word(lang, "set_no_key")))
    key = _field("api_key", word(lang, "set_key"), "", word(lang, "set_key_kept"), "password")
    fields = (
        _field("base_url", word(lang, "set_url"), model.base_url if model else "", "http://127.0.0.1:11434/v1")
        + _field("model", word(lang, "set_model"), model.model if model else "", "qwen3:8b")
        + div("", key, tag("label", off, class_="yj-check"))
        + _field("embedding", word(lang, "set_embedding"), settings.embedding or "", held or "hash")
    )
    buttons = act("save", {}, esc(word(lang, "set_save")), "yj-tool yj-main-tool")
    buttons += act("probe", {}, esc(word(lang, "set_try")), "yj-tool")
    about = tag("p", esc(word(lang, "set_about")), class_="yj-about")
    title = tag("h2", esc(word(lang, "set_change")), class_="yj-section")
    inner = div("yj-settings-fields", fields) + _grade(settings.strictness, lang) + div("yj-tools", buttons)
    return title + about + tag("div", inner, class_="yj-form", data_form="settings", data_keep=True)


def _grade(chosen: str, lang: Lang) -> str:
    """The choice of strictness, and in plain words what each grade costs."""
    options = "".join(
        tag("option", esc(word(lang, f"strict_{name}")), value=name, selected=name == chosen) for name in BORDERS
    )
    label = tag("span", esc(word(lang, "set_strictness")))
    choice = tag("label", label + tag("select", options, name_="strictness", aria_describedby="yj-strict-about"))
    told = "".join(tag("li", esc(word(lang, f"grade_of_{name}"))) for name in BORDERS)
    about = tag("p", esc(word(lang, "set_grades"))) + tag("ul", told)
    return div("yj-settings-fields", choice) + tag("div", about, class_="yj-about", id="yj-strict-about")


def _field(name: str, label: str, value: str, hint: str, kind: str = "text") -> str:
    fill = "new-password" if kind == "password" else "off"
    about = {"autocomplete": fill, "placeholder": hint, "maxlength": "500"}
    field = tag("input", "", name_=name, type=kind, value=value, spellcheck="false", **about)
    return tag("label", tag("span", esc(label)) + field)


def tried_view(model: str, seconds: float, lang: Lang) -> str:
    """A model that answered."""
    return tag(
        "p", esc(word(lang, "set_tried", model=model, seconds=f"{seconds:.1f}")), role="status", class_="yj-good"
    )


def saved_view(names: Sequence[str], overruled: Sequence[str], lang: Lang) -> str:
    """What was written, and what of it the environment sets otherwise."""
    if not names:
        return tag("p", esc(word(lang, "set_nothing")), role="status")
    told = tag("p", esc(word(lang, "set_saved", names="、".join(names))), role="status", class_="yj-good")
    if overruled:
        told += div("yj-warn", esc(word(lang, "set_environment", names="、".join(overruled))))
    return told
