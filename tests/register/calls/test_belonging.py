"""A follow-up belongs to a call before it, and no two calls have one reference."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from threshold.register import ahead
from threshold.register.calls.belonging import (
    ERASED,
    NO_CALL,
    OTHER_CALL,
    TWICE,
    References,
    belonging_problem,
)
from threshold.register.calls.log import read_log
from threshold.register.chain import link, text_digest
from threshold.register.entries import content_of
from threshold.register.store import open_register

from ..conftest import NOON, POLICY, erase, faults, made_up, put, rechain, signing, tamper, ticking
from .conftest import CALL, called, followed


def put_in(path, told, kind: str, policy: str | None = None) -> None:
    """An entry at the end, as an insider would put it in who knows how."""
    with open_register(path) as register:
        newest, identity = register.newest(), register.identity
    content = content_of(replace(told, register=identity))
    made = link(
        newest.hash, newest.number + 1, "2026-05-01T12:00:00Z", content.digest, kind=kind, policy=policy
    )
    put(path, made, content)


@pytest.fixture
def two(log, path):
    """Two calls; the first was followed up, in entry 3."""
    log(CALL)
    log(called(1))
    log(followed(), CALL.reference)
    return path


def amiss(path) -> list[tuple[int, str]]:
    with open_register(path) as register:
        return [(entry.link.number, entry.amiss) for entry in read_log(register).amiss]


def test_what_belongs_together_is_not_accused(two):
    with open_register(two) as register:
        entry = next(each for each in register.entries() if each.link.number == 3)
        assert belonging_problem(register, entry.link, entry.told) == ""
    assert faults(two) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"of_entry": 0}, NO_CALL),
        ({"of_entry": -1}, NO_CALL),
        ({"of_entry": 3}, NO_CALL),
        ({"of_entry": 4}, NO_CALL),
        ({"of_entry": 10**18}, NO_CALL),
        ({"of_entry": 2}, OTHER_CALL),
        ({"call": "CL-260401-9999"}, OTHER_CALL),
    ],
    ids=str,
)
def test_a_follow_up_of_no_call_or_of_another_is_found_and_not_given_out(two, changed, what):
    put_in(two, followed(**{"call": CALL.reference, "of_entry": 1, **changed}), "followup")
    assert faults(two) == [f"entry 4: {what}"]
    assert amiss(two) == [(4, what)]


def test_a_follow_up_of_a_decision_is_found(filled):
    put_in(filled, followed(call=CALL.reference, of_entry=1), "followup")
    assert faults(filled) == [f"entry 8: {NO_CALL}"]


def test_a_call_that_stands_twice_is_found_and_the_second_not_given_out(two):
    with open_register(two) as register:
        again = read_log(register).calls[0].told
    put_in(two, replace(again, summary="Something else"), "call", again.policy_files)
    assert faults(two) == [f"entry 4: {TWICE}"]
    assert amiss(two) == [(4, TWICE)]


def test_a_follow_up_is_not_accused_for_what_was_done_to_its_call(two, tmp_path):
    for change in (
        "UPDATE content SET summary = '{}' WHERE number = 1",
        "UPDATE chain SET kind = 'decision' WHERE number = 1",
        "UPDATE chain SET made = '2026-04-01T11:00:01Z' WHERE number = 1",
        "DELETE FROM content WHERE number = 1",
    ):
        path = shutil.copy(two, tmp_path / "altered.sqlite")
        tamper(path, change)
        assert {each.partition(":")[0] for each in faults(path)} == {"entry 1"}, change


def test_a_follow_up_stays_whole_when_its_call_is_erased(two, tmp_path):
    erase(two, signing(two, tmp_path), 1)
    assert faults(two) == []


def test_references_that_are_met_once_are_not_looked_for_again(two):
    met = References()
    met.add("CL-260401-7KQ4")
    met.add("CL-260401-0001")
    with open_register(two) as register:
        assert list(met.twice(register)) == []
        met.add("CL-260401-7KQ4")
        assert list(met.twice(register)) == []  # in the register it stands once


def test_a_call_whose_policy_is_another_than_its_line_says_is_found(two):
    with open_register(two) as register:
        first = read_log(register).calls[0].told
    again = replace(first, reference="CL-260401-8888", policy_files=text_digest(POLICY))
    put_in(two, again, "call", first.policy_files)
    assert faults(two) == ["entry 4: names another policy than its line in the chain"]


def test_a_call_of_another_register_is_found(two, tmp_path):
    with open_register(two) as register:
        told = replace(read_log(register).calls[0].told, reference="CL-260401-8888", register="0" * 32)
        newest = register.newest()
    content = content_of(told)
    made = link(newest.hash, 4, "2026-05-01T12:00:00Z", content.digest, kind="call", policy=told.policy_files)
    put(two, made, content)
    assert faults(two) == ["entry 4: was taken over from another register"]


def test_text_that_the_program_would_have_refused_is_found(two):
    tamper(two, "UPDATE content SET summary = replace(summary, 'TM-08', '') WHERE number = 3")
    rechain(two)
    assert faults(two) == ["entry 3: does not say who followed the call up"]


def test_calls_and_decisions_stand_side_by_side(log, path):
    log(CALL)
    with open_register(path) as register:
        register.append(made_up(1, register), POLICY, ticking())
    log(followed(), CALL.reference)
    assert faults(path) == []


@pytest.mark.parametrize("piece", [2, 3])
def test_it_is_the_same_where_other_processes_look_ahead(filled, log, monkeypatch, piece):
    at = NOON + timedelta(days=1)
    log(CALL, at=at)
    with open_register(filled) as register:
        register.append(made_up(9, register), POLICY, lambda: at)
        again = read_log(register).calls[0].told
    put_in(filled, again, "call", again.policy_files)
    put_in(filled, followed(call="CL-260401-9999", of_entry=8), "followup")
    monkeypatch.setattr(ahead, "MANY", 1)
    monkeypatch.setattr(ahead, "PIECE", piece)
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
    assert faults(filled) == [f"entry 10: {TWICE}", f"entry 11: {OTHER_CALL}"]


def test_a_follow_up_of_a_call_that_had_been_erased_is_found_and_not_given_out(two, tmp_path):
    erase(two, signing(two, tmp_path), 1)
    put_in(two, followed(call=CALL.reference, of_entry=1), "followup")
    tamper(two, "UPDATE chain SET made = '2028-01-01T00:00:00Z' WHERE number = 6")
    rechain(two)
    assert [each for each in faults(two) if "erased by then" in each] == [f"entry 6: {ERASED}"]
    assert (6, ERASED) in amiss(two)


@pytest.mark.parametrize(
    "change", ["'{', '{\"child\":1,'", "'{', '{ '", "'\"broken_off\":false,', ''", "'SENCO', 'SENC\\u004f'"]
)
def test_a_call_holds_its_fields_and_nothing_more_to_the_letter(two, change):
    tamper(two, f"UPDATE content SET summary = replace(summary, {change}) WHERE number = 2")
    rechain(two)
    assert faults(two) == ["entry 2: what it holds is nothing that this program records"]
