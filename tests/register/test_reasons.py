"""When a reason is called for, and what is never stored."""

from dataclasses import replace

import pytest

from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.entries import Decided
from threshold.register.reasons import LONGEST_REASON, problems, reasons_called_for, tidy
from threshold.semantics.timeline import read_facts

from .conftest import WHY, decided, given


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
        record(examples["CAF-04"], decision="triage", by="MASH Manager", using=using)


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
    assert not path.exists()


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


CONSENT = "it goes ahead without the family's consent"


def called_for(engine, case, decision="step_down", agrees=True, **changes) -> list[str]:
    """Why a decision needs a reason, the recommendation being changed as told."""
    vocabulary = engine.policy.vocabulary
    facts, _ = read_facts(case, vocabulary, case.as_at)
    status, direction = changes.get("status", "permitted"), changes.get("direction", "step_down")
    recommended = engine.decide(case)
    recommendation = replace(recommended.recommendation, direction=direction)
    recommended = replace(recommended, status=status, recommendation=recommendation)
    return list(reasons_called_for(recommended, case, facts, decided(agrees, decision), vocabulary))


@pytest.mark.parametrize(
    ("status", "direction", "why"),
    [
        ("permitted", "step_down", []),
        ("conditional", "step_down", []),
        ("advisory", "step_down", []),
        ("blocked", "continue", ["the recommendation is blocked"]),
        ("undetermined", "step_down", ["the recommendation is undetermined"]),
        ("conflict", "step_down", ["the recommendation is conflict"]),
        # Said once, not twice.
        ("undetermined", "undetermined", ["the recommendation is undetermined"]),
        ("advisory", "undetermined", ["no direction could be recommended"]),
    ],
)
def test_a_recommendation_that_is_no_clear_yes_calls_for_a_reason(engine, step_down, status, direction, why):
    assert called_for(engine, step_down, status=status, direction=direction) == why
    overridden = called_for(engine, step_down, agrees=False, status=status, direction=direction)
    assert overridden == ["the recommendation is overridden", *why]


@pytest.mark.parametrize(
    ("consents", "decision", "without"),
    [
        ({}, "step_down", False),
        ({"to_share": "refused"}, "step_down", True),
        ({"to_share": "withdrawn"}, "step_down", True),
        ({"to_support": "not_asked"}, "step_down", True),
        # One that is given vouches for one that is not known, but not for one that is refused.
        ({"to_share": None}, "step_down", False),
        ({"to_share": None, "to_support": None}, "step_down", True),
        ({"to_share": None, "to_support": "refused"}, "step_down", True),
        # Only the consent that is for this direction counts.
        ({"to_support": "refused"}, "step_up", False),
        ({"to_share": "refused"}, "continue", False),
        ({"to_share": None, "to_support": None}, "continue", False),
    ],
)
def test_consent_is_that_of_the_direction_decided_on(engine, step_down, consents, decision, without):
    case = given(step_down, **{f"consent__{name}": value for name, value in consents.items()})
    assert called_for(engine, case, decision) == ([CONSENT] if without else [])


@pytest.mark.parametrize(("value", "called"), [(True, True), (False, False), (None, False)])
def test_a_question_calls_for_a_reason_only_where_it_is_answered_with_yes(engine, step_down, value, called):
    found = called_for(engine, given(step_down, contact__brag_changed=value))
    assert found == (['"Has the BRAG rating been changed?" is answered with yes'] if called else [])


def found(reference: str = "TM-07", reason: str = "") -> list[str]:
    return [str(problem) for problem in problems(Decided("step_down", "R", reference, True, reason))]


@pytest.mark.parametrize(("length", "told"), [(LONGEST_REASON, 0), (LONGEST_REASON + 1, 1)])
def test_a_reason_may_be_as_long_as_that_and_no_longer(length, told):
    assert len(found(reason="x " * (length // 2) + "x" * (length % 2))) == told


@pytest.mark.parametrize(
    "character", ["\0", "\t", "\x0b", "\r", "\x1b", "\x7f", "\x9f", "\u200b", "\u202e", "\u2066"]
)
def test_what_cannot_be_seen_is_refused_wherever_it_stands(character):
    (told,) = found(reason=f"one{character}two")
    assert told == "--reason: holds characters that cannot be seen; write plain text"


@pytest.mark.parametrize("reason", ["", "one\ntwo", "Où? £5: so; [x]", "a" * 64])
def test_a_plain_reason_is_none_of_these(reason):
    assert found(reason=reason) == []


@pytest.mark.parametrize(
    ("reference", "told"), [("x" * 64, 0), ("x" * 65, 1), ("T.M/0-7_a", 0), ("-TM", 1), ("T M", 1)]
)
def test_a_reference_is_short_and_without_spaces(reference, told):
    assert len(found(reference)) == told


def test_everything_that_is_wrong_is_told_at_once():
    told = found("a@b.example", "Rang 01706 925 555\x1b" + "x" * LONGEST_REASON)
    assert [each.partition(":")[0] for each in told] == ["--reference"] * 2 + ["--reason"] * 3


@pytest.mark.parametrize(
    ("pasted", "tidied"),
    [
        ("  a  b ", "a b"),
        ("a\r\nb\n\n c", "a\nb\n\nc"),
        ("\n\n a\t\u00a0b \n\n", "a b"),
        (" \r\n ", ""),
    ],
)
def test_spaces_and_line_breaks_are_made_plain(pasted, tidied):
    assert tidy(pasted) == tidied
    assert tidy(tidied) == tidied


def test_that_nothing_more_is_to_be_done_needs_a_reason_that_says_what_speaks_against_it(record, examples):
    case = next(
        each for each in examples.values() if each.origin.endswith("protection-concern-nothing-on-paper.yaml")
    )
    with pytest.raises(BadInput, match="not this"):
        record(case, decision="no_further_action", by="Social Worker", reason=WHY)
    entry = record(case, decision="no_further_action", by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.called_for[:2] == (
        "the recommendation is overridden",
        "nothing more is to be done, although the child is to be protected now",
    )


def test_a_caf_is_started_with_the_consent_for_it_and_for_the_way_that_was_recommended(examples):
    using = Engine(load_policy("default"))
    vocabulary = using.policy.vocabulary
    call = examples["CLA-63"]
    assert using.decide(call).consultation.advice == "start_caf"

    def called_for(case, decision: str) -> list[str]:
        facts, _ = read_facts(case, vocabulary, case.as_at)
        made = decided(True, decision)
        return list(reasons_called_for(using.decide(case), case, facts, made, vocabulary))

    assert called_for(given(call, consent__to_support="given"), "start_caf") == []
    without = given(call, consent__to_support="not_asked")
    assert called_for(without, "start_caf") == ["it goes ahead without the family's consent"]
    offered = examples["SUSD-184"]
    assert using.decide(offered).recommendation.outcome == "offer_caf"
    assert called_for(offered, "start_caf") == called_for(offered, "step_down")
    unshared = given(offered, consent__to_share="not_asked", consent__to_support="given")
    assert "it goes ahead without the family's consent" in called_for(unshared, "start_caf")


def of_contact(examples, origin: str, decision: str, **changed) -> list[str]:
    """Why a decision on one of the CAF Team's contacts needs a reason."""
    using = Engine(load_policy("caf-team"))
    vocabulary = using.policy.vocabulary
    (case,) = [each for each in examples.values() if each.origin.endswith(f"caf-team/{origin}.yaml")]
    case = given(case, **changed)
    facts, _ = read_facts(case, vocabulary, case.as_at)
    return list(reasons_called_for(using.decide(case), case, facts, decided(True, decision), vocabulary))


@pytest.mark.parametrize("decision", ["triage", "pass_on"])
def test_a_contact_that_waits_for_the_family_is_passed_on_with_a_reason(examples, decision):
    assert of_contact(examples, "triage-consent-not-asked", decision) == [CONSENT]
    assert of_contact(examples, "clc-green-sharing-not-asked", decision) == [CONSENT]
    assert of_contact(examples, "clc-green-no-social-worker", decision) == []
    # On its way to social care nobody's consent is asked for.
    assert of_contact(examples, "triage-red-to-intake", decision) == []


@pytest.mark.parametrize(("shared", "called"), [(None, []), ("given", []), ("refused", [CONSENT])])
def test_to_protect_a_child_only_what_the_family_said_calls_for_a_reason(examples, shared, called):
    changed = {"consent__to_share": shared, "consent__to_support": "given"}
    found = of_contact(examples, "clc-danger-and-refused", "safeguarding_now", **changed)
    assert [each for each in found if each == CONSENT] == called
