"""Files of other formats to text, each reader in a file of its own; `extract` picks one by the content."""
