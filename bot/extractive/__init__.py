"""Answers without a model: verbatim sentences, each with its source. `extract.py` is the way in."""
