-- +goose Up

-- Times are milliseconds since 1970 (UTC). Names of keys and people stand where
-- they acted, so that history stays readable when a key is gone.

CREATE TABLE positions (
    key             INTEGER PRIMARY KEY,
    id              TEXT    NOT NULL UNIQUE,
    identity        TEXT    NOT NULL, -- position.Identity: one living position for each
    version         INTEGER NOT NULL, -- counts every change of this row
    revision        INTEGER NOT NULL, -- number of the newest revision
    state           TEXT    NOT NULL, -- of the newest revision
    approved        INTEGER,          -- number of the newest approved revision
    code            TEXT    NOT NULL,
    title           TEXT    NOT NULL,
    department      TEXT    NOT NULL,
    team            TEXT    NOT NULL, -- 组别
    code_folded     TEXT    NOT NULL,
    title_folded    TEXT    NOT NULL,
    dept_folded     TEXT    NOT NULL,
    title_order     BLOB    NOT NULL, -- collation keys, 拼音
    dept_order      BLOB    NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    archived_at     INTEGER,
    -- What is long comes last: who looks at the others reads none of it.
    search          TEXT    NOT NULL, -- all its text, folded
    content         TEXT    NOT NULL -- the position as JSON
) STRICT;
CREATE UNIQUE INDEX positions_identity ON positions (identity) WHERE archived_at IS NULL;
CREATE INDEX positions_updated ON positions (updated_at, key);
CREATE INDEX positions_title ON positions (title_order, key);
CREATE INDEX positions_code ON positions (code_folded, key);
CREATE INDEX positions_department ON positions (dept_order, key);
CREATE INDEX positions_dept_folded ON positions (dept_folded);
-- Few are in some states, or archived: a walk in the order of a list would go
-- past nearly all the others.
CREATE INDEX positions_state_updated ON positions (state, updated_at, key);
CREATE INDEX positions_state_title ON positions (state, title_order, key);
CREATE INDEX positions_state_code ON positions (state, code_folded, key);
CREATE INDEX positions_state_department ON positions (state, dept_order, key);
CREATE INDEX positions_archived ON positions (updated_at, key) WHERE archived_at IS NOT NULL;
CREATE INDEX positions_archived_title ON positions (title_order, key) WHERE archived_at IS NOT NULL;
CREATE INDEX positions_archived_code ON positions (code_folded, key) WHERE archived_at IS NOT NULL;
CREATE INDEX positions_archived_department ON positions (dept_order, key) WHERE archived_at IS NOT NULL;

-- Single characters and overlapping pairs of positions.search, as hexadecimal
-- words, since tokenizers do not agree on what a character is. rowid is
-- positions.key.
CREATE VIRTUAL TABLE position_grams USING fts5 (grams, content='', contentless_delete=1, detail=none, tokenize='ascii');

CREATE TABLE revisions (
    position_key     INTEGER NOT NULL REFERENCES positions (key),
    number           INTEGER NOT NULL, -- from 1
    content          TEXT    NOT NULL,
    code             TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    department       TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,
    key_name         TEXT    NOT NULL,
    author           TEXT    NOT NULL,
    note             TEXT    NOT NULL,
    restored         INTEGER, -- the revision it repeats
    state            TEXT    NOT NULL,
    template         TEXT    NOT NULL, -- what it was issued with; '' before that
    template_version INTEGER NOT NULL, -- 0: built in
    PRIMARY KEY (position_key, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_states (
    key          INTEGER PRIMARY KEY,
    position_key INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    key_name     TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    FOREIGN KEY (position_key, number) REFERENCES revisions (position_key, number)
) STRICT;
CREATE INDEX revision_states_revision ON revision_states (position_key, number);

CREATE TABLE templates (
    name        TEXT    PRIMARY KEY,
    version     INTEGER NOT NULL, -- the newest
    archived_at INTEGER
) STRICT;

CREATE TABLE template_versions (
    name       TEXT    NOT NULL REFERENCES templates (name),
    version    INTEGER NOT NULL, -- from 1
    title      TEXT    NOT NULL,
    data       BLOB    NOT NULL, -- the Word file
    sha256     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    key_name   TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    PRIMARY KEY (name, version)
) STRICT;

CREATE TABLE template_defaults (
    dept_folded TEXT    PRIMARY KEY, -- '': everybody else
    department  TEXT    NOT NULL,
    template    TEXT    NOT NULL, -- stored or built in
    set_at      INTEGER NOT NULL,
    key_name    TEXT    NOT NULL,
    author      TEXT    NOT NULL
) STRICT;

CREATE TABLE links (
    id           TEXT    PRIMARY KEY,
    position_key INTEGER NOT NULL REFERENCES positions (key),
    target       TEXT    NOT NULL, -- revision, latest, approved
    number       INTEGER NOT NULL, -- of the revision, 0 otherwise
    template     TEXT    NOT NULL, -- '': the one the revision was issued with, or the default
    format       TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    key_name     TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    expires_at   INTEGER,
    max_uses     INTEGER,
    uses         INTEGER NOT NULL DEFAULT 0,
    used_at      INTEGER, -- the last counted use
    used_tag     TEXT    NOT NULL, -- entity tag of what that use was given
    revoked_at   INTEGER
) STRICT;
CREATE INDEX links_position ON links (position_key, created_at, id);
CREATE INDEX links_created ON links (created_at, id);

CREATE TABLE signing_keys (
    id         INTEGER PRIMARY KEY, -- rows stay, so no id comes twice
    secret     BLOB    NOT NULL,    -- empty once it is retired
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE api_keys (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    prefix     TEXT    NOT NULL, -- the first characters, to know it by
    hash       BLOB    NOT NULL UNIQUE, -- SHA-256 of the key
    scopes     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked_at IS NULL;

CREATE TABLE events (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    key_name TEXT    NOT NULL,
    author   TEXT    NOT NULL,
    action   TEXT    NOT NULL, -- position.create, link.fetch, ...
    subject  TEXT    NOT NULL, -- id or name of what it was done to
    number   INTEGER NOT NULL, -- of the revision or version, 0 for none
    address  TEXT    NOT NULL, -- of the client
    request  TEXT    NOT NULL  -- its X-Request-Id
) STRICT;
CREATE INDEX events_subject ON events (subject, at, key);
CREATE INDEX events_at ON events (at, key);

CREATE TABLE idempotency (
    key_id     TEXT    NOT NULL,
    idem_key   TEXT    NOT NULL, -- the client's Idempotency-Key
    request    BLOB    NOT NULL, -- SHA-256 of method, path, query and body
    started_at INTEGER NOT NULL,
    lease      TEXT    NOT NULL, -- who answers it
    status     INTEGER,          -- NULL while it runs
    header     TEXT,
    body       BLOB,
    PRIMARY KEY (key_id, idem_key)
) STRICT;
CREATE INDEX idempotency_started ON idempotency (started_at);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE events;
DROP TABLE api_keys;
DROP TABLE signing_keys;
DROP TABLE links;
DROP TABLE template_defaults;
DROP TABLE template_versions;
DROP TABLE templates;
DROP TABLE revision_states;
DROP TABLE revisions;
DROP TABLE position_grams;
DROP TABLE positions;
