"""The keyword leg: BM25 in tantivy, over terms that `tokens.terms` cuts for index and query alike."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import tantivy

from vectorstore import tokens
from vectorstore.passages import head_and_body
from vectorstore.types import Passage

HEAD_WEIGHT = 0.5  # title and headings against the text itself
MAX_TERMS = 600  # of a query: a 20,000-character question stays quick
_HEAP = 64_000_000
_STATE = "yanju.json"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speech", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class KeywordLeg:
    """A tantivy index in `folder`. A missing or damaged one counts as revision 0 and is made anew when written to."""

    name = "keyword"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._stamp: tuple[int, int] | None = None

    def revision(self) -> int:
        """The catalog revision held; 0 when the index is unreadable or was cut by another dictionary."""
        try:
            state = json.loads((self._folder / _STATE).read_text(encoding="utf8"))
            revision = int(state["revision"]) if state["cut"] == tokens.fingerprint() else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        return revision if self._open() is not None else 0

    def count(self) -> int:
        index = self._open()
        return index.searcher().num_docs if index else 0

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        writer = self._writing()
        for passage_id in [*remove, *(p.id for p in add)]:
            writer.delete_documents_by_term("id", passage_id)
        for passage in add:
            head, body = head_and_body(passage)
            document = tantivy.Document()
            document.add_text("id", passage.id)
            document.add_text("speech", passage.speech_id)
            document.add_text("head", " ".join(tokens.terms(head)))
            document.add_text("body", " ".join(tokens.terms(body)))
            writer.add_document(document)

    def commit(self, revision: int) -> None:
        writer = self._writing()
        writer.commit()
        writer.wait_merging_threads()
        self._writer = None
        self._record(revision)

    def search(self, query: str, k: int, speech_ids: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The best k passages by BM25. The text is only ever cut into terms, never parsed as a query language."""
        index = self._open()
        counted = Counter(tokens.terms(query[:4000])).most_common(MAX_TERMS)
        if index is None or not counted or k < 1 or (speech_ids is not None and not speech_ids):
            return []
        built = self._query(counted, speech_ids)
        searcher = index.searcher()
        found = searcher.search(built, limit=k, count=False)
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found.hits]

    def reset(self) -> None:
        self._drop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        self._drop()

    def _query(self, counted: list[tuple[str, int]], speech_ids: frozenset[str] | None) -> tantivy.Query:
        should = tantivy.Occur.Should
        clauses = []
        for term, _ in counted:
            body = tantivy.Query.term_query(self._schema, "body", term)
            head = tantivy.Query.term_query(self._schema, "head", term)
            clauses.append((should, body))
            clauses.append((should, tantivy.Query.boost_query(head, HEAD_WEIGHT)))
        query = tantivy.Query.boolean_query(clauses)
        if speech_ids is None:
            return query
        allowed = tantivy.Query.term_set_query(self._schema, "speech", sorted(speech_ids))
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, query), (must, tantivy.Query.boost_query(allowed, 0.0))])

    def _open(self) -> tantivy.Index | None:
        """The index, reloaded when another process has written to it; None when there is none that can be read."""
        stamp = self._state_stamp()
        if self._index is not None and stamp == self._stamp:
            return self._index
        try:
            index = tantivy.Index(self._schema, str(self._folder), reuse=True) if self._exists() else None
            if index is not None:
                index.config_reader("manual")
                index.reload()
        except (ValueError, OSError):
            index = None
        self._index, self._stamp = index, stamp
        return index

    def _exists(self) -> bool:
        return self._folder.is_dir() and tantivy.Index.exists(str(self._folder))

    def _state_stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._folder / _STATE).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            index = self._open()
            if index is None:
                self.reset()
                self._folder.mkdir(parents=True, exist_ok=True)
                index = tantivy.Index(self._schema, str(self._folder))
            self._writer = index.writer(_HEAP, 1)
        return self._writer

    def _record(self, revision: int) -> None:
        state = json.dumps({"revision": revision, "cut": tokens.fingerprint()})
        fresh = self._folder / (_STATE + ".new")
        with fresh.open("w", encoding="utf8") as file:
            file.write(state)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / _STATE)

    def _drop(self) -> None:
        if self._writer is not None:
            self._writer.rollback()
        self._writer = None
        self._index = None
        self._stamp = None
