"""Which children are decided again: those at the edges of the rules, the same for the same export."""

from datetime import date, timedelta

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, Results, Tables  # noqa: E402
from threshold.batch.sample import chosen  # noqa: E402
from threshold.policy import load_policy  # noqa: E402

AS_AT = date(2026, 3, 31)
REFERRED = date(2026, 3, 2)  # decided on in time on the next day, and late from the day after


def batch(decided: dict[str, int]) -> tuple[Tables, Results]:
    """Children referred on one day, of whom it was decided so many days later."""
    rows = [(child, "referral", REFERRED) for child in decided]
    rows += [(child, "referral_decision", REFERRED + timedelta(days=days)) for child, days in decided.items()]
    events = pl.DataFrame(rows, {"child": pl.String, "event": pl.String, "on": pl.Date}, orient="row")
    covers = dict.fromkeys(("referral", "referral_decision"), AS_AT)
    tables = Tables(events, pl.DataFrame({"child": list(decided)}), covers, AS_AT)
    return tables, Batch(load_policy("national").at(AS_AT), AS_AT).evaluate(tables)


def test_what_was_done_on_the_last_day_and_beside_it_is_among_them() -> None:
    usual = {f"child {number}": 20 for number in range(300)}
    tables, results = batch({**usual, "before": 0, "on": 1, "after": 2})
    found = chosen(tables, results, 20)
    assert {"before", "on", "after"} <= set(found)
    assert found.len() == found.n_unique() == 20


def test_the_same_export_gives_the_same_children_in_their_order() -> None:
    tables, results = batch({f"child {number}": number % 9 for number in range(300)})
    found = chosen(tables, results, 50)
    assert found.equals(chosen(tables, results, 50))
    everybody = results.units[""]["child"]
    assert found.equals(everybody.filter(everybody.is_in(found.implode())))


@pytest.mark.parametrize("sample", [0, 1, 2, 7, 8])
def test_as_many_are_chosen_as_are_asked_for_or_are_there(sample: int) -> None:
    tables, results = batch({f"child {number}": number for number in range(7)})
    assert chosen(tables, results, sample).len() == min(sample, 7)


def test_nobody_is_chosen_of_nobody() -> None:
    tables, results = batch({})
    assert chosen(tables, results, 5).is_empty()
