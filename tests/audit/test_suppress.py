"""Small numbers are left out, and cannot be worked out from what is told."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.audit.hiding import few
from threshold.audit.model import (
    Bucket,
    Change,
    Children,
    Comparison,
    Counts,
    Covered,
    Finding,
    Lateness,
    Measure,
    MeasurePart,
    Month,
    Moved,
    Paired,
    Part,
    PeriodStamp,
    Rows,
    Spread,
    Unused,
    Worst,
)
from threshold.audit.render import sections
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts
from threshold.demo import write_demo
from threshold.reading import BadInput
from threshold.semantics.closed_lists import AUDIT_STATES

from .conftest import AS_AT, audit_of, summary

LEAST = 5
Called = Callable[..., tuple[int, str, str]]


def hidden(outcomes: Mapping[str, int], **changed: object) -> Counts:
    return suppress(audit_of(summary("R", outcomes, **changed)), LEAST).rules[0].counts


def test_a_small_number_is_hidden_and_what_would_tell_it() -> None:
    found = hidden({"met": 95, "late": 3, "pending": 20})
    assert (found.late, found.met, found.judged, found.n, found.pending) == (None, None, 98, 118, 20)
    assert (found.share, found.least, found.failed) == (None, None, None)
    assert (found.told("late"), found.told("met"), found.told("judged")) == ("hidden", "hidden", "98")
    assert found.percent == "hidden"


def test_the_share_stays_where_only_a_kind_of_failure_is_small() -> None:
    found = hidden({"met": 95, "late": 30, "overdue": 2, "pending": 20})
    assert (found.met, found.late, found.overdue, found.failed) == (95, None, None, 32)
    assert (found.judged, found.pending, found.n) == (127, 20, 147)
    assert found.share == counts({"met": 95, "late": 32}).share


def test_nothing_is_hidden_where_nothing_is_small_and_zero_is_told() -> None:
    shown = hidden({"met": 95, "late": 5})
    assert shown == counts({"met": 95, "late": 5})
    assert shown.told("overdue") == "0"


def test_to_whom_a_rule_does_not_apply_is_no_way_round() -> None:
    found = hidden({"met": 90, "pending": 3, "not_applicable": 400})
    assert (found.pending, found.n, found.not_applicable, found.met) == (None, None, None, 90)
    few_without = hidden({"met": 90, "late": 8, "not_applicable": 3})
    assert (few_without.not_applicable, few_without.n, few_without.judged, few_without.met) == (None,) * 4


def test_a_rule_on_requests_is_no_measure_and_is_left_out() -> None:
    assert hidden({"met": 95, "late": 30}, on_request=True).n is None


def both(first: Mapping[str, int], second: Mapping[str, int], **changed: object) -> list[bool]:
    """Of two rules about each assessment, which are told at all."""
    rules = (
        summary("A", first, each="assessment"),
        summary("B", second, **{"each": "assessment", **changed}),
    )
    return [rule.counts.judged is not None for rule in suppress(audit_of(*rules), LEAST).rules]


def test_a_rule_that_would_tell_a_small_number_beside_another_is_left_out() -> None:
    assert both({"met": 90, "late": 10}, {"met": 80, "late": 20}) == [True, True]
    assert both({"met": 90, "late": 10}, {"met": 90, "late": 10}) == [True, True]
    assert both({"met": 90, "late": 10}, {"met": 88, "late": 12}) == [True, False]
    assert both({"met": 90, "late": 10}, {"met": 88, "late": 12}, each="referral") == [True, True]


def test_a_number_that_is_hidden_in_one_rule_is_told_in_none() -> None:
    """Two are overdue and nine late; of those nine the other rule asks for a reason."""
    assert both({"met": 90, "late": 9, "overdue": 2}, {"not_met": 9, "not_applicable": 92}) == [True, False]
    assert both({"not_met": 9, "not_applicable": 92}, {"met": 90, "late": 9, "overdue": 2}) == [True, False]


def test_a_rule_that_judged_nobody_still_says_so_where_its_other_numbers_are_left_out() -> None:
    rules = (
        summary("A", {"cannot_tell": 98, "not_applicable": 20}, each="assessment"),
        summary("B", {"met": 90, "late": 10, "cannot_tell": 18}, each="assessment"),
    )
    first, second = suppress(audit_of(*rules), LEAST).rules
    assert (first.counts.judged, first.counts.n, first.judged) == (0, None, False)
    assert second.counts.judged == 100


def test_what_counts_beside_another_rule_gives_way_to_it() -> None:
    rules = (
        summary("A", {"met": 88, "late": 12}, each="assessment", beside="B"),
        summary("B", {"met": 90, "late": 10}, each="assessment"),
    )
    found = suppress(audit_of(*rules), LEAST).rules
    assert [rule.counts.judged for rule in found] == [None, 100]


def test_months_and_teams_of_the_same_work_are_told_once() -> None:
    all_, month = {"met": 90, "late": 10}, (Month("2026-03", counts({"met": 90, "late": 10})),)
    rules = [
        summary(name, all_, each="assessment", months=month, by_team=parts(all_), lateness=(LATE,))
        for name in ("A", "B")
    ]
    first, second = suppress(audit_of(*rules), LEAST).rules
    assert (len(first.months), len(first.by_team)) == (1, 1)
    assert (second.months, second.by_team, second.lateness) == ((), (), ())


def test_a_team_hidden_in_one_rule_is_hidden_in_all_about_the_same() -> None:
    """Else each would tell of T0 what the other hides: the first T2, the second T1, and the total of all."""
    first = [{"met": 50, "late": late} for late in (2, 18, 20)]
    second = [{"met": met, "not_met": 40} for met in (50, 60, 70)]
    rules = [
        summary(
            name,
            {state: sum(each[state] for each in teams) for state in teams[0]},
            each="assessment",
            by_team=parts(*teams),
        )
        for name, teams in (("A", first), ("B", second))
    ]
    told = suppress(audit_of(*rules), LEAST).rules
    assert [[part.counts.n is not None for part in rule.by_team] for rule in told] == [
        [False, False, True]
    ] * 2


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
    assert (found.no_end, found.no_start, found.backward) == (None, None, None)
    gone = measured(replace(SPREAD, n=4, within=2), replace(SPREAD, n=4, within=2))
    assert (gone.spread, gone.months) == (None, ())


def test_a_measure_tells_nothing_beside_a_rule_either() -> None:
    """How many are done, and how many within the limit, tell what is overdue and what was late."""
    of = replace(MEASURE, no_end=0, no_start=0, backward=0)
    for outcomes, told in (
        ({"met": 80, "late": 20, "overdue": 9}, True),
        ({"met": 80, "late": 20, "overdue": 2}, False),
        ({"met": 78, "late": 22}, False),
    ):
        made = audit_of(summary("R", outcomes, each="assessment"), measures=(of,))
        assert (suppress(made, LEAST).measures[0].spread is not None) == told


def test_how_many_have_neither_day_is_not_what_a_measure_leaves() -> None:
    of = replace(MEASURE, no_end=40, no_start=0, backward=0)
    for without, told in ((3, False), (6, True)):
        rule = summary("R", {"met": 60, "late": 80, "not_applicable": without}, each="assessment")
        assert (suppress(audit_of(rule, measures=(of,)), LEAST).measures[0].no_end is not None) == told


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


def test_data_quality_tells_nothing_small_and_does_not_say_that_all_is_well(threshold: Called) -> None:
    """Of the rows here one has no child and one no date."""
    for format_ in ("text", "markdown", "html"):
        _, out, _ = threshold(
            "--suppress", "5", *(("--format", format_, "--out", "-") if format_ != "text" else ())
        )
        assert "Nothing was found wrong" not in out
        assert "Found too seldom to be told: 2 kinds of finding about the data." in out
        assert "13 read; how many of them were reported or refused is hidden" in out


def test_what_is_written_beside_it_is_not_counted(threshold: Called) -> None:
    chosen = ("--cases", "cases", "--where", "status=overdue", "--results", "results.csv")
    _, _, plain = threshold(*chosen)
    assert "wrote 1 case file into cases" in plain
    _, _, err = threshold("--suppress", "5", *chosen)
    assert "wrote case files into cases" in err
    assert "some of the children chosen: not written" in err
    assert "rows" not in err


def test_rows_are_told_where_no_part_of_them_is_few() -> None:
    some = Rows(100, 80, 20, 0, (Unused("a", "A", 12), Unused("b", "B", 8)))
    assert suppress(audit_of(rows=some), LEAST).rows == some
    few_of_one = replace(some, unused=(Unused("a", "A", 17), Unused("b", "B", 3)))
    assert suppress(audit_of(rows=few_of_one), LEAST).rows == Rows(100, None, None, None)


def test_of_how_many_an_event_is_covered_is_told_where_that_tells_no_few() -> None:
    made = audit_of(children=90, covers=tuple(Covered("e", AS_AT, number) for number in (90, 89, 80, 2)))
    assert [each.children for each in suppress(made, LEAST).covers] == [90, None, 80, None]


def test_of_what_is_paired_by_date_no_number_is_told() -> None:
    made = audit_of(paired=(Paired("assessment", 200, 3), Paired("enquiry", 0, 60), Paired("caf", 10, 0)))
    found = suppress(made, LEAST)
    assert [(each.linked, each.by_date) for each in found.paired] == [(None, None)] * 2
    assert any("by their dates alone: assessment, enquiry." in line for line in sections.caveats(found))


def test_an_export_of_a_few_children_is_refused() -> None:
    with pytest.raises(BadInput, match="fewer than 9 children"):
        suppress(audit_of(), 9)


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


def test_the_command_leaves_small_numbers_out_of_what_it_prints(threshold: Called) -> None:
    status, out, _ = threshold("--suppress", "5")
    assert status == 1
    assert "Numbers from 1 to 4 are hidden" in out
    assert " rules judged is too little to be told: numbers under 5" in out.splitlines()[0]
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
    assert audit.pop("suppressed")["numbers"] > 0
    assert small_numbers(audit) == []
    _, out, _ = threshold(*words, path=tmp_path / "events.csv")
    assert len(small_numbers(json.loads(out))) > 20


Sum = dict[str, int]  # names of numbers, each with how often it counts; they come to nothing


def sums_of(audit: dict[str, Any]) -> list[Sum]:
    """What somebody knows who knows how the figures of an audit are made."""
    found: list[Sum] = []
    for rule in audit["rules"]:
        at = f"{rule['rule']}/"
        found += _sums_of_rule(at, rule["each"])
        for part in rule["by_team"]:
            found += _sums_of_rule(f"{at}{part['name']}/", "")
        if rule["by_team"]:
            for state in (*AUDIT_STATES[:-1], "judged"):
                teams = {f"{at}{part['name']}/{state}": 1 for part in rule["by_team"]}
                found.append({**teams, f"{at}{state}": -1})
    found.append({"WT-referral-decision/met": 1, "referral-decision/within": -1})
    found.append(
        {"WT-referral-decision/met": 1, "WT-referral-decision/late": 1, "referral-decision/n": -1},
    )
    return found


def _sums_of_rule(at: str, each: str) -> list[Sum]:
    failed, rest = ("late", "overdue", "missed", "not_met"), AUDIT_STATES[5:-1]
    judged = {f"{at}{state}": 1 for state in ("met", *failed)}
    others = {f"{at}{state}": 1 for state in rest}
    of_all: list[Sum] = [
        {**judged, f"{at}judged": -1},
        {f"{at}judged": 1, **others, f"{at}n": -1},
    ]
    # Every child, referral or plan is one that a rule about them applies to, or does not.
    return (
        [*of_all, {f"{at}n": 1, f"{at}not_applicable": 1, f"all/{each}": -1}]
        if at.count("/") == 1
        else of_all
    )


def numbers_of(audit: dict[str, Any]) -> dict[str, int | None]:
    found: dict[str, int | None] = {"all/": audit["children"]}
    for rule in audit["rules"]:
        parts = [("", rule["counts"]), *((f"{part['name']}/", part["counts"]) for part in rule["by_team"])]
        for at, counts_ in parts:
            for name in (*AUDIT_STATES, "n", "judged"):
                found[f"{rule['rule']}/{at}{name}"] = counts_[name]
    for measure in audit["measures"]:
        spread = measure["spread"] or {"n": None, "within": None}
        found |= {f"{measure['measure']}/{name}": spread[name] for name in ("n", "within")}
    return found


def worked_out(sums: list[Sum], known: Mapping[str, int | None]) -> dict[str, Fraction]:
    """Every number that is not told, and follows from those that are: by elimination, row by row."""
    rows: list[dict[str, Fraction]] = []
    for each in sums:
        row: dict[str, Fraction] = {"": Fraction(0)}
        for name, times in each.items():
            number = known.get(name)
            row["" if number is not None else name] = row.get(
                "" if number is not None else name, Fraction(0)
            ) + (Fraction(times) * (1 if number is None else number))
        for done in rows:
            pivot = next(name for name in done if name)
            if factor := row.get(pivot):
                row = {
                    name: value
                    for name in {*row, *done}
                    if (value := row.get(name, Fraction(0)) - factor * done.get(name, Fraction(0)))
                    or not name
                }
        if len(row) > 1:
            pivot = next(name for name in row if name)
            row = {
                pivot: Fraction(1),
                **{name: value / row[pivot] for name, value in row.items() if name != pivot},
            }
            rows = [_without(pivot, row, done) for done in rows] + [row]
    return {
        next(name for name in row if name): -row.get("", Fraction(0))
        for row in rows
        if len(row.keys() - {""}) == 1
    }


def _without(pivot: str, row: dict[str, Fraction], done: dict[str, Fraction]) -> dict[str, Fraction]:
    factor = done.get(pivot)
    if not factor:
        return done
    mixed = {
        name: done.get(name, Fraction(0)) - factor * row.get(name, Fraction(0)) for name in {**done, **row}
    }
    return {name: value for name, value in mixed.items() if value or not name}


@pytest.mark.parametrize("seed", range(4))
def test_no_small_number_follows_from_the_sums_that_are_told(
    threshold: Called, tmp_path: Path, seed: int
) -> None:
    """Of small made-up exports, some with dirt: every sum that holds is known, and every number told."""
    children = 25 + 45 * seed
    write_demo(tmp_path / "events.csv", children, seed=seed, dirt=0.02 * seed)
    words = ("--format", "json", "--out", "-", "--map", str(tmp_path / "events.columns.yaml"))
    true = json.loads(threshold(*words, path=tmp_path / "events.csv")[1])
    told = json.loads(threshold("--suppress", str(LEAST), *words, path=tmp_path / "events.csv")[1])
    known, really = numbers_of(told), numbers_of(true)
    sums = [each for each in sums_of(true) if _holds(each, really)]
    # What there is of each kind of work is known from any rule that tells it.
    for rule in told["rules"]:
        if None not in (rule["counts"]["n"], rule["counts"]["not_applicable"]):
            known.setdefault(f"all/{rule['each']}", rule["counts"]["n"] + rule["counts"]["not_applicable"])
    assert any(number is None for number in known.values())
    for name, number in worked_out(sums, known).items():
        assert not few(int(number), LEAST), name


def _holds(each: Sum, really: Mapping[str, int | None]) -> bool:
    """Whether a sum is so of this export; one with what is told nowhere may be."""
    found = [(really.get(name), times) for name, times in each.items()]
    if any(number is None for number, _ in found):
        return True
    return sum((number or 0) * times for number, times in found) == 0
