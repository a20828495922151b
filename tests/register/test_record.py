"""What is stored with a decision, when a reason is called for, who may decide, and what is never stored."""

import json
from dataclasses import replace

import pytest

from threshold.casefiles import read_case
from threshold.casefiles.data import as_data
from threshold.conditions import Truth
from threshold.engine import Disagreement, Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput, parse_json
from threshold.register import check_decision, check_role, open_register, verify
from threshold.reports import as_json

WHY = "The panel knows the family and asked for it"


def given(case, **facts):
    """The case with facts set, or left out where None."""
    changed = {name.replace("__", "."): value for name, value in facts.items()}
    kept = {name: value for name, value in (case.given | changed).items() if value is not None}
    return replace(case, given=kept)


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


def test_an_override_needs_a_reason(record, step_down):
    with pytest.raises(BadInput, match="is overridden"):
        record(step_down, decision="continue", agrees=False)
    entry = record(step_down, decision="continue", agrees=False, reason=WHY)
    assert not entry.summary.decided.agrees
    assert entry.summary.called_for == ("the recommendation is overridden",)


def test_what_is_not_recommended_cannot_be_agreed_with(record, step_down):
    with pytest.raises(BadInput, match="the recommendation is to step down, not this"):
        record(step_down, decision="continue", reason=WHY)


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


def test_nothing_recommended_is_nothing_to_agree_with(record, step_down):
    bare = replace(step_down, given={}, timeline=(), covers={})
    with pytest.raises(BadInput, match="nothing was recommended"):
        record(bare, decision="step_up", reason=WHY)


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


def test_who_decided_answers_for_itself_where_the_case_leaves_it_open(record, step_down):
    entry = record(given(step_down, step_down__decided_by=None))
    assert entry.summary.filled_in == {"step_down.decided_by": "Team Manager"}
    assert (entry.summary.status, entry.summary.authority) == ("permitted", "in_order")


def test_a_role_that_may_not_decide_is_stored_as_such(record, step_down):
    left_open = given(step_down, step_down__decided_by=None)
    entry = record(left_open, by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.authority == "mismatch"
    assert entry.summary.doubts[0].rule == "RBC-4.2a"
    assert entry.summary.doubts[0].clauses == ("RBC-4.2a",)
    assert entry.summary.status == "blocked"


def test_somebody_else_than_the_case_names_is_stored_as_such(record, step_down):
    """What the case file says of who decided does not vouch for who records it."""
    entry = record(step_down, by="Social Worker")
    assert entry.summary.authority == "mismatch"
    assert [doubt.rule for doubt in entry.summary.doubts] == ["RBC-4.2a", ""]


def test_another_reason_to_fail_is_no_mismatch_of_role(record, step_down):
    alone = given(step_down, step_down__social_worker_involved=False)
    entry = record(alone, decision="step_down", agrees=False, reason=WHY)
    assert (entry.summary.status, entry.summary.authority) == ("blocked", "in_order")


def test_whether_a_role_may_decide_can_be_open(record, step_down):
    """Nobody says whether it is early help that closes, so nobody can say whether its manager decides."""
    using = Engine(load_policy("early-help-tac"))
    unsure = replace(step_down, given={"request.direction": "close"}, timeline=(), covers={})
    how = {"decision": "close", "agrees": False, "reason": WHY, "using": using}
    assert record(unsure, by="Social Worker", **how).summary.authority == "cannot_tell"
    assert record(unsure, by="EH Manager", **how).summary.authority == "in_order"
    settled = given(unsure, support__in_place="early_help")
    assert record(settled, by="Social Worker", **how).summary.authority == "mismatch"


def test_a_decision_that_nobody_asked_for_is_checked_as_if_it_had_been(record, step_down):
    nothing_asked = given(step_down, request__direction=None, request__to=None)
    entry = record(nothing_asked, by="Social Worker", agrees=False, reason=WHY)
    assert entry.summary.authority in ("mismatch", "cannot_tell")


def test_where_the_policy_names_nobody_that_is_said(record, step_down):
    entry = record(step_down, decision="continue", agrees=False, reason=WHY)
    assert entry.summary.authority == "no_rule"


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


def test_a_policy_that_changes_while_it_is_used_is_noticed(record, step_down, tmp_path, engine):
    from threshold.register.policies import write_policy

    policy = write_policy(engine.policy.texts(), tmp_path / "rules")
    using = Engine(policy)
    using.decide(step_down)
    changed = policy.path.read_text().replace("title: ", "title: Another ")
    policy.path.write_text(changed)
    with pytest.raises(BadInput, match="changed while it was used"):
        record(step_down, using=using)


@pytest.mark.parametrize("text", ["step_down", "Step down", "step-down", " STEP_DOWN "])
def test_a_decision_is_understood_as_people_type_it(text):
    assert check_decision(text) == "step_down"


def test_an_unknown_decision_or_role_is_told(engine):
    with pytest.raises(BadInput, match='did you mean "step_down"'):
        check_decision("stepdown")
    with pytest.raises(BadInput, match="is not a role"):
        check_role(engine, "Wizard")
    assert check_role(engine, "social work manager") == "qualified Social Work Manager"
