"""Audits against an oracle in pandas, written from the definitions alone, over files with dirt of every kind.

Child by child and run by run, the two must agree: the state, from when, by when, done when and by how many
days. Where the definitions leave an outcome open, nothing is compared.
THRESHOLD_SEED gives other children, THRESHOLD_CASES more of them. A failure names the child.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest

from .annex_a import annex_a
from .census import census, census_tables
from .children import Policy
from .compared import Said, audit, differences, figures
from .dataset import safeguarding_dataset
from .expectations import LIMITS
from .exported import File
from .limits import Limit
from .local import flat, wide
from .made_up import MadeUp, made_up
from .small import events, states

SEED = os.environ.get("THRESHOLD_SEED", "2026")
CASES = int(os.environ.get("THRESHOLD_CASES", "1000"))
STYLES = ("linking", "everywhere", "belonging", "numbers", "none", "case", "row")
Writer = Callable[[Path, list[MadeUp], Random], File]
WRITERS: dict[str, Writer] = {
    "census": census,
    "census-tables": census_tables,
    "annex-a": annex_a,
    "ssd": safeguarding_dataset,
    "wide": wide,
    **{f"events-{style}": partial(flat, style=style) for style in STYLES},
}
A_FILE = 100
OWN = Policy(
    {**LIMITS, "YOR-TIM-2": Limit(35, "days"), "RBC-2.9a": Limit(42, "days")},
    from_own_start=frozenset(("YOR-TIM-2",)),
)
OWN_FILE = """\
policy: own
title: Limits of our own
packs:
  - {pack: national, role: overlay}
  - {pack: continuum-of-need, role: lead, leads_on: [compliance]}
  - {pack: step-up-step-down, role: lead, leads_on: [step_up, step_down, close, compliance]}
set:
  continuum-of-need.assessment_within: {is: 35 days, because: Our own procedures}
  continuum-of-need.assessment_clock: {is: assessment.started, because: Our own procedures}
  step-up-step-down.review_every: {is: 6 weeks, because: Our own procedures}
"""


def files_of(number: int) -> range:
    """So many files of each kind that about as many children are looked at in all."""
    return range(max(1, number // (A_FILE * len(WRITERS))))


@pytest.mark.parametrize(("start", "limit", "due"), [
    (date(2024, 12, 5), Limit(45, "working days"), date(2025, 2, 11)),
    (date(2024, 8, 24), Limit(1, "working days"), date(2024, 8, 27)),
    (date(2024, 11, 30), Limit(3, "months"), date(2025, 2, 28)),
    (date(2024, 1, 1), Limit(28, "days"), date(2024, 1, 29)),
])  # fmt: skip
def test_the_oracle_counts_as_known_dates_do(start: date, limit: Limit, due: date) -> None:
    assert limit.due(start) == due


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
def test_an_audit_says_what_the_definitions_say(kind: str, tmp_path: Path) -> None:
    for number in files_of(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        seed = f"{SEED}/{number}"
        file = WRITERS[kind](folder, made_up(seed, A_FILE), Random(f"{seed}/{kind}"))
        said = audit(file, folder)
        found, compared = differences(file, said)
        assert found == [], f"{kind}, THRESHOLD_SEED={SEED}, file {number}:\n" + "\n".join(found)
        assert file.rows in (None, said.read)
        assert said.used_and_not == said.read
        assert_figures(said)
        assert_enough(compared)


@pytest.mark.slow
def test_limits_of_ones_own(tmp_path: Path) -> None:
    policy = tmp_path / "own.yaml"
    policy.write_text(OWN_FILE, encoding="utf-8")
    file = flat(tmp_path, made_up(SEED, A_FILE), Random(SEED), "linking")
    said = audit(file, tmp_path, "--policy", str(policy))
    found, compared = differences(file, said, OWN)
    assert found == [], "\n".join(found)
    assert_enough(compared)
    assert differences(file, said)[0] != []


def assert_figures(said: Said) -> None:
    """The figures of each rule are those of its rows."""
    for rule, mine in figures(said.rows).items():
        theirs = {name: said.figures[rule][name] for name in mine}
        assert theirs == pytest.approx(mine, abs=0.0005), rule


def assert_enough(compared: Counter[str]) -> None:
    """The generators reach what they are for, and little is left out because it is left open."""
    judged = sum(number for state, number in compared.items() if state != "left open")
    assert judged > 3 * compared["left open"]
    assert min(compared[state] for state in ("met", "late", "cannot_tell", "ended")) > 0


def test_an_assessment_without_a_referral_is_late_by_its_own_start(tmp_path: Path) -> None:
    file = events(
        tmp_path,
        "referral assessment_started assessment_completed",
        "K1,referral,2023-02-18",
        "K1,assessment_started,2023-02-20",
        "K1,assessment_completed,2023-03-20",
        "K2,assessment_started,2023-02-20",
        "K2,assessment_completed,2024-03-20",
        "K3,assessment_started,2023-02-20",
    )
    assert states(file, "WT-assessment") == ["late", "met", "overdue"]
