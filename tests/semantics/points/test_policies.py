"""S76 to S84 of docs/semantics.md: dates beside times, parameters in force, and packs chosen together."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.engine import Disagreement, Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput

from ..conftest import required

LIMIT = """
limit:
  type: number
  at_least: 0
  at_most: 10
  means: The most that is in order
  values:
    - {from: 2020-01-01, is: 3, because: T-1}
    - {from: 2026-01-01, is: 5, because: T-1}
  presets: {strict: {is: 1, because: T-1}}
"""
USES_IT = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    block: [{must: {t.n: {at_most: $limit}}, else: Too many}]
"""


def test_s76_a_date_beside_a_date_and_time(small):
    case = "t: {day: 2026-05-05, moment: 2026-05-05T16:00}"
    tests = (
        "{t.moment: {on_or_before: {fact: t.day}}}",
        "{t.moment: {after: {fact: t.day}}}",
        "{t.moment: {before: 2026-05-05T16:01}}",
        "{t.moment: {after: 2026-05-05}}",
    )
    assert small.truths(case, *tests) == [True, False, True, False]


def test_s77_the_calendars_years(small):
    with pytest.raises(ValueError, match="1990 to 2050"):
        small.truth("t: {day: 1989-12-31}", "{t.a: true}")
    with pytest.raises(BadInput, match="1990 to 2050"):
        small.truth("as_at: 2050-12-01\nt: {day: 2050-12-01}", "{t.day: {at_least_ago: 99 working days}}")


def in_force(small, as_at: str = "2026-08-14") -> tuple[str, str | None, str]:
    small.tiny(USES_IT, LIMIT)
    decision = small.decide(f"as_at: {as_at}\nrequest: {{direction: step_up}}\nt: {{n: 4}}")
    (used,) = decision.parameters
    assert used.name == "tiny.limit"
    return used.value, used.since, used.set_by


def test_s78_the_value_in_force(small):
    assert in_force(small, "2025-12-31") == ("3", "2020-01-01", "pack")
    assert in_force(small, "2026-01-01") == ("5", "2026-01-01", "pack")
    with pytest.raises(BadInput, match="begins on 1 January 2020"):
        in_force(small, "2019-12-31")


def test_s79_which_value_wins(small):
    chosen = "presets: {tiny.limit: strict}\n"
    local = "set: {tiny.limit: {is: 7, because: T-1%s}}\n"
    small.policy = chosen
    assert in_force(small) == ("1", None, "preset")
    small.policy = chosen + local % ""
    assert in_force(small) == ("7", None, "policy")
    small.policy = chosen + local % ", from: 2026-08-15"
    assert in_force(small) == ("1", None, "preset")
    assert in_force(small, "2026-08-15") == ("7", "2026-08-15", "policy")
    small.trial = ("tiny.limit=9",)
    assert in_force(small) == ("9", None, "trial")


def test_s80_the_digest(small, other_rules):
    def digest() -> str:
        return small.decide("").policy.digest

    small.tiny(USES_IT, LIMIT)
    first = digest()
    small.tiny("# A comment\n" + USES_IT.replace("bears_on: [step_up]", "bears_on:   [ step_up ]"), LIMIT)
    assert digest() == first
    changes = [first]
    small.tiny(USES_IT, LIMIT.replace("is: 5", "is: 6"))
    changes.append(digest())
    small.tiny(USES_IT.replace("Too many", "Too much"), LIMIT)
    changes.append(digest())
    small.tiny(USES_IT, LIMIT).rules = other_rules
    changes.append(digest())
    small.policy = "set: {tiny.limit: {is: 5, because: T-1}}\n"
    changes.append(digest())
    small.trial = ("tiny.limit=5",)
    changes.append(digest())
    assert len(set(changes)) == len(changes)


def rule(name: str, prefix: str, fact: str) -> str:
    return f"""
requirements:
  - id: {name}
    carries: [{prefix}-1]
    bears_on: [step_down, step_up]
    block: [{{must: {{{fact}: true}}, else: "{name} stands in the way"}}]
"""


def two_packs(small, other: str) -> None:
    small.tiny(rule("R", "T", "t.a")).pack("other", rule("O", "O", "t.b"))
    small.uses = f"[{{pack: safe, role: overlay}}, {{pack: tiny, role: lead}}, {other}]"


DOWN = """
request: {direction: step_down}
child_protection: {concern: false}
support: {in_place: high}
t: {a: true, b: false}
"""


def test_s81_lead_overlay_compare(small):
    two_packs(small, "{pack: other, role: lead}")
    assert small.decide(DOWN).status == "blocked"
    two_packs(small, "{pack: other, role: overlay}")
    assert small.decide(DOWN).status == "blocked"
    two_packs(small, "{pack: other, role: compare}")
    decision = small.decide(DOWN)
    assert decision.status == "permitted"
    assert [check.rule for check in required(decision)] == ["R"]
    (note,) = decision.notes
    assert "other would answer: blocked" in note.text
    assert "O stands in the way" in note.text


def test_s82_leading_on_some_directions(small):
    two_packs(small, "{pack: other, role: lead, leads_on: [step_up]}")
    down = small.decide(DOWN)
    assert down.status == "permitted"
    assert {check.rule: check.decides for check in required(down)} == {"R": True, "O": False}
    assert small.decide(DOWN.replace("down", "up")).status == "blocked"
    # A document that the request names answers alone, on everything; what it lacks counts, and no other's.
    alone = small.decide(DOWN.replace("step_down", "step_down, under: other"))
    assert alone.status == "blocked"
    assert {check.rule: check.decides for check in required(alone)} == {"R": False, "O": True}
    with pytest.raises(BadInput, match="no leading document of this name"):
        small.decide(DOWN.replace("step_down", "step_down, under: safe"))


def test_s83_the_evaluators_agree(small):
    small.tiny(USES_IT, LIMIT)
    python = evaluators()[0]

    def contrary(conditions):
        prepared = python.prepare(conditions)
        return lambda signals: {
            key: not truth if key == "R:satisfied" else truth for key, truth in prepared(signals).items()
        }

    engine = small.engine((python, Evaluator("contrary", contrary)))
    with pytest.raises(Disagreement, match="R:satisfied"):
        engine.decide(small.case("t: {n: 4}", engine))


def test_s84_the_same_again(small):
    small.tiny(USES_IT, LIMIT)
    policy = load_policy(str(small.write()))
    by_all, by_one = Engine(policy), Engine(policy, (), evaluators()[:1])
    case = small.case("request: {direction: step_up}\nt: {n: 4}", by_all)
    assert by_all.decide(case) == by_one.decide(case)
    assert by_all.decide(case) == by_all.decide(case)
    # Of the date, only what the rules make of it may show.
    later = by_all.decide(case, date(2026, 8, 15))
    assert later == replace(by_all.decide(case), as_at="2026-08-15")
