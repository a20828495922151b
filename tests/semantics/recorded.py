"""Case files of dated entries in short, and what is read off them, for the tests of records."""

import json
from datetime import date
from pathlib import Path

from threshold.reading import parse_yaml, plain
from threshold.semantics.records import Records
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import Missing, State

from .conftest import VOCABULARY, Small, rules_folder

ADDED = Path(__file__).with_name("records.yaml")
TODAY = date(2026, 8, 14)


def recorded_rules(folder: Path) -> Path:
    """The folder of the small policy, with the vocabulary of records beside what the small one has."""
    (small,), (added,) = (parse_yaml(path.read_text(), path.name) for path in (VOCABULARY, ADDED))
    vocabulary, more = plain(small), plain(added)
    for part in ("episodes", "events"):
        vocabulary[part] |= more[part]
    for group, facts in more["facts"].items():
        vocabulary["facts"][group] = vocabulary["facts"].get(group, {}) | facts
    rules_folder(folder)
    (folder / "vocabulary.yaml").write_text(json.dumps(vocabulary))
    return folder


def file(*entries: str, covers: str = "", more: str = "") -> str:
    """A case file. An entry is `05-01 visit, outcome: good`, or `? visit` where nobody knows the day.

    `covers` names kinds of event, covered up to the decision's date, or up to a day: `visit: 08-01`.
    """
    timeline = []
    for entry in entries:
        day, _, rest = entry.partition(" ")
        timeline.append(f"{{on: {'unknown' if day == '?' else _day(day)}, event: {rest}}}")
    upto = []
    for each in filter(None, covers.split(", ")):
        name, _, day = each.partition(": ")
        upto.append(f"{name}: {_day(day) if day else TODAY}")
    return f"timeline: [{', '.join(timeline)}]\ncovers: {{{', '.join(upto)}}}\n{more}"


def _day(day: str) -> str:
    return f"2026-{day}" if len(day.partition("T")[0]) == 5 else day


def short(state: State) -> object:
    """A state as the tests write it: a day of 2026 without its year, and what is missing as a word."""
    if isinstance(state, Missing):
        return state.value
    return str(state).removeprefix("2026-") if isinstance(state, date) else state


class Recorded(Small):
    """The small policy, with readings of the records of a case file."""

    def facts(self, case: str, *names: str) -> list[object]:
        """What each fact is, every episode being looked at in its current run."""
        facts = self.findings(case).facts
        return [short(facts.state(name)) for name in names]

    def fact(self, case: str, name: str) -> object:
        (found,) = self.facts(case, name)
        return found

    def at_each(self, case: str, episode: str, *names: str) -> list[object]:
        """What a fact is (or several are) at each run of an episode, in their order."""
        engine = self.engine()
        vocabulary = engine.policy.vocabulary
        read = self.case(case, engine)
        found: list[object] = []
        for place in range(len(Records(read, vocabulary, TODAY).runs(episode))):
            facts, _ = read_facts(read, vocabulary, TODAY, (episode, place))
            states = [short(facts.state(name)) for name in names]
            found.append(states[0] if len(states) == 1 else tuple(states))
        return found

    def conflicts(self, case: str) -> list[str]:
        return [conflict.id for conflict in self.decide(case).conflicts]
