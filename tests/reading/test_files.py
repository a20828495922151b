import io
import sys
from pathlib import Path

import pytest

from threshold.reading import BadInput, Problem, read_lines, read_text
from threshold.reading.files import MAX_BYTES, MAX_LINE, MAX_PASSED_OVER


def written(folder: Path, data: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_each_encoding_that_is_taken(tmp_path: Path, encoding: str) -> None:
    assert read_text(written(tmp_path, "naïve £5\n".encode(encoding)), "f") == "naïve £5\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("naïve".encode())))
    assert read_text(None, "f") == "naïve"


def test_a_file_as_large_as_is_taken(tmp_path: Path) -> None:
    assert len(read_text(written(tmp_path, b"a" * MAX_BYTES), "f")) == MAX_BYTES


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"a" * (MAX_BYTES + 1), "larger than 10 MB", None),
        (b"a\nb\0\n", "not a text file", None),
        ("a\0".encode("utf-16"), "not a text file", None),
        (b"a\nb\nc\xe9\n", "not UTF-8", 3),
        (b"\xff\xfea", "not UTF-8", None),
    ],
)
def test_what_is_not_taken(tmp_path: Path, data: bytes, message: str, line: int | None) -> None:
    with pytest.raises(BadInput) as caught:
        read_text(written(tmp_path, data), "f")
    (problem,) = caught.value.problems
    assert message in problem.message
    assert (problem.file, problem.line) == ("f", line)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a folder, not a file"):
        read_text(tmp_path, "f")


def test_a_file_within_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_text(written(tmp_path, b"") / "x", "f")


def test_lines_are_numbered_and_blank_ones_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfone\n\n  \r\ntwo\xe2\x80\xa8still two\r\nthree")
    lines = [(number, str(line).strip()) for number, line in read_lines(path, "f")]
    assert lines == [(1, "one"), (4, "two\u2028still two"), (5, "three")]


def test_a_line_that_is_no_text_stands_alone(tmp_path: Path) -> None:
    lines = dict(read_lines(written(tmp_path, b"one\nt\xe9o\nthree\0\nfour\n"), "f"))
    assert lines[1] == "one\n"
    assert isinstance(lines[2], Problem)
    assert isinstance(lines[3], Problem)
    assert (lines[2].line, lines[4]) == (2, "four\n")


def test_a_giant_line_is_a_problem_and_those_behind_it_are_read(tmp_path: Path) -> None:
    data = b"one\n" + b"a" * (2 * MAX_LINE + 5) + b"\r\nthree\n"
    lines = dict(read_lines(written(tmp_path, data), "f"))
    assert isinstance(lines[2], Problem)
    assert (lines[1], lines[2].line, lines[3]) == ("one\n", 2, "three\n")


def test_a_line_that_goes_on_and_on_fails_the_file(tmp_path: Path) -> None:
    data = b"one\n" + b"a" * (MAX_PASSED_OVER + 1) + b"\nthree\n"
    with pytest.raises(BadInput, match="nothing from here on was read"):
        list(read_lines(written(tmp_path, data), "f"))


def test_many_lines_may_be_longer_than_one_file(tmp_path: Path) -> None:
    path = written(tmp_path, (b"a" * 1_023 + b"\n") * 10_300)
    lines = list(read_lines(path, "f"))
    assert len(lines) == 10_300
    assert path.stat().st_size > MAX_BYTES


def test_a_link_to_a_file_that_is_not_there_is_called_one(tmp_path):
    (tmp_path / "case.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(BadInput, match="this is a link to a file that is not there"):
        read_text(tmp_path / "case.yaml", "case.yaml")
