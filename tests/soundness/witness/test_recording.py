"""Entries worth putting on record: with what they need, and the fewest first."""

from threshold.conditions import Facts
from threshold.conditions import Test as Leaf
from threshold.policy import load_policy
from threshold.soundness.witness.recording import carries, records

from ...policy.making import TODAY
from ..making import RULE


def test_covered_alone_comes_first_then_one_entry(small):
    vocabulary = load_policy(str(small.tiny(RULE).write())).vocabulary
    reading = vocabulary.facts["visit.first"].reading
    assert reading is not None
    found = list(records(reading, Leaf("visit.first", "recorded"), Facts(TODAY, {}), vocabulary))
    assert found[0][0] == ()
    assert {*reading.events} <= {*found[0][1]}
    sizes = [len(entries) for entries, _ in found if entries]
    assert sizes[0] == 1
    assert all(entry.on is not None and entry.on <= TODAY for entries, _ in found for entry in entries)


def test_an_entry_carries_what_it_needs_and_what_is_looked_for():
    vocabulary = load_policy("default").vocabulary
    wanting = [fact for fact in vocabulary.facts.values() if fact.reading and fact.reading.where]
    for fact in wanting:
        assert fact.reading is not None
        for name in fact.reading.events:
            event = vocabulary.events[name]
            ways = list(carries(event, fact.reading, Leaf(fact.name, "recorded")))
            assert ways, name
            asked = [key for key, _ in fact.reading.where if key in event.carries]
            assert {*event.needs, *asked} <= {*ways[0]}, name
