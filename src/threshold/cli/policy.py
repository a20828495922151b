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


@app.command("schema")
def print_schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="case, rules, parameters, pack, policy or decision."),
    ],
    policy: PolicyOption = None,
) -> int:
    """Print the JSON Schema of a kind of file, for editors, or of the decisions that are printed."""
    import json

    from threshold import schemas
    from threshold.policy import load_policy

    choose(kind, schemas.KINDS, "KIND")
    schema = schemas.schema_for(kind, load_policy(policy).vocabulary)
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
