"""From a file to hits: reading, the store, and finding."""
