"""The tables of the catalog, and the steps from each version of them to the next."""

from __future__ import annotations

# The ids of other modules (paragraph, speech, passage) stand in `key`; rows are joined by small integers.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,       -- real absolute path, in the bytes of the file system
    root BLOB,                       -- real path of the folder it was found in; NULL when it was named itself
    name TEXT NOT NULL UNIQUE,       -- as shown and cited
    sort TEXT NOT NULL,              -- natural order of the name
    sha256 BLOB NOT NULL,
    stamp TEXT NOT NULL,             -- size, mtime, ctime when it was hashed
    reading INTEGER NOT NULL,        -- READING of the program that read it
    encoding TEXT NOT NULL,
    title TEXT NOT NULL,
    declared_count INTEGER,
    warnings TEXT NOT NULL,          -- JSON list
    layout BLOB NOT NULL,            -- see layout.py
    speeches INTEGER NOT NULL,       -- counts, so that a list of files reads no text
    paragraphs INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    masks INTEGER NOT NULL
);
CREATE UNIQUE INDEX files_sort ON files (sort, name);
CREATE INDEX files_sha256 ON files (sha256);
CREATE TABLE speeches (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    reading INTEGER NOT NULL
);
CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    masks TEXT NOT NULL              -- JSON [[start, end], ...]; '' for none
);
CREATE TABLE speech_paragraphs (
    speech INTEGER NOT NULL REFERENCES speeches (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    paragraph INTEGER NOT NULL REFERENCES paragraphs (id),
    kind TEXT NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (speech, number)
) WITHOUT ROWID;
CREATE INDEX speech_paragraphs_paragraph ON speech_paragraphs (paragraph);
CREATE TABLE locations (             -- metadata stands here: the same speech may be dated in one file only
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    speech INTEGER NOT NULL REFERENCES speeches (id),
    role TEXT, role_known TEXT NOT NULL,
    occasion TEXT, occasion_known TEXT NOT NULL,
    date TEXT, date_known TEXT NOT NULL,
    place TEXT, place_known TEXT NOT NULL,
    PRIMARY KEY (file, number)
) WITHOUT ROWID;
CREATE INDEX locations_speech ON locations (speech);
CREATE INDEX locations_role ON locations (role) WHERE role IS NOT NULL;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    speech INTEGER NOT NULL REFERENCES speeches (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    text TEXT NOT NULL,
    search_text TEXT NOT NULL,
    revision INTEGER NOT NULL        -- of the catalog, when it was put in or changed
);
CREATE INDEX passages_speech ON passages (speech);
CREATE INDEX passages_revision ON passages (revision);
CREATE TABLE tombstones (            -- passages gone, until every leg has taken them out
    key TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX tombstones_revision ON tombstones (revision);
CREATE TABLE removed (               -- the removal log
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    rule TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (file, number)
) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', '0'), ('horizon', '0');
"""
_PAGES = "ALTER TABLE locations ADD COLUMN pages TEXT;"  # JSON list: the page of each paragraph; NULL without pages
TALKS = """
CREATE TABLE talks (                 -- conversations: see memory.py
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,             -- '' where nobody logs in
    name TEXT NOT NULL,
    begun TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX talks_owner ON talks (owner, changed);
CREATE TABLE exchanges (
    talk INTEGER NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    data TEXT NOT NULL,              -- JSON, with a copy of what was cited
    verdict TEXT NOT NULL,           -- feedback; '' for none
    PRIMARY KEY (talk, number)
) WITHOUT ROWID;
CREATE INDEX exchanges_judged ON exchanges (talk) WHERE verdict <> '';
"""
_SPEAKERS = """
ALTER TABLE locations ADD COLUMN speaker TEXT;
ALTER TABLE locations ADD COLUMN speaker_known TEXT NOT NULL DEFAULT 'missing';
ALTER TABLE locations ADD COLUMN title_known TEXT NOT NULL DEFAULT 'stated';
"""
# user_version n = the first n are done; append, never change
MIGRATIONS: tuple[str, ...] = (_TABLES, _PAGES, TALKS, _SPEAKERS)
