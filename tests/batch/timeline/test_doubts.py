"""Facts by column that are in doubt: later than today, against themselves, ended and never begun."""

from collections.abc import Mapping
from functools import partial

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.doubts import doubts_of_records, doubts_of_what_is_said  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402
from threshold.batch.timeline.settled import settled  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.semantics.timeline import read_facts  # noqa: E402
from threshold.vocabulary import UNKNOWN, Value  # noqa: E402

from .recorded import TODAY, VOCABULARY, ago, link, on, source  # noqa: E402


def doubtful(
    name: str, *entries: Entry, given: Mapping[str, Value] | None = None, gaps: bool = False, **covers: int
) -> bool:
    """Whether a fact of one child is in doubt, beside another child of whom nothing is known."""
    events = {entry.event for entry in entries} | set(covers)
    missed = [("C-0", event) for event in sorted(events)] if gaps else []
    found = source(entries, (), given=[given or {}], gaps=missed, **covers)
    facts, fact = Facts(found, found.units("")), VOCABULARY.facts[name]
    said = settled(facts, fact) if fact.settling is not None else None
    masks = list(doubts_of_what_is_said(found, fact, said))
    masks += doubts_of_records(found, fact, facts.units, facts.looked)
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


@pytest.mark.parametrize(
    ("entries", "doubted"),
    [
        # It may be the end of one that began by then, and of none that began later.
        ([on(9, "ended"), on(7, "began")], [True, False]),
        ([on(9, "began"), on(8, "ended"), on(7, "ended"), on(5, "began")], [True, True, False]),
        # With a reference it is nobody else's.
        (
            [
                link(on(9, "began"), "a"),
                link(on(8, "ended"), "a"),
                link(on(7, "ended"), "b"),
                link(on(5, "began"), "c"),
            ],
            [False, True, False],
        ),
    ],
)
def test_an_end_that_nothing_began_spoils_no_run_that_it_cannot_be_of(
    entries: list[Entry], doubted: list[bool]
):
    found = source(entries, (), began=0)
    of_children = Facts(found, found.units(""))
    doubt = Facts(found, found.units("spell"), of_children).doubt("spell.began")
    assert doubt is not None
    assert doubt.to_list() == [*doubted, False]
    case = Case("C-0", {}, tuple(entries), {"began": TODAY})
    for place, holds in enumerate(doubted):
        facts, told = read_facts(case, VOCABULARY, TODAY, ("spell", place))
        assert ("spell.began" in told[0].facts) is holds
        assert (facts.state("spell.began") is UNKNOWN) is holds
