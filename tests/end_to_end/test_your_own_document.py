"""docs/your-own-document.md, step by step in an empty folder: what it shows is what is printed.

`.venv/bin/python tests/end_to_end/test_your_own_document.py --write` puts what the commands print now
into the page. Read the difference before committing it.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "your-own-document.md"
BLOCK = re.compile(r"^```(text|diff|yaml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OMITTED = "..."


class Desk:
    """The folder in which somebody follows the page."""

    def __init__(self, folder: Path) -> None:
        self.here = folder

    def follow(self, kind: str, block: str) -> str:
        """Do what a block says; the block as it should be."""
        match kind:
            case "diff":
                self._change(*block.split("\n", 1))
            case "yaml" | "csv" if block.startswith("# new: "):
                first, text = block.split("\n", 1)
                path = self.here / first.removeprefix("# new: ")
                assert not path.exists(), path
                path.write_text(text, encoding="utf-8")
            case "text" if block.startswith("$ "):
                return "".join(
                    self._shown(each) for each in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]
                )
        return block

    def _change(self, first: str, lines: str) -> None:
        """Lines that begin with - go, those with + come, and the others are there."""
        path = self.here / first.removeprefix("# ")
        told = lines.splitlines()
        before = "".join(f"{line[1:]}\n" for line in told if line[:1] != "+")
        after = "".join(f"{line[1:]}\n" for line in told if line[:1] != "-")
        text = path.read_text(encoding="utf-8")
        assert f"\n{text}".count(f"\n{before}") == 1, f"{first}: {before}"
        path.write_text(f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:], encoding="utf-8")

    def _shown(self, typed: str) -> str:
        command, *shown = typed.splitlines()
        words = shlex.split(command.removeprefix("$ "))
        if words[0] == "cd":
            self.here = self.here / words[1]
            return f"{command}\n"
        assert words[0] == "threshold"
        done = subprocess.run(
            [sys.executable, "-m", "threshold", *words[1:]],
            cwd=self.here,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        came = [line.rstrip() for line in done.stdout.splitlines()]
        if OMITTED in shown:
            head = shown.index(OMITTED)
            tail = len(shown) - head - 1
            if head + tail < len(came):
                came = [*came[:head], OMITTED, *came[len(came) - tail :]]
        return "\n".join((command, *came)) + "\n"


def followed(text: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Each block of a page, and what it should be, in the order in which somebody follows it."""
    desk = Desk(folder)
    for kind, block in BLOCK.findall(text):
        yield block, desk.follow(kind, block)


@pytest.mark.slow
def test_the_page_can_be_followed_from_an_empty_folder(tmp_path: Path) -> None:
    steps = list(followed(PAGE.read_text(encoding="utf-8"), tmp_path))
    assert len(steps) > 20
    for shown, came in steps:
        assert shown == came, f"if this is as it should be: {__doc__}"


if __name__ == "__main__" and "--write" in sys.argv:
    page = PAGE.read_text(encoding="utf-8")
    with TemporaryDirectory() as empty:
        came = iter([new for _, new in followed(page, Path(empty))])
    PAGE.write_text(BLOCK.sub(lambda found: f"```{found[1]}\n{next(came)}```", page), encoding="utf-8")
