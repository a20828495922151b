"""What it takes to count events: which are counted in a file of rules, and the facts that go with them."""

from pathlib import Path

from threshold.reading import parse_yaml
from threshold.vocabulary import (
    all_recorded,
    counted_by,
    days_recorded,
    events_counted,
    tells_if_all,
    with_counted,
)
from threshold.vocabulary.load import load_vocabulary

VOCABULARY = load_vocabulary(Path(__file__).parents[1] / "semantics" / "vocabulary.yaml")
RULES = """
requirements:
  - id: R
    applies: {count: visit, within_last: 1 year, at_least: 3}
    block: [{must: {any: [{count: [t.a, {count: seen, at_least: 2}], at_least: 1}]}}]
"""


def test_every_event_that_is_counted_anywhere_is_found() -> None:
    (root,) = parse_yaml(RULES, "rules.yaml")
    assert [*events_counted(root)] == ["visit", "seen"]


def test_each_brings_two_facts_that_are_read_off_the_timeline() -> None:
    wider = with_counted(VOCABULARY, ["visit", "visit", "nothing"])
    added = wider.facts.keys() - VOCABULARY.facts.keys()
    assert added == {all_recorded("visit"), days_recorded("visit")} == {"counted.visit", "counted_days.visit"}
    for name in added:
        assert wider.facts[name].reading is not None
        assert wider.facts[name].reading.events == ("visit",)
        assert not wider.facts[name].given
    assert with_counted(wider, ["visit"]) is wider
    assert with_counted(VOCABULARY, ["nothing"]) is VOCABULARY


def test_they_are_known_by_their_names() -> None:
    assert counted_by(days_recorded("visit")) == "visit"
    assert counted_by(all_recorded("visit")) == counted_by("visit.count") == ""
    assert tells_if_all(all_recorded("visit"))
    assert not tells_if_all(days_recorded("visit"))
