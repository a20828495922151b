"""Encodings of text files: told by their marks and bytes, in pieces; and what would trip a fast reader."""

import codecs
from pathlib import Path

import pytest
from tests.exports.conftest import EVENTS, ROWS, Read, Write, events

from threshold.exports.files import encodings
from threshold.exports.files.encodings import Looked, decoded, look
from threshold.reading import BadInput


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
def test_every_usual_encoding_of_a_csv_file(write: Write, read: Read, encoding: str) -> None:
    export = read(write(*ROWS, ["Ca\u00e9", "referral", "2024-01-02", None, None], encoding=encoding))
    assert events(export) == EVENTS | {("Ca\u00e9", "referral", "2024-01-02")}
    assert export.rows_in == export.rows_reported == 5


def looked(folder: Path, data: bytes) -> Looked:
    path = folder / "report.csv"
    path.write_bytes(data)
    return look(path, path.name)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8"),
        (b"plain", "utf-8"),
        ("Ca\u00e9".encode(), "utf-8"),
        (codecs.BOM_UTF8 + b"x", "utf-8-sig"),
        ("Ca\u00e9s".encode("windows-1252"), "windows-1252"),
        (codecs.BOM_UTF16_LE + b"x\0", "utf-16"),
        (codecs.BOM_UTF16_BE + b"\0x", "utf-16"),
        ("four".encode("utf-16-le"), "utf-8"),
        ("fives".encode("utf-16-le"), "utf-16-le"),
        ("letters".encode("utf-16-be"), "utf-16-be"),
        (b"let\0ters and\0 more", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_marks_and_bytes(tmp_path: Path, data: bytes, encoding: str) -> None:
    assert looked(tmp_path, data).encoding == encoding


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_letter_that_two_pieces_share_is_one_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", size)
    assert looked(tmp_path, "Caf\u00e9 \u20ac".encode()).encoding == "utf-8"


def test_one_byte_late_in_the_file_tells_the_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 4)
    assert (
        looked(tmp_path, ("x" * 17 + "\u00e9 and \u20ac").encode("windows-1252")).encoding == "windows-1252"
    )


@pytest.mark.parametrize("size", [2, 3, 100])
@pytest.mark.parametrize(
    ("data", "blank"),
    [
        (b"a\nb\n", False),
        (b"a\r\nb\r\n", False),
        (b"a\rb\r", False),
        (b"a\n\nb\n", True),
        (b"a\r\n\r\nb", True),
        (b"a\r\rb", True),
    ],
)
def test_blank_lines_are_seen_wherever_a_piece_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, data: bytes, blank: bool
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", size)
    assert looked(tmp_path, data).blank_lines is blank


@pytest.mark.parametrize(("text", "odd"), [('"a","b"', False), ('a"b', True), ('"a""b"', False), ("", False)])
def test_a_quotation_mark_without_its_fellow_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, odd: bool
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 2)
    assert looked(tmp_path, text.encode()).odd_quotes is odd


def test_an_empty_byte_is_seen_in_whichever_piece_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 2)
    assert looked(tmp_path, b"a\0b,c\n").nul
    assert not looked(tmp_path, b"ab,c\n").nul


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_empty_byte_that_is_half_of_a_letter_counts_for_nothing(tmp_path: Path, encoding: str) -> None:
    assert not looked(tmp_path, "letters".encode(encoding)).nul


def test_a_byte_that_the_encoding_does_not_know_becomes_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(b"a\x81b\x80")
    assert decoded(path, "windows-1252") == "a\ufffdb\u20ac"


def test_what_cannot_be_opened_is_told_by_its_name_alone(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read") as caught:
        look(tmp_path / "nowhere.csv", "nowhere.csv")
    assert str(tmp_path) not in str(caught.value)
