"""A user's own draft against the library: every figure and quotation traced to its paragraph, or flagged."""

from bot.checking import Check
from bot.draft.trace import trace as trace
from bot.draft.types import Traced as Traced
from vectorstore.store import Store
from vectorstore.wording import nearest


def traced(store: Store, draft: str, judge: Check) -> list[Traced]:
    """Every figure and quotation of the draft, traced in the store. Raises StoreError."""
    return trace(draft, lambda texts, k: nearest(store, texts, k), store.speech, judge)
