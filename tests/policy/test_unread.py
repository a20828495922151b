"""Files of a pack that nothing reads, and what is said of each."""

from pathlib import Path

import pytest

from threshold.policy import load_policy, rules_directory
from threshold.policy.unread import READ, unread_beside, unread_files

from ..soundness.making import problems


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rules/closing.yml", "call it closing.yaml"),
        ("rules/sub/closing.yaml", "from the folder rules itself"),
        ("closing.yaml", "move it there"),
        ("Vocabulary.yaml", "call it vocabulary.yaml"),
        ("vocabulary.yml", "call it vocabulary.yaml"),
        ("pack.YAML", "call it pack.yaml"),
        ("clause.yaml", 'did you mean "clauses.yaml"'),
        ("indicators.xls", "save it as indicators.xlsx or indicators.csv"),
        ("indicators.ods", "save it as indicators.xlsx"),
        ("rules/indicators.csv", "in the folder of the pack itself"),
        ("brag.csv", "a table of numbers is a parameter"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(tmp_path: Path, name: str, told: str):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: 1\n")
    (problem,) = unread_files(tmp_path)
    assert problem.file == str(path)
    assert problem.message.startswith("this file is not read: ")
    assert told in problem.message


@pytest.mark.parametrize(
    "name",
    [
        *READ,
        *("rules/closing.yaml", "README.md", "notes.txt", "source.pdf", "source.docx"),
        *(".hidden.yaml", ".git/config.yaml", "~$indicators.xlsx"),
    ],
)
def test_what_is_read_and_notes_are_not_named(tmp_path: Path, name: str):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: 1\n")
    assert list(unread_files(tmp_path)) == []


@pytest.mark.parametrize("text", ["case: EX-01\nas_at: 2026-08-14\n", "# Ours\npolicy: ours\n"])
def test_cases_and_policies_may_lie_in_the_same_folder(tmp_path: Path, text: str):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one.yaml").write_text(text)
    assert list(unread_files(tmp_path)) == []


def test_a_file_that_is_no_text_is_named_too(tmp_path: Path):
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\x00")
    assert len(list(unread_files(tmp_path))) == 1


def test_a_policy_tells_of_each_of_its_packs_and_it_is_a_finding(small):
    path = small.tiny("requirements: []\n").write()
    (path.parent / "tiny" / "rules" / "more.yml").write_text("a: 1\n")
    files = load_policy(str(path))
    (problem,) = unread_beside(files.paths())
    assert problem.file.endswith("more.yml")
    assert problem in list(problems(files))


def test_nothing_that_comes_with_the_program_is_unread():
    for head in rules_directory().glob("*/pack.yaml"):
        assert list(unread_files(head.parent)) == []
