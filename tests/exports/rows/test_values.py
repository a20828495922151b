"""Stated values: typed as the vocabulary says, what cannot be read told, and nobody identified."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, Write, WriteMap, findings, stated

from threshold.exports.rows.column_map import ValueColumn
from threshold.exports.rows.values import read_values
from threshold.vocabulary import ValueType

PLAIN = ValueColumn("Column", {})
CHOICE = ValueType("choice", ("not_asked", "given", "refused"))
SPELLED = ValueType("choice", CHOICE.values, names=(("consented", "given"),))
SEVERAL = ValueType("list", CHOICE.values, "choice", names=SPELLED.names)
ROLE = ValueType("role", names=(("Social Worker", "Social Worker"), ("TAC Lead", "Lead Professional")))
ROLES = ValueType("list", of="role", names=ROLE.names)


def read_texts(*cells: str | None, kind: ValueType, how: ValueColumn = PLAIN) -> tuple[list[Any], list[bool]]:
    values, strange = read_values(pl.Series("Column", cells, dtype=pl.String), kind, how)
    return values.to_list(), strange.to_list()


def test_facts_are_typed_and_one_child_has_one_answer(write: Write, read: Read, column_map: WriteMap) -> None:
    headers = ["child_id", "event", "date", "Consent", "role", "notes"]
    path = write(
        ["1", "referral", "2024-01-02", "Y", "Social worker", ""],
        ["1", "", "", "Given", "", ""],
        ["2", "referral", "2024-01-02", "Y", "", ""],
        ["2", "referral", "2024-01-03", "N", "Nobody", ""],
        ["3", "referral", "2024-01-02", "perhaps", "", "call 07700 900123"],
        headers=headers,
    )
    text = (
        "columns: {child: child_id, event: event, on: date}\n"
        "facts:\n"
        "  consent.to_share: {column: Consent, values: {Y: given, N: refused}}\n"
        "  assessment.lead_role: role\n"
        "  request.step: notes\n"
    )
    export = read(path, column_map=column_map(text))
    assert stated(export, "consent.to_share") == {"1": "given"}
    assert stated(export, "assessment.lead_role") == {"1": "Social Worker"}
    assert stated(export, "request.step") == {}
    assert {("unreadable", 5, "role"), ("unreadable", 6, "Consent"), ("unreadable", 6, "notes")} <= findings(
        export
    )
    assert ("different-answers", None, "consent.to_share") in findings(export)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (ValueType("boolean"), "a) Yes", True),
        (ValueType("number", least=1, most=4), "3", 3),
        (ValueType("number", least=1, most=4), "5", ...),
        (ValueType("date"), "31/03/2024", date(2024, 3, 31)),
        (ValueType("date"), "31/02/2024", ...),
        (ValueType("datetime"), "2024-03-31 09:30", datetime(2024, 3, 31, 9, 30)),
        (ValueType("datetime"), "2024-03-31", date(2024, 3, 31)),
        (CHOICE, " NOT  asked", "not_asked"),
        (CHOICE, "perhaps", ...),
        (SPELLED, "CONSENTED", "given"),
        (SPELLED, "not-asked", "not_asked"),
        (SEVERAL, "Consented; Not asked", ["given", "not_asked"]),
        (SEVERAL, "Consented; perhaps", ...),
        (ROLE, "Social  Worker", "Social Worker"),
        (ROLE, "Nobody", ...),
        (ValueType("text"), " seen   at home ", "seen at home"),
        (ValueType("label"), "  CAF Step ", "caf step"),
        (ROLES, "Social Worker; TAC Lead;", ["Social Worker", "Lead Professional"]),
        (ROLES, "Social Worker, TAC Lead", ["Social Worker", "Lead Professional"]),
        (ROLES, '["Social Worker", "TAC Lead"]', ["Social Worker", "Lead Professional"]),
        (ROLES, "Social Worker; Nobody", ...),
    ],
)
def test_a_cell_is_read_as_its_fact_is_typed(kind: ValueType, cell: str, value: Any) -> None:
    unread = value is ...
    assert read_texts(cell, None, kind=kind) == ([None if unread else value, None], [unread, False])


@pytest.mark.parametrize("kind", [ValueType("boolean"), ValueType("date"), CHOICE, ROLE, ValueType("text")])
@pytest.mark.parametrize("cell", ["", " - ", "N/A"])
def test_what_stands_for_nothing_is_no_value_and_no_mistake(kind: ValueType, cell: str) -> None:
    assert read_texts(cell, kind=kind) == ([None], [False])


def test_not_known_is_no_answer() -> None:
    assert read_texts("Not known", "TBC", kind=CHOICE) == ([None, None], [False, False])


def test_the_map_translates_what_is_written_and_goes_before_the_vocabulary() -> None:
    how = ValueColumn("Column", {"y": "given", "refused": "not_asked"})
    assert read_texts("Y", "Refused", "given", kind=CHOICE, how=how)[0] == ["given", "not_asked", "given"]


def test_what_a_map_says_of_yes_and_no_counts_beside_the_plain_words() -> None:
    how = ValueColumn("Column", {"seen": "true", "not seen": "false"})
    values, strange = read_texts("Seen", "Not seen", "yes", kind=ValueType("boolean"), how=how)
    assert values == [True, False, True]
    assert strange == [False, False, False]


def test_a_date_of_which_the_order_is_in_doubt_is_told_as_unreadable() -> None:
    cells = ("03/04/2024", "25/12/2024", "12/25/2024")
    assert read_texts(*cells, kind=ValueType("date")) == (
        [None, date(2024, 12, 25), None],
        [True, False, True],
    )


def test_a_moment_in_another_zone_is_told_in_local_time() -> None:
    summer = pl.Series([datetime(2024, 6, 30, 23, 30), None]).dt.replace_time_zone("UTC")
    values, strange = read_values(summer, ValueType("datetime"), PLAIN)
    assert values.to_list() == [datetime(2024, 7, 1, 0, 30), None]
    assert not strange.any()


def test_a_moment_among_moments_that_is_none_is_told() -> None:
    cells = ("2024-03-31T09:30:15", "half past 10:30", None)
    values, strange = read_texts(*cells, kind=ValueType("datetime"))
    assert values == [datetime(2024, 3, 31, 9, 30, 15), None, None]
    assert strange == [False, True, False]


def test_a_list_that_is_typed_already_is_read_item_by_item() -> None:
    column = pl.Series([["Social Worker", "TAC Lead"], None])
    values, _ = read_values(column, ROLES, ValueColumn("Column", {}, "|"))
    assert values.to_list() == [["Social Worker", "Lead Professional"], None]


def test_the_separator_of_the_map_goes_before_the_comma() -> None:
    texts = ValueType("list", of="text")
    how = ValueColumn("Column", {}, "|")
    assert read_texts("a, b|c", "a, b", kind=texts, how=how)[0] == [["a, b", "c"], ["a", "b"]]


@pytest.mark.parametrize("kind", [ValueType("text"), ValueType("label"), ValueType("list", of="text")])
def test_text_that_identifies_somebody_is_not_taken(kind: ValueType) -> None:
    assert read_texts("call 07700 900123", kind=kind) == ([None], [True])


def test_where_a_word_is_to_stand_alone_signs_beside_it_put_it_in_doubt() -> None:
    exact = ValueColumn("Column", {"caf tac": "given"}, exact=True)
    cells = ("CAF/TAC", "caf - TAC ", "Not-asked", "refused", "refused?", "(refused)", "CAF/TAC!")
    values, strange = read_texts(*cells, kind=CHOICE, how=exact)
    assert values == ["given", "given", "not_asked", "refused", None, None, None]
    assert strange == [False] * 4 + [True] * 3


@pytest.mark.parametrize("exact", [True, False])
def test_a_yes_no_question_reads_the_plain_answers_beside_those_of_its_map(exact: bool) -> None:
    how = ValueColumn("Column", {"no": "false", "nope": "false", "dk": "unknown"}, exact=exact)
    cells = ("no", "Yes", "Y", "n", "TRUE", "false", "Nope", "DK", "perhaps")
    values, strange = read_texts(*cells, kind=ValueType("boolean"), how=how)
    assert values == [False, True, True, False, True, False, False, None, None]
    assert strange == [*[False] * 8, True]


def test_a_map_that_turns_a_plain_answer_round_is_read_alone() -> None:
    how = ValueColumn("Column", {"yes": "false"})
    assert read_texts("yes", "no", kind=ValueType("boolean"), how=how) == ([False, None], [False, True])
