"""Coverage of a pack, from its files and its examples."""

from pathlib import Path

import pytest

from threshold.coverage.run import Covered, coverage
from threshold.reading import BadInput

from ..mutation.conftest import example
from ..policy.own import CALM, SCRIPT, Own


def covered(folder: Path) -> Covered:
    (found,), anywhere = coverage([str(folder / "tiny")], [str(folder / "cases")])
    assert anywhere == []
    return found


def states(folder: Path) -> dict[str, str]:
    return {each.clause.id: each.state for each in covered(folder).clauses}


def test_every_clause_of_the_list_is_accounted_for(written: Path) -> None:
    assert states(written) == {
        "T-1": "wholly",
        "T-2": "in name only",
        "T-3": "in part",
        "W-1": "in name only",
        "T-5": "unaccounted",
        "T-4": "left out",
    }


def test_another_example_earns_more(written: Path) -> None:
    case = "t: {a: true}\nexpect: {policy: p.yaml, steps: {W-1: {by: Worker}}}"
    (written / "cases" / "way.yaml").write_text(example("way", case, written))
    found = states(written)
    assert (found["T-2"], found["W-1"]) == ("wholly", "wholly"), "the one row goes with its rule"


def test_the_rules_are_told_with_what_is_expected_of_them(written: Path) -> None:
    shown = {each.rule: each.missing for each in covered(written).rules}
    assert shown == {"R": ("not_met", "undetermined"), "L": ("met", "overdue"), "W-1": ("expected",)}


def test_that_a_rule_does_not_apply_earns_nothing(written: Path) -> None:
    for path in (written / "cases").iterdir():
        path.unlink()
    case = "t: {a: true, b: false, n: 5}\nexpect: {policy: p.yaml, checks: {R: not_applicable}}"
    (written / "cases" / "out.yaml").write_text(example("out", case, written))
    # Only what is turned round shows there: the rule would apply.
    assert states(written)["T-3"] == "in part"
    case = "t: {a: true}\nexpect: {policy: p.yaml, status: advisory}"
    (written / "cases" / "out.yaml").write_text(example("out", case, written))
    assert states(written)["T-3"] == "in name only"


def test_a_pack_of_which_there_is_no_example_is_refused(written: Path) -> None:
    for path in (written / "cases").iterdir():
        path.unlink()
    (written / "cases" / "none.yaml").write_text("case: C-1\n")
    with pytest.raises(BadInput, match="no example that passes"):
        covered(written)


def test_what_the_consultation_line_rests_on_is_carried_without_an_example(tmp_path: Path) -> None:
    own = Own(tmp_path)
    place = own.pack(consultation=SCRIPT)
    own.files()
    (tmp_path / "cases").mkdir()
    case = f"{CALM}expect: {{policy: {tmp_path / 'ours.yaml'}, status: advisory}}\n"
    (tmp_path / "cases" / "calm.yaml").write_text(f"case: calm-1\n{case}")
    ((found,), _) = coverage([str(place)], [str(tmp_path / "cases")])
    assert [(each.clause.id, each.state) for each in found.clauses] == [("O-1", "wholly")]
