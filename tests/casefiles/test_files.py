from typing import Any

import pytest

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.vocabulary import Vocabulary

Files = Any  # the class in conftest.py


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.yaml", "case: C-1\nneed: {complex: true}\n"),
        ("c.yml", "{case: C-1, need: {complex: 'true'}}"),
        ("c.json", '{"case": "C-1", "need": {"complex": true}}'),
        ("c.JSON", '[{"case": "C-1", "need": {"complex": "true"}}]'),
        ("c.ndjson", '{"case": "C-1", "need": {"complex": true}}\n'),
        ("c.jsonl", '\n{"case": "C-1", "need": {"complex": true}}'),
        ("c", "case: C-1\nneed: {complex: true}\n"),
    ],
)
def test_the_same_case_in_each_form(files: Files, name: str, text: str) -> None:
    case = files.case(text, name)
    assert (case.reference, case.given) == ("C-1", {"need.complex": True})


def test_several_cases_know_their_line(files: Files) -> None:
    cases = files.read("- case: C-1\n- case: C-2\n  ned: 1\n- {case: C-3}\n---\ncase: C-4\n")
    origins = [case.origin.removeprefix(f"{files.folder}/") for case in cases]
    assert origins == ["case.yaml, line 1", "case.yaml, line 2", "case.yaml, line 4", "case.yaml, line 6"]
    assert [type(case) for case in cases] == [Case, Unreadable, Case, Case]


def test_a_key_that_stands_twice_spoils_only_its_own_case(files: Files) -> None:
    cases = files.read('[{"case": "C-1"}, {"case": "C-2", "case": "C-3"}, {"case": "C-4"}]', "c.json")
    assert [type(case) for case in cases] == [Case, Unreadable, Case]


def test_files_and_folders_in_the_order_given(files: Files, vocabulary: Vocabulary) -> None:
    for name in ("b/two.yaml", "a/three.yaml", "one.yaml"):
        path = files.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"case: {path.stem}\n")
    found = read_cases([str(files.folder / "one.yaml"), str(files.folder)], vocabulary)
    assert [case.reference for case in found if isinstance(case, Case)] == ["one", "three", "two", "one"]


def test_a_file_that_is_not_there_does_not_stop_the_others(files: Files, vocabulary: Vocabulary) -> None:
    (files.folder / "one.yaml").write_text("case: C-1\n")
    paths = [str(files.folder / name) for name in ("none.yaml", "one.yaml")]
    assert [type(case) for case in read_cases(paths, vocabulary)] == [Unreadable, Case]
