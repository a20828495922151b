"""S123 to S129 of docs/semantics.md: what belongs to what."""

import pytest

from ..recorded import file

TWO = "02-01 help_started, ref: a", "03-01 help_ended, ref: a", "05-02 help_started, ref: b"
DOWN = "06-01 help_ended, ref: b"


def reviews(recorded, *entries: str, covers: str = "") -> list[object]:
    """The review that belongs to each run of help."""
    return recorded.at_each(file(*entries, covers=covers), "help", "help.review")


def test_s123_by_its_link(recorded):
    assert reviews(recorded, *TWO, "05-10 review") == ["unknown", "05-10"]
    assert reviews(recorded, *TWO, "05-10 review, of: a") == ["05-10", "unknown"]
    assert reviews(recorded, *TWO, "02-10 review, of: request") == ["unknown", "02-10"]
    assert reviews(recorded, *TWO, "? review, of: a") == ["undated", "unknown"]


def test_s123_the_link_names_what_is_around(recorded):
    referrals = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "05-01 referral, ref: s"
    # By its day among those of that referral, even across a new one.
    assert reviews(recorded, *referrals, *TWO, DOWN, "05-10 review, of: r") == ["05-10", "unknown"]
    assert reviews(recorded, *referrals, *TWO, DOWN, "02-10 review, of: s") == ["unknown", "02-10"]
    # Where that referral has none: to it alone, and so to none of these.
    later = "07-01 referral, ref: t"
    assert reviews(recorded, *referrals, later, *TWO, DOWN, "05-10 review, of: t") == [
        "unknown",
        "unknown",
        "05-10",
    ]


def test_s123_the_link_names_what_is_inside(recorded):
    referrals = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "05-01 referral, ref: s"
    guard = "02-01 guard_started, ref: g", "03-01 guard_ended, ref: g"
    joint = recorded.at_each(file(*referrals, *guard, "05-10 joint, of: g"), "referral", "referral.joint")
    assert joint == ["05-10", "unknown"]
    # It is current only if the run named is.
    two = (
        *referrals,
        "05-02 guard_started, ref: h",
        "05-05 guard_ended, ref: h",
        "05-20 guard_started, ref: i",
    )
    assert recorded.fact(file(*two, "05-10 joint, of: h", covers="joint"), "referral.joint") == "absent"
    assert recorded.fact(file(*two, "05-10 joint, of: i", covers="joint"), "referral.joint") == "05-10"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("01-31", "a"), ("02-01", "a"), ("03-01", "a"), ("05-01", "b"), ("05-02", "b"), ("08-14", "b")],
)
def test_s124_by_its_day(recorded, day, expected):
    held = {"a": [day, "unknown"], "b": ["unknown", day]}
    assert reviews(recorded, *TWO, f"{day} review") == held[expected]


def test_s124_of_several_that_held_the_day_the_latest(recorded):
    both = "02-01 help_started, ref: a", "03-01 help_started, ref: b"
    ends = "05-01 help_ended, ref: b", "06-01 help_ended, ref: a"
    for day, expected in (
        ("02-28", ["02-28", "unknown"]),
        ("03-01", ["unknown", "03-01"]),
        ("05-01", ["unknown", "05-01"]),
        ("05-02", ["05-02", "unknown"]),
    ):
        assert reviews(recorded, *both, *ends, f"{day} review") == expected


def test_s124_without_an_end_up_to_the_day_before_the_next(recorded):
    both = "02-01 help_started", "03-01 help_started"
    for day, expected in (("02-28", ["02-28", "unknown"]), ("03-01", ["unknown", "03-01"])):
        assert reviews(recorded, *both, f"{day} review") == expected

    over = *both, "03-10 help_ended"
    assert reviews(recorded, *over, "03-20 review") == ["unknown", "03-20"]


def test_s124_a_start_or_an_end_without_its_day(recorded):
    never_begun = "? help_started, ref: a", "03-01 help_ended, ref: a", "05-01 help_started, ref: b"
    assert reviews(recorded, *never_begun, "01-01 review") == ["01-01", "unknown"]
    assert reviews(recorded, *never_begun, "05-01 review") == ["unknown", "05-01"]
    # One that ended nobody knows when held the day of its start.
    ended = "02-01 help_started, ref: a", "? help_ended, ref: a", "02-10 help_started, ref: b"
    assert reviews(recorded, *ended, "02-01 review") == ["02-01", "unknown"]
    assert reviews(recorded, *ended, "02-05 review") == ["02-05", "unknown"]
    assert reviews(recorded, *ended, "02-06 review") == ["unknown", "02-06"]
    # One without any day may have held it, and is the only one that could.
    assert reviews(recorded, "? help_ended", "02-01 review") == ["02-01"]
    assert reviews(recorded, "? help_ended, ref: a", "05-02 help_started, ref: b", "05-01 review") == [
        "05-01",
        "unknown",
    ]


@pytest.mark.parametrize(("day", "expected"), [("03-31", "a"), ("04-01", "a"), ("04-02", "b")])
def test_s125_the_nearer(recorded, day, expected):
    # 1 April is as far from the end on 1 March as from the start on 2 May.
    held = {"a": [day, "unknown"], "b": ["unknown", day]}
    assert reviews(recorded, *TWO, f"{day} review") == held[expected]


@pytest.mark.parametrize(
    ("referral", "expected"),
    [("03-01", "a"), ("03-02", "b"), ("03-10", "b"), ("03-11", "a")],
)
def test_s125_what_had_ended_before_a_new_referral(recorded, referral, expected):
    first = "01-05 referral, ref: r", "03-01 referral_closed, ref: r", f"{referral} referral, ref: s"
    held = {"a": ["03-10", "unknown"], "b": ["unknown", "03-10"]}
    assert reviews(recorded, *first, *TWO, "03-10 review") == held[expected]


def test_s125_nothing_else_is_near(recorded):
    one = "02-01 help_started", "03-01 help_ended"
    assert reviews(recorded, *one, "08-14 review") == ["08-14"]
    assert reviews(recorded, *one, "01-01 review") == ["01-01"]


@pytest.mark.parametrize(
    ("day", "expected"),
    # 31 January is as far from the referral of 1 January as from that of 2 March.
    [("01-30", "r"), ("01-31", "s"), ("02-01", "s"), ("03-10", "s"), ("01-01", "r")],
)
def test_s126_what_leads_to_it(recorded, day, expected):
    referrals = "01-01 referral, ref: r", "03-02 referral, ref: s"
    held = {"r": [day, "unknown"], "s": ["unknown", day]}
    asked = recorded.at_each(file(*referrals, f"{day} asked"), "referral", "referral.asked")
    assert asked == held[expected]
    # What does not lead to it belongs to the one that held the day.
    joint = recorded.at_each(file(*referrals, "02-20 joint"), "referral", "referral.joint")
    assert joint == ["02-20", "unknown"]


@pytest.mark.parametrize(("day", "expected"), [("02-15", "r"), ("02-16", "s")])
def test_s126_without_the_day_of_a_start(recorded, day, expected):
    # Between an end on 1 February and a start on 2 March.
    referrals = "02-01 referral_closed, ref: r", "03-02 referral, ref: s"
    held = {"r": [day, "unknown"], "s": ["unknown", day]}
    asked = recorded.at_each(file(*referrals, f"{day} asked"), "referral", "referral.asked")
    assert asked == held[expected]


def test_s126_where_no_run_has_a_day(recorded):
    assert recorded.fact(file("? referral", "06-06 asked"), "referral.asked") == "06-06"
    two = file("? referral_closed, ref: r", "? referral_closed, ref: s", "06-06 asked", covers="asked")
    assert recorded.at_each(two, "referral", "referral.asked") == ["unknown", "unknown"]


def test_s126_a_link_goes_before(recorded):
    referrals = "01-01 referral, ref: r", "03-02 referral, ref: s"
    asked = recorded.at_each(file(*referrals, "02-20 asked, of: r"), "referral", "referral.asked")
    assert asked == ["02-20", "unknown"]


def test_s127_neither_a_link_nor_a_day(recorded):
    one = "02-01 help_started", "03-01 help_ended"
    assert reviews(recorded, *one, "? review") == ["undated"]
    assert reviews(recorded, *TWO, "? review", covers="review") == ["unknown", "unknown"]
    assert reviews(recorded, *TWO, covers="review") == ["absent", "absent"]
    counted = recorded.at_each(file(*TWO, "? review", covers="review"), "help", "help.reviews")
    assert counted == ["unknown", "unknown"]
    # One whose referral is named, where that has only one run.
    referrals = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "05-01 referral, ref: s"
    assert reviews(recorded, *referrals, *TWO, "? review, of: r") == ["undated", "unknown"]


REFERRALS = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "06-01 referral, ref: s"


@pytest.mark.parametrize(
    ("study", "current"),
    [
        ("03-01 study_started", False),
        ("04-01 study_started", False),
        # 1 May is 30 days after the end of the one and 31 before the start of the other.
        ("05-01 study_started", False),
        ("05-02 study_started", True),
        ("06-01 study_started", True),
        ("03-01 study_started, of: s", True),
        ("07-01 study_started, of: r", False),
        ("? study_started, of: s", True),
        ("03-01 study_started, of: request", True),
        # By its start, not its end; of one without a start by its end.
        ("07-01 study_ended", True),
        ("03-01 study_ended", False),
        ("03-01 study_ended, of: s", True),
    ],
)
def test_s128_runs_within_a_referral(recorded, study, current):
    case = file(*REFERRALS, study, covers="study_started" if "started" in study else "")
    fact = "ended" if "ended" in study else "started"
    found = recorded.truth(case, f"{{study.{fact}: {{recorded: true}}}}")
    assert found is (True if current else False if "started" in study else None)


def test_s128_by_the_start_and_not_the_end(recorded):
    across = file(*REFERRALS, "03-01 study_started", "07-01 study_ended", covers="study_started")
    assert recorded.fact(across, "study.started") == "absent"
    linked = file(*REFERRALS, "? study_started, ref: x", "03-01 study_ended, ref: x, of: s")
    assert recorded.fact(linked, "study.ended") == "03-01"


def test_s129_known_by_an_entry_of_its_own(recorded):
    seen = file("01-05 referral", "02-01 session")
    assert recorded.facts(seen, "study.started", "study.open", "study.ended", "study.session") == [
        "undated",
        "unknown",
        "unknown",
        "02-01",
    ]
    # One run for each referral, whatever else belongs to it.
    two = file(*REFERRALS, "02-01 session", "02-10 session", "06-10 session")
    assert recorded.at_each(two, "study", "study.session") == ["02-10", "06-10"]
    without = file("02-01 session")
    assert recorded.fact(without, "study.session") == "02-01"
    # What names it second joins it, and does not make one.
    joined = file("01-05 referral", "02-01 session", "02-03 joint")
    assert recorded.fact(joined, "study.joint") == "02-03"
    # Where starts are covered, one of the two is wrong; up to an earlier day they are not.
    covered = file("01-05 referral", "02-01 session", covers="study_started")
    assert recorded.conflicts(covered) == ["episode-order"]
    assert recorded.facts(covered, "study.started", "study.session") == ["unknown", "unknown"]
    early = file("01-05 referral", "02-01 session", covers="study_started: 08-13")
    assert recorded.conflicts(early) == []
    assert recorded.fact(early, "study.session") == "02-01"
    # Not by an event that names it second, nor one whose referral nobody knows; never a referral.
    assert recorded.at_each(file("01-05 referral", "02-01 joint"), "study", "study.joint") == []
    assert recorded.at_each(file(*REFERRALS, "? session"), "study", "study.session") == []
    assert recorded.at_each(file("02-01 joint"), "referral", "referral.joint") == []


OVER = "01-05 referral, ref: r", "03-01 referral_closed, ref: r"
ASKED = "request: {direction: step_up, made: 2026-03-02}"


@pytest.mark.parametrize(
    ("plea", "expected"),
    [
        ("03-01 plea", "unknown"),
        ("03-02 plea", "03-02"),
        ("03-02 plea, of: r", "unknown"),
        ("02-01 plea, of: request", "02-01"),
        ("? plea", "unknown"),
        ("02-01 plea, of: h", "02-01"),
    ],
)
def test_s150_done_for_what_is_asked_for(recorded, plea, expected):
    help_ = "02-01 help_started, ref: h"
    assert recorded.fact(file(*OVER, help_, plea, more=ASKED), "referral.plea") == expected


def test_s150_only_where_the_referral_had_ended_before(recorded):
    plea = "02-01 plea"
    same_day = "request: {direction: step_up, made: 2026-03-01}"
    assert recorded.fact(file(*OVER, plea, more=same_day), "referral.plea") == "02-01"
    assert recorded.fact(file(*OVER, plea), "referral.plea") == "02-01"
    assert recorded.fact(file(OVER[0], plea, more=ASKED), "referral.plea") == "02-01"
    # Where nobody says when the request was made, it is made now.
    assert recorded.fact(file(*OVER, plea, more="request: {direction: close}"), "referral.plea") == "unknown"
    # Where nobody knows when the referral ended, nobody knows whether it was for this request.
    over = OVER[0], "? referral_closed, ref: r"
    assert recorded.fact(file(*over, plea, more=ASKED), "referral.plea") == "unknown"
    # What is not done for a request belongs where it did.
    assert recorded.fact(file(*OVER, "02-01 asked", more=ASKED), "referral.asked") == "02-01"
    # Another referral has come since: what leads to it is current, by S126.
    came = "03-20 referral, ref: s"
    assert recorded.fact(file(*OVER, came, "03-19 plea", more=ASKED), "referral.plea") == "03-19"


@pytest.mark.parametrize(
    "entries",
    [("02-01 help_started, ref: h", "04-01 help_ended"), ("02-01 help_started", "04-01 help_ended, ref: h")],
)
def test_s151_a_reference_on_one_side_alone(recorded, entries):
    case = file(*entries, covers="help_started, help_ended")
    assert recorded.facts(case, "help.open", "help.ended") == [True, "unknown"]
    assert recorded.conflicts(case) == []
    # An end on a day before is not its own: that contradicts itself, and the run stands (S34).
    before = file(entries[0], entries[1].replace("04-01", "01-01"), covers="help_started, help_ended")
    assert recorded.fact(before, "help.ended") == "absent"
    assert recorded.conflicts(before) == ["episode-order"]
