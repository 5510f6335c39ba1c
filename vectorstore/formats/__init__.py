"""From a file's bytes to its decoded source, format by format."""

# What an ingest of a folder takes; what a file is, its content tells.
SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"),
    *(".docx", ".docm", ".dotx", ".dotm", ".pdf", ".epub", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott"),
)
