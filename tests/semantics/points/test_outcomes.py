"""S172 to S174 of docs/semantics.md: what becomes of a contact, and with which recommendation it agrees."""

from dataclasses import replace
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.reading import parse_yaml
from threshold.register.record import Recording

CALM = "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}"
CALL = f"""\
case: CL-1
as_at: 2026-08-14
{CALM}
consultation: {{caller: professional}}
referral: {{suggests_child_in_need: false}}
contact: {{allocated_social_worker: false}}
caf: {{appropriate: true}}
consent: {{to_support: given}}
covers: {{caf_started: 2026-08-14, caf_closed: 2026-08-14}}
"""
CONTACT = f"""\
case: MC-1
as_at: 2026-08-14
request: {{direction: triage}}
contact: {{brag: green, needs_early_help: true, checks_done: true, allocated_social_worker: false}}
{CALM}
consent: {{to_share: given, to_support: given}}
support: {{in_place: universal}}
referral: {{suggests_child_in_need: false}}
"""
CASES = Path(__file__).parents[3] / "cases"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_policy("caf-team"))


@pytest.fixture
def agree(engine):
    """The decisions that agree with what is recommended for a case."""

    def agreeing(case: Case | str, **changed: object) -> tuple[str, ...]:
        read = case if isinstance(case, Case) else of(engine, case)
        return Recording(engine, given(read, **changed), None, "", "Social Worker").agreeing

    return agreeing


def of(engine: Engine, text: str) -> Case:
    (node,) = parse_yaml(text, "case.yaml")
    return read_case(node, "case.yaml", engine.policy.vocabulary)


def given(case: Case, **changed: object) -> Case:
    """The case with facts set, or left out where None."""
    facts = case.given | {name.replace("__", "."): value for name, value in changed.items()}
    return replace(case, given={name: value for name, value in facts.items() if value is not None})


def test_s172_a_contact_is_passed_on_where_triage_may_go_ahead(agree):
    assert agree(CONTACT) == ("triage", "pass_on")
    assert agree(CONTACT, consent__to_support="not_asked") == ("triage", "pass_on")  # conditional
    assert agree(CONTACT, contact__needs_early_help=None) == ("continue",)  # undetermined


def test_s172_a_caf_is_started_where_the_line_advises_it(agree):
    assert agree(CALL) == ("start_caf",)
    assert agree(CALL, referral__suggests_child_in_need=None) == ()
    assert agree(CALL, consultation__caller=None) == ()


def test_s172_a_caf_that_is_offered_is_started_where_the_step_down_is_recommended(examples):
    engine = Engine(load_policy("step-up-step-down"))
    recording = Recording(engine, examples["SUSD-184"], None, "", "Social Worker")
    assert recording.recommended.recommendation.outcome == "offer_caf"
    assert recording.agreeing == ("step_down", "start_caf")
    refused = given(recording.case, consent__to_share="refused")
    assert Recording(engine, refused, None, "", "Social Worker").agreeing == ("continue",)


def test_s172_nothing_more_is_done_where_a_contact_is_to_close(agree, examples):
    assert agree(examples["CAF-102"]) == ("close", "no_further_action")
    assert agree(examples["SWL-14"]) == ("close", "no_further_action")  # nothing was asked for
    assert agree(replace(examples["CAF-102"], given={"request.direction": "close"})) == ("continue",)


@pytest.fixture(scope="module")
def examples(engine) -> dict[str, Case]:
    read = read_cases(
        [str(CASES / each) for each in ("caf-team", "step-up-step-down")], engine.policy.vocabulary
    )
    return {case.reference: case for case in read if isinstance(case, Case)}


def test_s172_nothing_more_is_done_where_the_line_advises_neither(agree):
    assert agree(CALL, caf__appropriate=False) == ("no_further_action",)
    assert agree(CALL, consent__to_support="refused") == ("no_further_action",)
    assert agree(CALL, contact__allocated_social_worker=None, caf__appropriate=False) == ()


def test_s173_nothing_ends_below_social_care_while_danger_is_open_or_said(agree):
    for fact in ("concern", "harm_suspected", "immediate_danger"):
        for value in (True, None):
            for appropriate in (True, False):
                changed = {f"child_protection__{fact}": value, "caf__appropriate": appropriate}
                assert not set(agree(CALL, **changed)) & {"start_caf", "no_further_action"}
    assert not set(agree(CALL, support__in_place="child_protection")) & {"start_caf", "no_further_action"}


def test_s173_what_speaks_against_it_stands_in_the_reasons_that_are_called_for(engine):
    for value, told in ((True, "is to be protected now"), (None, "nobody knows yet whether")):
        case = given(of(engine, CALL), child_protection__harm_suspected=value)
        nothing = Recording(engine, case, None, "no_further_action", "Social Worker")
        assert any(told in each for each in nothing.called_for(False))


WITHOUT = "it goes ahead without the family's consent"


def called_for(engine: Engine, case: Case, decision: str) -> tuple[str, ...]:
    recording = Recording(engine, case, None, decision, "Social Worker")
    return recording.called_for(recording.follows)


def test_s174_what_is_passed_on_needs_the_consents_for_the_way_that_was_recommended(engine, examples):
    contact = of(engine, CONTACT)
    for case in (contact, given(contact, consent__to_share="refused")):
        assert called_for(engine, case, "pass_on") == called_for(engine, case, "triage")
    conditional = examples["CAF-88"]  # a step across, of which the family has not been asked yet
    assert engine.decide(conditional).status == "conditional"
    assert WITHOUT in called_for(engine, conditional, "step_across")
    assert called_for(engine, conditional, "pass_on") == called_for(engine, conditional, "step_across")


def test_s174_a_caf_is_started_with_consent_and_nothing_more_is_done_without(engine):
    call = of(engine, CALL)
    asked = given(call, consent__to_support=None)
    assert called_for(engine, call, "start_caf") == ()
    assert WITHOUT in called_for(engine, asked, "start_caf")
    assert WITHOUT not in called_for(engine, asked, "no_further_action")
