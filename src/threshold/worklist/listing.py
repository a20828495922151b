"""A whole morning's list, or each contact as it comes: rows in order, duplicates, and what is new."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from threshold.casefiles.data import as_data
from threshold.conditions import Moment
from threshold.engine import Engine
from threshold.exports.contacts.model import Contact
from threshold.output.escaping import json_text
from threshold.output.words import listed, many
from threshold.vocabulary import shown
from threshold.worklist.order import duplicates, ranked
from threshold.worklist.model import Row
from threshold.worklist.deciding import Deciding
from threshold.worklist.since import Earlier


class Listing:
    """The contacts of one run, and what is to be said of them besides their rows.

    notes   what is to be told beside the list; `count` how many contacts there were
    """

    def __init__(self, engine: Engine, at: Moment, earlier: Earlier | None = None) -> None:
        self._engine, self._at, self._earlier = engine, at, earlier
        self._deciding = Deciding(engine, at)
        self._contacts: list[Contact] = []
        self.notes: list[str] = []
        self.count = 0

    def whole(self, contacts: Iterable[Contact]) -> list[Row]:
        """Every contact, in its place."""
        self._contacts = list(contacts)
        self.count = len(self._contacts)
        same = duplicates(self._contacts)
        rows = [
            replace(self._deciding.row(contact), duplicates=same.get(number, ()))
            for number, contact in enumerate(self._contacts)
        ]
        rows = ranked(map(self._marked, rows))
        if self._earlier is not None:
            self.notes.append(self._since(rows, self._earlier))
        return rows

    def as_they_come(self, contacts: Iterable[Contact]) -> Iterator[Row]:
        """Each contact the moment that it is there, without a rank: what may be twice is told of the later one."""
        seen: dict[str, list[Contact]] = {}
        for contact in contacts:
            self.count += 1
            row = self._deciding.row(contact)
            before = seen.setdefault(contact.reference, [])
            if contact.reference:
                before.append(contact)
                if told := duplicates(before).get(len(before) - 1):
                    row = replace(row, duplicates=told)
            yield self._marked(row)

    def head(self) -> list[str]:
        """What is said once, above the rows."""
        policy = self._engine.policy.at(self._at, self._engine.trial)
        return [f"As at {shown(self._at)}, policy {policy.name}. Advice only: a person decides.", *self.notes]

    def as_case_files(self) -> str:
        """Every contact that can be read as a case file, a line each."""
        vocabulary = self._engine.policy.vocabulary
        cases = (contact.case for contact in self._contacts if contact.case is not None)
        return "".join(f"{json_text(as_data(case, vocabulary))}\n" for case in cases)

    def _marked(self, row: Row) -> Row:
        return row if self._earlier is None else self._earlier.marked(row)

    def _since(self, rows: list[Row], earlier: Earlier) -> str:
        """How many are new and changed, and which are gone."""
        new, changed = (sum(row.since == each for row in rows) for each in ("new", "changed"))
        gone = earlier.gone(rows)
        told = f"Since the earlier list: {many(new, 'new', 'new')}, {many(changed, 'changed', 'changed')}"
        return f"{told}; gone: {listed(gone, 'and') if gone else 'none'}."
