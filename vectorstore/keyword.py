"""The keyword leg: BM25 in tantivy over words, character pairs, single characters, and the words of the headings.

Words are cut by `tokens.search_words`, for index and query alike. Pairs and characters are cut from the text by
tantivy's own n-gram tokenizer, twice as fast as Python; `tokens.grams` cuts a query the same way (a test proves it).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import tantivy

from vectorstore import tokens
from vectorstore.passages import head_and_body
from vectorstore.ready import ReadyPassage, head_words
from vectorstore.revision import read_state, stamp, write_state
from vectorstore.types import Passage

# What each kind of term counts in the sum of BM25 scores (docs/measurements.md).
WEIGHTS = {"words": 1.0, "head": 0.3, "pairs": 0.5, "chars": 0.5}
# What a thesaurus entry counts against the word it stands for: so much in all, shared among its phrases, but a phrase
# at most so much. A plain sum lets tantivy skip what cannot come first; taking the best phrase of each entry found a
# hair more and read every passage (docs/measurements.md).
RELATED, PHRASE = 1.5, 0.6
MOST = {"pairs": 10, "chars": 8}  # of a query, the rarest: the others say little, and their lists are the longest
# In a large index only the strongest terms of thesaurus entries: at 300,000 passages all of them doubled the time of a
# search, and 40 find what they find among the first ten; among the first five one question in 70 is lost.
LARGE, MOST_RELATED = 50_000, 40
MAX_TERMS = 150  # of a query that are searched for: a very long question stays quick
_FIELD = {"words": "words", "head": "head", "pairs": "grams", "chars": "grams"}
_FORMAT = 2  # raise it when the schema changes
_HEAP = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speech", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="spaced", index_option="freq")
    builder.add_text_field("head", tokenizer_name="spaced", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="grams", index_option="freq")
    return builder.build()


def _with_tokenizers(index: tantivy.Index) -> tantivy.Index:
    spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2)).build()
    index.register_tokenizer("spaced", spaced)
    index.register_tokenizer("grams", grams)
    return index


class KeywordLeg:
    """A tantivy index in `folder`. A missing or damaged one counts as revision 0 and is made anew when written to."""

    name = "keyword"
    weight = 1.0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._stamp: tuple[int, int] | None = None

    def revision(self) -> int:
        """The catalog revision held; 0 when the index is unreadable or was cut by another dictionary."""
        state = read_state(self._folder)
        made_by = (state.get("cut"), state.get("format"))
        if made_by != (tokens.fingerprint(), _FORMAT) or self._open() is None:
            return 0
        revision = state.get("revision")
        return revision if isinstance(revision, int) else 0

    def count(self) -> int:
        index = self._open()
        return int(index.searcher().num_docs) if index else 0

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        writer = self._writing()
        for passage_id in [*remove, *(passage.id for passage in add)]:
            writer.delete_documents_by_term("id", passage_id)
        for passage in add:
            writer.add_document(_document(passage))

    def commit(self, revision: int) -> None:
        writer = self._writing()
        writer.commit()
        writer.wait_merging_threads()
        self._writer = None
        write_state(self._folder, {"revision": revision, "cut": tokens.fingerprint(), "format": _FORMAT})

    def search(
        self, query: str, k: int, speech_ids: frozenset[str] | None = None, related: Sequence[Sequence[str]] = ()
    ) -> list[tuple[str, float]]:
        """The best k passages by weighted BM25. The text is only ever cut into terms, never parsed as a query."""
        index = self._open()
        if index is None or k < 1 or (speech_ids is not None and not speech_ids):
            return []
        searcher = index.searcher()
        weights = {term: WEIGHTS[term[0]] for term in _rarest(searcher, _terms(query))}
        if not weights:
            return []
        further = related_weights(related)
        if searcher.num_docs > LARGE:
            further = strongest(further, MOST_RELATED)
        for term, weight in further.items():
            weights[term] = weights.get(term, 0.0) + weight
        built = _sum([self._term(kind, text, weight) for (kind, text), weight in weights.items()])
        if speech_ids is not None:
            built = self._within(built, speech_ids)
        found = searcher.search(built, limit=k, count=False)
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found.hits]

    def preload(self) -> None:
        self._open()

    def reset(self) -> None:
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.rollback()
        self._writer = self._index = self._stamp = None

    def _term(self, kind: str, text: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, _FIELD[kind], text), weight)

    def _within(self, query: tantivy.Query, speech_ids: frozenset[str]) -> tantivy.Query:
        """`query` limited to some speeches; the limit itself adds nothing to the score."""
        allowed = tantivy.Query.term_set_query(self._schema, "speech", sorted(speech_ids))
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, query), (must, tantivy.Query.const_score_query(allowed, 0.0))])

    def _open(self) -> tantivy.Index | None:
        """The index, opened again when any process has committed; None when there is none that can be read."""
        now = stamp(self._folder)
        if self._index is not None and now == self._stamp:
            return self._index
        try:
            index = _with_tokenizers(tantivy.Index.open(str(self._folder))) if now else None
        except (ValueError, OSError):  # damaged, or of an older schema
            index = None
        self._index, self._stamp = index, now
        return index

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            index = self._open()
            if index is None:
                self.reset()
                self._folder.mkdir(parents=True)
                index = _with_tokenizers(tantivy.Index(self._schema, str(self._folder)))
            self._writer = index.writer(_HEAP, 1)
        return self._writer


def _document(passage: Passage) -> tantivy.Document:
    made = passage if isinstance(passage, ReadyPassage) else None
    document = tantivy.Document()
    document.add_text("id", passage.id)
    document.add_text("speech", passage.speech_id)
    document.add_text("words", made.words if made else " ".join(tokens.search_words(passage.search_text)))
    document.add_text("head", made.head if made else head_words(head_and_body(passage)[0]))
    document.add_text("grams", passage.search_text)
    return document


def _sum(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _terms(text: str) -> list[tuple[str, str]]:
    """(kind, term) of everything a normalised text is searched by; its words also in the headings."""
    asked = tokens.asked(text)
    found = [(kind, term) for kind, terms in asked.items() for term in terms]
    return found + [("head", word) for word in asked["words"]]


def related_weights(related: Sequence[Sequence[str]]) -> dict[tuple[str, str], float]:
    """What the words and pairs of thesaurus entries count; `related` holds the phrases of each entry."""
    weights: dict[tuple[str, str], float] = {}
    for phrases in related:
        share = min(PHRASE, RELATED / max(len(phrases), 1))
        for phrase in phrases:
            for kind, text in _terms(phrase):
                if kind in ("words", "pairs"):
                    weights[kind, text] = weights.get((kind, text), 0.0) + share * WEIGHTS[kind]
    return weights


def strongest(weights: dict[tuple[str, str], float], most: int) -> dict[tuple[str, str], float]:
    """The `most` terms of the largest weights; of equal ones those that come first in the alphabet."""
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _rarest(searcher: tantivy.Searcher, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The terms, of pairs and characters the rarest; of a very long query only the MAX_TERMS rarest terms."""
    held = sorted((searcher.doc_freq(_FIELD[kind], term), (kind, term)) for kind, term in found)
    kept = [pair for frequency, pair in held if frequency or len(held) <= MAX_TERMS]
    for kind, most in MOST.items():
        of_kind = [pair for pair in kept if pair[0] == kind]
        kept = [pair for pair in kept if pair not in of_kind[most:]]
    return kept[:MAX_TERMS]
