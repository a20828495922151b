"""Many contacts at once: each row as it is by itself, under every policy; a difference stops everything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from threshold.casefiles import Case, Entry, read_cases
from threshold.engine import Engine
from threshold.exports.contacts import Contact
from threshold.policy import load_policy
from threshold.vocabulary import Fact, Value, Vocabulary
from threshold.worklist import many
from threshold.worklist.deciding import Deciding
from threshold.worklist.many import Difference, Many
from threshold.worklist.rows import row_of

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


@pytest.fixture(params=POLICIES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(load_policy(request.param))


def test_many_are_as_each_by_itself(engine: Engine) -> None:
    vocabulary = engine.policy.vocabulary
    contacts = [*_random(vocabulary, Random(20), 60), *_examples(vocabulary, 40)]
    assert list(Many(engine, AT, contacts).rows()) == [row_of(each, engine, AT) for each in contacts]


def test_those_who_answer_alike_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, looked = Engine(load_policy("caf-team")), []
    grown = Many._grown
    monkeypatch.setattr(Many, "_grown", lambda self, *of: looked.append(0) or grown(self, *of))
    given: dict[str, Value] = {"child_protection.concern": False, "request.direction": "triage"}
    contacts = [
        _contact(number, {**given, "contact.received": datetime(2026, 11, 27, 9, number)})
        for number in range(30)
    ]
    rows = list(Many(engine, AT, contacts).rows())
    assert len(looked) == 1
    assert rows == [row_of(each, engine, AT) for each in contacts]
    assert len({row.response.due for row in rows}) in (1, 30)


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_difference_stops(monkeypatch: pytest.MonkeyPatch, at_the_end: bool) -> None:
    engine = Engine(load_policy("caf-team"))
    given: dict[str, Value] = {"child_protection.concern": True, "request.direction": "triage"}
    contacts = [_contact(number, given) for number in range(3)]
    if at_the_end:  # what the engine says of the first of its kind
        other = Deciding(engine, AT).decided(Case("A", {"request.direction": "triage"}))
        monkeypatch.setattr(Deciding, "decided", lambda self, case: other)
    else:  # what all rules say of one that was drawn
        monkeypatch.setattr(many, "decided", lambda case, engine, at: None)
    with pytest.raises(Difference, match=r"contact of a\.csv, row 2"):
        list(Many(engine, AT, contacts).rows())


def test_what_cannot_be_read_has_its_row() -> None:
    engine = Engine(load_policy("caf-team"))
    assert [row.act for row in Many(engine, AT, [Contact("a.csv", 2, "", None)]).rows()] == ["unread"]


def _contact(number: int, given: dict[str, Value], timeline: tuple[Entry, ...] = ()) -> Contact:
    return Contact("a.csv", number + 2, f"MC-{number}", Case(f"MC-{number}", given, timeline))


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
