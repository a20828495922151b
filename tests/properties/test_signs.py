"""Random tables of signs: many cases at once come out as each alone, and what is asked settles what it can.

THRESHOLD_SEED gives other tables, THRESHOLD_TABLES more or fewer of them. A failure names its table.
"""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.engine import Engine, evaluators
from threshold.questions.answers import answered
from threshold.questions.search import questions
from threshold.semantics.screening import screened

from ..policy.own import LEVELS, Own

SEED = os.environ.get("THRESHOLD_SEED", "2026")
TABLES = int(os.environ.get("THRESHOLD_TABLES", "4"))
PYTHON = evaluators()[:1]
DAY = date(2026, 6, 1)
DOMAINS = ("Learning", "Home", "Health")
NAMED = ("Universal", "Early Support", "Family Help", "Protection")
CALM = {
    "support.in_place": "universal",
    "child_protection.concern": False,
    "child_protection.immediate_danger": False,
    "child_protection.harm_suspected": False,
}
RULES = """
requirements:
  - {{id: O-7, title: Level, carries: [O-1], bears_on: [step_up, step_down, close],
     block: [{{must: {{need.level: {{at_most: 2}}}}, else: "The level is too high"}}]}}
  - {{id: O-8, title: One sign, carries: [O-1], bears_on: [step_up, step_down, close],
     block: [{{must: {{{sign}: false}}, else: "A sign is there"}}]}}
  - {{id: O-9, title: Not in the domain, carries: [O-1], bears_on: [step_up, step_down, close],
     applies: {{{domain}: false}}, block: [{{must: {{{other}: false}}, else: "A sign is there"}}]}}
grounds:
  - {{id: O-5, title: Help, carries: [O-1], for: {{direction: step_up}},
     when: {{need.level: {{at_least: 2}}}}, else: "The level is too low"}}
"""


def table(own: Own, random: Random) -> None:
    """A pack with a random table, and rules that read the level, a sign and a domain."""
    rows, signs = ["id,level,domain,asks,ages,protection"], []
    for domain in DOMAINS:
        for level in NAMED:
            for _ in range(random.randrange(4)):
                number = len(signs) + 1
                protects = "yes" if level == "Protection" and random.random() < 0.3 else ""
                rows.append(f"O-S-{number},{level},{domain},Is sign {number} there?,,{protects}")
                signs.append((f"ours_signs.o_s_{number}", level, domain))
    if len({domain for _, _, domain in signs}) < len(DOMAINS):
        table(own, random)
        return
    combined = "otherwise: Universal\n"
    of_help = [domain for _, level, domain in signs if level == "Family Help"]
    if len(of_help) > 2:
        combined += (
            "combine:\n  - {id: O-C-1, is: Protection, at_least: 2, of: Family Help, "
            f"in_domains: {min(2, len({*of_help}))}, because: several signs of family help}}\n"
        )
    named = [random.choice(signs)[0] for _ in range(2)]
    own.pack(
        vocabulary=LEVELS,
        indicators_csv="\n".join(rows) + "\n",
        indicators=combined,
        rules=RULES.format(sign=named[0], other=named[1], domain="ours_domains.home"),
    )


def given(vocabulary, random: Random) -> dict[str, bool]:
    """Some domains and some signs, at times against each other."""
    found: dict[str, bool] = {}
    for screen, signs in screened(vocabulary).items():
        if random.random() < 0.6:
            found[screen] = random.random() < 0.5
        stated = random.choice((0.0, 0.0, 0.2, 0.8))
        found.update({name: random.random() < 0.3 for name in signs if random.random() < stated})
    return found


def own_table(folder: Path, number: int) -> tuple[Own, Random]:
    random = Random(f"{SEED}/signs/{number}")
    own = Own(folder)
    table(own, random)
    return own, random


@pytest.mark.parametrize("number", range(TABLES))
def test_many_at_once_come_out_as_each_alone(number: int, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    from ..batch.making import tables_of
    from .test_batch_equals_cases import decided_alike

    own, random = own_table(tmp_path, number)
    policy = own.files().at(DAY)
    cases = [
        Case(f"R-{place}", {**CALM, **given(policy.vocabulary, random)}, (), {}, as_at=DAY)
        for place in range(60)
    ]
    seen = decided_alike(policy, cases, tables_of(cases, policy.vocabulary, DAY, {}))
    assert {"met", "not_met", "undetermined"} <= seen.keys()


@pytest.mark.parametrize("number", range(TABLES))
@pytest.mark.parametrize("request_", [None, "step_up"])
def test_what_is_asked_settles_what_it_can(number: int, request_: str | None, tmp_path: Path) -> None:
    own, random = own_table(tmp_path, number)
    engine = Engine(own.files(), using=PYTHON)
    for _ in range(6):
        case = Case("R-1", {**CALM, **given(engine.policy.vocabulary, random)}, (), {}, as_at=DAY)
        if request_ is not None:
            case = replace(case, given={**case.given, "request.direction": request_})
        for _ in range(25):
            left = questions(engine, case)
            if not left:
                break
            case = answered(case, left[0], random.choice(left[0].answers), DAY)
        decision = engine.decide(case)
        assert not left
        assert decision.status != "undetermined" or decision.conflicts
        for _ in range(12):
            more = completed(engine, case, random)
            assert came(engine.decide(more)) == came(decision), case.given


def completed(engine: Engine, case: Case, random: Random) -> Case:
    """The case with all signs that are left, in a way that contradicts nothing."""
    more = dict(case.given)
    for screen, signs in screened(engine.policy.vocabulary).items():
        there = random.random() < 0.6 and case.given.get(screen) is not False
        for name in signs:
            more.setdefault(name, there and random.random() < 0.4)
        more.setdefault(screen, any(more[name] for name in signs))
    return replace(case, given=more)


def came(decision: Decision) -> tuple[object, ...]:
    """What a question may change."""
    need = decision.recommendation.level_of_need
    level = need.level if need is not None and decision.answered is None else None
    return decision.status, decision.recommendation.direction, level
