"""Case files in every form, alone and in folders; a bad case never stops the others."""

import json
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.casefiles import Case
from threshold.casefiles.files import STDIN, SUFFIXES, Unreadable, cases_in_lines, cases_in_text, read_cases
from threshold.casefiles.read import MAX_PROBLEMS, read_case
from threshold.reading import BadInput, Problem, parse_json
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


@pytest.mark.parametrize(
    "text", ["case: C-1\nneed: {complex: true}\n", '{"case": "C-1", "need": {"complex": true}}']
)
def test_a_text_without_a_file_is_read_like_one(text: str, vocabulary: Vocabulary) -> None:
    [case] = cases_in_text(text, "pasted", vocabulary)
    assert isinstance(case, Case)
    assert (case.reference, case.given) == ("C-1", {"need.complex": True})
    [empty] = cases_in_text(" ", "pasted", vocabulary)
    assert isinstance(empty, Unreadable)
    assert str(empty.problems[0]) == "pasted: the file is empty"


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


def test_a_folder_without_a_case_file_is_more_likely_a_slip(files: Files, vocabulary: Vocabulary) -> None:
    (files.folder / "notes.txt").write_text("case: C-1\n")
    (files.folder / ".hidden.yaml").write_text("case: C-1\n")
    (files.folder / ".git").mkdir()
    (files.folder / ".git" / "c.yaml").write_text("case: C-1\n")
    (found,) = read_cases([str(files.folder)], vocabulary)
    assert isinstance(found, Unreadable)
    (problem,) = found.problems
    assert all(suffix in str(problem) for suffix in SUFFIXES)


@pytest.mark.parametrize("name", ["c.yaml", "c.json", "c.ndjson"])
@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_told(files: Files, name: str, text: str) -> None:
    (told,) = files.told(text, name)
    assert told.endswith("the file is empty")


@pytest.mark.parametrize("text", ["# nothing yet\n", "---\n---\n", "[]\n"])
def test_a_file_without_a_case_is_told(files: Files, text: str) -> None:
    (told,) = files.told(text)
    assert told.endswith("the file holds no case")


def test_of_ndjson_each_line_is_a_case_by_itself(files: Files) -> None:
    lines = ['{"case": "C-1"}', "{", "", '{"case": "C-2", "ned": 1}', '{"case": "C-3"}']
    cases = files.read("\n".join(lines), "c.ndjson")
    assert [type(case) for case in cases] == [Case, Unreadable, Unreadable, Case]
    places = [case.origin.removeprefix(f"{files.folder}/") for case in cases]
    assert places == [f"c.ndjson, line {number}" for number in (1, 2, 4, 5)]


@pytest.mark.parametrize("strays", [MAX_PROBLEMS, MAX_PROBLEMS + 1])
def test_a_list_of_something_else_is_told_once(files: Files, strays: int) -> None:
    cases = files.read("".join("- word\n" for _ in range(strays)))
    told = [str(problem) for case in cases if isinstance(case, Unreadable) for problem in case.problems]
    assert len(told) == (1 if strays > MAX_PROBLEMS else strays)
    assert ("hardly of cases" in told[0]) is (strays > MAX_PROBLEMS)


@pytest.mark.parametrize("wrong", [MAX_PROBLEMS, MAX_PROBLEMS + 1])
def test_so_many_problems_of_one_case_are_told_and_then_that_there_are_more(files: Files, wrong: int) -> None:
    told = files.told("case: C-1\n" + "".join(f"x{number}: 1\n" for number in range(wrong)))
    more = [line for line in told if "perhaps more" in line]
    assert len(told) == MAX_PROBLEMS + len(more)
    assert bool(more) is (wrong > MAX_PROBLEMS)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("case: C-1\n", ["C-1"]),
        ("- case: C-1\n- case: C-2\n", ["C-1", "C-2"]),
        ('{"case": "C-1"}', ["C-1"]),
        ('{"case": "C-1"}\n{"case": "C-2"}\n', ["C-1", "C-2"]),
        ('[{"case": "C-1"}, {"case": "C-2"}]', ["C-1", "C-2"]),
        ("{case: C-1}", ["C-1"]),  # YAML after all
    ],
)
def test_what_comes_by_standard_input_shows_by_itself_what_it_is(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, text: str, references: list[str]
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
    found = list(read_cases(["-"], vocabulary))
    assert [case.reference for case in found if isinstance(case, Case)] == references
    assert len(found) == len(references)
    assert all(case.origin.startswith(STDIN) for case in found)


def test_the_files_of_a_folder_come_by_their_names(files: Files, vocabulary: Vocabulary) -> None:
    names = ("b.yaml", "c/b.json", "a.yml", "c/a.ndjson", "d.yaml", "c.jsonl")
    for number, name in enumerate(names):
        path = files.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'{{"case": "C-{number}"}}\n')
    found = read_cases([str(files.folder)], vocabulary)
    origins = [case.origin.removeprefix(f"{files.folder}/").partition(",")[0] for case in found]
    assert origins == ["a.yml", "b.yaml", "c/a.ndjson", "c/b.json", "c.jsonl", "d.yaml"]


TEXTS = [
    "C-1",
    "Sarah.Smith",
    "2026-08-14",
    "2026-08-14T09:30",
    "2026-02-30",
    "green",
    "gren",
    "true",
    "",
    "\u202e",
]
LISTS = [[], ["TAC"], {}, {"on": "2026-08-14", "event": "referral"}, [{"on": "2026-08-14"}]]
VALUES = st.sampled_from([*TEXTS, None, True, False, 3, -1.5, *LISTS])
KEYS = st.sampled_from(["brag", "received", "complex", "direction", "scale", "rated_by", "name", "nme", "to"])
CASES = st.fixed_dictionaries(
    {"case": VALUES},
    optional=dict.fromkeys(("about", "as_at", "timeline", "covers", "overrides", "colour", "dob"), VALUES)
    | {
        group: st.dictionaries(KEYS, VALUES, max_size=3) for group in ("contact", "need", "request", "safety")
    },
)


@settings(deadline=None)
@given(CASES, st.sampled_from(["", "}", ",", '"', '{"case": 1,', "x"]), st.integers(0, 60))
def test_a_line_is_the_case_or_the_problems_that_the_place_of_everything_gives(
    vocabulary: Vocabulary, case: dict[str, Any], slip: str, at: int
) -> None:
    whole = json.dumps(case)
    line = whole[:at] + slip + whole[at:]
    _, read = cases_in_lines(iter([(3, "{}"), (7, line)]), "f", vocabulary)
    faults: list[Problem] = []
    try:
        slow = read_case(parse_json(line, "f", faults, 7), "f", vocabulary, "f, line 7")
    except BadInput as error:
        faults += error.problems
    if faults:
        assert isinstance(read, Unreadable)
        told = [(each.message, each.line, each.field) for each in read.problems]
        assert sorted(told) == sorted((each.message, each.line, each.field) for each in faults)
    else:
        assert read == slow


def test_a_case_that_cannot_be_read_is_named_where_its_reference_can_be(vocabulary: Vocabulary) -> None:
    lines = ['{"case": "C-1", "colour": "red"}', '{"case": "Sarah.Smith"}', '{"case": ["C-1"]}', "[", '"C-1"']
    read = list(cases_in_lines(iter(enumerate(["{}", *lines], 1)), "f", vocabulary))
    assert [each.reference for each in read if isinstance(each, Unreadable)] == ["", "C-1", "", "", "", ""]


def test_each_vocabulary_is_read_by_its_own_facts(vocabulary: Vocabulary) -> None:
    fewer = replace(vocabulary, facts={"need.complex": vocabulary.facts["need.complex"]})
    line = '{"case": "C-1", "contact": {"brag": "red"}}'
    kinds = [
        type(next(cases_in_lines(iter([(1, line)]), "f", each)))
        for each in (vocabulary, fewer, vocabulary, replace(fewer), fewer)
    ]
    assert kinds == [Case, Unreadable, Case, Unreadable, Unreadable]
