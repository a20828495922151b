"""Which children are open, by what is recorded and stated, and of whom it cannot be told."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Tables  # noqa: E402
from threshold.batch.evaluate import source_of  # noqa: E402
from threshold.batch.open_cases import Opened, opened  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402

from .by_hand import AS_AT, POLICY  # noqa: E402

EPISODES = POLICY.vocabulary.episodes
STARTS = tuple(episode.opens for episode in EPISODES.values())
ENDS = tuple(episode.closes for episode in EPISODES.values())


def look(
    events: list[tuple[str, str]], covers: tuple[str, ...] = (*STARTS, *ENDS), **stated: object
) -> Opened:
    """Whether the one child is open of whom this happened, and this is stated."""
    rows = [("A", event, date.fromisoformat(on)) for event, on in events]
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    facts = pl.DataFrame(
        {"child": ["A"]} | {name.replace("__", "."): [value] for name, value in stated.items()}
    )
    covered = dict.fromkeys(covers, AS_AT)
    tables = Tables(pl.DataFrame(rows, schema, orient="row"), facts, covered, AS_AT)
    source = source_of(tables, POLICY.vocabulary)
    return opened(Facts(source, source.units("")))


def state(found: Opened) -> str:
    return str(found.state[0])


@pytest.mark.parametrize("name", EPISODES)
def test_what_began_and_has_not_ended_is_open(name):
    episode = EPISODES[name]
    found = look([(episode.opens, "2026-03-02")])
    assert (state(found), found.ends[0]) == ("open", True)
    assert [kind for kind in found.by.columns if found.by[kind][0]] == [name]


@pytest.mark.parametrize("name", EPISODES)
def test_what_ended_is_not(name):
    episode = EPISODES[name]
    found = look([(episode.opens, "2026-03-02"), (episode.closes, "2026-04-02")])
    assert state(found) == "ended"


def test_an_end_that_is_not_recorded_completely_may_have_come():
    for covers, sure in ((STARTS, False), ((*STARTS, *ENDS), True), ((*STARTS, "caf_closed"), False)):
        found = look([("referral", "2026-03-02")], covers)
        assert (state(found), found.ends[0]) == ("open", sure)
    both = [("referral", "2026-03-02"), ("caf_started", "2026-03-09")]
    assert look(both, (*STARTS, "caf_closed")).ends[0]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"support__in_place": "child_in_need"}, "open"),
        ({"support__in_place": "universal"}, "ended"),
        ({"early_help__open": True}, "open"),
        ({"early_help__open": False}, "ended"),
        ({"care__looked_after": True}, "open"),
    ],
)
def test_what_is_said_to_be_in_place_is_open(stated, expected):
    found = look([], **stated)
    assert state(found) == expected
    assert found.by["said"][0] is (expected == "open")
    assert found.ends[0] is (expected == "open")


def test_where_not_everything_is_recorded_nobody_can_tell_that_nothing_is_open():
    ended = [("cin_plan_started", "2026-01-05"), ("cin_plan_ended", "2026-02-05")]
    without = tuple(event for event in (*STARTS, *ENDS) if event not in ("caf_started", "tac_started"))
    found = look(ended, without)
    assert state(found) == "not_recorded"
    assert [kind for kind in found.lacking.columns if found.lacking[kind][0]] == ["caf", "team_around_child"]
    assert state(look([*ended, ("caf_started", "2026-03-02")], without)) == "open"


def test_a_record_that_leaves_it_unclear_is_told_apart():
    # An end of nothing that began, and a start that lies after the audit.
    for events in ([("cin_plan_ended", "2026-02-05")], [("cin_plan_started", "2026-09-05")]):
        assert state(look(events)) == "unclear"


def test_an_earlier_assessment_left_open_is_none_of_the_referral_that_is_current():
    events = [
        *(
            ("referral", "2025-01-06"),
            ("assessment_started", "2025-01-07"),
            ("referral_closed", "2025-03-06"),
        ),
        *(("referral", "2026-01-05"), ("referral_closed", "2026-02-05")),
    ]
    assert state(look(events)) == "ended"
