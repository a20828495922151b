"""Every single change to a table of indicators, named as whoever wrote it would name it."""

from pathlib import Path

import pytest

from threshold.mutation.changeable import Changeable
from threshold.mutation.changes import Change
from threshold.mutation.equivalent import FILE
from threshold.mutation.examples import Examples
from threshold.mutation.report import survivor_line
from threshold.mutation.tables import changes_of_table
from threshold.mutation.trial import Outcome, Trial
from threshold.policy.indicators.read import read_table
from threshold.policy.packs import read_pack

from ..policy.indicators.making import read, workbook
from ..policy.own import CALM, Own

NAMES = ("Universal", "Early Support", "Family Help", "Protection")
LEVELS = f"levels: [{', '.join(NAMES)}]\n"
SIGNS = """id,level,domain,asks,ages,protection
O-2-1,Early Support,Learning,Does the child sometimes miss school?,5 to 16,
O-3-1,Family Help,Learning,Is the child persistently absent from school?,,
O-3-2,Family Help,Home,The home is neglected,,
O-4-1,Protection,Home,Has the child been hit?,under 5,yes
O-3-3,Family Help,Home,The home is crowded,,
"""
COMBINED = """combine:
  - {id: O-C-1, is: Protection, at_least: 2, of: Family Help, in_domains: 2, because: Too much}
otherwise: Universal
"""
EVERY_SIGN = ("o_2_1", "o_3_1", "o_3_2", "o_3_3", "o_4_1")


def named(folder: Path, **files: str) -> list[str]:
    return [f"{each.rule}: {each.named}" for each in changes_of_table(read(folder, **files), NAMES)]


def made(folder: Path, combined: str = COMBINED) -> Path:
    own = Own(folder)
    place = own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, indicators_yaml=combined)
    own.files()
    (folder / "cases").mkdir()
    return place


def example(folder: Path, name: str, signs: str, expect: str, age: int = 9) -> None:
    """An example in which only these signs are there."""
    stated = ", ".join(f"{each}: {'true' if each in signs.split() else 'false'}" for each in EVERY_SIGN)
    policy = folder / "ours.yaml"
    text = f"{CALM}age: {age}\nours_signs: {{{stated}}}\nexpect: {{policy: {policy}, {expect}}}\n"
    (folder / "cases" / f"{name}.yaml").write_text(f"case: {name}-1\n{text}")


def tried(folder: Path) -> dict[str, Outcome]:
    trial = Trial(folder / "ours", Examples([str(folder / "cases")]))
    return {
        f"{each.rule}: {each.named}": trial.tried(each) for each in trial.changes if each.table is not None
    }


def test_signs_are_left_out_and_moved_a_level_or_a_year(tmp_path: Path) -> None:
    rows = SIGNS.splitlines(keepends=True)
    assert named(tmp_path, indicators_csv=rows[0] + rows[1]) == [
        "O-2-1: taken out: the whole sign",
        "O-2-1: level: Early Support → Family Help",
        "O-2-1: level: Early Support → Universal",
        "O-2-1: ages: 5 to 16 → 6 to 16",
        "O-2-1: ages: 5 to 16 → 4 to 16",
        "O-2-1: ages: 5 to 16 → 5 to 17",
        "O-2-1: ages: 5 to 16 → 5 to 15",
        "O-2-1: ages: 5 to 16 → all ages",
        "otherwise: level: Universal → Early Support",
    ]


def test_a_sign_of_protection_is_also_turned_into_one_that_is_none(tmp_path: Path) -> None:
    rows = SIGNS.splitlines(keepends=True)
    assert named(tmp_path, indicators_csv=rows[0] + rows[4]) == [
        "O-4-1: taken out: the whole sign",
        "O-4-1: protection: yes → no",
        "O-4-1: level: Protection → Family Help",
        "O-4-1: ages: up to 4 → up to 5",
        "O-4-1: ages: up to 4 → up to 3",
        "O-4-1: ages: up to 4 → all ages",
        "otherwise: level: Universal → Early Support",
    ]


@pytest.mark.parametrize(
    ("ages", "others"),
    [
        ("unborn", ["all ages"]),
        ("unborn to 0", ["unborn to 1", "up to 0", "all ages"]),
        ("up to 0", ["up to 1", "all ages"]),
        ("0 to 25", ["1 to 25", "0 to 24", "all ages"]),
        ("3 to 3", ["2 to 3", "3 to 4", "all ages"]),
        ("13 or over", ["14 or over", "12 or over", "all ages"]),
    ],
)
def test_ages_are_moved_as_far_as_there_are_such(tmp_path: Path, ages: str, others: list[str]) -> None:
    row = f"id,level,domain,asks,ages\nO-2-1,Early Support,Home,Is the home cold?,{ages}\n"
    found = named(tmp_path, indicators_csv=row)
    assert [each.split(" → ")[1] for each in found if ": ages: " in each] == others


def test_what_signs_make_together_is_moved_and_recounted(tmp_path: Path) -> None:
    found = named(tmp_path, indicators_csv=SIGNS, indicators_yaml=COMBINED)
    assert [each for each in found if each.startswith("O-C")] == [
        "O-C-1: taken out: the whole combination",
        "O-C-1: level: Protection → Family Help",
        "O-C-1: number: at_least: 2 → 3",
        "O-C-1: number: in_domains: 2 → 1",
        "O-C-1: value: in_every_domain: no → yes",
    ]


def test_of_several_counts_each_is_left_out_and_recounted(tmp_path: Path) -> None:
    some = "{at_least: 2, of: [Family Help, Protection]}"
    in_each = "{at_least: 1, of: Family Help, in_every_domain: true}"
    combined = f"combine:\n  - {{id: O-C-2, is: Protection, all: [{some}, {in_each}], because: Much}}\n"
    found = named(tmp_path, indicators_csv=SIGNS, indicators_yaml=combined)
    assert [each for each in found if each.startswith("O-C")] == [
        "O-C-2: taken out: the whole combination",
        "O-C-2: level: Protection → Family Help",
        "O-C-2: list: without count 1",
        "O-C-2: number: count 1 at_least: 2 → 3",
        "O-C-2: number: count 1 at_least: 2 → 1",
        "O-C-2: number: count 1 in_domains: 1 → 2",
        "O-C-2: value: count 1 in_every_domain: no → yes",
        "O-C-2: list: count 1 of: without Family Help",
        "O-C-2: list: count 1 of: without Protection",
        "O-C-2: list: without count 2",
        "O-C-2: number: count 2 at_least: 1 → 2",
        "O-C-2: value: count 2 in_every_domain: yes → no",
    ]


def test_levels_without_names_are_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, indicators_csv="id,level,domain,asks\nO-1,4,Home,Is the home cold?\n")
    found = [each.named for each in changes_of_table(table, ())]
    assert found == ["taken out: the whole sign", "level: 4 → 3", "level: 1 → 2"]


def test_each_change_has_its_line_or_its_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = read(tmp_path, indicators_csv=SIGNS, indicators_yaml=COMBINED)
    lines = {each.rule: (Path(each.file).name, each.line) for each in changes_of_table(table, NAMES)}
    assert lines["O-2-1"] == ("indicators.csv", 2)
    assert lines["O-C-1"] == ("indicators.yaml", 2)
    assert lines["otherwise"] == ("indicators.yaml", 3)
    (tmp_path / "xlsx").mkdir()
    workbook(tmp_path / "xlsx" / "indicators.xlsx")
    of_cells = read_table(tmp_path / "xlsx")
    assert of_cells is not None
    first = next(iter(changes_of_table(of_cells, ())))
    line = survivor_line(Outcome(first, "survived"))
    assert line == "xlsx/indicators.xlsx, cell A2: EM-1: taken out: the whole sign"


def test_the_rules_that_a_table_becomes_are_not_changed_besides(tmp_path: Path) -> None:
    pack = Changeable(made(tmp_path))
    assert {Path(each.file).name for each in pack.changes} == {"indicators.csv", "indicators.yaml"}
    assert all(each.table is not None for each in pack.changes)


def test_the_pack_with_a_change_has_other_rules_and_the_same_clauses(tmp_path: Path) -> None:
    pack = Changeable(made(tmp_path))
    changed = pack.changed(of(pack, "O-3-2", "level: Family Help → Early Support"))
    assert pack.held.table is not None
    assert changed.table is not None
    assert [each.level for each in changed.table.signs][1:3] == ["Family Help", "Early Support"]
    assert changed.clauses == pack.held.clauses
    assert [group.file for group in changed.groups] == [group.file for group in pack.held.groups]
    levels = [
        row.value for group in changed.groups for each, _ in group.entries("definitions") for row in each.rows
    ]
    assert levels[1:3] == ["Family Help", "Early Support"]
    assert read_pack(tmp_path / "ours") is pack.held


def test_examples_notice_what_they_show_and_nothing_else(tmp_path: Path) -> None:
    made(tmp_path)
    example(tmp_path, "none", "", "level: 1")
    example(tmp_path, "one", "o_3_1", "level: 3")
    example(tmp_path, "two", "o_3_1 o_3_2", "level: 4")
    example(tmp_path, "hit", "o_4_1", "facts: {protection.concern: true}")
    example(tmp_path, "misses", "o_2_1", "level: 2")
    example(tmp_path, "young", "o_2_1", "conflicts: [O-2-1-ages]", age=4)
    found = tried(tmp_path)
    noticed = {what: each.by for what, each in found.items() if each.fate == "noticed"}
    assert noticed["O-3-2: level: Family Help → Early Support"] == "two-1"
    assert noticed["O-2-1: level: Early Support → Universal"] == "misses-1"
    assert noticed["O-2-1: ages: 5 to 16 → 4 to 16"] == "young-1"
    assert noticed["O-4-1: protection: yes → no"] == "hit-1"
    assert noticed["O-C-1: taken out: the whole combination"] == "two-1"
    assert noticed["otherwise: level: Universal → Early Support"] == "none-1"
    assert {what for what, each in found.items() if each.fate == "survived"} == {
        "O-2-1: ages: 5 to 16 → 6 to 16",
        "O-2-1: ages: 5 to 16 → 5 to 17",
        "O-2-1: ages: 5 to 16 → 5 to 15",
        "O-3-2: level: Family Help → Protection",
        "O-4-1: ages: up to 4 → up to 5",
        "O-4-1: ages: up to 4 → up to 3",
        "O-4-1: ages: up to 4 → all ages",
        "O-3-3: taken out: the whole sign",
        "O-3-3: level: Family Help → Protection",
        "O-3-3: level: Family Help → Early Support",
        "O-C-1: number: in_domains: 2 → 1",
    }


def test_a_level_is_noticed_though_the_sign_is_counted_elsewhere(tmp_path: Path) -> None:
    made(tmp_path)
    example(tmp_path, "home", "o_3_2", "level: 3")
    for other in ("Protection", "Early Support"):
        trial = Trial(tmp_path / "ours", Examples([str(tmp_path / "cases")]))  # which noticed nothing before
        change = of(trial.pack, "O-3-2", f"level: Family Help → {other}")
        assert trial.tried(change).fate == "noticed"


def test_what_no_table_could_say_does_not_load(tmp_path: Path) -> None:
    made(tmp_path)
    example(tmp_path, "two", "o_3_1 o_3_2", "level: 4")
    found = tried(tmp_path)
    assert {what for what, each in found.items() if each.fate == "does not load"} == {
        "O-3-1: taken out: the whole sign",  # all others of its level lie in one domain
        "O-3-1: level: Family Help → Protection",
        "O-3-1: level: Family Help → Early Support",
        "O-4-1: level: Protection → Family Help",  # a sign of danger stands at the highest
        "O-C-1: level: Protection → Family Help",  # which one such sign makes by itself
        "O-C-1: value: in_every_domain: no → yes",  # one of them has a single sign
    }


def test_a_change_to_a_table_can_be_listed_and_is_looked_into_all_the_same(tmp_path: Path) -> None:
    place = made(tmp_path)
    change = "number: in_domains: 2 → 1"
    (place / FILE).write_text(f"- {{rule: O-C-1, change: '{change}', because: Nobody would see}}\n")
    example(tmp_path, "two", "o_3_1 o_3_2", "level: 4")
    assert not [each for each in Changeable(place).wrongly_listed() if "no such change" in each.message]
    outcome = tried(tmp_path)[f"O-C-1: {change}"]
    assert (outcome.fate, outcome.because, outcome.proved) == ("equivalent", "Nobody would see", False)
    example(tmp_path, "home", "o_3_2", "level: 3")  # and with one answer more, two in one domain
    assert tried(tmp_path)[f"O-C-1: {change}"].fate == "survived"


def of(pack: Changeable, rule: str, name: str) -> Change:
    (found,) = (each for each in pack.changes if (each.rule, each.named) == (rule, name))
    return found
