"""CSV files: separators, rows that do not fit, loose quotation marks and blank lines."""

import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, Write, events, findings


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_every_usual_separator(write: Write, read: Read, separator: str) -> None:
    path = write(*ROWS)
    path.write_text(path.read_text().replace(",", separator))
    assert events(read(path)) == EVENTS


def test_an_open_quotation_mark_swallows_nothing(write: Write, read: Read) -> None:
    export = read(write(["1", '"referral', "2024-01-02", "", ""], ["2", "referral", "2024-01-03", "", ""]))
    assert events(export) == {("1", "referral", "2024-01-02"), ("2", "referral", "2024-01-03")}


def test_blank_lines_do_not_move_the_row_numbers(write: Write, read: Read) -> None:
    path = write(["1", "referral", "2024-01-02", "", ""])
    path.write_text(path.read_text() + "\n\n9,Coffee,2024-01-02,,\n")
    assert findings(read(path)) == {("unknown-event", 5, "event")}


def test_thousands_of_columns(write: Write, read: Read) -> None:
    more = [f"column {number}" for number in range(5_000)]
    path = write(["1", "referral", "2024-01-02", "", "", *more], headers=[*HEADERS, *more])
    assert events(read(path)) == {("1", "referral", "2024-01-02")}
