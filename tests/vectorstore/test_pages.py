"""Pages: of a PDF each paragraph's first page reaches the address; formats without pages have none."""

from __future__ import annotations

from pathlib import Path

from bot.as_json import location_json
from tests.vectorstore.documents import pdf
from tests.vectorstore.kit import Desk
from vectorstore.parts import real_reader
from vectorstore.store import open_store
from vectorstore.types import Location

FIRST = [
    (72.0, 780.0, "SPEECH ON FORESTS"),
    (72.0, 740.0, "Trees were planted in every village of the county this spring."),
]
SECOND = [
    (72.0, 780.0, "Roads were mended before the rain came, as had been promised."),
    (72.0, 700.0, "Schools follow next year, and the plan is out for comment now."),
]


def test_the_page_of_a_paragraph(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.files / "a.pdf").write_bytes(pdf([FIRST, SECOND]))
    desk.write("b.txt", "在云岭县大会上的讲话\n\n同志们：\n农村公路管护要抓实。\n")
    with open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader) as store:
        report = store.ingest([desk.files])
        assert report.failed == ()
        paper, text = store.speeches()
        pages = {
            p.text[:5]: store.locations(paper.speech.id, n)[0].page for n, p in enumerate(paper.speech.paragraphs, 1)
        }
        assert (pages["Trees"], pages["Roads"], pages["Schoo"]) == (1, 2, 2)
        assert store.locations(text.speech.id, 1) == (Location("b.txt", 1, 1),)
        assert store.heads([paper.speech.id])[paper.speech.id].locations(99)[0].page is None
        assert store.locations("0" * 16, 1) == ()


def test_json_has_a_page_only_where_it_is_known() -> None:
    assert location_json(Location("b.txt", 1, 2)) == {"file": "b.txt", "speech": 1, "paragraph": 2}
    assert location_json(Location("a.pdf", 1, 2, 3))["page"] == 3
