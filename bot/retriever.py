"""The library as a LangChain retriever: for chains of others. The metadata of a document says where it stands."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.assemble import Bot
from vectorstore.types import Filters, Hit, Speech


class YanjuRetriever(BaseRetriever):
    """The best `k` passages of a library as documents; `filters` hold for every question.

    With a model set, the question is rewritten as in `yanju search`. Invoking it raises EmptyQuestion and StoreError.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    bot: Bot
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.bot.search(query, self.k, self.filters)
        speeches = {hit.passage.speech_id: self.bot.store.speech(hit.passage.speech_id) for hit in hits}
        return [document(hit, rank, speeches[hit.passage.speech_id]) for rank, hit in enumerate(hits, 1)]


def document(hit: Hit, rank: int, speech: Speech | None) -> Document:
    """A hit as a document: its text verbatim, and as metadata all that is needed to cite it (JSON types only)."""
    passage = hit.passage
    place = hit.locations[0] if hit.locations else None
    numbers = range(passage.first, passage.last + 1)
    metadata: dict[str, Any] = {
        "file": place.file if place else None,
        "speech": place.speech if place else None,
        "speech_id": passage.speech_id,
        "title": hit.title,
        "speaker_role": hit.speaker_role,
        "date": speech.date.value if speech else None,
        "occasion": speech.occasion.value if speech else None,
        "place": speech.place.value if speech else None,
        "paragraphs": list(numbers),
        "paragraph_ids": [speech.paragraphs[n - 1].id for n in numbers] if speech else [],
        "pages": sorted({at.page for at in hit.locations if at.page is not None and at.file == hit.locations[0].file}),
        "locations": [
            {"file": at.file, "speech": at.speech, "paragraph": at.paragraph, "page": at.page} for at in hit.locations
        ],
        "rank": rank,
        "score": hit.score,
        "ranks": dict(hit.ranks),
    }
    return Document(page_content=passage.text, metadata=metadata, id=passage.id)
