"""Each change is made at its place, and leaves all else as it is."""

import pytest

from threshold.mutation.changes import Change, changes
from threshold.reading import parse_yaml, plain

from .conftest import RULES


def made(text: str) -> list[Change]:
    (root,) = parse_yaml(text, "rules.yaml")
    return [*changes(root, "rules.yaml")]


def told(text: str, kind: str) -> list[str]:
    return [f"{each.item or each.rule}: {each.what}" for each in made(text) if each.kind == kind]


def requirement(more: str) -> str:
    return f"requirements:\n  - id: R\n{more}"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "taken out",
            ["R: the whole rule", "R: block 1", "L: the whole rule", "W: the whole rule", "W-1: steps 1"],
        ),
        ("turned round", ["R: applies", "R: block 1 must"]),
        ("test dropped", ["R: block 1 must: without t.n", "R: block 1 must: without t.a"]),
        (
            "number",
            [
                "R: block 1 must t.n at_least: 5 → 6",
                "R: block 1 must t.n at_least: 5 → 4",
                "L: within: 3 days → 4 days",
                "L: within: 3 days → 2 days",
            ],
        ),
        ("strength", ["R: block → condition"]),
        ("list", ["R: bears_on: without step_up", "R: bears_on: without step_down"]),
        ("if_concern", ["R: left out → urgent", "R: left out → afterwards"]),
        ("who", ["W-1: by Manager, to Worker"]),
        ("moves", []),
    ],
)
def test_every_kind_of_change_is_made(kind: str, expected: list[str]) -> None:
    assert told(RULES, kind) == expected


def test_each_differs_from_the_file_in_one_place_and_from_the_others() -> None:
    (root,) = parse_yaml(RULES, "rules.yaml")
    before, found = plain(root), [plain(each.applied(root)) for each in changes(root, "rules.yaml")]
    assert before not in found
    assert plain(root) == before
    assert all(found.count(each) == 1 for each in found)


def after(text: str, what: str) -> object:
    (root,) = parse_yaml(text, "rules.yaml")
    (change,) = [each for each in changes(root, "rules.yaml") if each.what == what]
    return plain(change.applied(root))


def test_what_is_changed_stands_there_afterwards() -> None:
    text = requirement("    applies: {t.a: true}\n    block: [{must: {t.n: {at_least: 5}}, else: No}]\n")
    rule = {
        "id": "R",
        "applies": {"t.a": "true"},
        "block": [{"must": {"t.n": {"at_least": "5"}}, "else": "No"}],
    }
    turned = {**rule, "applies": {"none": [{"t.a": "true"}]}}
    assert after(text, "applies") == {"requirements": [turned]}
    assert after(text, "the whole rule") == {"requirements": []}
    softer = {"id": "R", "applies": rule["applies"], "condition": rule["block"]}
    assert after(text, "block → condition") == {"requirements": [softer]}
    urgent = {**rule, "if_concern": "urgent"}
    assert after(text, "left out → urgent") == {"requirements": [urgent]}


def test_the_line_is_that_of_what_is_changed() -> None:
    lines = {each.what: each.line for each in made(RULES) if each.rule in ("R", "W")}
    assert (lines["applies"], lines["block 1 must"], lines["block → condition"]) == (5, 7, 6)
    assert lines["by Manager, to Worker"] == 20


def test_rules_of_groups_and_tests_within_any_and_all_are_changed_as_well() -> None:
    text = """\
groups:
  - scope: {bears_on: [step_up]}
    requirements:
      - id: R
        applies: {any: [{t.a: true, t.b: true}, {t.n: 3}]}
        warn: [{must: {t.a: true}, else: No}]
"""
    assert told(text, "test dropped") == [
        "R: applies any: without t.a, t.b",
        "R: applies any 1: without t.a",
        "R: applies any 1: without t.b",
        "R: applies any: without t.n",
    ]
    assert told(text, "strength") == ["R: warn → condition", "R: warn → note"]
    # A warning stands in nobody's way: nothing becomes of it under a concern.
    assert told(text, "if_concern") == []


def test_where_a_step_takes_the_child_is_moved() -> None:
    text = "routes:\n  - id: W\n    step: Visit\n    actions: [{W-1: Close, by: Worker, moves: down}]\n"
    assert told(text, "moves") == ["W-1: down → up", "W-1: down → same"]
    sequence = "routes:\n  - id: W\n    steps: [{W-1: Close, moves: down}, {W-2: End it, moves: same}]\n"
    assert told(sequence, "moves") == ["W-1: down → same"]


def test_no_number_goes_below_zero_and_only_those_that_decide_are_moved() -> None:
    text = requirement(
        "    title: 7\n    applies: {t.n: 0}\n    block: [{must: {t.a: true}, else: 5 days}]\n"
    )
    assert told(text, "number") == ["R: applies t.n: 0 → 1"]


def test_of_a_count_each_part_is_left_out_the_number_moved_and_all_of_it_dropped() -> None:
    text = requirement("    block: [{must: {t.c: true, count: [t.a, {t.n: 3}], at_least: 2}, else: No}]\n")
    place = "R: block 1 must"
    assert told(text, "test dropped") == [
        f"{place}: without count",
        f"{place}: without t.c",
        f"{place} count: without t.a",
        f"{place} count: without t.n",
    ]
    assert told(text, "number") == [
        f"{place} count 2 t.n: 3 → 4",
        f"{place} count 2 t.n: 3 → 2",
        f"{place} at_least: 2 → 3",
        f"{place} at_least: 2 → 1",
    ]
    named = requirement("    block: [{must: {count: [t.a, t.b, t.c], at_least: 2}, else: No}]\n")
    assert told(named, "list") == [f"{place} count: without {each}" for each in ("t.a", "t.b", "t.c")]
    assert told(named, "test dropped") == []
    assert after(text, "block 1 must: without count") == {
        "requirements": [{"id": "R", "block": [{"must": {"t.c": "true"}, "else": "No"}]}]
    }
