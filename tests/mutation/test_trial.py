"""A change is noticed where an example does not come out as it expects, and survives where none does."""

from pathlib import Path

import pytest

from threshold.mutation.difference import Difference
from threshold.mutation.examples import Examples
from threshold.mutation.trial import Outcome, Trial, Tried

from ..semantics.conftest import Small
from .conftest import example, write


def tried(folder: Path) -> dict[str, Outcome]:
    trial = Trial(folder / "tiny", Examples([str(folder / "cases")]))
    return {f"{each.item or each.rule}: {each.what}": trial.tried(each) for each in trial.changes}


def test_what_examples_notice_and_what_they_do_not(written: Path) -> None:
    found = tried(written)
    noticed = {what: each.by for what, each in found.items() if each.fate == "noticed"}
    assert noticed["R: block 1 must t.n at_least: 5 → 6"] == "met-1"
    assert noticed["R: block 1 must t.n at_least: 5 → 4"] == "few-1"
    assert noticed["R: block 1 must: without t.n"] == "few-1"
    assert noticed["L: within: 3 days → 4 days"] == "due-1"
    assert {"R: the whole rule", "R: applies", "R: block 1 must", "L: the whole rule"} < noticed.keys()
    assert [what for what, each in found.items() if each.fate == "does not load"] == [
        "R: block 1",
        "W-1: steps 1",
    ]
    assert {what for what, each in found.items() if each.fate == "survived"} == {
        "R: block 1 must: without t.a",
        "R: bears_on: without step_up",
        "R: bears_on: without step_down",
        "R: block → condition",
        "R: left out → urgent",
        "R: left out → afterwards",
        "W: the whole rule",
        "W-1: by Manager, to Worker",
    }


def test_another_example_notices_more(written: Path) -> None:
    case = "t: {a: false, b: true, n: 5}\nrequest: {direction: step_up}\nchild_protection: {concern: false}\n"
    expect = "expect: {policy: p.yaml, status: blocked, checks: {R: not_met}}"
    (written / "cases" / "all.yaml").write_text(example("all", case + expect, written))
    found = tried(written)
    for what in ("block 1 must: without t.a", "bears_on: without step_up", "block → condition"):
        assert found[f"R: {what}"] == Outcome(found[f"R: {what}"].change, "noticed", "all-1")


def test_which_examples_are_decided_again_makes_no_difference(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = tried(written)
    monkeypatch.setattr(Difference, "may_show", lambda *_: True)
    monkeypatch.setattr(Tried, "may_differ", lambda *_: True)
    assert {what: each.fate for what, each in tried(written).items()} == {
        what: each.fate for what, each in quick.items()
    }


def test_a_definition_speaks_also_where_the_row_of_its_name_answers_another_request(small: Small) -> None:
    rules = """\
definitions:
  - {id: G-1, carries: [T-1], fact: made.answer, hit: exactly_one, rows: [{when: {t.a: true}, is: red}]}
routes:
  - {id: W, carries: [T-1], step: Visit, actions: [{G-1: Call, by: Worker}]}
"""
    case = "t: {a: true}\nrequest: {direction: step_up}\nexpect: {policy: p.yaml, facts: {made.answer: red}}"
    found = tried(write(small, rules, {"red.yaml": case}))
    fates = {each.change.kind: each.fate for each in found.values() if each.change.line == 2}
    assert fates == {"taken out": "does not load", "turned round": "noticed"}


@pytest.mark.parametrize(
    "expect",
    ["checks: {R: not_met}", "checks: {R: never}", ""],
    ids=["does not pass", "says nothing that can be", "expects nothing"],
)
def test_examples_that_do_not_pass_tell_nothing(written: Path, expect: str) -> None:
    for path in (written / "cases").iterdir():
        path.unlink()
    wanted = f"expect: {{policy: p.yaml, {expect}}}" if expect else ""
    case = f"t: {{a: true, b: true, n: 5}}\n{wanted}"
    (written / "cases" / "a.yaml").write_text(example("a", case, written))
    assert Trial(written / "tiny", Examples([str(written / "cases")])).examples == 0


def test_that_a_rule_does_not_apply_is_no_notice_of_its_absence(written: Path) -> None:
    for path in (written / "cases").iterdir():
        path.unlink()
    case = "t: {a: true, b: false, n: 5}\nexpect: {policy: p.yaml, checks: {R: not_applicable}}"
    (written / "cases" / "out.yaml").write_text(example("out", case, written))
    found = tried(written)
    assert found["R: the whole rule"].fate == "survived"
    assert found["R: applies"].fate == "noticed", "turned round, it applies"


def test_examples_that_tell_nothing_are_named(written: Path) -> None:
    case = "t: {a: true, b: true, n: 5}\nexpect: {policy: p.yaml, checks: {R: not_met}}"
    (written / "cases" / "wrong.yaml").write_text(example("wrong", case, written))
    nowhere = "expect: {policy: nowhere, status: blocked}"
    (written / "cases" / "nowhere.yaml").write_text(example("nowhere", nowhere, written))
    (written / "cases" / "broken.yaml").write_text("case: [\n")
    trial = Trial(written / "tiny", Examples([str(written / "cases")]))
    assert trial.examples == 3
    assert [Path(name).name for name in trial.left_out] == ["wrong-1", "broken.yaml"]


def test_a_mark_is_left_out(small: Small) -> None:
    rules = """\
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    block: [{must: {t.a: true}, else: No, do: Run, by: Worker, urgent: true}]
"""
    case = "t: {a: false}\nrequest: {direction: step_up}\nexpect: {policy: p.yaml, urgent: [R]}"
    found = tried(write(small, rules, {"run.yaml": case}))
    assert found["R: without urgent"].fate == "noticed"


SCOPED = """\
requirements:
  - id: S
    carries: [T-1]
    bears_on: [step_up]
    block: [{must: {t.a: true}, else: No}]
scope: {applies: {t.b: true}}
"""


@pytest.mark.parametrize(
    ("expect", "fate"),
    [('printed: ["Not so"]', "noticed"), ("direction: step_up", "survived")],
    ids=["read", "not read"],
)
def test_of_what_is_printed_the_screen_is_looked_at(small: Small, expect: str, fate: str) -> None:
    rules = SCOPED.replace("block:", "warn:").replace("No", "Not so")
    case = f"t: {{a: false, b: true}}\nrequest: {{direction: step_up}}\nexpect: {{policy: p.yaml, {expect}}}"
    assert tried(write(small, rules, {"one.yaml": case}))["S: the whole rule"].fate == fate


def test_no_file_is_touched(written: Path) -> None:
    before = {path: path.read_bytes() for path in written.rglob("*.yaml")}
    tried(written)
    assert {path: path.read_bytes() for path in written.rglob("*.yaml")} == before
