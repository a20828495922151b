"""What is stored with a decision, and what stands in the way of it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from threshold.casefiles import read_case
from threshold.casefiles.data import as_data
from threshold.conditions import Truth
from threshold.engine import Disagreement, Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput, parse_json
from threshold.register.history import parts
from threshold.register.record import Recording, check_decision, check_role
from threshold.register.render.text import list_text
from threshold.register.replay import replay
from threshold.register.stats import stats
from threshold.register.store import open_register
from threshold.register.verify import verify
from threshold.reports import as_json

from .conftest import WHY, given


def test_everything_is_stored(record, step_down, engine, path):
    entry = record(step_down, reason="Agreed at the meeting")
    with open_register(path) as register:
        (read,) = register.entries()
        assert read == entry
        content = register.content(1)
        files = register.policy(entry.summary.policy_files)
        assert verify(register).faults == ()
    assert content.recommendation == as_json(engine.decide(step_down))
    vocabulary = engine.policy.vocabulary
    again = read_case(parse_json(content.case_file, "it"), step_down.origin, vocabulary)
    assert again == replace(step_down, expect=None)
    assert files == engine.policy.texts()
    summary = entry.summary
    assert entry.link.made == "2026-04-01T12:00:00Z"
    assert (summary.case, summary.as_at, summary.status) == ("SUSD-44", "2026-03-20", "permitted")
    assert (summary.decided.decision, summary.decided.by) == ("step_down", "Team Manager")
    assert (summary.decided.reference, summary.decided.reason) == ("TM-07", "Agreed at the meeting")
    assert summary.policy_digest == engine.policy.at(step_down.as_at).digest
    assert summary.evaluators == tuple(evaluator.name for evaluator in engine.using)
    assert "RBC-4.2a" in summary.clauses
    assert summary.authority == "in_order"


@pytest.mark.slow
def test_every_example_case_can_be_kept_and_read_again(examples, engine):
    vocabulary = engine.policy.vocabulary
    for case in examples.values():
        text = json.dumps(as_data(case, vocabulary))
        again = read_case(parse_json(text, "it"), case.origin, vocabulary)
        assert again == replace(case, expect=None)


def test_what_is_not_recommended_cannot_be_agreed_with(record, step_down):
    with pytest.raises(BadInput, match="the recommendation is to step down, not this"):
        record(step_down, decision="continue", reason=WHY)


def test_nothing_recommended_is_nothing_to_agree_with(record, step_down):
    bare = replace(step_down, given={}, timeline=(), covers={})
    with pytest.raises(BadInput, match="nothing was recommended"):
        record(bare, decision="step_up", reason=WHY)


def test_who_decided_answers_for_itself_where_the_case_leaves_it_open(record, step_down):
    entry = record(given(step_down, step_down__decided_by=None))
    assert entry.summary.filled_in == {"step_down.decided_by": "Team Manager"}
    assert (entry.summary.status, entry.summary.authority) == ("permitted", "in_order")


def test_nothing_is_recorded_where_the_evaluators_differ(record, step_down, path):
    honest = evaluators()[0]

    def prepare(conditions):
        truths = honest.prepare(conditions)

        def lie(signals) -> dict[str, Truth]:
            return dict(truths(signals)) | {"RBC-4.2a:satisfied": False}

        return lambda signals: lie(signals) if "RBC-4.2a:satisfied" in conditions else truths(signals)

    liar = Engine(load_policy("step-up-step-down"), using=(honest, Evaluator("liar", prepare)))
    with pytest.raises(Disagreement):
        record(step_down, using=liar)
    assert not path.exists()


@pytest.mark.parametrize("text", ["step_down", "Step down", "step-down", " STEP_DOWN "])
def test_a_decision_is_understood_as_people_type_it(text):
    assert check_decision(text) == "step_down"


@pytest.mark.parametrize("text", ["start_caf", "Start a CAF", "start-caf", "START CAF"])
def test_an_outcome_is_understood_as_people_type_it(text):
    assert check_decision(text) == "start_caf"
    assert (check_decision("NFA"), check_decision("pass on")) == ("no_further_action", "pass_on")


def test_an_outcome_of_a_contact_is_stored_verified_and_replayed(record, examples, path):
    using = Engine(load_policy("default"))
    entry = record(examples["CLA-63"], decision="start_caf", by="CAF Co-ordinator", reason=WHY, using=using)
    assert entry.summary.schema == "threshold/entry/2"
    assert (entry.summary.recommended, entry.summary.decided.agrees) == ("undetermined", True)
    assert "no direction could be recommended" not in entry.summary.called_for
    with open_register(path) as register:
        assert verify(register).faults == ()
        assert verify(register).not_checked == ()
        (read,) = register.entries()
        assert [each.outcome for each in replay(register, [read])] == ["same"]
        (part,) = parts(register, [read])
    assert dict(part.lines)["Decided"] == "start a CAF, by CAF Co-ordinator (TM-07); agreed"
    assert stats([read]).by_direction[0].name == "undetermined, decided start a CAF"
    assert "start a CAF" in list_text([read])


def test_what_can_be_agreed_with_is_named_where_something_else_was_decided(examples):
    using = Engine(load_policy("default"))
    call = Recording(using, examples["CLA-63"], None, "close", "CAF Co-ordinator")
    with pytest.raises(BadInput, match="the recommendation is to start a CAF, not this"):
        call.ready("TM-07", True, "", "{}")
    assert (
        Recording.as_recommended(using, examples["CLA-63"], None, "CAF Co-ordinator").decision == "start_caf"
    )


def test_what_is_recommended_is_so_with_whoever_decides_and_decided_as_before(engine, step_down):
    found = Recording.as_recommended(engine, step_down, None, "Team Manager")
    assert (found.decision, found.recommended) == ("step_down", engine.decide(step_down))
    open_ = given(step_down, step_down__decided_by=None)
    direction = engine.decide(open_).recommendation.direction
    assert Recording.as_recommended(engine, open_, None, "Team Manager").decision == direction


def test_an_unknown_decision_or_role_is_told(engine):
    with pytest.raises(BadInput, match='did you mean "step_down"'):
        check_decision("stepdown")
    with pytest.raises(BadInput, match="is not a role"):
        check_role(engine, "Wizard")
    assert check_role(engine, "social work manager") == "qualified Social Work Manager"


def test_a_case_is_recorded_as_at_the_date_asked_for(engine, step_down):
    later = Recording(engine, step_down, date(2026, 3, 21), "step_down", "Team Manager")
    assert (later.moment, later.recommended.as_at) == (date(2026, 3, 21), "2026-03-21")
    assert Recording(engine, step_down, None, "step_down", "Team Manager").moment == step_down.as_at


def test_a_role_fills_in_only_what_the_case_leaves_open_for_that_decision(engine, step_down):
    def filled(case, decision: str) -> dict[str, str]:
        return Recording(engine, case, None, decision, "Team Manager").filled_in

    left_open = given(step_down, step_down__decided_by=None)
    assert filled(left_open, "step_down") == {"step_down.decided_by": "Team Manager"}
    assert filled(left_open, "continue") == {}
    assert filled(given(step_down, step_down__decided_by="Social Worker"), "step_down") == {}


def test_a_recommendation_rests_on_what_fails_or_is_open_or_else_on_what_is_met(record, step_down):
    met = record(step_down).summary.clauses
    assert {"RBC-4.1c", "RBC-4.2a", "RBC-4.3a"} <= set(met)
    assert "RBC-5.2a" not in met  # which does not apply
    refused = given(step_down, consent__to_share="refused")
    failed = record(refused, decision="continue", agrees=True, reason=WHY).summary.clauses
    assert "RBC-4.1c" in failed
    assert "RBC-4.3a" not in failed
    unknown = given(step_down, lead_professional__identified=None)
    assert record(unknown, agrees=False, reason=WHY).summary.clauses == ("RBC-4.3a",)


def test_where_a_child_is_not_safe_it_rests_on_the_rule_on_safety(record, examples, engine):
    case = next(
        each for each in examples.values() if each.origin.endswith("protection-concern-nothing-on-paper.yaml")
    )
    summary = record(case, decision="safeguarding_now", by="Social Worker", reason=WHY).summary
    assert summary.recommended == "safeguarding_now"
    assert summary.clauses == engine.policy.at(case.as_at).safety.head.carries != ()


def test_where_nothing_was_asked_for_it_rests_on_the_level_of_need(record, examples):
    using = Engine(load_policy("continuum-of-need"))
    case = examples["CON-20"]
    assert using.decide(case).request is None
    entry = record(case, decision="continue", by="Social Worker", reason=WHY, using=using)
    level = using.decide(case).recommendation.level_of_need
    assert entry.summary.clauses == level.source == ("YOR-LEV-0", "YOR-LEV-1", "YOR-LEV-2a")


def test_what_is_open_outweighs_the_level_of_need(record, examples):
    using = Engine(load_policy("default"))
    case = examples["CON-12"]
    recommended = using.decide(case)
    assert recommended.request is None
    assert recommended.recommendation.level_of_need.source == ("YOR-LEV-3a",)
    entry = record(case, decision="step_up", by="Social Worker", agrees=False, reason=WHY, using=using)
    assert "RBC-2.3a" in entry.summary.clauses
    assert "YOR-LEV-3a" not in entry.summary.clauses
