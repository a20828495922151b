"""A shell at a pseudo-terminal, in which `threshold` is completed by the Tab key, as somebody types it."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "src" / "threshold" / "cli" / "shells"
START = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
}
# What shows each word of a line as the shell understands it.
SHOWN = r"""show() { printf '<%s>' "$@"; printf 'SHOWN\n'; }"""
READY = {
    "bash": f"PS1=; bind 'set bell-style none'; . {SCRIPTS}/threshold.bash; {SHOWN}; echo RE''ADY\n",
    "zsh": (
        "PS1=; unsetopt prompt_sp beep; autoload -Uz compinit; compinit -D; "
        f". {SCRIPTS}/threshold.zsh; {SHOWN}; echo RE''ADY\n"
    ),
}
BEGINNING, TAB = "\x01", "\t"


def on_path(folder: Path) -> str:
    """A PATH on which there is `threshold`, in a folder."""
    folder.mkdir(exist_ok=True)
    program = folder / "threshold"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m threshold "$@"\n')
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def completed(shell: str, folder: Path, path: str, typed: str) -> list[str]:
    """The words of a line once Tab was pressed at its end."""
    return Typing(shell, folder, path).words(typed)


class Typing:
    """An interactive shell without anybody's settings."""

    def __init__(self, shell: str, folder: Path, path: str) -> None:
        self.screen = ""
        program = shutil.which(shell)
        assert program
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(PATH=path, TERM="dumb", HOME=str(folder), HISTFILE="/dev/null")
            os.execv(program, [program, *START[shell]])
        self.type(READY[shell])
        self.wait_for("\nREADY")

    def words(self, typed: str) -> list[str]:
        """What the shell makes of this line after Tab; then the shell is ended."""
        try:
            self.type(f"{typed}{TAB}{BEGINNING}show \n")
            shown = self.wait_for("SHOWN\n")
        finally:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.handle)
        return re.findall(r"<([^<>]*)>", shown[shown.rindex("<threshold>") :])

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def wait_for(self, text: str, seconds: float = 30) -> str:
        end = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < end, self.screen
            if select.select([self.handle], [], [], 1)[0]:
                self.screen += os.read(self.handle, 65536).decode(errors="replace").replace("\r", "")
        before, _, self.screen = self.screen.partition(text)
        return before + text


def offered_by_fish(folder: Path, path: str, typed: str) -> list[str]:
    """What fish offers at the end of a line."""
    script = f"source {SCRIPTS}/threshold.fish; complete -C $typed"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "HOME": str(folder), "typed": typed},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return [line.partition("\t")[0] for line in done.stdout.splitlines()]
