"""Examples are gathered by the policy that decides them; what tells nothing is set apart."""

from pathlib import Path

from threshold.mutation.examples import Examples
from threshold.policy.packs import read_pack

from .conftest import example


def test_examples_stand_under_their_policy_and_those_that_fail_apart(written: Path) -> None:
    case = "t: {a: true, b: true, n: 5}\nexpect: {policy: p.yaml, checks: {R: not_met}}"
    (written / "cases" / "wrong.yaml").write_text(example("wrong", case, written))
    found = Examples([str(written / "cases")])
    (group,) = found.of(read_pack(written / "tiny"))
    assert group.files.path.name == "p.yaml"
    assert sorted(each.case.reference for each in group.examples) == ["due-1", "few-1", "met-1"]
    assert group.failing == ["wrong-1"]
    assert {each.names for each in group.examples} == {frozenset({"L"}), frozenset({"R"})}


def test_what_cannot_be_read_or_decided_is_told(written: Path) -> None:
    (written / "cases" / "broken.yaml").write_text("case: [\n")
    unclear = "expect: {policy: p.yaml, statuss: blocked}"
    (written / "cases" / "unclear.yaml").write_text(example("unclear", unclear, written))
    found = Examples([str(written / "cases")])
    assert [Path(problem.file or "").name for problem in found.unread] == ["broken.yaml"]
    assert found.undecided == ["unclear-1"]


def test_a_pack_that_no_policy_holds_has_no_examples(written: Path) -> None:
    found = Examples([str(written / "cases")])
    other = written / "other" / "tiny"
    (other / "rules").mkdir(parents=True)
    head = (written / "tiny" / "pack.yaml").read_text()
    (other / "pack.yaml").write_text(head.replace("title:", "title: Another,"))
    assert found.of(read_pack(other)) == []
