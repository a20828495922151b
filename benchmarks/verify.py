"""How long `threshold register verify` takes over many entries, and how much memory; also with a mirror.

    python benchmarks/verify.py [--entries 1000000] [--signed 50000] [--real] [--folder PLACE]

The register is filled fast and not by recording; its entries are small, unless `--real` gives them what a
recorded case takes. With `--signed`, so many of the newest are signed with a key.
"""

import argparse
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tabulate import tabulate

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.register import Recording, open_register
from threshold.register.cells import CONTENT, LINK
from threshold.register.chain import KEY, Content, Link, link, new_salt, signed_text
from threshold.register.entries import KeyChange, content_of
from threshold.register.mirror import Mirror
from threshold.register.signing import Signer

CASE = Path(__file__).resolve().parents[1] / "cases" / "step-up-step-down" / "step-down.yaml"
_KEPT = ("schema", "case", "family", "as_at", "policy", "request", "recommendation", "status", "checks")
_KEPT += ("deadlines", "route", "documents", "conflicts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--signed", type=int, default=0)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        path, mirror = Path(place) / "register.sqlite", Path(place) / "mirror.ndjson"
        fill(path, options.entries, options.signed, options.real)
        with open_register(path) as register:
            Mirror(mirror).catch_up(register)
        size = f"{path.stat().st_size / 1e6:,.0f} MB"
        print(f"{options.entries:,} entries, {options.signed:,} signed, {size}")
        rows = [measured("verify", path), measured("verify --mirror", path, "--mirror", str(mirror))]
    print(tabulate(rows, ["", "seconds", "of a core", "memory at most, MB", "exit status"], "github"))


def fill(path: Path, entries: int, signed: int, real: bool) -> None:
    """A register with one recorded entry, and others like it."""
    engine = Engine(load_policy("step-up-step-down"))
    (case,) = read_cases([str(CASE)], engine.policy.vocabulary)
    assert isinstance(case, Case)
    with open_register(path, make=True) as register:
        Recording(engine, case, None, "step_down", "Team Manager").store(register, "TM-07", True, "")
        first, content, identity = register.newest(), register.content(1), register.identity
    assert first is not None
    assert content is not None
    if not real:
        case_file, recommendation = map(_short, (content.case_file, content.recommendation))
        content = replace(content, case_file=case_file, recommendation=recommendation)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for setting in ("synchronous = OFF", "journal_mode = OFF", "foreign_keys = OFF"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for pair in _pairs(first, content, identity, entries, signed):
            _insert(database, *pair)
        database.execute("COMMIT")


def _short(text: str) -> str:
    """A case or a recommendation with little in it but what the summary repeats."""
    data = {key: each for key, each in json.loads(text).items() if key in _KEPT}
    data |= {key: [] for key in ("deadlines", "route", "documents", "conflicts") if key in data}
    if "checks" in data:
        data["checks"] = [
            {name: row[name] for name in ("rule", "decides", "status")}
            | {"source": {"clauses": row["source"]["clauses"]}}
            for row in data["checks"]
            if row["decides"] and row["status"] != "not_applicable"
        ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _insert(database: sqlite3.Connection, new: Link, content: Content) -> None:
    cells = [getattr(new, column) for column in LINK.split(", ")]
    database.execute(f"INSERT INTO chain ({LINK}) VALUES ({', '.join('?' * len(cells))})", cells)
    parts = [getattr(content, column) for column in CONTENT.split(", ")]
    database.execute(f"INSERT INTO content (number, {CONTENT}) VALUES (?, ?, ?, ?, ?)", (new.number, *parts))


def _pairs(
    first: Link, content: Content, identity: str, entries: int, signed: int
) -> Iterator[tuple[Link, Content]]:
    """The links after the first, each with what it holds."""
    signer = _key() if signed else None
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    before = first
    for number in range(2, entries + 1):
        if signer is not None and number == entries - signed:
            told = KeyChange("add", signer.public, "TM-07", "", identity)
            pair = _signed(signer, identity, before, number, now, content_of(told), KEY, None)
        elif signer is not None and number > entries - signed:
            pair = _signed(signer, identity, before, number, now, _another(content), first.kind, first.policy)
        else:
            another = _another(content)
            pair = link(before.hash, number, now, another.digest, policy=first.policy), another
        yield pair
        before = pair[0]


def _key() -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    return Signer(private.public_key().public_bytes_raw().hex(), private)


def _another(content: Content) -> Content:
    return replace(content, salt=new_salt())


def _signed(
    signer: Signer,
    identity: str,
    before: Link,
    number: int,
    made: str,
    content: Content,
    kind: str,
    policy: str | None,
) -> tuple[Link, Content]:
    new = link(before.hash, number, made, content.digest, kind=kind, policy=policy, signer=signer.public)
    return replace(new, signature=signer.sign(signed_text(identity, new.hash))), content


def measured(name: str, path: Path, *options: str) -> list[str]:
    """Seconds, memory and exit status of the program, in a process of its own."""
    command = [sys.executable, "-m", "threshold", "register", "verify", "--register", str(path), *options]
    begun = time.perf_counter()
    process = os.posix_spawn(sys.executable, command, dict(os.environ))
    _, status, used = os.wait4(process, 0)
    taken = time.perf_counter() - begun
    busy = used.ru_utime + used.ru_stime
    memory = used.ru_maxrss / 1024
    return [name, f"{taken:.1f}", f"{busy:.1f}", f"{memory:.0f}", str(os.waitstatus_to_exitcode(status))]


if __name__ == "__main__":
    main()
