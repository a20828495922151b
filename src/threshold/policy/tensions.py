"""Tensions: what the sources leave open or disagree about, with a text for each way a policy can read it."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from threshold.conditions import Context
from threshold.conditions.parse import Setting
from threshold.dates import Duration
from threshold.dates.durations import Unit
from threshold.policy.files import TensionEntry
from threshold.policy.parameters import as_written
from threshold.policy.placeholders import filled, placeholders
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, Sequence, one_document
from threshold.reading.tree import child_of, item_of
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True)
class Tension:
    """A tension as it is written; `in_force` gives what is said of it."""

    name: str
    entry: TensionEntry
    node: Node
    file: str

    def in_force(self, pack: str, vocabulary: Vocabulary, settings: MappingOf[str, Setting]) -> str:
        """What is open, and how it is read beside the rules of a pack at these values of its parameters.

        Raises BadInput where a reading names a parameter that the pack does not have.
        """
        context = Context(vocabulary, settings, self.file)
        readings = child_of(child_of(self.node, "readings"), pack)
        told = [self.entry.open]
        # Every reading is looked at, so that a mistake in one shows whichever is in force.
        for number, reading in enumerate(self.entry.readings.get(pack, [])):
            node = item_of(readings, number)
            holds = [self._holds(name, child_of(node, "when"), context) for name in reading.when]
            said = filled(reading.says, child_of(node, "says"), context)
            if all(holds) and len(told) == 1:
                told.append(said)
        return ". ".join(text.rstrip(".") for text in told)

    def parameters(self, pack: str) -> set[str]:
        """The parameters of a pack that its readings name."""
        readings = self.entry.readings.get(pack, [])
        said = {name for reading in readings for name in placeholders(reading.says)}
        return said | {name for reading in readings for name in reading.when}

    def _holds(self, name: str, when: Node, context: Context) -> bool:
        """Whether a parameter has the value that a reading goes with, or one of several."""
        wanted = child_of(when, name)
        held = context.held(name, wanted, self.name)
        if not isinstance(wanted, Mapping):
            items = wanted.items if isinstance(wanted, Sequence) else [wanted]
            return as_written(held) in [item.text for item in items if isinstance(item, Scalar)]
        match {key: node.text for key, node in wanted.entries.items() if isinstance(node, Scalar)}:
            case {"unit": unit, **rest} if not rest and unit in get_args(Unit):
                return isinstance(held, Duration) and held.unit == unit
            case {"includes": item, **rest} if not rest:
                return isinstance(held, tuple) and item in held
        message = "is a value, a list of values, {unit: working days} or {includes: a value}"
        raise context.bad(wanted, message, self.name)


@cache
def read_tensions(path: Path) -> dict[str, Tension]:
    """The tensions in a file, by id. Raises BadInput with everything that is wrong.

    One that is plain text is read in one way only. Of several readings the last one has no `when`, so that
    whatever the value, something is said.
    """
    root, file = one_document(path), str(path)
    if not isinstance(root, Mapping):
        raise BadInput(Problem("must map each tension's id to its text or readings", file))
    found: dict[str, Tension] = {}
    problems: list[Problem] = []
    for name, node in root.entries.items():
        try:
            text = node.text if isinstance(node, Scalar) else None
            entry = TensionEntry(open=text) if text else validate(TensionEntry, node, file, of_rules=True)
            _check_last(name, entry, node, file)
            if {*"{}"} & {*entry.open}:
                message = "what is open holds no parameter: say the value in force in a reading"
                place = child_of(node, "open")
                raise BadInput(Problem(message, file, place.line, place.column, name))
        except BadInput as error:
            problems.extend(error.problems)
            continue
        found[name] = Tension(name, entry, node, file)
    if problems:
        raise BadInput(*problems)
    return found


def _check_last(name: str, entry: TensionEntry, node: Node, file: str) -> None:
    for pack, readings in entry.readings.items():
        place = child_of(child_of(node, "readings"), pack)
        said_so_far = [not reading.when for reading in readings]
        if not readings or said_so_far != [False] * (len(readings) - 1) + [True]:
            message = "the last reading, and only that, has no `when`: it stands for every other value"
            raise BadInput(Problem(message, file, place.line, place.column, f"{name}.readings.{pack}"))
