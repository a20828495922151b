"""What the tables of a national return hold, as its YAML file says, and where a real table has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from threshold.exports.rows.cells import tidy
from threshold.exports.rows.wide import Answer, Choice, Layout
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Answer(_Entry):
    column: list[str]
    turned: bool = False
    shown_by: str = ""


class _Choice(_Entry):
    column: list[str]
    words: dict[str, str]


class Group(_Entry):
    """One kind of table: every column under all the headers that it may have."""

    title: str
    dates: dict[str, list[str]] = {}
    spans: list[tuple[str, str]] = []
    same_day: dict[str, str] = {}
    latest_only: dict[str, list[str]] = {}
    answers: dict[str, _Answer] = {}
    choices: dict[str, _Choice] = {}
    covers: list[str] = []
    proxies: list[str] = []
    unused: list[str] = []


class Specification(_Entry):
    """A return: its tables by number or name, and the columns that they share."""

    child: list[str] = []
    team: list[str] = []
    worker: list[str] = []
    lists: dict[int, Group] = {}
    groups: dict[str, Group] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """A group's layout in a real table, and the first name of each column that the table lacks."""

    layout: Layout
    missing: tuple[str, ...]


@cache
def specification(name: str) -> Specification:
    """The specification in this package's file of that name."""
    path = Path(__file__).with_name(name)
    return validate(Specification, parse_yaml(read_text(path, name), name)[0], name)


def pick(names: Iterable[str], columns: Mapping[str, str]) -> str | None:
    """The real column (`columns`: tidied header -> column) that stands under one of these names."""
    return next((columns[tidy(name)] for name in names if tidy(name) in columns), None)


def find(group: Group, columns: Iterable[str], shared: Specification, vocabulary: Vocabulary) -> Found | None:
    """Where the group's columns stand; None where there is no child's reference or nothing else to read."""
    tidied: dict[str, str] = {}
    for column in columns:
        tidied.setdefault(tidy(column), column)
    child = pick(shared.child, tidied)
    wanted = {**group.dates, **group.latest_only}
    asked: dict[str, _Answer | _Choice] = {**group.answers, **group.choices}
    places = {event: pick(names, tidied) for event, names in wanted.items()}
    places |= {fact: pick(entry.column, tidied) for fact, entry in asked.items()}
    missing = [names[0] for event, names in wanted.items() if places[event] is None]
    missing += [entry.column[0] for fact, entry in asked.items() if places[fact] is None]
    here = {name: column for name, column in places.items() if column is not None}
    if child is None or not here:
        return None
    spans = tuple(span for span in group.spans if set(span) <= set(here))
    episodes = {(episode.opens, episode.closes) for episode in vocabulary.episodes.values()}
    layout = Layout(
        child=child,
        dates={event: here[event] for event in group.dates if event in here},
        spans=spans,
        episodes=tuple(span for span in spans if span in episodes),
        same_day={event: same for event, same in group.same_day.items() if same in here},
        latest_only={event: here[event] for event in group.latest_only if event in here},
        answers={
            fact: Answer(here[fact], entry.turned, entry.shown_by if entry.shown_by in here else "")
            for fact, entry in group.answers.items()
            if fact in here
        },
        choices={
            fact: Choice(here[fact], entry.words) for fact, entry in group.choices.items() if fact in here
        },
        team=pick(shared.team, tidied),
        worker=pick(shared.worker, tidied),
    )
    return Found(layout, tuple(missing))
