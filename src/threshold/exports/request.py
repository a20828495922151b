"""What a reader is asked for, and what looking into an export without reading it shows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from threshold.output.escaping import json_text, terminal
from threshold.output.words import many
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Request:
    """How an export is to be read.

    as_at        the date of the audit; None where the export gives its own
    column_map   the map of a local export's columns; None where it lies beside the export, or is guessed
    """

    vocabulary: Vocabulary
    as_at: date | None = None
    column_map: Path | None = None

    def dated(self, own: date | None, name: str) -> tuple[date, str]:
        """The date of the audit, and where it comes from. Raises BadInput where nothing gives it."""
        if self.as_at is not None:
            return self.as_at, "the date asked for"
        if own is not None:
            return own, "the export's own reference date"
        message = "this kind of export does not say as at which date it was made; give --as-at"
        raise BadInput(Problem(message, name))


@dataclass(frozen=True, slots=True)
class Seen:
    """One table, column or kind of event, and what it was taken for.

    taken_for   empty where it was not recognised
    rows        how many rows have it, where that was counted
    """

    place: str
    column: str
    taken_for: str = ""
    rows: int | None = None

    def text(self) -> str:
        """For a person to read, on a line."""
        taken = f": {self.taken_for}" if self.taken_for else ""
        return f"{self.place}, {self.column}{taken}" + (f" ({many(self.rows, 'row')})" if self.rows else "")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was recognised in an export and what was not.

    column_map   a first column map to edit, as YAML; None where the format needs none
    kept         it is the map that was given, with all that it says and what is new
    """

    format: str
    name: str
    seen: tuple[Seen, ...]
    column_map: str | None = None
    kept: bool = False

    def text(self) -> str:
        """For a person to read: what was recognised, then what was not."""
        lines = [f"{self.name}: read as {self.format}", "", "Recognised:"]
        lines += [f"  {each.text()}" for each in self.seen if each.taken_for]
        unknown = [each for each in self.seen if not each.taken_for]
        if unknown:
            lines += ["", "Not recognised, and not read:"]
            lines += [f"  {each.text()}" for each in unknown]
        return "".join(f"{terminal(line)}\n" for line in lines)

    def json(self) -> str:
        """For other programs to read: the same, and the column map."""
        seen = [
            {
                "place": each.place,
                "column": each.column,
                "taken_for": each.taken_for or None,
                "rows": each.rows,
            }
            for each in self.seen
        ]
        told = {"format": self.format, "name": self.name, "seen": seen, "column_map": self.column_map}
        return json_text(told, indent=2) + "\n"
