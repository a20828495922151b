"""What the tables of a national return hold, as its YAML file says, and where a real table has it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from threshold.exports.formats.headers import match_headers, words_of
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import event_of
from threshold.exports.rows.wide import Answer, Choice, Layout
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary

_CHILD = "child"
_UNDATED = "_without_day"  # after an event's name: the column whose yes alone tells of it
PEOPLE = (_CHILD, "team", "worker")  # whose it is, and who works with them


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Answer(_Entry):
    column: list[str]
    turned: bool = False
    shown_by: str = ""


class _Choice(_Entry):
    column: list[str]
    words: dict[str, str]
    beside: list[str] = []


class Group(_Entry):
    """One kind of table: every column under all the headers that it may have.

    also   columns that its reader looks at beside these
    made   columns that its reader puts there, and no file has
    """

    title: str
    names: list[str] = []
    dates: dict[str, list[str]] = {}
    spans: list[tuple[str, str]] = []
    same_day: dict[str, str] = {}
    latest_only: dict[str, list[str]] = {}
    undated: dict[str, list[str]] = {}
    key: list[str] = []
    within: list[str] = []
    answers: dict[str, _Answer] = {}
    choices: dict[str, _Choice] = {}
    also: list[str] = []
    made: list[str] = []
    covers: list[str] = []
    proxies: list[str] = []
    unused: list[str] = []


class Specification(_Entry):
    """A return: its tables by number or name, and the columns that they share.

    aside   tables that hold no records of what happened: the columns of each that are read
    """

    child: list[str] = []
    team: list[str] = []
    worker: list[str] = []
    aside: dict[str, list[str]] = {}
    lists: dict[int, Group] = {}
    groups: dict[str, Group] = {}

    def tables(self) -> dict[str, Group]:
        """Every table by its name, or by its number as text."""
        return {**{str(number): group for number, group in self.lists.items()}, **self.groups}


@dataclass(frozen=True, slots=True)
class Found:
    """A group's layout in a real table.

    columns    the real column of everything that is read, by what it holds
    missing    the usual header of each column that the table lacks
    reworded   real header: the usual one that it was taken for
    unclear    the usual header of each column that more than one could be, so that none was taken
    """

    layout: Layout
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    reworded: Mapping[str, str]
    unclear: tuple[str, ...]


@cache
def specification(name: str) -> Specification:
    """The specification in this package's file of that name."""
    path = Path(__file__).with_name(name)
    return validate(Specification, parse_yaml(read_text(path, name), name)[0], name)


def wanted_headers(group: Group, shared: Specification) -> dict[str, list[str]]:
    """The headers of every column that is read of such a table, by what it holds."""
    asked: dict[str, _Answer | _Choice] = {**group.answers, **group.choices}
    links = {"key": group.key, "within": group.within}
    return {
        _CHILD: shared.child,
        **group.dates,
        **group.latest_only,
        **{fact: entry.column for fact, entry in asked.items()},
        **{event + _UNDATED: names for event, names in group.undated.items()},
        **{key: names for key, names in links.items() if names},
        "team": shared.team,
        "worker": shared.worker,
    }


def usual_headers(shared: Specification) -> frozenset[str]:
    """Every header that is looked for in any table of the return, tidied."""
    return frozenset(map(tidy, _headers(shared)))


def usual_words(shared: Specification) -> frozenset[frozenset[str]]:
    """What every header that is looked for says."""
    return frozenset(map(words_of, _headers(shared)))


def _headers(shared: Specification) -> Iterator[str]:
    for group in shared.tables().values():
        for names in wanted_headers(group, shared).values():
            yield from names
    for names in shared.aside.values():
        yield from names


def find(
    group: Group,
    columns: Iterable[str],
    shared: Specification,
    vocabulary: Vocabulary,
    loosely: bool = False,
    given: Mapping[str, str] | None = None,
) -> Found | None:
    """Where the group's columns stand; None where there is no child's reference or nothing else to read.

    `loosely` takes headers in other words as well. `given` says of some where they stand, or "" that they are
    not to be read.
    """
    given = given or {}
    wanted = {key: names for key, names in wanted_headers(group, shared).items() if key not in given}
    said = {key: column for key, column in given.items() if column}
    matched = match_headers(wanted, [each for each in columns if each not in said.values()], loosely)
    here = {**matched.columns, **said}
    read = [*group.dates, *group.latest_only, *group.answers, *group.choices]
    if _CHILD not in here or not any(key in here for key in read):
        return None
    lacking = [key for key in read if key not in here and key in wanted and wanted[key][0] not in group.made]
    return Found(
        _layout(group, here, vocabulary),
        here,
        missing=tuple(wanted[key][0] for key in lacking if key not in matched.unclear),
        reworded={matched.columns[key]: name for key, name in matched.reworded.items()},
        unclear=tuple(dict.fromkeys(wanted[key][0] for key in matched.unclear)),
    )


def _layout(group: Group, here: Mapping[str, str], vocabulary: Vocabulary) -> Layout:
    """The layout of a table whose columns stand `here`."""
    spans = tuple(span for span in group.spans if set(span) <= set(here))
    episodes = {(episode.opens, episode.closes) for episode in vocabulary.episodes.values()}
    same_day = {event: same for event, same in group.same_day.items() if same in here}
    closing = {episode.closes: episode.opens for episode in vocabulary.episodes.values()}
    lone = {event for event in group.dates if event in closing and closing[event] not in group.dates}
    facts = [fact for fact in (*group.answers, *group.choices) if fact in here]
    opens = {episode.opens for episode in vocabulary.episodes.values()}
    return Layout(
        child=here[_CHILD],
        begins=frozenset(opens),
        dates={event: here[event] for event in group.dates if event in here},
        spans=spans,
        episodes=tuple(span for span in spans if span in episodes),
        same_day=same_day,
        latest_only={event: here[event] for event in group.latest_only if event in here},
        answers={
            fact: Answer(here[fact], entry.turned, entry.shown_by if entry.shown_by in here else "")
            for fact, entry in group.answers.items()
            if fact in here
        },
        choices={
            fact: Choice(here[fact], entry.words) for fact, entry in group.choices.items() if fact in here
        },
        undated={event: here[event + _UNDATED] for event in group.undated if event + _UNDATED in here},
        key=here.get("key"),
        within=here.get("within"),
        lone=frozenset(lone),
        said_of=said_of(facts, {*here, *same_day}, vocabulary),
        team=here.get("team"),
        worker=here.get("worker"),
    )


def said_of(
    facts: Iterable[str], dates: Collection[str], vocabulary: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """Those of the facts that a row says of runs which it begins, each with the events that begin them.

    `dates` are the events of which the row has a date. Where a row begins several things that a fact may be
    about, it is about the last of these: an enquiry rather than the assessment beside it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        opens = [vocabulary.episodes[name].opens for name in vocabulary.facts[fact].about]
        starts = [event for each in reversed(opens) for event in sorted(dates) if event_of(event) == each]
        if starts:
            found[fact] = tuple(starts)
    return found
