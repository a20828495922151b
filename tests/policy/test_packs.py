"""The files of a pack, strictly read: every fault of every file at once, each where it stands."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from threshold.policy.indicators.model import Combination, Count, Place
from threshold.policy.packs import PackFiles, read_pack
from threshold.reading import BadInput, Problem, one_document, plain

from .own import LEVELS, SCRIPT, SIGNS, Own

PACK = """
pack: tiny
title: Tiny
source: {document: A paper, publisher: P, date: 2020-01, clauses: T}
clauses: {T-1: one place}
"""
RULE = "requirements: [{id: %s, bears_on: [close], block: [{must: {t.a: true}, else: No}]}]\n"
PARAMETER = "most: {type: number, means: How many, values: [{from: 2020-01-01, is: 3, because: T-1}]}\n"


def write(folder: Path, **files: str) -> Path:
    """A pack in a folder of its name; `pack`, `parameters` or else the name of a rule file."""
    place = folder / "tiny"
    (place / "rules").mkdir(parents=True)
    for name, text in ({"pack": PACK} | files).items():
        own = name in ("pack", "parameters")
        (place / f"{name}.yaml" if own else place / "rules" / f"{name}.yaml").write_text(text)
    return place


def problems(place: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_pack(place)
    return [str(problem).replace(f"{place}/", "") for problem in caught.value.problems]


def refused(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        call()
    return caught.value.problems


def names(pack: PackFiles) -> list[str]:
    return [entry.id for group in pack.groups for entry, _ in group.entries("requirements")]


def test_a_pack_is_its_entry_its_parameters_and_its_rule_files_in_the_order_of_their_names(tmp_path: Path):
    place = write(tmp_path, parameters=PARAMETER, b=RULE % "B", a=RULE % "A", c=RULE % "C")
    (place / "rules" / "notes.txt").write_text("not a rule file")
    found = read_pack(place)
    assert (found.entry.pack, names(found)) == ("tiny", ["A", "B", "C"])
    assert [parameter.name for parameter in found.parameters.values()] == ["tiny.most"]
    assert [Path(group.file).name for group in found.groups] == ["a.yaml", "b.yaml", "c.yaml"]


def test_everything_that_is_written_is_part_of_the_content(tmp_path: Path):
    place = write(tmp_path, parameters=PARAMETER, a=RULE % "A")
    content = read_pack(place).content
    assert content == {
        name: plain(one_document(place / name)) for name in ("pack.yaml", "parameters.yaml", "rules/a.yaml")
    }


def test_a_pack_may_have_no_parameters_and_no_rules(tmp_path: Path):
    found = read_pack(write(tmp_path))
    assert (found.parameters, found.groups, list(found.content)) == ({}, (), ["pack.yaml"])


CLAUSES = "core:\n  T-1: one place\n"


def test_the_clauses_stand_in_a_file_of_their_own_or_in_the_head(tmp_path: Path):
    head = "".join(line for line in PACK.splitlines(keepends=True) if not line.startswith("clauses"))
    place = write(tmp_path / "own", pack=head)
    assert problems(place) == [
        "pack.yaml, line 1: lists no clause: every clause of the document stands here, or under `clauses` "
        "in pack.yaml"
    ]
    (place / "clauses.yaml").write_text(CLAUSES)
    read_pack.cache_clear()
    found = read_pack(place)
    assert [*found.clauses] == ["T-1"]
    assert found.content == {
        "pack.yaml": plain(one_document(place / "pack.yaml")),
        "clauses.yaml": {"core": {"T-1": "one place"}},
    }
    both = write(tmp_path / "both")
    (both / "clauses.yaml").write_text(CLAUSES)
    assert problems(both) == [
        "clauses.yaml, line 1: pack.yaml lists clauses already: keep them in one of the two files"
    ]


def test_a_pack_is_read_once(tmp_path: Path):
    place = write(tmp_path)
    assert read_pack(place) is read_pack(place)


def test_a_pack_is_called_what_its_folder_is_called(tmp_path: Path):
    (told,) = problems(write(tmp_path, pack=PACK.replace("pack: tiny", "pack: teeny")))
    assert told == 'pack.yaml, line 1, pack: the pack is called "teeny" but its folder is not'


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path):
    place = write(
        tmp_path,
        pack=PACK.replace("pack: tiny", "pack: teeny"),
        parameters=PARAMETER.replace("number", "figure") + PARAMETER.replace("most: {type", "least: {tpe"),
        a=RULE % "9",
        b="requirments: []\n",
        c=RULE % "C",
    )
    told = problems(place)
    assert [text.split(",")[0] for text in told] == [
        "pack.yaml",
        "parameters.yaml",
        "parameters.yaml",
        "parameters.yaml",
        "rules/a.yaml",
        "rules/b.yaml",
    ]
    assert "most.type: must be one of" in told[1]
    assert all("least." in text for text in told[2:4])


def test_parameters_are_a_mapping(tmp_path: Path):
    (told,) = problems(write(tmp_path, parameters="- most\n"))
    assert told == "parameters.yaml, line 1: must map parameters to their declarations"


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: 1\n---\nb: 2\n"])
def test_a_file_holds_one_document(tmp_path: Path, text: str):
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match="must hold one YAML document"):
        one_document(path)
    path.write_text("a: 1\n")
    assert plain(one_document(path)) == {"a": "1"}


@pytest.mark.parametrize("key", ["title", "applies", "unless", "in_force", "carries"])
def test_a_key_with_nothing_behind_it_is_told(tmp_path: Path, key: str):
    said = "bears_on: [close]\n    block: [{must: {t.a: true}, else: No}]\n"
    rule = f"requirements:\n  - id: A\n    {key}:\n    {said}"
    told = [problem for problem in problems(write(tmp_path, a=rule)) if "nothing stands behind" in problem]
    assert told == [
        f"rules/a.yaml, line 3, column 5, {key}: nothing stands behind this key; leave it out, or say `none` "
        "where that is meant"
    ]


def test_a_scope_with_nothing_behind_a_key_is_told(tmp_path: Path):
    (told,) = problems(write(tmp_path, a=f"scope:\n  applies:\n{RULE % 'A'}"))
    assert told.startswith("rules/a.yaml, line 2, column 3, applies: nothing stands behind this key")


def test_what_the_consultation_line_rests_on_is_cited(tmp_path: Path):
    place = Own(tmp_path).pack(consultation=SCRIPT)
    found = read_pack(place)
    assert found.cited() == {"O-1"}
    assert found.cited_in_calls() == {"log": ["O-1"], "danger": ["O-1"]}
    (place / "consultation.yaml").unlink()
    read_pack.cache_clear()
    assert (read_pack(place).cited(), read_pack(place).cited_in_calls()) == (set(), {})


def test_a_table_is_no_file_of_rules_and_another_one_makes_other_rules(tmp_path: Path):
    found = read_pack(Own(tmp_path).pack(vocabulary=LEVELS, indicators_csv=SIGNS, rules=RULE % "A"))
    assert found.table is not None
    assert [Path(file).name for file in found.roots()] == ["all.yaml"]
    assert found.levels == ("Universal", "Early Support", "Family Help", "Protection")
    changed = found.with_table(replace(found.table, signs=found.table.signs[:1]))
    ids = [entry.id for group in changed.groups for entry, _ in group.entries("definitions")]
    assert (ids, changed.clauses, names(changed)) == (["O-2-1"], found.clauses, ["A"])
    counted = Combination("O-C", "Protection", (Count(3, ("Family Help",)),), "Much", Place("t.csv", 9))
    more = replace(found.table, combinations=(counted,))
    assert [str(each) for each in refused(lambda: found.with_table(more))] == [
        "t.csv, line 9, combine: counts 3 signs where there are only 2 of these levels; count fewer"
    ]
