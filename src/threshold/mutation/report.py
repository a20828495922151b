"""What became of the changes, as text and as JSON: those that no example notices, by file and line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from threshold.casefiles import Case
from threshold.casefiles.data import as_data
from threshold.mutation.changes import Within
from threshold.mutation.run import Mutated
from threshold.mutation.trial import Outcome
from threshold.output import terminal
from threshold.output.escaping import joined, json_text
from threshold.output.words import many
from threshold.vocabulary import Vocabulary

SCHEMA = "threshold/mutation/2"


def share_noticed(found: Sequence[Mutated]) -> float:
    """In a hundred changes that could be noticed, how many some example does; 100 where there is none."""
    noticed, survived = _counted(found)
    return 100 * noticed / (noticed + survived) if noticed + survived else 100.0


def _counted(found: Sequence[Mutated]) -> tuple[int, int]:
    """How many changes some example notices, and how many none does."""
    return sum(each.count("noticed") for each in found), sum(each.count("survived") for each in found)


def as_text(found: Sequence[Mutated]) -> str:
    """The survivors of each pack, each with the smallest case that would tell, and the counts."""
    lines: list[str] = []
    for each in found:
        for outcome in each.survivors:
            lines += [survivor_line(outcome), *_told_apart(outcome, each.vocabulary)]
        lines += [f"{survivor_line(each)}: {each.because}" for each in _listed(each)]
        lines += [*_wrapped(_summary(each)), *_not_passing(each), ""]
    if len(found) > 1:
        lines += _wrapped(f"All packs: {_share(found)}")
    return joined(lines).rstrip()


def as_json(found: Sequence[Mutated], seed: int | None) -> str:
    """The same for programs; `seed` is the one that a sample was drawn by."""
    packs = [
        {
            "pack": each.pack,
            "examples": each.examples,
            "noticed": each.count("noticed"),
            "survived": each.count("survived"),
            "equivalent": each.count("equivalent"),
            "does_not_load": each.count("does not load"),
            "survived_within": _within(each),
            "examples_left_out": each.left_out,
            "listed_as_equivalent": [
                {**_change(outcome), "because": outcome.because} for outcome in _listed(each)
            ],
            "survivors": [_survivor(outcome, each.vocabulary) for outcome in each.survivors],
        }
        for each in found
    ]
    data = {"schema": SCHEMA, "seed": seed, "share_noticed": round(share_noticed(found), 1), "packs": packs}
    return json_text(data, indent=2)


def survivor_line(outcome: Outcome) -> str:
    """What was changed and where, in one line."""
    change = outcome.change
    place = f", cell {change.cell}" if change.cell else f":{change.line}"
    return f"{_from_here(change.file)}{place}: {change.rule}: {change.named}"


def _within(found: Mutated) -> dict[str, int]:
    """How many survived of each kind of thing that is changed."""
    return {kind: sum(each.change.within == kind for each in found.survivors) for kind in get_args(Within)}


def _survivor(outcome: Outcome, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        **_change(outcome),
        "policy": outcome.policy or None,
        "case": _case(outcome.case, vocabulary) if outcome.case is not None else None,
    }


def _change(outcome: Outcome) -> dict[str, Any]:
    change = outcome.change
    return {
        "rule": change.rule,
        "item": change.item or None,
        "within": change.within,
        "kind": change.kind,
        "what": change.what,
        "file": _from_here(change.file),
        "line": change.line,
        "cell": change.cell or None,
    }


def _listed(found: Mutated) -> list[Outcome]:
    """The changes that make no difference because somebody says so."""
    return [each for each in found.outcomes if each.fate == "equivalent" and not each.proved]


def _not_passing(found: Mutated) -> list[str]:
    if not found.left_out:
        return []
    return _wrapped(f"Left out, because they do not pass as the rules stand: {', '.join(found.left_out)}")


def _wrapped(text: str) -> list[str]:
    return terminal.wrapped(text, terminal.size()[0], "", "  ")


def _told_apart(outcome: Outcome, vocabulary: Vocabulary) -> Iterator[str]:
    """The smallest case that comes out otherwise, in a few words."""
    if outcome.case is None:
        return
    said = json_text(_case(outcome.case, vocabulary)).replace('"', "")
    text = f"told apart under {outcome.policy} by {said}"
    yield from terminal.wrapped(text, terminal.size()[0], "    ", "      ")


def _case(case: Case, vocabulary: Vocabulary) -> dict[str, Any]:
    """What the case says; its reference and what it was about are those of the example it was made from."""
    data = as_data(case, vocabulary)
    return {key: value for key, value in data.items() if key not in ("case", "about", "family")}


def _from_here(file: str) -> str:
    """A file's path from the folder one is in, where it lies below it."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _summary(found: Mutated) -> str:
    tried = f"{many(len(found.outcomes), 'change')} tried on {many(found.examples, 'example')}"
    unread, alike = found.count("does not load"), found.count("equivalent")
    text = f"{found.pack}: {tried}, {unread} do not load, {alike} make no difference; {_share([found])}"
    within = [f"{kind} {number}" for kind, number in _within(found).items() if number]
    return text + (f": {', '.join(within)}" if within else "")


def _share(found: Sequence[Mutated]) -> str:
    noticed, survived = _counted(found)
    share = f"{noticed} of {noticed + survived} are noticed ({share_noticed(found):.0f} in 100)"
    return f"{share}, {survived} by no example"
