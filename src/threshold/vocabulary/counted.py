"""Facts that go with counting: of each kind of event that a rule counts, its days, and whether they are all.

Nobody declares them. They are read off the timeline as other facts are, so that what rests on them is told,
asked for and worked out for many cases as for anything else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.vocabulary.model import Fact, Reading, Take, Vocabulary
from threshold.vocabulary.values import ValueType

_COUNT = "count"
_ALL, _DAYS = "counted", "counted_days"
GROUPS_OF_COUNTS = (_ALL, _DAYS)


def all_recorded(event: str) -> str:
    """The fact that tells whether every such event is on record, with its day."""
    return f"{_ALL}.{event}"


def days_recorded(event: str) -> str:
    """The fact that holds the day of every such event on record; of one without a day, nothing."""
    return f"{_DAYS}.{event}"


def counted_by(fact: str) -> str:
    """The kind of event whose days a fact holds; empty where it holds none."""
    group, _, event = fact.partition(".")
    return event if group == _DAYS else ""


def tells_if_all(fact: str) -> bool:
    """Whether a fact tells that all of what is counted is on record."""
    return fact.startswith(f"{_ALL}.")


def events_counted(node: Node) -> Iterator[str]:
    """The kinds of event that are counted anywhere in a file of rules, as they are written there."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key == _COUNT and isinstance(value, Scalar) and value.text:
                yield value.text
            yield from events_counted(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from events_counted(item)


def with_counted(vocabulary: Vocabulary, events: Iterable[str]) -> Vocabulary:
    """The vocabulary with what it takes to count these events; what is none of its events is left out."""
    facts = dict(vocabulary.facts)
    for event in dict.fromkeys(events):
        if event in vocabulary.events and all_recorded(event) not in facts:
            title = vocabulary.events[event].title
            whole, days = f"Every “{title}” is on record, with its day", f"The days of “{title}” on record"
            facts[all_recorded(event)] = _fact(all_recorded(event), "all_recorded", event, whole)
            facts[days_recorded(event)] = _fact(days_recorded(event), "days", event, days)
    return vocabulary if len(facts) == len(vocabulary.facts) else replace(vocabulary, facts=facts)


def _fact(name: str, take: Take, event: str, means: str) -> Fact:
    kind = ValueType("boolean") if take == "all_recorded" else ValueType("list", of="text")
    return Fact(name, kind, means=means, reading=Reading(take, (event,)))
