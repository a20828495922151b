"""A condition is told over the facts that it saw: a contradiction has not put its own facts in doubt yet."""

from threshold.policy.inference_plan import conditions_of
from threshold.semantics.findings import Findings
from threshold.vocabulary import UNKNOWN
from threshold.why.stages import Stages

from ..properties.cases import all_examples
from .cases import engine, found, moment


def test_what_contradicts_itself_was_known_when_the_rule_looked_at_it() -> None:
    seen = 0
    for case in all_examples():
        if (
            not case.expect
            or case.expect.get("policy") != "step-up-step-down"
            or not case.expect.get("conflicts")
        ):
            continue
        findings, read = found(case)
        stages = Stages(findings, read.facts)
        for rule in _standing(findings):
            facts = [name for name in rule.doubtful if not _vocabulary(findings)[name].protection]
            stated = [name for name in facts if name in findings.case.given]
            assert all(findings.facts.state(name) is UNKNOWN for name in stated)
            assert all(stages.saw(rule.head.id).state(name) is not UNKNOWN for name in stated)
            seen += len(stated)
    assert seen


def test_every_other_condition_sees_all_that_is_known() -> None:
    case = next(each for each in all_examples() if each.expect and each.expect.get("policy") == "national")
    findings = engine("national").findings(case, moment(case))
    stages = Stages(findings, findings.facts)
    assert stages.saw("nothing of this name") is findings.facts
    checked = next(key for key in conditions_of(findings.policy) if key.endswith(":satisfied"))
    assert stages.saw(checked) is findings.facts


def _standing(findings: Findings) -> list:  # type: ignore[type-arg]
    ids = {each.id for each in findings.contradictions}
    return [rule for rule in findings.policy.conflicts if rule.head.id in ids]


def _vocabulary(findings: Findings):  # type: ignore[no-untyped-def]
    return findings.policy.vocabulary.facts
