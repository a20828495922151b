"""How far a rule is put to the test: it comes out, stays open for want of something, or is not asked."""

from datetime import date

import pytest
from tests.trying.conftest import Written

from threshold.engine import Engine
from threshold.trying.cases import Cases
from threshold.trying.reach import Reached, reached
from threshold.versions import Versions

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("replaced", "by", "judged", "open_"),
    [
        ("", "", True, False),
        ("timeline: [{on: 2025-11-01, event: cp_plan_ended}]", "", False, True),
        ("direction: step_down, to: early_help", "direction: step_up, to: child_in_need", False, False),
    ],
)
def test_how_far(replaced: str, by: str, judged: bool, open_: bool, longer: Versions, case: Written) -> None:
    path = case()
    path.write_text(path.read_text().replace(replaced, by))
    ((_, subject),) = Cases(longer, as_at=DAY).read([str(path)])
    engine = Engine(longer.old.files)
    decided = engine.decided(subject.case(engine.policy.vocabulary), DAY, lambda rule, relevant: False)
    (rule,) = (
        rule for pack in longer.old.at(DAY).packs for rule in pack.requirements if rule.head.id == "R1"
    )
    found = reached([rule], decided.findings, settled=False)
    assert (found.judged, found.open, bool(found.wanting)) == (judged, open_, open_)
    # Where the answer stands whatever becomes known, nothing is left open by it.
    assert not reached([rule], decided.findings, settled=True).open


def test_of_several_rules_one_that_is_judged_is_enough() -> None:
    both = Reached(open=True, wanting=("a",)) | Reached(judged=True)
    assert (both.judged, both.open, both.wanting) == (True, True, ("a",))
