"""The check of a claim against its evidence: pure functions, no model. `check.py` is the way in."""
