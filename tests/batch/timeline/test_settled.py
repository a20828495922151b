"""Facts that events settle: what the latest says, else what is stated; unknown where nobody can tell."""

from functools import partial

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.facts import Facts  # noqa: E402
from threshold.batch.timeline.settled import settled  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402

from .recorded import VOCABULARY, nobody_knows, on, source  # noqa: E402

NAME = "told.consent"
FOR = {"for": "sharing"}
gave, withdrew = (partial(on, event=event, **FOR) for event in ("gave", "withdrew"))
GAVE, WITHDREW = (nobody_knows(event, **FOR) for event in ("gave", "withdrew"))


def said(*entries: Entry, stated: str = "") -> tuple[object, object, object, bool]:
    """The fact of one child; what the first event and the last say; and whether one is that it was given."""
    found = source(entries, given=[{NAME: stated} if stated else {}])
    told = settled(Facts(found, found.units("")), VOCABULARY.facts[NAME])
    value = None if told.column is None else told.column.value[0]
    return value, told.first[0], told.last[0], told.given[0]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ((), (None, None, None, False)),
        ((gave(9),), ("given", "given", "given", True)),
        ((withdrew(4), gave(9)), ("withdrawn", "given", "withdrawn", True)),
        ((gave(4), withdrew(9)), ("given", "withdrawn", "given", True)),
        ((gave(4), withdrew(4)), ("withdrawn", "given", "withdrawn", True)),  # of one day, as in the file
        ((withdrew(4),), ("withdrawn", "withdrawn", "withdrawn", False)),
        # For something else, or not held yet: it says nothing.
        ((on(9, "gave", **{"for": "support"}),), (None, None, None, False)),
        ((gave(9), gave(-1), withdrew(-1)), ("given", "given", "given", True)),
    ],
)
def test_the_latest_event_says_what_is_so(entries: tuple[Entry, ...], told: tuple[object, ...]):
    assert said(*entries) == told


def test_what_is_stated_stands_where_no_event_says_anything():
    assert said(stated="refused") == ("refused", None, None, False)
    assert said(on(9, "gave", **{"for": "support"}), stated="refused") == ("refused", None, None, False)
    assert said(gave(9), stated="refused") == ("given", "given", "given", True)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        # Whenever it was: all of them say the same.
        ((GAVE,), ("given", "given", "given", True)),
        ((GAVE, gave(9)), ("given", "given", "given", True)),
        # Nobody knows which was the latest, nor which the first.
        ((GAVE, withdrew(9)), (None, None, None, False)),
        ((WITHDREW, gave(9)), (None, None, None, False)),
        ((GAVE, WITHDREW), (None, None, None, False)),
    ],
)
def test_of_an_event_without_a_day_nobody_knows_whether_it_was_the_latest(
    entries: tuple[Entry, ...], told: tuple[object, ...]
):
    assert said(*entries) == told


def test_where_nothing_is_stated_nor_said_of_anybody_there_is_no_column():
    found = source((on(9, "visit"),))
    assert settled(Facts(found, found.units("")), VOCABULARY.facts[NAME]).column is None


def test_each_child_has_what_is_said_of_it():
    found = source((gave(9),), (withdrew(4),), (on(3, "visit"),), given=[{}, {}, {NAME: "refused"}])
    column = settled(Facts(found, found.units("")), VOCABULARY.facts[NAME]).column
    assert column is not None
    assert column.value.to_list() == ["given", "withdrawn", "refused"]
