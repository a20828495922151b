"""Many decisions recorded at once: each agreed with, or as a file of decisions says; each its own entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threshold.cli.free_text import STDIN
from threshold.cli.mirror import Mirroring, mirroring
from threshold.cli.signing import signer_for
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.casefiles import Case
    from threshold.engine import Engine
    from threshold.reading import Problem
    from threshold.register import Register
    from threshold.register.joined import Said, Wanted
    from threshold.register.many import Outcome
    from threshold.register.record import Ready

_BY_ITSELF = (
    "what was not recorded: record each by itself (`threshold record CASE`), or give its decision and reason "
    "in a file (`threshold record CASES --decisions FILE`)"
)
_REST = "Run the same command again for the rest: what is recorded is not recorded twice"


@dataclass(frozen=True)
class Where:
    """Where and how it is recorded, as the options say."""

    register: Path
    mirror: Path | None
    key: Path | None
    clock_checked: bool
    again: bool
    format: str


def record_many(
    engine: "Engine", cases: list[str], at: Any, said: "Said", decisions: str | None, where: Where
) -> int:
    """Record what is decided on each case, and return the exit status.

    Raises BadInput, before anything is recorded, where a file of decisions or what goes for all is wrong.
    """
    from threshold.register import open_register
    from threshold.register.many import all_or_none, one_by_one
    from threshold.register.policies import policy_text

    said = _checked(engine, said, decisions)
    all_ready: Iterator[Ready | Outcome]
    if decisions is None:
        wanted, unread = _agreed_with(cases, engine, said)
        all_ready = one_by_one(engine, wanted, at, policy_text(engine.policy))
    else:
        (wanted, problems), unread = _named(cases, engine, said, decisions), []
        all_ready = iter(all_or_none(engine, wanted, at, policy_text(engine.policy), problems))
    printer, whole = _Printer(where.format), False
    with open_register(where.register, make=True) as register, mirroring(register, where.mirror) as mirrored:
        for each in unread:
            printer.add(each)
        whole = _record(register, mirrored, all_ready, wanted, where, printer)
        printer.close()
    # Where it is not whole, somebody was told why: the rest may follow.
    return mirrored.status if whole and not printer.tally.not_recorded else 2


def _record(
    register: "Register",
    mirrored: Mirroring,
    all_ready: "Iterator[Ready | Outcome]",
    wanted: "Sequence[Wanted]",
    where: Where,
    printer: "_Printer",
) -> bool:
    """Record one after the other; whether the register took all to the end."""
    from threshold.register.known import Known
    from threshold.register.many import Stopped, record
    from threshold.register.store import Way

    way = Way(clock_checked=where.clock_checked, signer=signer_for(register, where.key))
    known = None if where.again else Known(each.case.reference for each in wanted)
    try:
        for outcome in record(register, all_ready, way, known):
            printer.count(outcome)
            if outcome.state == "recorded":
                mirrored.recorded(printer.tally.so_far, printer.tally.recorded, _REST)
            printer.show(outcome)
    except Stopped as stopped:
        for problem in stopped.why.problems:
            tell(f"{stopped.case}: {problem}")
        tell(f"stopped at this case; {printer.tally.so_far} before it. {_REST}")
        return False
    return True


def _checked(engine: "Engine", said: "Said", decisions: str | None) -> "Said":
    """What goes for all cases, as the register has it. Raises BadInput with everything that is wrong."""
    from dataclasses import replace

    from threshold.reading import BadInput, Problem
    from threshold.register import Decided, check_decision, check_role
    from threshold.register.reasons import problems

    found: list[Problem] = []
    if decisions is None:
        of_one = {"--decision": said.decision, "--override": said.agrees is False, "--reason": said.reason}
        message = "is of one case; for each its own, give a file of decisions (--decisions FILE)"
        found += [Problem(message, field=option) for option, given in of_one.items() if given]
        needed = {"--by": said.by, "--reference": said.reference}
        words = {"--by": "say in which role", "--reference": "give a made-up reference, such as TM-07"}
        found += [Problem(f"is missing; {words[each]}", field=each) for each in needed if not needed[each]]
        if said.agrees is None:
            message = "is missing; of several cases it records what is recommended for each"
            found.append(Problem(message, field="--agree"))
    try:
        decision = check_decision(said.decision) if said.decision else None
        said = replace(said, decision=decision, by=check_role(engine, said.by) if said.by else "")
    except BadInput as error:
        found += error.problems
    if said.reference or said.reason:
        found += problems(Decided("", "", said.reference or "TM-07", True, said.reason))
    if found:
        raise BadInput(*found)
    return said


def _agreed_with(cases: list[str], engine: "Engine", said: "Said") -> "tuple[list[Wanted], list[Outcome]]":
    """The cases whose recommendation is agreed with, and those that cannot be read, which are told."""
    from threshold.register.joined import join
    from threshold.register.many import Outcome

    read, amiss = _read(cases, engine)
    wanted, _ = join(read, [], said, others=True)
    return wanted, [Outcome("", "not_recorded", why=(str(each),)) for each in amiss]


def _named(
    cases: list[str], engine: "Engine", said: "Said", decisions: str
) -> "tuple[list[Wanted], list[Problem]]":
    """The cases with what the file of decisions says of them, and what does not fit.

    Raises BadInput where the file cannot be read.
    """
    from threshold.reading import BadInput, Problem
    from threshold.register.decided_file import read_decided
    from threshold.register.joined import join

    if decisions == STDIN and STDIN in cases:
        message = "standard input can give the cases or this, not both; name a file for one of them"
        raise BadInput(Problem(message, field="--decisions"))
    name = "standard input" if decisions == STDIN else decisions
    lines = read_decided(None if decisions == STDIN else Path(decisions), name)
    read, amiss = _read(cases, engine)
    if not lines and not said.agrees:
        tell(f"{name}: holds no decision, so nothing is recorded")
        return [], []
    wanted, problems = join(read, lines, said, others=said.agrees is True)
    return wanted, [*amiss, *problems]


def _read(cases: list[str], engine: "Engine") -> "tuple[list[Case], list[Problem]]":
    """The cases, each once, and what is wrong with those that cannot be taken; both in their order."""
    from threshold.casefiles import Case, PassedOver, read_cases
    from threshold.register.joined import once

    read: list[Case] = []
    amiss: list[Problem] = []
    for each in read_cases(cases, engine.policy.vocabulary):
        if isinstance(each, Case):
            read.append(each)
        elif isinstance(each, PassedOver):
            tell(f"{each.origin}: passed over: {each.why}")
        else:
            amiss += each.problems
    taken, again, problems = once(read)
    for case in again:
        tell(f"{case.origin}: {case.reference} stands there again, the same in every way; it is taken once")
    return taken, [*amiss, *problems]


@dataclass
class _Printer:
    """Prints what became of each case as it comes; only a JSON list has to wait for the last."""

    format: str
    held: "list[Outcome]" = field(default_factory=list)

    def __post_init__(self) -> None:
        from threshold.register.render.recorded import Tally

        self.tally = Tally()

    def add(self, outcome: "Outcome") -> None:
        """Count and print it."""
        self.count(outcome)
        self.show(outcome)

    def count(self, outcome: "Outcome") -> None:
        """Count it, before it is known whether it can be printed."""
        self.tally.add(outcome)

    def show(self, outcome: "Outcome") -> None:
        """Print it."""
        from threshold.register.render import recorded

        if self.format == "json":
            self.held.append(outcome)
        elif self.format == "ndjson":
            say(recorded.outcome_ndjson(outcome))
        elif outcome.state == "not_recorded":
            tell(f"{outcome.case or 'a case'}: NOT recorded: {'; '.join(outcome.why)}")
        else:
            say(recorded.outcome_text(outcome))

    def close(self) -> None:
        """Print what it comes to."""
        from threshold.register.render import recorded

        if self.format == "json":
            say(recorded.outcomes_json(self.held))
        if self.tally.not_recorded:
            tell(_BY_ITSELF)
        (say if self.format == "text" else tell)(self.tally.text)
