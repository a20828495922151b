"""The truth table of every condition of every policy, through each evaluator and a naive third.

Only the truth of its leaves makes a condition true, false or unknown, so a table says all there is.
THRESHOLD_SEED gives other rows where a table is too large to be gone through whole.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from random import Random

import pytest

from threshold.conditions import All, Any, Condition, Not, Truth
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.engine import evaluators
from threshold.policy import load_policy, policy_names
from threshold.policy.inference_plan import conditions_of

SEED = os.environ.get("THRESHOLD_SEED", "2026")
TODAY = date(2026, 8, 14)
WHOLE, SAMPLE = 3**7, 2000
TRUTHS: tuple[Truth, ...] = (True, False, None)
NUMBERS = {True: 1, None: 0, False: -1}

Row = Mapping[Leaf, Truth]
Table = tuple[str, Condition, Sequence[Row]]


def naive(condition: Condition, row: Row) -> int:
    """1, 0 or -1 for true, unknown or false: all is the least of its parts, any the greatest."""
    if isinstance(condition, Leaf):
        return NUMBERS[row[condition]]
    if isinstance(condition, Not):
        return -naive(condition.part, row)
    numbers = [naive(part, row) for part in condition.parts]
    return min([1, *numbers]) if isinstance(condition, All) else max([-1, *numbers])


def rows(key: str, condition: Condition) -> list[Row]:
    """Every row of a condition's truth table; of a very large one, a sample."""
    leaves = list(dict.fromkeys(leaves_of(condition)))
    if 3 ** len(leaves) <= WHOLE:
        return [dict(zip(leaves, row, strict=True)) for row in product(TRUTHS, repeat=len(leaves))]
    random = Random(f"{SEED}/{key}")
    return [{leaf: random.choice(TRUTHS) for leaf in leaves} for _ in range(SAMPLE)]


def side_by_side(conditions: Mapping[str, Condition]) -> Iterator[list[Table]]:
    """Tables of which no two share a leaf, so that one call answers a row of each."""
    waiting = [(key, condition, rows(key, condition)) for key, condition in conditions.items()]
    waiting.sort(key=lambda table: -len(table[2]))
    while waiting:
        taken: list[Table] = []
        seen: set[Leaf] = set()
        for table in waiting:
            leaves = set(leaves_of(table[1]))
            if not leaves & seen:
                taken.append(table)
                seen |= leaves
        keys = {key for key, _, _ in taken}
        waiting = [table for table in waiting if table[0] not in keys]
        yield taken


@pytest.mark.parametrize("policy", policy_names())
def test_every_row_of_every_condition(policy: str):
    conditions = conditions_of(load_policy(policy).at(TODAY))
    gone_through: set[str] = set()
    for tables in side_by_side(conditions):
        together = {key: condition for key, condition, _ in tables}
        prepared = {each.name: each.prepare(together) for each in evaluators()}
        for position in range(max(len(table) for _, _, table in tables)):
            # A short table begins again while a long one goes on.
            row = {
                leaf: truth for _, _, table in tables for leaf, truth in table[position % len(table)].items()
            }
            expected = {key: naive(condition, row) for key, condition in together.items()}
            for name, evaluate in prepared.items():
                answers = {key: NUMBERS[t] for key, t in evaluate(row).items()}
                assert answers == expected, f"{name}, seed {SEED}"
        gone_through |= together.keys()
    assert gone_through == conditions.keys()


def test_a_table_too_large_to_go_through_is_sampled():
    wide = Any(tuple(All((Leaf(f"a.f{n}", "known"), Not(Leaf(f"b.f{n}", "known")))) for n in range(6)))
    sample = rows("wide", wide)
    assert len(sample) == SAMPLE
    assert {naive(wide, row) for row in sample} == {1, 0, -1}
    for each in evaluators():
        evaluate = each.prepare({"wide": wide})
        for row in sample:
            assert NUMBERS[evaluate(row)["wide"]] == naive(wide, row)


@pytest.mark.parametrize(
    ("condition", "naively"),
    [(All(()), 1), (Any(()), -1), (Not(All(())), -1)],
    ids=["all of nothing", "any of nothing", "not all of nothing"],
)
def test_the_naive_one_knows_the_constants(condition: Condition, naively: int):
    assert naive(condition, {}) == naively
