"""What README.md, CONTRIBUTING.md and docs/ show is what the program does.

`.venv/bin/python tests/end_to_end/test_readme.py --write` puts what the commands print now, and the table of
packs as they are now, into the pages. Read the difference before committing it.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from threshold.policy import load_policy, rules_of

ROOT = Path(__file__).parents[2]
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
PAGES = [README, CONTRIBUTING, *sorted((ROOT / "docs").glob("*.md"))]

# Commands that a page may show but that are not run here: they install, change or ask something.
NOT_RUN = (
    *("for kind in", "git", "pip", "source", ".venv/bin/"),
    *(
        "threshold ask --write",
        "threshold consult --adviser",
        "threshold consult --resume",
        "threshold consult --break-off",
        "threshold serve",
        "threshold policy release our-town.yaml",
    ),
)

OMITTED = "..."
BLOCK = re.compile(r"^```(?:console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
EXCERPT = re.compile(r"^```yaml\n# ((?:cases|rules)/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#]+)[^)]*\)")
PACKS = re.compile(r"(?<=<!-- packs -->\n).*?(?=<!-- end of packs -->)", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command that a page shows after a `$`, perhaps over several lines, and the lines printed below it."""

    page: Path
    line: int
    command: str
    output: tuple[str, ...]

    @property
    def runs(self) -> bool:
        return not self.command.startswith(NOT_RUN) and "threshold" in shlex.split(self.command)

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def shown_on(page: Path) -> Iterator[Shown]:
    """Every command of the page's `console` and `sh` blocks."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        for found in COMMAND.finditer(text, block.start(1), block.end(1)):
            line = text.count("\n", 0, found.start()) + 1
            yield Shown(page, line, found[1], tuple(found[2].splitlines()))


def printed_by(command: str) -> tuple[str, ...]:
    """The lines that a command prints, on both streams, as on a terminal of 100 columns without colour.

    What it records is recorded where nobody looks for it.
    """
    with TemporaryDirectory() as folder:
        return _printed_by(command, {"THRESHOLD_REGISTER": f"{folder}/register.sqlite"})


def _printed_by(command: str, also: dict[str, str]) -> tuple[str, ...]:
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, "PATH": programs, "NO_COLOR": "1", "COLUMNS": "100", **also},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return tuple(line.rstrip() for line in done.stdout.splitlines())


def as_shown(shown: Shown) -> tuple[str, ...]:
    """What the command prints now, with as much left out as the page leaves out (by a line of `...`)."""
    came = printed_by(shown.command)
    if OMITTED not in shown.output:
        return came
    head = shown.output.index(OMITTED)
    tail = len(shown.output) - head - 1
    if head + tail >= len(came):
        return came
    return (*came[:head], OMITTED, *came[len(came) - tail :])


def table_of_packs() -> str:
    """The packs of the default policy, as a Markdown table."""
    rows = [
        (
            f"`{pack.name}`",
            pack.title,
            f"{pack.source.document}; {pack.source.publisher}",
            pack.source.date,
            f"{len(pack.clauses)}",
            f"{len(rules_of(pack))}",
        )
        for pack in load_policy("default").at(date(2026, 11, 22)).packs
    ]
    table = [("pack", "what it holds", "source", "of", "clauses", "rules"), ("---",) * 6, *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in table)


SHOWN = [shown for page in PAGES for shown in shown_on(page)]


def test_a_block_starts_with_a_command() -> None:
    starts = {block[1][:2] for page in PAGES for block in BLOCK.finditer(page.read_text(encoding="utf-8"))}
    assert starts == {"$ "}


@pytest.mark.parametrize("shown", [shown for shown in SHOWN if shown.runs], ids=str)
def test_a_command_prints_what_the_page_shows(shown: Shown) -> None:
    assert shown.output == as_shown(shown), f"if this is as it should be: {__doc__}"


@pytest.mark.parametrize("shown", [shown for shown in SHOWN if not shown.runs], ids=str)
def test_every_other_command_is_a_target_of_make_or_known(shown: Shown) -> None:
    program, *words = shlex.split(shown.command)
    if program == "make":
        targets = set(
            re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        )
        assert {word for word in words if "=" not in word} <= targets
    else:
        assert shown.command.startswith(NOT_RUN)


def test_the_table_of_packs_is_true() -> None:
    [table] = PACKS.findall(README.read_text(encoding="utf-8"))
    assert table == table_of_packs(), f"if this is as it should be: {__doc__}"


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=lambda page: page.name)
def test_an_excerpt_is_in_its_file(page: Path) -> None:
    for name, excerpt in EXCERPT.findall(page.read_text(encoding="utf-8")):
        rest = (ROOT / name).read_text(encoding="utf-8")
        for piece in excerpt.split("# ...\n"):
            assert piece in rest, f"{name} does not hold, or not in this order:\n{piece}"
            rest = rest.partition(piece)[2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def write() -> None:
    """Put what is printed now in the place of what the pages show."""
    for page in PAGES:
        old = page.read_text(encoding="utf-8")
        lines = old.splitlines()
        # From the bottom up, so that the line numbers above stay right.
        for shown in reversed([shown for shown in SHOWN if shown.page == page and shown.runs]):
            start = shown.line + shown.command.count("\n")
            lines[start : start + len(shown.output)] = as_shown(shown)
        new = "\n".join(lines) + "\n"
        if page == README:
            new = PACKS.sub(lambda _: table_of_packs(), new)
        if new != old:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} brought up to date\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
