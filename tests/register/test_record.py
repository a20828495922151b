"""What is stored with a decision, and what stands in the way of it."""

import json
from dataclasses import replace

import pytest

from threshold.casefiles import read_case
from threshold.casefiles.data import as_data
from threshold.conditions import Truth
from threshold.engine import Disagreement, Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput, parse_json
from threshold.register.record import check_decision, check_role
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
    with open_register(path) as register:
        assert register.links() == []


@pytest.mark.parametrize("text", ["step_down", "Step down", "step-down", " STEP_DOWN "])
def test_a_decision_is_understood_as_people_type_it(text):
    assert check_decision(text) == "step_down"


def test_an_unknown_decision_or_role_is_told(engine):
    with pytest.raises(BadInput, match='did you mean "step_down"'):
        check_decision("stepdown")
    with pytest.raises(BadInput, match="is not a role"):
        check_role(engine, "Wizard")
    assert check_role(engine, "social work manager") == "qualified Social Work Manager"
