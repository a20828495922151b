"""Runs by column are those of one case: every order of starts and ends over three days, and random ones."""

from datetime import date, timedelta
from itertools import combinations_with_replacement
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.current import last_of  # noqa: E402
from threshold.batch.timeline.entries import keys  # noqa: E402
from threshold.batch.timeline.episodes import going_on, left_open, recorded  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.semantics.records import Records  # noqa: E402
from threshold.vocabulary import Episode, Vocabulary  # noqa: E402

FIRST = date(2026, 1, 1)
VOCABULARY = Vocabulary({}, {}, {"spell": Episode("spell", "began", "ended")}, ())
Marks = tuple[tuple[int, str], ...]


def every_order() -> list[Marks]:
    kinds = [(day, event) for day in range(3) for event in ("began", "ended")]
    return [marks for number in range(6) for marks in combinations_with_replacement(kinds, number)]


def random_ones() -> list[Marks]:
    random = Random(1)
    return [
        tuple((random.randrange(8), random.choice(("began", "ended"))) for _ in range(random.randrange(30)))
        for _ in range(500)
    ]


@pytest.mark.parametrize("children", [every_order(), random_ones()], ids=["every order", "random"])
def test_runs_are_those_of_one_case(children: list[Marks]):
    found = recorded(*(marked(children, event) for event in ("began", "ended")), len(children))
    by_child = found.rows.partition_by("child", as_dict=True)
    current = last_of(found.rows, len(children)).row
    open_, _ = going_on(found, len(children))
    without_end, _ = left_open(found, len(children))
    for number, marks in enumerate(children):
        timeline = tuple(Entry(FIRST + timedelta(day), event) for day, event in marks)
        wanted = Records(Case("R", {}, timeline), VOCABULARY, FIRST + timedelta(30)).runs("spell")
        rows = by_child.get((number,), found.rows.clear())
        told = [(run.opened, run.closed, run.ended, run.open, run.superseded) for run in wanted]
        assert rows.select("opened", "closed", "ended", "open", "superseded").rows() == told, marks
        assert open_[number] is any(run.open for run in wanted)
        assert without_end[number] is any(not run.ended for run in wanted)
        last = current[number]
        assert (last is None) == (not wanted)
        if last is not None:
            assert found.rows.row(last) == rows.rows()[-1]


def ordinal(day: int) -> int:
    return (FIRST - date(1970, 1, 1)).days + day


def marked(children: list[Marks], event: str) -> pl.DataFrame:
    marks = [
        (number, ordinal(day)) for number, each in enumerate(children) for day, kind in each if kind == event
    ]
    table = pl.DataFrame(marks, schema={"child": pl.UInt32, "day": pl.Int32}, orient="row")
    return table.with_columns(key=keys(table["child"], table["day"])).with_row_index("row").sort("key", "row")
