-- The register, version 1. It only grows: what is written stays as it was written.
-- A later version is another file beside this one, holding what changes; see store.py.

-- One row: which register this is.
CREATE TABLE register (identity TEXT NOT NULL);
INSERT INTO register VALUES (lower(hex(randomblob(16))));

-- Every policy that was ever used, once, under the SHA-256 of its files.
CREATE TABLE policies (digest TEXT PRIMARY KEY, files TEXT NOT NULL);

-- The chain: one link for each entry. `content` is the salted digest of what the entry holds, so that what it
-- holds may go one day and the chain stay whole. `erases` is for that day: the number of the entry whose
-- content goes.
CREATE TABLE chain (
    number INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    content TEXT NOT NULL,
    erases INTEGER,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- What an entry holds: a summary (who decided what, and on which recommendation), the case, the decision in full.
CREATE TABLE content (
    number INTEGER PRIMARY KEY REFERENCES chain (number),
    salt BLOB NOT NULL,
    summary TEXT NOT NULL,
    case_file TEXT NOT NULL,
    recommendation TEXT NOT NULL
);

CREATE TRIGGER register_stays BEFORE UPDATE ON register
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER register_is_one BEFORE INSERT ON register
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER register_is_kept BEFORE DELETE ON register
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;

CREATE TRIGGER policy_stays BEFORE UPDATE ON policies
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER policy_is_kept BEFORE DELETE ON policies
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER policy_is_new BEFORE INSERT ON policies
WHEN EXISTS (SELECT 1 FROM policies WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;

CREATE TRIGGER link_stays BEFORE UPDATE ON chain
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER link_is_kept BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER link_is_next BEFORE INSERT ON chain
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM chain)
    OR EXISTS (SELECT 1 FROM chain WHERE number = NEW.number - 1 AND hash IS NOT NEW.previous)
BEGIN SELECT RAISE(ABORT, 'an entry follows the newest one'); END;

CREATE TRIGGER content_stays BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER content_is_kept BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM chain WHERE erases = OLD.number)
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER content_is_new BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE number = NEW.number)
    OR EXISTS (SELECT 1 FROM chain WHERE number > NEW.number)
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
