"""Column maps: as people write them, as they are guessed, and the first one that is offered to be edited."""

from datetime import date

import pytest
from tests.exports.conftest import EVENTS, HEADERS, MAP, ROWS, Read, Write, WriteMap, events, findings

from threshold.exports import inspect_export
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary


def test_labels_are_compared_without_capitals_and_other_names_are_known(write: Write, read: Read) -> None:
    path = write(
        ["1", "Assessment Authorised", "02/01/2024", "", "Completed"],
        headers=["Child ID", "Event Type", "Event Date", "Ref", "Event status"],
    )
    assert events(read(path)) == {("1", "assessment_completed", "2024-01-02")}


def test_the_map_names_columns_labels_and_what_is_covered(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(
        ["1", "Erstgespr\u00e4ch", "01/02/2024", "x"],
        ["1", "Filed", "01/03/2024", "x"],
        headers=["Who", "What", "When", "Why"],
    )
    export = read(
        path,
        column_map=column_map(
            "columns: {child: Who, event: What, on: When}\n"
            "events: {Erstgespr\u00e4ch: network_meeting, Filed: ~}\n"
            "covers: {network_meeting: 2024-05-01, cin_review: as_at}\n"
            "written: month first\n"
        ),
    )
    assert events(export) == {("1", "network_meeting", "2024-01-02")}
    assert export.tables.covers == {"network_meeting": date(2024, 5, 1), "cin_review": date(2024, 6, 1)}
    assert ("left-out", None, "What") in findings(export)
    assert (export.rows_in, export.rows_refused) == (2, 1)


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        ("columns: {child: NHS number, event: e, on: d}", "columns.child", "an NHS number"),
        ("columns: {child: c}", "columns", "event"),
        (MAP + "events: {Visit: referal}", "events.Visit", 'did you mean "referral"'),
        (MAP + "covers: {referral: 31/03/2024}", "covers.referral", "year-month-day"),
        (MAP + "facts: {cin_review.latest: x}", "facts.cin_review.latest", "no such stated fact"),
        (MAP + "facts: {safety.scale: x}", "facts.safety.scale", "no such stated fact"),
        (MAP + "colour: red", "", "not known here"),
    ],
)
def test_a_mistake_in_the_map_is_told_at_its_line(
    write: Write, read: Read, column_map: WriteMap, text: str, field: str, hint: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read(write(*ROWS), column_map=column_map(text))
    (problem,) = caught.value.problems
    assert problem.line is not None
    assert field in problem.field
    assert hint in problem.message


def test_the_first_map_can_be_used_as_it_is(
    write: Write, read: Read, column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    path = write(*ROWS, ["9", 'Coffee: "black"', "2024-01-02", "", ""], headers=[*HEADERS])
    inspection = inspect_export(path, vocabulary)
    assert inspection.column_map is not None
    first = column_map(inspection.column_map)
    assert events(read(path, column_map=first)) == events(read(path)) == EVENTS
    recognised, _, rest = inspection.text().partition("Not recognised")
    assert "child_id: the child's reference" in recognised
    assert "Coffee" in rest
