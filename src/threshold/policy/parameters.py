"""Parameters: what a policy may set, and the values in force on a date."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from threshold.conditions.parse import Setting
from threshold.dates import Duration, parse_duration
from threshold.output.words import many
from threshold.policy.files import ParameterEntry
from threshold.policy.model import ParameterInForce
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, did_you_mean
from threshold.reading import Sequence as Items
from threshold.reading.tree import child_of
from threshold.vocabulary import Value, Vocabulary, as_named, item_type, parse_text


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a policy or a trial (`--set`) gives to a parameter, and where it was written."""

    node: Node
    file: str
    because: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter of a pack."""

    name: str  # pack.name
    entry: ParameterEntry
    node: Node
    file: str

    def in_force(
        self,
        vocabulary: Vocabulary,
        as_at: date,
        preset: str | None,
        policy: Sequence[Given] = (),
        trial: Sequence[Given] = (),
    ) -> tuple[Setting, ParameterInForce]:
        """The value on a date: a trial's before the policy's, before a preset's, before the pack's own.

        Raises BadInput where the value does not suit the parameter. The policy must have begun.
        """
        own = self._own(vocabulary, as_at)
        setting, chosen = self._chosen(vocabulary, as_at, preset, policy, trial) or own
        return setting, replace(chosen, printed=own[1].shown)

    def _chosen(
        self,
        vocabulary: Vocabulary,
        as_at: date,
        preset: str | None,
        policy: Sequence[Given] = (),
        trial: Sequence[Given] = (),
    ) -> tuple[Setting, ParameterInForce] | None:
        """What a trial, the policy or a preset says, in this order; None where none of them does."""
        for given, set_by in ((trial, "trial"), (policy, "policy")):
            if (newest := _newest(given, as_at)) is not None:
                because, since = newest.because, newest.since
                return self._in_force(vocabulary, newest.node, newest.file, because, since, set_by)
        if preset is not None:
            if preset not in self.entry.presets:
                hint = did_you_mean(preset, self.entry.presets)
                raise BadInput(Problem(f"{self.name} has no preset of that name{hint}", self.file))
            node = child_of(child_of(child_of(self.node, "presets"), preset), "is")
            because = f"preset {preset}: {self.entry.presets[preset].because}"
            return self._in_force(vocabulary, node, self.file, because, None, "preset")
        return None

    def _own(self, vocabulary: Vocabulary, as_at: date) -> tuple[Setting, ParameterInForce]:
        """The pack's own value on a date: the newest that has begun."""
        dated = [(v.since, i) for i, v in enumerate(self.entry.values) if v.since <= as_at]
        since, index = max(dated)
        values = child_of(self.node, "values")
        node = child_of(values.items[index] if isinstance(values, Items) else values, "is")
        because = self.entry.values[index].because
        return self._in_force(vocabulary, node, self.file, because, since, "pack")

    def _in_force(
        self,
        vocabulary: Vocabulary,
        node: Node,
        file: str,
        because: str,
        since: date | None,
        set_by: str,
    ) -> tuple[Setting, ParameterInForce]:
        try:
            setting = self._typed(vocabulary, node)
        except ValueError as error:
            problem = Problem(str(error), file, node.line or None, None, self.name)
            raise BadInput(problem) from None
        shown = as_written(setting)
        in_force = ParameterInForce(self.name, shown, since, because, set_by, shown)  # type: ignore[arg-type]
        return setting, in_force

    def _typed(self, vocabulary: Vocabulary, node: Node) -> Setting:
        entry = self.entry
        if isinstance(node, Scalar) and node.text in (None, "none"):
            return None
        if entry.type == "list":
            items = node.items if isinstance(node, Items) else [node]
            return tuple(self._chosen_name(vocabulary, _text(item)) for item in items)
        if entry.type == "table":
            return self._table(vocabulary, node)
        text = _text(node)
        if entry.type == "duration":
            return self._bounded(parse_duration(text))
        if entry.type == "number":
            number = _whole(text)
            low, high = entry.at_least, entry.at_most
            if (low and number < int(low)) or (high and number > int(high)):
                raise ValueError(f"is out of range: from {low or 'any'} to {high or 'any'}")
            return number
        if entry.type == "boolean":
            if text not in ("true", "false"):
                raise ValueError("must be true or false")
            return text == "true"
        text = self._chosen_name(vocabulary, text)
        if entry.type == "fact":
            vocabulary.fact(text)
        if entry.type == "role":
            return parse_text(text, vocabulary.role_type)
        return text

    def _chosen_name(self, vocabulary: Vocabulary, text: str) -> str:
        """What a choice, or an item of a list, is called where `of` says which fact's choices it is of."""
        of = self.entry.of
        if of:
            kind = vocabulary.role_type if of == "role" else item_type(vocabulary.fact(of).type)
            text = as_named(text, kind)
        _check_choice(text, self.entry.one_of)
        return text

    def _bounded(self, length: Duration) -> Duration:
        for bound, sign, word in (
            (self.entry.at_least, 1, "less"),
            (self.entry.at_most, -1, "more"),
        ):
            if not bound:
                continue
            limit = parse_duration(bound)
            # Lengths of different units are not compared: 15 working days are no fixed number of days.
            # Only nothing at all is less than something in every unit.
            nothing = sign == 1 and length.number == 0 < limit.number
            if nothing or (limit.unit == length.unit and sign * (length.number - limit.number) < 0):
                raise ValueError(f"is out of range: {word} than {limit}")
            if sign == -1 and length.number > _ample(limit):
                raise ValueError(f"is out of range: far more than {limit}")
        return length

    def _table(self, vocabulary: Vocabulary, node: Node) -> MappingOf[str, MappingOf[str, Value | None]]:
        if not isinstance(node, Mapping):
            raise ValueError("must be a table: a row for each value, a column for each name")
        key = vocabulary.fact(self.entry.key)
        table: dict[str, dict[str, Value | None]] = {}
        for row, cells in node.entries.items():
            named = as_named(row, key.type)
            if named in table:
                raise ValueError(f"row {named} stands here twice")
            if not isinstance(cells, Mapping):
                raise ValueError(f"row {row} must map columns to values")
            table[named] = {name: self._cell(vocabulary, name, cell) for name, cell in cells.entries.items()}
        return table

    def _cell(self, vocabulary: Vocabulary, column: str, node: Node) -> Value | None:
        if column not in self.entry.columns:
            raise ValueError(f"no column of that name{did_you_mean(column, self.entry.columns)}")
        if isinstance(node, Scalar) and node.text in (None, "none"):
            return None
        text, kind = _text(node), self.entry.columns[column]
        if kind == "duration":
            return parse_duration(text)
        if kind == "number":
            return _whole(text)
        return parse_text(text, vocabulary.role_type) if kind == "role" else text


def _newest(given: Sequence[Given], day: date) -> Given | None:
    """Of several values the one that has begun last by a day; one without a day has always been there."""
    begun = [each for each in given if each.since is None or each.since <= day]
    return max(begun, key=lambda each: each.since or date.min, default=None)


def _ample(limit: Duration) -> int:
    """A number that no length within `limit` reaches, whatever its unit."""
    hours = {"hours": 1, "working hours": 1, "days": 24, "working days": 24}
    return limit.number * {**hours, "weeks": 168, "months": 744, "years": 8784}[limit.unit]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError("must be a whole number")
    return int(text)


def _check_choice(text: str, choices: list[str]) -> None:
    if choices and text not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}{did_you_mean(text, choices)}")


def _text(node: Node) -> str:
    if not isinstance(node, Scalar) or node.text is None:
        raise ValueError("must be a single value")
    return node.text


def as_written(setting: Setting) -> str:
    """A value as an author writes it; of a table, how many rows it has."""
    if setting is None:
        return "none"
    if isinstance(setting, MappingOf):
        return f"a table of {many(len(setting), 'row')}"
    if isinstance(setting, tuple):
        return ", ".join(str(item) for item in setting) or "none"
    return str(setting).lower() if isinstance(setting, bool) else str(setting)
