"""A policy as its files say it: when it begins, what a trial sets, and what belongs to it on a date."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.policy.written import WrittenPolicy
from threshold.reading import BadInput

from .making import TODAY, only, requirements

SECOND = """
safety:
  - id: S2
    carries: [T-1]
    do: Call
    by: SW
"""


def test_a_policy_has_exactly_one_safety_rule(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: overlay}]"
    small.tiny(SECOND)
    assert "exactly one safety rule" in only(small).message
    small.tiny(requirements("R"))
    small.uses = "[{pack: tiny, role: lead}]"
    assert "exactly one safety rule" in only(small).message


def test_a_pack_that_has_not_begun_is_left_out_and_said_so():
    policy = load_policy("default")
    begun = [pack.name for pack in policy.at(date(2018, 3, 5)).packs]
    assert begun == ["national", "step-up-step-down", "caf-team"]
    warnings = policy.at(date(2018, 3, 5)).warnings
    assert "continuum-of-need begins on 1 January 2023 and is left out here" in warnings
    assert not any("left out" in warning for warning in policy.at(date(2026, 3, 5)).warnings)


def test_a_policy_without_any_of_its_own_packs_has_not_begun():
    with pytest.raises(BadInput, match="this policy begins on 1 January 2023"):
        load_policy("continuum-of-need").at(date(2022, 12, 31))


def written(small) -> WrittenPolicy:
    path = small.write()
    return WrittenPolicy(path, small.rules, load_policy(str(path)).vocabulary)


def number(name: str, *values: tuple[str, int]) -> str:
    dated = ", ".join(f"{{from: {since}, is: {value}, because: T-1}}" for since, value in values)
    return f"{name}: {{type: number, means: N, values: [{dated}]}}\n"


def packs(small, *others: str) -> None:
    uses = ["{pack: safe, role: overlay}", *others]
    small.uses = f"[{', '.join(uses)}]"


def test_a_policy_changes_where_a_pack_begins_and_where_a_value_does(small):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1), ("2024-01-01", 2)))
    small.policy = "set: {tiny.n: {is: 3, from: 2025-01-01, because: local}}\n"
    assert written(small).change_dates() == [date(2020, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]


def test_a_pack_begins_on_the_day_from_which_every_parameter_has_a_value(small):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)) + number("m", ("2022-06-01", 1)))
    policy = written(small)
    assert policy.change_dates() == [date(2022, 6, 1)]
    assert policy.resolved(date(2022, 6, 1), ()).pack("tiny").parameters["n"].shown == "1"
    with pytest.raises(BadInput, match="this policy begins on 1 June 2022; decide as at a later date"):
        policy.resolved(date(2022, 5, 31), ())


def test_a_pack_without_parameters_has_always_been_there(small):
    assert written(small.tiny(requirements("R"))).change_dates() == [date(1990, 1, 1)]


def test_a_policy_begins_with_its_overlay_and_the_first_of_its_other_packs(small):
    other = requirements("O").replace("T-1", "O-1")
    small.tiny(requirements("R"), number("n", ("2022-01-01", 1)))
    small.pack("other", other, number("n", ("2023-01-01", 1)).replace("T-1", "O-1"))
    packs(small, "{pack: tiny, role: lead}", "{pack: other, role: lead}")
    assert written(small).change_dates() == [date(2022, 1, 1), date(2023, 1, 1)]
    packs(small, "{pack: tiny, role: lead}", "{pack: other, role: overlay}")
    assert written(small).change_dates() == [date(2023, 1, 1)]
    packs(small, "{pack: tiny, role: compare}", "{pack: other, role: lead}")
    assert written(small).change_dates() == [date(2022, 1, 1), date(2023, 1, 1)]


def test_a_pack_is_there_from_its_first_day_and_until_then_said_to_be_left_out(small):
    small.tiny(requirements("R"))
    small.pack("other", requirements("O").replace("T-1", "O-1"), number("n", ("2023-02-03", 1)))
    packs(small, "{pack: tiny, role: lead}", "{pack: other, role: lead}")
    policy = written(small)
    before, after = (policy.resolved(day, ()) for day in (date(2023, 2, 2), date(2023, 2, 3)))
    assert [pack.name for pack in before.packs] == ["safe", "tiny"]
    assert before.warnings == ("other begins on 3 February 2023 and is left out here",)
    assert ([pack.name for pack in after.packs], after.warnings) == (["safe", "tiny", "other"], ())


@pytest.mark.parametrize(
    ("trial", "message"),
    [
        ("tiny.n", "a trial is written pack.parameter=value"),
        ("tiny.m=1", 'no parameter "tiny.m" is declared'),
        ("n=1", 'no parameter "n" is declared'),
        ("tiny.n=[1", "--set"),
        ("tiny.n=1\n---\n2", "needs one value"),
    ],
)
def test_a_trial_sets_one_declared_parameter_to_one_value(small, trial: str, message: str):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)))
    with pytest.raises(BadInput, match=message):
        written(small).resolved(TODAY, (trial,))


@pytest.mark.parametrize(("trial", "shown"), [("tiny.n=4", "4"), (" tiny.n = 4 ", "4"), ("tiny.n=", "none")])
def test_a_trial_may_set_nothing_at_all(small, trial: str, shown: str):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)))
    found = written(small).resolved(TODAY, (trial,)).pack("tiny").parameters["n"]
    assert (found.shown, found.set_by, found.because) == (shown, "trial", "tried with --set")


@pytest.mark.parametrize(
    "policy",
    [
        "set: {tiny.m: {is: 1, because: local}}\n",
        "presets: {tiny.m: york}\n",
        "set: {n: {is: 1, because: x}}",
    ],
)
def test_only_a_declared_parameter_can_be_set(small, policy: str):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)))
    small.policy = policy
    with pytest.raises(BadInput, match="is declared") as caught:
        written(small).resolved(TODAY, ())
    assert caught.value.problems[0].file.endswith("p.yaml")


def test_every_value_that_does_not_suit_is_told_at_once(small):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)) + number("m", ("2020-01-01", 1)))
    small.policy = "set: {tiny.n: {is: many, because: local}, tiny.m: {is: few, because: local}}\n"
    with pytest.raises(BadInput) as caught:
        written(small).resolved(TODAY, ())
    assert [problem.field for problem in caught.value.problems] == ["tiny.n", "tiny.m"]


def test_a_compared_pack_stands_by_itself_under_the_overlay(small):
    small.tiny(requirements("R")).pack("other", requirements("O").replace("T-1", "O-1"))
    packs(small, "{pack: tiny, role: lead}", "{pack: other, role: compare}")
    policy = written(small).resolved(TODAY, ())
    (compared,) = policy.compared
    assert [(pack.name, pack.role) for pack in policy.packs] == [("safe", "overlay"), ("tiny", "lead")]
    assert compared.name == "p/other"
    assert [(pack.name, pack.role) for pack in compared.packs] == [("safe", "overlay"), ("other", "lead")]
    assert compared.compared == ()
    # Each pack is checked against every other, compared or not.
    small.pack("other", requirements("R").replace("T-1", "O-1"))
    with pytest.raises(BadInput, match="two rules have this id"):
        written(small).resolved(TODAY, ())


def test_trials_are_told_apart_by_what_they_set_and_not_by_their_order(small):
    small.tiny(requirements("R"), number("n", ("2020-01-01", 1)) + number("m", ("2020-01-01", 1)))
    policy = written(small)
    one, other = "tiny.n=2", "tiny.m=2"
    digests = {policy.resolved(TODAY, trial).digest for trial in ((), (one,), (other,), (one, other))}
    assert len(digests) == 4
    assert policy.resolved(TODAY, (one, other)).digest == policy.resolved(TODAY, (other, one)).digest
    # The digest is that of what is written, on whatever day it is asked for.
    assert policy.resolved(TODAY, ()).digest == policy.resolved(date(2020, 1, 1), ()).digest


def test_a_pack_is_listed_once(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: tiny, role: compare}]"
    assert only(small).message == 'the pack "tiny" is listed twice; list it once'
