"""Two audits of made-up children compared by reference, the earlier kept as a file of results."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")

import polars as pl

from threshold.audit.children import MOST_NAMED, Earlier, moved, read_results
from threshold.audit.model import Children, Moves
from threshold.audit.results_file import write_results
from threshold.audit.run import Run, run
from threshold.exports import read_export
from threshold.policy import load_policy
from threshold.reading import BadInput

from .conftest import FORMULA, RULE

COLUMNS = "columns: {child: child, event: event, on: date}\ncovers: {referral_decision: as_at}\n"
# Decisions on referrals are due within a working day.
THEN = """child,event,date
STILL,referral,2026-06-01
RIGHT,referral,2026-06-01
GONE,referral,2026-06-01
GONE-2,referral,2026-06-01
GONE-2,referral_decision,2026-06-01
FINE,referral,2026-06-01
FINE,referral_decision,2026-06-02
LATE,referral,2026-06-12
=UNTOLD,referral,2026-06-01
"""
NOW = """child,event,date
STILL,referral,2026-06-01
RIGHT,referral,2026-06-01
RIGHT,referral_decision,2026-06-20
FINE,referral,2026-06-01
FINE,referral_decision,2026-06-02
FINE,referral,2026-06-15
LATE,referral,2026-06-12
NEW,referral,2026-06-16
=UNTOLD,referral,2026-06-01
=UNTOLD,referral_decision,some day
"""


@pytest.fixture
def audited(tmp_path: Path) -> Callable[[str, date], Run]:
    def audit(rows: str, as_at: date) -> Run:
        (tmp_path / "map.yaml").write_text(COLUMNS, encoding="utf-8")
        (tmp_path / "events.csv").write_text(rows, encoding="utf-8")
        files = load_policy("national")
        where = (tmp_path / "events.csv", files.vocabulary, as_at, None, tmp_path / "map.yaml")
        return run(read_export(*where), files, sample=2)

    return audit


@pytest.fixture(params=["results.csv", "results.parquet"])
def since(audited: Callable[[str, date], Run], tmp_path: Path, request: pytest.FixtureRequest) -> Children:
    path = tmp_path / str(request.param)
    write_results(path, audited(THEN, date(2026, 6, 12)))
    return moved(audited(NOW, date(2026, 6, 30)), read_results(path))


def of(since: Children, rule: str) -> Moves:
    return next(each for each in since.rules if each.rule == rule)


def test_who_came_and_who_left(since: Children) -> None:
    assert (since.as_at, since.came.children, since.left.children) == (
        "2026-06-12",
        ("NEW",),
        ("GONE", "GONE-2"),
    )


def test_who_became_late_was_put_right_and_left(since: Children) -> None:
    """FINE is late with another referral than that decided in time; RIGHT is done, if late."""
    found = of(since, RULE)
    assert found.became.children == ("FINE", "LATE", "NEW")
    assert found.put_right.children == ("RIGHT",)
    assert found.still.children == ("STILL",)
    assert found.left.children == ("GONE",)
    assert found.untold.children == ("=UNTOLD",)


def test_nothing_moves_between_an_audit_and_itself(done: Run, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    write_results(path, done)
    found = moved(done, read_results(path))
    (rule,) = [each for each in found.rules if each.rule == RULE]
    assert (rule.became.rows, rule.put_right.rows, rule.left.rows, rule.untold.rows) == (0, 0, 0, 0)
    assert FORMULA in rule.still.children
    assert (found.came.rows, found.left.rows) == (0, 0)


def test_no_more_children_are_named_than_anybody_reads(done: Run) -> None:
    many = pl.Series([f"C-{number}" for number in range(2 * MOST_NAMED)])
    left = moved(done, Earlier("old.csv", "", {}, many)).left
    assert (left.number, len(left.children)) == (2 * MOST_NAMED, MOST_NAMED)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no file of results that can be read"),
        ("child,event\nA,referral\n", "has no column rule, state"),
        ("child,rule,state,opened,start,due\nA,R,late,soon,soon,soon\n", "its dates are none"),
    ],
)
def test_what_is_no_file_of_results_is_told_in_words(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "old.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        read_results(tmp_path / "old.csv")
    (tmp_path / "old.parquet").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="can be read"):
        read_results(tmp_path / "old.parquet")
    with pytest.raises(BadInput, match="can be read"):
        read_results(tmp_path / "none.csv")


LINKED = """columns: {child: child, event: event, on: date, ref: ref, of: of}
covers: {referral: as_at, referral_closed: as_at, assessment_started: as_at, assessment_completed: as_at}
"""
# Assessments take 45 working days at most. That of MOVED was put right by a day, that of FAR by months, and
# RIGHT was done beside it; OTHER has another one instead.
BEFORE = """child,event,date,ref,of
FINE,referral,2026-01-05,R9,
FINE,assessment_started,2026-01-06,A9,R9
FINE,assessment_completed,2026-02-06,A9,R9
FINE,referral_closed,2026-02-06,R9,
MOVED,referral,2026-01-05,R1,
MOVED,assessment_started,2026-01-06,A1,R1
FAR,referral,2025-06-02,R2,
FAR,assessment_started,2026-01-06,A2,R2
RIGHT,referral,2026-01-05,R3,
RIGHT,assessment_started,2026-01-06,A3,R3
OTHER,referral,2026-01-05,R4,
OTHER,assessment_started,2026-01-06,A4,R4
"""
AFTER = """child,event,date,ref,of
FINE,referral,2026-01-05,R9,
FINE,assessment_started,2026-01-06,A9,R9
FINE,assessment_completed,2026-02-06,A9,R9
FINE,referral_closed,2026-02-06,R9,
MOVED,referral,2026-01-05,R1,
MOVED,assessment_started,2026-01-07,A1,R1
FAR,referral,2025-06-02,R2,
FAR,assessment_started,2025-06-03,A2,R2
RIGHT,referral,2026-01-05,R3,
RIGHT,assessment_started,2026-01-08,A3,R3
RIGHT,assessment_completed,2026-06-03,A3,R3
OTHER,referral,2026-01-05,R4,
OTHER,assessment_started,2026-01-09,A5,R4
"""


@pytest.mark.parametrize("name", ["results.csv", "results.parquet"])
@pytest.mark.parametrize("linked", [True, False])
def test_a_date_put_right_is_no_new_lateness(tmp_path: Path, name: str, linked: bool) -> None:
    def audited(rows: str, as_at: date) -> Run:
        lines = (
            rows if linked else "".join(f"{','.join(line.split(',')[:3])}\n" for line in rows.splitlines())
        )
        map_ = LINKED if linked else LINKED.replace(", ref: ref, of: of", "")
        (tmp_path / "map.yaml").write_text(map_, encoding="utf-8")
        (tmp_path / "events.csv").write_text(lines, encoding="utf-8")
        files = load_policy("national")
        where = (tmp_path / "events.csv", files.vocabulary, as_at, None, tmp_path / "map.yaml")
        return run(read_export(*where), files, sample=0)

    path = tmp_path / name
    write_results(path, audited(BEFORE, date(2026, 6, 1)))
    found = of(moved(audited(AFTER, date(2026, 6, 15)), read_results(path)), "WT-assessment")
    # The clock of an only assessment runs from its referral, so only the day on which it began has changed.
    assert found.put_right.children == ("RIGHT",)
    if linked:
        assert found.became.children == found.untold.children == ("OTHER",)
        assert (found.still.children, found.redated.children) == (("FAR", "MOVED"), ("FAR", "MOVED", "RIGHT"))
    else:
        assert found.still.children == ("FAR", "MOVED", "OTHER")
        assert found.became.children == found.untold.children == ()


def test_results_written_before_references_were_kept_can_be_compared(done: Run, tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    write_results(path, done)
    pl.read_parquet(path).drop("ref").write_parquet(path)
    (rule,) = [each for each in moved(done, read_results(path)).rules if each.rule == RULE]
    assert (rule.became.rows, rule.left.rows, rule.untold.rows, rule.redated.rows) == (0, 0, 0, 0)


@pytest.mark.parametrize("name", ["results.csv", "results.parquet"])
def test_a_reference_with_a_sign_that_no_terminal_shows_is_the_same_child(
    audited: Callable[[str, date], Run], tmp_path: Path, name: str
) -> None:
    then = THEN.replace("STILL", "ST\u200bILL")
    path = tmp_path / name
    write_results(path, audited(then, date(2026, 6, 12)))
    found = moved(audited(then, date(2026, 6, 30)), read_results(path))
    assert (found.came.rows, found.left.rows) == (0, 0)
    assert of(found, RULE).untold.rows == 0


def test_what_was_late_and_is_in_time_by_what_is_on_record_now_was_put_right(
    audited: Callable[[str, date], Run], tmp_path: Path
) -> None:
    then = THEN.replace("FINE,referral_decision,2026-06-02", "FINE,referral_decision,2026-06-03")
    path = tmp_path / "results.parquet"
    write_results(path, audited(then, date(2026, 6, 12)))
    found = of(moved(audited(THEN, date(2026, 6, 12)), read_results(path)), RULE)
    assert (found.put_right.children, found.became.rows, found.untold.rows) == (("FINE",), 0, 0)
