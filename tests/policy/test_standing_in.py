"""A pack's role that passes where the law asks for another: it may, and whoever reads is told."""

from pathlib import Path

import pytest

from threshold.casefiles import cases_in_text
from threshold.engine import Engine
from threshold.policy.standing_in import of_overlays
from threshold.soundness import remarks

from .own import Own

SAID = "Navigator counts as Social Worker by the pack ours"
ENQUIRY = (
    "child_protection:\n  {concern: true, immediate_danger: false,"
    " harm_suspected: true, enquiry_lead_role: %s}\n"
    "timeline:\n  - {on: 2026-05-20, event: referral}\n"
    "  - {on: 2026-05-21, event: strategy_discussion}\n"
    "  - {on: 2026-05-22, event: section_47_started}\n"
    "request: {direction: step_up}\n"
)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path)


def notes(own: Own, lead: str) -> list[str]:
    files = own.files()
    text = f"case: O-1\nas_at: 2026-06-01\nsupport: {{in_place: child_in_need}}\n{ENQUIRY % lead}"
    (case,) = cases_in_text(text, "case.yaml", files.vocabulary)
    return [note.text for note in Engine(files).decide(case).notes if "counts as" in note.text]


@pytest.mark.parametrize(
    "roles",
    [
        "{Navigator: {counts_as: [Social Worker]}}",
        "{Navigator: {counts_as: [Guide]}, Guide: {counts_as: [Social Worker]}}",
        "{Navigator: {counts_as: [Allocated Social Worker]}}",
    ],
)
def test_who_passes_for_a_social_worker_is_told_beforehand_and_where_it_counts(own: Own, roles: str) -> None:
    own.pack(vocabulary=f"roles: {roles}\n")
    files = own.files()
    assert SAID in of_overlays(files.at(files.change_dates[-1]))
    assert f"{SAID}, and passes where an overlay asks for one" in [*remarks(files)]
    (told,) = notes(own, "Navigator")
    assert told.startswith(f"{SAID}; ")
    assert notes(own, "Social Worker") == []


def test_a_role_that_counts_as_none_that_an_overlay_asks_for_is_not_told(own: Own) -> None:
    own.pack(vocabulary="roles: {Navigator: {counts_as: [Early Help]}}\n")
    files = own.files()
    assert of_overlays(files.at(files.change_dates[-1])) == ()
    assert not any("counts as" in each for each in remarks(files))
    assert notes(own, "Navigator") == []
