"""`threshold record`: a person's decision stored beside what was recommended."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.free_text import STDIN, ReasonFile, free_text
from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.offers import among, decisions
from threshold.cli.options import (
    AsAt,
    Cases,
    PersonOption,
    PolicyOption,
    RegisterOption,
    choose,
    format_option,
    moment,
    one_case,
    register_path,
)
from threshold.cli.record_many import Where, record_many
from threshold.cli.signing import ClockOption, SignOption, signer_for
from threshold.cli.standing import standing_of, tell_unreleased
from threshold.output.gate import prompt, say

if TYPE_CHECKING:
    from threshold.casefiles import Case
    from threshold.engine import Engine
    from threshold.register import Recording
    from threshold.register.joined import Said

FORMATS = ("text", "json", "ndjson")


def record(
    cases: Cases,
    decision: Annotated[
        str | None,
        typer.Option(
            "--decision",
            metavar="DECISION",
            help="About a request: step_up, step_down, step_across, close, triage, workflow, continue or "
            "safeguarding_now. About a contact: start_caf, pass_on or no_further_action.",
            autocompletion=among(decisions),
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="ROLE", help="The role of the person who decided.")
    ] = None,
    reference: PersonOption = None,
    agree: Annotated[
        list[bool] | None,
        typer.Option("--agree/--override", help="Whether the decision follows the recommendation."),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why; an override, among others, needs it. No names."),
    ] = None,
    reason_file: ReasonFile = None,
    decisions: Annotated[
        str | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="What was decided on each of many cases: a CSV of case, decision, agree, by, reference and "
            "reason, or NDJSON; - for standard input.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Of many cases, record also what is recorded already.")
    ] = False,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    key: SignOption = None,
    clock_is_right: ClockOption = False,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    quiet: Quiet = False,
) -> int:
    """Decide cases and record a person's decision on each beside the recommendation.

    Of one case, at a terminal, what is missing is asked for. Of several, --agree records what is recommended
    for each, and --decisions FILE what the file says; each is an entry of its own.

    Examples:
      threshold record case.yaml
        what is missing is asked for
      threshold record today.ndjson --agree --by "Team Manager" --reference TM-07
        every case of a list as it is recommended, each an entry of its own
      threshold record today.ndjson --decisions decided.csv
        what a table says of each
    """
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.register import open_register
    from threshold.register.history import parts
    from threshold.register.render.json import entry_json, entry_ndjson
    from threshold.register.render.text import recorded_text

    choose(format_, FORMATS, "--format")
    engine = Engine(load_policy(policy))
    tell_unreleased(standing_of(engine.policy))
    at = moment(as_at)
    of_stdin = STDIN if STDIN in cases else ""
    said = _Said(decision, by, reference, _agreed(agree or []), free_text(reason, reason_file, of_stdin))
    asking = STDIN not in (of_stdin, reason_file, decisions) and sys.stdin.isatty()
    if decisions is not None or len(cases) > 1 or said.agrees_with_each(asking):
        where = Where(register_path(register), mirror, key, clock_is_right, again, format_)
        status = record_many(engine, cases, at, said.of_all(), decisions, where)
        tell_what_ran(quiet)
        return status
    (case,) = cases
    read = one_case(case, engine)
    recording = (_ask if asking else _take)(engine, read, at, said)
    with open_register(register_path(register), make=True) as opened, mirroring(opened, mirror) as mirrored:
        entry = recording.store(
            opened,
            said.reference or "",
            bool(said.agree),
            said.reason or "",
            clock_checked=clock_is_right,
            signer=signer_for(opened, key),
        )
        mirrored.recorded(f"entry {entry.link.number} was recorded", [entry.link.number])
        if format_ == "json":
            say(entry_json(opened, entry))
        elif format_ == "ndjson":
            say(entry_ndjson(opened, entry), end="")
        else:
            say(recorded_text(parts(opened, [entry])))
    tell_what_ran(quiet)
    return mirrored.status


@dataclass
class _Said:
    """What has been said so far about the decision."""

    decision: str | None
    by: str | None
    reference: str | None
    agree: bool | None
    reason: str | None

    def agrees_with_each(self, asking: bool) -> bool:
        """Whether the recommendation is agreed with, whatever it is, and nothing need be asked for."""
        told = self.by is not None and self.reference is not None
        return bool(self.agree) and self.decision is None and (told or not asking)

    def of_all(self) -> "Said":
        """What goes for each of many cases."""
        from threshold.register.joined import Said

        return Said(self.decision, self.by or "", self.reference or "", self.agree, self.reason or "")


def _take(engine: "Engine", case: "Case", at: Any, said: _Said) -> "Recording":
    """The recording, all at once. Raises BadInput naming everything that is missing."""
    from threshold.reading import BadInput, Problem
    from threshold.register import Recording, check_decision, check_role

    needed = {
        "--decision": (said.decision, "say what was decided"),
        "--by": (said.by, "say in which role"),
        "--reference": (said.reference, "give a made-up reference for the person, such as TM-07"),
        "--agree or --override": (said.agree, "say whether the decision follows the recommendation"),
    }
    missing = [
        Problem(f"is missing; {what}", field=field)
        for field, (value, what) in needed.items()
        if value is None
    ]
    if said.decision is None or said.by is None:
        raise BadInput(*missing)
    decision, role = check_decision(said.decision), check_role(engine, said.by)
    recording = Recording(engine, case, at, decision, role)
    if missing:
        agrees = recording.follows if said.agree is None else said.agree
        why = recording.called_for(agrees)
        if why and not said.reason:
            message = f"is missing; it is needed, because {'; '.join(why)}"
            missing.append(Problem(message, field="--reason or --reason-file"))
        raise BadInput(*missing)
    return recording


def _ask(engine: "Engine", case: "Case", at: Any, said: _Said) -> "Recording":
    """The recording, what is missing being asked for at the terminal."""
    from threshold.output import terminal
    from threshold.register import Recording, check_decision, check_role
    from threshold.reports import as_text, plainly

    if said.decision is None:
        prompt(as_text(engine.decide(case, at), False, plainly, *terminal.size()) + "\n")
        prompt(_choices(terminal.size()[0]))
    decision = _answer(said.decision, "What was decided?", check_decision)
    role = _answer(said.by, "In which role?", lambda text: check_role(engine, text))
    recording = Recording(engine, case, at, decision, role)
    prompt(f"The recommendation: {recording.recommended.recommendation.headline}\n")
    if said.reference is None:
        said.reference = _answer(None, "A made-up reference for the person, such as TM-07?", _storable)
    if said.agree is None and not recording.follows:
        prompt("This is not what is recommended, so it is recorded as an override.\n")
        said.agree = False
    elif said.agree is None:
        said.agree = _answer(None, "Is the recommendation agreed with? (yes or no)", _yes)
    why = recording.called_for(bool(said.agree))
    if why and not said.reason:
        asked = f"Why? A reason is needed, because {'; '.join(why)}. Without names:"
        said.reason = _answer(None, asked, lambda text: _storable("TM-07", text))
    return recording


def _choices(width: int) -> str:
    """What can be decided, by what it is about, in lines that fit the terminal."""
    from threshold.output.terminal import wrapped
    from threshold.output.words import listed
    from threshold.register import DECISIONS
    from threshold.register.outcomes import OUTCOMES

    requests = [each for each in DECISIONS if each not in OUTCOMES]
    told = (f"About a request: {listed(requests)}", f"About a contact: {listed(OUTCOMES)}")
    return "".join(f"{line}\n" for each in told for line in wrapped(each, width, "", "  "))


def _answer(given: str | None, asked: str, check: Callable[[str], Any]) -> Any:
    """What was given, or else an answer at the terminal; asked again until it can be understood."""
    from threshold.output import terminal
    from threshold.reading import BadInput

    if given is not None:
        return check(given)
    while True:
        try:
            return check(_line(asked))
        except BadInput as error:
            amiss = terminal.wrapped(f"It {error.problems[0].message}.", terminal.size()[0], "  ", "  ")
            prompt("".join(f"{line}\n" for line in amiss))


def _agreed(said: list[bool]) -> bool | None:
    """What was said of the recommendation, if anything. Raises BadInput where both things were."""
    from threshold.reading import BadInput, Problem

    if len(set(said)) > 1:
        raise BadInput(Problem("one of them and not both", field="--agree or --override"))
    return said[0] if said else None


def _storable(reference: str, reason: str | None = None) -> str:
    """What was typed, the reason or else the reference. Raises BadInput where it may not be stored."""
    from threshold.reading import BadInput, Problem
    from threshold.register import Decided
    from threshold.register.reasons import problems

    found = list(problems(Decided("", "", reference, True, reason or "")))
    if reason == "":
        found.append(Problem("must not be empty"))
    if found:
        raise BadInput(*found)
    return reference if reason is None else reason


def _yes(text: str) -> bool:
    from threshold.reading import BadInput, Problem

    if text.casefold() not in ("y", "yes", "n", "no"):
        raise BadInput(Problem("must be yes or no"))
    return text.casefold().startswith("y")


def _line(asked: str) -> str:
    prompt(f"{asked} ")
    line = sys.stdin.readline()
    if not line:
        raise typer.Abort
    return line.strip()
