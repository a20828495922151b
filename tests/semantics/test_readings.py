"""What is read off the records of a case: by what belongs to the current run, with and without days."""

import pytest

from .records.timelines import fact

TWO = "10 referral ref: r1; 30 referral_closed ref: r1; 50 referral ref: r2"
SCREENED, AGREED = "early_help.screened", "early_help.managers_agreed"
LAST_AGREED, REVIEWED = "early_help.managers_last_agreed", "assessment.review_first"
LEFT_OPEN = "child_protection.plan_left_open"
LATEST_REVIEW = "assessment.review_latest"


@pytest.mark.parametrize(
    ("name", "timeline", "covers", "expected"),
    [
        # What belongs to the current referral, whatever stands beside it.
        (SCREENED, f"20 early_help_screened; {TWO}", "", "unknown"),
        (SCREENED, f"20 early_help_screened; {TWO}", "early_help_screened", "absent"),
        (SCREENED, f"20 early_help_screened; 60 early_help_screened; {TWO}", "", 60),
        (SCREENED, f"20 early_help_screened of: request; {TWO}", "", 20),
        (SCREENED, f"60 early_help_screened of: r1; {TWO}", "early_help_screened", "absent"),
        # Without a referral in the file, everything.
        (SCREENED, "20 early_help_screened", "", 20),
        (SCREENED, "", "early_help_screened", "absent"),
        (SCREENED, "", "referral", "unknown"),
        # Of the current assessment, up to its end.
        (REVIEWED, "12 assessment_started; 16 assessment_completed; 14 assessment_review", "", 14),
        (REVIEWED, "12 assessment_started; 14 assessment_review; 60 assessment_started", "", "unknown"),
        (REVIEWED, "12 assessment_started", "assessment_review", "absent"),
        (REVIEWED, "12 assessment_started; 16 assessment_completed", "assessment_review:16", "absent"),
        (REVIEWED, "12 assessment_started; 16 assessment_completed", "assessment_review:15", "unknown"),
        (REVIEWED, "12 assessment_started", "assessment_review:99", "unknown"),
        # There being none, what belongs to none and to the current referral; else whether there was any.
        (REVIEWED, "", "assessment_started", "absent"),
        (REVIEWED, "", "assessment_review", "unknown"),
        ("child_in_need.meeting_held", "60 cin_meeting", "", 60),
        ("child_in_need.meeting_held", f"60 cin_meeting; {TWO}", "", 60),
        ("child_in_need.meeting_held", f"20 cin_meeting; {TWO}", "", "unknown"),
        # Known by the review alone: there was an assessment, and it began nobody knows when.
        (REVIEWED, "14 assessment_review", "", 14),
        ("assessment.started", "14 assessment_review", "", "undated"),
        ("assessment.open", "14 assessment_review", "", "unknown"),
    ],
)
def test_during_an_episode_is_what_belongs_to_its_current_run(
    name: str, timeline: str, covers: str, expected: object
):
    assert fact(name, timeline, covers) == expected


TALK = "managers_conversation"
YES, NO = f"{TALK} agreed: true", f"{TALK} agreed: false"


@pytest.mark.parametrize(
    ("name", "timeline", "expected"),
    [
        # It happened, and when nobody knows: so neither the first nor the latest has a day.
        (SCREENED, "? early_help_screened", "undated"),
        (SCREENED, "? early_help_screened; 20 early_help_screened", "undated"),
        (LATEST_REVIEW, "10 assessment_started; 20 assessment_review; ? assessment_review", "undated"),
        # Of which referral it is nobody knows either.
        (SCREENED, f"? early_help_screened; {TWO}", "unknown"),
        (SCREENED, f"? early_help_screened; 60 early_help_screened; {TWO}", "undated"),
        (SCREENED, f"? early_help_screened of: r2; {TWO}", "undated"),
        (SCREENED, f"? early_help_screened of: r1; {TWO}", "unknown"),
        # What they carry is known where they agree.
        (LAST_AGREED, f"? {YES}; 20 {YES}", True),
        (LAST_AGREED, f"? {YES}; 20 {NO}", "unknown"),
        (LAST_AGREED, f"? {TALK}; 20 {NO}", "unknown"),
        (LAST_AGREED, f"10 {YES}; 20 {NO}", False),
        # One that does not say that they agreed is not one at which they did.
        (AGREED, f"? {TALK}; 20 {YES}", 20),
        (AGREED, f"? {NO}; 20 {YES}", 20),
        (AGREED, f"? {YES}; 20 {YES}", "undated"),
        # Ever is ever.
        ("child_protection.ever_planned", "? cp_plan_ended", True),
        # Before or after a bound it may have been.
        ("contact.responded", "? contact_response", "unknown"),
    ],
)
def test_what_happened_nobody_knows_when(name: str, timeline: str, expected: object):
    assert fact(name, timeline) == expected


def test_what_may_belong_to_the_current_referral_leaves_it_open_whether_it_never_happened():
    assert fact(SCREENED, f"? early_help_screened; {TWO}", "early_help_screened") == "unknown"
    assert fact(SCREENED, f"? early_help_screened of: r1; {TWO}", "early_help_screened") == "absent"


@pytest.mark.parametrize(
    ("name", "timeline", "expected"),
    [
        # They said no: that they agreed is known not to have happened, whatever else is in the file.
        (AGREED, f"20 {NO}", "absent"),
        (AGREED, f"? {NO}", "absent"),
        (AGREED, f"20 {NO}; 25 {TALK}", "unknown"),
        (AGREED, f"20 {TALK}", "unknown"),
        (AGREED, f"20 {NO}; 25 {YES}", 25),
        (AGREED, f"20 {NO}; {TWO}", "unknown"),
        (AGREED, f"60 {NO}; {TWO}", "absent"),
        (AGREED, f"? {NO}; {TWO}", "unknown"),
        ("mosaic.fyps_confirmed", "20 fyps_discussion outcome: not_confirmed", "absent"),
        # Consent asked for one thing is no answer about another.
        ("consent.sought", "20 consent_sought for: sharing", "unknown"),
    ],
)
def test_an_explicit_no_is_a_no(name: str, timeline: str, expected: object):
    assert fact(name, timeline) == expected


@pytest.mark.parametrize(
    ("name", "timeline", "covers", "expected"),
    [
        ("caf.started", "20 caf_started", "", 20),
        ("caf.started", "? caf_started", "", "undated"),
        ("caf.started", "20 caf_closed", "", "undated"),
        ("caf.started", "", "caf_started", "absent"),
        ("caf.started", "", "caf_closed", "unknown"),
        ("assessment.completed", "12 assessment_started; 16 assessment_completed", "", 16),
        ("assessment.completed", "12 assessment_started; ? assessment_completed", "", "undated"),
        ("assessment.completed", "12 assessment_started", "", "unknown"),
        ("assessment.completed", "12 assessment_started", "assessment_completed", "absent"),
        # What never began, or has never ended, has not ended.
        ("assessment.completed", "", "assessment_completed", "absent"),
        ("assessment.completed", "", "assessment_started", "absent"),
        # One of the ends may be its own.
        (
            "assessment.completed",
            "12 assessment_started; 16 assessment_completed; 20 assessment_started; ? assessment_completed",
            "assessment_completed",
            "unknown",
        ),
        (
            "assessment.completed",
            f"12 assessment_started; 60 assessment_started; ? assessment_completed; {TWO}",
            "assessment_completed",
            "unknown",
        ),
        ("caf.open", "20 caf_started", "", True),
        ("caf.open", "20 caf_started; 30 caf_closed", "", False),
        ("caf.open", "20 caf_started; ? caf_closed", "", False),
        ("caf.open", "20 caf_closed", "", False),
        ("caf.open", "", "caf_started", False),
        ("caf.open", "", "", "unknown"),
        ("caf.open", "20 caf_finalised", "", "unknown"),
        # Over the whole file where it carries over; else of the current referral alone.
        ("caf.open", f"20 caf_started; {TWO}", "", True),
        ("caf.open", f"20 caf_started ref: a; 60 caf_started; 70 caf_closed; {TWO}", "", True),
        ("assessment.open", f"20 assessment_started; {TWO}", "", "unknown"),
        ("assessment.open", f"20 assessment_started; {TWO}", "assessment_started", False),
        ("assessment.open", f"60 assessment_started; {TWO}", "", True),
        (LEFT_OPEN, "20 cp_plan_started; 30 cp_plan_started; 40 cp_plan_ended", "", True),
        (LEFT_OPEN, "20 cp_plan_started; 40 cp_plan_ended", "", False),
        (LEFT_OPEN, "20 core_group", "", "unknown"),
    ],
)  # fmt: skip
def test_when_an_episode_began_and_ended_and_whether_it_goes_on(
    name: str, timeline: str, covers: str, expected: object
):
    assert fact(name, timeline, covers) == expected


@pytest.mark.parametrize(
    ("timeline", "covers", "expected"),
    [
        # The first assessment of a referral counts from the referral, every later one from its own start.
        ("10 referral; 14 assessment_started", "", 10),
        ("10 referral; 14 assessment_started; 20 assessment_completed; 30 assessment_started", "", 30),
        (f"60 assessment_started; {TWO}", "", 50),
        (f"12 assessment_started; 16 assessment_completed; 60 assessment_started; {TWO}", "", 50),
        # Before any has begun, as the first would.
        ("10 referral", "", 10),
        (TWO, "", 50),
        ("? referral", "", "undated"),
        ("", "", "unknown"),
        ("", "referral", "absent"),
        ("14 assessment_started", "", "unknown"),
        ("? referral; ? referral", "", "unknown"),
        # Which of two is the first nobody knows.
        ("10 referral; 14 assessment_started; ? assessment_completed; ? assessment_started", "", "unknown"),
    ],
)
def test_from_when_the_clock_of_an_assessment_counts(timeline: str, covers: str, expected: object):
    assert fact("assessment.counted_from", timeline, covers) == expected


GIVEN, WITHDRAWN = (f"consent_{what} for: sharing" for what in ("given", "withdrawn"))


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (f"20 {GIVEN}; 60 {WITHDRAWN}; 10 referral; 70 referral", "withdrawn"),
        # Given for the earlier referral, it says nothing of this one; given on the way to this one, it does.
        (f"12 {GIVEN}; {TWO}", "unknown"),
        (f"45 {GIVEN}; {TWO}", "given"),
        (f"12 {GIVEN}, of: request; {TWO}", "given"),
        (f"12 {GIVEN}, of: r2; {TWO}", "given"),
        (f"45 {GIVEN}, of: r1; {TWO}", "unknown"),
        # Given for a CAF, it is what counts while that CAF does.
        (f"12 {GIVEN}, of: c; 20 caf_started ref: c; {TWO}", "given"),
        (f"45 {GIVEN}, of: c; 20 caf_started ref: c; 25 caf_closed ref: c; {TWO}", "unknown"),
        # Which came last nobody knows; where they say the same it makes no difference.
        (f"? {GIVEN}; 20 {WITHDRAWN}", "unknown"),
        (f"? {GIVEN}; 20 {GIVEN}", "given"),
        (f"? {GIVEN}", "given"),
        (f"? {GIVEN}; 45 {GIVEN}; {TWO}", "given"),
        (f"? {WITHDRAWN}; 45 {GIVEN}; {TWO}", "unknown"),
        (f"? {GIVEN}; {TWO}", "unknown"),
    ],
)
def test_consent_is_that_of_the_current_referral(timeline: str, expected: object):
    assert fact("consent.to_share", timeline) == expected


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("10 assessment_started; 40 multi_agency_meeting status: planned", 40),
        ("10 assessment_started; ? multi_agency_meeting status: planned", "undated"),
        # Planned ones count until one of this assessment was held.
        ("10 assessment_started; 20 multi_agency_meeting; 40 multi_agency_meeting status: planned", 20),
        ("10 assessment_started; 20 multi_agency_meeting status: cancelled", "unknown"),
        (
            f"12 assessment_started; 14 multi_agency_meeting; 60 assessment_started; {TWO};"
            "70 multi_agency_meeting status: planned",
            70,
        ),
    ],
)
def test_what_is_planned(timeline: str, expected: object):
    assert fact("mosaic.meeting_date", timeline) == expected
