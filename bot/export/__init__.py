"""An answer or a conversation to take away: Word with real footnotes, Markdown, and a table of its figures."""

from bot.export.docx import answer_docx as answer_docx
from bot.export.figures import figures_csv as figures_csv
from bot.export.figures import figures_table as figures_table
from bot.export.markdown import answer_markdown as answer_markdown
