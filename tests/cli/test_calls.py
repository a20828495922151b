"""`threshold consult list`, `show`, `follow-up` and `export`, through the program's own door."""

import csv
import io
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.register.calls.days import day_of
from threshold.register.calls.model import CallEntry, Caller
from threshold.register.calls.record import record_call
from threshold.register.store import Way, open_register

from ..register.calls.conftest import CALL
from ..register.conftest import tamper
from .running import Run, running

TODAY = day_of(datetime.now(UTC))
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime.combine(YESTERDAY, time(12), UTC)


def call(number: int, days: int = 0, due: int | None = None, **changed: object) -> CallEntry:
    """A call of yesterday or of so many days before, with a follow-up due so many days from today."""
    began = NOW - timedelta(days=days) + timedelta(minutes=number)
    told = {
        "reference": f"CL-{day_of(began):%y%m%d}-{number:04}",
        "started": f"{began:%Y-%m-%dT%H:%M:%SZ}",
        "ended": f"{began + timedelta(minutes=4):%Y-%m-%dT%H:%M:%SZ}",
        "follow_up": "" if due is None else str(TODAY + timedelta(days=due)),
        "follow_up_about": "" if due is None else "Has the CAF been started?",
    }
    return replace(CALL, **{**told, **changed})


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Yesterday's calls 1 and 2, and one of ten days ago; two follow-ups are due, one is to come."""
    path = tmp_path / "register.sqlite"
    monkeypatch.setenv("THRESHOLD_REGISTER", str(path))
    for name in ("THRESHOLD_KEY", "THRESHOLD_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    policy = load_policy("caf-team")
    with open_register(path, make=True) as opened:
        calls = (call(3, days=10, due=-1), call(1, due=0), call(2, due=5, caller=Caller(role="=1+1")))
        for number, each in enumerate(calls):
            record_call(opened, each, policy, Way(lambda at=NOW + timedelta(minutes=number): at))
    return path


@pytest.fixture
def run(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    return running(tmp_path, "consult", monkeypatch, capsys)


def references(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith("CL-")]


def test_todays_calls_are_listed_and_what_is_due_is_said(run: Run) -> None:
    status, out, err = run("list")
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("0 calls on ")
    assert out.splitlines()[-1] == "2 calls with a follow-up that is due: `threshold consult list --due`"


@pytest.mark.parametrize("day", ["yesterday", str(YESTERDAY), f"{YESTERDAY:%d/%m/%Y}"])
def test_the_calls_of_a_day_are_listed_as_people_write_it(run: Run, day: str) -> None:
    _, out, _ = run("list", "--day", day)
    assert references(out) == [call(1).reference, call(2).reference]


def test_all_calls_and_those_that_are_due_are_listed(run: Run) -> None:
    first, *others = references(run("list", "--all")[1])
    assert (first, others) == (call(3, 10).reference, [call(1).reference, call(2).reference])
    out = run("list", "--due")[1]
    assert references(out) == [call(3, 10).reference, call(1).reference]
    assert "OVERDUE" in out


def test_a_list_as_json_is_whole(run: Run) -> None:
    listed = json.loads(run("list", "--all", "--format", "json")[1])
    assert [each["follow_up_state"]["state"] for each in listed] == ["overdue", "open", "open"]


def test_one_call_is_shown(run: Run) -> None:
    status, out, _ = run("show", call(1).reference)
    assert status == 0
    assert "Who called: Ms A Okafor, SENCO, Heybrook School, 020 8359 2000 ext 12" in out
    assert json.loads(run("show", "0001", "--format", "json")[1])["reference"] == call(1).reference
    status, _, err = run("show", "CL-260401-9999")
    assert (status, err.startswith("threshold: REF: no call is recorded under this reference")) == (2, True)


def test_a_follow_up_is_put_off_and_done(run: Run) -> None:
    status, out, err = run("follow-up", "0001", "--next", "in vain", "--adviser", "TM-08")
    assert (status, out) == (2, "")
    assert err.startswith("threshold: --next: ")
    later = TODAY + timedelta(days=3)
    status, out, err = run("follow-up", "0001", "--next", f"{later:%d/%m/%Y}", "--adviser", "TM-08")
    assert (status, err) == (0, "")
    assert out.startswith(f"Recorded in entry 4. Follow-up of {call(1).reference}: by {later.day} ")
    status, out, _ = run("follow-up", "0001", "--done", "They have started it", "--adviser", "TM-08")
    assert out == f"Recorded in entry 5. Follow-up of {call(1).reference}: done\n"
    assert references(run("list", "--due")[1]) == [call(3, 10).reference]
    assert "Done: They have started it" in run("show", "0001")[1]


def test_a_follow_up_is_done_once_and_needs_a_matter(run: Run) -> None:
    done = ("follow-up", "0001", "--done", "They have started it", "--adviser", "TM-08")
    assert run(*done)[0] == 0
    status, out, err = run(*done)
    assert (status, out) == (2, "")
    assert err.startswith("threshold: --next: it was done on ")
    status, _, err = run("follow-up", "0001", "--next", "tomorrow", "--adviser", "TM-08")
    assert (status, err.split(": ")[1]) == (2, "--about")
    assert (
        run("follow-up", "0001", "--next", "tomorrow", "--about", "Ask again", "--adviser", "TM-08")[0] == 0
    )


def test_what_was_done_may_come_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "done.txt").write_text("They have\nstarted it\n")
    assert run("follow-up", "0001", "--done-file", "done.txt", "--adviser", "TM-08")[0] == 0
    assert json.loads(run("show", "0001", "--format", "json")[1])["follow_ups"][0]["what"] == (
        "They have\nstarted it"
    )


def test_what_is_wrong_with_a_follow_up_is_told_of_its_options(run: Run) -> None:
    status, _, err = run("follow-up", "0001")
    assert status == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == ["--done or --next", "--adviser"]
    status, _, err = run(
        *("follow-up", "0001", "--done", "Jane Smith has one", "--about", "x", "--adviser", "Jo Smith")
    )
    assert status == 2
    assert {line.split(": ")[1] for line in err.splitlines()} == {"--done", "--next", "--adviser"}
    assert "Jane" not in err


def test_the_calls_of_days_are_exported(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("export", "--day", "yesterday")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert status == 0
    assert [row["reference"] for row in rows] == [call(1).reference, call(2).reference]
    assert rows[1]["caller_role"] == "'=1+1"
    lines = run("export", "--from", str(YESTERDAY - timedelta(days=10)), "--format", "ndjson")[1]
    assert len([json.loads(line) for line in lines.splitlines()]) == 3
    status, out, _ = run("export", "--day", "yesterday", "--out", "calls.csv")
    assert out.startswith("2 calls on ")
    assert out.endswith(", written to calls.csv\n")
    assert stat.S_IMODE((tmp_path / "calls.csv").stat().st_mode) == 0o600


def test_the_calls_are_never_written_over_the_register(run: Run, register: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(register)
    status, out, err = run("export", "--day", "yesterday", "--out", "link.csv")
    assert (status, out) == (2, "")
    assert "is the register, and would be lost" in err


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("list --day someday", "--day"),
        ("list --day today --all", "--day, --all or --due"),
        ("list --format csv", "--format"),
        ("export", "--day or --from"),
        ("export --day today --to today", "--day"),
        ("export --from today --to yesterday", "--to"),
        ("export --day today --format xlsx", "--format"),
    ],
)
def test_what_is_asked_for_wrongly_is_told(run: Run, words: str, field: str) -> None:
    status, out, err = run(*words.split())
    assert (status, out) == (2, "")
    assert err.startswith(f"threshold: {field}: ")


def test_what_is_not_as_it_was_recorded_is_named_and_not_exported(run: Run, register: Path) -> None:
    tamper(register, "UPDATE content SET summary = replace(summary, 'start_caf', 'neither') WHERE number = 2")
    status, out, err = run("list", "--all")
    assert (status, references(out)) == (1, [call(3, 10).reference, call(2).reference])
    assert err.startswith("threshold: entry 2: is not as it was recorded")
    status, out, err = run("export", "--day", "yesterday")
    assert (status, out) == (2, "")
    assert "entry 2" in err


def test_a_follow_up_that_was_altered_is_told_beside_the_call(run: Run, register: Path) -> None:
    assert run("follow-up", "0001", "--done", "Started", "--adviser", "TM-08")[0] == 0
    tamper(register, "UPDATE content SET summary = replace(summary, 'TM-08', 'TM-09') WHERE number = 4")
    status, out, err = run("show", "0001")
    assert status == 1
    assert "Follow-up: by " in out
    assert err.startswith("threshold: entry 4: is not as it was recorded")


def test_without_a_register_it_is_said(run: Run, register: Path) -> None:
    register.unlink()
    status, _, err = run("list")
    assert status == 2
    assert "there is no register here" in err


def test_decisions_are_listed_apart_and_the_calls_beside_them_are_counted(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    of_register = running(tmp_path, "register", monkeypatch, capsys)
    beside = "threshold: 3 calls beside, not told here: `threshold consult list`\n"
    assert of_register("list") == (0, "no decisions are recorded\n", beside)
    assert of_register("list", "--format", "json") == (0, "[]\n", beside)
    assert of_register("export") == (0, "", beside.replace("list", "export"))
    assert of_register("stats")[1] == "no decisions are recorded\n"
    assert of_register("replay") == (0, "no entries\n", "")
    assert of_register("verify")[0] == 0


def test_a_call_is_shown_and_erased_by_its_reference_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("cryptography")
    of_register = running(tmp_path, "register", monkeypatch, capsys)
    assert run("follow-up", "0001", "--done", "Started", "--adviser", "TM-08")[0] == 0
    shown = of_register("show", call(1).reference)[1]
    assert [line for line in shown.splitlines() if line.startswith("Entry")][1].startswith("Entry 4, ")
    assert "Follow-up of: " in shown
    assert of_register("keys", "add", "TM-07", "--key", "key.pem", "--make")[0] == 0
    who = ("--by", "Team Manager", "--reference", "TM-07", "--reason", "Asked for", "--key", "key.pem")
    status, out, err = of_register("erase", call(1).reference, *who, "--yes")
    assert (status, err) == (0, "")
    assert out.startswith("Erased what entries 2 and 4 held.")
    out = run("list", "--all")[1]
    assert out.startswith("2 calls in all; 1 call erased\n")
    assert references(out) == [call(3, 10).reference, call(2).reference]
    assert of_register("list")[2].startswith("threshold: 2 calls beside")
    assert run("show", "0001")[0] == 2
    assert of_register("verify")[0] == 0
