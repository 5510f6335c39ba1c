"""Question sets, scores and reports."""
