"""The advice of the consultation line: settled, a least, or none; and what other advice may hang on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions.consultation import ADVICE_IN_WORDS
from threshold.decisions.model import Consultation
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.vocabulary import Value

from ..properties.test_whole_cases import SEED
from ..reports.conftest import CASES

ENGINE = Engine(load_policy("caf-team"), using=evaluators()[:1])
TODAY = date(2026, 8, 14)
DANGER = ("child_protection.concern", "child_protection.harm_suspected", "child_protection.immediate_danger")
COVERED = {"caf_started": TODAY, "caf_closed": TODAY}
CALM: dict[str, Value] = {
    "consultation.caller": "professional",
    **dict.fromkeys(DANGER, False),
    "referral.suggests_child_in_need": False,
    "contact.allocated_social_worker": False,
    "caf.appropriate": True,
    "consent.to_support": "given",
}
# What may be answered on the line: of the threshold one answer is enough, and so it is of who has the case.
ANSWERS: dict[str, Sequence[Value]] = {
    **dict.fromkeys(DANGER, (False, True)),
    "referral.suggests_child_in_need": (False, True),
    "contact.allocated_social_worker": (False, True),
    "caf.open": (False, True),
    "caf.appropriate": (False, True),
    "consent.to_support": ("not_asked", "given", "refused", "withdrawn"),
}


def call(told: dict[str, Value]) -> Case:
    """A call of which only this is known."""
    (case,) = read_cases([str(CASES / "caf-team" / "advice-caller-not-told.yaml")], ENGINE.policy.vocabulary)
    assert isinstance(case, Case)
    given = {name: value for name, value in told.items() if name != "caf.open"}
    blank = replace(case, given=given, covers={}, timeline=(), expect=None)
    return opened(blank, told["caf.open"]) if "caf.open" in told else blank


def opened(case: Case, is_open: Value) -> Case:
    """The case with a CAF open, or with none at all."""
    (other,) = read_cases([str(CASES / "caf-team" / "advice-open-caf.yaml")], ENGINE.policy.vocabulary)
    assert isinstance(other, Case)
    return replace(case, covers=COVERED, timeline=other.timeline if is_open else ())


def advice(told: dict[str, Value]) -> Consultation:
    found = ENGINE.decide(call(told), TODAY).consultation
    assert found is not None
    return found


def contradicts(told: dict[str, Value]) -> bool:
    return bool(ENGINE.decide(call(told), TODAY).conflicts)


def without(*names: str) -> dict[str, Value]:
    """A calm call in which this is not known."""
    return {name: value for name, value in {**CALM, "caf.open": False}.items() if name not in names}


def test_where_nobody_is_said_to_call_there_is_no_advice() -> None:
    assert ENGINE.decide(call(without("consultation.caller")), TODAY).consultation is None


def test_a_policy_without_a_line_advises_nobody() -> None:
    national = Engine(load_policy("national"), using=evaluators()[:1])
    assert national.decide(call(without()), TODAY).consultation is None


def test_settled_advice_says_why_and_where_it_is_written() -> None:
    why = "the need is below the threshold, and a CAF can carry it"
    assert advice(without()) == Consultation("start_caf", (), (why,), (), ("BAR-CL-4",))


def test_of_several_clauses_those_are_cited_that_the_advice_comes_from() -> None:
    found = advice({**without(), "caf.open": True, "referral.suggests_child_in_need": True})
    assert (found.advice, found.clauses) == ("refer_to_mash", ("BAR-CL-4", "BAR-4F-a", "BAR-4F-c"))


def test_until_danger_is_known_it_is_asked_about_and_nothing_is_ruled_out() -> None:
    found = advice(without(*DANGER))
    assert found.advice == "ask_first"
    assert found.not_ruled_out == ("refer_now",)
    assert {*found.not_known} == {*DANGER}


def test_a_referral_stands_while_danger_is_still_asked_about() -> None:
    found = advice({**without(*DANGER), "referral.suggests_child_in_need": True})
    assert (found.advice, found.not_ruled_out) == ("refer_to_mash", ("refer_now",))


def test_a_caller_for_whom_there_is_no_rule_is_advised_nothing() -> None:
    found = advice({**without(), "consultation.caller": "public"})
    assert found == Consultation(None, (), (), (), ())


def test_where_a_child_is_in_danger_nothing_more_is_wanted() -> None:
    found = advice({"consultation.caller": "professional", "child_protection.concern": True})
    assert (found.advice, found.not_ruled_out, found.not_known) == ("refer_now", (), ())


def test_where_facts_about_danger_contradict_each_other_the_more_dangerous_is_acted_on() -> None:
    disputed = {**without(), "child_protection.immediate_danger": True}
    assert contradicts(disputed)
    found = advice(disputed)
    said = "the caller has a safeguarding concern"
    assert (found.advice, found.not_ruled_out, found.because) == ("refer_now", (), (said,))
    assert {*found.clauses} == {"BAR-CL-4", "BAR-4A"}


@pytest.mark.parametrize(
    ("unknown", "more", "hangs"),
    [
        # Nobody knows of a social worker: the referral stands meanwhile, and may yet be that worker's.
        (("contact.allocated_social_worker",), {"referral.suggests_child_in_need": True}, True),
        # Whatever the family says, or whether a CAF would be right: it is neither.
        (("consent.to_support",), {"caf.appropriate": False}, False),
        (("caf.appropriate",), {"consent.to_support": "refused"}, False),
        # A yes about the threshold needs no second one.
        (("caf.threshold_may_be_met",), {"referral.suggests_child_in_need": True}, False),
        # With a social worker the advice is the same, whatever else is not known.
        (("caf.appropriate", "consent.to_support"), {"contact.allocated_social_worker": True}, False),
    ],
)
def test_silence_may_choose_the_advice_and_settles_none(
    unknown: tuple[str, ...], more: dict[str, Value], hangs: bool
) -> None:
    assert bool({*unknown} & {*advice({**without(*unknown), **more}).not_known}) is hangs


def test_no_answer_changes_the_advice_but_to_what_it_is_said_to_hang_on() -> None:
    random = Random(f"{SEED}/advice")
    changed = 0
    for _ in range(150):
        known = random.sample(list(ANSWERS), random.randint(0, len(ANSWERS)))
        told = {"consultation.caller": "professional", **{n: random.choice(ANSWERS[n]) for n in known}}
        now = advice(told)
        answered = {name: random.choice(values) for name, values in ANSWERS.items() if name not in told}
        for size in (1, len(answered)):
            some = dict(random.sample(list(answered.items()), min(size, len(answered))))
            then = advice({**told, **some})
            if then.advice != now.advice and not contradicts({**told, **some}):
                changed += 1
                assert {*some} & {*now.not_known}, (told, some)
                assert not now.not_ruled_out or now.advice is None or then.advice is not None
    assert changed > 25


def test_what_is_ruled_out_never_comes() -> None:
    """Advice becomes more serious only where that was not ruled out."""
    order = list(ADVICE_IN_WORDS)
    names = ("child_protection.concern", "referral.suggests_child_in_need", "caf.open")
    for values in product((None, False, True), repeat=len(names)):
        told = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        before = without(*names)
        now = advice({**before, **told})
        for name in {*names} - {*told}:
            then = advice({**before, **told, name: True})
            if now.advice != "ask_first" and order.index(str(then.advice)) < order.index(str(now.advice)):
                assert then.advice in now.not_ruled_out


def test_every_advice_has_its_words_the_most_serious_first() -> None:
    assert list(ADVICE_IN_WORDS) == list(ENGINE.policy.vocabulary.facts["consultation.advice"].order)
