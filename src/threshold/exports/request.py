"""What a reader is asked for, and what looking into an export without reading it shows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
    """One table or column, and what it was taken for; `taken_for` is empty where it was not recognised."""

    place: str
    column: str
    taken_for: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was recognised in an export and what was not.

    column_map   a first column map to edit, as YAML; None where the format needs none
    """

    format: str
    name: str
    seen: tuple[Seen, ...]
    column_map: str | None = None

    def text(self) -> str:
        """For a person to read: what was recognised, then what was not."""
        lines = [f"{self.name}: read as {self.format}", "", "Recognised:"]
        lines += [f"  {each.place}, {each.column}: {each.taken_for}" for each in self.seen if each.taken_for]
        unknown = [each for each in self.seen if not each.taken_for]
        if unknown:
            lines += ["", "Not recognised, and not read:"]
            lines += [f"  {each.place}, {each.column}" for each in unknown]
        return "\n".join(lines) + "\n"
