"""A file of an export under another kind's name, empty, or no text has the word for what it is."""

from pathlib import Path

import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, events, findings

from threshold.exports.files.real_kind import check_kinds
from threshold.reading import BadInput

CSV = ("\n".join(",".join(cell or "" for cell in row) for row in [HEADERS, *ROWS]) + "\n").encode()
JSON = b'{"child_id": "1", "event": "referral", "date": "2024-01-02"}'
PARQUET, ZIP, OLD = b"PAR1\x15\x04\0\0", b"PK\x03\x04\x14\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        *(
            (f"a{suffix}", b"", "the file is empty")
            for suffix in (".csv", ".xlsx", ".parquet", ".xml", ".xls")
        ),
        ("a.csv", b" \n\r\n \t\n", "the file is empty"),
        ("a.ndjson", b"\xef\xbb\xbf\n", "the file is empty"),
        ("a.csv", PARQUET, "this is a Parquet file, and not text"),
        ("a.ndjson", ZIP, "this is a workbook .* and not text"),
        ("a.xml", b"\x1f\x8b\x08", "this is a compressed file"),
        ("a.tsv", bytes(range(256)) * 4, "this is not a text file"),
        ("a.csv", CSV + bytes(512), "ends in empty bytes"),
        *(
            ("a.csv", CSV.decode().encode(encoding), "this text is in UTF-32")
            for encoding in ("utf-32", "utf-32-le", "utf-32-be")
        ),
        ("a.parquet", ZIP, "and not a Parquet file as its name says"),
        ("a.parquet", CSV, "this is text, and not a Parquet file .* let its name end in .csv"),
        ("a.xlsx", CSV, "this is text, and not a workbook .* let its name end in .csv"),
        ("a.xlsx", PARQUET, "this is a Parquet file, and not a workbook"),
        ("a.xlsx", OLD, "this workbook has a password, or is of the old kind"),
        ("a.ods", OLD, "this workbook has a password, or is of the old kind"),
        ("a.xls", ZIP, "this is a workbook .*, and not a workbook of the old kind"),
        ("a.xls", b"<html><table></table></html>", "this is a web page or XML, and not a workbook"),
        ("a.json", b"[" + JSON + b"]", "JSON is read one object on each line"),
        ("a.ndjson", b"[" + JSON + b"]", "this is a list; write one JSON object on each line"),
        ("a.ndjson", b"[\n" + JSON + b"\n]", "this is a list; write one JSON object on each line"),
        ("a.ndjson", JSON + JSON, "several JSON texts stand one after another"),
        ("a.ndjson", b"hello\n", "this is not well-formed JSON"),
        ("a.ndjson", b"{}\n5\n", "no line holds a JSON object with anything in it"),
    ],
)
def test_a_file_has_its_word(tmp_path: Path, read: Read, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput, match=says):
        read(path)


def test_one_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "b.csv").touch()
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    check_kinds(tmp_path)
    (tmp_path / "c.csv").write_bytes(PARQUET)
    with pytest.raises(BadInput, match=r"c\.csv: this is a Parquet file"):
        check_kinds(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le"])
def test_text_in_any_encoding_is_text(tmp_path: Path, read: Read, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.decode().encode(encoding))
    assert events(read(path)) == EVENTS


@pytest.mark.parametrize("ends", ["\n\n\n", "\r\n,\r\n,\r\n", "\r,\r,\r", "\r,\n,\r\n", "\n,\r,\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_of_json_end_in_any_way(tmp_path: Path, read: Read, ends: str, encoding: str) -> None:
    path = tmp_path / "a.ndjson"
    each = ends.split(",") if "," in ends else list(ends)
    lines = [JSON.decode().replace('"1"', f'"{number}"') for number in range(3)]
    path.write_bytes("".join(map("".join, zip(lines, each, strict=True))).encode(encoding))
    export = read(path)
    assert events(export) == {(str(number), "referral", "2024-01-02") for number in range(3)}
    assert findings(export) == set()


def test_a_line_without_end(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threshold.exports.files.records.MAX_LINE", 1_000)
    (tmp_path / "a.ndjson").write_bytes(JSON + b" " * 1_000)
    with pytest.raises(BadInput, match="line 1: a line is longer than anything"):
        read(tmp_path / "a.ndjson")


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.ndjson", ":1,")])
def test_more_columns_than_any_list_has(tmp_path: Path, read: Read, name: str, separator: str) -> None:
    names = (f'"c{number}"' for number in range(20_000))
    text = separator.join(names)
    (tmp_path / name).write_text(f"{{{text}:1}}\n" if name == "a.ndjson" else f"{text}\n1\n")
    with pytest.raises(BadInput, match="more columns than any list has"):
        read(tmp_path / name)
