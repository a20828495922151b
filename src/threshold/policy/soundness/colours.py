"""The colours of contacts: that the table which the program reads is there, with a row for each of them."""

from collections.abc import Iterator

from threshold.output.words import listed
from threshold.policy.model import BRAG_TABLE
from threshold.policy.packs import RuleGroup
from threshold.policy.soundness.examined import Examined
from threshold.reading import Mapping, Node, Problem, Scalar, Sequence

COLOUR = "contact.brag"
_READ = (
    f"the program reads the table `{BRAG_TABLE}` alone (columns `meaning`, `goes_to`, `respond_within` and "
    "`moves`), and without it a contact of every colour counts as going up under a concern and as passing a "
    "social worker by otherwise"
)


def colours_without_table(examined: Examined) -> Iterator[Problem]:
    """Colours that rules read, or that have a table of another name, where there is no table `brag`."""
    if any(policy.table(BRAG_TABLE) for policy, _ in examined.resolved):
        return
    tables = [each for each in examined.held.parameters.values() if each.entry.key == COLOUR]
    for table in tables:
        message = f"is a table of colours, and {_READ}; call it `{BRAG_TABLE}`, and give it these columns"
        yield Problem(message, table.file, table.node.line, table.node.column, table.name)
    if tables:
        return
    for group in examined.held.groups:
        if (place := _first_reading(group)) is not None:
            message = f"reads the colour of a contact, and {_READ}; write the parameter `{BRAG_TABLE}`"
            yield Problem(message, group.file, place.line, place.column, COLOUR)
            return


def colours_without_row(examined: Examined) -> Iterator[str]:
    """Colours for which a table of colours has no row, on some day: as a document has it, or as forgotten."""
    for policy, pack in examined.resolved:
        for name, rows in pack.tables.items():
            parameter = examined.held.parameters.get(name)
            if parameter is None or parameter.entry.key != COLOUR:
                continue
            values = policy.vocabulary.facts[COLOUR].type.values
            if missing := [value for value in values if value not in rows]:
                then = (
                    "; such a contact counts as going up under a concern and as passing a social worker by "
                    "otherwise"
                    if name == BRAG_TABLE
                    else ""
                )
                yield f"a colour without a row: {parameter.name} has none for {listed(missing, 'and')}{then}"


def _first_reading(group: RuleGroup) -> Node | None:
    """Where a group of rules first names the colour."""
    return next(_naming(group.node), None)


def _naming(node: Node) -> Iterator[Node]:
    if isinstance(node, Scalar):
        if node.text == COLOUR:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _naming(item)
    elif isinstance(node, Mapping):
        for key, held in node.entries.items():
            if key == COLOUR:
                yield node.keys[key]
            yield from _naming(held)
