"""Small policies against brute force: what is asked about is what S155 to S157 of docs/semantics.md say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.engine import Engine, Evaluator, evaluators
from threshold.policy.protection import QUESTIONS
from threshold.questions.search import questions

from ..semantics.conftest import Small

PYTHON: tuple[Evaluator, ...] = evaluators()[:1]
TRAVELS = ("permitted", "conditional", "advisory")


def requirement(applies: str, satisfied: str, effect: str = "block", number: int = 1) -> str:
    where = f"applies: {applies}, " if applies else ""
    return (
        f"  - {{id: R{number}, title: Rule {number}, carries: [T-1], bears_on: [step_up, step_down], "
        f"{where}{effect}: [{{must: {satisfied}, else: Put it right}}]}}\n"
    )


VALUES: dict[str, list[object]] = {
    "t.a": [True, False],
    "t.b": [True, False],
    "t.c": [True, False],
    "t.colour": ["red", "amber", "green"],
    "child_protection.concern": [True, False],
}
LEAVES = [
    *(f"{{{name}: {value}}}" for name in ("t.a", "t.b", "t.c") for value in ("true", "false")),
    "{t.colour: red}",
    "{t.colour: [red, amber]}",
    "{t.colour: {not: green}}",
]
conditions = st.lists(st.sampled_from(LEAVES), min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from(["all", "any", "none"]).map(lambda how: f"{{{how}: [{', '.join(parts)}]}}")
)
effects = st.sampled_from(["block", "condition"])
policies = st.lists(st.tuples(conditions, conditions, effects), min_size=1, max_size=3)
known = st.dictionaries(st.sampled_from(list(VALUES)), st.integers(0, 1), max_size=3)


def states_of(case: Case, unknown: Sequence[str]) -> Iterator[tuple[dict[str, object], Case]]:
    """Every way of answering some of what is unknown and leaving the rest."""
    for values in product(*([OPEN, *VALUES[name]] for name in unknown)):
        told = {name: value for name, value in zip(unknown, values, strict=True) if value is not OPEN}
        yield told, replace(case, given={**case.given, **told})


def expected(engine: Engine, case: Case) -> set[str]:
    """What is to be asked about, from every decision that the case can lead to."""
    unknown = [name for name in VALUES if name not in case.given]
    decided = {frozenset(told.items()): engine.decide(each) for told, each in states_of(case, unknown)}
    now = decided[frozenset()]
    before = {conflict.id for conflict in now.conflicts}
    # What is stated and contradicts something is named as a contradiction, and not asked for again (S156).
    lacks_now = {missing.fact for missing in now.missing} & {*unknown}

    def contradicts(decision: Decision) -> bool:
        return bool({conflict.id for conflict in decision.conflicts} - before)

    matter = set()
    for told, decision in decided.items():
        for name in {missing.fact for missing in decision.missing} & {*unknown} - {*dict(told)}:
            for value in VALUES[name]:
                after = decided[told | {(name, value)}]
                possible = not contradicts(decision) and (name in QUESTIONS or not contradicts(after))
                if ended(decision) != ended(after) and possible:
                    matter.add(name)
    if now.status == "undetermined" and not matter & lacks_now:
        matter |= lacks_now
    return {name for name in matter if name in lacks_now or possible_answers(engine, case, name) > 1}


def possible_answers(engine: Engine, case: Case, name: str) -> int:
    before = {conflict.id for conflict in engine.decide(case).conflicts}
    found = (engine.decide(replace(case, given={**case.given, name: value})) for value in VALUES[name])
    return sum(not {conflict.id for conflict in decision.conflicts} - before for decision in found)


def ended(decision: Decision) -> tuple[object, ...]:
    """What a question may change: status, direction, where to and, where anything goes ahead, the way."""
    goes = decision.status in TRAVELS
    way = tuple((step.id, step.sent_to) for step in decision.route if goes and step.certain)
    return decision.status, decision.recommendation.direction, decision.recommendation.to, way


OPEN = object()
contradictions = st.lists(st.lists(st.sampled_from(LEAVES), min_size=2, max_size=2), max_size=1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(policies, contradictions, known, st.sampled_from(["step_up", "step_down"]))
@example([("{}", "{any: [{t.a: true}, {t.a: false}]}", "block")], [], {}, "step_down")
@example([("{t.a: true}", "{t.a: true}", "condition")], [["{t.a: false}"] * 2], {"t.a": 1}, "step_down")
@example([("{}", "{all: [{t.a: true}]}", "block")], [["{t.a: true}", "{t.b: true}"]], {"t.b": 0}, "step_down")
def test_asked_if_and_only_if_an_answer_changes_what_comes_out_in_a_state_that_lacks_it(
    small: Small,
    rules: list[tuple[str, str, str]],
    never: list[list[str]],
    given_: dict[str, int],
    direction: str,
) -> None:
    text = "requirements:\n" + "".join(
        requirement("" if applies == "{}" else applies, *rule, number)
        for number, (applies, *rule) in enumerate(rules)
    )
    for both in never:
        when = f"{{all: [{', '.join(both)}]}}"
        text += f"conflicts:\n  - {{id: X, carries: [T-1], why: never both, when: {when}}}\n"
    engine = small.tiny(text).engine(PYTHON)
    case = small.case(f"request: {{direction: {direction}, to: low}}", engine)
    case = replace(case, given={**case.given, **{name: VALUES[name][i] for name, i in given_.items()}})
    assert {question.name for question in questions(engine, case)} == expected(engine, case)
