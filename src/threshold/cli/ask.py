"""`threshold ask`: what is not known and could change the outcome."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.options import (
    TEXT_OR_JSON,
    AsAt,
    PolicyOption,
    SetOption,
    choose,
    format_option,
    in_colour,
    moment,
    one_case,
)
from threshold.output import terminal
from threshold.output.gate import prompt, say

if TYPE_CHECKING:
    from threshold.engine import Engine
    from threshold.interview.prompts import Screen


def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Ask here, and fill the case file in (it need not exist yet)."),
    ] = False,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
    quiet: Quiet = False,
) -> int:
    """List the questions whose answers could change the outcome: the most decisive first.

    Examples:
      threshold ask case.yaml
        what to ask, the most decisive question first
      threshold ask case.yaml --write
        answer here; the file is filled in, or made if there is none
    """
    from threshold import reports
    from threshold.engine import Engine
    from threshold.policy import load_policy, rules_of
    from threshold.questions.search import questions
    from threshold.questions.standing import standing

    choose(format_, TEXT_OR_JSON, "--format")
    engine = Engine(load_policy(policy), tuple(settings or ()))
    at = moment(as_at)
    if not write:
        read = one_case(case, engine)
        found = questions(engine, read, at)
        if format_ == "json":
            say(reports.questions_as_json(found))
        else:
            policy_ = engine.policy_for(read, at or read.as_at or date.today())
            rules = (rule for pack in policy_.packs for rule in rules_of(pack))
            clauses = {rule.head.id: rule.head.carries for rule in rules}
            how, width = standing(engine, read, at), terminal.size()[0]
            decision = engine.decide(read, at)
            if decision.safeguarding_now:
                say(reports.danger_as_text(decision, width) + "\n")
            say(reports.questions_as_text(found, how, clauses, width))
        tell_what_ran(quiet)
        return 0
    return _filled_in(engine, Path(case), at, quiet)


def _filled_in(engine: "Engine", path: Path, at: Any, quiet: bool) -> int:
    """Ask in the terminal, or read the answers as they come, and show the decision."""
    from threshold import reports
    from threshold.interview import Interview
    from threshold.interview.keyboard import Keyboard, prompts_beside_output

    keyboard = Keyboard(prompt)
    with prompts_beside_output():
        somebody = sys.stdin.isatty()
        interview = Interview(engine, path, at, prompt, keyboard.hear, screen=_screen, somebody=somebody)
        decision = interview.run()
    if decision is not None:
        prompt("\n")
        paint = reports.in_colour if in_colour() else reports.plainly
        say(reports.as_text(decision, False, paint, *terminal.size()), end="", painted=in_colour())
        tell_what_ran(quiet)
        interview.closing(decision)
    return 0


def _screen() -> "Screen":
    from threshold.interview.prompts import Screen

    return Screen(*terminal.size())
