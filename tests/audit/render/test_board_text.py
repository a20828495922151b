"""The text for a board holds what its page does, in words, and is no wider than the screen."""

from dataclasses import replace

from threshold.audit.compare import compare
from threshold.audit.edition import for_board
from threshold.audit.model import Finding, Month, Part, Unseen, Wanted
from threshold.audit.render.board_text import for_board as lines_of
from threshold.audit.render.text import as_text
from threshold.audit.render.text_page import TextPage
from threshold.audit.tally import counts

from ..conftest import audit_of, summary
from .test_board import crowded


def test_what_to_look_at_comes_before_how_it_is_counted() -> None:
    text = as_text(crowded())
    headings = (
        *("What to look at first", "How long it took", "What was met", "Over time", "By team", "Since"),
        *("How far these figures can be relied on", "How it is counted"),
    )
    places = [text.index(f"\n{heading}") for heading in headings]
    assert places == sorted(places)
    assert "26 rules that judged fewer" in " ".join(text.split())


def test_no_line_is_wider_than_the_screen() -> None:
    for width in (80, 110):
        months = (Month("2026-05", counts({"met": 9})), Month("2026-06", counts({"met": 8, "late": 2})))
        teams = tuple(Part(name, counts({"met": 9})) for name in ("North", "South"))
        rule = summary("WT-assessment", {"met": 17, "late": 2}, months=months, by_team=teams)
        audit = for_board(audit_of(rule, quality=(Finding("k", "Wrong", "file.csv", "on", 2, (1,)),)))
        assert max(map(len, as_text(audit, width).splitlines())) <= width
        assert max(map(len, as_text(compare(audit, audit), width).splitlines())) <= width


def test_the_text_of_a_board_is_its_own() -> None:
    audit = crowded()
    assert as_text(audit).splitlines() == [*lines_of(audit, TextPage())]


def test_what_lacks_is_asked_as_people_would() -> None:
    wants = (
        Wanted("event", "cin_review", "When was it?", False),
        Wanted("fact", "x.y", "Who leads it?", False),
    )
    text = as_text(for_board(audit_of(summary("R", {"cannot_tell": 7}, wants=wants))))
    assert "Every Child in Need review, and its day" in text
    assert "Who leads it?" in text
    assert "x.y" not in text


def test_a_board_has_no_column_map_to_check() -> None:
    audit = audit_of(summary("R", {"met": 1}), unseen=(Unseen("cin_review", ("R",)),))
    local = replace(audit, source=replace(audit.source, format="local events"))
    text = as_text(for_board(local))
    assert text.startswith("Check the export: no Child in Need review was found for anybody, so 1 rule")
    assert "Nothing was found wrong with the data." in text
