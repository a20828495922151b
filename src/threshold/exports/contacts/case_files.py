"""Contacts that come as case files: one in a file, several, or one on each line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from threshold.casefiles import Case, PassedOver, Read, Unreadable
from threshold.exports.contacts.model import Contact, Told

DIRECTION = "request.direction"
_NOTHING_ASKED = (None, "none")
_EMPTY = "the file is empty"


def contacts_in_cases(read: Iterable[Read], tell: Callable[[Told], None]) -> Iterator[Contact]:
    """Each case as a contact; one that asks for nothing asks for triage."""
    for each in read:
        if isinstance(each, Case):
            yield _of_case(each)
        elif isinstance(each, PassedOver):
            tell(Told(each.why, each.origin))
        elif [problem.message for problem in each.problems] == [_EMPTY]:
            tell(Told("holds no contacts", each.origin))
        else:
            yield _unread(each)


def _of_case(case: Case) -> Contact:
    asks = case.given.get(DIRECTION) not in _NOTHING_ASKED
    if not asks:
        case = replace(case, given={**case.given, DIRECTION: "triage"})
    return Contact(case.file, _line(case.origin, case.file) or 1, case.reference, case, asks=asks)


def _unread(unread: Unreadable) -> Contact:
    file = unread.problems[0].file if unread.problems else unread.origin
    line = _line(unread.origin, file)
    if not line and not unread.reference:
        return Contact(file, 0, "", None, unread.problems)
    return Contact(file, line or 1, unread.reference, None, unread.problems)


def _line(origin: str, file: str) -> int:
    """The line on which a case begins, where its file holds several; 0 where it holds one."""
    line = origin.removeprefix(f"{file}, line ")
    return int(line) if line != origin and line.isdecimal() else 0
