"""durable-rules says what the condition trees say, forgets every case, and fails quietly."""

import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from threshold.conditions import ALWAYS, All, Any, AtLeast, Condition, Not, Signals, Truth, truth
from threshold.conditions import Test as Leaf
from threshold.engine import durable_rules
from threshold.engine.durable_rules import available, prepare

needed = pytest.mark.skipif(not available(), reason="durable-rules is not installed")

A, B, C = (Leaf(f"child.{name}", "known") for name in "abc")
NEVER = Any(())
TRUTHS = (True, False, None)


def every_case(*leaves: Leaf) -> Iterator[Signals]:
    for truths in product(TRUTHS, repeat=len(leaves)):
        yield dict(zip(leaves, truths, strict=True))


def expected(conditions: Mapping[str, Condition], case: Signals) -> dict[str, Truth]:
    return {key: truth(condition, case) for key, condition in conditions.items()}


def either_way(conditions: list[Condition]) -> list[Condition]:
    return [*conditions, *map(Not, conditions)]


def shapes() -> Iterator[Condition]:
    """Every condition of two or three leaves, some of them the same leaf, in every nesting."""
    plain_or_not = either_way([A, B, C])
    yield from plain_or_not
    for first, second in product(either_way([A]), plain_or_not):
        pairs = either_way([All((first, second)), Any((first, second))])
        yield from pairs
        for pair, third in product(pairs, plain_or_not):
            for parts in ((pair, third), (third, pair)):
                yield from either_way([All(parts), Any(parts)])
    for parts in product(either_way([A]), plain_or_not, plain_or_not):
        yield from either_way([All(parts), Any(parts)])


@needed
def test_every_condition_of_up_to_three_leaves():
    conditions = {str(number): shape for number, shape in enumerate(shapes())}
    evaluate = prepare(conditions)
    for case in every_case(A, B, C):
        assert evaluate(case) == expected(conditions, case)


@needed
@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        (ALWAYS, True),
        (NEVER, False),
        (Not(ALWAYS), False),
        (Not(Not(NEVER)), False),
        (All((ALWAYS, ALWAYS)), True),
        (Any((NEVER, All((NEVER, A)))), False),
        (All((A, Any((B, NEVER, Not(NEVER))))), None),
        (Any((A, Not(All((NEVER, B))))), True),
    ],
)
def test_constants_alone_and_inside(condition: Condition, outcome: Truth):
    unknown: Signals = {A: None, B: None}
    evaluate = prepare({"R-1": condition})
    assert evaluate(unknown) == {"R-1": outcome}
    for case in every_case(A, B):
        assert evaluate(case) == expected({"R-1": condition}, case)


@needed
def test_no_condition_at_all():
    assert prepare({})({}) == {}


@needed
def test_an_earlier_call_leaves_nothing_in_a_set(monkeypatch: pytest.MonkeyPatch):
    # Of no more than the last answer: each of the others is asked for anew, after any other.
    monkeypatch.setattr(durable_rules, "_REMEMBERED", 1)
    conditions: dict[str, Condition] = {"all": All((A, B)), "any": Any((A, Not(B)))}
    evaluate = prepare(conditions)
    cases = list(every_case(A, B))
    for earlier, later in product(cases, cases):
        evaluate(earlier)
        assert evaluate(later) == expected(conditions, later)


@needed
@pytest.mark.parametrize("remembered", [1, 3, 512])
def test_the_same_is_not_asked_twice_and_what_is_remembered_has_an_end(
    remembered: int, monkeypatch: pytest.MonkeyPatch
):
    import durable_rules_engine

    asked: list[str] = []
    real = durable_rules_engine.assert_fact
    monkeypatch.setattr(
        "durable_rules_engine.assert_fact", lambda handle, fact: asked.append(fact) or real(handle, fact)
    )
    monkeypatch.setattr(durable_rules, "_REMEMBERED", remembered)
    conditions: dict[str, Condition] = {"all": All((A, B)), "any": Any((A, Not(B)))}
    evaluate = prepare(conditions)
    for case in [*every_case(A, B), *every_case(A, B)]:
        for _ in range(2):
            assert evaluate(case) == expected(conditions, case)
    assert len(asked) == len(set(asked)) * (1 if remembered > 8 else 2)


@needed
def test_leaves_and_parts_that_conditions_share():
    shared = Any((A, Not(B)))
    conditions: dict[str, Condition] = {
        "itself": shared,
        "again": Any((A, Not(B))),
        "within": All((C, shared)),
        "opposite": All((C, Not(shared))),
        "twice": Any((All((shared, C)), All((shared, Not(C))))),
    }
    evaluate = prepare(conditions)
    for case in every_case(A, B, C):
        assert evaluate(case) == expected(conditions, case)


@needed
def test_two_policies_of_the_same_shape_do_not_mix():
    one, other = prepare({"one": All((A, B))}), prepare({"other": All((C, A))})
    assert one({A: True, B: True}) == {"one": True}
    assert other({A: True, C: False}) == {"other": False}
    assert one({A: True, B: None}) == {"one": None}


@needed
@pytest.mark.parametrize("join", [All, Any])
@pytest.mark.parametrize("width", [40, 41, 300])
def test_wide_conditions(join: type[All] | type[Any], width: int):
    leaves = [Leaf(f"document.{number}", "known") for number in range(width)]
    conditions: dict[str, Condition] = {"R-1": join(tuple(leaves)), "R-2": Not(join(tuple(leaves)))}
    evaluate = prepare(conditions)
    for usual, unusual in product(TRUTHS, TRUTHS):
        for odd in (leaves[0], leaves[width // 2], leaves[-1]):
            case = dict.fromkeys(leaves, usual) | {odd: unusual}
            assert evaluate(case) == expected(conditions, case)


@needed
@pytest.mark.parametrize("width", [1, 2, 5, 9, 41])
def test_counts_of_every_size(width: int):
    leaves = tuple(Leaf(f"document.{number}", "known") for number in range(width))
    numbers = range(width + 2) if width < 10 else (1, 3, 20, 39, 41)
    conditions: dict[str, Condition] = {}
    for number in numbers:
        conditions[f"R-{number}"] = AtLeast(number, leaves)
        conditions[f"N-{number}"] = Not(AtLeast(number, leaves))
        conditions[f"B-{number}"] = Any((All((A, AtLeast(number, (*leaves, Not(A), NEVER, ALWAYS)))), B))
    evaluate = prepare(conditions)
    for held, unknown in product(range(width + 1), range(width + 1)):
        if held + unknown <= width and (width < 10 or held in numbers or held + unknown in numbers):
            told = [True] * held + [None] * unknown + [False] * (width - held - unknown)
            case = {**dict(zip(leaves, told, strict=True)), A: True, B: None}
            assert evaluate(case) == expected(conditions, case)


@needed
def test_three_of_three_hundred_are_counted_and_more_than_that_is_not_asked_about():
    leaves = tuple(Leaf(f"document.{number}", "known") for number in range(300))
    conditions: dict[str, Condition] = {"R-1": AtLeast(3, leaves), "R-2": AtLeast(150, leaves), "R-3": A}
    assert list(durable_rules.not_asked_about(conditions)) == ["R-2"]
    evaluate = prepare(conditions)
    for told in ({}, dict.fromkeys(leaves[::100], True), dict.fromkeys(leaves[2:], False)):
        case: Signals = {**dict.fromkeys(leaves), A: None, **told}
        assert evaluate(case) == {"R-1": truth(conditions["R-1"], case), "R-3": None}


@needed
def test_deep_conditions():
    condition: Condition = A
    for _ in range(30):
        condition = Not(All((B, Any((condition, C)))))
    evaluate = prepare({"R-1": condition})
    for case in every_case(A, B, C):
        assert evaluate(case) == expected({"R-1": condition}, case)


@needed
def test_many_conditions_on_the_same_few_leaves():
    conditions: dict[str, Condition] = {
        f"R-{number}": Any((All((A, B)), All((B, C)), Leaf("child.age", "above", (number,))))
        for number in range(100)
    }
    ages = [Leaf("child.age", "above", (number,)) for number in range(100)]
    evaluate = prepare(conditions)
    for case in every_case(A, B, C):
        whole = {**case, **{age: age in ages[:50] for age in ages}}
        assert evaluate(whole) == expected(conditions, whole)


@needed
def test_several_threads_at_once():
    conditions: dict[str, Condition] = {"all": All((A, B, C)), "any": Any((A, B, C))}
    evaluate = prepare(conditions)
    cases = list(every_case(A, B, C)) * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(evaluate, cases)) == [expected(conditions, case) for case in cases]


@needed
@pytest.mark.parametrize(
    "step",
    ["assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"],
)
@pytest.mark.parametrize("failure", [ValueError("Ann Example"), KeyboardInterrupt()])
def test_a_failure_names_the_condition_alone_and_leaves_nothing_behind(
    step: str, failure: BaseException, monkeypatch: pytest.MonkeyPatch
):
    conditions: dict[str, Condition] = {"R-1": All((A, B)), "R-2": Any((A, C))}
    evaluate = prepare(conditions)

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(f"durable_rules_engine.{step}", fail)
        kind = RuntimeError if isinstance(failure, Exception) else KeyboardInterrupt
        with pytest.raises(kind) as caught:
            evaluate({A: True, B: True, C: None})
    if kind is RuntimeError:
        assert "R-1" in str(caught.value)
        assert "Ann" not in "".join(traceback.format_exception(caught.value))
    for case in every_case(A, B, C):
        assert evaluate(case) == expected(conditions, case)


@needed
@pytest.mark.parametrize(("step", "code"), [("assert_fact", 2), ("assert_fact", 3), ("retract_fact", 1)])
def test_any_other_result_code_is_a_failure(step: str, code: int, monkeypatch: pytest.MonkeyPatch):
    evaluate = prepare({"R-1": A})
    with monkeypatch.context() as patch:
        patch.setattr(f"durable_rules_engine.{step}", lambda *_: (code, 1))
        with pytest.raises(RuntimeError, match=r"one of: R-1$"):
            evaluate({A: True})
    assert evaluate({A: False}) == {"R-1": False}


@needed
def test_a_condition_found_both_true_and_false_is_a_failure(monkeypatch: pytest.MonkeyPatch):
    conditions: dict[str, Condition] = {"R-1": All((A, B))}
    evaluate = prepare(conditions)
    with monkeypatch.context() as patch:
        answers = iter(['{"f0":{}}', None])
        patch.setattr("durable_rules_engine.complete_and_start_action", lambda *_: next(answers))
        with pytest.raises(RuntimeError, match=r"one of: R-1$"):
            evaluate({A: True, B: True})
    for case in every_case(A, B):
        assert evaluate(case) == expected(conditions, case)


@needed
def test_a_set_that_cannot_be_made_names_its_conditions(monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise ValueError("Could not create ruleset, error code: 113")

    conditions: dict[str, Condition] = {"R-1": Any((*map(Not, (A, B, C)), A)), "R-2": C}
    with monkeypatch.context() as patch:
        patch.setattr("durable_rules_engine.create_ruleset", fail)
        with pytest.raises(RuntimeError, match=r"one of: R-1, R-2$"):
            prepare(conditions)
    assert prepare(conditions)({A: True, B: None, C: None}) == {"R-1": True, "R-2": None}


@needed
def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]):
    evaluate = prepare({"R-1": Any((A, B))})
    for case in every_case(A, B):
        evaluate(case)
    assert capfd.readouterr() == ("", "")


def test_it_is_loaded_only_when_asked_for_and_may_be_missing():
    script = """
import sys
from threshold.engine.durable_rules import available
assert "durable_rules_engine" not in sys.modules
sys.modules["durable_rules_engine"] = None
assert not available()
"""
    subprocess.run([sys.executable, "-c", script], check=True)
