"""Rules that read the colour of a contact, where there is no table `brag`.

What would happen: a contact of every colour counts as going up under a protection concern, and as passing a
social worker by otherwise, whatever the document says of it.
How to mend it: write the parameter `brag`, or call the table by that name; its columns are `meaning`,
`goes_to`, `respond_within` and `moves`.
How far it looks: at all tables by the colour of a contact, and at all rules that read it.
"""

from collections.abc import Iterator

from threshold.policy.model import BRAG_TABLE
from threshold.policy.packs import RuleGroup
from threshold.reading import Mapping, Node, Problem, Scalar, Sequence
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.showing import A_CONCERN, is_value

CODE = "colours-without-table"
COLOUR = "contact.brag"
_READ = (
    f"the program reads the table `{BRAG_TABLE}` alone (columns `meaning`, `goes_to`, `respond_within` and "
    "`moves`), and without it a contact of every colour counts as going up under a concern and as passing a "
    "social worker by otherwise"
)
_EFFECT = "A contact is told to go up, or past a social worker, whatever its colour"


def check(examination: Examination) -> Iterator[Finding]:
    """Colours that rules read, or that have a table of another name, where there is no table `brag`."""
    for examined in examination.packs:
        for problem in _without_table(examined):
            policy = examined.resolved[-1][0]
            least = policy.vocabulary.facts[COLOUR].type.values[-1]
            goals = (A_CONCERN, (is_value(COLOUR, least), HOLDS))
            asked = {"request.direction": "triage"}
            yield Finding(CODE, problem, _EFFECT, Shown(policy, examination.day_of(policy), goals, asked))


def _without_table(examined: Examined) -> Iterator[Problem]:
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
