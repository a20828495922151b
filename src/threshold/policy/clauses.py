"""Reading a document's own list of clauses: `clauses.yaml`, or the head of a pack."""

from collections.abc import Iterator, Mapping
from typing import get_args

from threshold.policy.files import ClauseEntry, ClausesFile, PackEntry
from threshold.policy.model import About, Clause
from threshold.reading import BadInput, Node, Problem
from threshold.reading.tree import locate
from threshold.reading.validate import validate


def clauses_of_head(entry: PackEntry, root: Node) -> dict[str, Clause]:
    """The clauses of a pack that lists them in its head, all of them core."""
    return {
        name: Clause(name, place, "core", line=locate(root, ("clauses", name)).line)
        for name, place in entry.clauses.items()
    }


def read_clauses(root: Node, file: str) -> dict[str, Clause]:
    """The clauses of `clauses.yaml`, by group. Raises BadInput with everything that is wrong with it."""
    entry = validate(ClausesFile, root, file, of_rules=True)
    problems = list(_problems(entry, root, file))
    if problems:
        raise BadInput(*problems)
    return {
        name: Clause(
            name,
            each.place,
            about,
            each.in_part,
            each.left_out,
            locate(root, (about, name)).line,
            each.standing or "",
        )
        for about in get_args(About)
        for name, each in _group(entry, about).items()
    }


def _group(entry: ClausesFile, about: About) -> Mapping[str, ClauseEntry]:
    group: Mapping[str, ClauseEntry] = getattr(entry, about)
    return group


def _problems(entry: ClausesFile, root: Node, file: str) -> Iterator[Problem]:
    """A clause that is listed twice, or both carried in part and left out."""
    first: dict[str, About] = {}
    for about in get_args(About):
        for name, each in _group(entry, about).items():
            place = locate(root, (about, name))
            if first.setdefault(name, about) != about:
                message = f"this clause is listed under {first[name]} already"
                yield Problem(message, file, place.line, place.column, name)
            if each.in_part and each.left_out:
                message = "says in_part and left_out: a clause is carried in part, or it is left out"
                yield Problem(message, file, place.line, place.column, name)
