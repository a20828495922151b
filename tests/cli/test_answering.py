"""`threshold consult` as its users meet it: twelve calls, at a terminal, through a pipe and from files."""

import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cli.terminal import Terminal
from tests.interview import phone

from threshold.cli.main import main
from threshold.consultation import open_line
from threshold.interview.asked import prompt_of
from threshold.policy import load_policy

CALLS = Path(__file__).parents[1] / "consultation" / "calls"
# What the source says of each of twelve calls; the outcome, and after how many questions.
TWELVE = {
    "01-senco-consent-given": ("start_caf", "start-caf", 10),
    "02-health-visitor-not-asked": ("start_caf", "ask-the-family", 10),
    "03-gp-child-unnamed": ("ask_first", "case-not-known", 7),
    "04-immediate-danger": ("refer_now", "danger", 1),
    "05-consent-refused": ("neither", "caf-declined", 10),
    "06-open-caf-stuck": ("refer_to_mash", "stepping-up", 7),
    "07-allocated-social-worker": ("speak_to_worker", "social-worker", 6),
    "08-past-child-protection-plan": ("refer_to_mash", "threshold", 7),
    "09-vague-worry": ("ask_first", "danger-not-known", 7),
    "10-harm-suspected": ("refer_now", "harm", 2),
    "11-domestic-abuse": ("start_caf", "start-caf", 10),
    "12-parent-calls": ("neither", "not-a-professional", 4),
}
CALM, START_CAF, UNTOLD, NOTES = (
    "".join(f"{each}\n" for each in lines)
    for lines in (phone.CALM, phone.START_CAF, phone.UNTOLD, phone.SKIPPED)
)
REFERENCE = re.compile(r"CL-[0-9]{6}-[0-9A-Z]{4}")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `threshold consult` here, in an empty folder with a register of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("THRESHOLD_ADVISER", raising=False)

    def run(*arguments: object, stdin: str | bytes = "") -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["threshold", "consult", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return (main(), *capsys.readouterr())

    return run


def logged(run: Run) -> list[dict[str, Any]]:
    """Every call in the log."""
    found: list[dict[str, Any]] = json.loads(run("list", "--all", "--format", "json")[1])
    return found


# Twelve calls


@pytest.mark.parametrize("name", TWELVE)
def test_twelve_calls_from_files(run: Run, name: str) -> None:
    status, out, err = run("--answers", CALLS / f"{name}.yaml", "--format", "json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    advice, outcome, questions = TWELVE[name]
    assert (told["advice"], told["outcome"], told["broken_off"]) == (advice, outcome, False)
    asked = list(yaml.safe_load((CALLS / f"{name}.yaml").read_text())["answers"])
    assert sorted(each["fact"] for each in told["answers"]) == sorted(asked)
    assert len(asked) == questions <= 10
    assert [told] == logged(run)


def test_there_is_a_file_for_each_of_them() -> None:
    assert sorted(TWELVE) == sorted(path.stem for path in CALLS.iterdir())


def test_a_file_gives_the_outcome_and_what_show_prints(run: Run) -> None:
    status, out, err = run("--answers", CALLS / "01-senco-consent-given.yaml")
    assert (status, err) == (0, "")
    outcome, _, rest = out.partition("\n\n")
    assert outcome.startswith("Advice: Start a CAF.\n  Because ")
    assert "May be shared: " in outcome
    reference = logged(run)[0]["reference"]
    assert rest == run("show", reference)[1]


def test_a_file_of_standard_input(run: Run) -> None:
    text = (CALLS / "10-harm-suspected.yaml").read_text()
    assert run("--answers", "-", stdin=text)[0] == 0
    assert logged(run)[0]["outcome"] == "harm"


def test_the_adviser_named_beforehand_stands_where_a_file_names_none(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CALLS / "10-harm-suspected.yaml").read_text().replace("adviser: TM-07\n", "")
    status, out, err = run("--answers", "-", stdin=text)
    assert (status, out) == (2, "")
    assert "standard input, line 2, column 1, adviser: is missing" in err
    monkeypatch.setenv("THRESHOLD_ADVISER", "TM-09")
    assert run("--answers", "-", stdin=text)[0] == 0
    assert logged(run)[0]["adviser"] == "TM-09"


def test_an_answer_that_is_never_asked_for_is_said(run: Run) -> None:
    text = (
        (CALLS / "12-parent-calls.yaml")
        .read_text()
        .replace("caller: family", "caller: family\n  caf.open: yes")
    )
    status, _, err = run("--answers", "-", stdin=text)
    assert status == 0
    assert err == (
        "threshold: standard input: caf.open: the script does not ask for it after the other answers; it is "
        "not kept\n"
    )


@pytest.mark.parametrize("text", ["", "answers: {}\n", "answers: {child_protection.immediate_danger: 1}\n"])
def test_a_file_that_is_amiss_logs_nothing(run: Run, text: str) -> None:
    status, out, err = run("--answers", "-", stdin=text)
    assert (status, out) == (2, "")
    assert err.startswith("threshold: standard input")
    assert not Path("register.sqlite").exists()


# Through a pipe


def test_a_call_through_a_pipe(run: Run) -> None:
    status, out, err = run("--adviser", "TM-07", stdin=f"{START_CAF}\n{NOTES}\n")
    assert status == 0
    call = logged(run)[0]
    assert out == f"Call {call['reference']} is logged in entry 1.\n"
    assert err.endswith(f"Your reference for this call: {call['reference']}\n")
    assert err.startswith(f"Call {call['reference']}, begun on ")
    assert (call["advice"], call["adviser"], call["broken_off"]) == ("start_caf", "TM-07", False)


def test_json_of_a_call_that_was_taken(run: Run) -> None:
    out = run("--adviser", "TM-07", "--format", "json", stdin=f"{START_CAF}\n{NOTES}\n")[1]
    assert [json.loads(out)] == logged(run)


def test_every_call_has_a_reference_of_its_own_and_nothing_of_another(run: Run) -> None:
    for _ in range(3):
        run("--adviser", "TM-07", stdin=f"{START_CAF}\nJo Brown\n{NOTES[:-2]}\n")
    status, _, err = run(stdin="q\n")
    assert status == 0
    assert "Jo Brown" not in err
    calls = logged(run)
    assert len({call["reference"] for call in calls}) == 4
    assert (calls[-1]["answers"], calls[-1]["caller"]["name"]) == ([], "")


@pytest.mark.parametrize(
    ("stdin", "status"), [("q\n", 0), (f"{CALM}q\n", 0), ("", 1), (CALM, 1), (f"{START_CAF}\n\n\n", 1)]
)
def test_a_call_that_is_broken_off_is_logged_so(run: Run, stdin: str, status: int) -> None:
    assert run(stdin=stdin)[0] == status
    call = logged(run)[0]
    assert call["broken_off"] is True
    assert not Path("register.sqlite.calls").exists()


@pytest.mark.parametrize("columns", ["30", "40", "60", "80", "200"])
def test_it_has_the_width_that_there_is(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    err = run("--adviser", "TM-07", stdin=f"{START_CAF}\n{NOTES}\n")[2]
    longest = max((line for line in err.splitlines() if " " in line.strip()), key=len)
    assert len(longest) < int(columns)


RUBBISH = [
    b"\xff\xfe",
    b"\x1b[A",
    b"no\x00",
    "\N{SLIGHTLY SMILING FACE}".encode(),
    b"9" * 5000,
    b"x" * 1_000_000,
]


@pytest.mark.parametrize("before", [b"", START_CAF.encode(), f"{START_CAF}\n".encode()])
@pytest.mark.parametrize("text", RUBBISH, ids=lambda text: repr(text[:10]))
def test_bytes_that_are_no_answer(run: Run, before: bytes, text: bytes) -> None:
    status, _, err = run(stdin=before + text + b"\nq\n")
    assert status == 0
    assert "Traceback" not in err
    assert "\x1b" not in err
    assert logged(run)[0]["broken_off"] is True


# What was not finished


def unfinished(folder: Path) -> str:
    """A call that was killed after four answers; its reference."""
    terminal = at_terminal(folder)
    for answer in CALM.splitlines():
        terminal.wait_for("Answer: ")
        terminal.type(f"{answer}\n")
    terminal.wait_for("Question 5")
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    (file,) = (folder / "register.sqlite.calls").glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.stem


def at_terminal(folder: Path, *arguments: str, **environment: str) -> Terminal:
    given = {"TERM": "xterm", "NO_COLOR": "", "COLUMNS": "80", "LINES": "24", "INPUTRC": os.devnull}
    given |= {"THRESHOLD_REGISTER": str(folder / "register.sqlite")}
    return Terminal(folder, "consult", *arguments, **(given | environment))


def test_a_call_that_was_killed_is_gone_on_with(run: Run, tmp_path: Path) -> None:
    reference = unfinished(tmp_path)
    assert not Path("register.sqlite").exists()
    err = " ".join(run(stdin="q\n")[2].split())
    assert f"Call {reference}, begun on " in err
    assert f"`threshold consult --resume {reference}` goes on with it" in err
    assert "Nothing of that is taken over into this call." in err
    assert logged(run)[0]["answers"] == []
    status, _, err = run(
        "--resume", reference[-4:].lower(), "--adviser", "TM-07", stdin=f"n\nn\ny\n\n{NOTES}\n"
    )
    assert status == 0
    assert "Question 5" in err
    assert "Question 4" not in err
    call = next(call for call in logged(run) if call["reference"] == reference)
    assert (call["outcome"], call["broken_off"]) == ("threshold", False)
    assert "was not finished" not in run(stdin="q\n")[2]


def test_a_call_that_goes_on_in_another_window_is_left_alone(run: Run, tmp_path: Path) -> None:
    terminal = at_terminal(tmp_path)
    reference = REFERENCE.search(terminal.wait_for("Question 1"))
    assert reference is not None
    for option in ("--resume", "--break-off"):
        status, out, err = run(option, reference[0])
        assert (status, out) == (2, "")
        assert "goes on in another window" in err
    assert "was not finished" not in run(stdin="q\n")[2]
    terminal.type("q\n")
    terminal.wait_for("was broken off")
    assert terminal.end() == 0
    assert {call["reference"] for call in logged(run)} > {reference[0]}
    assert not (tmp_path / "register.sqlite.calls").exists()


def test_many_calls_that_were_not_finished_are_named_in_few_lines(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "register.sqlite.calls"
    reference = unfinished(tmp_path)
    for letter in "CFGH":
        text = (folder / f"{reference}.json").read_text()
        other = f"{reference[:-1]}{letter}"
        (folder / f"{other}.json").write_text(text.replace(reference, other))
    waiting = {path.stem for path in folder.glob("*.json")}
    err = " ".join(run(stdin="q\n")[2].split())
    assert err.count("goes on with it") == 3
    assert waiting <= set(REFERENCE.findall(err))


def test_a_call_that_was_killed_is_logged_as_broken_off(run: Run, tmp_path: Path) -> None:
    reference = unfinished(tmp_path)
    status, out, _ = run("--break-off", reference)
    assert status == 0
    assert "BROKEN OFF" in out
    (call,) = logged(run)
    assert (call["reference"], call["broken_off"], len(call["answers"])) == (reference, True, 4)
    status, _, err = run("--break-off", reference)
    assert status == 2
    assert "no such call waits to be finished; none does" in err


@pytest.mark.parametrize("option", ["--resume", "--break-off"])
def test_a_reference_of_no_call(run: Run, option: str) -> None:
    status, out, err = run(option, "CL-261130-7KQ4")
    assert (status, out) == (2, "")
    assert "REF: no such call waits to be finished" in err


def test_a_call_that_cannot_be_logged_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        from threshold.reading import BadInput, Problem

        raise BadInput(Problem("the disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr("threshold.register.calls.record.record_call", full)
        status, out, err = run("--adviser", "TM-07", stdin=f"{START_CAF}\n{NOTES}\n")
    assert (status, out) == (2, "")
    told = REFERENCE.search(err)
    assert told is not None
    reference = told[0]
    assert (
        f"call {reference} is not in the log; it is kept, and `threshold consult --resume {reference}`" in err
    )
    assert run("--resume", reference, stdin=f"\n{NOTES}\n")[0] == 0
    assert logged(run)[0]["reference"] == reference


def test_a_call_that_can_be_neither_logged_nor_kept_is_not_said_to_be_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        from threshold.reading import BadInput, Problem

        raise BadInput(Problem("the disk is full"))

    (tmp_path / "register.sqlite.calls").write_text("in the way", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("threshold.register.calls.record.record_call", full)
        status, _, err = run("--adviser", "TM-07", stdin=f"{START_CAF}\n{NOTES}\n")
    assert status == 2
    assert "is not in the log, and cannot be kept either" in err
    assert "write down by hand what matters of it" in err
    assert "--resume" not in err


def test_a_mirror_that_cannot_be_written_is_told_and_the_call_is_logged(run: Run, tmp_path: Path) -> None:
    status, _, err = run("--mirror", tmp_path / "missing" / "mirror", "--adviser", "TM-07", stdin="q\n")
    assert status == 1
    assert "but not in the mirror" in err
    assert len(logged(run)) == 1


@pytest.mark.usefixtures("run")
def test_a_call_is_signed_with_the_key_that_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (
        ["register", "keys", "add", "TM-07", "--key", "key.pem", "--make"],
        ["consult", "--answers", str(CALLS / "10-harm-suspected.yaml"), "--key", "key.pem"],
    ):
        monkeypatch.setattr(sys, "argv", ["threshold", *words])
        assert main() == 0
    capsys.readouterr()
    monkeypatch.setattr(sys, "argv", ["threshold", "register", "verify"])
    assert main() == 0
    assert "Signed: 2 with the key of TM-07" in capsys.readouterr().out


def test_where_the_log_cannot_be_read_a_caller_is_advised_and_the_call_kept(run: Run, tmp_path: Path) -> None:
    register = tmp_path / "register.sqlite"
    register.write_text("no register")
    status, out, err = run("--adviser", "TM-07", stdin=f"{START_CAF}\n{NOTES}\n")
    assert (status, out) == (2, "")
    assert "the log cannot be read; the call goes on all the same" in err
    assert "Advice: " in err
    told = REFERENCE.search(err)
    assert told is not None
    assert f"`threshold consult --resume {told[0]}` goes on with it" in err
    assert run("--answers", CALLS / "10-harm-suspected.yaml")[0] == 2
    register.unlink()
    assert run("--break-off", told[0])[0] == 0
    assert [(call["reference"], call["advice"]) for call in logged(run)] == [(told[0], "start_caf")]


def test_a_kept_call_that_cannot_be_read_is_told_of(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "register.sqlite.calls"
    folder.mkdir(mode=0o700)
    (folder / "CL-261130-7KQ4.json").write_text("{")
    err = run(stdin="q\n")[2]
    assert "1 file of calls that were begun cannot be read, in " in " ".join(err.split())


def test_what_is_wrong_is_told_before_the_call_begins(run: Run) -> None:
    for arguments in (["--adviser", "Jane Smith"], ["--policy", "national"], ["--key", "missing.pem"]):
        status, out, err = run(*arguments, stdin=START_CAF)
        assert (status, out) == (2, "")
        assert "Question 1" not in err
        assert "Jane" not in err


# At a terminal


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Terminal]:
    return lambda *arguments, **environment: at_terminal(tmp_path, *arguments, **environment)


@pytest.mark.parametrize("name", TWELVE)
def test_twelve_calls_at_a_terminal(start: Callable[..., Terminal], run: Run, name: str) -> None:
    given = yaml.safe_load((CALLS / f"{name}.yaml").read_text())["answers"]
    terminal = start("--adviser", "TM-07")
    line = open_line(load_policy(None), date(2026, 11, 30))
    talk, questions = line.begin(), 0
    while (question := talk.next) is not None:
        questions += 1
        terminal.wait_for(f"Question {questions}\n")
        terminal.wait_for("Answer: ")
        options = prompt_of(question, "").options
        number = _number(given[question.fact], [choice.value for choice in question.choices])
        terminal.type(f"{number}\n")
        value = question.choices[number - 1].value if number < len(options) else None
        talk = talk.answered(question.fact, value)
    advice, outcome, most = TWELVE[name]
    assert questions == most
    seen = terminal.wait_for("Answer: ")
    assert ("NOW: " if advice == "refer_now" else "Advice: ") in seen
    shown = seen[seen.index("NOW: " if advice == "refer_now" else "Advice: ") :]
    assert len(shown.splitlines()) <= 24
    stopped = talk.left_open(phone.CALLER) is not None
    after = phone.who("professional", talk) if stopped else []
    terminal.type("".join(f"{each}\n" for each in (phone.OUTCOME, *after, *phone.SKIPPED, phone.SAVE)))
    terminal.wait_for("is logged in entry 1.")
    terminal.wait_for("Your reference for this call: CL-")
    assert terminal.end() == 0
    assert [(call["advice"], call["outcome"]) for call in logged(run)] == [(advice, outcome)]


def _number(given: object, values: list[object]) -> int:
    """The number of an answer as a file has it; one beyond the last is that nobody knows."""
    said = {"yes": True, "no": False, "Professional": "professional", "not asked": "not_asked"}.get(
        str(given), given
    )
    return values.index(said) + 1 if said in values else len(values) + 1


UP = "\x1b[A"


def at_why(start: Callable[..., Terminal], **environment: str) -> Terminal:
    """A call that has come to why somebody called."""
    terminal = start("--adviser", "TM-07", **environment)
    terminal.type(f"{START_CAF}\n{UNTOLD}")
    terminal.wait_for("Why did they call?")
    terminal.wait_for("Answer: ")
    return terminal


def test_what_was_challenged_is_off_the_line_and_arrow_up_brings_it_back(
    start: Callable[..., Terminal], run: Run
) -> None:
    terminal = at_why(start)
    terminal.type("about Amelia\n")
    terminal.wait_for("Looks like a name: take it out. Arrow up brings it back.\n")
    assert "Amelia" not in terminal.wait_for("Answer: ")
    terminal.wait_until_it_listens()
    terminal.type(UP)
    terminal.wait_for("about Amelia")
    terminal.type("\x7f" * 6 + "a girl\n")
    terminal.wait_for("What was talked about")
    terminal.type("\n" * 4)
    terminal.wait_for("Your reference")
    assert terminal.end() == 0
    assert logged(run)[0]["why"] == "about a girl"


def test_no_other_prompt_brings_back_what_was_typed(start: Callable[..., Terminal], run: Run) -> None:
    terminal = at_why(start)
    terminal.type("about Amelia\n")
    terminal.wait_for("Answer: ")
    terminal.type("about a girl\n")
    terminal.wait_for("What was talked about")
    terminal.wait_for("Answer: ")
    terminal.wait_until_it_listens()
    terminal.type(f"{UP}{UP}a talk\n")
    shown = terminal.wait_for("Was anything else advised?")
    terminal.type(f"{UP}\n\n\n")
    shown += terminal.wait_for("Your reference")
    assert terminal.end() == 0
    assert "Amelia" not in shown
    assert (logged(run)[0]["why"], logged(run)[0]["summary"]) == ("about a girl", "a talk")


def test_no_question_brings_back_what_was_typed(start: Callable[..., Terminal], run: Run) -> None:
    terminal = start()
    terminal.wait_for("Answer: ")
    terminal.type("Amelia\n")
    terminal.wait_for("Answer: ")
    terminal.wait_until_it_listens()
    terminal.type(f"{UP}n\n")
    assert "Amelia" not in terminal.wait_for("Question 2")
    terminal.type("q\n")
    assert terminal.end() == 0
    assert [each["value"] for each in logged(run)[0]["answers"]] == ["no"]


def test_what_was_challenged_comes_back_after_something_else(
    start: Callable[..., Terminal], run: Run
) -> None:
    terminal = at_why(start)
    terminal.type("about Amelia\n")
    terminal.wait_for("Answer: ")
    terminal.type("c\n\n")
    terminal.wait_for("Arrow up brings it back.\n")
    terminal.wait_for("Answer: ")
    terminal.wait_until_it_listens()
    terminal.type(UP)
    terminal.wait_for("about Amelia")
    terminal.interrupt()
    terminal.wait_for("was broken off")
    assert terminal.end() == 130
    assert logged(run)[0]["why"] == ""


def test_a_terminal_without_keys_can_do_it_too(start: Callable[..., Terminal], run: Run) -> None:
    terminal = at_why(start, TERM="dumb")
    terminal.type("about Amelia\n")
    terminal.wait_for("take it out.")
    terminal.wait_for("Answer: ")
    terminal.type("about a girl\n")
    terminal.wait_for("What was talked about")
    terminal.wait_for("Answer: ")
    terminal.interrupt()
    assert terminal.end() == 130
    assert logged(run)[0]["why"] == "about a girl"


def test_ctrl_c_says_so_in_the_log(start: Callable[..., Terminal], run: Run) -> None:
    terminal = start()
    terminal.wait_for("Answer: ")
    terminal.type("n\n")
    terminal.wait_for("Question 2")
    terminal.wait_for("Answer: ")
    terminal.interrupt()
    shown = terminal.wait_for("every file that it had written is whole")
    assert "was broken off, and the log says so." in shown
    assert "Traceback" not in shown
    assert terminal.end() == 130
    (call,) = logged(run)
    assert (call["broken_off"], len(call["answers"])) == (True, 1)


def test_a_terminal_that_is_closed_loses_nothing(start: Callable[..., Terminal], run: Run) -> None:
    terminal = start()
    terminal.type("n\n")
    terminal.wait_for("Question 2")
    terminal.wait_for("Answer: ")
    terminal.wait_until_it_listens()
    os.close(terminal.handle)
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) in (0, 129)
    (call,) = logged(run)
    assert (call["broken_off"], len(call["answers"])) == (True, 1)


def test_ctrl_d_ends_politely(start: Callable[..., Terminal], run: Run) -> None:
    terminal = start()
    terminal.wait_for("Answer: ")
    terminal.type("\x04")
    terminal.wait_for("was broken off, and the log says so.")
    assert terminal.end() == 0
    assert logged(run)[0]["broken_off"] is True


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_nothing_is_redrawn(start: Callable[..., Terminal], environment: dict[str, str]) -> None:
    terminal = start("--plain", **environment)
    terminal.type("n\ny\n\nq\n")
    shown = terminal.wait_for("Your reference")
    assert terminal.end() == 0
    # Line editing tells some terminals that what is pasted shall be marked; nothing moves or paints.
    assert not re.search(r"\x1b\[(?!\?2004[hl])", shown)
    assert "\n1 for yes\n2 for no\n3 for not known\n" in shown


def test_a_terminal_of_sixty_columns_and_twenty_rows(start: Callable[..., Terminal]) -> None:
    terminal = start(COLUMNS="60", LINES="20")
    terminal.type("n\nu\nu\nu\n")
    shown = ""
    for _ in range(8):
        shown = terminal.wait_for("Answer: ")
        if "Advice: " in shown:
            break
        terminal.type("u\n")
    seen = shown[shown.index("Advice: ") :].splitlines()
    assert len(seen) <= 20
    assert max(map(len, seen)) <= 60
    terminal.type("q\n")
    assert terminal.end() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_call_that_is_logged_and_cannot_be_printed_is_said_to_be_logged(tmp_path: Path) -> None:
    file = CALLS / "04-immediate-danger.yaml"
    command = [sys.executable, "-m", "threshold", "consult", "--answers", str(file)]
    command += ["--register", str(tmp_path / "register.sqlite")]
    with Path("/dev/full").open("wb", buffering=0) as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"call is logged in entry 1, but standard output cannot be written" in done.stderr
    assert b"Do not do it again" in done.stderr


def test_what_the_log_wants_and_was_not_told_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "call.yaml"
    file.write_text("answers: {child_protection.immediate_danger: yes}\nadviser: TM-07\n")
    status, out, err = run("--answers", file)
    assert status == 0
    assert "NOT TOLD: the caller's name or agency" in out
    assert "the call is logged without the caller's name or agency, the caller's role and why" in err
