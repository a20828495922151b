"""`threshold consult forget`: asked first, signed, told with who and why; what stays is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from threshold.consultation import open_line
from threshold.consultation.call import Call, begin
from threshold.consultation.drafts import Drafts
from threshold.policy import load_policy
from threshold.register.store import open_register
from threshold.register.verify import verify

from .running import Run, running
from .test_calls import TODAY, call, register

pytest.importorskip("cryptography")

__all__ = ["register"]

WHO = ["--by", "Team Manager", "--reference", "TM-07", "--reason", "The time for keeping them is over"]
NOW_ON = str(TODAY)


@pytest.fixture
def run(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    keys = running(tmp_path, "register keys", monkeypatch, capsys)
    assert keys("add", "TM-07", "--key", "key.pem", "--make")[0] == 0
    return running(tmp_path, "consult forget", monkeypatch, capsys)


def held(register: Path) -> list[int]:
    with open_register(register) as opened:
        assert verify(opened).faults == ()
        return [link.number for link in opened.links() if opened.holds(link.number)]


def test_calls_whose_follow_up_is_open_stay_and_are_named(run: Run, register: Path) -> None:
    status, out, err = run("--before", NOW_ON, *WHO, "--key", "key.pem", "--yes")
    assert (status, out) == (1, "No call of before that day is to be erased.\n")
    assert err.startswith("threshold: the follow-up is open, so these stay (--with-open erases them too)")
    assert err.count("CL-") == 3
    assert held(register) == [1, 2, 3, 4]


def test_calls_of_before_a_day_are_erased_for_good(run: Run, register: Path) -> None:
    day = str(TODAY - timedelta(days=5))
    status, out, err = run("--before", day, *WHO, "--key", "key.pem", "--with-open", "--yes")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Erased what entry 1 held (1 call); who had it done, and why: entry 5.",
        "Copies of the register, what was exported, and backups still hold it: erase it there too.",
    ]
    assert held(register) == [2, 3, 4, 5]
    gone, stays = (call(*which).reference.encode() in register.read_bytes() for which in ((3, 10), (1,)))
    assert (gone, stays) == (False, True)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "--yes: is needed"),
        (["--yes"], ""),
        (["--before", "someday", "--yes"], "--before: "),
    ],
)
def test_nobody_to_ask_and_no_day_are_told(
    run: Run, register: Path, more: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, err = run("--before", NOW_ON, *WHO, "--key", "key.pem", "--with-open", *more)
    assert err.startswith(f"threshold: {told}") if told else err == ""
    assert status == (2 if told else 0)
    assert held(register) == ([1, 2, 3, 4] if told else [4, 5, 6, 7])


def test_a_day_to_come_is_refused(run: Run, register: Path) -> None:
    tomorrow = str(TODAY + timedelta(days=1))
    status, out, err = run("--before", tomorrow, *WHO, "--key", "key.pem", "--with-open", "--yes")
    assert (status, out) == (2, "")
    assert err.startswith("threshold: --before: is a day to come")
    assert held(register) == [1, 2, 3, 4]


def draft(register: Path, days: int) -> Call:
    line = open_line(load_policy("caf-team"), TODAY)
    begun = begin(line, datetime.now(UTC) - timedelta(days=days))
    Drafts(register).keep(begun)
    return begun


def test_calls_that_were_begun_go_too_and_are_named(run: Run, register: Path) -> None:
    old, new = draft(register, 8), draft(register, 0)
    day = str(TODAY - timedelta(days=5))
    status, out, err = run("--before", day, *WHO, "--key", "key.pem", "--with-open", "--yes")
    said = f"1 call not finished, in no entry of the register: {old.reference}"
    assert (status, err) == (0, f"threshold: these go too: {said}\n")
    assert out.splitlines()[1] == f"Removed {said}."
    assert [file.stem for file in Drafts(register).folder.iterdir()] == [new.reference]
    draft(register, 9)
    status, out, _ = run("--before", day, *WHO, "--yes")
    assert (status, out.startswith("Removed 1 call not finished")) == (0, True)
    assert held(register) == [2, 3, 4, 5]


def test_a_call_that_goes_on_and_a_file_that_cannot_be_read_stay(run: Run, register: Path) -> None:
    old = draft(register, 8)
    broken = Drafts(register).folder / "CL-260101-7KQ4.json"
    broken.write_text("{")
    day = str(TODAY - timedelta(days=20))
    status, _, err = run("--before", day, *WHO, "--key", "key.pem", "--yes")
    assert (status, "1 of the files of calls that were begun cannot be read" in err) == (1, True)
    with Drafts(register).taking(old.reference):
        day = str(TODAY - timedelta(days=5))
        status, _, err = run("--before", day, *WHO, "--key", "key.pem", "--yes")
    assert (status, f"go on in another window, so they stay: {old.reference}" in err) == (1, True)
    assert Drafts(register).folder.joinpath(f"{old.reference}.json").exists()


def test_what_is_missing_is_told_at_once(run: Run) -> None:
    status, _, err = run("--yes")
    assert status == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        *("--before", "--by", "--reference", "--reason or --reason-file")
    ]


def test_without_a_key_nothing_is_erased(run: Run, register: Path) -> None:
    status, _, err = run("--before", NOW_ON, *WHO, "--with-open", "--yes")
    assert status == 2
    assert "that something is erased must be signed" in err
    assert held(register) == [1, 2, 3, 4]
