"""A first column map to edit, and a map that somebody has with what is new put into it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from threshold.casefiles.write import round_trip
from threshold.exports.rows.cells import printable_line
from threshold.exports.rows.column_map import ColumnMap
from threshold.output.escaping import terminal

_COLUMNS = ("child", "event", "on", "ref", "of", "status", "team", "worker")
_NEW = "# Not read so far, as --inspect found:"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found beyond a map.

    dates     event: columns that seem to hold its dates
    unknown   columns of dates of something unknown
    labels    kinds of event as written, what each was taken for, and how many rows have it
    spare     columns that are not read
    """

    dates: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    labels: Mapping[str, tuple[str | None, int]] = field(default_factory=dict)
    spare: Sequence[str] = ()


def draft(guess: ColumnMap, found: Findings) -> str:
    """A first map to edit, as YAML."""
    lines = [
        "# Which column of this export holds what. Look through it, put right what is wrong, and give it",
        "# with the export.",
        "columns:",
    ]
    wide = bool(found.dates) and "event" not in guess.columns
    for key in _COLUMNS if not wide else ("child", "ref", "of", "team", "worker"):
        known = [guess.columns[key], *guess.others.get(key, ())] if key in guess.columns else []
        lines.append(f"  {key}: {_one_or_more(known)}" if known else f"  # {key}:")
    lines += _dates(found) if found.dates else []
    lines += _labels(found.labels) if not wide else []
    kinds = list(dict.fromkeys([*found.dates, *(event for event, _ in found.labels.values() if event)]))
    lines += [
        "",
        "# Kinds that the export records completely, each up to a date or to the date of the audit (as_at).",
        "# Only for these does no entry mean that it did not happen. Take the # away where that is so.",
        "# covers:",
        *(f"#   {event}: as_at" for event in kinds),
        "",
        "# How 03/04/2026 is meant. Take the # away where it is so, or write: month first",
        "# written: day first",
    ]
    if guess.facts or guess.carries:
        lines += ["", "# Columns that state facts, and columns of what an entry carries."]
        for title, values in (("facts", guess.facts), ("carries", guess.carries)):
            if values:
                lines += [
                    f"{title}:",
                    *(f"  {key}: {quoted(value.column)}" for key, value in values.items()),
                ]
    if found.spare:
        lines += ["", "# Columns that are not read:", *_listed(found.spare)]
    return "\n".join(lines) + "\n"


def extended(text: str, found: Findings) -> str:
    """A map with all that it says, its comments too, and with what is new: dates, and a list of the rest."""
    kept = text.partition(_NEW)[0].rstrip() + "\n"
    if found.dates:
        yaml = round_trip(kept)
        content = yaml.load(kept)
        dates = content.setdefault("dates", {})
        for event, headers in found.dates.items():
            before = dates.get(event, [])
            every = [*(before if isinstance(before, list) else [before]), *map(_scalar, headers)]
            dates[event] = every if len(every) > 1 else every[0]
        stream = StringIO()
        yaml.dump(content, stream)
        kept = stream.getvalue().rstrip() + "\n"
    unknown = [label for label, (event, _) in found.labels.items() if event is None]
    headers = [printable_line(header) for header in (*found.unknown, *found.spare)]
    lines = [f"#   column {header}" for header in headers if header not in kept]
    lines += [f"#   kind of event {quoted(label)}: {_rows(found.labels[label][1])}" for label in unknown]
    return kept + ("\n" + "\n".join([_NEW, *lines]) + "\n" if lines else "")


def _dates(found: Findings) -> list[str]:
    lines = [
        "",
        "# Each row is a piece of work with its dates side by side: what happened, and the column of its",
        "# date, or the columns, where one thing may happen several times.",
        "dates:",
        *(f"  {event}: {_one_or_more(headers)}" for event, headers in found.dates.items()),
    ]
    if found.unknown:
        lines += ["  # Dates, but of what?", *(f"  # ?: {quoted(header)}" for header in found.unknown)]
    return lines


def _labels(labels: Mapping[str, tuple[str | None, int]]) -> list[str]:
    known = {label: event for label, (event, _) in labels.items() if event}
    unknown = {label: rows for label, (event, rows) in labels.items() if not event}
    lines = [
        "",
        "# Each kind of event as this export writes it, and what it is here; ~ leaves a kind out.",
        "events:",
    ]
    lines += [f"  {quoted(label)}: {event}" for label, event in known.items()] or ["  {}"]
    if unknown:
        lines += [
            "  # Not known here. Take the # away and write what it is; ~ where it is to be left out.",
            *(f"  # {quoted(label)}: ~   # {_rows(rows)}" for label, rows in unknown.items()),
        ]
    return lines


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _listed(headers: Iterable[str]) -> list[str]:
    return [f"#   {terminal(' '.join(header.split()))}" for header in headers]


def _one_or_more(headers: Sequence[str]) -> str:
    named = [quoted(header) for header in headers]
    return named[0] if len(named) == 1 else f"[{', '.join(named)}]"


def _scalar(header: str) -> Any:
    """A header for a map that is written anew: in quotation marks unless it is plain words."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    text = printable_line(header)
    plain = re.fullmatch(r"[A-Za-z][\w ]*", text) and text.casefold() != "null"
    return text if plain else DoubleQuotedScalarString(text)


def quoted(text: Any) -> str:
    """Text as YAML takes it, whatever it holds."""
    return json.dumps(printable_line(str(text)), ensure_ascii=False)
