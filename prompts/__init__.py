"""The prompt texts, and the one function that fills them."""
