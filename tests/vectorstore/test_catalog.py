"""The catalog: what a transaction writes, what it takes out, and which files are refused as not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.vectorstore.fakes import cut_plain, plain_document
from tests.vectorstore.kit import ALPHA, BETA
from tests.vectorstore.test_layout import LINES
from vectorstore import catalog, filtering, queries, schema
from vectorstore.catalog import Change, FileFacts
from vectorstore.rows import rows_of
from vectorstore.types import Document, Field, Filters, Mask, StoreError, UnreadableFile


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    schema.prepare(tmp_path)
    connection = schema.connect(tmp_path, "write")
    yield connection
    connection.close()


def put(db: sqlite3.Connection, name: str, document: Document | str) -> Change:
    """Put a document in under a name, or in place of the file of that name."""
    whole = plain_document(document) if isinstance(document, str) else document
    row = db.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchone()
    facts = FileFacts(name.encode(), None, name, name, b"", "", row[0] if row else None)
    return catalog.put_file(db, facts, rows_of(whole), [p for s in whole.speeches for p in cut_plain(s)])


def rows(db: sqlite3.Connection) -> dict[str, int]:
    tables = ("files", "speeches", "paragraphs", "speech_paragraphs", "locations", "passages", "removed")
    return {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def test_a_file_comes_back_as_it_was_read(db: sqlite3.Connection) -> None:
    read = plain_document(ALPHA)
    change = put(db, "a.txt", read)
    assert tuple(row.speech for row in queries.speeches(db)) == read.speeches
    assert queries.source(db, "a.txt") == ALPHA
    assert queries.removed(db, "a.txt") == [("advert", "广告 扫码入群")]
    assert {p.id for p in change.added} == {p.id for s in read.speeches for p in cut_plain(s)}
    assert queries.passages(db, [p.id for p in change.added]) == {p.id: p for p in change.added}


def test_masks_metadata_and_declared_count_come_back(db: sqlite3.Connection) -> None:
    read = plain_document("# 讲话\n产值xx亿元。")
    paragraph = replace(read.speeches[0].paragraphs[0], masks=(Mask(2, 4, "xx"),), kind="heading", level=2)
    speech = replace(
        read.speeches[0],
        paragraphs=(paragraph,),
        speaker_role=Field("县长", "stated"),
        date=Field("2023-05-01", "inferred"),
        place=Field("青禾市", "stated"),
    )
    put(db, "a.txt", replace(read, speeches=(speech,), declared_count=8, warnings=("声明8篇，实有1篇",), title="汇编"))
    assert queries.speech(db, speech.id) == speech
    (row,) = queries.files(db)
    assert (row.declared_count, row.warnings, row.title, row.masks) == (8, ("声明8篇，实有1篇",), "汇编", 1)


def test_the_same_speech_in_three_files_is_stored_once_and_stays_while_one_file_holds_it(
    db: sqlite3.Connection,
) -> None:
    assert len(put(db, "a.txt", BETA).added) == 2
    once = rows(db)
    for name in ("b.txt", "c.txt"):
        assert put(db, name, BETA) == Change()
    assert rows(db) == once | {"files": 3, "locations": 3}
    speech = next(queries.speeches(db)).speech.id
    assert queries.places(db, speech) == (("a.txt", 1), ("b.txt", 1), ("c.txt", 1))
    ids = [row for (row,) in db.execute("SELECT id FROM files ORDER BY name")]
    assert catalog.remove_files(db, ids[:2]) == Change()
    assert queries.places(db, speech) == (("c.txt", 1),)
    assert len(catalog.remove_files(db, ids[2:]).removed) == 2
    assert set(rows(db).values()) == {0}


def test_only_the_changed_speech_is_touched(db: sqlite3.Connection) -> None:
    put(db, "a.txt", ALPHA)
    before = {row.speech.id for row in queries.speeches(db)}
    kept = {p.id for row in queries.speeches(db) for p in row.speech.paragraphs}
    change = put(db, "a.txt", ALPHA.replace("三件事", "四件事"))
    after = {row.speech.id for row in queries.speeches(db)}
    assert len(before & after) == 1
    assert {p.speech_id for p in change.added} == after - before
    assert {key.rsplit("-", 1)[0] for key in change.removed} == before - after
    assert len(kept & {p.id for row in queries.speeches(db) for p in row.speech.paragraphs}) == len(kept) - 1


def test_tombstones_follow_what_goes_and_comes_back(db: sqlite3.Connection) -> None:
    added = {p.id for p in put(db, "a.txt", BETA).added}
    assert set(put(db, "a.txt", ALPHA).removed) == added
    assert set(queries.tombstones_after(db, 1, 2)) == added
    put(db, "a.txt", BETA)
    assert set(queries.tombstones_after(db, 1, 3)).isdisjoint(added)
    assert {p.id for _, _, p in queries.passages_after(db, (1, 1 << 62), 3, 100)} == added
    catalog.forget_tombstones(db, 3)
    assert (queries.tombstones_after(db, 0, 3), queries.meta(db, "horizon")) == ([], "3")


def test_passages_after_come_in_pages(db: sqlite3.Connection) -> None:
    for n in range(5):
        put(db, f"{n}.txt", f"# 讲话{n}\n第一段{n}。\n第二段{n}。\n第三段{n}。")
    seen, at = [], (2, 1 << 62)
    while page := queries.passages_after(db, at, 4, 2):
        seen += [p.text for _, _, p in page]
        at = page[-1][:2]
    assert seen == [f"第{m}段{n}。" for n in (2, 3) for m in "一二三"]


def test_a_new_way_of_reading_replaces_the_passages_of_a_known_speech(db: sqlite3.Connection) -> None:
    read = plain_document(BETA)
    put(db, "a.txt", read)
    db.execute("UPDATE speeches SET reading = reading - 1")
    old = cut_plain(read.speeches[0])
    new = [replace(old[0], search_text="另一种"), replace(old[1], id="new")]
    facts = FileFacts(b"a.txt", None, "a.txt", "a.txt", b"", "", 1)
    change = catalog.put_file(db, facts, rows_of(read), new)
    assert ({p.id for p in change.added}, change.removed) == ({old[0].id, "new"}, (old[1].id,))
    assert queries.passages(db, [old[0].id])[old[0].id].search_text == "另一种"
    assert queries.speech(db, read.speeches[0].id) == read.speeches[0]


def test_files_put_in_together_are_in_when_it_ends_and_a_refused_one_leaves_the_others(tmp_path: Path) -> None:
    schema.prepare(tmp_path)
    writer, other = (schema.connect(tmp_path, "write") for _ in range(2))
    with catalog.together(writer):
        put(writer, "a.txt", BETA)
        with pytest.raises(UnreadableFile):
            put(writer, "b.txt", replace(plain_document(ALPHA), pieces=()))
        with pytest.raises(UnicodeEncodeError):
            put(writer, "c.txt", "# 讲话\n半个\ud800字")
        put(writer, "d.txt", ALPHA)
        assert (queries.revision(other), rows(other)["files"]) == (0, 0)
    assert (queries.revision(other), rows(other)["files"]) == (2, 2)
    with pytest.raises(UnreadableFile), catalog.together(writer):
        put(writer, "e.txt", replace(plain_document(BETA), pieces=()))
    assert (queries.revision(other), rows(other)["files"]) == (2, 2)
    writer.close()
    other.close()


def test_a_document_that_would_not_come_back_is_refused_and_leaves_nothing(db: sqlite3.Connection) -> None:
    put(db, "a.txt", BETA)
    before = rows(db), queries.revision(db)
    read = plain_document("# 讲话\n同志们：")
    # the id of a text that is there already, with another text: what a forged or a broken reader would give
    clash = replace(read.speeches[0].paragraphs[0], id=next(queries.speeches(db)).speech.paragraphs[1].id)
    with pytest.raises(UnreadableFile, match="核对"):
        put(db, "b.txt", replace(read, speeches=(replace(read.speeches[0], paragraphs=(clash,)),)))
    assert (rows(db), queries.revision(db)) == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=LINES)
def test_any_source_is_rebuilt_from_the_catalog_alone(db: sqlite3.Connection, source: str) -> None:
    put(db, "a.txt", source)
    assert queries.source(db, "a.txt") == source


def test_filters(db: sqlite3.Connection) -> None:
    for n, (role, date) in enumerate([("县长", "2023-05-01"), ("副县长", "2022"), ("书记", "2023-06"), (None, None)]):
        read = plain_document(f"# 讲话{n}\n第{n}段。")
        speech = replace(
            read.speeches[0],
            speaker_role=Field(role, "stated" if role else "missing"),
            date=Field(date, "stated" if date else "missing"),
        )
        put(db, f"汇编{n}.txt", replace(read, speeches=(speech,)))
    ids = {row.file: row.speech.id for row in queries.speeches(db)}

    def chosen(filters: Filters) -> set[str]:
        found = filtering.speech_ids(db, filters)
        assert found is not None
        return {file[2] for file, key in ids.items() if key in found}

    assert filtering.speech_ids(db, Filters()) is None
    assert chosen(Filters(role="县长")) == {"0", "1"}
    assert chosen(Filters(file="汇编2")) == {"2"}
    assert chosen(Filters(date_from="2023")) == {"0", "2"}
    assert chosen(Filters(date_from="2022-03", date_to="2023-05-31")) == {"0", "1"}
    assert chosen(Filters(speech_ids=(ids["汇编0.txt"], ids["汇编2.txt"]), role="县长")) == {"0"}
    assert queries.roles(db) == ["书记", "副县长", "县长"]


def test_a_file_is_found_by_its_name_or_the_only_one_that_contains_it(db: sqlite3.Connection) -> None:
    for name in ("青禾市汇编.txt", "青禾市汇编.txt.bak.txt", "临江区.txt"):
        put(db, name, BETA)
    assert queries.file_named(db, "青禾市汇编.txt") == "青禾市汇编.txt"
    assert queries.file_named(db, "临江") == "临江区.txt"
    with pytest.raises(StoreError, match=r"青禾市汇编\.txt、"):
        queries.file_named(db, "青禾")
    with pytest.raises(StoreError, match=r"没有名为“白石镇”.*临江区"):
        queries.file_named(db, "白石镇")
    with pytest.raises(StoreError):
        queries.file_named(db, "")


def test_the_list_of_speeches_needs_no_sorting_of_the_library(db: sqlite3.Connection) -> None:
    sql = queries._SPEECHES + " ORDER BY f.sort, f.name, l.number, sp.number"
    plan = " ".join(str(row[3]) for row in db.execute("EXPLAIN QUERY PLAN " + sql))
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT key FROM tombstones WHERE revision > 1 AND revision <= 2",
        "SELECT p.id FROM passages p WHERE (p.revision, p.id) > (1, 2) AND p.revision <= 9 ORDER BY p.revision, p.id",
        "SELECT count(*) FROM passages WHERE revision > 5",
        "SELECT id FROM files WHERE path = x''",
        "SELECT id, path FROM files WHERE sha256 = x'' ORDER BY sort, name",
        "SELECT 1 FROM locations WHERE speech = 1",
        "SELECT 1 FROM speech_paragraphs WHERE paragraph = 1",
        "SELECT key FROM passages WHERE speech IN (SELECT value FROM json_each('[1]'))",
    ],
)
def test_what_an_ingest_asks_does_not_read_the_whole_library(db: sqlite3.Connection, sql: str) -> None:
    plan = [str(row[3]) for row in db.execute("EXPLAIN QUERY PLAN " + sql)]
    assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step]
