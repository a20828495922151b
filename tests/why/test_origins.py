"""Where each value comes from: stated, an entry with its day, silence, a contradiction with both sides."""

from dataclasses import replace
from datetime import date

from threshold.casefiles import Entry
from threshold.why.model import Seen
from threshold.why.origins import Origins, contradiction_told

from .cases import REFUSED, TOO_SOON, example, found, stating, trees


def seen(case, name: str) -> Seen:  # type: ignore[no-untyped-def]
    made = trees(case)
    assert isinstance(made.origins, Origins)
    return made.origins.seen(name, made.findings.facts)


def test_stated_and_silent() -> None:
    refused = example(REFUSED)
    assert seen(refused, "consent.to_share").told == "refused; stated"
    silent = seen(stating(refused, consent__informed=None), "consent.informed")
    assert (silent.origin, silent.state, silent.told) == ("silent", "unknown", "not known; nobody has said")


def test_off_the_timeline_with_its_day() -> None:
    told = seen(example(TOO_SOON), "child_in_need.plan_started")
    assert told.origin == "timeline"
    assert told.told.startswith("1 February 2026; timeline: Child in Need plan started 1 February 2026")


def test_nothing_on_record_is_told_apart_from_nothing_there() -> None:
    case = example(TOO_SOON)
    covered = replace(case, covers={**case.covers, "network_meeting": date(2026, 4, 30)})
    assert "does not say that it has them all" in seen(case, "assessment.network_meeting_held").told
    assert "complete up to 30 April 2026" in seen(covered, "assessment.network_meeting_held").told


def test_a_contradiction_shows_both_sides() -> None:
    case = stating(example(REFUSED), consent__to_share="refused")
    entry = Entry(case.as_at, "consent_given", "held", {"for": "sharing"})  # type: ignore[arg-type]
    at_odds = replace(case, timeline=(*case.timeline, entry))
    told = seen(at_odds, "consent.to_share")
    assert told.origin == "contradiction"
    assert "stated: refused" in told.told
    assert "consent given 20 March 2026 (for: sharing)" in told.told
    findings, _ = found(at_odds)
    whole = contradiction_told(findings.contradictions[0], trees(at_odds).origins)
    assert "stated: refused" in whole
    assert "consent given" in whole


def test_what_somebody_typed_freely_is_not_repeated() -> None:
    case = stating(example(REFUSED), request__under="zqxmark")
    origins = trees(example(REFUSED)).origins
    fact = origins.words.vocabulary.facts["request.under"]
    assert "zqxmark" not in origins.value(fact, case.given["request.under"])
