"""Many contacts at once: each row as it is by itself, under every policy; a difference stops everything."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.worklist.conftest import POLICY

from threshold.batch import CannotCompile, alike
from threshold.batch.alike import Put
from threshold.casefiles import Case, Entry, read_cases
from threshold.casefiles.model import Override
from threshold.engine import Engine
from threshold.exports.contacts import Contact
from threshold.policy import load_policy
from threshold.policy.model import CALLER
from threshold.semantics.deadlines import Clock
from threshold.semantics.findings import Findings
from threshold.vocabulary import Fact, Value, Vocabulary
from threshold.worklist import many
from threshold.worklist.deciding import Deciding
from threshold.worklist.many import Many
from threshold.worklist.rows import Difference, row_of

AT = datetime(2026, 11, 28, 9)
ROOT = Path(__file__).parents[2]
POLICIES = sorted(path.stem for path in (ROOT / "rules/policies").glob("*.yaml"))
_COLUMNS = (
    "child_protection.concern",
    "child_protection.harm_suspected",
    "child_protection.immediate_danger",
    "contact.brag",
    "contact.received",
    "contact.domestic_abuse",
    "contact.allocated_social_worker",
    "contact.needs_early_help",
    "contact.complex",
    "consent.to_share",
    "consent.to_support",
    "contact.responded",
    "support.in_place",
    "care.looked_after",
    "need.level",
)


@cache
def _caf_team() -> Deciding:
    return Deciding(Engine(load_policy("caf-team")), AT)


@pytest.fixture(params=POLICIES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(load_policy(request.param))


def test_many_are_as_each_by_itself(engine: Engine) -> None:
    vocabulary = engine.policy.vocabulary
    contacts = [*_random(vocabulary, Random(20), 30), *_examples(vocabulary, 15)]
    assert list(Many(engine, AT, contacts).rows()) == [row_of(each, engine, AT) for each in contacts]


def test_those_that_one_stands_for_are_as_each_by_itself(engine: Engine) -> None:
    """Few columns, so that many are of one kind; each kind's other times and facts are its own."""
    random = Random(17)
    contacts = [_of_few(engine.policy.vocabulary, random, number) for number in range(200)]
    deciding = Deciding(engine, AT)
    assert list(Many(engine, AT, contacts).rows()) == [deciding.row(each) for each in contacts]


def test_times_to_answer_are_each_contacts_own(tmp_path: Path) -> None:
    """Under a policy of which colours have response times, some of them in working hours."""
    file = tmp_path / "ours.yaml"
    file.write_text(POLICY, encoding="utf-8")
    engine = Engine(load_policy(str(file)))
    random, deciding = Random(5), Deciding(engine, AT)
    contacts = [_of_few(engine.policy.vocabulary, random, number) for number in range(200)]
    rows = list(Many(engine, AT, contacts).rows())
    assert rows == [deciding.row(each) for each in contacts]
    assert len({row.response.due for row in rows}) > 40
    assert {"pending", "past_due"} <= {row.response.state for row in rows}


@given(st.data())
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_is_stated(data: st.DataObject) -> None:
    """With and without entries, what a file covers, days without a time, and days ahead."""
    deciding = _caf_team()
    engine = deciding.engine
    facts = engine.policy.vocabulary.facts
    names = [name for name, fact in facts.items() if fact.given and not name.startswith("request.")]
    columns = data.draw(st.lists(st.sampled_from([*_COLUMNS[:9], *names]), min_size=1, max_size=6))
    random = data.draw(st.randoms(use_true_random=False))
    contacts = []
    for number in range(12):
        given: dict[str, Value] = {"request.direction": "triage"}
        given |= {
            name: value
            for name in columns
            if facts[name].given and (value := _value(facts[name], random)) is not None
        }
        day = date(2026, 11, random.randint(1, 30))
        event = random.choice(("referral", "referral", *engine.policy.vocabulary.events))
        entries = (Entry(day, event),) if random.random() < 0.5 else ()
        covers = {event: AT.date()} if random.random() < 0.2 else {}
        contacts.append(_contact(number, given, entries, covers))
    assert list(Many(engine, AT, contacts).rows()) == [deciding.row(each) for each in contacts]


def test_one_stands_for_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, decided_ones = Engine(load_policy("caf-team")), []
    kind = Many._kind
    monkeypatch.setattr(Many, "_kind", lambda self, *of: decided_ones.append(0) or kind(self, *of))
    given: dict[str, Value] = {"child_protection.concern": False, "request.direction": "triage"}
    contacts = [
        _contact(number, {**given, "contact.received": datetime(2026, 11, 27, 9, number)})
        for number in range(30)
    ]
    rows = list(Many(engine, AT, contacts).rows())
    assert len(decided_ones) == 1
    assert rows == [row_of(each, engine, AT) for each in contacts]


@pytest.mark.parametrize("who", ["stands", "another", "drawn", "batch"])
def test_a_difference_stops(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    engine = Engine(load_policy("caf-team"))
    given: dict[str, Value] = {"child_protection.concern": True, "request.direction": "triage"}
    contacts = [_contact(number, given) for number in range(3)]
    other = Deciding(engine, AT).decided(Case("A", {"request.direction": "triage"}))
    row = 2
    if who == "stands":  # by when to answer, of the one that is decided by the engine
        monkeypatch.setattr(many, "running_clocks", lambda findings: [_clock(findings)])
    elif who == "another":  # of its kind
        monkeypatch.setattr(Deciding, "decided", lambda self, case: other)
        row = 4
    elif who == "drawn":  # what all rules say
        monkeypatch.setattr(many, "decided", lambda case, engine, at: None)
    else:  # what the batch says of the last one

        def put(*of: Any) -> Put:
            came = alike.put(*of)
            return replace(came, status=[*came.status[:-1], "conflict"])

        monkeypatch.setattr(many, "put", put)
        row = 4
    with pytest.raises(Difference, match=rf"contact of a\.csv, row {row}"):
        list(Many(engine, AT, contacts).rows())


def test_what_no_column_can_tell_is_decided_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judgements, what a file covers, what is asked for besides, days ahead, and what speaks to the line."""
    engine, asked = _caf_team().engine, []
    monkeypatch.setattr(many, "tables_of", lambda cases, *more: asked.extend(cases))
    given: dict[str, Value] = {"request.direction": "triage"}
    cases = [
        Case("A", given, overrides={"need.level": Override(4, "A worker", "they know")}),
        Case("B", given, covers={"referral": AT.date()}),
        Case("C", {**given, "request.to": "early_help"}),
        Case("D", {**given, "contact.received": datetime(2026, 12, 1, 9)}),
        Case("E", {**given, CALLER: "professional"}),
        Case("F", given, (Entry(date(2026, 12, 1), "referral"),)),
        Case("G", given, (Entry(None, "referral"),)),
        Case("H", {"request.direction": "close", "closure.of": "contact"}),
    ]
    contacts = [Contact("a.csv", 2 + number, case.reference, case) for number, case in enumerate(cases)]
    rows = list(Many(engine, AT, contacts).rows())
    assert not asked
    assert rows == [row_of(each, engine, AT) for each in contacts]


def test_a_policy_that_no_batch_can_take_is_decided_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*of: object) -> Put:
        raise CannotCompile("X-1", "it is so")

    engine = Engine(load_policy("caf-team"))
    monkeypatch.setattr(many, "put", refuses)
    contacts = [_contact(1, {"request.direction": "triage"})]
    assert list(Many(engine, AT, contacts).rows()) == [row_of(each, engine, AT) for each in contacts]


def test_what_cannot_be_read_has_its_row() -> None:
    engine = Engine(load_policy("caf-team"))
    assert [row.act for row in Many(engine, AT, [Contact("a.csv", 2, "", None)]).rows()] == ["unread"]


def _contact(
    number: int,
    given: dict[str, Value],
    timeline: tuple[Entry, ...] = (),
    covers: Mapping[str, date] = MappingProxyType({}),
) -> Contact:
    return Contact("a.csv", number + 2, f"MC-{number}", Case(f"MC-{number}", given, timeline, covers))


def _clock(findings: Findings) -> Clock:
    rule = next(each for each in findings.policy.deadlines if "triage" in each.head.bears_on)
    return Clock(rule, None, None, None, None, "cannot_tell", None, "days")


def _of_few(vocabulary: Vocabulary, random: Random, number: int) -> Contact:
    """A contact with some of four columns, the time that it came in, and perhaps its referral."""
    given: dict[str, Value] = {"request.direction": "triage"}
    for name in random.sample(_COLUMNS, 4) if number % 5 == 0 else _COLUMNS[:4]:
        fact = vocabulary.facts[name]
        if fact.given and random.random() < 0.8 and (value := _value(fact, random)) is not None:
            given[name] = value
    received = datetime(2026, 11, random.randint(24, 28), random.randint(0, 8), random.randint(0, 59))
    if random.random() < 0.9:
        given["contact.received"] = received if random.random() < 0.9 else received.date()
    entries = (Entry(received.date(), "referral"),) if random.random() < 0.5 else ()
    return _contact(number, given, entries)


def _random(vocabulary: Vocabulary, random: Random, number: int) -> Iterator[Contact]:
    """Contacts with some of the usual columns and of all others, with and without a referral's day."""
    others = [
        name for name, fact in vocabulary.facts.items() if fact.given and not name.startswith("request.")
    ]
    for each in range(number):
        names = {name for name in _COLUMNS if random.random() < 0.7}
        names |= {*random.sample(others, random.choice((0, 0, 1, 8)))}
        given: dict[str, Value] = {"request.direction": "triage"}
        for name in sorted(names & {*others}):
            if (value := _value(vocabulary.facts[name], random)) is not None:
                given[name] = value
        entries = (Entry(date(2026, 11, random.randint(1, 30)), "referral"),) if random.random() < 0.4 else ()
        yield _contact(each, given, entries)


def _value(fact: Fact, random: Random) -> Value | None:
    match fact.type.kind:
        case "boolean":
            return random.random() < 0.3
        case "choice":
            return random.choice(fact.type.values)
        case "number":
            return random.randint(0, 5)
        case "date":
            return date(2026, random.randint(9, 12), random.randint(1, 28))
        case "datetime":
            return datetime(2026, 11, random.randint(20, 29), random.randint(0, 23))
    return None


def _examples(vocabulary: Vocabulary, number: int) -> Iterator[Contact]:
    """Example cases as contacts: what is asked for is triage."""
    cases = [each for each in read_cases([str(ROOT / "cases")], vocabulary) if isinstance(each, Case)]
    for place, case in enumerate(Random(number).sample(cases, number)):
        given = {name: value for name, value in case.given.items() if not name.startswith("request.")}
        asking = replace(case, given={**given, "request.direction": "triage"})
        yield Contact("cases", place, case.reference, asking)


def test_ages_of_another_day_and_such_as_cannot_be_are_each_ones_own(engine: Engine) -> None:
    random, contacts = Random(31), []
    for number in range(80):
        contact = _of_few(engine.policy.vocabulary, random, number)
        assert contact.case is not None
        said: dict[str, Value] = {"child.age": random.choice((3, 7)), "child.born_month": "2019-04"}
        of = random.choice((None, AT.date(), date(2022, 5, 1)))
        given_ = {**contact.case.given, **said} if random.random() < 0.8 else contact.case.given
        contacts.append(replace(contact, case=replace(contact.case, given=given_, as_at=of)))
    deciding = Deciding(engine, AT)
    assert list(Many(engine, AT, contacts).rows()) == [deciding.row(each) for each in contacts]
