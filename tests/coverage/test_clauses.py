"""A clause is carried where an example would miss what cites it, and by nothing else."""

from pathlib import Path

import pytest

from threshold.coverage.clauses import Carrier, ClauseState, carriers, state
from threshold.mutation.changeable import Changeable
from threshold.mutation.changes import changes
from threshold.policy.model import Clause
from threshold.policy.packs import read_pack
from threshold.reading import one_document

from ..policy.own import LEVELS, SCRIPT, SIGNS, Own

RULE, ROW = Carrier("R"), Carrier("W", "W-1")


@pytest.mark.parametrize(
    ("clause", "missed", "expected"),
    [
        (Clause("T-1", "here"), {RULE: True}, "wholly"),
        (Clause("T-1", "here"), {RULE: False, ROW: True}, "wholly"),
        (Clause("T-1", "here", in_part="half"), {RULE: True}, "in part"),
        (Clause("T-1", "here", in_part="half"), {RULE: False}, "in name only"),
        (Clause("T-1", "here"), {RULE: False}, "in name only"),
        (Clause("T-1", "here", in_part="half"), {}, "unaccounted"),
        (Clause("T-1", "here"), {}, "unaccounted"),
        (Clause("T-1", "here", left_out="a rota"), {}, "left out"),
        (Clause("T-1", "here", standing="not_yet_in_force"), {RULE: False}, "not yet in force"),
        (Clause("T-1", "here", standing="not_yet_in_force"), {}, "unaccounted"),
        (Clause("T-1", "here", standing="not_confirmed"), {RULE: True}, "wholly"),
        (Clause("T-1", "here", standing="not_confirmed"), {RULE: False}, "in name only"),
    ],
)
def test_what_becomes_of_it(clause: Clause, missed: dict[Carrier, bool], expected: ClauseState) -> None:
    assert state(clause, missed) == expected


def test_what_cites_each_clause(written: Path) -> None:
    found = carriers(read_pack(written / "tiny"))
    assert {clause: [str(each) for each in own] for clause, own in found.items()} == {
        "T-1": ["R", "L"],
        "T-2": ["W"],
        "T-3": ["R"],
        "W-1": ["W-1"],
        "T-5": [],
        "T-4": [],
    }


def test_a_row_is_taken_out_by_what_takes_that_row_alone(written: Path) -> None:
    file = written / "tiny" / "rules" / "all.yaml"
    made = [*changes(one_document(file), str(file))]
    assert [each.what for each in made if ROW.is_taken_out_by(each)] == ["steps 1"]
    assert [each.what for each in made if RULE.is_taken_out_by(each)] == [
        "the whole rule",
        "applies",
        "block 1",
        "block 1 must",
    ]


def test_a_sign_is_taken_out_as_a_row_of_its_table_and_its_concern_by_turning_that(tmp_path: Path) -> None:
    place = Own(tmp_path).pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    found = carriers(read_pack(place))["O-4-1"]
    assert [str(each) for each in found] == ["O-4-1", "O-4-1-concern"]
    made = Changeable(place).changes
    taken_out = [[change.what for change in made if each.is_taken_out_by(change)] for each in found]
    assert taken_out == [["the whole sign"], ["yes → no"]]


def test_what_a_call_rests_on_is_carried_where_no_rule_cites_it(tmp_path: Path) -> None:
    own = Own(tmp_path)
    place = own.pack(consultation=SCRIPT)
    assert {clause: [*map(str, each)] for clause, each in carriers(read_pack(place)).items()} == {
        "O-1": ["consultation: log", "consultation: danger"]
    }
    part = "[{must: {need.level: 1}, else: No}]"
    cited = f"requirements: [{{id: R, carries: [O-1], bears_on: [close], block: {part}}}]\n"
    read_pack.cache_clear()
    own.pack(consultation=SCRIPT, rules=cited)
    assert [*map(str, carriers(read_pack(place))["O-1"])] == ["R"]
    assert not Carrier("danger", in_calls=True).is_taken_out_by(
        next(each for each in Changeable(place).changes if each.rule == "R")
    )
