"""What reads otherwise in a rule, a value or a word, put shortly and in plain English."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from threshold.conditions.words import Words
from threshold.output.words import listed, spoken
from threshold.policy.model import Action, Part, Row, Said, Step, Who
from threshold.policy.parameters import as_written
from threshold.versions.meaning import Differs, is_condition
from threshold.vocabulary import Value, Vocabulary, shown

_ASPECTS = {
    "applies": "when it applies",
    "must": "what must be so",
    "parts": "part",
    "steps": "step",
    "rows": "row",
    "when": "when it holds",
    "unless": "its exception",
    "effect": "strength",
    "if_concern": "under a protection concern",
    "within": "limit",
    "starts": "counts from",
    "met_by": "met by",
    "met_by_event": "met by",
    "or_sooner": "or sooner",
    "ends_with": "ends with",
    "pauses_while": "pauses while",
    "bears_on": "bears on",
    "each": "each",
    "asked": "request",
    "says": "what is said",
    "unknown": "what is said where nobody knows",
    "do": "what is done",
    "by": "who",
    "to": "to whom",
    "because": "reason given",
    "carries": "clauses",
    "hit": "which row counts",
    "otherwise": "otherwise",
    "asks": "question",
    "means": "meaning",
}


def aspect(place: tuple[str, ...]) -> str:
    """What of a rule reads otherwise, as people call it: `part 2, what must be so`."""
    told: list[str] = []
    for each in place:
        if each.isdigit() and told:
            told[-1] += f" {each}"
        else:
            told.append(_ASPECTS.get(each, spoken(each)))
    return ", ".join(told)


def both_ways(differs: Iterable[Differs], words: Words) -> tuple[str, str]:
    """What reads otherwise, as it was and as it is; what decides stands alone where there is any."""
    found = [*differs]
    chosen = [each for each in found if each.decides] or found
    told = [
        (f"{aspect(each.place)}: " if each.place else "", said(each.before, words), said(each.after, words))
        for each in chosen
    ]
    before, after = ("; ".join(f"{where}{text[side]}" for where, *text in told) for side in (0, 1))
    return before, after


def said(value: Any, words: Words) -> str:
    """A part of a rule in plain words."""
    if value is None:
        return "none"
    if is_condition(value):
        return words.sentence(value)
    match value:
        case Who(name, fact, choices):
            chosen = ", ".join(f"{shown(case)}: {who}" for case, who in choices)
            return name or f"by {words.of(fact)} ({chosen})" if name or fact else "nobody"
        case Action(do=what) | Said(says=what):
            return what
        case Part(must=must):
            return words.sentence(must)
        case Row(when=when, value=comes_to):
            return f"{shown(comes_to)} where {words.sentence(when)}"
        case Step(action=action, by=by):
            return f"{action}, by {said(by, words)}"
        case bool() | int() | str() | date() | datetime():
            return str(shown(value)) if value != "" else "none"
        case tuple():
            return listed([said(each, words) for each in value], "and") if value else "none"
    if is_dataclass(value) and not isinstance(value, type) and not hasattr(value, "unit"):
        held = ((each.name, getattr(value, each.name)) for each in fields(value))
        told = [
            f"{_ASPECTS.get(name, spoken(name))} {said(part, words)}" for name, part in held if _tells(part)
        ]
        return ", ".join(told)
    return str(value)


def _tells(part: Any) -> bool:
    return part not in ("", None, (), False)


def value_said(value: Any) -> str:
    """A parameter's value as its author writes it; of a table, nothing: its rows are told."""
    return as_written(value)


def rows_that_differ(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """The rows of a table that are not the same, as they were and as they are."""
    names = [row for row in {**old, **new} if old.get(row) != new.get(row)]
    before, after = (
        "; ".join(f"{row}: {_cells(table[row])}" for row in names if row in table) for table in (old, new)
    )
    return before, after


def _cells(row: Mapping[str, Value | None]) -> str:
    return ", ".join(
        f"{spoken(name)} {'none' if cell is None else shown(cell)}" for name, cell in row.items()
    )


def words_of(vocabulary: Vocabulary) -> Words:
    """Puts conditions into the words of a vocabulary."""
    return Words(vocabulary)
