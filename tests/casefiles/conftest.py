"""Case files written and read in a few words."""

from pathlib import Path
from textwrap import dedent

import pytest

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.policy import load_policy
from threshold.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_policy().vocabulary


class Files:
    """Case files in a temporary folder."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder, self.vocabulary = folder, vocabulary

    def read(self, text: str, name: str = "case.yaml") -> list[Case | Unreadable]:
        path = self.folder / name
        path.write_text(dedent(text))
        return list(read_cases([str(path)], self.vocabulary))

    def case(self, text: str, name: str = "case.yaml") -> Case:
        (case,) = self.read(text, name)
        assert isinstance(case, Case), case
        return case

    def told(self, text: str, name: str = "case.yaml") -> list[str]:
        (case,) = self.read(text, name)
        assert isinstance(case, Unreadable)
        return [str(problem).removeprefix(f"{self.folder}/") for problem in case.problems]


@pytest.fixture
def files(tmp_path: Path, vocabulary: Vocabulary) -> Files:
    return Files(tmp_path, vocabulary)
