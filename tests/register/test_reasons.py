"""When a reason is called for, and what is never stored."""

import pytest

from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.store import open_register

from .conftest import WHY, given


def test_an_override_needs_a_reason(record, step_down):
    with pytest.raises(BadInput, match="is overridden"):
        record(step_down, decision="continue", agrees=False)
    entry = record(step_down, decision="continue", agrees=False, reason=WHY)
    assert not entry.summary.decided.agrees
    assert entry.summary.called_for == ("the recommendation is overridden",)


def test_a_blank_reason_is_none(record, step_down):
    with pytest.raises(BadInput, match="--reason: is needed"):
        record(step_down, decision="continue", agrees=False, reason="  \n ")


@pytest.mark.parametrize(
    ("case", "decision", "status"),
    [
        ({"consent__to_share": "refused"}, "continue", "blocked"),
        ({"consent__explicit": None}, "continue", "undetermined"),
    ],
)
def test_a_recommendation_that_blocks_or_leaves_open_needs_a_reason(
    record, step_down, case, decision, status
):
    changed = given(step_down, **case)
    with pytest.raises(BadInput, match=f"the recommendation is {status}"):
        record(changed, decision=decision)
    assert record(changed, decision=decision, reason=WHY).summary.called_for == (
        f"the recommendation is {status}",
    )


def test_a_changed_level_needs_a_reason(record, examples):
    using = Engine(load_policy("continuum-of-need"))
    (case,) = [
        each
        for each in examples.values()
        if each.overrides and each.origin.endswith("level-judged-by-a-professional.yaml")
    ]
    direction = using.decide(case).recommendation.direction
    with pytest.raises(BadInput, match="a level or rating was changed"):
        record(case, decision=direction, by="Social Worker", using=using)


def test_a_changed_colour_needs_a_reason(record, examples):
    using = Engine(load_policy("caf-team"))
    with pytest.raises(BadInput, match="BRAG rating been changed"):
        record(examples["CAF-05"], decision="triage", by="MASH Manager", using=using)


def test_going_ahead_without_consent_needs_a_reason(record, examples, step_down):
    assert record(step_down).summary.called_for == ()
    case = next(
        each for each in examples.values() if each.origin.endswith("protection-concern-nothing-on-paper.yaml")
    )
    with pytest.raises(BadInput, match="goes ahead without the family's consent"):
        record(case, decision="safeguarding_now", by="Social Worker")


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("His number is 943 476 5919", "an NHS number"),
        ("Pupil A801432000101", "a unique pupil number"),
        ("Born 3.4.2015", "a date of birth"),
        ("Lives at OL16 1AB now", "a postcode"),
        ("Rang 01706 925 555", "a telephone number"),
        ("Wrote to a.person@example.org", "an e-mail address"),
    ],
)
def test_a_reason_that_identifies_somebody_is_refused_and_not_repeated(record, step_down, path, reason, kind):
    with pytest.raises(BadInput, match=kind) as told:
        record(step_down, reason=reason)
    assert not any(word in str(told.value) for word in reason.split() if any(map(str.isdigit, word)))
    with open_register(path) as register:
        assert register.links() == []


@pytest.mark.parametrize(
    "reference", ["", "Ann Smith", "943 476 5919", "9434765919", "a@b.example", "x" * 65]
)
def test_a_reference_is_made_up(record, step_down, reference):
    with pytest.raises(BadInput, match="--reference") as told:
        record(step_down, reference=reference)
    assert not reference or reference not in str(told.value)


@pytest.mark.parametrize("reason", ["x" * 4001, "a\0b", "\u202eright to left"])
def test_a_reason_is_plain_text_of_some_length(record, step_down, reason):
    with pytest.raises(BadInput, match="--reason"):
        record(step_down, reason=reason)


def test_a_pasted_reason_is_tidied(record, step_down):
    entry = record(step_down, reason=" Agreed\u00a0at  the\tmeeting,\r\nby all ")
    assert entry.summary.decided.reason == "Agreed at the meeting,\nby all"
