"""From a file's bytes to its decoded source, format by format."""

# What an ingest of a folder takes; what a file is, its content tells.
SUFFIXES = (
    *(".txt", ".md", ".markdown", ".csv", ".tsv", ".html", ".htm"),
    *(".docx", ".pdf", ".epub", ".doc", ".wps", ".rtf"),
)
