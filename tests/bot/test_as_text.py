"""What the command line says of an ingest."""

from __future__ import annotations

from bot.as_text import report_text
from vectorstore.types import IngestReport


def test_files_that_were_renamed_are_told_among_the_unchanged() -> None:
    report = IngestReport(files=3, unchanged=3, moved=2)
    assert "未变 3（其中改名或移动 2），移除 0" in report_text(report)
    assert "改名" not in report_text(IngestReport(files=3, unchanged=3))
