"""From version 1 to 2: what was altered in the older tables is found before anything is copied."""

import sqlite3
from pathlib import Path

from threshold.reading import BadInput, Problem

_HEX = "typeof({0}) <> 'text' OR length({0}) <> 64 OR {0} GLOB '*[^0-9a-f]*'"
_TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z"
_LINKS = f"""
SELECT number FROM chain
WHERE number < 1 OR typeof(made) <> 'text' OR made NOT GLOB '{_TIME}'
    OR {" OR ".join(_HEX.format(column) for column in ("content", "previous", "hash"))}
    OR (erases IS NOT NULL AND (typeof(erases) <> 'integer' OR erases NOT BETWEEN 1 AND number - 1))
ORDER BY number LIMIT 1
"""
_CONTENT = """
SELECT number FROM content
WHERE typeof(salt) <> 'blob' OR length(salt) <> 32 OR typeof(summary) <> 'text'
    OR typeof(case_file) <> 'text' OR typeof(recommendation) <> 'text'
ORDER BY number LIMIT 1
"""
_POLICIES = f"SELECT 1 FROM policies WHERE typeof(files) <> 'text' OR {_HEX.format('digest')} LIMIT 1"
_IDENTITY = """
SELECT 1 FROM register WHERE typeof(identity) = 'text' AND length(identity) = 32
    AND identity NOT GLOB '*[^0-9a-f]*'
"""
_KEEP = (
    "; it is of version 1, and is not brought up to date like this. Keep it as it is, and put a copy from "
    "before in its place"
)


def refuse_what_was_altered(connection: sqlite3.Connection, path: Path, made_otherwise: bool) -> None:
    """Raises BadInput, naming the entry, where a register of version 1 is not as that version made it.

    Whether the chain is whole is for `verify` to say afterwards: it is copied as it is.
    """
    if made_otherwise:
        message = f"the tables, or the triggers that let the register only grow, were changed{_KEEP}"
        raise BadInput(Problem(message, str(path)))
    for rows, what in (
        (_LINKS, "its line in the chain was altered"),
        (_CONTENT, "what it holds was altered"),
    ):
        found = connection.execute(rows).fetchone()
        if found is not None:
            raise BadInput(Problem(f"entry {found[0]}: {what}{_KEEP}", str(path)))
    if connection.execute(_POLICIES).fetchone() is not None:
        raise BadInput(Problem(f"a policy kept here was altered{_KEEP}", str(path)))
    rows = connection.execute("SELECT count(*) FROM register").fetchone()[0]
    if rows != 1 or connection.execute(_IDENTITY).fetchone() is None:
        raise BadInput(Problem(f"which register this is cannot be told{_KEEP}", str(path)))
