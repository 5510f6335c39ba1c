"""Reading HTML back, for the tests of the views."""

from __future__ import annotations

from html.parser import HTMLParser

_TAGS = (
    "article aside b button code dd details div dl dt em form g h1 h2 h3 iframe input label li mark nav ol option p "
    "progress rect s select span strong summary svg table tbody td text th thead title tr ul"
)
_VOID = {"input"}
_ATTRIBUTES = (
    "aria-busy aria-current aria-describedby aria-hidden aria-label aria-pressed autocomplete checked class "
    "data-act data-args data-card data-copy data-done data-edit data-file data-form data-go data-goto data-keep "
    "data-key data-kind data-label data-name data-p data-rename data-shelf data-text height hidden href id "
    "loading max maxlength name open placeholder role sandbox scope selected spellcheck srcdoc tabindex text-anchor "
    "title type value viewbox width x y"
)


class Page(HTMLParser):
    """The tags, attributes and text of a piece of HTML; `open` is what was never closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.bad: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in _VOID:
            self.open.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.bad.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.bad.append(data)

    def handle_decl(self, decl: str) -> None:
        self.bad.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.bad.append(data)

    def handle_pi(self, data: str) -> None:
        self.bad.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def values(self, name: str) -> list[str]:
        """All values of an attribute, in order."""
        return [value for attribute, value in self.attributes if attribute == name]

    def check(self) -> None:
        """Only our own tags and attributes, all closed: nothing of a text has become markup."""
        assert not self.open
        assert not self.bad
        assert set(self.tags) <= set(_TAGS.split())
        assert {name for name, _ in self.attributes} <= set(_ATTRIBUTES.split())
