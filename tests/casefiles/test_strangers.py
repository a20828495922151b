"""Files that are no cases: passed over in a folder with a word, and refused where one is named outright."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from threshold.casefiles import Case, PassedOver, Unreadable, read_cases
from threshold.casefiles.strangers import like_cases, seems
from threshold.policy import load_policy, rules_directory
from threshold.reading import parse_yaml
from threshold.vocabulary import Vocabulary

Files = Any  # the class in conftest.py
RULES = rules_directory()
MAP = (
    "columns: {child: Child, event: Event, on: Date}\nevents: {Referral: referral}\ncovers: {referral: all}\n"
)
KINDS = [
    *(("a policy", path.read_text()) for path in sorted((RULES / "policies").glob("*.yaml"))),
    *(("the head of a pack", path.read_text()) for path in sorted(RULES.glob("*/pack.yaml"))),
    *(("a list of clauses", path.read_text()) for path in sorted(RULES.glob("*/clauses.yaml"))),
    *(("parameters", path.read_text()) for path in sorted(RULES.glob("*/parameters.yaml"))),
    *(("a file of rules", path.read_text()) for path in sorted(RULES.glob("*/rules/*.yaml"))),
    ("a vocabulary", (RULES / "vocabulary.yaml").read_text()),
    ("a list of tensions", (RULES / "tensions.yaml").read_text()),
    ("a column map", MAP),
    ("a column map", "columns: {child: Child, event: Event, on: Date}\n"),
    ("what this program printed", "schema: threshold/decision/1\ncase: C-1\nstatus: blocked\n"),
    ("what this program printed", "[{schema: threshold/decision/1, case: C-1}]"),
    ("a JSON Schema", '$schema: "https://json-schema.org/draft/2020-12/schema"\ntype: object\n'),
    ("something else", "services: {web: {image: x}}\n"),
]


@pytest.mark.parametrize(("kind", "text"), KINDS, ids=range(len(KINDS)))
def test_a_file_that_is_no_case_is_passed_over_in_a_folder(
    files: Files, vocabulary: Vocabulary, kind: str, text: str
) -> None:
    (files.folder / "a.yaml").write_text("case: C-1\n")
    (files.folder / "b.yaml").write_text(text)
    first, second = read_cases([str(files.folder)], vocabulary)
    assert isinstance(first, Case)
    assert second == PassedOver(str(files.folder / "b.yaml"), f"no case; it seems to be {kind}")


@pytest.mark.parametrize(("kind", "text"), KINDS[:-1], ids=range(len(KINDS) - 1))
def test_named_outright_it_is_an_error_that_says_what_it_seems_to_be(
    files: Files, kind: str, text: str
) -> None:
    [told] = files.told(text)
    said, _, following = told.partition(f"case.yaml: this is no case; it seems to be {kind}; ")
    assert said == ""
    assert re.fullmatch(r"`threshold [a-z]+ .*|give the case file itself", following)


@pytest.mark.parametrize(
    "text",
    [
        "about: no reference\n",
        "Case: C-1\n",
        "csae: C-1\n",
        "child_protection: {concern: true}\n",
        "requst: {direction: close}\n",
        "name: Ann\n",
        "date_of_birth: 2015-01-01\n",
        "case: C-1\npolicy: p\npacks: []\n",
        "- {case: C-1, x: 1}\n- {columns: {}}\n",
        "word\n",
        "- word\n",
        "{}\n",
        "columns: {child: Child}\nrequest: [\n",
    ],
)
def test_what_may_be_meant_as_a_case_is_read_as_one(files: Files, vocabulary: Vocabulary, text: str) -> None:
    (files.folder / "c.yaml").write_text(text)
    found = list(read_cases([str(files.folder)], vocabulary))
    assert any(isinstance(each, Unreadable) for each in found)
    assert not any(isinstance(each, PassedOver) for each in found)
    assert "Ann" not in str(found)


def test_a_folder_in_which_nothing_is_a_case_is_more_likely_a_slip(
    files: Files, vocabulary: Vocabulary
) -> None:
    shutil.copytree(RULES / "policies", Path(files.folder) / "policies")
    *over, last = read_cases([str(files.folder)], vocabulary)
    assert len(over) == len(list((RULES / "policies").iterdir()))
    assert all(isinstance(each, PassedOver) for each in over)
    assert isinstance(last, Unreadable)
    assert [str(each) for each in last.problems] == [
        f"{files.folder}: none of the files in this folder is a case"
    ]


def test_one_kind_for_a_whole_file_or_none() -> None:
    documents = parse_yaml("columns: {}\n---\ncolumns: {}\n---\ndefinitions: []\n", "x")
    assert seems(documents[:2]) == "a column map"
    assert seems(documents) is None
    assert seems(parse_yaml("{case: C-1, columns: {}}", "x")) is None


def test_a_key_of_a_case_or_one_like_it_makes_a_case() -> None:
    for text, like in (("need: {}", True), ("nedd: {}", True), ("dob: x", True), ("web: {}", False)):
        assert like_cases(parse_yaml(text, "x"), ("case", "need")) is like


@pytest.mark.parametrize("name", ["export.csv", "Export.XLSX", "export.parquet"])
def test_a_table_is_no_case_and_is_said_to_be_for_another_command(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"child,when\n1,2026-01-01\n")
    [read] = read_cases([str(path)], load_policy().vocabulary)
    assert isinstance(read, Unreadable)
    others = "`threshold triage` reads tables of contacts, and `threshold audit` exports"
    told = f"this is a table, and no case; {others}"
    assert [problem.message for problem in read.problems] == [told]


def test_a_file_that_is_not_there_is_said_to_be_made_by_ask(tmp_path: Path) -> None:
    for name in ("nothing.yaml", "nothing.csv", "nothing.ndjson"):
        [read] = read_cases([str(tmp_path / name)], load_policy().vocabulary)
        assert isinstance(read, Unreadable)
        told = "there is no such file; `threshold ask FILE --write` asks, and makes one"
        assert [problem.message for problem in read.problems] == [told]
