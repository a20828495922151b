"""A clause that no rule carries, without a word why.

What would happen: what the document asks for there is not asked, and nobody is told that it is not.
How to mend it: write the rule, or say at the clause why it is left out (`left_out`).
How far it looks: at every clause of `pack.yaml` and `clauses.yaml`, and at what rules say that they carry;
whether a rule reads its clause rightly, no program can tell.
No case can show it: nothing asks for it.
"""

from collections.abc import Iterator

from threshold.reading import Problem
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding

CODE = "clause-unaccounted"
_EFFECT = "What the document asks for there is not asked of anybody, and nobody is told"


def check(examination: Examination) -> Iterator[Finding]:
    """Every such clause of the packs."""
    for examined in examination.packs:
        held = examined.held
        cited = held.cited()
        for clause in held.clauses.values():
            if clause.id not in cited and not clause.left_out:
                message = "no rule carries this clause, and nothing says why it is left out (`left_out`)"
                yield Finding(
                    CODE, Problem(message, held.clauses_file, clause.line, None, clause.id), _EFFECT
                )
