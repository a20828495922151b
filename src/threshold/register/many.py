"""Many decisions at once: all checked first, then recorded one by one, each an entry of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from threshold.conditions import Moment
from threshold.engine import Disagreement, Engine
from threshold.reading import BadInput, Problem
from threshold.register.decided_file import Line
from threshold.register.joined import Said, Wanted, agrees
from threshold.register.known import AlreadyRecorded, Known
from threshold.register.record import SAY_OVERRIDE, Ready, Recording, check_decision, check_role
from threshold.register.store import Register, Way

SCHEMA = "threshold/recorded/1"
State = Literal["recorded", "already_recorded", "not_recorded"]
_IN_A_FILE = "; write no under agree, and why under reason"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: the entry that it is in, or why it was not recorded."""

    case: str
    state: State
    decision: str = ""
    agreed: bool | None = None
    entry: int | None = None
    why: tuple[str, ...] = ()


class Stopped(Exception):
    """The register takes no more; carries why, and the case at which it stopped."""

    def __init__(self, case: str, why: BadInput) -> None:
        super().__init__(case)
        self.case, self.why = case, why


def ready(engine: Engine, wanted: Wanted, at: Moment | None, policy: str) -> Ready:
    """What is to be stored of one case; `policy` is the text of the policy's files.

    Raises BadInput with everything that is wrong, at its line of the file of decisions where it has one.
    """
    said, problems = _said(engine, wanted)
    if problems:
        raise BadInput(*problems)
    try:
        if said.decision is None:
            recording = Recording.as_recommended(engine, wanted.case, at, said.by)
        else:
            recording = Recording(engine, wanted.case, at, said.decision, said.by)
        follows = recording.follows if said.agrees is None else said.agrees
        return recording.ready(said.reference, follows, said.reason, policy)
    except BadInput as error:
        raise BadInput(*(_placed(problem, wanted) for problem in error.problems)) from None
    except Disagreement as error:
        raise BadInput(wanted.problem(str(error))) from None


def record(
    register: Register, all_ready: Iterator[Ready | Outcome], way: Way, known: Known | None
) -> Iterator[Outcome]:
    """Record each, and tell what became of it once it is on the disk; what was not ready is told as it is.

    `known` are the decisions that are not recorded again. Raises Stopped where the register takes no more.
    """
    for each in all_ready:
        if isinstance(each, Outcome):
            yield each
            continue
        decided = each.summary.decided
        told = Outcome(each.summary.case, "recorded", decided.decision, decided.agrees)
        check = None if known is None else (lambda register, ready=each: known.refuse(register, ready))
        try:
            entry = each.store(register, way.clock, way.clock_checked, way.signer, check)
        except AlreadyRecorded as already:
            why = ("with another reason; --again records it anew",) if already.other_reason else ()
            yield replace(told, state="already_recorded", entry=already.entry, why=why)
        except BadInput as error:
            raise Stopped(each.summary.case, error) from None
        else:
            yield replace(told, entry=entry.link.number)


def all_or_none(
    engine: Engine, wanted: Sequence[Wanted], at: Moment | None, policy: str, problems: Sequence[Problem] = ()
) -> list[Ready | Outcome]:
    """What is to be stored of each case; `problems` are those found before.

    A case without a line, which was to be agreed with and cannot be, is told and stops no other. Raises
    BadInput with everything that is wrong where a line of the file of decisions has a mistake.
    """
    found: list[Ready | Outcome] = []
    amiss = list(problems)
    for each in wanted:
        try:
            found.append(ready(engine, each, at, policy))
        except BadInput as error:
            if each.line is not None:
                amiss += error.problems
            else:
                found.append(not_recorded(each.case.reference, error))
    if amiss:
        raise BadInput(*amiss, Problem("nothing was recorded; put that right and run the command again"))
    return found


def one_by_one(
    engine: Engine, wanted: Sequence[Wanted], at: Moment | None, policy: str
) -> Iterator[Ready | Outcome]:
    """What is to be stored of each case, decided when its turn comes; what cannot be is told."""
    for each in wanted:
        try:
            yield ready(engine, each, at, policy)
        except BadInput as error:
            yield not_recorded(each.case.reference, error)


def not_recorded(case: str, why: BadInput) -> Outcome:
    """That a case was not recorded, and why."""
    return Outcome(case, "not_recorded", why=tuple(dict.fromkeys(each.message for each in why.problems)))


def _said(engine: Engine, wanted: Wanted) -> tuple[Said, list[Problem]]:
    """What is said of one case: by its line or, where that is silent, by the options."""
    line, said = wanted.line, wanted.said
    problems: list[Problem] = []
    if line is not None:
        said = replace(
            said,
            by=line.by or said.by,
            reference=line.reference or said.reference,
            reason=line.reason or said.reason,
        )
        try:
            said = replace(said, agrees=_agrees(line, said))
        except ValueError as error:
            problems.append(wanted.problem(str(error), "agree"))
        try:
            if line.decision:
                said = replace(said, decision=check_decision(line.decision))
        except BadInput as error:
            problems += [wanted.problem(each.message, "decision") for each in error.problems]
        if said.decision is None and said.agrees is False and not problems:
            message = "is missing; what is not recommended has to be named"
            problems.append(wanted.problem(message, "decision"))
    for name, value in (("by", said.by), ("reference", said.reference)):
        if not value:
            problems.append(wanted.problem(f"is missing; give it here, or with --{name} for all", name))
    if said.by:
        try:
            said = replace(said, by=check_role(engine, said.by))
        except BadInput as error:
            problems += [wanted.problem(each.message, "by") for each in error.problems]
    return said, problems


def _agrees(line: Line, said: Said) -> bool | None:
    """Whether a line agrees; None where it says nothing, and names what was decided.

    That all others are agreed with says nothing of it then. Raises ValueError where it says neither.
    """
    agreed = agrees(line.agree)
    if agreed is None and said.agrees and line.decision:
        return None
    return said.agrees if agreed is None else agreed


def _placed(problem: Problem, wanted: Wanted) -> Problem:
    """A problem at the line of the case it is of, in words that fit a file."""
    field, message = problem.field, problem.message
    if field.startswith("--"):
        instead = _IN_A_FILE if wanted.line is not None else ""
        if field == "--reason" and wanted.line is None:
            message = f"a reason {message}"
        return wanted.problem(message.replace(SAY_OVERRIDE, instead), field.removeprefix("--"))
    if wanted.line is None:
        return problem
    # A problem with the case itself: told where the case is, whatever line names it.
    return problem if problem.file else wanted.problem(message, field)
