"""What came of a request put to everybody, as lines and tables, and in each rendering for people."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.audit.model import Audit
from threshold.audit.render.html import as_html
from threshold.audit.render.json import as_json, read_earlier
from threshold.audit.render.markdown import as_markdown
from threshold.audit.render.suppose import lacking, later, lines, more, obstacles, outcomes, title
from threshold.audit.render.text import MOST_FACTS, WIDTH, as_text
from threshold.audit.supposition import Lacking, Named, Obstacle, Openness, Span, Supposition, Waiting

from ..conftest import audit_of, summary
from .conftest import Page

NOBODY = Span(0, None, None, ())
WHO = Openness(
    open=40,
    by=(Named("referral", 30), Named("said", 12)),
    ends_unknown=7,
    ended=5,
    unclear=1,
    not_recorded=4,
    lacking=(Named("caf", 4), Named("team_around_child", 3)),
)
HELD = Obstacle(
    rule="R-1",
    title="Long enough",
    kind="block",
    source=None,
    children=9,
    until=Span(6, "2026-08-20", "2026-10-02", (Named("2026-08", 2), Named("2026-10", 4))),
    only_open=0,
    parts=(Named("It has not begun", 3), Named("It has not lasted", 6)),
)
DANGER = replace(
    HELD, rule="protection.concern", title="There is a concern", kind="protection", children=8, until=NOBODY
)
FOUND = Supposition(
    request="step down to early help",
    direction="step_down",
    to="early_help",
    of=None,
    who=WHO,
    permitted=3,
    conditional=1,
    blocked=20,
    conflict=2,
    undetermined=10,
    unanswered=4,
    answerable=True,
    only_open=0,
    blocked_by_no_end=0,
    earliest=Span(2, "2026-08-20", "2026-08-20", (Named("2026-08", 2),)),
    held_until=Span(6, "2026-08-20", "2026-10-02", (Named("2026-08", 2), Named("2026-10", 4))),
    obstacles=(HELD, replace(DANGER, only_open=5, parts=())),
    lacking=(
        Lacking("Is it agreed?", ("t.agreed", "t.settled"), (), 10),
        Lacking("When did it begin?", ("t.began",), ("cp_plan_started",), 7),
    ),
    contradicted=2,
    now=("C-1", "=cmd()"),
    later=(Waiting("C-9", "2026-08-20"),),
    replayed=40,
)


def audit(**changed: object) -> Audit:
    found = replace(FOUND, **changed)  # type: ignore[arg-type]
    return audit_of(summary("R", {"met": 1}), suppose=found, children=50)


def told(**changed: object) -> str:
    made = audit(**changed)
    assert made.suppose is not None
    return "\n".join(lines(made, made.suppose))


def test_who_was_asked_and_who_was_not_is_said_first() -> None:
    assert title(FOUND) == "What if everyone asked to step down to early help"
    assert told().splitlines() == [
        "One request, made on 14 August 2026, put to 40 open children of 50 children.",
        "Open is what began and has no end on record, or is said to be in place: referral 30, said to be in "
        "place 12.",
        "Of 7 children the export does not hold every end of what is open, so that it may have ended.",
        "Not asked: 5 children with nothing open.",
        "Not asked: 1 child of whom the record leaves it unclear whether anything is open.",
        "Not asked: 4 children with nothing open on record, of whom it cannot be told: the export does not "
        "hold every start of CAF or team around child.",
        "40 children asked again one by one, with the same answer.",
    ]


def test_what_does_not_hold_is_not_said() -> None:
    quiet = replace(WHO, ends_unknown=0, ended=0, unclear=0, not_recorded=0, lacking=())
    assert len(told(who=quiet).splitlines()) == 3
    assert "No child was asked again one by one." in told(replayed=0)


def test_a_request_that_nothing_answers_and_a_yes_that_rests_on_no_end_are_said() -> None:
    assert "No ground of the policy answers this request" in told(answerable=False)
    assert "2 could for a concern alone of which no end is on record" in told(only_open=2)


def test_the_outcomes_with_those_who_wait() -> None:
    assert outcomes(FOUND).rows == (
        ("Could today", "3", ""),
        ("Could today, on a condition", "1", ""),
        ("Not today", "20", ""),
        ("of these, could from a known day on, all else being as it is", "2", "20 August 2026"),
        ("of these, held up by nothing known but time", "6", "20 August 2026 to 2 October 2026"),
        ("Cannot be told: what is recorded contradicts itself", "2", ""),
        ("Cannot be told: something is not known", "10", ""),
        ("Not answered: the policy has no ground for it", "4", ""),
    )


def test_those_whom_only_a_missing_end_holds_up_are_told_apart() -> None:
    rows = outcomes(replace(FOUND, blocked_by_no_end=6)).rows
    told = "of these, for danger or protection alone of which no end is on record"
    assert rows[3] == (told, "6", "")
    assert len(rows) == len(outcomes(FOUND).rows) + 1


def test_what_stands_in_the_way_with_its_parts() -> None:
    assert obstacles(FOUND).rows == (
        ("9", "R-1", "Long enough", "6", "20 August 2026 to 2 October 2026"),
        ("", "", "3: It has not begun", "", ""),
        ("", "", "6: It has not lasted", "", ""),
        ("8", "", "There is a concern", "0", ""),
        ("", "", "5: no end of it is on record, and the export does not hold every end", "", ""),
    )


def test_what_would_have_to_be_known_and_what_tells_it() -> None:
    assert lacking(FOUND).rows == (
        ("10", "Is it agreed?", "t.agreed, t.settled"),
        ("7", "When did it begin?", "every cp_plan_started"),
        ("2", "Clear up what contradicts itself on record", ""),
    )
    assert len(lacking(FOUND, 1).rows) == 2


def test_who_could_and_from_when() -> None:
    assert later(FOUND).rows == (("C-1", "today"), ("=cmd()", "today"), ("C-9", "20 August 2026"))
    assert later(FOUND, 1).rows == (("C-1", "today"),)
    assert more(FOUND) == "2 more could; --suppose-results FILE has every child."
    assert more(replace(FOUND, permitted=2, earliest=replace(FOUND.earliest, children=1))) == ""


@pytest.mark.parametrize("render", [as_text, as_markdown, as_html])
def test_every_rendering_for_people_has_it(render) -> None:
    page = render(audit())
    without = render(replace(audit(), suppose=None))
    for words in ("What if everyone asked", "Long enough", "Is it agreed?", "20 August 2026"):
        assert words in page
        assert words not in without


def test_where_nobody_is_open_no_table_is_shown() -> None:
    nobody = audit(who=replace(WHO, open=0, by=()))
    for render in (as_text, as_markdown, as_html):
        assert "put to 0 open children" in render(nobody)
        assert "What stands in the way" not in render(nobody)


def test_the_text_stays_within_a_page_and_shows_the_first_things() -> None:
    many = tuple(Lacking(f"Question {n}? " * 12, (f"t.fact_{n}",), (), 3) for n in range(MOST_FACTS + 2))
    text = as_text(audit(lacking=many, obstacles=(replace(HELD, title="Long " * 40),)))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "and 2 more things, which every other format has" in text
    assert f"t.fact_{MOST_FACTS}" not in text


def test_references_of_any_kind_do_no_harm() -> None:
    hostile = ("<script>alert(1)</script>", "C\x1b[2J", "a|b")
    text, markdown, html = (render(audit(now=hostile)) for render in (as_text, as_markdown, as_html))
    assert "\x1b" not in text
    assert "<script>" not in markdown
    assert "a\\|b" in markdown
    assert "script" not in {tag for tag, _ in Page(html).tags}


def test_it_is_kept_in_json_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text(as_json(audit()), encoding="utf-8")
    assert read_earlier(path) == audit()
    # An audit from before there was such a thing is read as one without.
    earlier = json.loads(path.read_text(encoding="utf-8"))
    del earlier["suppose"]
    path.write_text(json.dumps(earlier), encoding="utf-8")
    assert read_earlier(path) == replace(audit(), suppose=None)
