"""From a file to its speeches: decode, clean, split, join. `read.py` is the way in."""
