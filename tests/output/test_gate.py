"""The one gate: nobody prints but through it, what a terminal obeys does not pass, and failing has a word."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from threshold.output.gate import guard, prompt, say, say_line, tell

SOURCE = Path(__file__).parents[2] / "src" / "threshold"
GATE = SOURCE / "output" / "gate.py"
CASE = Path(__file__).parents[2] / "cases" / "national" / "referral-without-consent.yaml"
# An escape sequence, one of eight bits, a line of its own, a reversed direction, a byte that is no UTF-8.
HOSTILE = "a\x1b[31mb\x9b2Jc\nthreshold: all fine\u202e\udcff"


def command(*words: str | bytes) -> list[str | bytes]:
    return [sys.executable, "-m", "threshold", *words]


# Nobody prints otherwise


def printing(tree: ast.AST) -> Iterator[int]:
    """The lines in which something is printed, or a stream taken that it could be printed to."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield node.lineno
            case ast.Attribute(attr="echo" | "secho" | "echo_via_pager" | "confirm", value=ast.Name()):
                yield node.lineno
            case ast.Attribute(attr="write" | "writelines", value=ast.Attribute(attr="stdout" | "stderr")):
                yield node.lineno
            case ast.Attribute(attr="__stdout__" | "__stderr__"):
                yield node.lineno
            case ast.Call(func=ast.Name(id="Console"), keywords=words):
                if "unguarded_stderr()" not in {ast.unparse(word.value) for word in words}:
                    yield node.lineno


@pytest.mark.parametrize("told", ["print(1)", "typer.echo(1)", "sys.stderr.write('')", "Console()"])
def test_what_prints_is_known_by_its_kind(told: str) -> None:
    assert list(printing(ast.parse(told))) == [1]


def test_nobody_prints_but_the_gate() -> None:
    modules = [path for path in SOURCE.rglob("*.py") if path != GATE]
    assert len(modules) > 300
    found = [f"{path}:{line}" for path in modules for line in printing(ast.parse(path.read_text()))]
    assert found == []


def test_a_line_with_a_name_in_it_is_printed_as_one_line() -> None:
    """`say` takes whole texts, made by a renderer; what a command puts together itself is a line."""
    said = [
        f"{path.name}:{node.lineno}"
        for path in sorted((SOURCE / "cli").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say"
        if node.args and isinstance(node.args[0], ast.JoinedStr)
    ]
    # A column map, which is YAML on many lines.
    assert [each.partition(":")[0] for each in said] == ["inspecting.py"]


# What makes text of some kind, and who may call it besides `output`: whoever keeps what was given.
MAKERS = {
    "csv.writer": {"demo/untidy.py"},
    "html.escape": set(),
    "tabulate.tabulate": set(),
    "json.dumps": {
        *("casefiles/write.py", "exports/files/records.py", "engine/durable_rules.py", "policy/written.py"),
        *("exports/rows/map_draft.py", "exports/formats/national_map.py", "shapes.py", "register/replay.py"),
        *("register/entries.py", "register/record.py", "register/checkpoint.py", "register/policies.py"),
        "register/mirror.py",
    },
}


def made_by(path: Path, maker: str) -> bool:
    """Whether a module calls or imports what makes such a text."""
    library, _, name = maker.partition(".")
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=called) if (of, called) == (library, name):
                return True
            case ast.ImportFrom(module=of, names=names) if of == library and name in {
                each.name for each in names
            }:
                return True
    return False


@pytest.mark.parametrize("maker", MAKERS)
def test_every_text_is_made_by_what_makes_it_safe(maker: str) -> None:
    found = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if made_by(path, maker)}
    assert any(each.startswith("output/") for each in found)
    assert {each for each in found if not each.startswith("output/")} <= MAKERS[maker]


# What passes


def test_a_result_keeps_its_lines_and_nothing_else_that_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(HOSTILE)
    say("one;two\r\n", end="")
    say("“Zoë” \u2013 5 °C")
    out, err = capsys.readouterr()
    assert out == "a?[31mb?2Jc\nthreshold: all fine??\none;two\r\n“Zoë” \u2013 5 °C\n"
    assert err == ""


def test_only_colours_of_ours_pass_and_only_where_there_are_some(capsys: pytest.CaptureFixture[str]) -> None:
    say("\x1b[31mred\x1b[0m \x1b[8mhidden", painted=True)
    say("\x1b[31mred\x1b[0m")
    assert capsys.readouterr().out == "\x1b[31mred\x1b[0m ?[8mhidden\n?[31mred?[0m\n"


def test_a_message_is_one_line_in_which_a_file_is_still_known_by_its_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell(HOSTILE)
    said = r"threshold: a\x1b[31mb\x9b2Jc\nthreshold: all fine\u202e\udcff" + "\n"
    assert capsys.readouterr() == ("", said)


def test_a_result_of_one_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say_line("wrote a\nthreshold: all fine\x1b[2J")
    assert capsys.readouterr() == (r"wrote a\nthreshold: all fine\x1b[2J" + "\n", "")


def test_a_question_ends_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    prompt("Which?\x07 ")
    assert capsys.readouterr() == ("", "Which?? ")


SCRIPTS = {
    "a warning": "import warnings; warnings.warn(text)",
    "a log": "import logging; logging.getLogger('lib').warning(text)",
    "an error nobody caught": "raise RuntimeError(text)",
    "a library that prints": "print(text); print(text, file=sys.stderr)",
}


@pytest.mark.parametrize("how", SCRIPTS)
def test_what_libraries_print_passes_the_gate_too(how: str) -> None:
    script = (
        f"import sys; from threshold.output.gate import guard; guard(); text = sys.argv[1]; {SCRIPTS[how]}"
    )
    hostile = HOSTILE.encode(errors="surrogateescape")
    done = subprocess.run([sys.executable, "-c", script, hostile], capture_output=True, check=False)
    printed = (done.stdout + done.stderr).decode()
    assert "all fine" in printed
    assert all(character.isprintable() for line in printed.split("\n") for character in line)


def test_the_gate_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    guard()
    stood = sys.stdout, sys.stderr
    guard()
    assert (sys.stdout, sys.stderr) == stood


def test_a_file_name_forges_no_line() -> None:
    done = subprocess.run(
        command("decide", "no\nthreshold: all fine\x1b[2J.yaml"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        r"threshold: no\nthreshold: all fine\x1b[2J.yaml: there is no such file; `threshold ask FILE "
        "--write` asks, and makes one",
        "threshold: 1 case or file was not decided",
    ]


# Where it cannot be printed


@pytest.mark.parametrize(
    "words", [("decide", str(CASE), "--format", "json"), ("--help",), ("--version",), ()]
)
def test_a_full_device_has_its_word_and_its_status(words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(command(*words), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "standard output cannot be written (No space left on device); what was printed is not whole"
    assert (done.returncode, done.stderr) == (2, f"threshold: {said}\n")


@pytest.mark.parametrize(
    ("closed", "said"),
    [(">&-", "threshold: standard output cannot be written (it is closed); what was printed is not whole\n"),
     (">&- 2>&-", "")],
)  # fmt: skip
def test_a_closed_output_is_never_taken_for_done(closed: str, said: str) -> None:
    line = f'exec "$0" -m threshold decide "$1" {closed}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, str(CASE)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, said)


def test_without_standard_error_the_status_still_speaks() -> None:
    line = 'exec "$0" -m threshold decide no-such.yaml 2>&-'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("decide -", "standard input: the file is empty"),
        ("ask -", "standard input: the file is empty"),
        ("timeline -", "standard input: the file is empty"),
        ("ask --write C-1.yaml", "Nothing was written"),
        ("record {case}", "--decision: is missing"),
        (
            "record {case} --decision continue --by Manager --reference TM-07 --agree --reason-file -",
            "no text",
        ),
        ("register erase 1 --by Manager --reference TM-1 --reason-file -", "no text"),
        ("register erase 1 --by Manager --reference TM-1 --reason Kept", ""),
    ],
)
def test_a_closed_input_is_an_empty_one(tmp_path: Path, words: str, said: str) -> None:
    line = f'exec "$0" -m threshold {words.format(case=CASE)} <&-'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "internal error" not in done.stderr
    assert said in done.stderr
    assert done.returncode in (0, 2)
