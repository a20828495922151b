"""S114 to S122 of docs/semantics.md: what an entry says, and the runs that starts and ends make."""

import pytest

from ..recorded import file

HELP = ("help.started", "help.ended", "help.open")
NO_MORE = "help_started, help_ended"


def test_s114_what_an_entry_may_carry(recorded):
    call = file("05-01 call, ref: c-1, by: SW, to: team-manager")
    assert recorded.facts(call, "calls.by", "calls.to") == ["Social Worker", "Team Manager"]
    with pytest.raises(ValueError, match=r"timeline\.1\.by"):
        recorded.decide(file("05-01 call, by: Nobody"))
    with pytest.raises(ValueError, match=r"timeline\.1\.ref.*made-up reference"):
        recorded.decide(file("05-01 call, ref: two words"))


def test_s114_of_the_request(recorded):
    referrals = "01-05 referral", "02-05 referral_closed", "06-01 referral"
    joint = file(*referrals, "01-10 joint, of: request")
    assert recorded.at_each(joint, "referral", "referral.joint") == ["unknown", "01-10"]
    assert recorded.at_each(file(*referrals, "01-10 joint"), "referral", "referral.joint") == [
        "01-10",
        "unknown",
    ]


def test_s115_a_day_that_nobody_knows(recorded):
    unknown = file("? call")
    assert recorded.facts(unknown, "calls.first", "calls.latest", "calls.ever") == [
        "undated",
        "undated",
        True,
    ]
    assert recorded.conflicts(unknown) == []
    planned = file("? call, status: cancelled", covers="call")
    assert recorded.fact(planned, "calls.first") == "absent"
    # As a bound, and on the other side of a comparison, it leaves things unknown.
    since = file("? referral", "05-01 call", covers="call")
    assert recorded.fact(since, "calls.since_referral") == "unknown"
    other = "t: {day: 2026-05-01}\n" + unknown
    turned = recorded.truths(
        other, "{t.day: {after: {fact: calls.first}}}", "{t.day: {not: {fact: calls.first}}}"
    )
    assert turned == [None, None]


def test_s115_an_entry_says_when(recorded):
    with pytest.raises(ValueError, match="on: unknown"):
        recorded.decide("timeline: [{event: call}]")


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        # Naming nothing, itself, or what is asked for.
        (["05-01 review, of: h"], "1.of"),
        (["05-01 call, ref: c, of: c"], "1.of"),
        (["05-01 help_started, ref: request"], "1.ref"),
        # Two kinds of thing, two starts, two ends.
        (["05-01 help_started, ref: h", "05-01 guard_started, ref: h"], "2.ref"),
        (["05-01 call, ref: h", "05-01 joint, ref: h"], "2.ref"),
        (["05-01 help_started, ref: h", "? help_started, ref: h"], "2.ref"),
        (["05-01 help_ended, ref: h", "05-02 help_ended, ref: h"], "2.ref"),
        # An end before its start; a start and an end of two referrals.
        (["05-02 help_started, ref: h", "05-01 help_ended, ref: h"], "2.on"),
        (
            [
                "01-01 referral, ref: a",
                "02-01 referral, ref: b",
                "05-01 help_started, ref: h, of: a",
                "05-02 help_ended, ref: h, of: b",
            ],
            "4.of",
        ),
        # What it cannot belong to: another episode, or, for a start, one beside its own.
        (["05-01 guard_started, ref: g", "05-02 review, of: g"], "2.of"),
        (["05-01 guard_started, ref: g", "05-02 help_started, of: g"], "2.of"),
        (["05-01 referral, ref: r", "05-02 referral, of: r"], "2.of"),
    ],
)
def test_s116_links_that_cannot_be(recorded, entries, field):
    with pytest.raises(ValueError, match=rf"case\.yaml, line 3.*timeline\.{field}"):
        recorded.decide(file(*entries))


@pytest.mark.parametrize(
    "entries",
    [
        ["05-01 referral, ref: r", "05-02 help_started, ref: h, of: r", "05-02 help_ended, ref: h"],
        ["05-01 help_started, ref: h", "05-02 help_started, ref: h, status: planned"],
        ["05-01 referral, ref: r", "05-02 review, of: r"],
        ["05-01 guard_started, ref: g", "05-02 joint, of: g"],
        ["05-01 guard_started, ref: g", "05-02 call, of: g"],
        ["05-01 call, ref: c", "05-02 call, ref: c"],
        ["05-01 help_started, of: request"],
        ["? help_started, ref: h", "05-01 help_ended, ref: h"],
        ["05-01 help_started, ref: h", "05-01 help_ended, ref: h"],
    ],
)
def test_s116_links_that_can_be(recorded, entries):
    assert recorded.decide(file(*entries)).status == "advisory"


def test_s117_one_reference_one_run(recorded):
    two = "01-05 help_started, ref: a", "02-05 help_started, ref: b"
    assert recorded.at_each(file(*two), "help", *HELP) == [
        ("01-05", "unknown", True),
        ("02-05", "unknown", True),
    ]
    ended = file(*two, "03-05 help_ended, ref: a")
    assert recorded.at_each(ended, "help", *HELP) == [("01-05", "03-05", False), ("02-05", "unknown", True)]
    # Neither an end nor a start without its reference makes it over.
    others = file(*two, "03-05 help_ended", "04-05 help_started", "05-05 help_ended")
    assert recorded.at_each(others, "help", *HELP) == [
        ("01-05", "unknown", True),
        ("02-05", "unknown", True),
        ("undated", "03-05", False),
        ("04-05", "05-05", False),
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["? help_started"], [("undated", "absent", True)]),
        (["? help_ended"], [("undated", "undated", False)]),
        (["? help_started", "? help_ended"], [("undated", "undated", False)]),
        (["03-05 help_started", "? help_ended"], [("03-05", "undated", False)]),
        (["? help_started", "03-05 help_ended"], [("undated", "03-05", False)]),
        # With more of them the dated ones pair, and nobody knows whether the others go on.
        (
            ["? help_started", "01-05 help_started", "02-05 help_ended"],
            [("undated", "unknown", "unknown"), ("01-05", "02-05", False)],
        ),
        (
            ["01-05 help_started", "02-05 help_started", "? help_ended"],
            [("01-05", "unknown", "unknown"), ("02-05", "unknown", "unknown")],
        ),
        # Ends alone are runs, each of its own.
        (["? help_ended", "02-05 help_ended"], [("undated", "undated", False), ("undated", "02-05", False)]),
        # One that has a reference takes no part in it, though it may be the end that is missing (S151).
        (
            ["? help_started", "02-05 help_ended, ref: a"],
            [("undated", "unknown", True), ("undated", "02-05", False)],
        ),
    ],
)
def test_s118_without_a_reference_and_without_a_day(recorded, entries, expected):
    told = recorded.at_each(file(*entries, covers="help_ended"), "help", *HELP)
    assert told == expected


def test_s119_half_a_run(recorded):
    ended = file("03-05 help_ended")
    assert recorded.facts(ended, *HELP) == ["undated", "03-05", False]
    linked = file("01-05 help_started, ref: h", "? help_ended, ref: h")
    assert recorded.facts(linked, *HELP) == ["01-05", "undated", False]
    assert recorded.truth(linked, "{help.ended: {recorded: true}}") is True
    assert recorded.truth(linked, "{help.ended: {known: true}}") is False
    # Where starts are covered, an end alone is a contradiction, unless a start has no day.
    assert recorded.conflicts(file("03-05 help_ended", covers="help_started")) == ["episode-order"]
    undated = file("? help_started", "03-05 help_ended", covers="help_started")
    assert recorded.conflicts(undated) == []


def test_s120_the_order_of_runs(recorded):
    three = file("03-05 help_started, ref: c", "02-05 help_ended, ref: b", "? help_started, ref: a")
    assert recorded.at_each(three, "help", "help.started", "help.ended") == [
        ("undated", "unknown"),
        ("undated", "02-05"),
        ("03-05", "unknown"),
    ]
    # By its own entries, where nothing else says when.
    referrals = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "06-01 referral, ref: s"
    later = file(*referrals, "02-01 help_started", "03-01 help_ended", "06-10 review, of: s")
    assert recorded.at_each(later, "help", "help.started") == ["02-01", "undated"]
    seen = file("02-05 referral", "02-20 review", "01-05 referral", "01-20 review")
    assert recorded.at_each(seen, "help", "help.started", "help.review") == [
        ("undated", "01-20"),
        ("undated", "02-20"),
    ]
    same = (
        "03-05 help_started",
        "03-05 help_ended",
        "03-05 help_started, ref: b",
        "03-05 help_started, ref: a",
    )
    both = recorded.at_each(file(*same, covers="help_ended"), "help", "help.ended")
    assert both == ["03-05", "absent", "absent"]


def test_s121_a_day_that_nobody_knows_among_others(recorded):
    one = "01-05 referral, ref: r"
    mixed = file(one, "02-05 talk, agreed: true", "? talk, agreed: true")
    assert recorded.facts(mixed, "referral.talk", "referral.last_answer", "referral.agreed") == [
        "undated",
        True,
        "undated",
    ]
    unlike = file(one, "02-05 talk, agreed: true", "? talk, agreed: false")
    assert recorded.facts(unlike, "referral.last_answer", "referral.agreed") == ["unknown", "02-05"]
    silent = file(one, "02-05 talk, agreed: true", "? talk")
    assert recorded.facts(silent, "referral.talk", "referral.agreed") == ["undated", "02-05"]
    counted = file(one, "02-05 talk", "? talk", covers="talk")
    assert recorded.fact(counted, "referral.talks") == 2
    # Between two referrals: whose it is nobody knows.
    two = one, "02-05 referral"
    dated = file(*two, "02-10 talk, agreed: true", "? talk, agreed: true", covers="talk")
    assert recorded.facts(dated, "referral.talk", "referral.talks") == ["undated", "unknown"]
    alone = file(*two, "? talk", covers="talk")
    assert recorded.facts(alone, "referral.talk", "referral.talks") == ["unknown", "unknown"]
    since = file(one, "? call", covers="call")
    assert recorded.fact(since, "calls.since_referral") == "unknown"
    assert recorded.fact(file(one, covers="call"), "calls.since_referral") == "absent"


def test_s122_an_explicit_no(recorded):
    one = "01-05 referral"
    assert recorded.fact(file(one, "02-05 talk, agreed: false"), "referral.agreed") == "absent"
    assert recorded.fact(file(one, "02-05 talk"), "referral.agreed") == "unknown"
    assert recorded.fact(file(one, "02-05 talk, agreed: false", "02-06 talk"), "referral.agreed") == "unknown"
    yes = file(one, "02-05 talk, agreed: false", "02-06 talk, agreed: true")
    assert recorded.fact(yes, "referral.agreed") == "02-06"
    # Only where all else is as asked, and only in a key that is an answer.
    long, short = (file(one, f"02-05 talk, agreed: false, kind: {kind}") for kind in ("long", "short"))
    assert recorded.facts(long, "referral.agreed_long") == ["absent"]
    assert recorded.facts(short, "referral.agreed_long") == ["unknown"]
    yes_but_short = file(one, "02-05 talk, agreed: true, kind: short")
    assert recorded.fact(yes_but_short, "referral.agreed_long") == "unknown"
    # Of an earlier referral it says nothing about this one.
    earlier = file("01-05 referral", "01-10 talk, agreed: false", "01-20 referral_closed", "03-05 referral")
    assert recorded.fact(earlier, "referral.agreed") == "unknown"


def test_s161_said_of_one_run(recorded):
    first = "01-10 help_started, ref: H1, help.wanted: true", "02-10 help_ended, ref: H1"
    second = "03-05 help_started, ref: H2, help.wanted: false", "04-05 help_ended, ref: H2"
    two = file("01-05 referral", *first, *second)
    assert recorded.at_each(two, "help", "help.wanted") == [True, False]
    assert recorded.fact(two, "help.wanted") is False
    # What the file states is said of the current run, of which an entry has the first word.
    stated = "help: {wanted: true}"
    assert recorded.fact(file("01-05 referral", *first, *second, more=stated), "help.wanted") is False
    silent = "03-05 help_started, ref: H2", "04-05 help_ended, ref: H2"
    assert recorded.fact(file("01-05 referral", *first, *silent, more=stated), "help.wanted") is True
    assert recorded.fact(file("01-05 referral", *first, *silent), "help.wanted") == "unknown"
    # What the end states counts before what the start does.
    ended = file("01-05 referral", first[0], "02-10 help_ended, ref: H1, help.wanted: false")
    assert recorded.fact(ended, "help.wanted") is False
    # Of several that may be meant nobody can tell.
    undated = [entry.replace("01-10", "?").replace("03-05", "?") for entry in (first[0], second[0])]
    assert recorded.fact(file("01-05 referral", *undated), "help.wanted") == "unknown"


def test_s161_said_of_two_episodes(recorded):
    study = "01-10 study_started, ref: S, help.shared: true"
    alike = file("01-05 referral", study, "01-12 help_started, ref: H, help.shared: true")
    differing = file("01-05 referral", study, "01-12 help_started, ref: H, help.shared: false")
    assert recorded.fact(file("01-05 referral", study), "help.shared") is True
    assert recorded.fact(alike, "help.shared") is True
    assert recorded.fact(differing, "help.shared") == "unknown"
