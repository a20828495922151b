"""A change is equivalent where no value of any fact shows it, or where the pack lists it with a reason."""

from pathlib import Path

import pytest

from threshold.mutation.equivalent import FILE
from threshold.mutation.examples import Examples
from threshold.mutation.run import mutate
from threshold.mutation.trial import Outcome, Trial
from threshold.reading import BadInput

from ..semantics.conftest import Small
from .conftest import write

RULES = """\
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {t.b: true}
    block:
      - must: {any: [{t.a: true, t.n: {at_least: 5}}, {t.a: true, t.b: [true, false], t.n: {at_least: 5}}]}
        else: Too few
"""
OTHER = """\
requirements:
  - {id: O, carries: [O-1], bears_on: [close], block: [{must: {t.n: {at_least: $n}}, else: Too few}]}
"""
CASE = {"met.yaml": "t: {a: true, b: true, n: 5}\nexpect: {policy: p.yaml, checks: {R: met}}"}
# Within the second of the two ways nothing matters that is not in the first.
WITHIN = "block 1 must any 2: without t.b"


def fates(folder: Path) -> dict[str, Outcome]:
    trial = Trial(folder / "tiny", Examples([str(folder / "cases")]))
    return {each.what: trial.tried(each) for each in trial.changes}


def test_what_no_value_can_show_is_proved(small: Small) -> None:
    found = fates(write(small, RULES, CASE))
    assert found[WITHIN].fate == "equivalent"
    assert found[WITHIN].because == "no value of any fact can show it"
    assert found["block 1 must any 1: without t.a"].fate == "survived", "without t.a, t.n alone is enough"


def test_only_what_can_be_reached_where_the_rule_applies_counts(small: Small) -> None:
    must = RULES.splitlines()[6].partition("- ")[2]
    rules = RULES.replace(must, "must: {any: [{t.a: true}, {t.b: true, t.n: {at_least: 5}}]}")
    found = fates(write(small, rules, CASE))
    assert found[WITHIN].fate == "survived", "where t.b is not known the rule may apply"
    known = rules.replace("applies: {t.b: true}", "applies: {all: [{t.b: true}, {t.b: {known: true}}]}")
    assert fates(write(small, known, CASE))[WITHIN].fate == "equivalent", "it applies where t.b is true alone"


def test_what_becomes_of_a_rule_under_a_concern_shows_only_where_a_request_goes_up(small: Small) -> None:
    urgent = "left out → urgent"
    found = fates(write(small, RULES.replace("step_up", "close"), CASE))
    assert found[urgent].fate == "equivalent"
    assert found[urgent].because == "no request that it bears on goes up"


def test_the_days_before_a_pack_begins_say_nothing_of_it(small: Small) -> None:
    number = "n: {type: number, means: N, values: [{from: %s, is: 5, because: so}]}\n"
    small.pack("other", OTHER, number % "2020-01-01")
    small.uses = "[{pack: safe, role: overlay}, {pack: other, role: lead}, {pack: tiny, role: lead}]"
    closing = RULES.replace("step_up", "close").replace("Too few", "Fewer than {n}")
    found = fates(write(small, closing, CASE, number % "2026-01-01"))
    assert found["left out → urgent"].because == "no request that it bears on goes up"


def test_what_becomes_of_a_rule_about_a_step_up_is_for_an_example(small: Small) -> None:
    assert fates(write(small, RULES, CASE))["left out → urgent"].fate == "survived"


LISTED = "- {rule: R, change: '%s', because: Nobody can see it}\n"
NAMED = "test dropped: block 1 must any 1: without t.a"


def test_what_is_listed_with_a_reason_counts_apart(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(small, RULES, CASE)
    monkeypatch.setattr("threshold.mutation.changeable.MOST", 100)
    (folder / "tiny" / FILE).write_text(LISTED % NAMED)
    found = fates(folder)[NAMED.partition(": ")[2]]
    assert (found.fate, found.because) == ("equivalent", "Nobody can see it")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (LISTED % "block 9: gone", "no such change can be made: block 9: gone"),
        (LISTED % NAMED, "lists 1 of"),
        ("- {rule: R, change: x}\n", '"because" is missing'),
    ],
)
def test_a_list_that_is_wrong_or_too_long_is_refused(small: Small, listed: str, told: str) -> None:
    folder = write(small, RULES, CASE)
    (folder / "tiny" / FILE).write_text(listed)
    with pytest.raises(BadInput) as caught:
        mutate([str(folder / "tiny")], [str(folder / "cases")])
    assert told in "\n".join(map(str, caught.value.problems))
