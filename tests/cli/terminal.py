"""A command of `threshold` at a pseudo-terminal: what it shows, and what is typed."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path


class Terminal:
    """`threshold` at a pseudo-terminal, with these words behind it."""

    def __init__(self, folder: Path, *arguments: str, output: str = "", **environment: str) -> None:
        self.screen = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            # Whoever is started in the background ignores Ctrl-C, and so do those that it starts.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(folder)
            os.environ.update(environment)
            if output:
                os.dup2(os.open(output, os.O_CREAT | os.O_WRONLY, 0o600), 1)
            os.execv(sys.executable, [sys.executable, "-m", "threshold", *arguments])

    def wait_for(self, text: str, seconds: float = 60) -> str:
        """Everything shown up to and with this text, from where the last one ended."""
        end = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < end, self.screen
            if not self._read():
                raise AssertionError(f"ended without {text!r}: {self.screen}")
        before, _, self.screen = self.screen.partition(text)
        return before + text

    def wait_until_it_listens(self, seconds: float = 60) -> None:
        """All of the question being shown, nothing but the next key makes the program go on.

        A Ctrl-C that comes just before that is noted by Python, but not acted on until a line is typed.
        """
        end = time.monotonic() + seconds
        seen_asleep = 0
        while seen_asleep < 5:
            assert time.monotonic() < end, self.screen
            time.sleep(0.01)
            seen_asleep = seen_asleep + 1 if self._sleeps() else 0

    def _sleeps(self) -> bool:
        process = Path("/proc", str(self.pid), "stat")
        if process.exists():
            return process.read_text().rpartition(")")[2].split()[0] == "S"
        command = ["ps", "-o", "state=", "-p", str(self.pid)]
        state = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return state.strip()[:1] in ("S", "I")

    def _read(self) -> bool:
        if not select.select([self.handle], [], [], 1)[0]:
            return True
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # the other end is closed
            return False
        self.screen += data.decode().replace("\r\n", "\n")
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C, once the program waits for a key."""
        self.wait_until_it_listens()
        self.type("\x03")

    def end(self, seconds: float = 60) -> int:
        """The exit status, everything shown being read; negative for a signal."""
        end = time.monotonic() + seconds
        while self._read():
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"it did not end: {self.screen}")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
