"""A whole morning's list, or each contact as it comes: rows in order, duplicates, and what is new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from threshold.casefiles import may_be_called
from threshold.casefiles.data import as_data
from threshold.conditions import Moment
from threshold.engine import Engine
from threshold.exports.contacts import Contact, Told
from threshold.output.escaping import json_text
from threshold.output.words import listed, many, spoken
from threshold.vocabulary import shown
from threshold.worklist.asked import asked
from threshold.worklist.deciding import Deciding
from threshold.worklist.model import Row
from threshold.worklist.order import COLOURS, alike, duplicates, ranked, with_danger_elsewhere
from threshold.worklist.render.text import NOT_IN_LIST
from threshold.worklist.since import Earlier
from threshold.worklist.times import NO_TIME, PAST_DUE

MANY = 1_000  # contacts; of fewer, to decide each by itself takes no longer
_KEPT = 4  # of contacts alike, so many are remembered


def by_line(paths: list[str], column_map: Path | None) -> bool:
    """Whether contacts come as case files, a line each, so that each can be told as it comes."""
    lines = all(path == "-" or path.lower().endswith((".ndjson", ".jsonl")) for path in paths)
    return lines and column_map is None


class Listing:
    """The contacts of one run, and what is to be said of them besides their rows.

    notes     what is to be told beside the list
    count     how many contacts there were
    not_read  how many whole files could not be read
    """

    def __init__(self, engine: Engine, at: Moment, earlier: Earlier | None = None) -> None:
        self._engine, self._at, self._earlier = engine, at, earlier
        self._deciding = Deciding(engine, at)
        self._contacts: list[Contact] = []
        self.notes: list[str] = []
        self.count = self.not_read = 0

    def told(self, said: Told) -> None:
        """Take up what the reader tells once of a file."""
        self.notes.append(str(said))

    def whole(self, contacts: Iterable[Contact]) -> list[Row]:
        """Every contact, in its place."""
        self._contacts = [*self._each(contacts)]
        same = duplicates(self._contacts)
        rows = [
            replace(row, duplicates=same[number]) if number in same else row
            for number, row in enumerate(self._decided())
        ]
        rows = ranked(map(self._marked, with_danger_elsewhere(rows)))
        if self._earlier is not None and not self.not_read:
            self.notes.append(self._since(rows, self._earlier))
        return rows

    def as_they_come(self, contacts: Iterable[Contact]) -> Iterator[Row]:
        """Each contact the moment that it is there, unranked; of what may be twice, the later one says so."""
        seen: dict[str, list[Contact]] = {}
        for contact in self._each(contacts):
            row = self._deciding.row(contact)
            if contact.reference:
                before = seen.setdefault(alike(contact.reference), [])
                told = duplicates([*before, replace(contact, case=None)])
                row = replace(row, duplicates=told.get(len(before), ()))
                # What is kept of each for as long as the program runs is no more than its place.
                if len(before) < _KEPT:
                    before.append(replace(contact, case=None))
            yield self._marked(row)

    def head(self, rows: Sequence[Row]) -> list[str]:
        """What is said once, above the rows."""
        policy = self._engine.policy.at(self._at, self._engine.trial)
        told = [f"As at {shown(self._at)}, policy {policy.name}. Advice only: a person decides."]
        if any(row.act == "refer_now" for row in rows) and policy.safety.do is not None:
            told.append(f"To refer now means: {policy.safety.do.do}.")
        if any(row.response.state == PAST_DUE for row in rows):
            told.append("Past due: the time to answer is over, and no answer is recorded.")
        if untimed := _untimed(rows):
            told.append(f"The policy sets no response time for contacts that are {untimed}.")
        if self.not_read:
            whole = many(self.not_read, "whole file")
            told.insert(0, f"{whole} could not be read: {NOT_IN_LIST}")
        return [*told, *self.notes]

    def questions(self, rows: Iterable[Row]) -> list[tuple[str, str]]:
        """What is to be asked about them, in full words."""
        return asked(rows, self._engine.policy.vocabulary)

    def as_case_files(self) -> str:
        """Every contact that can be read as a case file, a line each; one that none can carry is told."""
        vocabulary = self._engine.policy.vocabulary
        cases = [contact.case for contact in self._contacts if contact.case is not None]
        fit = [case for case in cases if may_be_called(case.reference)]
        if unfit := len(cases) - len(fit):
            why = "no case file may carry the reference (letters, digits, dots and dashes; nobody's name)"
            self.notes.append(f"{many(unfit, 'contact')} not written as a case file: {why}")
        return "".join(f"{json_text(as_data(case, vocabulary))}\n" for case in fit)

    def _decided(self) -> Iterator[Row]:
        if len(self._contacts) >= MANY:
            from threshold.worklist.many import Many  # a few contacts need no tables

            return Many(self._engine, self._at, self._contacts).rows()
        return map(self._deciding.row, self._contacts)

    def _each(self, contacts: Iterable[Contact]) -> Iterator[Contact]:
        """The contacts, counted; a whole file that cannot be read is none, and is told beside the list."""
        for contact in contacts:
            if contact.case is None and contact.row == 0:
                self.not_read += 1
                self.notes += [f"NOT READ: {problem}" for problem in contact.problems]
            else:
                self.count += 1
                yield contact

    def _marked(self, row: Row) -> Row:
        return row if self._earlier is None else self._earlier.marked(row)

    def _since(self, rows: list[Row], earlier: Earlier) -> str:
        """How many are new and changed, and which are gone."""
        new, changed = (sum(row.since == each for row in rows) for each in ("new", "changed"))
        gone = earlier.gone(rows)
        told = f"Since the earlier list: {many(new, 'new', 'new')}, {many(changed, 'changed', 'changed')}"
        return f"{told}; gone: {listed(gone, 'and') if gone else 'none'}."


def _untimed(rows: Iterable[Row]) -> str:
    """The colours for which there is no response time."""
    without = {row.colour for row in rows if row.response.left == NO_TIME and row.colour}
    return listed([spoken(colour) for colour in COLOURS if colour in without], "and") if without else ""
