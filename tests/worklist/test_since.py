"""What is new is told against a list as it was written, or as a spreadsheet or a shell has left it."""

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from threshold.reading import BadInput
from threshold.worklist.model import Row
from threshold.worklist.render.csv import as_csv as table
from threshold.worklist.render.json import as_json
from threshold.worklist.since import Earlier, read_earlier

from .render.conftest import row

FORMULA = "=1+1"
THEN = [
    row(reference="MC-1", act="pass_on"),
    row(reference="MC-2", act="find_out", to=""),
    row(reference=FORMULA),
    row(reference="MC-4", act="unread", status="", to=""),
    row(reference="", act="unread"),
]
Save = Callable[..., Earlier]


@pytest.fixture
def saved(tmp_path: Path) -> Save:
    """An earlier list, read from a file that holds this."""

    def save(text: str, encoding: str = "utf-8", name: str = "earlier.csv") -> Earlier:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_earlier(path)

    return save


def numbered(rows: list[Row]) -> list[Row]:
    return [replace(each, rank=rank) for rank, each in enumerate(rows, 1)]


def as_csv(rows: list[Row]) -> str:
    return table(numbered(rows))


def lines(rows: list[Row]) -> str:
    return "".join(f"{as_json(each)}\n" for each in numbered(rows))


def again(text: str, separator: str, **cells: str) -> str:
    """A table as a spreadsheet saves it: its own separator and ends of lines, days in its own way."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    head, *rows = csv.reader(StringIO(text))
    writer.writerow(head)
    for each in rows:
        writer.writerow([cells.get(name, value) for name, value in zip(head, each, strict=True)])
    return out.getvalue()


def since(earlier: Earlier, **told: Any) -> str:
    return earlier.marked(row(**told)).since


@pytest.mark.parametrize("written", [as_csv, lines])
def test_a_contact_is_new_changed_or_the_same(saved: Save, written: Callable[[list[Row]], str]) -> None:
    earlier = saved(written(THEN))
    assert since(earlier, reference="MC-1", act="pass_on") == "same"
    assert since(earlier, reference="MC-1", act="refer_now") == "changed"
    assert since(earlier, reference="MC-2", act="find_out", to="The MASH") == "changed"
    assert since(earlier, reference="MC-2", act="find_out", to="") == "same"
    assert since(earlier, reference="MC-3") == "new"
    assert since(earlier, reference=FORMULA) == "same"
    # What was not told apart then cannot be known again.
    assert since(earlier, reference="", act="unread") == "new"


@pytest.mark.parametrize("field", ["act", "colour", "status", "to"])
def test_each_of_what_is_compared_makes_a_change(saved: Save, field: str) -> None:
    earlier = saved(as_csv([row()]))
    assert since(earlier) == "same"
    assert since(earlier, **{field: "hold"}) == "changed"


def test_time_that_goes_by_is_no_change(saved: Save) -> None:
    earlier = saved(as_csv([row()]))
    later = row(as_at="2026-12-01T09:00", rank=40, since="same", response=row().response, row=99)
    assert earlier.marked(later).since == "same"


def test_what_is_gone_is_named(saved: Save) -> None:
    assert saved(as_csv(THEN)).gone([row(reference="MC-2"), row(reference=FORMULA)]) == ["MC-1", "MC-4"]
    assert saved(lines(THEN)).gone(THEN) == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_that_a_spreadsheet_saved_again_is_understood(
    saved: Save, separator: str, encoding: str
) -> None:
    days = {"received": "30/11/2026", "due": "30/11/2026 10:00", "as_at": "30/11/2026 09:00"}
    long = row(reference="MC-5", why=('He said; "no",\tand "no"',), to="Zoë's team")
    earlier = saved(again(as_csv([*THEN, long]), separator, **days), encoding)
    assert [each.since for each in map(earlier.marked, [*THEN[:4], long])] == ["same"] * 5


def test_lines_as_a_shell_of_windows_saves_them_are_understood(saved: Save) -> None:
    earlier = saved(lines(THEN).replace("\n", "\r\n"), "utf-16", "earlier.ndjson")
    assert since(earlier, reference="MC-1", act="pass_on") == "same"


def test_a_reference_that_stands_twice_is_the_same_as_either(saved: Save) -> None:
    earlier = saved(as_csv([row(act="pass_on"), row(act="hold")]))
    assert since(earlier, act="pass_on") == since(earlier, act="hold") == "same"
    assert since(earlier, act="refer_now") == "changed"


def test_a_list_of_nobody_makes_everybody_new(saved: Save) -> None:
    earlier = saved(as_csv([]))
    assert since(earlier) == "new"
    assert earlier.gone([]) == []


@pytest.mark.parametrize("text", ["", "\n", " \r\n"])
def test_an_empty_file_is_no_list(saved: Save, text: str) -> None:
    with pytest.raises(BadInput, match="is empty, and no list"):
        saved(text)


@pytest.mark.parametrize("written", [as_csv, lines])
@pytest.mark.parametrize("without", [0, 2])
def test_a_list_of_which_rows_are_missing_is_none(
    saved: Save, written: Callable[[list[Row]], str], without: int
) -> None:
    each = written(THEN).splitlines(keepends=True)
    del each[without + (written is as_csv)]
    with pytest.raises(BadInput, match="lacks rows, or has some twice, by their ranks"):
        saved("".join(each))


def test_a_list_may_be_sorted_anew_or_be_told_as_it_came(saved: Save) -> None:
    head, *rows = as_csv(THEN).splitlines(keepends=True)
    assert since(saved("".join([head, *reversed(rows)])), reference="MC-1", act="pass_on") == "same"
    came = "".join(f"{as_json(replace(each, rank=None))}\n" for each in THEN)
    assert since(saved(came), reference="MC-1", act="pass_on") == "same"


SOMEBODY = ("943 476 5919", "Grace Okafor", "14/02/2011")


@pytest.mark.parametrize("written", [as_csv, lines])
def test_what_may_be_somebody_is_counted_and_never_named(
    saved: Save, written: Callable[[list[Row]], str]
) -> None:
    then = [row(reference="MC-1"), *(row(reference=each, act="hold") for each in SOMEBODY)]
    assert saved(written(then)).gone([]) == ["MC-1", "3 that may name somebody"]
    assert saved(written([*then, row(reference="GRACE OKAFOR", act="refer_now")])).gone([]) == [
        "MC-1",
        "4 that may name somebody (1 was to be referred now)",
    ]
    assert saved(written(then)).gone(then[1:]) == ["MC-1"]


def test_more_than_a_case_file_may_have_is_read(saved: Save) -> None:
    many = [row(reference=f"MC-{number}", why=("because " * 400,)) for number in range(4_000)]
    text = lines(many)
    assert len(text) > 12_000_000
    assert since(saved(text), reference="MC-3999") == "same"


CUT = "is cut off"
NONE = "it is no worklist that this program wrote"
BROKEN = {
    "lines that are cut off": (lines(THEN)[:-40], 5, CUT),
    "a table that is cut off within a cell": (as_csv([row(to='A "team"')]).partition('""team')[0], 2, CUT),
    "a table that is cut off within a row": (as_csv(THEN) + "6,pass_on,MC-6,red", 7, CUT),
    "a table with a cell that never ends": (as_csv(THEN) + '"' + "x\n" * 140_000, 7, CUT),
    "a list of another version": (lines(THEN).replace("worklist/1", "worklist/9"), 1, "of another version"),
    "a table of another version": (as_csv(THEN).replace("worklist/1", "worklist/9"), 2, "of another version"),
    "other JSON": ('{"case": "MC-1"}\n', 1, NONE),
    "deep JSON": ('{"a":' * 100_000, 1, CUT),
    "a value of another kind": (lines(THEN[:1]).replace('"MC-1"', "1"), 1, "has been changed"),
    "an act that there is none of": (lines(THEN[:1]).replace("pass_on", "forged"), 1, "has been changed"),
    "another table": (
        "reference,received\nMC-1,2026-11-30\n",
        1,
        "no column schema, act, colour, status or to",
    ),
    "the list as text": ("1 to refer now: 1 contact in all\n", 1, "no column schema, reference, act"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_list_is_refused_with_its_line_and_what_to_do(saved: Save, kind: str) -> None:
    text, line, told = BROKEN[kind]
    with pytest.raises(BadInput) as refused:
        saved(text)
    (problem,) = refused.value.problems
    assert (problem.line, problem.field) == (line, "--since")
    assert told in problem.message
    assert problem.message.endswith("make that list again with --format csv or ndjson, or leave --since out")
    assert "MC-" not in problem.message


def test_a_list_in_a_legacy_encoding_is_told_how_to_be_saved(saved: Save) -> None:
    with pytest.raises(BadInput, match="save the file again as UTF-8 text"):
        saved(as_csv([row(to="Zoë's team")]), "windows-1252")


def test_a_workbook_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "earlier.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    with pytest.raises(BadInput, match="not a text file"):
        read_earlier(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        read_earlier(tmp_path / "earlier.csv")
