"""`threshold policy`: read, check, try and test rules."""

from typing import Annotated

import typer

from threshold.cli.options import PolicyOption, SetOption, choose

app = typer.Typer(help="Read, check, try and test the rules.", no_args_is_help=True, rich_markup_mode=None)


@app.command("test")
def run_examples(
    cases: Annotated[list[str], typer.Argument(metavar="CASE...", help="Example cases, or folders of them.")],
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or junit.")] = "text",
) -> int:
    """Decide example cases and compare each with what it expects; exit with 1 if any differs."""
    from threshold import examples

    choose(format_, ("text", "json", "junit"), "--format")
    results = list(examples.run_examples(cases, policy, tuple(settings or ())))
    render = {"text": examples.as_text, "json": examples.as_json, "junit": examples.as_junit}
    typer.echo(render[format_](results))
    return 0 if all(result.passed for result in results) else 1
