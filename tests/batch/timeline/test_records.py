"""Facts by column of runs and of what belongs to them: links, what has no day, and each run by itself."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.records import Records  # noqa: E402
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN  # noqa: E402

from .recorded import VOCABULARY, ago, link, nobody_knows, on, source, state, states  # noqa: E402


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


def test_the_runs_of_every_child_stand_in_order_and_the_latest_open_one_is_current():
    given = source((on(5, "began"),), (on(40, "began"), on(30, "ended"), on(20, "began")), ())
    records = Records(VOCABULARY, given.timeline)
    rows = records.runs("spell")
    assert rows["child"].to_list() == [0, 1, 1]
    assert rows["opened"].to_list() == [ago(5), ago(40), ago(20)]
    assert records.current("spell").row.to_list() == [0, 2, None]
    assert [each.to_list() for each in records.goes_on("spell")] == [[True, True, False], [False] * 3]
