"""A command line that is none is told in our own words, whichever typer reads it."""

import sys

import pytest

from threshold.cli.main import main

# The commands that there are among the lines, the longest first.
COMMANDS = ("policy show ", "policy ", "register ", "decide ", "demo-data ", "audit ")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--wat", "No such option: --wat"),
        ("decide x --formt json", "No such option: --formt (Possible options: --format)"),
        ("decide x --wat", "No such option: --wat (Possible options: --as-at, --format, --set)"),
        ("decide", "Missing argument 'CASE...'."),
        ("demo-data", "Missing option '--out'."),
        ("decide x --format", "Option '--format' requires an argument."),
        ("decide x --all=3", "Option '--all' does not take a value."),
        ("--version=3", "Option '--version' does not take a value."),
        ("audit x --sample -1", "Invalid value for '--sample': it must be a number, 0 or more"),
        ("nope", "No such command."),
        ("decid", "No such command. Did you mean 'decide'?"),
        ("policy nope", "No such command. (try"),
        ("verify", "No such command. Did you mean 'threshold register verify'?"),
        (
            "policy list",
            "No such command. Did you mean 'threshold consult list', 'threshold register list' or 't",
        ),
        ("Kestrel", "No such command. (try"),
        ("register lst", "No such command. Did you mean 'list'?"),
        ("policy show a Kestrel", "Got more arguments than this command takes"),
        (
            "demo-data --children Kestrel --out x",
            "Invalid value for '--children': it must be a number from 1 to ",
        ),
        (
            "demo-data --children 0 --out x",
            "Invalid value for '--children': it must be a number from 1 to 9",
        ),
    ],
)
def test_a_command_line_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["threshold", *line.split()])
    assert main() == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"threshold: {says}")
    known = next((each for each in COMMANDS if f"{line} ".startswith(each)), "")
    assert err.endswith(f"(try `threshold {known}--help`)\n")
    assert err.count("\n") == 1
    assert "Kestrel" not in err
    assert "7.25" not in err
