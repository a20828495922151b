"""Encodings of text files: told by their marks and bytes, in pieces; and what would trip a fast reader."""

import pytest
from tests.exports.conftest import EVENTS, ROWS, Read, Write, events


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
def test_every_usual_encoding_of_a_csv_file(write: Write, read: Read, encoding: str) -> None:
    export = read(write(*ROWS, ["Ca\u00e9", "referral", "2024-01-02", None, None], encoding=encoding))
    assert events(export) == EVENTS | {("Ca\u00e9", "referral", "2024-01-02")}
    assert export.rows_in == export.rows_reported == 5
