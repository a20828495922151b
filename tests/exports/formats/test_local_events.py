"""Local events: files and folders of rows, what no row can do without, and the map that lies beside them."""

import random
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import (
    EVENTS,
    HEADERS,
    MAP,
    ROWS,
    Read,
    Sheets,
    Write,
    WriteMap,
    covered,
    events,
    findings,
    said,
)

from threshold.exports import inspect_export
from threshold.exports.formats import local_events
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary


def test_a_folder_is_read_as_one_export(tmp_path: Path, write: Write, read: Read) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(*ROWS[:2]).rename(folder / "a.csv")
    pl.DataFrame(ROWS[2:], schema=HEADERS, orient="row").write_parquet(folder / "b.parquet")
    assert events(read(folder)) == EVENTS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"\0\0\0"),
        ("a.csv", b"one,two\n1,2\n"),
        ("a.parquet", b"PAR1"),
        ("a.ndjson", b""),
        ("a.exe", b"MZ"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(tmp_path: Path, read: Read, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert str(tmp_path) not in str(caught.value) or name.endswith("exe")


def test_rows_that_are_pieces_of_work(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["1", "2024-01-02", "2024-02-02", "yes"],
        ["2", "2024-01-02", "", ""],
        ["3", "2024-03-02", "2024-02-02", ""],
        headers=["Child", "Start", "End", "In need"],
    )
    text = (
        "columns: {child: Child}\n"
        "dates: {assessment_started: Start, assessment_completed: End}\n"
        "facts: {child_in_need.assessed: In need}\n"
    )
    export = read(path, column_map=column_map(text))
    assert events(export) == {
        ("1", "assessment_started", "2024-01-02"),
        ("1", "assessment_completed", "2024-02-02"),
        ("2", "assessment_started", "2024-01-02"),
        ("3", "assessment_started", ""),
        ("3", "assessment_completed", ""),
    }
    assert findings(export) == {("negative-duration", 4, "End")}
    assert said(export, "child_in_need.assessed") == {"1": [True]}


def test_a_map_beside_the_export_is_found(write: Write, read: Read) -> None:
    path = write(*ROWS)
    (path.parent / "report.columns.yaml").write_text(MAP + "covers: {referral: as_at}\n")
    assert covered(read(path), "001") == {"referral"}


def test_nothing_is_covered_without_a_map(write: Write, read: Read) -> None:
    export = read(write(*ROWS))
    assert export.tables.covers == {}
    assert "guessed" in export.source.proxies[0]


def test_a_map_in_the_folder_holds_for_every_file(tmp_path: Path, write: Write, read: Read) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(*ROWS[:2]).rename(folder / "a.csv")
    write(*ROWS[2:]).rename(folder / "b.csv")
    (folder / local_events.MAP_NAME).write_text(MAP + "covers: {referral: as_at}\n")
    export = read(folder)
    assert events(export) == EVENTS
    assert covered(export, "2") == {"referral"}
    assert export.source.proxies == ()


def test_a_map_that_is_given_goes_before_one_that_lies_beside(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(*ROWS)
    path.with_name("report.columns.yaml").write_text(MAP + "covers: {referral: as_at}\n")
    given = column_map(MAP + "covers: {assessment_started: 2024-05-01}\n")
    assert read(path, column_map=given).tables.covers == {"assessment_started": date(2024, 5, 1)}


def test_a_column_of_the_map_that_a_file_lacks_is_told(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write([*ROWS[0][:3]], headers=HEADERS[:3])
    export = read(path, column_map=column_map(MAP))
    assert findings(export) == {("missing-column", None, "ref_id"), ("missing-column", None, "status")}
    assert events(export) == {("001", "referral", "2024-01-02")}


@pytest.mark.parametrize("lacking", ["child_id", "event", "date"])
def test_what_no_row_can_do_without_is_asked_for_by_name(write: Write, read: Read, lacking: str) -> None:
    headers = [header if header != lacking else "other" for header in HEADERS]
    names = {"child_id": "the child's reference", "event": "the kind of event", "date": "the date"}
    with pytest.raises(BadInput) as caught:
        read(write(*ROWS, headers=headers))
    assert [name for header, name in names.items() if f" {name};" in str(caught.value)] == [names[lacking]]


def test_pieces_of_work_need_no_column_but_the_child_s(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    dates = column_map("columns: {child: Child}\ndates: {referral: Received}\n")
    assert events(read(write(["1", "2024-01-08"], headers=["Child", "Received"]), column_map=dates)) == {
        ("1", "referral", "2024-01-08")
    }
    with pytest.raises(BadInput, match="the child's reference"):
        read(write(["1", "2024-01-08"], headers=["Kid", "Received"]), column_map=dates)


def test_a_file_with_headers_alone_is_empty(write: Write, read: Read) -> None:
    export = read(write())
    assert findings(export) == {("empty", None, None)}
    assert (export.rows_in, export.children) == (0, 0)


def test_only_dates_that_a_piece_of_work_has_both_of_are_a_span(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    text = "columns: {child: Child}\ndates: {assessment_started: Start, cp_plan_ended: End}\n"
    path = write(["1", "2024-03-08", "2024-02-08"], headers=["Child", "Start", "End"])
    assert findings(read(path, column_map=column_map(text))) == set()


def test_kinds_of_event_that_are_free_text_or_identify_are_not_listed(
    write: Write, vocabulary: Vocabulary
) -> None:
    few = [
        ["1", f"kind {number}", day, "", ""] for number in range(199) for day in ("2024-01-02", "2024-01-03")
    ]
    few.append(["1", "call 07700 900123", "2024-01-02", "", ""])
    first = inspect_export(write(*few), vocabulary)
    assert sum(each.column.startswith('"kind') for each in first.seen) == 199
    assert "07700" not in first.text() + (first.column_map or "")
    many = inspect_export(write(*few, ["1", "one more", "2024-01-02", "", ""]), vocabulary)
    assert not any(each.column.startswith('"') for each in many.seen)


WIDE = "columns: {child: ID}\ndates: {referral: In, cin_review: [R1, R2]}\n"
WIDE_HEADERS = ["ID", "In", "R1", "R2"]


def test_each_column_of_an_event_is_an_event_of_its_own(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(["1", "2024-01-02", "2024-02-02", "2024-03-02"], ["2", "2024-01-03"], headers=WIDE_HEADERS)
    assert events(read(path, column_map=column_map(WIDE))) == {
        ("1", "referral", "2024-01-02"),
        ("1", "cin_review", "2024-02-02"),
        ("1", "cin_review", "2024-03-02"),
        ("2", "referral", "2024-01-03"),
    }


def test_a_second_start_belongs_to_the_second_end(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["1", "2024-01-02", "2024-03-02", "2024-02-01", "2024-01-30"], headers=["ID", "S", "E", "S2", "E2"]
    )
    text = "columns: {child: ID}\ndates: {assessment_started: [S, S2], assessment_completed: [E, E2]}\n"
    export = read(path, column_map=column_map(text))
    assert findings(export) == {("negative-duration", 2, "E2")}
    runs = export.tables.events.select("on", "ref").rows()
    first, second = ("assessment report.csv:2", "assessment report.csv:2:2")
    assert runs == [(date(2024, 1, 2), first), (date(2024, 3, 2), first), (None, second), (None, second)]
    sound = write(
        ["1", "2024-01-02", "2024-03-02", "2024-03-03", "2024-04-01"], headers=["ID", "S", "E", "S2", "E2"]
    )
    refs = read(sound, column_map=column_map(text)).tables.events.group_by("ref").len()
    assert refs["len"].to_list() == [2, 2]


@pytest.mark.parametrize("suffix", [".columns.yaml", ".Report.columns.yaml"])
def test_a_workbook_is_read_like_any_other_table(
    workbook: Callable[[Sheets], Path], read: Read, suffix: str
) -> None:
    path = workbook(
        {
            "Report": [
                ["Our report"],
                WIDE_HEADERS,
                ["1", date(2024, 1, 2), "02/02/2024", 45353],
                ["Total", 1, 1, 1],
            ],
            "Notes": [["Open in the period"]],
        }
    )
    path.with_name(path.stem + suffix).write_text(WIDE + "written: day first\n")
    export = read(path)
    assert export.source.format == "local events"
    assert events(export) == {
        ("1", "referral", "2024-01-02"),
        ("1", "cin_review", "2024-02-02"),
        ("1", "cin_review", "2024-03-02"),
    }
    assert findings(export) == {
        *(("title-line", 1, None), ("total-row", 4, None), ("unread-table", None, None)),
        ("no-room", 3, "R2"),
    }
    assert (export.rows_in, export.rows_reported, export.rows_left_out) == (2, 1, 1)
    assert export.source.unused == ("Notes",)


def test_a_workbook_of_events_in_several_sheets_needs_no_map(
    workbook: Callable[[Sheets], Path], read: Read
) -> None:
    path = workbook({"2023": [HEADERS, *ROWS[:1]], "2024": [HEADERS, *ROWS[1:]]})
    for how in ({}, {"format_": "events"}):
        export = read(path, **how)
        assert events(export) == EVENTS
        assert findings(export) == set()


def _hide(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for name in names:
        tag = f'<sheet name="{name}"'.encode()
        members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(tag, tag + b' state="hidden"')
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)


def test_a_hidden_sheet_is_told_and_read_only_where_no_other_can_be(
    workbook: Callable[[Sheets], Path], read: Read, vocabulary: Vocabulary
) -> None:
    path = workbook({"Now": [HEADERS, *ROWS], "Before": [HEADERS, *ROWS]})
    _hide(path, "Before")
    seen = inspect_export(path, vocabulary).seen
    assert [each.column for each in seen if each.place == "Before"] == ["the whole sheet, which is hidden"]
    export = read(path)
    assert events(export) == EVENTS
    assert export.rows_in == len(ROWS)
    assert export.findings.select("kind", "place").rows() == [("hidden-sheet", "Before")]
    alone = workbook({"Cover": [["Our report"]], "Before": [HEADERS, *ROWS]})
    _hide(alone, "Before")
    kinds = read(alone).findings.select("kind", "place").rows()
    assert kinds == [("hidden-sheet-read", "Before"), ("unread-table", "Cover")]


def test_a_workbook_without_a_table_asks_for_a_map(workbook: Callable[[Sheets], Path], read: Read) -> None:
    for sheets in ({"Report": [["ID", "In"], ["1", "2024-01-02"]]}, {"Report": [["Nothing"]]}):
        with pytest.raises(BadInput, match="column map"):
            read(workbook(sheets))
    with pytest.raises(BadInput, match="no table"):
        read(workbook({"Report": []}))


def test_files_of_a_folder_may_have_a_map_each(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("Person,Start\n1,2024-01-02\n")
    (tmp_path / "a.columns.yaml").write_text("columns: {child: Person}\ndates: {referral: Start}\n")
    (tmp_path / "b.csv").write_text("Kid,Start\n1,2024-01-03\n")
    (tmp_path / "b.columns.yaml").write_text("columns: {child: Kid}\ndates: {assessment_started: Start}\n")
    (tmp_path / "c.csv").write_text("ID,When\n1,2024-01-04\n")
    (tmp_path / "d.csv").write_text("Ref,When\n1,2024-01-05\n")
    (tmp_path / "columns.yaml").write_text("columns: {child: [ID, Ref]}\ndates: {network_meeting: When}\n")
    export = read(tmp_path)
    assert events(export) == {
        ("1", "referral", "2024-01-02"),
        ("1", "assessment_started", "2024-01-03"),
        ("1", "network_meeting", "2024-01-04"),
        ("1", "network_meeting", "2024-01-05"),
    }
    assert findings(export) == set()


def test_a_file_of_a_folder_without_its_child_is_named(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("ID,When\n1,2024-01-04\n")
    (tmp_path / "b.csv").write_text("Kid,When\n1,2024-01-04\n")
    (tmp_path / "columns.yaml").write_text("columns: {child: ID}\ndates: {network_meeting: When}\n")
    with pytest.raises(BadInput, match="the child's reference") as caught:
        read(tmp_path)
    assert caught.value.problems[0].file == "b.csv"


ZONED = [["1", "2024-06-30T23:30:00Z"], ["2", "2024-06-30T23:30:00"], ["3", "2024-01-30T23:30:00Z"]]


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet", "xlsx"])
def test_a_moment_is_the_same_day_in_every_kind_of_file(
    tmp_path: Path, read: Read, workbook: Callable[[Sheets], Path], kind: str
) -> None:
    path = tmp_path / f"a.{kind}"
    rows = pl.DataFrame(ZONED, schema=["child", "date"], orient="row").with_columns(event=pl.lit("referral"))
    if kind == "csv":
        rows.write_csv(path)
    elif kind == "ndjson":
        rows.write_ndjson(path)
    elif kind == "parquet":
        rows.filter(pl.col("child") != "2").with_columns(
            pl.col("date").str.to_datetime(time_zone="UTC")
        ).write_parquet(path)
    else:
        path = workbook({"Sheet1": [rows.columns, *map(list, rows.rows())]})
    days = {child: day for child, _, day in events(read(path))}
    assert {**days, "2": "2024-06-30"} == {"1": "2024-07-01", "2": "2024-06-30", "3": "2024-01-30"}


ABOVE = ["Timeliness report", "Run date: 31/03/2026 07:02", "Team: North", "OFFICIAL", "From 01/04/2025 on"]
BELOW = ["Total", "Total: 9", "9 rows selected.", "End of report", "Produced on 31/03/2026", "Records: 9"]
REFERENCES = ["{0}", "P{0:05}", "{0:08}", "MOS {0}", "Child {0}", "C-{0}"]


def untidy(draw: random.Random) -> tuple[list[list[str]], set[tuple[str, str, str]]]:
    """A report as people save it, and what happened."""
    reference, happened, rows = draw.choice(REFERENCES), set(), []
    written = draw.choice(["%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y"])
    for number in range(draw.randrange(1, 20)):
        child, event = reference.format(number), draw.choice(["referral", "cin_review", "core_group"])
        on = date(2024, 1, 1) + timedelta(draw.randrange(500))
        happened.add((child, event, on.isoformat()))
        rows.append([child, event, on.strftime(written), "x"])
        between: list[list[str]] = [HEADERS[:4], ["North total", "", "9"], []]
        rows += draw.sample(between, 1) if draw.random() < 0.1 else []
    above, below = ([[line] for line in draw.sample(lines, draw.randrange(4))] for lines in (ABOVE, BELOW))
    return [*above, [], HEADERS[:4], *rows, [], *below], happened


@pytest.mark.parametrize("seed", range(30))
def test_however_a_report_is_saved_it_says_the_same(
    tmp_path: Path, read: Read, column_map: WriteMap, workbook: Callable[[Sheets], Path], seed: int
) -> None:
    draw = random.Random(seed)
    lines, happened = untidy(draw)
    if draw.random() < 0.3:
        path = workbook({"Report": lines})
    else:
        path, separator = tmp_path / "report.csv", draw.choice(",;\t|")
        padding = draw.choice([0, 4])
        text = "\n".join(separator.join(row + [""] * (padding - len(row))) for row in lines)
        first = draw.choice(["", f"sep={separator}\n"])
        path.write_text(first + text, encoding=draw.choice(["utf-8", "utf-8-sig", "utf-16"]))
    given = column_map("columns: {child: child_id, event: event, on: date}\nwritten: day first\n")
    export = read(path, date(2026, 1, 1), column_map=given, format_="events")
    assert events(export) == happened
    assert export.children == len({child for child, _, _ in happened})
    assert sum(export.unused.values()) == export.rows_in - export.rows_reported
    assert not {"unknown-event", "no-child"} & set(export.unused)


def test_where_the_columns_for_one_event_are_full_there_may_have_been_more(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(
        ["1", "2023-09-01", "2023-09-29", "2023-10-27"],
        ["2", "2024-03-01", "2024-03-29", ""],
        headers=["Child", "Plan", "Review 1", "Review 2"],
    )
    text = (
        "columns: {child: Child}\n"
        "dates: {cin_plan_started: Plan, cin_review: [Review 1, Review 2]}\n"
        "covers: {cin_review: as_at}\n"
    )
    export = read(path, column_map=column_map(text))
    assert (covered(export, "1"), covered(export, "2")) == (set(), {"cin_review"})
    assert findings(export) == {("no-room", 2, "Review 2")}
