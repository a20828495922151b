"""What is told of a policy and is no finding: no author need have meant otherwise."""

from collections.abc import Iterator

from threshold.output.words import listed
from threshold.policy.load import PolicyFiles
from threshold.policy.looser import not_compared
from threshold.policy.model import BRAG_TABLE
from threshold.policy.overlay import without_overlay
from threshold.policy.standing_in import of_overlays
from threshold.soundness.checks.colours_without_table import COLOUR
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined


def remarks(files: PolicyFiles) -> Iterator[str]:
    """What there is to know of a policy and the overlay over it, each once.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    if told := without_overlay(files.written.entry.packs):
        yield told
    examination = Examination(files)
    policies = examination.policies
    yield from dict.fromkeys(told for policy in policies for told in not_compared(policy.packs))
    yield from dict.fromkeys(told for pack in examination.packs for told in _colours_without_row(pack))
    for told in dict.fromkeys(told for policy in policies for told in of_overlays(policy)):
        yield f"{told}, and passes where an overlay asks for one"


def _colours_without_row(examined: Examined) -> Iterator[str]:
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
