"""Column maps: as people write them, as they are guessed, and the first one that is offered to be edited."""

from datetime import date

import pytest
from tests.exports.conftest import EVENTS, HEADERS, MAP, ROWS, Read, Write, WriteMap, events, findings

from threshold.exports import inspect_export
from threshold.exports.rows.column_map import guess_column_map, read_column_map
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
    assert export.tables.covers["network_meeting"] == date(2024, 5, 1)
    assert {("left-out", None, "What"), ("covers-nothing", None, "cin_review")} <= findings(export)
    assert (export.rows_in, export.rows_reported, export.rows_refused, export.rows_left_out) == (2, 1, 0, 1)


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        ("columns: {child: NHS number, event: e, on: d}", "columns.child", "an NHS number"),
        ("columns: {child: c}", "columns", "event"),
        ("columns: {child: c, event: e}", "columns", "event"),
        ("columns: {child: c, on: d}", "columns", "event"),
        (MAP + "events: {Visit: referal}", "events.Visit", 'did you mean "referral"'),
        (MAP + "covers: {referral: 31/03/2024}", "covers.referral", "year-month-day"),
        (MAP + "facts: {cin_review.latest: x}", "facts.cin_review.latest", "no such stated fact"),
        (MAP + "facts: {need.level: x}", "facts.need.level", "no such stated fact"),
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


def test_without_a_word_of_its_own_a_map_knows_the_usual_labels(
    column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    columns = read_column_map(column_map(MAP + "events: {Visit: cin_review, S47: ~}\n"), vocabulary)
    assert columns.events["visit"] == "cin_review"
    assert columns.events["s47"] is None
    assert columns.events["icpc"] == columns.events["cp conference"] == "cp_conference"
    assert columns.statuses["booked"] == "planned"
    assert columns.first == "day"


def test_the_map_s_own_statuses_go_before_the_usual_ones(
    column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    columns = read_column_map(column_map(MAP + "statuses: {Due: cancelled, Took place!: held}\n"), vocabulary)
    assert (columns.statuses["due"], columns.statuses["took place"]) == ("cancelled", "held")


def test_one_map_stands_in_one_file(column_map: WriteMap, vocabulary: Vocabulary) -> None:
    with pytest.raises(BadInput, match="one YAML document"):
        read_column_map(column_map(MAP + "---\n" + MAP), vocabulary)


def test_every_mistake_in_a_map_is_told_at_once(column_map: WriteMap, vocabulary: Vocabulary) -> None:
    text = MAP + "events: {Visit: nothing}\ncovers: {nothing: as_at, cin_review: soon}\n"
    with pytest.raises(BadInput) as caught:
        read_column_map(column_map(text), vocabulary)
    assert [(each.line, each.field) for each in caught.value.problems] == [
        (3, "covers.nothing"),
        (2, "events.Visit"),
        (3, "covers.cin_review"),
    ]


def test_dates_side_by_side_need_no_column_for_the_event(
    column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    text = "columns: {child: Who}\ndates: {assessment_started: Start}\n"
    columns = read_column_map(column_map(text), vocabulary)
    assert columns.wanted() == {"Who", "Start"}


def test_the_first_of_the_usual_names_is_taken_wherever_it_stands(vocabulary: Vocabulary) -> None:
    columns = guess_column_map(["Case", "CHILD ID", "child_id", "Step"], vocabulary).columns
    assert columns == {"child": "CHILD ID", "event": "Step"}


def test_facts_are_guessed_only_under_their_very_own_names(vocabulary: Vocabulary) -> None:
    headers = ["child_in_need.assessed", "Child in need assessed", "safety.scale", "need.level"]
    headers += ["attended", "Attended"]
    columns = guess_column_map(headers, vocabulary)
    assert set(columns.facts) == {"child_in_need.assessed"}
    assert set(columns.carries) == {"attended"}
    assert columns.wanted() == {"child_in_need.assessed", "attended"}


def test_a_table_is_read_by_what_of_the_map_it_has(column_map: WriteMap, vocabulary: Vocabulary) -> None:
    text = (
        MAP
        + "facts: {child_in_need.assessed: Assessed, need.complex: Complex}\n"
        + "carries: {attended: Who came}\n"
    )
    whole = read_column_map(column_map(text), vocabulary)
    here = whole.within(["child_id", "date", "Complex", "elsewhere"])
    assert here.columns == {"child": "child_id", "on": "date"}
    assert set(here.facts) == {"need.complex"}
    assert here.wanted() == {"child_id", "date", "Complex"}
    assert whole.wanted() == {*HEADERS, "Assessed", "Complex", "Who came"}
