"""Cases and what is said of them, joined by the reference of the case, with everything that does not fit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from threshold.casefiles import Case
from threshold.reading import Problem
from threshold.register.decided_file import Line

_YES = ("yes", "y", "true", "1", "agree", "agreed")
_NO = ("no", "n", "false", "0", "override", "overridden")


@dataclass(frozen=True, slots=True)
class Said:
    """What options say of every case, where nothing is said of one by itself.

    decision  None: whatever is recommended
    agrees    None: the decision is agreed with where it is what is recommended
    """

    decision: str | None = None
    by: str = ""
    reference: str = ""
    agrees: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One case to be recorded, and what is said of it; `line` is where, in a file of decisions."""

    case: Case
    said: Said
    line: Line | None = None

    def problem(self, message: str, field: str = "") -> Problem:
        """Something wrong with it, at its line or, where it has none, at its case."""
        if self.line is not None:
            return Problem(message, self.line.file, self.line.line, None, field)
        return Problem(message, self.case.origin, None, None, field)


def once(cases: Sequence[Case]) -> tuple[list[Case], list[Case], list[Problem]]:
    """Each case once, those that were left out since they are the same again, and references of several.

    Of different cases of one reference none is taken: nobody can tell which is meant.
    """
    of: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        of[case.reference].append(case)
    taken, again, problems = [], [], []
    for reference, several in of.items():
        first, *others = several
        if all(replace(other, origin=first.origin) == first for other in others):
            taken.append(first)
            again += others
        else:
            others_at = ", ".join(dict.fromkeys(each.origin for each in others))
            message = f"different cases have this reference (another: {others_at}); give each its own"
            problems.append(Problem(message, first.origin, field=reference))
    return taken, again, problems


def join(
    cases: Sequence[Case], lines: Iterable[Line], said: Said, others: bool
) -> tuple[list[Wanted], list[Problem]]:
    """What is to be recorded, in the order of the cases, and what does not fit.

    `others`: cases that no line names are agreed with; else each of them is a mistake.
    """
    by_case: dict[str, Line] = {}
    problems: list[Problem] = []
    known = {case.reference for case in cases}
    for line in lines:
        if line.case in by_case:
            first = by_case[line.case].line
            problems.append(
                _at(line, f"this case has a line already, line {first}; leave one of the two out", "case")
            )
        elif not line.case:
            problems.append(_at(line, "is missing; it is the reference of the case", "case"))
        elif line.case not in known:
            problems.append(_at(line, "none of the cases has this reference", "case"))
        by_case.setdefault(line.case, line)
    wanted = []
    for case in cases:
        found = by_case.get(case.reference)
        if found is not None:
            wanted.append(Wanted(case, said, found))
        elif others:
            wanted.append(Wanted(case, replace(said, decision=None, agrees=True, reason="")))
        else:
            message = (
                "no line of the file of decisions names this case; add one, or say --agree for all others"
            )
            problems.append(Problem(message, case.origin, field=case.reference))
    return wanted, problems


def agrees(text: str) -> bool | None:
    """Whether somebody agrees; None where nothing is said. Raises ValueError where it is no such word."""
    word = text.strip().casefold()
    if word and word not in (*_YES, *_NO):
        raise ValueError("must be yes or no")
    return word in _YES if word else None


def _at(line: Line, message: str, field: str) -> Problem:
    return Problem(message, line.file, line.line, None, field)
