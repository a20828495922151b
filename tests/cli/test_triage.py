"""`threshold triage` as a MASH manager meets it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.worklist.conftest import NOTHING, POLICY, contact

from threshold.cli.main import main

Run = Callable[..., tuple[int, str, str]]
AT = ("--as-at", "2026-11-30T09:00", "--policy", "caf-team")
DANGER = {**NOTHING, "concern": True}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `threshold triage` here, with a file of these contacts."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "triage", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        return (main(), *capsys.readouterr())

    return run


def lines(*contacts: dict[str, object] | str) -> str:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in contacts)


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    file = tmp_path / "morning.ndjson"
    made = (
        contact("MC-1"),
        contact("MC-2", child_protection=DANGER),
        contact("MC-3", child_protection=None),
        "{",
    )
    file.write_text(lines(*made))
    return file


def test_the_list_is_ranked_and_says_it_is_advice(run: Run, morning: Path) -> None:
    status, out, err = run(morning, *AT)
    assert status == 0
    assert out.index("MC-2") < out.index("MC-3") < out.index("MC-1")
    assert "Advice only: a person decides." in out
    assert err == "" or "evaluated by Python alone" in err


@pytest.mark.parametrize(
    ("words", "status"),
    [("refer_now", 1), ("unread", 1), ("ask_first", 1), ("overdue", 0), ("overdue,refer_now", 1)],
)
def test_fail_on(run: Run, morning: Path, words: str, status: int) -> None:
    for format_ in ("text", "csv", "ndjson"):
        assert run(morning, *AT, "--fail-on", words, "--format", format_)[0] == status


@pytest.mark.parametrize("words", ["", "refer", "permitted", "refer_now,"])
def test_fail_on_takes_only_what_there_is(run: Run, morning: Path, words: str) -> None:
    status, out, err = run(morning, *AT, "--fail-on", words)
    assert (status, out) == (2, "")
    assert "refer_now, ask_first, overdue, unread" in err


def test_zero_contacts_is_0_with_a_word(run: Run, tmp_path: Path) -> None:
    for stdin in ("", "\n"):
        status, out, _ = run("-", *AT, stdin=stdin)
        assert (status, out.splitlines()[0]) == (0, "No contacts: there is nothing to triage.")
    table = tmp_path / "none.csv"
    table.write_text("ContactID,BRAG\n")
    (tmp_path / "map.yaml").write_text("columns: {child: ContactID}\nfacts: {contact.brag: BRAG}\n")
    status, out, _ = run(table, "--map", tmp_path / "map.yaml", *AT)
    assert (status, out.splitlines()[0]) == (0, "No contacts: there is nothing to triage.")


def test_a_table_by_its_map(run: Run, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(
        "ContactID,Received,BRAG,Concern,Danger,Harm\n"
        "MC-1,30/11/2026 08:00,Green,N,N,N\n"
        "MC-2,30/11/2026 07:00,AMBER ,Y,N,\n"
        "MC-3,29/02/2026 09:00,Red,N,N,N\n"
        "MC-1,30/11/2026 08:30,Blue,N,N,N\n"
    )
    (tmp_path / "map.yaml").write_text(
        "columns: {child: ContactID}\n"
        "facts:\n"
        "  contact.received: Received\n"
        "  contact.brag: {column: BRAG, values: {Green: green, Amber: amber, Red: red, Blue: blue}}\n"
        "  child_protection.concern: {column: Concern, values: {Y: true, N: false}}\n"
        "  child_protection.immediate_danger: {column: Danger, values: {Y: true, N: false}}\n"
        "  child_protection.harm_suspected: {column: Harm, values: {Y: true, N: false}}\n"
        "written: day first\n"
    )
    (tmp_path / "ours.yaml").write_text(POLICY)
    status, out, _ = run(
        "contacts.csv",
        "--map",
        "map.yaml",
        "--policy",
        "ours.yaml",
        "--as-at",
        "2026-11-30T09:30",
        "--format",
        "csv",
    )
    assert status == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["rank"], row["reference"], row["act"], row["colour"]) for row in rows[:1]] == [
        ("1", "MC-2", "refer_now", "amber")
    ]
    assert {row["reference"] for row in rows} == {"MC-1", "MC-2", "MC-3"}
    assert len(rows) == 4
    by_row = {row["row"]: row for row in rows}
    assert (by_row["2"]["due"], by_row["2"]["time_left"]) == ("2026-12-01T08:00", "22 h 30 min left")
    assert (by_row["3"]["due"], by_row["3"]["minutes_left"]) == ("2026-11-30T13:00", "210")
    assert by_row["4"]["problems"]
    assert by_row["4"]["received"] == ""
    assert by_row["2"]["duplicates"] == "the same reference: row 5"


def test_since_says_what_is_new(run: Run, tmp_path: Path) -> None:
    before, now = tmp_path / "before.ndjson", tmp_path / "now.ndjson"
    before.write_text(lines(contact("MC-1"), contact("MC-2"), contact("MC-3")))
    now.write_text(lines(contact("MC-1"), contact("MC-2", colour="amber"), contact("MC-4")))
    for format_ in ("csv", "ndjson"):
        earlier = tmp_path / f"earlier.{format_}"
        earlier.write_text(run(before, *AT, "--format", format_)[1])
        status, out, err = run(now, *AT, "--since", earlier, "--format", "csv")
        assert status == 0
        found = {row["reference"]: row["since"] for row in csv.DictReader(io.StringIO(out))}
        assert found == {"MC-1": "same", "MC-2": "changed", "MC-4": "new"}
        assert "1 new, 1 changed; gone: MC-3" in err
    assert "NEW" in run(now, *AT, "--since", earlier)[1]


def test_explain_is_the_whole_decision(run: Run, morning: Path) -> None:
    status, out, _ = run(morning, *AT, "--explain", "MC-2")
    assert status == 0
    assert out.startswith("Refer to social care now")
    assert "MC-1" not in out
    status, out, err = run(morning, *AT, "--explain", "MC-99")
    assert (status, out) == (2, "")
    assert "no contact has this reference" in err


def test_of_a_reference_that_stands_twice_the_danger_is_explained_first(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "twice.ndjson"
    broken = {"case": "MC-1", "contact": {"brag": "purple"}}
    file.write_text(lines(contact("MC-1"), broken, contact("MC-1", child_protection=DANGER)))
    status, out, err = run(file, *AT, "--explain", "MC-1")
    told = out.splitlines()
    assert told[0] == "3 contacts have this reference; each by itself, the most urgent first."
    assert [line.split(": ")[0] for line in told if line.startswith("---")] == [
        f"--- {n} of 3" for n in (1, 2, 3)
    ]
    assert f"--- 1 of 3: {file}, row 3: Refer now ---" in told[2]
    assert out.index("Refer to social care now") < out.index("2 of 3") < out.index(", row 1: Pass on")
    assert (status, "contact.brag" in err) == (2, True)


def test_a_file_that_cannot_be_read_is_told_where_one_contact_is_explained(run: Run, morning: Path) -> None:
    status, out, err = run("nothing.csv", morning, *AT, "--explain", "MC-2")
    assert (status, "NOT READ: nothing.csv" in err) == (2, True)
    assert out.startswith("Refer to social care now")


@pytest.mark.parametrize("one", [("--explain", "MC-2"), ("--inspect",)])
@pytest.mark.parametrize(
    "other", [("--fail-on", "refer_now"), ("--since", "x.csv"), ("--out", "x"), ("--cases", "x")]
)
def test_what_makes_no_list_takes_nothing_of_a_list(
    run: Run, morning: Path, one: tuple[str, ...], other: tuple[str, str]
) -> None:
    status, out, err = run(morning, *AT, *one, *other)
    assert (status, out) == (2, "")
    assert f"{one[0]}: " in err
    assert f"and makes no list; leave {other[0]} out" in err
    assert run(morning, *AT, "--inspect", "--explain", "MC-2")[0] == 2


def test_files_are_written_whole(run: Run, morning: Path, tmp_path: Path) -> None:
    status, out, err = run(morning, *AT, "--format", "html", "--out", "list.html", "--cases", "cases.ndjson")
    assert (status, out) == (0, "")
    assert "<html" in (tmp_path / "list.html").read_text()
    assert {"threshold: wrote list.html", "threshold: wrote cases.ndjson"} <= {*err.splitlines()}
    assert [json.loads(line)["case"] for line in (tmp_path / "cases.ndjson").read_text().splitlines()] == [
        "MC-1",
        "MC-2",
        "MC-3",
    ]


@pytest.mark.parametrize("option", ["--out", "--cases"])
def test_nothing_that_is_read_or_kept_is_written_over(
    run: Run, morning: Path, tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.yaml").write_text(POLICY)
    (tmp_path / "earlier.csv").write_text(run(morning, *AT, "--format", "csv")[1])
    (tmp_path / "map.yaml").write_text("columns: {child: ContactID}\nfacts: {contact.brag: BRAG}\n")
    (tmp_path / "register.sqlite").write_text("kept")
    (tmp_path / "link").symlink_to(morning)
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    for name in ("morning.ndjson", "ours.yaml", "earlier.csv", "map.yaml", "register.sqlite", "link"):
        before = (tmp_path / name).read_bytes()
        given = (morning, "--policy", "ours.yaml", "--map", "map.yaml")
        earlier = ("--since", "earlier.csv") if name == "earlier.csv" else ()
        status, out, err = run(*given, *earlier, "--format", "csv", option, name)
        assert (status, out, "would be lost" in err) == (2, "", True), name
        assert (tmp_path / name).read_bytes() == before
    for first in ("new.csv", "-"):
        status, out, err = run(morning, *AT, "--out", first, "--cases", first)
        assert (status, out) == (2, "")
        assert not (tmp_path / first).exists()


def test_a_workbook_wants_a_file(run: Run, morning: Path) -> None:
    status, _, err = run(morning, *AT, "--format", "xlsx")
    assert status == 2
    assert "--out FILE" in err


def test_a_file_that_cannot_be_read_is_2_and_the_others_are_listed(run: Run, morning: Path) -> None:
    for format_ in ("text", "csv"):
        status, out, err = run("nothing.csv", morning, *AT, "--format", format_)
        assert status == 2
        assert "MC-2" in out
        assert "NOT READ: nothing.csv: there is no such file" in err
    assert "1 whole file could not be read" in run("nothing.csv", morning, *AT)[1]


def test_each_line_is_answered_as_it_comes(tmp_path: Path) -> None:
    """As `tail -f contacts.ndjson | threshold triage - --format ndjson` has it."""
    command = [sys.executable, "-m", "threshold", "triage", "-", *AT, "--format", "ndjson"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines(contact(f"MC-{number}")))
            process.stdin.flush()
            row = json.loads(process.stdout.readline())
            assert (row["reference"], row["act"], row["rank"]) == (f"MC-{number}", "pass_on", None)
        process.stdin.write("not json\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["act"] == "unread"
        process.stdin.close()
        assert process.wait(60) == 0


def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "many.ndjson"
    file.write_text(lines(*(contact(f"MC-{number}") for number in range(2000))))
    command = [sys.executable, "-m", "threshold", "triage", str(file), *AT, "--format", "ndjson"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["reference"] == "MC-0"
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == ""


def test_a_difference_between_many_and_one_leaves_no_list(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.ndjson"
    file.write_text(lines(*(contact(f"MC-{number}") for number in range(3))), encoding="utf-8")
    monkeypatch.setattr("threshold.worklist.listing.MANY", 3)
    monkeypatch.setattr("threshold.worklist.many.decided", lambda case, engine, at: None)
    code, out, err = run(file, *AT)
    assert (code, out) == (2, "")
    assert "comes out differently among many and by itself, so no list is made" in err
