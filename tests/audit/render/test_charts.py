"""Charts are as long as what they show, and say it in numbers."""

import re
from dataclasses import replace

import pytest

from threshold.audit.model import Audit, Bucket, Lateness, Month
from threshold.audit.render import charts
from threshold.audit.tally import counts

from ..conftest import summary


def bars(drawn: str, kind: str) -> list[float]:
    """The width of each part of a kind, without the legend's."""
    found = re.findall(rf'class="{kind}" x="[\d.]+" y="([\d.]+)" width="([\d.]+)"', drawn)
    return [float(width) for top, width in found if float(top) > 20]


def test_a_bar_is_as_long_as_its_share(audit: Audit) -> None:
    drawn = charts.shares(audit.judged[:1])
    ((met,), (missed,)) = bars(drawn, "met"), bars(drawn, "missed")
    assert met / (met + missed) == pytest.approx(2 / 6, abs=0.001)
    assert bars(drawn, "unknown") == [0]
    assert "33.3% of 6 judged" in words(drawn)


def test_what_cannot_be_told_takes_its_room_in_the_bar() -> None:
    """97 of 107 that were judged look like nothing much where 623 more cannot be told."""
    drawn = charts.shares([summary("R", {"met": 97, "late": 10, "cannot_tell": 600, "conflict": 23})])
    ((met,), (missed,), (unknown,)) = (bars(drawn, kind) for kind in ("met", "missed", "unknown"))
    assert unknown / (met + missed + unknown) == pytest.approx(623 / 730, abs=0.001)
    assert {"90.7% of 107 judged", "623 of 730 cannot be told", "623", "97"} <= {*words(drawn)}


def test_a_bar_is_labelled_in_words_with_the_code_beside_them() -> None:
    title = (
        "Something that has so long a title that it needs more than the two lines that a label has room for"
    )
    drawn = words(charts.shares([summary("R", {"met": 1}), summary("S", {"met": 1}, title=title)]))
    assert "Something is done (R)" in drawn
    assert [word for word in drawn if word.endswith(" …")]


def test_those_who_cannot_see_a_chart_are_told_its_numbers() -> None:
    rule = summary("R", {"met": 1200, "late": 2, "cannot_tell": 3})
    assert "Something is done: 1,200 met, 2 not, 3 cannot be told" in charts.shares([rule])
    assert "2024-01: 25.0% (1 of 4)" in charts.trend(months({"met": 1, "late": 3}, {"met": 1}))
    late = charts.lateness(Lateness("days", 6, 3, 9, (Bucket(0, 7, 1, 3), Bucket(8, None, 2, 0))))
    assert "up to 7: 1 done late, 3 not; over 7: 2 done late, 0 not" in late


def rectangles(drawn: str, kind: str) -> list[tuple[float, float]]:
    """Top and height of each rectangle of a kind."""
    found = re.findall(rf'class="{kind}" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)
    return [(float(top), float(height)) for top, height in found]


def words(drawn: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", drawn)


def test_what_was_done_late_stands_below_what_is_overdue() -> None:
    drawn = charts.lateness(Lateness("days", 6, 3, 9, (Bucket(0, 7, 1, 3), Bucket(8, None, 2, 0))))
    (low, done), (_, more) = rectangles(drawn, "done")
    (high, overdue), (_, nothing) = rectangles(drawn, "missed")
    assert (overdue, more, nothing) == (3 * done, 2 * done, 0)
    assert high + overdue == pytest.approx(low)
    assert words(drawn) == ["4", "up to 7", "2", "over 7", "days late (n = 6)"]


def test_a_chart_of_nothing_late_has_no_heights() -> None:
    drawn = charts.lateness(Lateness("days", 0, 0, 0, (Bucket(0, 7, 0, 0),)))
    assert rectangles(drawn, "done")[0][1] == rectangles(drawn, "missed")[0][1] == 0


def months(*outcomes: dict[str, int], first: int = 1) -> list[Month]:
    names = [f"{2024 + (first + place - 1) // 12}-{(first + place - 1) % 12 + 1:02}" for place in range(99)]
    return [Month(name, counts(each)) for name, each in zip(names, outcomes, strict=False)]


def test_a_month_with_nothing_to_judge_is_no_point() -> None:
    drawn = charts.trend(months({"met": 1}, {"pending": 3}, {"met": 1, "late": 3}, {"late": 1}))
    heights = [float(height) for height in re.findall(r'<circle [^>]*cy="([\d.]+)"', drawn)]
    assert len(heights) == 3
    assert heights == sorted(heights)  # downwards: all, a quarter and none of it met
    assert [word for word in words(drawn) if word in ("100", "25", "0")] == ["100", "25", "0"]
    assert [word for word in words(drawn) if word in ("01", "02", "03", "04")] == ["01", "03", "04"]


@pytest.mark.parametrize(("number", "years"), [(24, ["2024", "2025"]), (25, ["2024", "2025", "2026"])])
def test_the_newest_two_years_are_shown(number: int, years: list[str]) -> None:
    drawn = charts.trend(months(*[{"met": 1}] * number))
    assert drawn.count("<circle") == 24
    assert [word for word in words(drawn) if word.startswith("20")] == years


def test_a_year_is_named_where_it_begins() -> None:
    drawn = charts.trend(months(*[{"met": 1}] * 4, first=11))
    assert [word for word in words(drawn) if word.startswith("20")] == ["2024", "2025"]
    within_one = charts.trend(months(*[{"met": 1}] * 4))
    assert [word for word in words(within_one) if word.startswith("20")] == ["2024"]


def test_a_bar_of_nothing_met_is_empty_and_long_codes_are_cut() -> None:
    drawn = charts.shares([summary("A" * 25, {"late": 1}), summary("B", {"met": 1})])
    assert bars(drawn, "met") == [0, 260]
    assert f"Something is done ({'A' * 23}…)" in " ".join(words(drawn))


def test_a_month_says_of_how_many_and_how_low_it_may_be() -> None:
    drawn = charts.trend(months({"met": 30, "cannot_tell": 10}, {"met": 12}))
    assert {"30", "12"} <= {*words(drawn)}
    assert drawn.count('class="range"') == 1


def test_what_a_rule_is_called_is_no_markup() -> None:
    assert "<b>" not in charts.shares([summary("<b>", {"met": 1})])


def test_a_share_that_is_hidden_has_no_bar() -> None:
    """Drawn, it would look like nothing met."""
    hidden = replace(counts({"met": 95, "late": 3}), share=None, met=None, late=None)
    drawn = charts.shares([summary("A", {"met": 9}), replace(summary("B", {}), counts=hidden)])
    assert "Something is done (A)" in words(drawn)
    assert "(B)" not in drawn
    assert charts.shares([replace(summary("B", {}), counts=hidden)]) == ""
