"""A file of rules holds one YAML document: neither none nor two."""

from pathlib import Path

import pytest

from threshold.reading import BadInput, plain
from threshold.reading.one_document import one_document


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", None, "is empty: must hold one YAML document"),
        ("# nothing\n", None, "is empty: must hold one YAML document"),
        ("a: 1\n---\nb: 2\n", 3, "a line of three dashes (---) begins another"),
    ],
)
def test_what_holds_none_or_two_is_refused(tmp_path: Path, text: str, line: int | None, told: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        one_document(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(path), line)
    assert told in problem.message


def test_what_holds_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\n")
    assert plain(one_document(path)) == {"a": "1"}
