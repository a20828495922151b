"""The same input gives the same bytes: on another day, in another place, zone and language."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")

CASES = Path(__file__).parents[2] / "cases"
EXPORT = """child_id,event,date,team,worker
{}
"""
MAP = """columns: {child: child_id, event: event, on: date, team: team, worker: worker}
covers: {referral_decision: as_at}
"""
# Each with its own hashes of names, zone, language, folder, and hour.
PLACES = (
    ("one", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
    (
        "another place",
        {"PYTHONHASHSEED": "4711", "TZ": "Etc/GMT+12", "LC_ALL": "de_DE.UTF-8", "POLARS_MAX_THREADS": "1"},
    ),
)
AUDIT = (
    *(
        "audit",
        "events.csv",
        "--map",
        "map.yaml",
        "--policy",
        "national",
        "--as-at",
        "2026-08-14",
        "--exit-zero",
    ),
    *(word for each in ("json", "csv", "markdown", "html", "xlsx") for word in ("--format", each)),
    *(
        "--out",
        "out",
        "--results",
        "out/all.csv",
        "--cases",
        "out/cases",
        "--where",
        "rule=WT-referral-decision",
    ),
)
COMMANDS = (
    AUDIT,
    (*AUDIT[:9], "--edition", "board", "--format", "html", "--out", "out"),
    (*AUDIT[:9], "--results", "out/all.parquet"),
    ("audit", "events.csv", "--inspect", "--format", "json", "--policy", "national"),
    *(
        ("decide", "case.yaml", "--as-at", "2026-08-14", "--format", each)
        for each in ("text", "json", "csv", "markdown")
    ),
    ("ask", "case.yaml", "--as-at", "2026-08-14", "--format", "json"),
    *(
        ("timeline", "case.yaml", "--as-at", "2026-08-14", "--format", each)
        for each in ("text", "svg", "html")
    ),
    ("policy", "show", "default", "--as-at", "2026-08-14", "--format", "html", "--out", "out/page.html"),
    ("policy", "check", "national"),
    ("policy", "coverage", "national", "--cases", str(CASES / "national"), "--format", "json"),
    *(("policy", "schema", each) for each in ("case", "rules", "audit")),
    *(("register", "export", "--format", each) for each in ("ndjson", "csv")),
    *(("register", "show", "1", "--format", each) for each in ("text", "json", "markdown", "html")),
    ("register", "stats", "--format", "html"),
    *(
        ("demo-data", "--children", "20", "--seed", "3", "--as", kind, "--out", f"out/demo.{each}")
        for kind, each in (("events", "csv"), ("annex-a", "xlsx"), ("census", "xml"))
    ),
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a register in which two decisions are recorded."""
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    words = ("--decision", "step_down", "--by", "Team Manager", "--reference", "TM-07", "--agree")
    case = CASES / "step-up-step-down" / "step-down.yaml"
    for _ in range(2):
        made = ("record", str(case), *words, "--policy", "step-up-step-down", "--register", str(path))
        command = [sys.executable, "-m", "threshold", *made]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return path.read_bytes()


def prepared(folder: Path, register: bytes) -> None:
    folder.mkdir()
    rows = [
        f"C{number},{event},2026-0{1 + number % 6}-{day + number % 9:02},Team {number % 7},W{number % 5}"
        for number in range(60)
        for event, day in (("referral", 2), ("referral_decision", 4 + number % 3), ("assessment_started", 9))
    ]
    (folder / "events.csv").write_text(EXPORT.format("\n".join(rows)))
    (folder / "map.yaml").write_text(MAP)
    (folder / "case.yaml").write_text((CASES / "national" / "referral-without-consent.yaml").read_text())
    (folder / "register.sqlite").write_bytes(register)


def ran(folder: Path, environment: dict[str, str], words: tuple[str, ...]) -> tuple[bytes, dict[str, str]]:
    """What a command printed, and of each file that it made a digest."""
    done = subprocess.run(
        [sys.executable, "-m", "threshold", *words],
        env={**os.environ, "THRESHOLD_REGISTER": "register.sqlite", **environment},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    out = folder / "out"
    made = [path for path in out.rglob("*") if path.is_file()] if out.exists() else []
    files = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
    return done.stdout + done.stderr, files


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, register: bytes) -> None:
    for name, _ in PLACES:
        prepared(tmp_path / name, register)
    for words in COMMANDS:
        (one, files), (another, others) = (
            ran(tmp_path / name, environment, words) for name, environment in PLACES
        )
        assert one == another, words
        assert files == others, words
    assert {Path(file).suffix for file in files} >= {
        ".csv",
        ".html",
        ".json",
        ".md",
        ".parquet",
        ".xlsx",
        ".yaml",
    }


def test_a_workbook_tells_the_day_of_the_audit_and_no_hour_of_its_making(
    tmp_path: Path, register: bytes
) -> None:
    from zipfile import ZipFile

    folder = tmp_path / "one"
    prepared(folder, register)
    ran(folder, {}, (*AUDIT[:9], "--format", "xlsx", "--out", "out"))
    (path,) = (folder / "out").glob("*.xlsx")
    book = ZipFile(path)
    assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = book.read("docProps/core.xml").decode()
    assert "2026-08-14T00:00:00Z" in told
    assert str(date.today()) not in told
