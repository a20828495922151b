"""Small numbers are left out, and cannot be worked out from what is told."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.audit.model import (
    Bucket,
    Change,
    Children,
    Comparison,
    Counts,
    Finding,
    Lateness,
    Measure,
    MeasurePart,
    Month,
    Moved,
    Part,
    PeriodStamp,
    Spread,
    Worst,
)
from threshold.audit.suppress import few, suppress
from threshold.audit.tally import counts
from threshold.demo import write_demo
from threshold.semantics.closed_lists import AUDIT_STATES

from .conftest import audit_of, summary

LEAST = 5
JUDGED = ("met", "late", "overdue", "missed", "not_met")
OTHERS = ("pending", "early", "ended", "paused", "cannot_tell", "conflict", "no_limit")


def hidden(outcomes: Mapping[str, int], **changed: object) -> Counts:
    return suppress(audit_of(summary("R", outcomes, **changed)), LEAST).rules[0].counts


def test_a_small_number_is_hidden_and_what_would_tell_it() -> None:
    found = hidden({"met": 95, "late": 3, "pending": 20})
    assert (found.late, found.met, found.judged, found.n, found.pending) == (None, None, 98, 118, 20)
    assert (found.share, found.least, found.failed) == (None, None, None)
    assert (found.told("late"), found.told("met"), found.told("judged")) == ("fewer than 5", "hidden", "98")
    assert found.percent == "hidden"


def test_what_is_done_stays_where_what_is_not_is_small() -> None:
    """How many were done is told by how long it took, so that the total has to go."""
    found = hidden({"met": 95, "late": 30, "overdue": 2, "pending": 20})
    assert (found.met, found.late, found.overdue) == (95, 30, None)
    assert (found.judged, found.pending, found.n, found.share) == (None, None, 147, None)


def test_nothing_is_hidden_where_nothing_is_small_and_zero_is_told() -> None:
    shown = hidden({"met": 95, "late": 5})
    assert shown == counts({"met": 95, "late": 5})
    assert shown.told("overdue") == "0"


def test_to_whom_a_rule_does_not_apply_is_no_way_round() -> None:
    found = hidden({"met": 90, "pending": 3, "not_applicable": 400})
    assert (found.pending, found.n, found.not_applicable, found.met) == (None, None, None, 90)
    few_without = hidden({"met": 90, "late": 8, "not_applicable": 3})
    assert (few_without.not_applicable, few_without.n, few_without.judged, few_without.met) == (None,) * 4


def possible(told: Counts, true: Counts, everybody: int, name: str) -> set[int]:
    """What a small number may be, for somebody who knows all that is told, and every sum of it."""
    small = () if told.hidden is None else told.hidden.few
    cells = {each: getattr(told, each) for each in AUDIT_STATES}
    done = (true.met or 0) + (true.late or 0)
    known: list[tuple[Sequence[str], int | None]] = [
        (JUDGED, told.judged),
        (("met", "late"), None if few(done, LEAST) else done),
        ((*JUDGED, *OTHERS), told.n),
        (OTHERS, None if told.n is None or told.judged is None else told.n - told.judged),
        (AUDIT_STATES, everybody),
        ((*OTHERS, "not_applicable"), None if told.judged is None else everybody - told.judged),
    ]
    if name not in small:
        return {*range(1, LEAST)}  # nothing says that it is small, and what it is hidden with may be
    return {value for value in range(1, LEAST) if _suits(name, value, cells, small, known)}


def _suits(
    name: str,
    value: int,
    cells: Mapping[str, int | None],
    small: Sequence[str],
    known: Sequence[tuple[Sequence[str], int | None]],
) -> bool:
    """Whether some numbers in place of the hidden ones make every sum right."""
    open_ = [each for each, number in cells.items() if number is None and each != name]
    few_open = [each for each in open_ if each in small]
    large = [each for each in open_ if each not in small]
    for guess in product(range(1, LEAST), repeat=len(few_open)):
        tried = {**cells, name: value, **dict(zip(few_open, guess, strict=True))}
        if all(_fits(names, total, tried, large) for names, total in known):
            return True
    return False


def _fits(
    names: Sequence[str], total: int | None, tried: Mapping[str, int | None], large: Sequence[str]
) -> bool:
    if total is None:
        return True
    rest = total - sum(tried[each] or 0 for each in names)
    free = [each for each in large if each in names]
    return rest == 0 if not free else rest >= LEAST or rest == 0


@given(
    st.fixed_dictionaries(
        {
            name: st.sampled_from((0, 0, 0, 1, 2, 3, 4, 5, 7, 8, 9, 30))
            for name in (
                "met",
                "late",
                "overdue",
                "missed",
                "pending",
                "ended",
                "cannot_tell",
                "not_applicable",
            )
        }
    )
)
def test_no_small_number_of_a_rule_can_be_worked_out(outcomes: dict[str, int]) -> None:
    true = counts(outcomes)
    told = hidden(outcomes)
    # Where there are hardly any, that there are so few is known: how many children there are is told.
    if true.n is None or true.n < 4 * LEAST:
        return
    for name in AUDIT_STATES:
        if few(getattr(true, name), LEAST):
            assert getattr(told, name) is None
            assert len(possible(told, true, sum(outcomes.values()), name)) > 1, name
    assert not few(told.n, LEAST)
    assert not few(told.judged, LEAST)
    assert not few(told.failed, LEAST)


def parts(*found: Mapping[str, int]) -> tuple[Part, ...]:
    return tuple(Part(f"T{number}", counts(each)) for number, each in enumerate(found))


def shown(*found: Mapping[str, int]) -> list[str]:
    """The teams that are told, of these."""
    total = {name: sum(each.get(name, 0) for each in found) for name in AUDIT_STATES}
    rule = suppress(audit_of(summary("R", total, by_team=parts(*found))), LEAST).rules[0]
    return [part.name for part in rule.by_team if part.counts.n is not None]


def test_a_team_with_a_small_number_goes_with_another_that_hides_it() -> None:
    """All are 40 late: without T0 the others would tell that it has 2."""
    teams: list[dict[str, int]] = [{"met": 50, "late": late} for late in (2, 18, 20)]
    assert shown(*teams) == ["T2"]


def test_a_team_with_a_small_number_goes_alone_where_the_total_is_hidden() -> None:
    assert shown({"met": 50, "late": 2}, {"met": 40}, {"met": 60}) == ["T1", "T2"]


def test_teams_without_small_numbers_are_told() -> None:
    assert shown({"met": 50, "late": 8}, {"met": 40, "late": 9}) == ["T0", "T1"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {name: st.sampled_from((0, 0, 1, 3, 4, 5, 9, 20)) for name in ("met", "late", "pending")}
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_teams_have_that_are_hidden_comes_to_nothing_small(found: list[dict[str, int]]) -> None:
    total = {name: sum(each[name] for each in found) for name in ("met", "late", "pending")}
    rule = suppress(audit_of(summary("R", total, by_team=parts(*found))), LEAST).rules[0]
    for name in (*total, "n", "judged"):
        told = [getattr(part.counts, name) for part in rule.by_team]
        assert not any(few(number, LEAST) for number in told)
        of_all = getattr(rule.counts, name)
        if of_all is not None:
            assert not few(of_all - sum(number or 0 for number in told), LEAST)


SPREAD = Spread(100, 30.0, 90, 80, 0.8)
MEASURE = Measure("m", "M", "from a to b", "assessment", "days", 45, SPREAD, 3, 12, 1, (), ())


def measured(spread: Spread, *months: Spread) -> Measure:
    made = replace(
        MEASURE,
        spread=spread,
        months=tuple(MeasurePart(f"2026-0{number}", each) for number, each in enumerate(months, start=1)),
    )
    return suppress(audit_of(measures=(made,)), LEAST).measures[0]


def test_how_long_a_few_took_is_not_told() -> None:
    found = measured(replace(SPREAD, within=97, share=0.97))
    assert found.spread == replace(SPREAD, within=None, share=None)
    assert (found.no_end, found.no_start, found.backward) == (None, 12, None)
    gone = measured(replace(SPREAD, n=4, within=2), replace(SPREAD, n=4, within=2))
    assert (gone.spread, [each.spread for each in gone.months]) == (None, [None])


def test_a_month_with_a_few_goes_with_another() -> None:
    half = replace(SPREAD, n=40, within=30)
    found = measured(replace(SPREAD, n=84, within=62), half, half, replace(SPREAD, n=4, within=2))
    assert [each.spread is None for each in found.months] == [True, False, True]


LATE = Lateness("days", 40, 3.0, 30, (Bucket(0, 7, 20, 10), Bucket(8, None, 10, 0)))
NAMED = {
    "by_worker": parts({"met": 50}),
    "worst": (Worst("C-1", 1, None, "late", None, None, None, 3, "days", None, None),),
}


def test_what_names_anybody_is_left_out() -> None:
    moved = Moved(1, 1, ("C-1",))
    since = Children("old.csv", "", moved, moved, ())
    made = audit_of(summary("R", {"met": 50, "late": 40}, **NAMED), children_since=since)
    found = suppress(made, LEAST)
    assert (found.rules[0].by_worker, found.rules[0].worst, found.children_since) == ((), (), None)
    assert "C-1" not in repr(found)


@pytest.mark.parametrize(
    ("outcomes", "late", "told"),
    [
        ({"met": 50, "late": 30, "overdue": 10}, LATE, True),
        ({"met": 50, "late": 30, "overdue": 3}, LATE, False),
        ({"met": 50, "late": 30, "overdue": 10}, replace(LATE, buckets=(Bucket(0, None, 37, 3),)), False),
    ],
)
def test_how_late_is_told_where_no_span_has_a_few(
    outcomes: Mapping[str, int], late: Lateness, told: bool
) -> None:
    (found,) = suppress(audit_of(summary("R", outcomes, lateness=(late,))), LEAST).rules
    assert bool(found.lateness) == told


def test_findings_a_comparison_and_a_period_tell_nothing_small_either() -> None:
    change = Change("R", "R", counts({"met": 95, "late": 3}), counts({"met": 95, "late": 10}), 1.0)
    made = audit_of(
        summary("R", {"met": 95, "late": 10}, without=2, months=(Month("2026-03", counts({"met": 3})),)),
        quality=(Finding("a", "A", "x", None, 4, (1,)), Finding("b", "B", "x", None, 5, (1, 2))),
        compared=Comparison("2026-01-01", "old.csv", (), (change,)),
        period=PeriodStamp("2026-01-01", "2026-02-01", "done", 3),
    )
    found = suppress(made, LEAST)
    assert [(each.kind, each.rows) for each in found.quality] == [("b", ())]
    assert found.compared is not None
    assert found.compared.changes[0].points is None
    assert found.compared.changes[0].earlier is not None
    assert found.compared.changes[0].earlier.late is None
    assert found.period is not None
    assert (found.period.not_done, found.rules[0].without) == (None, None)
    assert found.suppressed is not None
    assert (found.suppressed.parts, found.suppressed.of_parts, found.suppressed.findings) == (1, 1, 1)


Called = Callable[..., tuple[int, str, str]]


def test_the_command_leaves_small_numbers_out_of_what_it_prints(threshold: Called) -> None:
    status, out, _ = threshold("--suppress", "5")
    assert status == 1
    assert "Numbers from 1 to 4 are hidden" in out
    assert out.startswith("What 5 rules judged is too little to be told: numbers under 5")
    assert "The worst" not in out
    assert "W1" not in out
    for format_ in ("json", "csv", "markdown", "html"):
        _, out, err = threshold("--suppress", "5", "--format", format_, "--out", "-")
        assert err == ""
        assert "LATE" not in out


def test_nothing_that_names_children_is_written_without_small_numbers(threshold: Called) -> None:
    status, _, err = threshold("--suppress", "5", "--format", "xlsx")
    assert (status, "a workbook lists every child" in err) == (2, True)
    threshold("--results", "old.csv")
    status, _, err = threshold("--suppress", "5", "--compare", "old.csv")
    assert (status, "results name children" in err) == (2, True)


def test_where_two_done_come_to_little_neither_is_said_to_be_small() -> None:
    """Six are done: that one of them is small, and the other is not, would tell that it is one."""
    found = hidden({"met": 1, "late": 5, "cannot_tell": 30})
    assert (found.met, found.late, found.judged, found.n) == (None, None, None, 36)
    assert found.hidden is not None
    assert found.hidden.few == ()


NOBODYS = ("least", "most", "limit", "median", "fewer_than", "policy", "rows", "replayed")


def small_numbers(told: object, place: str = "") -> list[str]:
    """Where a small number stands in what is printed; bounds of spans and limits are none of anybody."""
    if isinstance(told, Mapping):
        inside = [(key, value) for key, value in told.items() if key not in NOBODYS]
    elif isinstance(told, list):
        inside = [(str(number), value) for number, value in enumerate(told)]
    else:
        return [place] if type(told) is int and few(told, LEAST) else []
    return [each for key, value in inside for each in small_numbers(value, f"{place}/{key}")]


def test_no_small_number_stands_anywhere_in_what_is_printed(threshold: Called, tmp_path: Path) -> None:
    """Of three hundred made-up children, as JSON; how much was hidden is told whatever it is."""
    write_demo(tmp_path / "events.csv", 300)
    words = ("--format", "json", "--out", "-", "--map", str(tmp_path / "events.columns.yaml"))
    _, out, _ = threshold("--suppress", str(LEAST), *words, path=tmp_path / "events.csv")
    audit = json.loads(out)
    assert audit.pop("suppressed")["few"] > 0
    assert small_numbers(audit) == []
    _, out, _ = threshold(*words, path=tmp_path / "events.csv")
    assert len(small_numbers(json.loads(out))) > 20
