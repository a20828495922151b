"""A call is stored once, whole or not at all, and read back as it was told."""

import multiprocessing
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.calls.log import read_log
from threshold.register.calls.model import Answered, Caller
from threshold.register.calls.record import record_call, record_follow_up, tidied
from threshold.register.mirror import Mirror
from threshold.register.mirrored import hold_against
from threshold.register.store import Way, open_register
from threshold.register.verify import verify

from ..conftest import NOON, erase, faults, signing, ticking
from .conftest import CALL, called, followed

ROOT = Path(__file__).parents[3]


def fields(error: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def test_a_call_is_stored_and_read_back(log, path):
    entry = log(CALL)
    with open_register(path) as register:
        (call,) = read_log(register).calls
        assert verify(register).faults == ()
        assert verify(register).not_checked == ()
        assert call.told == entry.told
        assert call.told.register == register.identity
        assert register.policy(call.told.policy_files) is not None
    assert replace(call.told, policy_files="", program="", register="") == CALL


def test_a_reference_is_stored_once(log, path):
    log(CALL)
    with pytest.raises(BadInput, match="recorded as CL-260401-7KQ4 already"):
        log(replace(CALL, summary="Another call"))
    with open_register(path) as register:
        assert len(register.links()) == 1


def test_texts_are_made_plain_before_they_are_stored(log):
    caller = Caller(" Ms  A  Okafor ")
    told = log(replace(CALL, why="  CAF\tor\r\n  MASH? \n", caller=caller, adviser=" TM-07 ")).told
    assert (told.why, told.caller.name, told.adviser) == ("CAF or\nMASH?", "Ms A Okafor", "TM-07")
    assert tidied(told) == told


def test_everything_that_is_wrong_is_told_at_once_and_nothing_stored(log, path):
    wrong = replace(
        CALL,
        why="Jane Smith, born 3 May 2014, NHS 943 476 5919",
        follow_up="2026-03-01",
        adviser="Jo Smith",
        answers=(Answered("consultation.caller", "Jane Smith"),),
    )
    with pytest.raises(BadInput) as error:
        log(wrong)
    assert set(fields(error)) == {"why", "follow_up", "adviser", "answers"}
    assert "Jane" not in str(error.value)
    assert "5919" not in str(error.value)
    assert not path.exists()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(("protection.concern", each) for each in ("yes", "no", "true", "")),
        *(("consultation.caller", each) for each in ("professional", "public", "")),
        *(("consultation.log_fields", each) for each in ("conversation, professional", "conversation")),
        ("consultation.advice", "refer_to_mash"),
    ],
)
def test_an_answer_is_a_value_of_its_fact(log, fact, value):
    log(replace(CALL, answers=(Answered(fact, value),), caller=Caller(role="neighbour")))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(("protection.concern", each) for each in ("maybe", "Jane", "yes, Jane")),
        ("consultation.caller", "her mother"),
        ("consultation.log_fields", "conversation, Jane"),
        ("nothing.known", "yes"),
        ("nothing.known", ""),
    ],
)
def test_an_answer_that_is_none_of_its_values_is_refused(log, fact, value):
    with pytest.raises(BadInput) as error:
        log(replace(CALL, answers=(Answered(fact, value),)))
    assert fields(error) == ["answers"]


def test_a_call_that_was_broken_off_is_stored_with_what_there_is(log, path):
    log(replace(CALL, broken_off=True, advice="", outcome="", adviser="", caller=Caller(), summary=""))
    assert faults(path) == []


def test_what_contradicts_itself_is_not_stored(log, path):
    with pytest.raises(BadInput, match="does not say what was advised"):
        log(replace(CALL, advice="", outcome=""))
    assert not path.exists()


def test_a_follow_up_is_stored_with_its_call(log, path):
    log(CALL)
    entry = log(followed(), "CL-260401-7KQ4")
    assert (entry.told.call, entry.told.of_entry) == ("CL-260401-7KQ4", 1)
    assert faults(path) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": "Jane Smith has one now"}, "what"),
        ({"what": ""}, "what"),
        ({"done": False, "what": ""}, "next"),
        ({"next": "2026-03-31"}, "next"),
        ({"next": "2027-05-01"}, "next"),
        ({"about": "Ask again"}, "next"),
        ({"next": "2026-05-01", "about": "Ring 07700 900123"}, "about"),
        ({"adviser": ""}, "adviser"),
    ],
)
def test_a_follow_up_that_may_not_be_kept_is_refused(log, path, changed, field):
    log(CALL)
    with pytest.raises(BadInput) as error:
        log(followed(**changed), CALL.reference)
    assert fields(error) == [field]
    with open_register(path) as register:
        assert len(register.links()) == 1


def test_a_call_that_was_erased_meanwhile_is_not_followed_up(log, path, tmp_path):
    log(CALL)
    signer = signing(path, tmp_path)
    with open_register(path) as register:
        call = read_log(register).call(CALL.reference)
        erase(path, signer, 1)
        with pytest.raises(BadInput, match="was erased meanwhile"):
            record_follow_up(register, call, followed(), Way(ticking(NOON)))


def write(path: Path, first: int, number: int) -> None:
    policy = load_policy("caf-team")
    with open_register(path, make=True, wait=60) as register:
        for each in range(first, first + number):
            record_call(register, called(each), policy)


@pytest.mark.slow
def test_many_write_at_once_and_no_call_is_lost(path):
    spawn = multiprocessing.get_context("spawn")
    write(path, 0, 1)
    writers = [spawn.Process(target=write, args=(path, 1 + 8 * each, 8)) for each in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert faults(path) == []
    with open_register(path) as register:
        assert len(read_log(register).references) == 33


def test_a_full_disk_stores_nothing_and_says_so(log, path, policy):
    log(CALL)
    long = "long " * 700
    with open_register(path) as register:
        (pages,) = register._connection.execute("PRAGMA page_count").fetchone()
        register._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(BadInput, match="the disk is full; nothing was recorded"):
            record_call(register, called(1, summary=long, why=long, because=long), policy, Way(ticking()))
    assert faults(path) == []
    with open_register(path) as register:
        assert read_log(register).references == {CALL.reference}


WRITER = """
import sys
from pathlib import Path
from threshold.policy import load_policy
from threshold.register.calls.record import record_call
from threshold.register.store import open_register
sys.path.insert(0, sys.argv[2])
from tests.register.calls.conftest import called
policy = load_policy("caf-team")
with open_register(Path(sys.argv[1]), make=True) as register:
    print("ready", flush=True)
    for number in range(10_000):
        record_call(register, called(number), policy)
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_program_that_is_killed_has_stored_each_call_whole_or_not_at_all(path):
    random = Random(7)
    command = [sys.executable, "-c", WRITER, str(path), str(ROOT)]
    for _ in range(4):
        path.unlink(missing_ok=True)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            time.sleep(random.random())
            program.kill()
            acknowledged = program.stdout.read().count("\n")
        if not path.exists():
            assert acknowledged == 0
            continue
        with open_register(path) as register:
            stored = len(read_log(register).calls)
            assert stored - acknowledged in (0, 1)
            assert verify(register).faults == ()


def test_a_call_is_signed_and_mirrored_as_any_entry_is(log, path, tmp_path):
    signer = signing(path, tmp_path)
    at = NOON + timedelta(days=1)
    log(CALL, at=at, signer=signer)
    log(followed(), CALL.reference, at=at, signer=signer)
    mirror = tmp_path / "mirror.ndjson"
    with open_register(path) as register:
        Mirror(mirror).catch_up(register)
        assert hold_against(register, mirror).faults == ()
        found = verify(register, signed=True)
        assert (found.faults, found.unsigned) == ((), 0)
    assert CALL.summary not in mirror.read_text()
    assert CALL.reference not in mirror.read_text()
