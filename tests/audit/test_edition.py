"""The edition for a board names nobody, and tells no team of a few, nor by what the others leave."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from threshold.audit.edition import FEW, for_board
from threshold.audit.model import Children, Finding, Measure, MeasurePart, Moved, Moves, Part, Spread
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts

from .conftest import AS_AT, FORMULA, MARKUP, PATH, audit_of, summary

Audited = Callable[..., tuple[int, str, str]]
NAMED = ("W1", "W2", "W3", "LATE", "OPEN", "NOBODY", "IN-TIME", "EASTER", FORMULA, MARKUP, PATH)


hidden = suppress(audit_of(summary("R", {"met": 2})), 5).rules[0].counts


def teams(**judged: int) -> tuple[Part, ...]:
    return tuple(Part(name, counts({"met": number})) for name, number in judged.items())


def told(*parts: Part) -> list[tuple[str, int | None]]:
    (rule,) = for_board(audit_of(summary("R", {"met": 1}, by_team=parts))).rules
    return [(part.name, part.counts.judged) for part in rule.by_team]


@pytest.mark.parametrize("format_", ["html", "markdown", "text", "json", "csv"])
def test_no_format_names_a_child_or_a_worker(threshold: Audited, format_: str) -> None:
    options = ("--edition", "board", "--out", "-", "--format", format_)
    _, printed, _ = threshold(*options)
    assert printed
    assert not [name for name in NAMED if name in printed.replace("&lt;", "<").replace("&#34;", '"')]


@pytest.mark.parametrize("format_", ["html", "markdown", "text", "json", "csv"])
def test_no_format_names_a_file_a_sheet_or_a_column(
    threshold: Audited, export: Path, tmp_path: Path, format_: str
) -> None:
    """People name a file after a child, too; where something is wrong with the data is for teams."""
    own = tmp_path / "Jane Smith.csv"
    lines = export.read_text(encoding="utf-8").replace("child_id", "Janes id").splitlines()
    own.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = export.with_name("map.yaml").read_text(encoding="utf-8").replace("child_id", "Janes id")
    (tmp_path / "map.yaml").write_text(columns, encoding="utf-8")
    threshold("--map", "map.yaml", "--format", "json", "--results", "Jane then.csv", path=own)
    earlier = "reports/audit-Jane Smith-2026-08-14.json"
    assert "Jane Smith.csv" in Path(earlier).read_text(encoding="utf-8")
    options = ("--edition", "board", "--compare", earlier, "--compare", "Jane then.csv", "--out", "-")
    _, printed, _ = threshold("--map", "map.yaml", *options, "--format", format_, path=own)
    assert printed
    assert "Jane" not in printed
    if format_ != "csv":  # which has figures alone
        assert "the export of 14 August 2026" in printed


def test_what_is_not_read_is_counted_and_not_named() -> None:
    source = replace(audit_of().source, unused=("the sheet Janes list", "column notes"))
    told = for_board(audit_of(source=source)).source
    assert told.unused == ("2 sheets, tables or columns, named in the edition for teams",)
    assert for_board(audit_of()).source.unused == ()


def test_findings_are_put_together_by_kind() -> None:
    found = [Finding("k", "Wrong", place, "on", number, (7,)) for place, number in (("a", 2), ("b", 3))]
    other = Finding("l", "Odd", "a", "on", 4, (7,))
    assert for_board(audit_of(quality=(*found, other))).quality == (
        Finding("k", "Wrong", "", None, 5, ()),
        Finding("l", "Odd", "", None, 4, ()),
    )


def test_the_team_edition_is_what_is_made_unless_it_is_asked_for(threshold: Audited) -> None:
    _, printed, _ = threshold("--out", "-", "--format", "html")
    assert "W1" in printed
    _, printed, _ = threshold("--edition", "team", "--out", "-", "--format", "json")
    assert json.loads(printed)["edition"] == "team"


def test_the_figures_are_the_same(threshold: Audited) -> None:
    (_, team, _), (_, board, _) = (
        threshold("--edition", edition, "--out", "-", "--format", "json") for edition in ("team", "board")
    )
    for one, other in zip(json.loads(team)["rules"], json.loads(board)["rules"], strict=True):
        assert (one["counts"], one["months"], one["lateness"]) == (
            other["counts"],
            other["months"],
            other["lateness"],
        )


def test_files_of_the_two_editions_stand_beside_each_other(threshold: Audited) -> None:
    for edition in ("team", "board"):
        threshold("--edition", edition, "--format", "html")
    names = sorted(path.name for path in Path("reports").iterdir())
    assert names == ["audit-events-2026-08-14-board.html", "audit-events-2026-08-14.html"]


def test_a_workbook_lists_every_child_and_is_refused(threshold: Audited) -> None:
    status, _, said = threshold("--edition", "board", "--format", "xlsx")
    assert status == 2
    assert "board names nobody, and a workbook lists every child" in said


def test_an_edition_that_there_is_not(threshold: Audited) -> None:
    status, _, said = threshold("--edition", "press")
    assert status == 2
    assert "--edition" in said


def test_teams_of_a_few_stand_together() -> None:
    assert told(*teams(A=90, B=2, C=4)) == [("A", 90), ("2 teams together", 6)]


def test_a_team_that_is_hidden_stays_and_is_added_to_no_other() -> None:
    gone = Part("H", hidden)
    assert told(*teams(A=90, B=2, C=4), gone) == [("A", 90), ("2 teams together", 6), ("H", None)]
    assert told(*teams(A=90), gone) == [("A", 90), ("H", None)]


def test_of_children_compared_by_reference_none_is_named() -> None:
    some = Moved(2, 1, ("C-1",))
    moves = Moves("R", "R", "", some, some, some, some, some, some)
    since = for_board(audit_of(children_since=Children("old.csv", AS_AT, some, some, (moves,))))
    assert "C-1" not in repr(since)
    assert repr(since).count("Moved(rows=2, number=1") == 8


def test_one_team_of_a_few_takes_the_next_with_it() -> None:
    """Alone it would be what the others leave of the total."""
    assert told(*teams(A=90, B=FEW, C=1)) == [("A", 90), ("2 teams together", FEW + 1)]
    assert told(*teams(A=90, B=FEW)) == [("A", 90), ("B", FEW)]


def test_where_all_teams_would_be_one_none_is_told() -> None:
    assert told(*teams(A=90, B=1)) == []
    assert told(*teams(A=1)) == []
    assert told() == []


def test_a_team_of_which_nothing_was_judged_is_no_team_of_a_few() -> None:
    assert told(*teams(A=90, B=50, C=0)) == [("A", 90), ("B", 50)]


def test_how_long_it_took_is_told_of_no_team_of_a_few() -> None:
    def part(name: str, number: int) -> MeasurePart:
        return MeasurePart(name, Spread(number, 3, 9, number, 1.0))

    def left(*parts: MeasurePart) -> list[str]:
        spread = Spread(99, 3, 9, 99, 1.0)
        measure = Measure("m", "M", "c", "referral", "days", 9, spread, 0, 0, 0, (), parts)
        (found,) = for_board(audit_of(measures=(measure,))).measures
        return [each.name for each in found.by_team]

    assert left(part("A", 90), part("B", 50)) == ["A", "B"]
    assert left(part("A", 90), part("B", 50), part("C", 2)) == ["A"]


def test_small_numbers_can_be_hidden_too(threshold: Audited) -> None:
    _, printed, _ = threshold("--edition", "board", "--suppress", "5", "--format", "html", "--out", "-")
    assert "Numbers from 1 to 4 are hidden" in printed


def test_a_board_that_reads_what_if_everyone_asked_reads_no_reference(threshold: Audited) -> None:
    for format_ in ("html", "markdown", "text", "json"):
        options = ("--edition", "board", "--suppose", "close:case", "--out", "-", "--format", format_)
        _, printed, _ = threshold(*options)
        assert "close" in printed
        assert not [name for name in NAMED if name in printed]


def test_who_became_late_is_told_in_numbers(threshold: Audited, tmp_path: Path) -> None:
    threshold("--results", str(tmp_path / "then.csv"))
    options = ("--edition", "board", "--compare", str(tmp_path / "then.csv"), "--out", "-")
    for format_ in ("html", "markdown", "text", "json"):
        _, printed, _ = threshold(*options, "--format", format_)
        assert not [name for name in NAMED if name in printed]
    _, printed, _ = threshold(*options)
    assert "3 not done still" in printed
