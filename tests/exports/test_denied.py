"""A conference held in an enquiry said to need none: a finding, and the answer counts as not known."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, Write, WriteMap, events, findings, stated

from threshold.audit.run import run
from threshold.demo import write_demo
from threshold.demo.dirt import CLEAN, Dirt
from threshold.exports import Export, read_export
from threshold.exports.denied import without_denied
from threshold.policy import load_policy
from threshold.vocabulary import Vocabulary

NEEDED = "child_protection.conference_needed"
HEADERS = ["child", "event", "date", "ref", "of", "needed"]
MAP = (
    "columns: {child: child, event: event, on: date, ref: ref, of: of}\n"
    f"facts: {{{NEEDED}: needed}}\n"
    "events: {started: section_47_started, ended: section_47_ended, conference: cp_conference}\n"
)
SAID = "child protection conference needed"
DENIED = {("contradiction", 2, SAID)}


@pytest.fixture
def enquiries(write: Write, read: Read, column_map: WriteMap) -> Any:
    """An export of these rows: event, day of 2024, reference, what it belongs to, and the answer."""

    def read_them(*rows: str) -> Export:
        cells = [[each.strip() for each in row.split(",")] for row in rows]
        lines = [["1", event, f"2024-{day}", *rest] for event, day, *rest in cells]
        export: Export = read(write(*lines, headers=HEADERS), column_map=column_map(MAP))
        return export

    return read_them


def answers(export: Export) -> list[bool | None]:
    """What is said of each enquiry at its start."""
    started = export.tables.events.filter(pl.col("event") == "section_47_started")
    return list(started[NEEDED]) if NEEDED in started.columns else [None] * started.height


@pytest.mark.parametrize("link", ["E1, ", ", E1", ", "])
def test_a_conference_denies_that_none_was_needed(enquiries: Any, link: str) -> None:
    """Linked by a reference of its own or by what it belongs to, or falling into the enquiry by its day."""
    export = enquiries("started, 01-08, E1, , no", f"conference, 01-20, {link},")
    assert findings(export) == DENIED
    assert answers(export) == [None]
    assert ("1", "cp_conference", "2024-01-20") in events(export)


def test_a_denied_answer_is_told_by_its_row_though_rows_before_it_say_one_thing_again(enquiries: Any) -> None:
    export = enquiries(
        "started, 01-02, E0, , ",
        "ended, 01-05, E0, , ",
        "ended, 01-06, E0, , ",
        "started, 01-08, E1, , no",
        "conference, 01-20, E1, , ",
    )
    assert {found for found in findings(export) if found[0] == "contradiction"} == {
        ("contradiction", 5, SAID)
    }


def test_every_enquiry_has_its_own_answer(enquiries: Any) -> None:
    export = enquiries(
        "started, 01-08, E1, , no",
        "conference, 01-20, E1, ,",
        "started, 03-04, E2, , no",
        "started, 04-01, E3, , yes",
        "conference, 04-10, E3, ,",
    )
    assert findings(export) == DENIED
    assert answers(export) == [None, False, True]


def test_what_the_end_says_counts_before_what_the_start_says(enquiries: Any) -> None:
    held = "conference, 01-20, E1, ,"
    export = enquiries("started, 01-08, E1, , yes", held, "ended, 01-30, E1, , no")
    assert findings(export) == {("contradiction", 4, SAID)}
    assert answers(export) == [None]
    export = enquiries("started, 01-08, E1, , no", held, "ended, 01-30, E1, , yes")
    assert findings(export) == set()


def test_what_is_over_holds_nothing_and_what_goes_on_does(enquiries: Any) -> None:
    """Another that began later, and was over by then, is not the one that the conference was held in."""
    later = "started, 02-01, E2, , yes", "ended, 02-10, E2, ,"
    export = enquiries("started, 01-08, E1, , no", *later, "conference, 02-20, , ,")
    assert findings(export) == DENIED
    assert answers(export) == [None, True]
    export = enquiries("started, 01-08, E1, , no", *later, "conference, 02-05, , ,")
    assert findings(export) == set()
    # Whichever of them ends, E1 goes on.
    export = enquiries(
        "started, 01-08, E2, , yes",
        "started, 01-10, E1, , no",
        "ended, 01-15, E2, ,",
        "conference, 02-20, , ,",
    )
    assert findings(export) == {("contradiction", 3, SAID)}


def test_an_answer_about_the_child_is_of_the_latest_enquiry(enquiries: Any) -> None:
    """Where nothing names an enquiry, the finding is of the conference: the answer may stand in any row."""
    export = enquiries("started, 01-08, , , no", "conference, 01-20, , ,")
    assert findings(export) == {("contradiction", 3, SAID)}
    assert stated(export, NEEDED) == {}
    earlier = enquiries("started, 01-08, , ,", "conference, 01-20, , ,", "started, 03-04, , , no")
    assert findings(earlier) == set()
    assert stated(earlier, NEEDED) == {"1": False}


@pytest.mark.parametrize(
    "rows",
    [
        # Held before, after its end, or in another thing.
        ("started, 01-08, E1, , no", "conference, 01-05, , ,"),
        ("started, 01-08, E1, , no", "ended, 01-18, E1, ,", "conference, 01-20, , ,"),
        ("started, 01-08, E1, , no", "conference, 01-20, E2, ,", "started, 01-10, E2, , yes"),
        (
            "referral, 01-02, R1, ,",
            "started, 01-08, E1, R1, no",
            "referral, 01-10, R2, ,",
            "conference, 01-20, , R2,",
        ),
        (
            "referral, 01-02, R1, ,",
            "started, 01-08, E1, , no",
            "referral, 01-10, R2, ,",
            "conference, 01-20, , R2,",
        ),
        # Nobody knows in which of two.
        ("started, 01-08, E1, , no", "started, 01-xx, E2, , yes", "conference, 01-20, , ,"),
        # Needed, or nobody says.
        ("started, 01-08, E1, , yes", "conference, 01-20, E1, ,"),
        ("started, 01-08, E1, ,", "conference, 01-20, E1, ,"),
    ],
    ids=str,
)
def test_nobody_is_told_of_what_may_well_be(enquiries: Any, rows: tuple[str, ...]) -> None:
    assert "contradiction" not in {kind for kind, *_ in findings(enquiries(*rows))}


def test_where_nobody_says_no_everything_stays_as_it_is(enquiries: Any, vocabulary: Vocabulary) -> None:
    tables = enquiries("started, 01-08, E1, , yes", "conference, 01-20, E1, ,").tables
    places = tables.events.select(place=pl.lit("file"), row=pl.lit(1, pl.UInt32))
    left = without_denied(tables.events, tables.facts, places, vocabulary)
    assert left.events is tables.events
    assert left.facts is tables.facts
    assert left.findings == []


@pytest.mark.parametrize("form", ["events.csv", "events.ndjson", "annex-a.xlsx", "census.xml", "ssd"])
def test_in_every_format_such_a_conference_is_told_and_not_judged(tmp_path: Path, form: str) -> None:
    """And of the same children without such dirt nothing is told."""
    as_at, files = date(2026, 3, 31), load_policy("national")
    told = []
    for name, dirt in (("clean", CLEAN), ("dirty", Dirt({"contradiction": 0.5}))):
        path = tmp_path / name / form
        path.parent.mkdir()
        write_demo(path, 300, seed=3, dirt=dirt, format_=form.partition(".")[0])
        export = read_export(path, files.vocabulary, as_at)
        found = export.findings.filter(pl.col("kind") == "contradiction")
        audit = run(export, files, sample=20).audit
        (rule,) = [each for each in audit.rules if each.rule == "WT-conference"]
        told.append((int(found["count"].sum()), rule.counts.cannot_tell or 0))
    (none, before), (some, after) = told
    assert none == 0
    assert some > 5
    assert after >= before + some
