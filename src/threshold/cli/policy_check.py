"""`threshold policy check`: what is wrong with a policy, and what was hardly meant."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.options import TEXT_OR_JSON, choose, format_option
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.soundness.checked import Checked


def check(
    policies: Annotated[
        list[str] | None,
        typer.Argument(metavar="POLICY...", help="Policies by name or file; all that come along if none."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="Say what a finding means; `list` names them all."),
    ] = None,
    witness: Annotated[
        Path | None,
        typer.Option("--witness", metavar="FOLDER", help="Write a case that shows it for each finding."),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Name each thing that was not looked at.")] = False,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Load policies as they stood on every date on which something changed; tell every problem.

    Exit with 2 if one cannot be used, else with 1 if anything was found in one: silence that decides, a
    request that can never be permitted, a row that lets go of a child without `moves:`, something that makes
    no difference, or a length of time in words. Of the script of a consultation line every way is gone: each
    ends in an outcome within ten questions, and none in less serious advice than the rules call for.

    Examples:
      threshold policy check our-policy.yaml
        one of your own
      threshold policy check our-policy.yaml --witness shown
        a case for each finding that one can show
      threshold policy check --explain list
        everything that is looked for
    """
    from threshold.output import terminal
    from threshold.policy import policy_names
    from threshold.reading import BadInput
    from threshold.soundness import report

    choose(format_, TEXT_OR_JSON, "--format")
    width = terminal.size()[0]
    if explain is not None:
        say(_explained(explain, width))
        return 0
    worst = 0
    told: list[Checked] = []
    for name in policies or policy_names():
        try:
            checked = checked_policy(name)
            written = [] if witness is None else list(checked.write_cases(witness))
        except BadInput as error:
            worst = 2
            for problem in error.problems:
                tell(str(problem))
            continue
        worst = max(worst, 1 if checked.findings else 0)
        told.append(checked)
        if format_ == "text":
            say(report.as_text(checked, width, whole, written))
        for path in written:
            tell(f"{path}: shows it")
    if format_ == "json":
        say(report.as_json(told))
    return worst


def checked_policy(name: str) -> "Checked":
    """A policy with all that is found in it. Raises BadInput where it cannot be used."""
    from threshold.consultation.soundness import Looked, script_findings
    from threshold.policy import load_policy
    from threshold.soundness.checked import checked

    files = load_policy(name)
    for day in files.change_dates:
        files.at(day)
    looked: list[Looked] = []
    scripts = list(script_findings(files, looked))
    return checked(name, files, scripts, map(str, looked))


def _explained(code: str, width: int) -> str:
    from threshold.consultation.soundness import SCRIPT_CHECKS
    from threshold.soundness.explaining import explained

    return explained(code, SCRIPT_CHECKS, width)
