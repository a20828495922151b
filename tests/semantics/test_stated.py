"""What is stated outright comes out at once, and as each fact by itself."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.casefiles import Case, Entry
from threshold.policy import load_policy
from threshold.semantics.records import Records
from threshold.semantics.stated import stated
from threshold.semantics.timeline import Reader
from threshold.vocabulary import UNKNOWN, State

AS_AT = date(2026, 11, 28)
VOCABULARY = load_policy(None).at(AS_AT).vocabulary
# What an entry may state of the run that it begins.
EVENT, STATED = next(
    (spans.opens, name)
    for spans in VOCABULARY.episodes.values()
    for name, kind in VOCABULARY.events[spans.opens].states.items()
    if kind.kind == "boolean"
)
REFERRED = Entry(date(2026, 11, 2), "referral")


def test_every_fact_has_its_place_and_what_is_stated_its_value() -> None:
    found, read = stated(Case("A", {"child_protection.concern": True}), VOCABULARY)
    assert list(found) == list(VOCABULARY.facts)
    assert found["child_protection.concern"] is True
    assert found["child_protection.immediate_danger"] is UNKNOWN
    defaults = {name: fact.default for name, fact in VOCABULARY.facts.items() if fact.default is not None}
    assert defaults
    assert {name: found[name] for name in defaults} == defaults
    assert all(found[name] is UNKNOWN for name in read)


def test_what_the_records_tell_is_left_to_them() -> None:
    told = [n for n, f in VOCABULARY.facts.items() if f.reading is not None or f.settling is not None]
    _, read = stated(Case("A", {}), VOCABULARY)
    assert list(read) == told
    settled = next(name for name in told if VOCABULARY.facts[name].settling is not None)
    found, _ = stated(Case("A", {settled: True}), VOCABULARY)
    assert found[settled] is UNKNOWN


def test_another_vocabulary_has_its_own_facts() -> None:
    other = replace(VOCABULARY, facts=dict(list(VOCABULARY.facts.items())[10:]))
    for vocabulary in (VOCABULARY, other, VOCABULARY):
        found, _ = stated(Case("A", {}), vocabulary)
        assert list(found) == list(vocabulary.facts)


CASES = [
    Case("A", {"child_protection.concern": True}, (REFERRED,)),
    Case("A", {}, (REFERRED, Entry(date(2026, 12, 24), "assessment_started", status="planned"))),
    Case("A", {}, (REFERRED,), {"referral": AS_AT, "assessment_started": date(2026, 11, 9)}),
    *(Case("A", {}, (), {event: AS_AT}) for event in VOCABULARY.events),
    *(Case("A", {}, (REFERRED,), {event: AS_AT}) for event in VOCABULARY.events),
    *(Case("A", {}, (Entry(date(2026, 11, 2), event),)) for event in VOCABULARY.events),
    *(Case("A", {}, (Entry(None, event), REFERRED)) for event in VOCABULARY.events),
]


def test_all_facts_at_once_are_each_fact_by_itself() -> None:
    for case in CASES:
        reader = Reader(Records(case, VOCABULARY, AS_AT), AS_AT)
        one_by_one = [reader.facts(names=[name]).state(name) for name in VOCABULARY.facts]
        assert list(reader.facts().states.values()) == one_by_one


def test_what_is_not_looked_for_would_not_have_been_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[dict[str, State]]:
        return [{**Reader(Records(case, VOCABULARY, AS_AT), AS_AT).facts().states} for case in CASES]

    soon, looked = read(), []
    tells_of = Records.tells_of
    monkeypatch.setattr(Records, "tells_of", lambda *asked: looked.append(tells_of(*asked)) or True)
    assert soon == read()
    assert looked.count(False) > len(CASES)


def test_what_entries_state_of_a_run_is_read_as_well() -> None:
    entry = Entry(date(2026, 11, 2), EVENT, carries={STATED: True}, ref="r1")
    reader = Reader(Records(Case("A", {STATED: False}, (entry,)), VOCABULARY, AS_AT), AS_AT)
    assert reader.facts().state(STATED) is True
