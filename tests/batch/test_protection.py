"""Protection by column is what it is in each case alone, whatever is known of danger, records and support."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch  # noqa: E402
from threshold.batch.protection import ACTED_ON  # noqa: E402
from threshold.batch.protection import protection as columns  # noqa: E402
from threshold.batch.replay import replay  # noqa: E402
from threshold.batch.signals import truth_name  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.engine.decide import findings_of  # noqa: E402
from threshold.policy.protection import protection_conditions  # noqa: E402
from threshold.semantics.protection import Protection, protection  # noqa: E402
from threshold.semantics.timeline import Contradiction  # noqa: E402
from threshold.vocabulary import UNKNOWN, Missing, Value  # noqa: E402

from ..semantics.conftest import KINDS_OF_SUPPORT, Small  # noqa: E402
from .by_hand import AS_AT, statuses  # noqa: E402
from .making import tables_of  # noqa: E402

TOLD = {"met": True, "not_met": False, "undetermined": None}
ADDS = """
protection:
  - {id: ADD, carries: [T-1], when: {t.scale: {includes: 0}}, because: somebody put a 0}
conflicts:
  - {id: C, carries: [T-1], why: no, when: {t.c: true}, doubtful: [child_protection.harm_suspected]}
"""


def reading(**conditions: str) -> str:
    """A requirement for each condition, which nothing hangs on: it tells what a case has of it."""
    return "requirements:\n" + "".join(
        f"  - {{id: {name}, carries: [T-1], bears_on: [compliance], "
        f"note: [{{must: {{{test}}}, else: no}}]}}\n"
        for name, test in conditions.items()
    )


READS = reading(
    CONCERN="protection.concern: true",
    **{"IN-PLACE": "protection.in_place: true"},
    SILENT="protection.concern: {not_known_to_be: [true]}",
    **{f"HIGHEST-{number}": f"support.highest: {level}" for number, level in enumerate(KINDS_OF_SUPPORT)},
)


@pytest.fixture
def unanswered(supported: Small, tmp_path: Path) -> Small:
    """The policy with the real kinds of support, nothing being answered by default."""
    (tmp_path / "safe" / "rules").mkdir(parents=True)
    for name in ("tensions.yaml", "vocabulary.yaml", "safe/pack.yaml", "safe/rules/all.yaml"):
        text = (supported.rules / name).read_text()
        (tmp_path / name).write_text(text.replace("default: 'false', ", ""))
    supported.rules = tmp_path
    return supported


def alike(small: Small, cases: Iterable[Case]) -> list[Protection]:
    """Every case as one batch: what the columns come to is what each comes to alone. Gives the latter."""
    small.tiny(ADDS + READS)
    engine: Engine = small.engine()
    policy = engine.policy.at(AS_AT)
    numbered = [replace(case, reference=f"C-{place}") for place, case in enumerate(cases)]
    given = tables_of(numbered, policy.vocabulary, AS_AT, {})
    results = Batch(policy, AS_AT).evaluate(given)
    alone = [findings_of(engine.compiled(policy), case, AS_AT) for case in numbered]
    columns = {name: [TOLD[each] for each in statuses(results, name)] for name in ("CONCERN", "IN-PLACE")}
    assert columns["CONCERN"] == [each.protection.concern for each in alone]
    assert columns["IN-PLACE"] == [each.protection.in_place for each in alone]
    silent = [each == "met" for each in statuses(results, "SILENT")]
    assert silent == [each.protection.concern is not True for each in alone]
    for number, level in enumerate(KINDS_OF_SUPPORT):
        expected = [
            None if isinstance(each.protection.highest, Missing) else each.protection.highest == level
            for each in alone
        ]
        assert [TOLD[each] for each in statuses(results, f"HIGHEST-{number}")] == expected, level
    assert replay(given, results)
    return [each.protection for each in alone]


def test_each_column_by_every_truth_of_what_it_rests_on(supported: Small):
    """The columns by themselves, against the same truths put together for one case."""
    policy = supported.tiny(ADDS).engine().policy.at(AS_AT)
    support, added = policy.vocabulary.facts["support.highest"], policy.protection
    keys = [*protection_conditions(support.order, added)]
    draw = Random("columns")
    rows = [
        {key: draw.choices((True, False, None), (1, 4, draw.choice((0, 3))))[0] for key in keys}
        for _ in range(600)
    ]
    doubted = [draw.random() < 0.4 for _ in rows]
    frame = pl.DataFrame(
        [{truth_name(key): value for key, value in row.items()} for row in rows],
        schema={truth_name(key): pl.Boolean for key in keys},
    ).with_columns(doubted=pl.Series(doubted))
    found = frame.select(*columns(added, support, pl.col("doubted")))
    danger = [Contradiction("C", ("child_protection.concern",), "no")]
    alone = [
        protection(row, added, danger if doubt else [], policy.vocabulary)
        for row, doubt in zip(rows, doubted, strict=True)
    ]
    assert found["protection.concern"].to_list() == [each.concern for each in alone]
    assert found["protection.in_place"].to_list() == [each.in_place for each in alone]
    assert found[ACTED_ON].to_list() == [each.acted_on for each in alone]
    highest = [None if isinstance(each.highest, Missing) else each.highest for each in alone]
    assert found["support.highest"].to_list() == highest
    assert {(each.concern, each.acted_on) for each in alone} == {
        (True, True),
        (False, False),
        (None, False),
        (None, True),
    }
    assert {*highest} == {*KINDS_OF_SUPPORT, None}


def given(**facts: Value | None) -> Case:
    known = {name.replace("__", "."): value for name, value in facts.items() if value is not None}
    return Case("C-0", known, as_at=AS_AT)


def held(case: Case, *days: date) -> Case:
    return replace(case, timeline=tuple(Entry(day, "conference") for day in days))


def test_a_concern_by_every_combination_of_what_opens_it(unanswered: Small):
    answers = (True, False, None)
    cases = [
        given(
            child_protection__concern=concern,
            child_protection__harm_suspected=harm,
            child_protection__immediate_danger=danger,
            child_protection__enquiry_open=enquiry,
            t__scale=scale,
            t__c=doubted,
        )
        for concern, harm, danger, enquiry in product(answers, repeat=4)
        for scale, doubted in product((None, (("SW", 0),), (("SW", 5),)), (None, True))
    ]
    found = alike(unanswered, cases)
    # All there is has come up: a concern, none, not known, and danger against danger.
    assert {(each.concern, each.contradictory) for each in found} == {
        (True, False),
        (False, False),
        (None, False),
        (None, True),
    }


def test_a_conference_by_every_order_of_what_called_for_it_and_when_it_was_held(unanswered: Small):
    before, on, after = date(2026, 7, 1), date(2026, 7, 10), date(2026, 7, 20)
    cases = [
        held(
            given(
                child_protection__concern=False,
                child_protection__harm_suspected=False,
                child_protection__immediate_danger=False,
                child_protection__conference_needed=needed,
                child_protection__strategy_discussion=discussed,
                child_protection__enquiry_started=started,
                referral__received=received,
            ),
            *days,
        )
        for needed in (True, False, None)
        for discussed, started, received in product((before, after, None), repeat=3)
        for days in ((), (on,), (before, on))
    ]
    assert {each.concern for each in alike(unanswered, cases)} == {True, False}


def test_support_by_every_combination_of_what_is_stated_and_recorded(unanswered: Small):
    records = (
        "care.looked_after",
        "child_protection.plan_active",
        "child_in_need.plan_active",
        "caf.open",
    )
    cases = [
        Case("C-0", {name: value for name, value in zip(known, values, strict=True) if value is not None})
        for values in product((*KINDS_OF_SUPPORT, None), *((True, False, None),) * len(records))
        for known in [("support.in_place", *records)]
    ]
    found = alike(unanswered, cases)
    assert {each.in_place for each in found} == {True, False, None}
    assert {each.highest for each in found} == {*KINDS_OF_SUPPORT, UNKNOWN}
