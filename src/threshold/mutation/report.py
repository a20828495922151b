"""What became of the changes, as text and as JSON: those that no example notices, by file and line."""

import json
from collections.abc import Sequence
from pathlib import Path

from threshold.mutation.run import Mutated
from threshold.mutation.trial import Outcome
from threshold.output.words import many

SCHEMA = "threshold/mutation/1"


def share_noticed(found: Sequence[Mutated]) -> float:
    """In a hundred changes that load, how many some example notices; 100 where there is none."""
    noticed = sum(each.count("noticed") for each in found)
    survived = sum(each.count("survived") for each in found)
    return 100 * noticed / (noticed + survived) if noticed + survived else 100.0


def as_text(found: Sequence[Mutated]) -> str:
    """The survivors of each pack, and the counts."""
    lines: list[str] = []
    for each in found:
        lines += [*map(_line, _survivors(each)), _summary(each), ""]
    if len(found) > 1:
        lines.append(f"All packs: {_share(found)}")
    return "\n".join(lines).rstrip()


def as_json(found: Sequence[Mutated], seed: int | None) -> str:
    """The same for programs; `seed` is the one that a sample was drawn by."""
    packs = [
        {
            "pack": each.pack,
            "examples": each.examples,
            "noticed": each.count("noticed"),
            "survived": each.count("survived"),
            "does_not_load": each.count("does not load"),
            "survivors": [
                {
                    "rule": outcome.change.rule,
                    "item": outcome.change.item or None,
                    "kind": outcome.change.kind,
                    "what": outcome.change.what,
                    "file": _from_here(outcome.change.file),
                    "line": outcome.change.line,
                }
                for outcome in _survivors(each)
            ],
        }
        for each in found
    ]
    data = {"schema": SCHEMA, "seed": seed, "share_noticed": round(share_noticed(found), 1), "packs": packs}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _survivors(found: Mutated) -> list[Outcome]:
    return [each for each in found.outcomes if each.fate == "survived"]


def _line(outcome: Outcome) -> str:
    change = outcome.change
    named = f"{change.rule} {change.item}".strip()
    return f"{_from_here(change.file)}:{change.line}: {named}: {change.kind}: {change.what}"


def _from_here(file: str) -> str:
    """A file's path from the folder one is in, where it lies below it."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _summary(found: Mutated) -> str:
    tried = f"{many(len(found.outcomes), 'change')} tried on {many(found.examples, 'example')}"
    unread = found.count("does not load")
    return f"{found.pack}: {tried}, {unread} do not load; {_share([found])}"


def _share(found: Sequence[Mutated]) -> str:
    survived = sum(each.count("survived") for each in found)
    noticed = sum(each.count("noticed") for each in found)
    share = f"{noticed} of {noticed + survived} are noticed ({share_noticed(found):.0f} in 100)"
    return f"{share}, {survived} by no example"
