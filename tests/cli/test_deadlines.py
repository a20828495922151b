"""`threshold deadlines` as its users meet it: a manager with an export, a worker with a few case files."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

pytest.importorskip("polars")
pytest.importorskip("icalendar")

import ics

from threshold.cli.main import main
from threshold.demo import write_demo

CASES = Path(__file__).parents[2] / "cases" / "national"
REVIEWS = str(CASES / "reviews-of-a-plan.yaml")
CORE_GROUP = str(CASES / "core-group-overdue.yaml")
REVIEW_OVERDUE = {"reference": "NAT-03", "rule": "WT-next-review", "due": "2026-05-28", "state": "overdue"}
AT = ("--as-at", "2026-03-31")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `threshold deadlines` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        with (
            patch.object(sys, "argv", ["threshold", "deadlines", *map(str, arguments)]),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        ):
            return (main(), *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "children.csv"
    write_demo(path, 60, 3)
    return path


def items(out: str) -> list[dict[str, object]]:
    lines = map(json.loads, out.splitlines())
    return [line for line in lines if line["kind"] == "item" and line["state"] != "cannot_tell"]


# Of cases


def test_a_case_has_its_deadlines_and_the_first_line_says_what_is_overdue(run: Run):
    status, out, err = run(REVIEWS)
    assert (status, err) == (0, "")
    assert out.startswith("1 overdue, nothing due within 14 days")
    assert "Next review" in out
    assert "OVERDUE by 4 days" in out


def test_a_case_may_come_by_standard_input(run: Run):
    _, out, _ = run("-", "--format", "ndjson", stdin=Path(REVIEWS).read_text(encoding="utf-8"))
    [found] = items(out)
    assert {key: found[key] for key in REVIEW_OVERDUE} == REVIEW_OVERDUE


def test_a_case_that_cannot_be_decided_stops_no_other_and_is_said(run: Run, tmp_path: Path):
    (tmp_path / "bad.yaml").write_text("case: C-1\nas_at: soon\n")
    status, out, err = run("bad.yaml", REVIEWS, "no-such.yaml")
    assert status == 2
    assert "2 cases or files were not decided: what is due there is not listed." in out
    assert out.startswith("1 overdue")
    assert err.count("\n") == 3
    assert "threshold: 2 cases or files were not decided; what is due there is not listed\n" in err


def test_nothing_decided_is_never_nothing_due_and_no_calendar(run: Run, tmp_path: Path):
    status, out, err = run("no-such.yaml", "--ics", "mine.ics")
    assert status == 2
    assert out.startswith("Nothing was decided, so nothing can be told of what is due.")
    assert err.endswith("what is due there is not listed, and mine.ics was not written\n")
    assert not (tmp_path / "mine.ics").exists()


def test_each_format_tells_the_same_items(run: Run):
    given = (REVIEWS, CORE_GROUP)
    lines = [each["reference"] for each in items(run(*given, "--format", "ndjson")[1])]
    data = json.loads(run(*given, "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(run(*given, "--format", "csv")[1])))
    assert lines == [each["reference"] for each in data["items"]]
    assert lines == [row["reference"] for row in rows if row["state"] in ("overdue", "pending")]
    assert "NAT-03" in lines
    assert (data["policy"], data["of"], data["looked_at"]) == ("default", "cases", 2)


def test_the_order_of_the_files_does_not_matter_nor_that_one_is_given_twice(run: Run):
    one, other = run(REVIEWS, CORE_GROUP, "--all"), run(CORE_GROUP, REVIEWS, "--all")
    assert one == other
    twice = run(REVIEWS, REVIEWS, "--format", "ndjson")[1]
    assert items(twice) == items(run(REVIEWS, "--format", "ndjson")[1])


def test_how_far_ahead_is_as_it_was_asked_for(run: Run):
    at = ("--as-at", "2025-09-04", "--format", "ndjson")
    core_group = "2025-09-12"  # six working days on
    case = str(CASES / "core-group-without-any-conference-on-record.yaml")
    assert run(case, *at)[0] == 0

    def due(*words: str) -> list[object]:
        return [each["due"] for each in items(run(REVIEWS, *at, *words)[1])]

    every = due()
    assert due("--within", "1 day") == []
    assert [each for each in every if str(each) <= core_group] == due("--within", "6 working days")
    assert len(due("--within", "12 months")) == len(every)


def test_scripts_may_ask_to_be_told_by_the_status(run: Run):
    assert run(REVIEWS, "--fail-on", "overdue")[0] == 1
    assert run(REVIEWS, "--fail-on", "cannot_tell", "--as-at", "2025-08-30")[0] in (0, 1)
    assert run(REVIEWS, "--fail-on", "overdue", "--as-at", "2025-08-30")[0] == 0
    status, _, err = run(REVIEWS, "--fail-on", "overdo")
    assert status == 2
    assert 'did you mean "overdue"?' in err


# Of an export


def test_an_export_has_the_items_of_its_cases(
    run: Run, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    words = (*AT, "--format", "ndjson")
    _, of_export, _ = run(export, *words)
    every = "status=met,late,pending,overdue,cannot_tell"
    words_of_audit = ("audit", str(export), *AT, "--exit-zero", "--cases", "cases", "--where", every)
    with patch.object(sys, "argv", ["threshold", *words_of_audit]):
        assert main() == 0
    assert len(list((tmp_path / "cases").iterdir())) == 60
    capsys.readouterr()
    _, of_cases, _ = run("cases", *words)
    nobody = {"worker": "", "team": ""}
    assert items(of_export)
    assert [{**each, **nobody} for each in items(of_export)] == items(of_cases)


def test_of_one_worker_the_others_are_counted(run: Run, export: Path):
    every = items(run(export, *AT, "--format", "ndjson")[1])
    worker = str(every[0]["worker"])
    _, out, _ = run(export, *AT, "--format", "json", "--worker", worker)
    told = json.loads(out)
    assert [each["reference"] for each in told["items"]] == [
        each["reference"] for each in every if each["worker"] == worker
    ]
    assert (told["worker"], told["of"]) == (worker, "children")
    assert told["left_out"]["others"] > 0
    assert f"worker {worker}" in run(export, *AT, "--worker", worker)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--worker", "W-1"), "--worker: case files do not say who has the case"),
        (("--team", "T"), "--team: case files do not say who has the case"),
        (("--within", "soon"), "--within: A length of time is a whole number"),
        (("--format", "markdown"), "--format: must be one of text, csv, json, ndjson"),
        (("--ics", "-"), "--ics: names the file to write, such as mine.ics"),
        (("--ics", "mine.txt"), "calendars open files whose name ends in .ics"),
        (("--ics", "no/such/mine.ics"), "its folder does not exist"),
        (("--as-at", "soon"), "--as-at: "),
        (("--from", "events", "-"), "an export is a file or a folder"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(run: Run, words: tuple[str, ...], said: str):
    status, _, err = run(REVIEWS, *words)
    assert status == 2
    assert said in err
    assert "internal error" not in err


def test_an_export_is_refused_in_plain_words(run: Run, export: Path):
    status, _, err = run(export, REVIEWS)
    assert (status, "case files and exports are given" in err) == (2, True)
    assert "there is no such worker" in run(export, *AT, "--worker", "nobody of that name")[2]
    assert "leave the time out" in run(export, "--as-at", "2026-03-31T10:00")[2]


# As a calendar


def test_a_calendar_has_what_is_due_and_is_its_owners_alone(run: Run, export: Path, tmp_path: Path):
    status, out, err = run(export, *AT, "--ics", "mine.ics", "--format", "ndjson")
    [read] = ics.Calendar.parse_multiple((tmp_path / "mine.ics").read_bytes().decode())
    told = [json.loads(line) for line in out.splitlines()]
    dated = [each for each in told if each["kind"] == "item"]
    wanted = [each for each in dated if each["state"] != "cannot_tell" or each["due"] >= "2026-03-31"]
    found = sorted((event.begin.date().isoformat(), event.name.rpartition(", ")[2]) for event in read.events)
    assert status == 0
    assert found == sorted((each["due"], each["reference"]) for each in wanted)
    assert f"threshold: wrote mine.ics: {len(wanted)} event" in err
    assert stat.S_IMODE((tmp_path / "mine.ics").stat().st_mode) == 0o600


def test_the_same_calendar_is_the_same_bytes_and_an_empty_one_is_whole(run: Run, tmp_path: Path):
    run(REVIEWS, CORE_GROUP, "--ics", "a.ics")
    run(CORE_GROUP, REVIEWS, "--ics", "b.ics")
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()
    _, _, err = run(REVIEWS, "--as-at", "2025-01-01", "--within", "0 days", "--ics", "c.ics")
    assert err == "threshold: wrote c.ics: 0 events\n"
    assert (tmp_path / "c.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_the_library_everything_else_works(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "icalendar" else object())
    status, _, err = run(REVIEWS, "--ics", "mine.ics")
    assert (status, "pip install 'threshold[calendar]'" in err) == (2, True)
    assert run(REVIEWS)[0] == 0


def test_a_calendar_never_replaces_what_is_read(run: Run, tmp_path: Path):
    (tmp_path / "case.ics").write_text(Path(REVIEWS).read_text(encoding="utf-8"), encoding="utf-8")
    status, _, err = run("case.ics", "--ics", "case.ics")
    assert (status, "would be lost" in err) == (2, True)
    (tmp_path / "map.ics").write_text("columns: {child: Child}\n", encoding="utf-8")
    status, _, err = run("export.csv", "--map", "map.ics", "--ics", "map.ics")
    assert (status, "is the column map, and would be lost" in err) == (2, True)


# On a terminal, and where nobody reads


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "40"}])
def test_nothing_hangs_on_colour(environment: dict[str, str]):
    done = subprocess.run(
        [sys.executable, "-m", "threshold", "deadlines", REVIEWS],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b"\x1b" not in done.stdout
    assert b"1 overdue" in done.stdout
    assert b"OVERDUE by 4 days" in done.stdout


def test_a_reader_that_goes_away_is_told_by_the_status():
    line = 'exec "$0" -m threshold deadlines "$1" --format csv | true; exit ${PIPESTATUS[0]}'
    done = subprocess.run(
        ["bash", "-c", line, sys.executable, REVIEWS], capture_output=True, check=False, timeout=60
    )
    assert done.returncode in (0, 141)
    assert done.stderr == b""
