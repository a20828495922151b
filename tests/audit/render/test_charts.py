"""Charts are as long as what they show, and say it in numbers."""

import re

import pytest

from threshold.audit.model import Audit, Bucket, Lateness, Month
from threshold.audit.render import charts
from threshold.audit.tally import counts

from ..conftest import summary


def test_a_bar_is_as_long_as_its_share(audit: Audit) -> None:
    drawn = charts.shares(audit.judged)
    missed, met = (
        float(width) for width in re.findall(r'class="(?:missed|met)".*?width="([\d.]+)"', drawn)[:2]
    )
    assert met / missed == pytest.approx(2 / 6, abs=0.001)
    assert "33.3% (2 of 6)" in drawn


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
    assert words(drawn) == ["4", "up to 7", "2", "over 7", "days late"]


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


def test_a_bar_of_nothing_met_is_empty_and_long_names_are_cut() -> None:
    drawn = charts.shares([summary("A" * 25, {"late": 1}), summary("B" * 24, {"met": 1})])
    lengths = [float(width) for width in re.findall(r'class="met"[^>]*width="([\d.]+)"', drawn)]
    assert lengths == [0, 300]
    assert words(drawn) == ["A" * 23 + "…", "0.0% (0 of 1)", "B" * 24, "100.0% (1 of 1)"]


def test_what_a_rule_is_called_is_no_markup() -> None:
    assert "<b>" not in charts.shares([summary("<b>", {"met": 1})])
