"""Events that are counted come out alike for many cases at once and for each alone, whatever is recorded."""

from datetime import date
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402

from ..batch.making import tables_of  # noqa: E402
from ..semantics.conftest import Small, nothing_remembered, rules, small  # noqa: E402

__all__ = ["nothing_remembered", "rules", "small"]

AS_AT = date(2026, 8, 14)
DAYS = [date(2025, 8, 13), date(2025, 8, 14), date(2026, 1, 5), date(2026, 5, 14), date(2026, 8, 14), None]
COUNTS = [
    "{count: visit, within_last: 12 months, at_least: 1}",
    "{count: visit, within_last: 12 months, at_least: 3}",
    "{count: visit, within_last: 60 working days, at_least: 2}",
    "{count: visit, at_least: 3}",
    "{none: [{count: visit, within_last: 12 months, at_least: 2}]}",
    "{count: [t.a, {count: visit, within_last: 1 week, at_least: 1}, {count: seen, at_least: 2}], "
    "at_least: 2}",
]


def requirement(number: int, condition: str, each: str = "") -> str:
    return (
        f"  - {{id: R{number}, carries: [T-1], bears_on: [compliance], {each}"
        f"note: [{{must: {condition}, else: no}}]}}\n"
    )


def a_case(number: int, random: Random) -> Case:
    kinds = ["visit"] * 3 + ["seen", "spell_started"]
    entries = [
        Entry(random.choice(DAYS), random.choice(kinds), random.choice(["held", "held", "held", "planned"]))
        for _ in range(random.choice([0, 1, 2, 4, 7]))
    ]
    return Case(f"C-{number}", {"t.a": random.random() < 0.5}, tuple(entries))


@pytest.mark.parametrize("covered", [None, date(2026, 8, 13), AS_AT])
def test_many_at_once_and_each_alone(small: Small, covered: date | None):
    random = Random(f"counted {covered}")
    text = "requirements:\n" + "".join(requirement(n, each) for n, each in enumerate(COUNTS))
    text += requirement(90, COUNTS[1], "each: spell, ")
    engine = small.tiny(text).engine()
    policy = engine.policy.at(AS_AT)
    covers = {} if covered is None else dict.fromkeys(("visit", "seen", "spell_started"), covered)
    cases = [a_case(number, random) for number in range(150)]
    tables = tables_of(cases, policy.vocabulary, AS_AT, covers)
    result = Batch(policy, AS_AT).evaluate(tables)
    seen: set[str] = set()
    by_child = {
        anchor: pl.concat([units.select("child"), result.checks[anchor]], how="horizontal").partition_by(
            "child", as_dict=True
        )
        for anchor, units in result.units.items()
    }
    for case in cases:
        whole = Case(case.reference, case.given, case.timeline, covers, as_at=AS_AT)
        for check in engine.decide(whole).checks:
            if not check.rule.startswith("R"):
                continue
            # What is counted over the whole file is the same of each run.
            found = by_child["spell" if check.rule == "R90" else ""].get((case.reference,))
            if found is not None:
                assert {*found[check.rule]} == {check.status}, (case, check.rule)
                seen.add(check.status)
    assert seen == {"met", "not_met", "undetermined"}
