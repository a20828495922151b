"""The answers that a case file holds: how many, each in words, and the file without one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from threshold.casefiles import Case, ages
from threshold.casefiles.write import CaseFile
from threshold.dates import day_of
from threshold.interview.dates import in_words
from threshold.interview.prompts import Prompt
from threshold.policy.protection import QUESTIONS
from threshold.vocabulary import Fact, Value, Vocabulary, shown

_TYPED_FREELY = "(in words of its own)"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: a stated fact, an entry of the timeline by its place, or that there was none."""

    kind: Literal["fact", "entry", "none"]
    name: str
    said: str
    place: int = 0

    def without(self, file: CaseFile) -> CaseFile:
        """The file as it would be had this not been answered."""
        changed = file.copy()
        if self.kind == "fact":
            changed.unstate(self.name)
        elif self.kind == "entry":
            changed.remove(self.place)
        else:
            changed.uncover(self.name)
        return changed


def given_so_far(case: Case, vocabulary: Vocabulary) -> tuple[Given, ...]:
    """Every answer in the file, in its order. What was typed freely is not repeated."""
    found = [
        Given("fact", name, f"{vocabulary.facts[name].asks} {_said(vocabulary.facts[name], value)}")
        for name, value in case.given.items()
    ]
    for place, entry in enumerate(case.timeline):
        when = "yes, on a day nobody knows" if entry.on is None else in_words(entry.on)
        status = "" if entry.status == "held" else f" ({entry.status})"
        asks = vocabulary.events[entry.event].asks
        found.append(Given("entry", entry.event, f"{asks} {when}{status}", place))
    for event, upto in case.covers.items():
        said = f"{vocabulary.events[event].asks} no other up to {shown(upto)}"
        found.append(Given("none", event, said))
    return tuple(found)


def counted(case: Case) -> str:
    """How many answers the file holds."""
    number = len(case.given) + len(case.timeline) + len(case.covers)
    return f"{number} {'answer' if number == 1 else 'answers'}"


def without_noes_about_danger(file: CaseFile, case: Case) -> CaseFile:
    """The file without any no to the questions about danger. A yes stands until somebody says otherwise."""
    changed = file.copy()
    for name in QUESTIONS:
        if case.given.get(name) is False:
            changed.unstate(name)
    return changed


def with_ages_as_of(file: CaseFile, case: Case, day: date) -> CaseFile:
    """The file with the age that the child is known to have on another day, or with none."""
    if case.as_at is None:
        return file
    changed, now = file.copy(), ages.as_of(case.given, day_of(case.as_at), day)
    for name in ages.SETTLED:
        if name in case.given and name not in now:
            changed.unstate(name)
    for name in ages.SETTLED:
        if name in now and now[name] != case.given.get(name):
            changed.state(name, now[name])
    return changed


def _said(fact: Fact, value: Value) -> str:
    if fact.type.kind in ("text", "label") or fact.type.of == "text":
        return _TYPED_FREELY
    return shown(value)


def which(given: tuple[Given, ...]) -> Prompt:
    """Asks which of the answers is to be changed."""
    can = f"Type the number of the answer to change, from 1 to {len(given)}; Enter changes none."
    return Prompt("What has been answered:", can, options=tuple(each.said for each in given))


def picked(text: str, given: tuple[Given, ...]) -> Given:
    """The answer whose number was typed. Raises ValueError in plain words."""
    place = place_of(text, len(given))
    if place is None:
        raise ValueError(f"is no number from 1 to {len(given)}")
    return given[place]


def place_of(text: str, many: int) -> int | None:
    """The place, from 0, of the number typed; None where it is no number from 1 to `many`."""
    number = int(text[:6]) if text.isascii() and text.isdigit() else 0
    return number - 1 if 1 <= number <= many else None
