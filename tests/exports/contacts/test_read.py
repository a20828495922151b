"""Contacts by their paths: tables by a column map, case files, folders, pipes."""

import io
import json
import os
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from tests.exports.contacts.conftest import HEADERS, MAP, ReadThem, of_paths

from threshold.exports.contacts import read_contacts
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

LINES = [
    {"case": "M-1", "contact": {"brag": "red"}},
    {"case": "M-2", "request": {"direction": "close"}},
    {"case": "M-3", "contact": {"brag": "mauve"}},
    {"case": "M-4", "request": {"direction": "none"}},
]
READ = """
import sys
from pathlib import Path
from threshold.exports.contacts import read_contacts
from threshold.vocabulary.load import load_vocabulary
vocabulary = load_vocabulary(Path("rules/vocabulary.yaml"))
map_ = Path(sys.argv[1]) if len(sys.argv) > 1 else None
for each in read_contacts(["-"], vocabulary, map_, lambda told: print("told", told)):
    print(each.place, each.row, each.reference, each.case is not None, flush=True)
print("polars" in sys.modules)
"""


def ndjson(lines: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_rows_are_contacts_by_a_column_map_in_their_order(contacts: ReadThem) -> None:
    read, told = contacts(["MC-1,27/11/2026 17:59,AMBER ,N", "MC-2,28/11/2026 02:26,Grn,y"])
    assert [(each.place, each.row, each.reference, each.asks) for each in read] == [
        ("morning.csv", 2, "MC-1", False),
        ("morning.csv", 3, "MC-2", False),
    ]
    first, second = (each.case.given for each in read if each.case)
    assert first == {
        "contact.brag": "amber",
        "child_protection.immediate_danger": False,
        "contact.received": datetime(2026, 11, 27, 17, 59),
        "request.direction": "triage",
    }
    assert (second["contact.brag"], second["child_protection.immediate_danger"]) == ("green", True)
    assert told == []


def test_case_files_a_line_each_ask_for_triage_where_they_ask_for_nothing(contacts: ReadThem) -> None:
    read, _ = contacts(ndjson(LINES), None, "morning.ndjson")
    assert [(each.row, each.reference, each.asks) for each in read] == [
        (1, "M-1", False),
        (2, "M-2", True),
        (3, "M-3", False),
        (4, "M-4", False),
    ]
    asked = [each.case.given["request.direction"] if each.case else None for each in read]
    assert asked == ["triage", "close", None, "triage"]
    assert [problem.field for problem in read[2].problems] == ["contact.brag"]


def test_a_broken_line_is_a_contact_that_cannot_be_read(contacts: ReadThem) -> None:
    read, _ = contacts(b'{"case": "M-1"}\n{"case": \n\n{"case": "M-2"}\n', None, "morning.ndjson")
    assert [(each.row, each.reference, each.case is None) for each in read] == [
        (1, "M-1", False),
        (2, "", True),
        (4, "M-2", False),
    ]


def test_lines_may_be_rows_where_a_map_says_so(contacts: ReadThem) -> None:
    rows: list[dict[str, object]] = [{"ContactID": "MC-1", "BRAG": "Grn", "Danger": "Y"}]
    read, _ = contacts(ndjson(rows), MAP, "morning.ndjson")
    assert [(each.reference, each.case is not None) for each in read] == [("MC-1", True)]
    read, _ = contacts(ndjson(LINES), MAP, "morning.ndjson")
    assert [each.reference for each in read] == ["M-1", "M-2", "M-3", "M-4"]


def test_a_folder_may_hold_tables_and_case_files(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADERS}\nMC-1,,Grn,N\n")
    (tmp_path / "a.columns.yaml").write_text(MAP)
    (tmp_path / "b.yaml").write_text("case: M-1\n")
    read, _ = of_paths([str(tmp_path)], vocabulary)
    assert [each.reference for each in read if each.case] == ["MC-1", "M-1"]


def test_a_folder_may_have_one_map_for_all_its_lists(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.csv").write_text(f"{HEADERS}\nMC-{name},,Grn,N\n")
    (tmp_path / "columns.yaml").write_text(MAP)
    (tmp_path / "b.columns.yaml").write_text(
        "columns: {child: ContactID}\nfacts: {contact.complex: Danger}\n"
    )
    (tmp_path / "c.columns.yaml").write_text("columns: {}\n")
    read, _ = of_paths([str(tmp_path)], vocabulary)
    given = [(each.reference, "contact.complex" in each.case.given) for each in read if each.case]
    assert given == [("MC-a", False), ("MC-b", True)]
    assert [each.row for each in read if not each.case] == [0]


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "b.yaml").write_text("case: M-1\n")
    paths = [str(tmp_path / "nowhere.csv"), str(tmp_path / "nowhere.ndjson"), str(tmp_path / "b.yaml")]
    read, _ = of_paths(paths, vocabulary)
    assert [(each.row, each.reference) for each in read] == [(0, ""), (0, ""), (1, "M-1")]
    assert all("no such file" in each.problems[0].message for each in read[:2])


def test_what_is_far_too_long_is_told(contacts: ReadThem) -> None:
    case = b'{"case": "M-1"}'
    (unread,), _ = contacts(b"[" + b",".join([case] * 100_000) + b"]", None, "one.ndjson")
    assert (unread.row, unread.case) == (1, None)
    assert "longer than 1 MB" in unread.problems[0].message
    padded = b'{"case": "M-1", "about": "' + b"x" * 100 + b'"}'
    (unread,), _ = contacts(b"[" + b",".join([padded] * 100_000) + b"]", None, "one.json")
    assert (unread.row, unread.case) == (0, None)
    assert "one a line (.ndjson)" in unread.problems[0].message
    read, _ = contacts(b"[" + b",".join([case] * 500) + b"]", None, "one.json")
    assert [each.reference for each in read] == ["M-1"] * 500


def test_a_map_with_a_mistake_is_refused_before_anything_is_read(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("columns: {child: ContactID}\nfacts: {contact.bragg: BRAG}\n")
    with pytest.raises(BadInput, match=r'did you mean "contact\.brag"'):
        next(read_contacts([str(tmp_path / "nowhere.csv")], vocabulary, path))


def piped(data: bytes, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READ, *arguments], input=data, capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode().splitlines()


def test_standard_input_takes_what_files_do(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(MAP)
    table = f"{HEADERS}\r\nMC-1,,Grn,N\r\n".encode()
    rows = ndjson([{"ContactID": "MC-1", "BRAG": "Grn", "Danger": "", "Received": None}])
    assert piped(table, str(path))[0] == "standard input 2 MC-1 True"
    assert piped(table.decode().encode("utf-16"), str(path))[0] == "standard input 2 MC-1 True"
    assert piped(rows, str(path))[0] == "standard input 1 MC-1 True"
    assert piped(ndjson(LINES[:2])) == ["standard input 1 M-1 True", "standard input 2 M-2 True", "False"]
    assert piped(b"case: M-1\n---\ncase: M-2\n")[1] == "standard input 3 M-2 True"
    assert piped(b"\n") == ["told standard input: nothing came through standard input", "False"]


def test_a_line_is_read_as_it_comes() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READ], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2):
            process.stdin.write(ndjson(LINES[number - 1 : number]))
            process.stdin.flush()
            assert process.stdout.readline() == f"standard input {number} M-{number} True\n".encode()
        process.stdin.close()
        assert process.stdout.read() == b"False\n"


@pytest.mark.parametrize("name", ["pipe", "pipe.csv"])
def test_a_named_pipe_is_read_to_its_end(name: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    pipe, map_ = tmp_path / name, tmp_path / "map.yaml"
    map_.write_text(MAP)
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(f"{HEADERS}\nMC-1,,Grn,N\n",))
    writer.start()
    read, _ = of_paths([str(pipe)], vocabulary, map_)
    writer.join(timeout=10)
    assert [(each.row, each.reference) for each in read] == [(2, "MC-1")]


def test_a_line_that_is_too_long_hides_no_contact_behind_it(contacts: ReadThem) -> None:
    long = b'{"case": "MC-8", "about": "' + b"x" * 2 * 1024 * 1024 + b'"}\n'
    read, _ = contacts(long + b'{"case": "MC-9"}\n', None, "n.ndjson")
    assert [(each.row, each.reference, each.case is None) for each in read] == [
        (1, "", True),
        (2, "MC-9", False),
    ]


def test_a_line_that_never_ends_fails_the_whole_file(contacts: ReadThem) -> None:
    read, _ = contacts(b'{"case": "MC-8"}\n{"about": "' + b"x" * 17 * 1024 * 1024 + b'"}\n', None, "n.ndjson")
    assert [(each.row, each.case is None) for each in read] == [(1, False), (0, True)]


DOUBLED = {"ContactID": "MC-1", "BRAG": "red", "Danger": "N", "dan GER ": "Y"}


def doubled_as(kind: str, other: str) -> bytes:
    row = {**DOUBLED, "dan GER ": other}
    if kind == "csv":
        return f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    if kind == "ndjson":
        return json.dumps(row).encode() + b"\n"
    table, made = pl.DataFrame([row]), io.BytesIO()
    if kind == "parquet":
        table.write_parquet(made)
    else:
        table.write_excel(made)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet", "xlsx"])
def test_headers_that_differ_in_capitals_and_spaces_are_one_header_twice(
    contacts: ReadThem, kind: str
) -> None:
    read, _ = contacts(doubled_as(kind, "Y"), name=f"m.{kind}")
    assert [(each.row, each.case is None) for each in read] == [(0, True)]
    assert "which of them is meant cannot be told" in read[0].problems[0].message
    assert "but for capitals and spaces" in read[0].problems[0].message
    read, told = contacts(doubled_as(kind, "N"), name=f"m.{kind}")
    assert [each.reference for each in read] == ["MC-1"]
    assert any("everal columns have this header" in each.message for each in told)
