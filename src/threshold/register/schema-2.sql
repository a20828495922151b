-- Version 2: strict tables whose cells are checked, entries of more than one kind, signatures.
-- What version 1 holds is copied as it is; the chain stays as it was, byte for byte.

ALTER TABLE content RENAME TO content_1;
ALTER TABLE chain RENAME TO chain_1;
ALTER TABLE policies RENAME TO policies_1;
ALTER TABLE register RENAME TO register_1;

CREATE TABLE register (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    identity TEXT NOT NULL CHECK (length(identity) = 32 AND identity NOT GLOB '*[^0-9a-f]*')
) STRICT;

-- Every policy that was ever used, once, under the SHA-256 of its files.
CREATE TABLE policies (
    digest TEXT PRIMARY KEY NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
    files TEXT NOT NULL
) STRICT;

-- The chain: one link for each entry, of whatever kind (a decision, an erasure, a key; the program knows
-- which). `format` is how the hash is made: 1 as in version 1, 2 over all that is here but hash and signature.
-- `content` is the salted digest of what the entry holds, so that what it holds may go one day and the chain
-- stay whole; `erases` is the number of the entry whose content goes. `put_right`: whoever recorded it said
-- that the clock was right, and the time of the entry before it wrong.
CREATE TABLE chain (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    format INTEGER NOT NULL CHECK (format IN (1, 2)),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20 AND kind NOT GLOB '*[^a-z]*'),
    made TEXT NOT NULL CHECK (
        made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'
    ),
    content TEXT NOT NULL CHECK (length(content) = 64 AND content NOT GLOB '*[^0-9a-f]*'),
    policy TEXT REFERENCES policies (digest) CHECK (length(policy) = 64 AND policy NOT GLOB '*[^0-9a-f]*'),
    put_right INTEGER NOT NULL CHECK (put_right IN (0, 1)),
    erases INTEGER CHECK (erases BETWEEN 1 AND number - 1),
    previous TEXT NOT NULL CHECK (length(previous) = 64 AND previous NOT GLOB '*[^0-9a-f]*'),
    hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    signer TEXT CHECK (length(signer) = 64 AND signer NOT GLOB '*[^0-9a-f]*'),
    signature TEXT CHECK (length(signature) = 128 AND signature NOT GLOB '*[^0-9a-f]*'),
    CHECK ((signer IS NULL) = (signature IS NULL)),
    CHECK (format = 2 OR (kind = 'decision' AND policy IS NULL AND put_right = 0 AND signer IS NULL)),
    CHECK (format = 1 OR (erases IS NULL) = (kind <> 'erasure'))
) STRICT;

-- What an entry holds: a summary, and of a decision the case and the recommendation in full.
CREATE TABLE content (
    number INTEGER PRIMARY KEY REFERENCES chain (number),
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    summary TEXT NOT NULL,
    case_file TEXT NOT NULL,
    recommendation TEXT NOT NULL
) STRICT;

INSERT INTO register SELECT 1, identity FROM register_1;
INSERT INTO policies SELECT digest, files FROM policies_1;
INSERT INTO chain
SELECT number, 1, 'decision', made, content, NULL, 0, erases, previous, hash, NULL, NULL FROM chain_1;
INSERT INTO content SELECT number, salt, summary, case_file, recommendation FROM content_1;

DROP TABLE content_1;
DROP TABLE chain_1;
DROP TABLE policies_1;
DROP TABLE register_1;

CREATE INDEX erasing ON chain (erases) WHERE erases IS NOT NULL;
CREATE INDEX apart ON chain (kind) WHERE kind <> 'decision';

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
CREATE TRIGGER link_is_of_today BEFORE INSERT ON chain
WHEN NEW.format <> 2
BEGIN SELECT RAISE(ABORT, 'entries are made as version 2 makes them'); END;

CREATE TRIGGER content_stays BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER content_is_kept BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM chain WHERE erases = OLD.number AND kind = 'erasure' AND signature IS NOT NULL)
    OR EXISTS (SELECT 1 FROM chain WHERE number = OLD.number AND kind IN ('erasure', 'key'))
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
CREATE TRIGGER content_is_new BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE number = NEW.number)
    OR EXISTS (SELECT 1 FROM chain WHERE number > NEW.number)
BEGIN SELECT RAISE(ABORT, 'the register only grows'); END;
