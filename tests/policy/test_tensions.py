"""Tensions: what the sources leave open, with a text for each way in which a policy can read it."""

from pathlib import Path

import pytest

from threshold.policy.tensions import read_tensions
from threshold.reading import BadInput, Problem

from ..semantics.conftest import rules_folder
from .making import load, only, requirements

PARAMETERS = """
wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 months, because: T-1}]}
most: {type: number, means: M, values: [{from: 2020-01-01, is: 3, because: T-1}]}
sure: {type: boolean, means: S, values: [{from: 2020-01-01, is: true, because: T-1}]}
place: {type: choice, one_of: [here, there], means: P, values: [{from: 2020-01-01, is: here, because: T-1}]}
papers: {type: list, means: P, values: [{from: 2020-01-01, is: [form, plan], because: T-1}]}
"""


def read(tmp_path: Path, text: str) -> list[Problem]:
    """What is wrong with a file of tensions."""
    path = tmp_path / "tensions.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read_tensions(path)
    assert {Path(problem.file).name for problem in caught.value.problems} == {"tensions.yaml"}
    return list(caught.value.problems)


@pytest.fixture
def tense(small, tmp_path: Path):
    """A policy whose tensions a test writes."""

    def made(text: str, parameters: str = PARAMETERS):
        place = Path(small.rules) / f"tense{len(list(Path(small.rules).iterdir()))}"
        place.mkdir()
        rules_folder(place)
        (place / "tensions.yaml").write_text(text)
        small.rules = place
        return small.tiny(requirements("R"), parameters)

    return made


def told(tense, readings: str, trial: str = "") -> str:
    """What is said of a tension of the pack `tiny`."""
    small = tense(f"T01:\n  open: Nobody says\n  readings:\n    tiny:\n{readings}")
    small.trial = (trial,) if trial else ()
    return load(small).pack("tiny").tensions["T01"]


def test_one_that_is_plain_text_is_read_in_one_way(tense):
    policy = load(tense("T01: Nobody says how\nT02: {open: Nobody says why}\n"))
    for pack in policy.packs:
        assert pack.tensions == {"T01": "Nobody says how", "T02": "Nobody says why"}


def test_each_pack_has_its_own_readings_and_any_other_only_what_is_open(tense):
    text = "T01: {open: Nobody says, readings: {tiny: [{says: Here it is so}], other: [{says: There not}]}}"
    policy = load(tense(text))
    assert policy.pack("tiny").tensions["T01"] == "Nobody says. Here it is so"
    assert policy.pack("safe").tensions["T01"] == "Nobody says"


@pytest.mark.parametrize(
    ("when", "trial", "holds"),
    [
        ("wait: 3 months", "", True),
        ("wait: 3 months", "tiny.wait=4 months", False),
        ("wait: [2 months, 3 months]", "", True),
        ("wait: [2 months, 3 months]", "tiny.wait=4 months", False),
        ("wait: {unit: months}", "", True),
        ("wait: {unit: months}", "tiny.wait=4 months", True),
        ("wait: {unit: months}", "tiny.wait=4 working days", False),
        ("wait: {unit: working days}", "tiny.wait=4 working days", True),
        ("wait: {unit: months}", "tiny.wait=none", False),
        ("wait: none", "tiny.wait=none", True),
        ("wait: none", "", False),
        ("most: 3", "", True),
        ("most: [1, 2]", "", False),
        ("sure: true", "", True),
        ("sure: false", "", False),
        ("sure: false", "tiny.sure=false", True),
        ("place: here", "", True),
        ("place: [there, here]", "tiny.place=there", True),
        ("papers: 'form, plan'", "", True),
        ("papers: form", "", False),
        ("papers: {includes: plan}", "", True),
        ("papers: {includes: letter}", "", False),
        ("papers: none", "tiny.papers=[]", True),
        ("wait: {includes: 3 months}", "", False),
        # All of them must be so.
        ("wait: 3 months, most: 3", "", True),
        ("wait: 3 months, most: 3", "tiny.most=4", False),
        ("wait: 3 months, most: 3", "tiny.wait=1 months", False),
    ],
)
def test_a_reading_goes_with_values_that_parameters_have(tense, when: str, trial: str, holds: bool):
    readings = f"      - when: {{{when}}}\n        says: So\n      - says: Not so\n"
    assert told(tense, readings, trial) == f"Nobody says. {'So' if holds else 'Not so'}"


def test_the_first_reading_that_holds_is_told_with_the_values_in_force(tense):
    readings = (
        "      - {when: {most: [3, 4]}, says: 'Wait {wait}'}\n"
        "      - {when: {most: 4}, says: Second}\n"
        "      - {says: '{papers} is wanted'}\n"
    )
    assert told(tense, readings) == "Nobody says. Wait 3 months"
    assert told(tense, readings, "tiny.most=4") == "Nobody says. Wait 3 months"
    assert told(tense, readings, "tiny.most=5") == "Nobody says. Form or plan is wanted"
    assert told(tense, readings, "tiny.wait=2 weeks") == "Nobody says. Wait 2 weeks"


READINGS = """
T01:
  open: Nobody says
  readings:
    tiny:
      %s
T02: Open
"""


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ("- {when: {wiat: 3 months}, says: So}\n      - says: Else", 'did you mean "wait"?'),
        (
            "- {when: {tiny.wait: 3 months}, says: So}\n      - says: Else",
            "no parameter $tiny.wait is declared",
        ),
        ("- {when: {wait: {untl: x}}, says: So}\n      - says: Else", "is a value, a list of values, {unit:"),
        ("- {when: {wait: {}}, says: So}\n      - says: Else", "is a value, a list of values, {unit:"),
        ("- {when: {wait: {unit: x, includes: y}}, says: So}\n      - says: Else", "is a value, a list"),
        (
            "- {when: {wait: {unit: [x]}}, says: So}\n      - says: Else",
            "is a value, a list of values, {unit:",
        ),
        ("- {says: 'Wait {wiat}'}", 'did you mean "wait"?'),
        ("- {says: 'Wait {wait'}", "a brace holds a parameter's name"),
    ],
)
def test_what_a_reading_may_not_name_is_told_at_its_line(tense, readings: str, message: str):
    problem = only(tense(READINGS % readings))
    assert message in problem.message
    assert (problem.line, Path(problem.file).name) == (6, "tensions.yaml")


@pytest.mark.parametrize(
    "later", ["{when: {wiat: x}, says: So}", "{when: {most: 1, wiat: x}, says: '{wiat}'}"]
)
def test_a_mistake_is_told_whatever_reading_is_in_force(tense, later: str):
    readings = f"- {{when: {{wait: 3 months}}, says: So}}\n      - {later}\n      - says: 'Else'"
    problem = only(tense(READINGS % readings))
    assert 'did you mean "wait"?' in problem.message
    assert problem.line == 7
    problem = only(
        tense(READINGS % readings.replace(later, "{when: {most: 1}, says: So}").replace("'Else'", "'{wiat}'"))
    )
    assert problem.line == 8


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[T01, T02]", 0, "must map each tension's id to its text or readings"),
        ("T01", 0, "must map each tension's id to its text or readings"),
        ("T01: [Open]", 1, "must be a mapping of keys to values"),
        ("T01: ", 1, "must be a mapping of keys to values"),
        ("T01: {readings: {}}", 1, '"open" is missing'),
        ("T01: {open: [x]}", 1, "must be text"),
        ("T01: {opne: x, open: x}", 1, 'this key is not known here; did you mean "open"?'),
        ("T01: {open: x, readings: [tiny]}", 1, "must be a mapping of keys to values"),
        ("T01: {open: x, readings: {tiny: So}}", 1, "must be a list"),
        ("T01: {open: x, readings: {tiny: {says: So}}}", 1, "must be a list"),
        ("T01: {open: x, readings: {tiny: [So]}}", 1, "must be a mapping of keys to values"),
        ("T01: {open: x, readings: {tiny: [{says: x, saying: x}]}}", 1, 'did you mean "says"?'),
        ("T01: {open: x, readings: {tiny: [{when: {a: b}}]}}", 1, '"says" is missing'),
        ("T01: {open: x, readings: {tiny: [{says: [So]}]}}", 1, "must be text"),
        ("T01: {open: x, readings: {tiny: [{says: So, when: soon}]}}", 1, "must be a mapping"),
        ("T01: {open: x, readings: {tiny: [{says: So, when: [a]}]}}", 1, "must be a mapping"),
    ],
)
def test_what_a_tension_may_not_be(tmp_path: Path, text: str, line: int, message: str):
    found = read(tmp_path, text + "\n")
    assert message in found[0].message
    assert (found[0].line or 0) == line


LAST = "the last reading, and only that, has no `when`: it stands for every other value"


@pytest.mark.parametrize(
    "readings",
    [
        "[]",
        "[{when: {wait: 3 months}, says: So}]",
        "[{when: {wait: 3 months}, says: So}, {when: {wait: 4 months}, says: Not so}]",
        "[{says: So}, {says: Not so}]",
        "[{says: So}, {when: {wait: 3 months}, says: Not so}]",
        "[{when: {}, says: So}, {says: Not so}]",
    ],
)
def test_the_last_reading_and_only_that_stands_for_every_other_value(tmp_path: Path, readings: str):
    (problem,) = read(tmp_path, f"T02: Open\nT01:\n  open: x\n  readings:\n    tiny: {readings}\n")
    assert (problem.message, problem.line, problem.field) == (LAST, 5, "T01.readings.tiny")


def test_everything_that_is_wrong_with_tensions_is_told_at_once(tmp_path: Path):
    text = "T01: []\nT02: Open\nT03: {open: x, readings: {tiny: []}}\nT04: {oppen: x}\n"
    assert [problem.line for problem in read(tmp_path, text)] == [1, 3, 4, 4]


def test_tensions_are_read_once(tmp_path: Path):
    path = tmp_path / "tensions.yaml"
    path.write_text("T01: Open\n")
    assert read_tensions(path) is read_tensions(path)
    assert [(name, each.entry.open) for name, each in read_tensions(path).items()] == [("T01", "Open")]
