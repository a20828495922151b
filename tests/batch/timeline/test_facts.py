"""Facts by column: what the timeline shows, what is known not to have happened, and what is in doubt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.evaluate import source_of  # noqa: E402
from threshold.batch.timeline.column import Column  # noqa: E402
from threshold.batch.timeline.doubts import doubts  # noqa: E402
from threshold.batch.timeline.facts import Facts, stated  # noqa: E402
from threshold.batch.timeline.settled import settled  # noqa: E402
from threshold.batch.timeline.source import Source  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.semantics.timeline import read_facts  # noqa: E402
from threshold.vocabulary import (  # noqa: E402
    ABSENT,
    UNDATED,
    UNKNOWN,
    Episode,
    Event,
    Fact,
    Reading,
    Value,
    ValueType,
    Vocabulary,
)
from threshold.vocabulary.model import Settling  # noqa: E402

from ..making import tables_of  # noqa: E402

TODAY = date(2026, 8, 14)
DAY = timedelta(1)
DATE, FLAG, NUMBER = ValueType("date"), ValueType("boolean"), ValueType("number", least=0, most=99)
OUTCOME, CONSENT = (
    ValueType("choice", ("good", "poor")),
    ValueType("choice", ("given", "refused", "withdrawn")),
)
GOOD: tuple[tuple[str, Value], ...] = (("outcome", "good"),)

first = partial(Reading, "first")
latest = partial(Reading, "latest")
spell = partial(Reading, events=("began", "ended"), episode="spell")
READ: dict[str, tuple[ValueType, Reading]] = {
    "visit.first": (DATE, first(("visit",))),
    "visit.latest": (DATE, latest(("visit",))),
    "visit.count": (NUMBER, Reading("count", ("visit",))),
    "visit.ever": (FLAG, Reading("ever", ("visit", "ended"))),
    "visit.outcome": (OUTCOME, latest(("visit",), give="outcome")),
    "visit.planned": (DATE, latest(("visit",), status="held or planned")),
    "visit.ahead": (DATE, latest(("visit",), status="planned")),
    "good.ahead": (DATE, latest(("visit",), status="planned", where=GOOD)),
    "either.first": (DATE, first(("visit", "seen"))),
    "good.first": (DATE, first(("visit",), where=GOOD)),
    "good.count": (NUMBER, Reading("count", ("visit",), where=GOOD)),
    "seen.first": (DATE, first(("seen",))),
    "since.seen": (DATE, first(("visit",), since="seen.first")),
    "since.count": (NUMBER, Reading("count", ("visit",), since="seen.first")),
    "until.seen": (DATE, latest(("visit",), by="seen.first")),
    "spell.open": (FLAG, spell("open")),
    "spell.began": (DATE, spell("opened")),
    "spell.ended": (DATE, spell("closed")),
    "spell.visit": (DATE, latest(("visit",), during="spell")),
    "spell.visits": (NUMBER, Reading("count", ("visit",), during="spell")),
    "spell.until_seen": (DATE, latest(("visit",), during="spell", by="seen.first")),
    "spell.since_seen": (DATE, latest(("visit",), during="spell", since="seen.first")),
    "care.began": (DATE, Reading("opened", ("cared", "let_go"), episode="care")),
    "talk.call": (DATE, first(("call",), during="talk")),
    "plan.since_spell": (DATE, first(("visit",), during="plan", since="spell.began")),
}
BELONGS = {"visit": ("spell", "plan"), "call": ("stay", "talk")}
VOCABULARY = Vocabulary(
    {
        **{name: Fact(name, kind, reading=reading) for name, (kind, reading) in READ.items()},
        "told.flag": Fact("told.flag", FLAG),
        "told.default": Fact("told.default", FLAG, default=False),
        "told.day": Fact("told.day", DATE),
        "told.target": Fact("told.target", DATE, ahead=True),
        "told.consent": Fact(
            "told.consent",
            CONSENT,
            settling=Settling((("gave", "given"), ("withdrew", "withdrawn")), (("for", "sharing"),)),
        ),
    },
    {
        name: Event(name, "", carries, belongs_to=BELONGS.get(name, ()))
        for name, carries in {
            "visit": {"outcome": OUTCOME},
            "seen": {},
            "began": {},
            "ended": {},
            "planned": {},
            "dropped": {},
            "gave": {"for": ValueType("choice", ("sharing", "support"))},
            "withdrew": {"for": ValueType("choice", ("sharing", "support"))},
            "came": {},
            "left": {},
            "talked": {},
            "hung_up": {},
            "call": {},
            "cared": {},
            "let_go": {},
        }.items()
    },
    {
        "spell": Episode("spell", "began", "ended"),
        "plan": Episode("plan", "planned", "dropped"),
        "stay": Episode("stay", "came", "left"),
        "talk": Episode("talk", "talked", "hung_up", within="stay"),
        "care": Episode("care", "cared", "let_go", within="stay", carries_over=True),
    },
    (),
)


def on(day: int, event: str, status: str = "held", **carries: Value) -> Entry:
    """An entry so many days ago."""
    return Entry(TODAY - day * DAY, event, status, carries)  # type: ignore[arg-type]


def nobody_knows(event: str, **carries: Value) -> Entry:
    """An entry on a day that nobody knows."""
    return Entry(None, event, "held", carries)


def link(entry: Entry, ref: str = "", of: str = "") -> Entry:
    """The entry with what it is about, and what that belongs to."""
    return replace(entry, ref=ref, of=of)


def ago(days: int) -> date:
    return TODAY - days * DAY


def source(
    *timelines: Iterable[Entry],
    given: Sequence[Mapping[str, Value]] = (),
    gaps: Sequence[tuple[str, str]] = (),
    **covers: int,
) -> Source:
    """Children C-0, C-1 .. and what is recorded of them; `covers` up to so many days ago."""
    told = [*given, *({} for _ in timelines)]
    cases = [Case(f"C-{number}", told[number], tuple(entries)) for number, entries in enumerate(timelines)]
    upto = {event: ago(days) for event, days in covers.items()}
    missed = pl.DataFrame(gaps, {"child": pl.String, "event": pl.String}, orient="row")
    tables = replace(tables_of(cases, VOCABULARY, TODAY, upto), gaps=missed)
    return source_of(tables, VOCABULARY)


def states(of: Source, name: str, anchor: str = "") -> list[object]:
    """What is known of a fact of every unit, in the order of the children; what is in doubt stands too."""
    of_children = Facts(of, of.units(""))
    facts = Facts(of, of.units(anchor), of_children) if anchor else of_children
    column = facts.column(name)
    if column is None:
        return [UNKNOWN] * facts.units.child.len()
    nowhere = pl.Series([False]).new_from_index(0, column.value.len())
    masks = (nowhere if mask is None else mask for mask in (column.absent, column.undated))
    names = of.stated["child"][facts.units.child]
    told = [
        (name, value if value is not None else ABSENT if none else UNDATED if undated else UNKNOWN)
        for name, value, none, undated in zip(names, column.value, *masks, strict=True)
    ]
    return [state for _, state in sorted(told, key=lambda each: each[0])]


def state(name: str, *entries: Entry, **covers: int) -> object:
    """A fact of one child, the same as it is of a single case."""
    (found,) = states(source(entries, **covers), name)
    case = Case("C-0", {}, entries, {event: ago(days) for event, days in covers.items()})
    facts, contradictions = read_facts(case, VOCABULARY, TODAY)
    assert not contradictions
    assert found == facts.state(name)
    return found


@pytest.mark.parametrize(
    "name", ["visit.first", "visit.latest", "visit.planned", "visit.ahead", "good.first"]
)
def test_no_entry_is_absence_only_where_the_cover_reaches_today(name: str):
    assert [state(name, visit=days) for days in (-1, 0, 1)] == [ABSENT, ABSENT, UNKNOWN]
    assert state(name) is UNKNOWN


@pytest.mark.parametrize(
    ("name", "bounded"),
    [
        ("spell.visit", (on(30, "began"), on(10, "ended"))),
        ("until.seen", (on(10, "seen"),)),
        ("spell.until_seen", (on(30, "began"), on(10, "seen"))),
        # The bound comes before the run's end, and after it too; without one, the run's end is the bound.
        ("spell.until_seen", (on(30, "began"), on(10, "seen"), on(5, "ended"))),
        ("spell.until_seen", (on(30, "began"), on(20, "ended"), on(10, "seen"))),
        ("spell.until_seen", (on(30, "began"), on(10, "ended"))),
    ],
)
def test_of_a_span_that_is_over_it_is_enough_to_cover_its_last_day(name: str, bounded: tuple[Entry, ...]):
    """Up to that very day, and no day less."""
    assert [state(name, *bounded, visit=days) for days in (9, 10, 11)] == [ABSENT, ABSENT, UNKNOWN]


@pytest.mark.parametrize(
    ("name", "bounded"),
    [
        ("spell.visit", (on(30, "began"),)),
        ("until.seen", ()),
        ("since.seen", (on(10, "seen"),)),
        ("visit.first", (on(30, "began"), on(10, "ended"))),
    ],
)
def test_of_a_span_without_an_end_the_cover_has_to_reach_today(name: str, bounded: tuple[Entry, ...]):
    assert [state(name, *bounded, visit=days) for days in (0, 1)] == [ABSENT, UNKNOWN]


def test_a_count_is_known_only_of_what_is_covered():
    two = (on(30, "began"), on(25, "visit"), on(12, "visit"), on(10, "ended"))
    assert [state("spell.visits", *two, visit=days) for days in (9, 10, 11)] == [2, 2, UNKNOWN]
    assert [state("visit.count", *two, visit=days) for days in (0, 1)] == [2, UNKNOWN]
    assert [state("visit.count", visit=days) for days in (0, 1)] == [0, UNKNOWN]


def test_every_kind_of_event_that_is_read_has_to_be_covered():
    assert state("either.first", visit=0, seen=0) is ABSENT
    for covers in ({"visit": 0}, {"seen": 0}, {"visit": 0, "seen": 1}, {"visit": 1, "seen": 0}):
        assert state("either.first", **covers) is UNKNOWN
    assert state("either.first", on(5, "seen"), on(7, "visit")) == ago(7)


def test_ever_is_false_where_starts_are_covered_for_what_never_began_cannot_have_ended():
    assert state("visit.ever", on(5, "visit")) is True
    assert state("visit.ever", on(5, "ended")) is True
    assert state("visit.ever", visit=0, ended=0) is False
    assert state("visit.ever", visit=0, began=0) is False
    for covers in (
        {"visit": 0},
        {"ended": 0, "began": 0},
        {"visit": 1, "began": 0},
        {"visit": 0, "began": 1},
    ):
        assert state("visit.ever", **covers) is UNKNOWN


def test_an_entry_that_does_not_say_keeps_the_fact_from_being_absent_and_a_count_from_being_known():
    silent, poor, good = on(9, "visit"), on(8, "visit", outcome="poor"), on(7, "visit", outcome="good")
    assert state("good.first", poor, visit=0) is ABSENT
    assert state("good.first", silent, poor, visit=0) is UNKNOWN
    assert state("good.first", silent, good, visit=0) == ago(7)
    assert state("good.count", poor, good, visit=0) == 1
    assert state("good.count", silent, good, visit=0) is UNKNOWN


def test_what_an_entry_carries_stands_in_place_of_its_day():
    assert state("visit.outcome", on(8, "visit", outcome="good"), on(7, "visit", outcome="poor")) == "poor"
    assert state("visit.outcome", on(8, "visit", outcome="good"), on(7, "visit"), visit=0) is UNKNOWN
    assert state("visit.outcome", visit=0) is ABSENT


def test_since_and_by_take_in_the_day_itself():
    seen = on(10, "seen")
    assert [state("since.seen", seen, on(day, "visit"), visit=0) for day in (11, 10, 9)] == [
        ABSENT,
        ago(10),
        ago(9),
    ]
    assert [state("until.seen", seen, on(day, "visit"), visit=0) for day in (11, 10, 9)] == [
        ago(11),
        ago(10),
        ABSENT,
    ]


def test_without_the_day_since_which_nothing_is_read_but_without_the_day_by_which_everything():
    visit = on(5, "visit")
    assert state("since.seen", visit, visit=0) is UNKNOWN
    assert state("since.seen", visit, visit=0, seen=0) is ABSENT
    assert state("since.count", visit, visit=0, seen=0) is ABSENT
    assert state("until.seen", visit) == ago(5)
    assert state("spell.since_seen", visit, on(30, "began"), visit=0, seen=0) is ABSENT


def test_during_takes_what_belongs_to_the_present_run():
    """What it held; and what lies between two runs, where it is the nearer one."""
    runs = (on(40, "began"), on(30, "ended"), on(20, "began"), on(10, "ended"))
    days = (31, 25, 24, 20, 10, 9)
    taken = {day: state("spell.visit", *runs, on(day, "visit"), visit=0) for day in days}
    assert taken == {31: ABSENT, 25: ABSENT, **{day: ago(day) for day in days[2:]}}
    # A run that nothing closed reaches up to the day before the next.
    assert state("spell.visit", on(20, "began"), on(12, "visit"), on(10, "began"), visit=0) is ABSENT


def test_without_any_run_what_belongs_to_none_is_taken():
    visit = on(5, "visit")
    assert state("spell.visit", visit, began=0) == ago(5)
    assert state("spell.visit", visit=0) is ABSENT
    assert state("spell.visit", began=0) is UNKNOWN
    # Whatever is known of the day since which it is looked for.
    assert state("spell.since_seen", visit, visit=0, seen=0) is ABSENT
    assert state("spell.since_seen", visit, visit=0) is UNKNOWN


@pytest.mark.parametrize("linked", [False, True])
def test_within_another_what_belongs_to_no_run_is_that_of_what_is_around_now(linked: bool):
    """A visit of the stay before is no visit of this one, by its day or because it says so."""
    stays = (link(on(90, "came"), ref="first"), on(70, "left"), link(on(20, "came"), ref="second"))
    stays = (*stays[:1], link(stays[1], ref="first"), stays[2])
    before, now = (link(on(15, "call"), of=name) for name in ("first", "second"))
    if not linked:
        before, now = on(75, "call"), on(15, "call")
    assert state("talk.call", *stays, before, talked=0) is ABSENT
    assert state("talk.call", *stays, now, talked=1) == ago(15)


def test_what_names_what_is_around_belongs_to_a_run_inside_that_alone():
    """Though a run of another stay is nearer; and where that stay has none, to no run."""
    stays = (link(on(90, "came"), ref="first"), link(on(40, "came"), ref="second"))
    talks = (link(on(80, "talked"), of="first"), on(70, "hung_up"), link(on(30, "talked"), of="second"))
    call = on(32, "call")
    assert state("talk.call", *stays, *talks, call) == ago(32)
    assert state("talk.call", *stays, *talks, link(call, of="first"), call=0) is ABSENT
    assert state("talk.call", *stays, *talks[2:], link(call, of="first"), call=0) is ABSENT


def test_one_that_may_be_open_elsewhere_may_be_the_one_that_is_looked_at():
    """Of what carries over: two began in an earlier stay, and one of them ended nobody knows when."""
    stays = (link(on(90, "came"), ref="first"), link(on(20, "came"), ref="second"))
    before = (on(80, "cared"), on(70, "cared"), nobody_knows("let_go"))
    now = link(on(10, "cared"), of="second", ref="now")
    assert state("care.began", *stays, *before, cared=0) is UNKNOWN
    assert state("care.began", *stays, *before, now) == ago(10)


def test_what_has_no_day_is_recorded_and_no_more():
    visit, good = nobody_knows("visit"), nobody_knows("visit", outcome="good")
    assert state("visit.first", visit) is UNDATED
    assert state("visit.first", visit, on(5, "visit")) is UNDATED
    assert state("visit.count", visit, visit=0) == 1
    # It may lie before the day since which, or by which, it is looked for.
    assert state("since.seen", on(9, "seen"), visit, visit=0) is UNKNOWN
    assert state("since.seen", on(9, "seen"), visit, on(3, "visit"), visit=0) is UNDATED
    # What they carry can be told where they all carry the same.
    assert state("visit.outcome", good, on(3, "visit", outcome="good")) == "good"
    assert state("visit.outcome", good, on(3, "visit", outcome="poor")) is UNKNOWN
    # Of several runs it may belong to any.
    runs = (on(40, "began"), on(30, "ended"), on(20, "began"))
    assert state("spell.visit", *runs, visit, visit=0) is UNKNOWN
    assert state("spell.visits", *runs, visit, visit=0) is UNKNOWN
    assert state("spell.visit", on(20, "began"), visit) is UNDATED


def test_a_start_or_an_end_without_a_day_is_one_all_the_same():
    began, ended = nobody_knows("began"), nobody_knows("ended")
    assert state("spell.began", began) is UNDATED
    assert state("spell.open", began) is True
    assert state("spell.ended", on(9, "began"), ended) is UNDATED
    assert state("spell.open", on(9, "began"), ended) is False
    # Of several starts, nobody can tell which of them it ended.
    assert state("spell.open", on(9, "began"), on(4, "began"), ended) is UNKNOWN
    # By one reference they belong together, whatever else there is.
    begun, over, other = (
        link(each, ref=ref)
        for each, ref in ((on(9, "began"), "a"), (nobody_knows("ended"), "a"), (on(4, "began"), "b"))
    )
    assert state("spell.open", begun, over) is False
    assert state("spell.open", begun, over, other) is True
    assert state("spell.began", begun, over, other) == ago(4)


def test_an_episode_is_open_opened_and_closed():
    names = ("spell.open", "spell.began", "spell.ended")

    def told(*entries: Entry, **covers: int) -> list[object]:
        return [state(name, *entries, **covers) for name in names]

    assert told() == [UNKNOWN, UNKNOWN, UNKNOWN]
    assert told(began=0) == [False, ABSENT, ABSENT]
    assert told(began=1) == [UNKNOWN, UNKNOWN, UNKNOWN]
    assert told(on(9, "began")) == [True, ago(9), UNKNOWN]
    assert told(on(9, "began"), ended=0) == [True, ago(9), ABSENT]
    assert told(on(9, "began"), ended=1) == [True, ago(9), UNKNOWN]
    assert told(on(9, "began"), on(4, "ended"), began=0) == [False, ago(9), ago(4)]
    assert told(on(4, "ended")) == [False, UNDATED, ago(4)]


def test_what_is_planned_counts_where_nothing_was_held():
    assert state("visit.planned", on(-5, "visit", "planned")) == ago(-5)
    assert state("visit.planned", on(-5, "visit", "planned"), on(3, "visit")) == ago(3)
    assert state("visit.latest", on(-5, "visit", "planned"), visit=0) is ABSENT


def test_of_what_is_planned_alone_nothing_that_was_held_counts():
    diary = (on(-5, "visit", "planned"), on(-9, "visit", "planned", outcome="good"), on(3, "visit"))
    assert state("visit.ahead", *diary) == ago(-9)
    assert state("visit.ahead", *diary[::2]) == ago(-5)
    # What was in the diary and has passed still stands there.
    assert state("visit.ahead", on(5, "visit", "planned"), on(3, "visit")) == ago(5)
    assert state("visit.ahead", on(3, "visit"), visit=0) is ABSENT
    assert state("visit.ahead", on(3, "visit"), visit=1) is UNKNOWN
    assert state("visit.ahead", on(-5, "visit", "cancelled"), visit=0) is ABSENT
    # One that does not say how it will come out may be good; held ones that do not say are no matter.
    assert state("good.ahead", *diary) == ago(-9)
    assert state("good.ahead", *diary[::2], visit=0) is UNKNOWN
    assert state("good.ahead", on(3, "visit"), visit=0) is ABSENT
    assert state("visit.latest", on(5, "visit", "cancelled"), visit=0) is ABSENT


def test_a_gap_leaves_open_what_is_covered_of_everybody_else():
    visited = (on(5, "visit"),)
    found = source((), visited, (), visited, visit=0, seen=0, gaps=[("C-0", "visit"), ("C-1", "visit")])
    assert states(found, "visit.first") == [UNKNOWN, ago(5), ABSENT, ago(5)]
    assert states(found, "visit.count") == [UNKNOWN, UNKNOWN, 0, 1]
    assert states(found, "either.first") == [UNKNOWN, ago(5), ABSENT, ago(5)]
    assert states(found, "seen.first") == [ABSENT] * 4


def test_a_gap_counts_in_a_span_that_is_over_as_well():
    run = (on(30, "began"), on(10, "ended"))
    found = source(run, run, visit=10, gaps=[("C-0", "visit")])
    assert states(found, "spell.visit") == [UNKNOWN, ABSENT]


def test_the_runs_of_an_anchor_are_units_each_with_facts_of_its_own():
    runs = [on(30, "began"), on(25, "visit"), on(20, "ended"), on(10, "began"), on(5, "visit")]
    one, other = (on(4, "visit"),), (on(3, "visit"),)
    found = source(one, runs, other, visit=0, began=0, given=[{}, {"told.flag": True}])
    units = found.units("spell")
    assert units.child.to_list() == [0, 1, 1, 2]
    assert units.place is not None
    assert units.place.to_list() == [None, 0, 1, None]
    assert states(found, "spell.began", "spell") == [ABSENT, ago(30), ago(10), ABSENT]
    assert states(found, "spell.open", "spell") == [False, False, True, False]
    assert states(found, "spell.visit", "spell") == [ago(4), ago(25), ago(5), ago(3)]
    # What is not about the run is the child's.
    assert states(found, "visit.first", "spell") == [ago(4), ago(25), ago(25), ago(3)]
    assert states(found, "told.flag", "spell") == [UNKNOWN, True, True, UNKNOWN]
    # Of the child it is the present run.
    assert states(found, "spell.visit") == [ago(4), ago(5), ago(3)]


def test_of_another_episode_a_run_sees_the_present_one():
    spells = [on(30, "began"), on(20, "ended"), on(10, "began")]
    plans = [on(40, "planned"), on(36, "dropped"), on(25, "planned")]
    visits = [on(day, "visit") for day in (38, 24, 6)]
    found = source((on(3, "visit"),), [*spells, *plans, *visits])
    assert states(found, "plan.since_spell", "spell") == [UNKNOWN, ago(24), ago(6)]
    assert states(found, "plan.since_spell", "plan") == [UNKNOWN, UNKNOWN, ago(6)]


def test_what_events_say_goes_before_what_is_stated_and_the_latest_of_them_before_the_others():
    gave, withdrew = (partial(on, event=event, **{"for": "sharing"}) for event in ("gave", "withdrew"))
    other = on(1, "withdrew", **{"for": "support"})
    found = source(
        (gave(9), withdrew(5)),
        (withdrew(9), gave(5)),
        (gave(5), withdrew(5)),
        (other,),
        (),
        (gave(5),),
        given=[{}, {}, {}, {"told.consent": "refused"}, {}, {"told.consent": "refused"}],
    )
    assert states(found, "told.consent") == ["withdrawn", "given", "withdrawn", "refused", UNKNOWN, "given"]
    assert states(source((), ()), "told.consent") == [UNKNOWN, UNKNOWN]


def test_a_stated_fact_is_known_of_whom_it_is_stated_and_a_default_of_everybody():
    given = [{"told.flag": True, "told.default": True}, {}]
    assert states(source((), (), given=given), "told.flag") == [True, UNKNOWN]
    assert states(source((), (), given=given), "told.default") == [True, False]
    nobody = source((), ())
    assert stated(nobody, VOCABULARY.facts["told.flag"]) is None
    assert states(nobody, "told.default") == [False, False]


def doubtful(
    name: str, *entries: Entry, given: Mapping[str, Value] | None = None, gaps: bool = False, **covers: int
) -> bool:
    """Whether a fact of one child is in doubt, beside another child of whom nothing is known."""
    events = {entry.event for entry in entries} | set(covers)
    missed = [("C-0", event) for event in sorted(events)] if gaps else []
    found = source(entries, (), given=[given or {}], gaps=missed, **covers)
    facts, fact = Facts(found, found.units("")), VOCABULARY.facts[name]
    masks = list(doubts(found, fact, settled(facts, fact) if fact.settling is not None else None))
    assert not any(mask[1] for mask in masks)
    doubt = facts.doubt(name)
    assert (doubt is not None and doubt[0]) is any(mask[0] for mask in masks)
    case = Case("C-0", given or {}, entries, {event: ago(days) for event, days in covers.items() if not gaps})
    _, contradictions = read_facts(case, VOCABULARY, TODAY)
    told = any(name in each.facts for each in contradictions)
    assert any(mask[0] for mask in masks) is told
    return told


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("visit.first", "visit"),
        ("either.first", "seen"),
        ("since.seen", "seen"),  # through the day that bounds it
        ("until.seen", "seen"),
        ("spell.visit", "ended"),  # through the run that it lies in
        ("spell.visit", "began"),
        ("spell.open", "ended"),
        ("told.consent", "gave"),
    ],
)
def test_an_entry_held_after_today_puts_in_doubt_whatever_rests_on_it(name: str, event: str):
    begun = on(9, "began")
    assert doubtful(name, begun, on(-1, event))
    assert not doubtful(name, begun, on(0, event))
    assert not doubtful(name, begun, on(-1, event, "planned"))


def test_an_entry_held_after_today_leaves_alone_what_does_not_rest_on_it():
    assert not doubtful("visit.first", on(-1, "seen"))
    assert not doubtful("seen.first", on(-1, "visit"))


def test_a_stated_day_after_today_is_in_doubt_unless_it_may_lie_ahead():
    for name, ahead in (("told.day", True), ("told.target", False)):
        assert doubtful(name, given={name: ago(-1)}) is ahead
        assert not doubtful(name, given={name: TODAY})


def test_an_end_that_nothing_began_is_in_doubt_where_starts_are_covered_up_to_today():
    for name in ("spell.open", "spell.ended", "spell.visit", "visit.ever"):
        assert doubtful(name, on(9, "ended"), began=0)
        assert not doubtful(name, on(9, "ended"), began=1)
        assert not doubtful(name, on(9, "ended"), ended=0)
        assert not doubtful(name, on(9, "ended"), began=0, gaps=True)
        assert not doubtful(name, on(12, "began"), on(9, "ended"), began=0)


def test_consent_is_in_doubt_where_it_disagrees_or_was_withdrawn_before_it_was_given():
    gave, withdrew = (partial(on, event=event, **{"for": "sharing"}) for event in ("gave", "withdrew"))
    name = "told.consent"
    assert doubtful(name, gave(5), given={name: "withdrawn"})
    assert not doubtful(name, gave(5), given={name: "given"})
    assert not doubtful(name, gave(5), withdrew(3), given={name: "withdrawn"})
    assert doubtful(name, gave(5), withdrew(3), given={name: "given"})
    assert doubtful(name, withdrew(5), gave(3))
    assert not doubtful(name, withdrew(5))
    assert not doubtful(name, gave(5), withdrew(3))
    # Of one day, as the file has it.
    assert doubtful(name, withdrew(5), gave(5))
    assert not doubtful(name, gave(5), withdrew(5))


def test_the_doubt_of_a_child_is_one_of_each_of_its_runs():
    found = source((on(9, "seen"),), (on(9, "began"), on(7, "ended"), on(4, "began"), on(-1, "ended")))
    of_children = Facts(found, found.units(""))
    facts = Facts(found, found.units("spell"), of_children)
    doubt = facts.doubt("spell.open")
    assert doubt is not None
    assert doubt.to_list() == [False, True, True]
    assert facts.doubt("seen.first") is None


def test_a_column_of_other_units_takes_each_value_from_its_place():
    column = Column(pl.Series([1, None]), pl.Series([False, True]))
    moved = column.at(pl.Series([1, 0, 1], dtype=pl.UInt32))
    assert moved.value.to_list() == [None, 1, None]
    assert moved.absent is not None
    assert moved.absent.to_list() == [True, False, True]
    assert Column(pl.Series([1])).at(pl.Series([0], dtype=pl.UInt32)).absent is None
