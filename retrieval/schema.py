"""The tables of the catalogue. Raise the version with every change: libraries are then rebuilt.

A table that is new needs none, where it may be empty in a library that was there before.
"""

SCHEMA_VERSION = "2"
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roots (name TEXT PRIMARY KEY, folder TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    document TEXT PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT NOT NULL, published TEXT NOT NULL, language TEXT NOT NULL, url TEXT NOT NULL,
    root TEXT NOT NULL, revision TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pages (
    document TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, headings TEXT NOT NULL,
    PRIMARY KEY (document, number));
CREATE TABLE IF NOT EXISTS boxes (
    document TEXT NOT NULL, page INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, page)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS warnings (
    document TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chunks (
    rowid INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document TEXT NOT NULL,
    page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT NOT NULL,
    digest TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS chunks_document ON chunks (document);
CREATE INDEX IF NOT EXISTS chunks_digest ON chunks (digest);
CREATE TABLE IF NOT EXISTS acronyms (
    document TEXT NOT NULL, short TEXT NOT NULL, long TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (document, short, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS acronyms_short ON acronyms (short);
CREATE INDEX IF NOT EXISTS acronyms_key ON acronyms (key);
CREATE TABLE IF NOT EXISTS failures (
    root TEXT NOT NULL, path TEXT NOT NULL, revision TEXT NOT NULL, error TEXT NOT NULL,
    PRIMARY KEY (root, path));
CREATE TABLE IF NOT EXISTS copies (
    root TEXT NOT NULL, path TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (root, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signatures (document TEXT PRIMARY KEY, signature BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5(
    body, context, bigrams, tokenize = 'porter unicode61 remove_diacritics 2');
"""
SOURCE_COLUMNS = "document, path, format, title, publisher, published, language, url"
# The text of a chunk is kept once, in its page; SQLite counts characters from 1.
CHUNK_COLUMNS = (
    "c.page, c.start, c.end, c.heading, substr(p.text, c.start + 1, c.end - c.start) AS text"
)
DELETE_WORDS = (
    "DELETE FROM chunk_words WHERE rowid IN (SELECT rowid FROM chunks WHERE document = ?)"
)
RAISE_GENERATION = (
    "INSERT INTO meta VALUES ('generation', '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
)
