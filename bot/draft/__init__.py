"""A user's own draft against the library: every figure and quotation traced to its paragraph, or flagged."""

from bot.draft.trace import trace as trace
from bot.draft.types import Traced as Traced
