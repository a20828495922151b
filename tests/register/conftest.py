"""Registers in real files: filled by recording cases, or quickly with made-up content."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.register.chain import Content, Link, beginning, new_salt, text_digest
from threshold.register.database import in_no_file, put_in_place
from threshold.register.entries import Decided, Entry, Erasure, KeyChange, Summary
from threshold.register.policies import write_policy
from threshold.register.record import Recording
from threshold.register.signing import Signer, read_signer
from threshold.register.store import Clock, Register, Way, open_register
from threshold.register.verify import verify

CASES = Path(__file__).parents[2] / "cases"
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
POLICY = '{"policies/p.yaml":"policy: p\\n"}'
SUMMARY = Summary(
    case="C-1",
    family=None,
    as_at="2026-03-20",
    decided=Decided("step_down", "Team Manager", "TM-07", True),
    called_for=(),
    filled_in={},
    recommended="step_down",
    recommended_to="early_help",
    status="permitted",
    headline="Step down to early help: may go ahead",
    clauses=("RBC-4.2a",),
    authority="in_order",
    doubts=(),
    policy="p",
    policy_version="1",
    policy_digest="d" * 64,
    policy_files="62d1e0a7b8f6a1c1e0",
    evaluators=("python",),
    program="0.1.0",
)
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so' =1+1 [x](y) *b* | pipe"
WHY = "The panel knows the family and asked for it"


def ticking(start: datetime = NOON) -> Clock:
    """A clock that goes on by a minute with every look."""
    looks = iter(range(10**6))
    return lambda: start + timedelta(minutes=next(looks))


def made_up(number: int, register: str | Register, **changed: object) -> Content:
    """Content that reads like an entry's of a register, under a policy that is kept too."""
    identity = register if isinstance(register, str) else register.identity
    told = {"case": f"C-{number}", "policy_files": text_digest(POLICY), "register": identity} | changed
    summary = replace(SUMMARY, **told)
    return Content(summary.as_json(), *beside(summary), new_salt())


def beside(summary: Summary, because: tuple[str, ...] = ()) -> tuple[str, str]:
    """A case file and a recommendation that say what a summary repeats of them."""
    who = {"case": summary.case, "family": summary.family}
    recommended = {
        "schema": "threshold/decision/2",
        **who,
        "as_at": summary.as_at,
        "policy": {
            "name": summary.policy,
            "version": summary.policy_version,
            "digest": summary.policy_digest,
        },
        "request": None,
        "recommendation": {
            "direction": summary.recommended,
            "to": summary.recommended_to,
            "level_of_need": None,
            "outcome": None,
            "because": because,
            "headline": summary.headline,
        },
        "status": summary.status,
        "checks": [
            {"rule": "R", "decides": True, "status": "met", "effect": "block"}
            | {"source": {"clauses": summary.clauses}}
        ],
        "deadlines": [],
        "route": [],
        "documents": [],
        "conflicts": [],
    }
    return as_line({name: each for name, each in who.items() if each}), as_line(recommended)


def as_line(data: object) -> str:
    """One line of JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def fill(path: Path, entries: int, start: datetime = NOON) -> list[Link]:
    clock = ticking(start)
    empty(path)
    with open_register(path) as register:
        return [register.append(made_up(number, register), POLICY, clock) for number in range(1, entries + 1)]


def empty(path: Path) -> None:
    """A register without entries, as earlier versions left them."""
    if not path.exists():
        with in_no_file(path) as database:
            put_in_place(database, path)


def faults(path: Path) -> list[str]:
    with open_register(path) as register:
        return [str(fault) for fault in verify(register).faults]


def tamper(path: Path, *statements: str) -> None:
    """Change the file behind the program's back: triggers and checks taken off, and put back as they were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        for _, sql in triggers:
            database.execute(sql)


def loosen(path: Path) -> dict[str, str]:
    """Take from the tables that their cells have types, as an insider could; how they were made before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
        database.execute("PRAGMA writable_schema = ON")
        loose = "replace(replace(sql, ') STRICT', ')'), 'NOT NULL', '')"
        database.execute(f"UPDATE sqlite_master SET sql = {loose} WHERE type = 'table'")
    return made


def look_strict(path: Path, made: dict[str, str]) -> None:
    """Make the tables look as this program makes them, whatever they hold."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        for name, sql in made.items():
            database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))


def put(path: Path, link: Link, content: Content | None = None) -> None:
    """Put an entry into the file behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        cells = asdict(link)
        columns = ", ".join(cells)
        places = ", ".join("?" for _ in cells)
        database.execute(f"INSERT INTO chain ({columns}) VALUES ({places})", tuple(cells.values()))
        if content is not None:
            parts = (content.salt, content.summary, content.case_file, content.recommendation)
            database.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", (link.number, *parts))


def rechain(path: Path) -> None:
    """Make every digest and hash anew from what stands in the file, as an insider would who knows how."""
    with open_register(path) as register:
        previous, made = beginning(register.identity), []
        for old in register.links():
            content = register.content(old.number)
            digest = content.digest if content else old.content
            fresh = replace(old, previous=previous, content=digest)
            fresh = replace(fresh, hash=fresh.hash_as(fresh.number))
            made.append(fresh)
            previous = fresh.hash
    tamper(
        path,
        *(
            f"UPDATE chain SET previous = '{each.previous}', content = '{each.content}', "
            f"hash = '{each.hash}' WHERE number = {each.number}"
            for each in made
        ),
    )


def signing(path: Path, folder: Path, name: str = "TM-07", clock: Clock | None = None) -> Signer:
    """A key that the register knows, to sign with."""
    signer = read_signer(key(folder, f"{name}.pem"))
    with open_register(path, make=True) as register:
        known = register.keyring().valid()
        assert not known, "the first key signs itself"
        change = KeyChange("add", signer.public, name, "", register.identity)
        register.change_keys(change, Way(clock or ticking(NOON + timedelta(hours=6)), signer=signer))
    return signer


def erase(path: Path, signer: Signer, *numbers: int) -> list[Link]:
    with open_register(path) as register:
        erasure = Erasure(
            numbers, "Team Manager", "TM-07", "The time for keeping it is over", register.identity
        )
        return register.erase(numbers, erasure, Way(ticking(NOON + timedelta(days=600)), signer=signer))


def entry(number: int, **changed: object) -> Entry:
    link = Link(number, f"2026-04-01T12:{number:02}:00Z", "c", None, "p", "h")
    return Entry(link, replace(SUMMARY, **changed))


def decided(agrees: bool, decision: str = "step_down", by: str = "Team Manager") -> Decided:
    return Decided(decision, by, "TM-07", agrees, "" if agrees else "Why")


ENTRIES = [
    entry(1, case="C-1"),
    entry(2, case="C-2", decided=decided(False, "continue"), clauses=("RBC-4.2a", "RBC-5.1")),
    entry(3, case="C-1", decided=decided(False), clauses=("RBC-5.1",), authority="mismatch"),
    Entry(Link(4, "2026-04-01T12:04:00Z", "c", None, "p", "h"), None),
    entry(5, case="2"),
]


def given(case, **facts):
    """The case with facts set, or left out where None."""
    changed = {name.replace("__", "."): value for name, value in facts.items()}
    kept = {name: value for name, value in (case.given | changed).items() if value is not None}
    return replace(case, given=kept)


def key(folder: Path, name: str = "key.pem") -> Path:
    """An Ed25519 key in a file, with its public half beside it."""
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    plain = form.NoEncryption()
    path = folder / name
    path.write_bytes(private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, plain))
    public = private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub").write_bytes(public)
    return path


def changed(engine: Engine, folder: Path, old: str, new: str) -> Engine:
    """The policy with one piece of text replaced wherever it stands."""
    texts = {place: text.replace(old, new) for place, text in engine.policy.texts().items()}
    assert texts != engine.policy.texts()
    return Engine(write_policy(texts, folder))


def added(engine: Engine, folder: Path, rules: str) -> Engine:
    """The policy with another file of rules, which comes after those that it has."""
    more = {"step-up-step-down/rules/zz-more.yaml": f"requirements:\n{rules}"}
    return Engine(write_policy({**engine.policy.texts(), **more}, folder))


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(load_policy("step-up-step-down"))


@pytest.fixture(scope="session")
def examples(engine: Engine) -> dict[str, Case]:
    read = read_cases([str(CASES)], engine.policy.vocabulary)
    return {each.reference: each for each in read if isinstance(each, Case)}


@pytest.fixture(scope="session")
def step_down(examples: dict[str, Case]) -> Case:
    """A step down that meets every criterion."""
    return examples["SUSD-44"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@pytest.fixture
def record(engine: Engine, path: Path) -> Callable[..., Entry]:
    """Record a case in the register at `path`."""
    clock = ticking()

    def recorded(
        case: Case,
        decision: str = "step_down",
        by: str = "Team Manager",
        reference: str = "TM-07",
        agrees: bool = True,
        reason: str = "",
        using: Engine = engine,
    ) -> Entry:
        with open_register(path, make=True) as register:
            return Recording(using, case, None, decision, by).store(
                register, reference, agrees, reason, clock
            )

    return recorded


@pytest.fixture(scope="session")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seven")
    fill(folder / "register.sqlite", 7)
    return folder / "register.sqlite"


@pytest.fixture
def short_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of more than 100,000 bytes is too long to be read, so that tests need not make longer ones."""
    monkeypatch.setattr("threshold.register.database.LONGEST", 100_000)


@pytest.fixture
def filled(seven: Path, path: Path) -> Path:
    """A register with seven entries, to be tampered with."""
    shutil.copy(seven, path)
    return path
