"""`threshold decide`: case files in, decisions out."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.offers import several
from threshold.cli.options import (
    AsAt,
    Cases,
    PolicyOption,
    SetOption,
    choose,
    format_option,
    in_colour,
    moment,
    some_of,
)
from threshold.cli.standing import of_policy, standing_of, tell_unreleased
from threshold.output import terminal
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.decisions import Decision

FORMATS = ("text", "json", "ndjson", "csv", "markdown")
NOT_STATUSES = ("safeguarding_now", "unanswered", "protection_unknown")


def failing_words() -> tuple[str, ...]:
    """What `--fail-on` may name."""
    from threshold.semantics.closed_lists import STATUSES

    return (*STATUSES, *NOT_STATUSES)


def decide(
    cases: Cases,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="WHAT,...",
            help="Exit with 1 if any decision has such a status, or is safeguarding_now, unanswered or "
            "protection_unknown.",
            autocompletion=several(failing_words),
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every check, note and parameter, not only what decides.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Decide one or more cases: what the policy recommends, why, by when and who does what next.

    Examples:
      threshold decide case.yaml
        one case on one screen; its first line says what to do
      threshold decide cases --format csv > decisions.csv
        every case in a folder, a row for each
      threshold decide cases --fail-on safeguarding_now,protection_unknown
        for a script: exit with 1 where a child may be in danger
    """
    from threshold.casefiles import PassedOver, Unreadable, read_cases
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem

    choose(format_, FORMATS, "--format")
    failing = some_of(fail_on, failing_words(), "--fail-on")
    at = moment(as_at)
    engine = Engine(load_policy(policy), tuple(settings or ()))
    stands = standing_of(engine.policy)
    printer = _Printer(format_, everything, of_policy(stands))
    refused = 0
    found: set[str] = set()
    told: set[Problem] = set()
    for case in read_cases(cases, engine.policy.vocabulary):
        if isinstance(case, PassedOver):
            tell(f"{case.origin}: passed over: {case.why}")
            continue
        problems = case.problems if isinstance(case, Unreadable) else ()
        if not isinstance(case, Unreadable):
            try:
                decision = engine.decide(case, at)
                found |= _found(decision)
                printer.add(decision)
            except BadInput as error:
                problems = error.problems
        for problem in problems:
            # What is wrong with the policy is the same for every case: said once is enough.
            if problem not in told:
                tell(str(problem))
        told.update(problems)
        refused += bool(problems)
    printer.close()
    if printer.count:
        tell_unreleased(stands)
        tell_what_ran(quiet)
    if refused:
        were = "case or file was" if refused == 1 else "cases or files were"
        tell(f"{refused} {were} not decided")
        return 2
    return 1 if found & failing else 0


def _found(decision: "Decision") -> set[str]:
    """What `--fail-on` may name of a decision: its status, and whichever of NOT_STATUSES it is."""
    unanswered = decision.status == "undetermined" and decision.answered is False
    holds = (decision.safeguarding_now, unanswered, not decision.protection.known)
    return {decision.status, *(name for name, so in zip(NOT_STATUSES, holds, strict=True) if so)}


class _Printer:
    """Prints decisions as they come; only a JSON list has to wait for the last."""

    def __init__(self, format_: str, everything: bool, of_policy: dict[str, Any]) -> None:
        self.format, self.everything, self.of_policy = format_, everything, of_policy
        self.held: list[Decision] = []
        self.count = 0

    def add(self, decision: "Decision") -> None:
        from threshold import reports

        self.count += 1
        match self.format:
            case "json":
                self.held.append(decision)
            case "ndjson":
                say(reports.as_json(decision, self.of_policy))
            case "csv":
                say((reports.csv_headings() if self.count == 1 else "") + reports.csv_row(decision), end="")
            case "markdown":
                say(reports.as_markdown(decision, self.everything))
            case _:
                width, height = terminal.size()
                if self.count > 1:
                    say("\n" + "-" * width + "\n")
                painted = in_colour()
                paint = reports.in_colour if painted else reports.plainly
                say(reports.as_text(decision, self.everything, paint, width, height), "", painted=painted)

    def close(self) -> None:
        from threshold import reports

        if self.format == "json":
            say(reports.as_json_list(self.held, self.of_policy))
        elif self.format == "csv" and not self.count:
            say(reports.csv_headings(), end="")
