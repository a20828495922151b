"""A value that begins before the document that it cites.

What would happen: a decision about a day before the document was there is made by it, and says so.
How to mend it: let the value begin on the day of the document or later, or cite what held before.
How far it looks: at the first day of every value, of the packs and of the policy, that cites a clause of a
pack of this policy. A document without a date, and one that says with `edition:` which edition of an older
text was read, can be cited for any day.
"""

import re
from collections.abc import Iterator
from datetime import date

from threshold.policy.packs import PackFiles
from threshold.reading import Node, Problem
from threshold.reading.tree import child_of, items_of
from threshold.soundness.citations import cited, where
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import relying_on_any
from threshold.vocabulary import shown

CODE = "citation-after-value"
_EFFECT = "Decisions about days before the document was there are made by it"
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def check(examination: Examination) -> Iterator[Finding]:
    """Values that cite what was not there yet."""
    clauses = where([*examination.written.packs.values()])
    for field, file, node, since, because in _values(examination):
        for place in cited(because):
            pack = clauses.get(place)
            begins = _begins(pack) if pack is not None else None
            if pack is not None and begins is not None and since < begins:
                message = (
                    f"begins on {shown(since)} and cites {place}, of a document of {pack.entry.source.date}: "
                    "let the value begin then or later, or cite what held before"
                )
                problem = Problem(message, file, node.line, node.column, field)
                yield Finding(CODE, problem, _EFFECT, relying_on_any(field, examination, since))
                break


def _begins(pack: PackFiles) -> date | None:
    """The first day that a document may be of; None where it says none, or is an edition of an older text."""
    found = _DATE.fullmatch(pack.entry.source.date.strip())
    if found is None or pack.entry.source.edition:
        return None
    year, month, day = (int(each) if each else 1 for each in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _values(examination: Examination) -> Iterator[tuple[str, str, Node, date, str]]:
    for examined in examination.packs:
        for parameter in examined.held.parameters.values():
            nodes = items_of(child_of(parameter.node, "values"))
            for value, node in zip(parameter.entry.values, nodes, strict=True):
                yield parameter.name, parameter.file, node, value.since, value.because
    for name, own, node in examination.written.set_here():
        if own.since is not None:
            yield f"set.{name}", str(examination.files.path), node, own.since, own.because
