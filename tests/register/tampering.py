"""Ways to tamper with the file of a register behind the program's back, each with the entry that it concerns.

Whoever tampers here knows SQLite well: guards are taken off first and put back as they were, so that of most
of it nothing shows but what was changed. Nothing here knows the columns of a register: they are looked up.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from threshold.register.calls.model import FollowUp
from threshold.register.cells import CONTENT, LINK
from threshold.register.chain import Content, Link, beginning, signed_text
from threshold.register.entries import Erasure, KeyChange, content_of
from threshold.register.signing import Signer
from threshold.register.store import open_register

HUGE = "x" * 100_000
VALUES: tuple[object, ...] = (None, "", "x", "é\u202e\x1b[31m", HUGE, 0, 1, -1, 10**9, 2**62, -(2**63), 1.5)
VALUES += (b"", b"\xff\xfe\x00", "[]", "{}", "null", "[" * 5000, '{"case": 1}')


@dataclass(frozen=True)
class Tampering:
    """One way. `entry`: whom it concerns, or None where no entry can be named.

    `hidden`: a register alone cannot show it, only what is kept elsewhere. `later`: it comes after all that
    was there, so that a checkpoint cannot show it either.
    """

    what: str
    do: Callable[[Path], None]
    entry: int | None = None
    hidden: bool = False
    later: bool = False


def dump(path: Path) -> list[object] | None:
    """All that anybody can read in a file, every value with its type; None where it cannot be read."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        try:
            marks = [
                database.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            ]
            made = database.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 2"
            ).fetchall()
            rows = [
                database.execute(f"SELECT {', '.join(f'quote({each})' for each in columns(database, name))} "
                                 f"FROM {name} ORDER BY rowid").fetchall()
                for name in tables(database)
            ]  # fmt: skip
        except (sqlite3.Error, UnicodeDecodeError):
            return None
    return [marks, made, rows]


def tables(database: sqlite3.Connection) -> list[str]:
    return sorted(
        _text(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    )


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [_text(row[1]) for row in database.execute(f"PRAGMA table_info({table})")]


def _text(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        yield database


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """The file without triggers, checks and types; put back as they were in the end."""
    with _connected(path) as database:
        kept = database.execute("SELECT rowid, type, name, sql FROM sqlite_master").fetchall()
        database.execute("PRAGMA writable_schema = ON")
        for _, kind, name, _ in kept:
            if kind == "trigger":
                database.execute(f"DROP TRIGGER {name}")
        for row, kind, _, sql in kept:
            if kind == "table":
                database.execute("UPDATE sqlite_master SET sql = ? WHERE rowid = ?", (_loose(sql), row))
    with _connected(path) as database:
        for setting in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            database.execute(f"PRAGMA {setting}")
        yield database
    with _connected(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        for _, kind, name, sql in kept:
            if kind == "table" and name in there:
                database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))
        database.execute("PRAGMA writable_schema = RESET")
        for _, kind, name, sql in kept:
            if kind == "trigger" and name not in there:
                with suppress(sqlite3.OperationalError):  # its table went
                    database.execute(sql)


def _loose(sql: str) -> str:
    return re.sub(r"\bNOT NULL\b|\bSTRICT\b", "", sql)


def executed(*statements: str | tuple[str, Sequence[Any]]) -> Callable[[Path], None]:
    """Put statements to the file, with nothing in their way."""

    def do(path: Path) -> None:
        with unguarded(path) as database:
            for each in statements:
                database.execute(*((each,) if isinstance(each, str) else each))

    return do


def in_the_open(*statements: str) -> Callable[[Path], None]:
    """Put statements to the file as it stands."""

    def do(path: Path) -> None:
        with _connected(path) as database:
            for each in statements:
                database.execute(each)

    return do


def cells(path: Path) -> Iterator[Tampering]:
    """Every column of every table changed, in every row, to each of several values."""
    with closing(sqlite3.connect(path)) as database:
        for table in tables(database):
            names = columns(database, table)
            for row, *values in database.execute(f"SELECT rowid, * FROM {table}").fetchall():
                number = row if table in ("chain", "content") else None
                for name, value in zip(names, values, strict=True):
                    for other in _others(database, table, name, value):
                        change = (f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (other, row))
                        told = repr(other)[:40]
                        yield Tampering(f"{table}.{name} of row {row} is {told}", executed(change), number)


def _others(database: sqlite3.Connection, table: str, name: str, value: object) -> Iterator[object]:
    """Other values for a cell: of other types, of other rows, and a little changed."""
    near: list[object] = [
        each for (each,) in database.execute(f"SELECT DISTINCT {name} FROM {table} LIMIT 4")
    ]
    match value:
        case str():
            near += [
                value + " ",
                value.upper(),
                value[:-1],
                value + "\0",
                value.encode(),
                value.replace("0", "1"),
            ]
        case int():
            near += [value + 1, value - 1, str(value), str(value).encode(), value + 2**32]
        case bytes():
            near += [value[:-1], value + b"\0", value.hex()]
    for each in (*VALUES, *near):
        if type(each) is not type(value) or each != value:
            yield each


def rows(path: Path) -> Iterator[Tampering]:
    """Every row removed, inserted, copied, moved and exchanged."""
    with closing(sqlite3.connect(path)) as database:
        (newest,) = database.execute("SELECT max(number) FROM chain").fetchone()
        held = [number for (number,) in database.execute("SELECT number FROM content ORDER BY 1")]
        policies = [row for (row,) in database.execute("SELECT rowid FROM policies")]
        links, contents = columns(database, "chain"), columns(database, "content")
    for row in policies:
        yield Tampering(f"policy {row} removed", executed(f"DELETE FROM policies WHERE rowid = {row}"))
    sha = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    yield Tampering("a policy inserted", executed(f"INSERT INTO policies VALUES ('{sha}', 'foo')"))
    yield Tampering("the register's row removed", executed("DELETE FROM register"))
    yield Tampering("the register's row doubled", executed("INSERT INTO register SELECT * FROM register"))
    for number in range(1, newest + 1):
        both = [f"DELETE FROM {each} WHERE number = {number}" for each in ("chain", "content")]
        yield Tampering(f"entry {number} removed", executed(*both), number, hidden=number == newest)
        yield Tampering(f"link {number} removed", executed(both[0]), number)
        yield from _moved("chain", number, newest)
        yield Tampering(
            f"link {number} copied to the end",
            executed(_copied("chain", links, number, newest + 1)),
            newest + 1,
        )
        if number in held:
            yield Tampering(f"content {number} removed", executed(both[1]), number)
            yield from _moved("content", number, newest)
            yield Tampering(
                f"content {number} copied to the end",
                executed(_copied("content", contents, number, newest + 1)),
                newest + 1,
            )
            yield Tampering(
                f"entry {number} copied to the end",
                executed(
                    _copied("chain", links, number, newest + 1),
                    _copied("content", contents, number, newest + 1),
                ),
                newest + 1,
            )
    for one, other in combinations(range(1, newest + 1), 2):
        yield Tampering(f"links {one} and {other} exchanged", executed(*_exchanged("chain", one, other)), one)
        if {one, other} & set(held):
            contents_ = _exchanged("content", one, other)
            yield Tampering(f"contents {one} and {other} exchanged", executed(*contents_), one)
            whole = (*_exchanged("chain", one, other), *contents_)
            yield Tampering(f"entries {one} and {other} exchanged", executed(*whole), one)


def _moved(table: str, number: int, newest: int) -> Iterator[Tampering]:
    for place in (newest + 5, 0, -1, 10**9, 2**62):
        yield Tampering(
            f"{table} {number} moved to {place}",
            executed(f"UPDATE {table} SET number = {place} WHERE number = {number}"),
            number,
        )


def _copied(table: str, names: Sequence[str], number: int, place: int) -> str:
    rest = ", ".join(name for name in names if name != "number")
    return f"INSERT INTO {table} (number, {rest}) SELECT {place}, {rest} FROM {table} WHERE number = {number}"


def _exchanged(table: str, one: int, other: int) -> tuple[str, ...]:
    aside = 10**6
    return tuple(
        f"UPDATE {table} SET number = {new} WHERE number = {old}"
        for old, new in ((one, aside), (other, one), (aside, other))
    )


def structures(path: Path) -> Iterator[Tampering]:
    """Tables exchanged, emptied, dropped and made otherwise; triggers and indexes dropped; marks changed."""
    with closing(sqlite3.connect(path)) as database:
        names = tables(database)
        made = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for one, other in combinations(names, 2):
        exchanged = [f"ALTER TABLE {one} RENAME TO aside", f"ALTER TABLE {other} RENAME TO {one}"]
        exchanged.append(f"ALTER TABLE aside RENAME TO {other}")
        yield Tampering(f"{one} and {other} exchanged", executed(*exchanged))
        yield Tampering(f"{one} and {other} exchanged in the open", in_the_open(*exchanged))
    for name in names:
        yield Tampering(f"{name} emptied", executed(f"DELETE FROM {name}"))
        yield Tampering(f"{name} dropped", executed(f"DROP TABLE {name}"))
        yield Tampering(f"{name} renamed", executed(f"ALTER TABLE {name} RENAME TO more"))
        yield Tampering(f"{name} has a column more", in_the_open(f"ALTER TABLE {name} ADD COLUMN more"))
        view = (f"ALTER TABLE {name} RENAME TO aside", f"CREATE VIEW {name} AS SELECT * FROM aside")
        yield Tampering(f"{name} is a view", executed(*view))
    for kind, name, sql in made:
        if kind == "trigger":
            yield Tampering(f"trigger {name} dropped", in_the_open(f"DROP TRIGGER {name}"))
            blunt = sql.replace("RAISE(ABORT", "RAISE(IGNORE").replace(", 'the register only grows')", ")")
            yield Tampering(f"trigger {name} blunted", in_the_open(f"DROP TRIGGER {name}", blunt))
        elif kind == "index":
            yield Tampering(f"index {name} dropped", in_the_open(f"DROP INDEX {name}"))
        elif _loose(sql) != sql:
            yield Tampering(f"{name} without its types", _retyped(name, _loose(sql)))
    yield Tampering("a table more", in_the_open("CREATE TABLE more (x)"))
    yield Tampering(
        "a trigger more", in_the_open("CREATE TRIGGER more AFTER INSERT ON chain BEGIN SELECT 1; END")
    )
    yield Tampering("an index more", in_the_open("CREATE INDEX more ON chain (made)"))
    for mark in ("application_id", "user_version"):
        for value in (0, -1, 1, 99, 2**31 - 1):
            yield Tampering(f"{mark} is {value}", in_the_open(f"PRAGMA {mark} = {value}"))


def _retyped(name: str, sql: str) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        with _connected(path) as database:
            database.execute("PRAGMA writable_schema = ON")
            database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))

    return do


def cuts(path: Path) -> Iterator[Tampering]:
    """The file cut at every page, and within each."""
    size = path.stat().st_size
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute("PRAGMA page_size").fetchone()
    for start in range(0, size, page):
        for end in (start, start + 1, start + page // 2 + 1, start + page - 1):
            yield Tampering(f"cut at byte {end}", _cut(end))


def _cut(end: int) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        path.write_bytes(path.read_bytes()[:end])

    return do


def flips(path: Path, times: int, random: Random) -> Iterator[Tampering]:
    """Bits turned over anywhere in the file."""
    size = path.stat().st_size
    for _ in range(times):
        place, bit = random.randrange(size), random.randrange(8)
        yield Tampering(f"bit {bit} of byte {place} turned over", _flipped(place, 1 << bit))


def _flipped(place: int, bit: int) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[place] ^= bit
        path.write_bytes(data)

    return do


Pair = tuple[Link, Content | None]


def insiders(path: Path) -> Iterator[Tampering]:
    """All hashes made anew by somebody who knows how, and has none of the keys."""
    pairs = read_pairs(path)
    for number in range(1, len(pairs) + 1):
        for strip in (False, True):
            how = ", signatures taken off" if strip else ""
            for what, edit in _edits(number).items():
                later = number == len(pairs) and what == "put in twice"
                remade = _remade(edit, strip)
                yield Tampering(f"entry {number} {what}{how}", remade, None, hidden=True, later=later)


def _edits(number: int) -> dict[str, Callable[[list[Pair]], list[Pair]]]:
    """Ways to make a list of entries otherwise at a number."""

    def told(pairs: list[Pair]) -> list[Pair]:
        link, content = pairs[number - 1]
        other = content and replace(content, summary=content.summary.replace("TM-07", "TM-66"))
        return [*pairs[: number - 1], (link, other), *pairs[number:]]

    def dated(pairs: list[Pair]) -> list[Pair]:
        link, content = pairs[number - 1]
        made = link.made[:-2] + ("1Z" if link.made[-2] != "1" else "2Z")
        return [*pairs[: number - 1], (replace(link, made=made), content), *pairs[number:]]

    return {
        "told otherwise": told,
        "dated otherwise": dated,
        "taken out": lambda pairs: pairs[: number - 1] + pairs[number:],
        "put in twice": lambda pairs: pairs[:number] + pairs[number - 1 :],
        "and all after it cut off": lambda pairs: pairs[: number - 1],
    }


def _remade(edit: Callable[[list[Pair]], list[Pair]], strip: bool) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        before = read_pairs(path)
        edited = edit(before)
        if edited == before:
            raise sqlite3.IntegrityError("there is nothing to change")
        write_pairs(path, edited, strip)

    return do


def read_pairs(path: Path) -> list[Pair]:
    with open_register(path) as register:
        return [(link, register.content(link.number)) for link in register.chain()]


def write_pairs(path: Path, pairs: Sequence[Pair], strip: bool = False) -> None:
    """Put these in the place of all entries, every hash from the first difference on made anew."""
    with unguarded(path) as database:
        (identity,) = database.execute("SELECT identity FROM register").fetchone()
        database.execute("DELETE FROM content")
        database.execute("DELETE FROM chain")
        previous = beginning(identity)
        for number, (old, content) in enumerate(pairs, 1):
            digest = content.digest if content else old.content
            new = replace(old, number=number, previous=previous, content=digest)
            if strip and (new.previous, new.content, new.number) != (old.previous, old.content, old.number):
                new = replace(new, signer=None, signature=None)
            new = replace(new, hash=new.hash_as(number))
            previous = new.hash
            cells = [getattr(new, name) for name in LINK.split(", ")]
            database.execute(f"INSERT INTO chain ({LINK}) VALUES ({', '.join('?' * len(cells))})", cells)
            if content is not None:
                parts = [getattr(content, name) for name in CONTENT.split(", ")]
                holes = ", ".join("?" * len(parts))
                database.execute(
                    f"INSERT INTO content (number, {CONTENT}) VALUES (?, {holes})", (number, *parts)
                )


def taken_over(path: Path, other: Path) -> Iterator[Tampering]:
    """Entries of another register put at the end of this one, with a link that follows."""
    for number, pair in enumerate(read_pairs(other), 1):

        def do(path: Path, pair: Pair = pair) -> None:
            write_pairs(path, [*read_pairs(path), pair])

        yield Tampering(f"entry {number} of another register put in", do, len(read_pairs(path)) + 1)


_NONE_TO_READ = ("", "null", "[]", "{", '{"n":NaN}', '{"n":1e999}', '{"a":1,"a":1}', '{"a":"\\ud800"}', "{}")
_ANOTHER = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"  # a key's public half
_SMALL_ORDER = ("01" + "00" * 31, "00" * 32, "00" * 31 + "80", "ec" + "ff" * 30 + "7f")


def by_a_key_holder(path: Path, signer: Signer) -> Iterator[Tampering]:
    """Entries put at the end, whole, linked and signed with a valid key, that the program never wrote."""
    pairs = read_pairs(path)
    decision, held = pairs[0]
    assert held is not None
    for what, content in _contents(held):
        changed = {"policy": decision.policy}
        yield Tampering(what, _put_in(content, signer, **changed), len(pairs) + 1)
    for made in ("2026-13-45T99:99:99Z", "2027-02-29T12:00:00Z"):
        otherwise = _put_in(held, signer, policy=decision.policy, made=made)
        yield Tampering(f"an entry made at {made}", otherwise, len(pairs) + 1)
    for what, told in _key_changes(json.loads(held.summary)["register"], signer):
        yield Tampering(what, _put_in(told, signer, kind="key"), len(pairs) + 1)
    for what, told in _erasures(json.loads(held.summary)["register"]):
        erased = _put_in(told, signer, kind="erasure", erases=2, gone=2)
        yield Tampering(what, erased, len(pairs) + 1)
    call = next(number for number, (link, _) in enumerate(pairs, 1) if link.kind == "call")
    assert pairs[call - 1][1] is not None
    logged = pairs[call - 1][1]
    for what, content in _calls(logged):
        otherwise = _put_in(content, signer, kind="call", policy=pairs[call - 1][0].policy)
        yield Tampering(what, otherwise, len(pairs) + 1)
    for what, content in _follow_ups(logged, call):
        yield Tampering(what, _put_in(content, signer, kind="followup"), len(pairs) + 1)


def as_the_program_would(path: Path, signer: Signer) -> Iterator[Tampering]:
    """The same put in by the same hand, but as the program writes it: of these nothing is to be found."""
    pairs = read_pairs(path)
    decision, held = pairs[0]
    assert held is not None
    identity = json.loads(held.summary)["register"]
    erasure = Erasure((2,), "Team Manager", "TM-07", "The time for keeping it is over", identity)
    key = KeyChange("add", _ANOTHER, "TM-09", "", identity)
    yield Tampering("a decision", _put_in(held, signer, policy=decision.policy))
    for outcome in ("start_caf", "pass_on", "no_further_action"):
        overridden = _decided(held, outcome, "threshold/entry/2", agrees=False)
        yield Tampering(outcome, _put_in(overridden, signer, policy=decision.policy))
    yield Tampering("an erasure", _put_in(content_of(erasure), signer, kind="erasure", erases=2, gone=2))
    yield Tampering("a key", _put_in(content_of(key), signer, kind="key"))
    call = next(number for number, (link, _) in enumerate(pairs, 1) if link.kind == "call")
    policy, logged = pairs[call - 1][0].policy, pairs[call - 1][1]
    assert logged is not None
    another = _said(logged, reference="CL-260401-9999")
    yield Tampering("a call", _put_in(another, signer, kind="call", policy=policy))
    told = FollowUp(call="CL-260401-7KQ4", of_entry=call, done=True, what="Done", adviser="TM-08")
    follow_up = content_of(replace(told, register=identity))
    yield Tampering("a follow-up", _put_in(follow_up, signer, kind="followup"))


def _put_in(content: Content, signer: Signer, gone: int = 0, **changed: Any) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        with open_register(path) as register:
            newest, identity = register.newest(), register.identity
        assert newest is not None
        made = {"kind": "decision", "policy": None, "put_right": False, "erases": None, **changed}
        made |= {"number": newest.number + 1, "previous": newest.hash, "content": content.digest}
        fresh = replace(newest, **made, signer=signer.public)
        fresh = replace(fresh, hash=fresh.hash_as(fresh.number))
        fresh = replace(fresh, signature=signer.sign(signed_text(identity, fresh.hash)))
        with unguarded(path) as database:
            cells = [getattr(fresh, name) for name in LINK.split(", ")]
            database.execute(f"INSERT INTO chain ({LINK}) VALUES ({', '.join('?' * len(cells))})", cells)
            parts = [getattr(content, name) for name in CONTENT.split(", ")]
            database.execute(
                f"INSERT INTO content (number, {CONTENT}) VALUES (?, ?, ?, ?, ?)", (fresh.number, *parts)
            )
            database.execute("DELETE FROM content WHERE number = ?", (gone,))

    return do


def _contents(held: Content) -> Iterator[tuple[str, Content]]:
    """What a decision holds, made to contradict itself, or to be nothing that can be read."""
    for part in ("summary", "case_file", "recommendation"):
        for text in (*_NONE_TO_READ, "[" * 100_000 + "]" * 100_000):
            yield f"a decision whose {part} is {text[:20]}", replace(held, **{part: text})
    for part, places in _SAID_TWICE.items():
        for place, other in places.items():
            data = json.loads(getattr(held, part))
            *way, last = place.split(".")
            inner = data
            for step in way:
                inner = inner[step]
            assert inner.get(last) != other
            inner[last] = other
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            yield f"a decision whose {part} says {place} otherwise", replace(held, **{part: text})
    for decision, form, agrees in _NOT_DECIDED_SO:
        what = f"{decision} decided in {form}, {'agreed' if agrees else 'overridden'}"
        yield what, _decided(held, decision, form, agrees)


def _decided(held: Content, decision: str, form: str, agrees: bool) -> Content:
    """What a decision holds, another having been decided, with a reason."""
    data = json.loads(held.summary)
    data["decided"] |= {"decision": decision, "agrees": agrees, "reason": "The panel asked for it"}
    data |= {"schema": form, "called_for": ["the recommendation is overridden"]}
    return replace(held, summary=json.dumps(data, ensure_ascii=False, separators=(",", ":")))


# Of a step down: what nobody can decide, what is of another form, and what was not recommended.
_NOT_DECIDED_SO = (
    ("do_nothing", "threshold/entry/1", False),
    ("", "threshold/entry/1", False),
    ("undetermined", "threshold/entry/1", False),
    ("no_further_action", "threshold/entry/1", False),
    ("step_down", "threshold/entry/2", True),
    ("close", "threshold/entry/2", False),
    ("do_nothing", "threshold/entry/2", False),
    ("no_further_action", "threshold/entry/2", True),
    ("pass_on", "threshold/entry/2", True),
    ("start_caf", "threshold/entry/2", True),
)

_SAID_TWICE: dict[str, dict[str, Any]] = {
    "summary": {
        "case": "OTHER-1",
        "family": "F-1",
        "as_at": "2026-03-19",
        "recommended": "close",
        "recommended_to": "universal",
        "status": "blocked",
        "headline": "Close: may go ahead",
        "clauses": ["RBC-9"],
        "policy": "other",
        "policy_version": "2",
        "policy_digest": "0" * 64,
        "policy_files": "0" * 64,
        "decided.decision": "step_up",
        "decided.agrees": False,
        "called_for": ["the recommendation is blocked"],
        "filled_in": {"step_down.decided_by": "Head of Service"},
        "authority": "mismatch",
        "schema": "threshold/entry/0",
    },
    "case_file": {"case": "OTHER-1", "family": "F-1"},
    "recommendation": {
        "case": "OTHER-1",
        "family": "F-1",
        "as_at": "2026-03-19",
        "status": "blocked",
        "recommendation.direction": "close",
        "recommendation.to": "universal",
        "recommendation.headline": "Close: may go ahead",
        "policy.name": "other",
        "policy.version": "2",
        "policy.digest": "0" * 64,
        "checks": [],
        "deadlines": 5,
        "schema": "threshold/decision/0",
    },
}


def _key_changes(identity: str, signer: Signer) -> Iterator[tuple[str, Content]]:
    """Changes of keys that the program refuses."""
    public = _ANOTHER
    names = (
        "",
        " TM-09",
        "TM-09 ",
        "\u0422\u041c-09",
        "TM-08",
        "tm-08",
        "TM-O8",
        "TM 08",
        "TM-09\nTM-08",
        "x" * 61,
    )
    for name in names:
        yield f"a key of the name {name!r}", content_of(KeyChange("add", public, name, "", identity))
    for other in ("", "ab", public.upper(), public + "00", "g" * 64, "ff" * 32, *_SMALL_ORDER, signer.public):
        yield f"the key {other[:20]!r}", content_of(KeyChange("add", other, "TM-09", "", identity))
    for name, reason in (("TM-08", ""), ("TM-08", "Left"), ("TM-09", "Left")):
        told = KeyChange("revoke", signer.public, name, reason, identity)
        yield f"the last key revoked as {name!r}, {reason!r}", content_of(told)


def _erasures(identity: str) -> Iterator[tuple[str, Content]]:
    """Erasures of entry 2, which is there, that the program would not have written so."""
    right = Erasure((2,), "Team Manager", "TM-07", "The time for keeping it is over", identity)
    wrong: dict[str, tuple[Any, ...]] = {
        "entries": ((), (5,), (2, 2), (2, 5), (5, 2), (-1, 2), (2, 10**30), (2, 13), (2, 99)),
        "by": ("", " ", "Team Manager\n12 entries: whole", "\x1b[31m"),
        "reference": ("", "<script>", "Jo Smith", "TM-07\n"),
        "reason": ("", "\n", "\u202e", "x" * 5000),
        "register": ("", "0" * 32),
    }
    for name, values in wrong.items():
        for value in values:
            yield f"an erasure with {name} {str(value)[:20]!r}", content_of(replace(right, **{name: value}))


def _said(held: Content, **changed: Any) -> Content:
    """What an entry holds, with some of what it says said otherwise."""
    data = json.loads(held.summary)
    assert all(json.dumps(data[name]) != json.dumps(other) for name, other in changed.items())
    text = json.dumps(data | changed, ensure_ascii=False, separators=(",", ":"))
    return replace(held, summary=text)


def _calls(held: Content) -> Iterator[tuple[str, Content]]:
    """Calls that the program would not have stored."""
    yield "a call told twice", replace(held, salt=b"x" * 32)
    for text in (*_NONE_TO_READ, "[" * 100_000 + "]" * 100_000):
        yield f"a call that is {text[:20]}", replace(held, summary=text)
    for part in ("case_file", "recommendation"):
        yield f"a call with a {part}", replace(held, **{part: '{"case":"C-1"}'})
    yield "a call with a field more", replace(held, summary=f'{held.summary[:-1]},"child":"x"}}')
    wrong: dict[str, tuple[Any, ...]] = {
        "reference": ("", "C-1", "CL-260230-7KQ4", "CL-260401-7KQ4\n", 5, None),
        "started": ("", "2026-04-01", "2026-04-31T11:40:00Z", "2027-04-01T11:40:00Z"),
        "ended": ("", "2026-04-01T11:39:59Z", "2026-04-01T11:46:30+01:00"),
        "broken_off": (0, "false"),
        "caller": ({"name": "a\nb"}, {"telephone": "x" * 201}, "Ms A Okafor", None),
        "why": ("x" * 4001, "\u202e", "\x1b[31m", " padded"),
        "summary": ("x" * 4001, "a\u0000b"),
        "answers": ([{"fact": "What is her name?", "value": "x"}], [{"fact": "a.b"}], {}),
        "advice": ("", "close", "Start a CAF"),
        "outcome": ("", "a\nb"),
        "advice_given": ("neither", "do nothing"),
        "differs_because": ("Why not",),
        "clauses": (["x" * 201], "BAR-CL-4"),
        "unknown": (["protection.concern"],),
        "adviser": ("", "Jo Smith", "<script>"),
        "follow_up": ("", "soon", "2026-03-31", "2026-04-31"),
        "policy_files": ("", "0" * 64),
        "register": ("", "0" * 32),
        "schema": ("", "threshold/call/0", "threshold/followup/1", "threshold/entry/1"),
    }
    for name, values in wrong.items():
        for value in values:
            reference = {} if name == "reference" else {"reference": "CL-260401-9999"}
            yield f"a call with {name} {str(value)[:20]!r}", _said(held, **reference, **{name: value})


def _follow_ups(held: Content, call: int) -> Iterator[tuple[str, Content]]:
    """Follow-ups of a call that the program would not have stored."""
    identity = json.loads(held.summary)["register"]
    told = FollowUp(call="CL-260401-7KQ4", of_entry=call, done=True, what="Done", adviser="TM-08")
    right = content_of(replace(told, register=identity))
    wrong: dict[str, tuple[Any, ...]] = {
        "call": ("", "CL-260401-9999", "C-1"),
        "of_entry": (0, -1, 1, 3, 99, 10**30, str(call)),
        "done": (False, 1),
        "what": ("", "x" * 4001, "\x07"),
        "next": ("soon", "2026-02-30"),
        "about": ("Ask again",),
        "adviser": ("", "Jo Smith"),
        "register": ("", "0" * 32),
        "schema": ("", "threshold/call/1", "threshold/followup/0"),
    }
    for name, values in wrong.items():
        for value in values:
            yield f"a follow-up with {name} {str(value)[:20]!r}", _said(right, **{name: value})
    for text in _NONE_TO_READ:
        yield f"a follow-up that is {text[:20]}", replace(right, summary=text)
