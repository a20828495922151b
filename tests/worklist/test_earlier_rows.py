"""The rows of an earlier list are read alike from a table and from lines; whatever else it is, is told."""

import pytest

from threshold.reading import BadInput
from threshold.worklist.earlier_rows import earlier_rows
from threshold.worklist.render.csv import as_csv
from threshold.worklist.render.json import as_json

from .render.conftest import row

ROWS = [
    row(reference="MC-1", act="pass_on", rank=1),
    row(reference="MC-2", act="find_out", to="", rank=2),
    row(reference="MC-3", act="hold", rank=3),
]


def test_a_table_and_lines_give_the_same_rows() -> None:
    of_lines = [*earlier_rows("\n".join(map(as_json, ROWS)), "earlier")]
    assert [(each.reference, each.act, each.to) for each in of_lines] == [
        (each.reference, each.act, each.to) for each in ROWS
    ]
    assert [*earlier_rows(as_csv(ROWS), "earlier")] == of_lines


def test_a_file_of_nothing_is_no_list() -> None:
    for nothing in ("", "\n \n"):
        with pytest.raises(BadInput, match="is empty, and no list"):
            earlier_rows(nothing, "earlier")


def test_a_list_that_lacks_a_row_is_told_by_its_ranks() -> None:
    with pytest.raises(BadInput, match="lacks rows"):
        earlier_rows(as_csv(ROWS[:1] + ROWS[2:]), "earlier")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "{}", '{"schema":', '{"schema": "threshold/worklist/1"}'])
def test_what_is_no_list_is_told_with_its_line(text: str) -> None:
    with pytest.raises(BadInput) as told:
        [*earlier_rows(text, "earlier")]
    assert told.value.problems[0].line == 1
    assert told.value.problems[0].field == "--since"
