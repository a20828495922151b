"""What an entry about an erasure must say: what `register erase` would have written, and nothing else."""

import re
from itertools import pairwise

from threshold.casefiles.read import REFERENCE
from threshold.register.chain import Link
from threshold.register.entries import Erasure
from threshold.register.reasons import form_problems, tidy

_LONGEST_ROLE = 200


def erasure_problem(link: Link, told: Erasure) -> str:
    """What this program would not have written of an erasure; mostly nothing."""
    if problem := _said(told):
        return problem
    entries = told.entries
    if link.erases not in entries:
        return "erases another entry than it says"
    if any(after <= before for before, after in pairwise(entries)):
        return "names entries that it erases twice, or not in their order"
    # An entry is made for each, in the same order and in one go.
    first = link.number - entries.index(link.erases)
    if entries[0] < 1 or entries[-1] >= first:
        return "names entries as erased that were not there then"
    return ""


def goes_on(link: Link, told: Erasure, after: Link | None) -> bool:
    """Whether the entry after one about an erasure erases the next one that it names, where it names more."""
    place = told.entries.index(link.erases or 0)
    if place + 1 == len(told.entries):
        return True
    return after is not None and (after.kind, after.erases) == (link.kind, told.entries[place + 1])


def _said(told: Erasure) -> str:
    if not _is_text(told.by) or "\n" in told.by or len(told.by) > _LONGEST_ROLE:
        return "does not say in which role somebody had it erased"
    if not re.fullmatch(REFERENCE, told.reference):
        return "does not say who had it erased"
    return "" if _is_text(told.reason) else "does not say why it was erased"


def _is_text(text: str) -> bool:
    return bool(text) and text == tidy(text) and not any(form_problems(text))
