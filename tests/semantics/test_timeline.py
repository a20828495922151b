"""Facts read off any timeline, against readings worked out the slow way; and what would settle the rest."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from threshold.casefiles import Case, Entry
from threshold.semantics.events_to_ask import events_to_ask
from threshold.semantics.records import Records
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import ABSENT, UNKNOWN, State
from threshold.vocabulary.load import load_vocabulary

VOCABULARY = load_vocabulary(Path(__file__).with_name("vocabulary.yaml"))
START = date(2026, 5, 1)
NOW = 6  # the decision's day, of the days 0 to 9

DAYS = st.integers(0, 9)
ENTRIES = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(["visit", "visit", "seen", "spell_started", "spell_ended"]),
        st.sampled_from(["held", "held", "held", "planned", "cancelled"]),
        st.sampled_from([None, "good", "poor"]),
    ),
    max_size=8,
)
COVERS = st.dictionaries(st.sampled_from(["visit", "seen", "spell_started", "spell_ended"]), DAYS)


def day(number: int) -> date:
    return START + timedelta(number)


def entry(number: int, event: str, status: str = "held", outcome: str | None = None) -> Entry:
    carries = {"outcome": outcome} if event == "visit" and outcome else {}
    return Entry(day(number), event, status, carries)  # type: ignore[arg-type]


def case(entries: list[Entry], **covers: int) -> Case:
    return Case("C-1", {}, tuple(entries), {event: day(upto) for event, upto in covers.items()})


def states(of: Case, instance: tuple[str, int] | None = None) -> dict[str, State]:
    return dict(read_facts(of, VOCABULARY, day(NOW), instance)[0].states)


def passed(entries: list[tuple[int, str, str, str | None]], event: str) -> list[tuple[date, str | None]]:
    """The days on which it was held by now, oldest first, each with its outcome."""
    held = [
        (day(n), said) for n, name, status, said in entries if (name, status) == (event, "held") and n <= NOW
    ]
    return sorted(held, key=lambda each: each[0])


def nothing(covers: dict[str, int], event: str, upto: int = NOW) -> State:
    """What it means that there is no entry."""
    return ABSENT if covers.get(event, -1) >= upto else UNKNOWN


def later(entries: list[tuple[int, str, str, str | None]]) -> set[str]:
    """What is said to have been held after the decision: a contradiction, which puts its facts in doubt."""
    return {name for n, name, status, _ in entries if status == "held" and n > NOW}


@given(ENTRIES, COVERS)
def test_the_first_the_latest_and_how_many_are_read_as_by_hand(entries, covers):
    known = states(case([entry(*each) for each in entries], **covers))
    if "visit" in later(entries):
        assert {known[f"visit.{name}"] for name in ("first", "latest", "count", "ever", "good")} == {UNKNOWN}
        return
    visits, none = [on for on, _ in passed(entries, "visit")], nothing(covers, "visit")
    assert known["visit.first"] == (visits[0] if visits else none)
    assert known["visit.latest"] == (visits[-1] if visits else none)
    assert known["visit.count"] == (len(visits) if none is ABSENT else UNKNOWN)
    planned = sorted(day(n) for n, name, status, _ in entries if (name, status) == ("visit", "planned"))
    assert known["visit.planned"] == (visits[-1] if visits else planned[-1] if planned else none)
    # One that does not say how it went may have gone well.
    said = [outcome for _, outcome in passed(entries, "visit")]
    good = [on for on, outcome in passed(entries, "visit") if outcome == "good"]
    none_good = UNKNOWN if None in said else none
    assert known["visit.good"] == (good[0] if good else none_good)
    assert known["visit.good_count"] == (len(good) if none_good is ABSENT else UNKNOWN)


@given(ENTRIES, COVERS)
def test_what_happened_ever_since_and_by_then_is_read_as_by_hand(entries, covers):
    assume(not later(entries) & {"visit", "seen"})
    known = states(case([entry(*each) for each in entries], **covers))
    visits, seen = ([on for on, _ in passed(entries, event)] for event in ("visit", "seen"))
    covered = nothing(covers, "visit") is nothing(covers, "seen") is ABSENT
    assert known["visit.ever"] is (True if visits or seen else False if covered else UNKNOWN)
    if not seen:
        assert known["visit.since_seen"] is nothing(covers, "seen")
        assert known["visit.before_seen"] == known["visit.latest"]
        return
    since, by = [on for on in visits if on >= seen[0]], [on for on in visits if on <= seen[0]]
    assert known["visit.since_seen"] == (since[0] if since else nothing(covers, "visit"))
    upto = (seen[0] - START).days
    assert known["visit.before_seen"] == (by[-1] if by else nothing(covers, "visit", upto))


@given(ENTRIES)
def test_every_start_and_every_end_is_in_just_one_run(entries):
    held = [entry(*each) for each in entries if each[2] == "held" and each[0] <= NOW]
    found = Records(case([entry(*each) for each in entries]), VOCABULARY, day(NOW)).runs("spell")
    starts = sorted(each.on for each in held if each.event == "spell_started")
    ends = sorted(each.on for each in held if each.event == "spell_ended")
    assert sorted(run.opened for run in found if run.opened) == starts
    assert sorted(run.closed for run in found if run.closed) == ends
    assert sum(run.open for run in found) <= 1
    for run, following in zip(found, [*found[1:], None], strict=False):
        assert run.opened or run.closed
        assert not (run.opened and run.closed) or run.opened <= run.closed
        # An end without a start never stands while a run is open.
        if following is not None and following.opened is None:
            assert run.closed is not None
        if run.closed is None and following is not None:
            assert run.superseded == following.opened


SPELL = [entry(1, "spell_started"), entry(3, "spell_ended"), entry(5, "spell_started")]


def test_one_run_may_be_read_instead_of_the_current_one():
    visits = [entry(2, "visit"), entry(6, "visit")]
    of = case([*SPELL, *visits])
    for instance, visit, ended, is_open in (
        (("spell", 0), 2, day(3), False),
        (("spell", 1), 6, UNKNOWN, True),
    ):
        known = states(of, instance)
        assert (known["spell.visit"], known["spell.ended"], known["spell.open"]) == (
            day(visit),
            ended,
            is_open,
        )
    assert states(of) == states(of, ("spell", 1))


def test_what_lies_within_nothing_is_open_if_any_of_its_runs_is():
    spells = [replace(entry(1, "spell_started"), ref="a"), replace(entry(2, "spell_started"), ref="b")]
    ended = [replace(entry(3, "spell_ended"), ref=ref) for ref in "ab"]
    for ends, is_open, last in (([], True, UNKNOWN), (ended[1:], True, day(3)), (ended, False, day(3))):
        known = states(case([*spells, *ends]))
        assert (known["spell.open"], known["spell.ended"]) == (is_open, last)


def asked(fact: str, entries: list[Entry], **covers: int) -> list[str]:
    return events_to_ask(case(entries, **covers), VOCABULARY, VOCABULARY.facts[fact], day(NOW))


def test_what_nobody_recorded_is_asked_for():
    assert asked("visit.latest", []) == ["visit"]
    assert asked("visit.latest", [], visit=NOW) == []
    assert asked("visit.latest", [], visit=NOW - 1) == ["visit"]
    assert asked("visit.ever", [], seen=NOW) == ["visit"]


def test_what_is_stated_is_asked_for_by_no_event():
    assert asked("t.day", []) == []


def test_whether_a_thing_began_is_asked_for_before_its_end():
    assert asked("spell.ended", []) == ["spell_started"]
    assert asked("spell.ended", [entry(1, "spell_started")]) == ["spell_ended"]
    assert asked("spell.ended", [], spell_started=NOW) == ["spell_ended"]
    # Nothing lies around a spell: as long as none is in the file, every visit counts.
    assert asked("spell.visit", []) == asked("spell.visit", [entry(1, "spell_started")]) == ["visit"]


def test_a_bound_that_is_not_known_is_asked_for_first():
    assert asked("visit.since_seen", []) == ["seen", "visit"]
    # What was seen may have been seen before: only what opens an episode is settled by one entry.
    assert asked("visit.since_seen", [entry(1, "seen")]) == ["seen", "visit"]


def test_what_contradicts_itself_is_named_with_every_fact_that_rests_on_it():
    later = case([entry(NOW + 1, "seen")])
    facts, (contradiction,) = read_facts(later, VOCABULARY, day(NOW))
    assert contradiction.id == "future-event"
    assert contradiction.facts == ("seen.first", "visit.before_seen", "visit.ever", "visit.since_seen")
    assert {facts.state(name) for name in contradiction.facts} == {UNKNOWN}


def test_what_lies_on_the_decisions_own_day_contradicts_nothing():
    for number, expected in ((NOW, []), (NOW + 1, ["future-event"])):
        stated = Case("C-1", {"t.day": day(number), "t.ahead": day(9)}, (entry(number, "seen"),))
        assert {each.id for each in read_facts(stated, VOCABULARY, day(NOW))[1]} == set(expected)


def test_a_run_without_its_start_puts_the_episode_in_doubt_but_not_what_protects():
    ended = case([entry(2, "spell_ended")], spell_started=NOW)
    facts, (contradiction,) = read_facts(ended, VOCABULARY, day(NOW))
    assert contradiction.id == "episode-order"
    assert {"spell.open", "spell.ended", "spell.visit", "danger.in_spell"} <= set(contradiction.facts)
    assert facts.state("spell.open") is UNKNOWN
    assert facts.state("danger.in_spell") is False


def test_of_two_entries_on_one_day_the_later_in_the_file_settles_consent():
    both = [Entry(day(2), f"consent_{what}", carries={"for": "sharing"}) for what in ("given", "withdrawn")]
    assert states(case(both))["consent.to_share"] == "withdrawn"
    assert (
        states(case([*both[1:], Entry(day(3), "consent_given", carries={"for": "support"})]))[
            "consent.to_share"
        ]
        == "withdrawn"
    )
