"""Why a requirement came out as it did: the part that speaks, what was seen, both sides of a comparison."""

from itertools import product

import pytest

from threshold.decisions.explanation import departures, explain, says, speaker, to_find_out
from threshold.decisions.model import Comparison, Departure
from threshold.semantics.findings import Findings
from threshold.semantics.status import Checked, checked

RULE = """
requirements:
  - id: R
    title: The thing
    carries: [T-1]
    bears_on: [step_up]
    applies: {t.n: 1}
%s    block:
      - {must: {t.a: true}, else: A is not so}
      - {must: {t.b: true, t.day: {at_least_ago: 3 months}}, else: B is not so, unknown: Nobody knows B}
"""


def put(small, case: str, unless: str = "") -> tuple[Checked, Findings]:
    """The one check of a case, and what was found about it."""
    small.tiny(RULE % (f"    unless: {unless}\n" if unless else ""))
    findings = small.findings(case)
    (each,) = checked(findings)
    return each, findings


@pytest.mark.parametrize(
    ("t", "status", "part", "words", "facts"),
    [
        ("n: 1, a: true, b: true, day: 2026-01-01", "met", None, "", ("t.a", "t.b", "t.day")),
        ("n: 2, a: false", "not_applicable", None, "", ("t.n",)),
        ("n: 1, a: false, b: false", "not_met", 0, "A is not so", ("t.a",)),
        ("n: 1, a: true, b: false, day: 2026-01-01", "not_met", 1, "B is not so", ("t.b",)),
        ("n: 1, a: true, b: true, day: 2026-08-01", "not_met", 1, "B is not so", ("t.day",)),
        # What failed speaks, though something before it is not known.
        ("n: 1, b: false", "not_met", 1, "B is not so", ("t.b",)),
        ("n: 1, b: true, day: 2026-01-01", "undetermined", 0, "A?", ()),
        ("n: 1", "undetermined", 0, "A?", ()),
        ("n: 1, a: true", "undetermined", 1, "Nobody knows B", ()),
        ("n: 1, a: true, b: true", "undetermined", 1, "Nobody knows B", ()),
        # Whether it applies comes first: that is the question then, whatever has failed.
        ("a: false", "undetermined", None, "How many?", ("t.a",)),
        ("a: true", "undetermined", None, "How many?", ()),
    ],
)
def test_the_part_that_speaks(
    small, t: str, status: str, part: int | None, words: str, facts: tuple[str, ...]
):
    check, findings = put(small, f"t: {{{t}}}")
    told = explain(check, findings)
    assert (check.status, told.part, told.says or told.question, told.facts) == (status, part, words, facts)
    assert says(check, findings) == told.says
    spoke = speaker(check, findings)
    assert spoke == (None if part is None else check.rule.parts[part])


@pytest.mark.parametrize(
    ("t", "status", "words", "facts"),
    [
        ("c: true, a: false", "met", "", ("t.c",)),
        ("c: false, a: false", "not_met", "A is not so", ("t.a", "t.c")),
        # A part has failed: only the exception can still save it, and that is asked for.
        ("a: false", "undetermined", "C?", ()),
        ("a: false, b: true", "undetermined", "C?", ()),
        ("c: false", "undetermined", "A?", ()),
    ],
)
def test_an_exception_that_does_not_hold_is_part_of_why(small, t: str, status: str, words: str, facts):
    check, findings = put(small, f"t: {{n: 1, {t}}}", "{t.c: true}")
    told = explain(check, findings)
    assert (check.status, told.says or told.question, told.facts) == (status, words, facts)


def test_what_an_unknown_part_says_is_about_what_is_missing(small):
    """Whatever is known: what is said where nobody knows is about a fact that would settle it."""
    about = {"A?": "t.a", "C?": "t.c", "How many?": "t.n", "Nobody knows B": "t.b"}
    values = {True: "true", False: "false"}
    for a, b, c, n in product((True, False, None), (True, False, None), (True, False, None), (1, None)):
        known = {"a": values.get(a), "b": values.get(b), "c": values.get(c), "n": n}
        told = ", ".join(f"{name}: {value}" for name, value in known.items() if value is not None)
        check, findings = put(small, f"t: {{{told}, day: 2026-01-01}}".replace("{, ", "{"), "{t.c: true}")
        if check.status == "undetermined":
            asked = explain(check, findings)
            assert about[asked.says or asked.question] in check.missing, told


def test_what_to_find_out(small):
    check, findings = put(small, "t: {n: 1, a: true}")
    assert to_find_out(check, findings) == "Find out: B?"
    check, findings = put(small, "t: {a: true}")
    assert to_find_out(check, findings) == "Find out: How many?"


def test_what_contradicts_itself_no_answer_settles(small):
    small.tiny(
        """
        definitions:
          - id: D
            carries: [T-1]
            fact: made.answer
            hit: exactly_one
            rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}]
        requirements:
          - id: R
            title: The thing
            carries: [T-1]
            bears_on: [step_up]
            block: [{must: {made.answer: red}, else: No}]
        """
    )
    findings = small.findings("t: {a: true, b: true}")
    (check,) = checked(findings)
    assert says(check, findings) == ""
    assert to_find_out(check, findings) == "Clear up what contradicts itself: The thing"


@pytest.mark.parametrize(
    ("must", "t", "compared"),
    [
        (
            "t.day: {on_or_before: {fact: t.ahead}}",
            "day: 2026-08-02, ahead: 2026-08-01",
            [("t.day", "2026-08-02", 0, "on or before", "t.ahead", "", "2026-08-01", False)],
        ),
        (
            "t.day: {before: {fact: t.ahead, plus: 2 days}}",
            "day: 2026-08-09, ahead: 2026-08-01",
            [("t.day", "2026-08-09", 0, "before", "t.ahead", "2 days", "2026-08-03", False)],
        ),
        (
            "t.day: {at_least_ago: 3 months}",
            "day: 2026-08-02",
            [("t.day", "2026-08-02", 0, "at least ago", "", "", "3 months", False)],
        ),
        (
            "t.day: {more_than_ago: 3 months}",
            "day: 2026-08-02",
            [("t.day", "2026-08-02", 0, "more than ago", "", "", "3 months", False)],
        ),
        (
            "t.day: {within_last: 1 week}",
            "day: 2026-08-02",
            [("t.day", "2026-08-02", 0, "within last", "", "", "1 week", False)],
        ),
        # What holds, and may not: it is told as holding.
        (
            "none: [{t.day: {after: {fact: t.ahead}}}]",
            "day: 2026-08-02, ahead: 2026-08-01",
            [("t.day", "2026-08-02", 0, "after", "t.ahead", "", "2026-08-01", True)],
        ),
        # Of two, only the one that decides, each once.
        (
            "any: [{t.day: {at_least_ago: 3 months}}, "
            "{all: [{t.day: {at_least_ago: 3 months}}, {t.b: true}]}]",
            "day: 2026-08-02, b: true",
            [("t.day", "2026-08-02", 0, "at least ago", "", "", "3 months", False)],
        ),
        # Of a list, what is missing in it.
        (
            "t.list: {includes_all: [x, y, z]}",
            "list: [y]",
            [("t.list", "y", 0, "includes all", "", "", "x, z", False)],
        ),
        ("t.list: {includes: x}", "list: [y]", []),
        # A plain value needs no other side; what is not there has none.
        ("t.n: {at_least: 3}", "n: 2", []),
        ("t.colour: red", "colour: green", []),
        ("t.colour: {fact: made.answer}, t.b: true", "colour: green, b: false", []),
        ("t.day: {on_or_before: {fact: visit.latest}}", "day: 2026-01-02", []),
        ("t.day: {at_least_ago: 3 months}", "day: 2026-01-02", []),
    ],
)
def test_both_sides_of_a_comparison_are_told_where_it_failed(small, must: str, t: str, compared: list):
    small.tiny(
        "requirements:\n  - {id: R, carries: [T-1], bears_on: [step_up], "
        f"block: [{{must: {{{must}}}, else: No}}]}}\n"
    )
    findings = small.findings(f"t: {{{t}}}\ncovers: {{visit: 2026-08-14}}")
    (check,) = checked(findings)
    assert explain(check, findings).compared == tuple(Comparison(*each) for each in compared)


def test_what_somebody_typed_freely_is_not_repeated_on_either_side(small):
    small.tiny(
        "requirements:\n  - {id: R, carries: [T-1], bears_on: [step_up], "
        "block: [{must: {t.text: {fact: t.words}}, else: No}]}\n"
        "  - {id: Q, carries: [T-1], bears_on: [step_up], "
        "block: [{must: {t.notes: {includes_all: [seen, heard]}}, else: No}]}\n"
    )
    findings = small.findings("t: {text: Rowan, words: Ash, notes: [Rowan, seen]}")
    words, notes = (explain(check, findings).compared for check in checked(findings))
    assert [(each.value, each.against) for each in words] == [("not shown", "not shown")]
    assert [(each.value, each.against) for each in notes] == [("not shown", "heard")]


def test_a_comparison_in_the_exception_is_told_too(small):
    check, findings = put(
        small, "t: {n: 1, a: false, ahead: 2026-08-01}", "{t.ahead: {at_least_ago: 1 year}}"
    )
    (told,) = explain(check, findings).compared
    assert (told.fact, told.against, told.holds) == ("t.ahead", "1 year", False)


NUMBERS = """
least: {type: number, means: L, values: [{from: 2020-01-01, is: 3, because: T-1}]}
most:
  type: number
  means: M
  values: [{from: 2020-01-01, is: 9, because: T-1}, {from: 2025-01-01, is: 8, because: T-1}]
"""
BOTH = """
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {t.n: {between: [$least, $most]}}, else: No}]}
"""


@pytest.mark.parametrize(
    ("policy", "trial", "expected"),
    [
        ("", (), []),
        # A newer edition of the document is the document's own.
        ("", ("tiny.least=3",), []),
        ("", ("tiny.least=2",), [("tiny.least", "2", "3")]),
        ("set: {tiny.most: {is: 7, because: local}}\n", (), [("tiny.most", "7", "8")]),
        ("set: {tiny.most: {is: 9, because: local}}\n", (), [("tiny.most", "9", "8")]),
        ("set: {tiny.most: {is: 8, because: local}}\n", (), []),
        ("set: {tiny.most: {is: 7, from: 2027-01-01, because: local}}\n", (), []),
        (
            "set: {tiny.most: {is: 7, because: local}}\n",
            ("tiny.least=1",),
            [("tiny.least", "1", "3"), ("tiny.most", "7", "8")],
        ),
    ],
)
def test_a_value_that_is_not_the_documents_own_departs_from_it(
    small, policy: str, trial: tuple[str, ...], expected
):
    small.tiny(BOTH, NUMBERS)
    small.policy, small.trial = policy, trial
    findings = small.findings("t: {n: 1}")
    assert departures("tiny", ("least", "most"), findings) == tuple(Departure(*each) for each in expected)
    assert departures("tiny", (), findings) == ()
