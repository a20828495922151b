"""A real server and a real browser: the desk as a person would have it before them."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The words by which the summary of a run knows what was left out (tests/conftest.py).
NO_BROWSER = "no browser: there is no Chromium on this computer"


def pytest_report_header() -> str:
    return f"browser: {executable() or 'none'}"


def executable() -> str | None:
    """Where a Chromium is, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass
class Desk:
    """A desk that is served: its address, which works once, and the folder of its register."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return re.match(r"http://[^/]+", self.address)[0]  # type: ignore[index]

    @property
    def port(self) -> int:
        return int(self.origin.rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it as Ctrl-C does, and tell how it ended; what it said on standard error is in `said`."""
        self.process.send_signal(signal.SIGINT)
        self.said.append(self.process.communicate(timeout=60)[1])
        return self.process.returncode


Serve = Callable[..., Desk]


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Desk]:
    """A desk served out of a folder, where its register is."""
    environment = {**os.environ, "THRESHOLD_REGISTER": str(folder / "register.sqlite")}
    command = [sys.executable, "-m", "threshold", "serve", "--adviser", "TM-07", *options]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Desk(process, process.stdout.readline().strip(), folder)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves a desk out of the folder of the test, as often as it is asked to."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(served(tmp_path, *options))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; where there is none they are left out, or fail where it has to be there."""
    found = executable()
    if found is None:
        if os.environ.get("THRESHOLD_BROWSER") == "required":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    sandbox = () if os.name == "nt" or os.geteuid() else ("--no-sandbox",)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, *sandbox])
        yield started
        started.close()
