"""What every test shares: how hypothesis behaves, one browser, and what the summary of a run tells."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from threshold.output.words import many

# No deadline: a busy machine is no defect. In CI the same examples each time, so that a red run can
# be repeated; at a desk new ones each time, so that more is found.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

NO_BROWSER = "there is no Chromium on this computer"
_GET_ONE = (
    "Get one: `apt-get install chromium` on Debian and Ubuntu, "
    "`.venv/bin/playwright install chromium` elsewhere."
)


ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable(playwright: Any) -> str | None:
    """Where a Chromium is, if there is one: the system's, or one that Playwright has fetched."""
    own = playwright.chromium.executable_path
    found = (where for name in NAMES if (where := shutil.which(name)))
    return next(found, own if Path(own).is_file() else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests, wherever they are: a second Playwright in one process does not start.

    Where there is none they are left out, or fail where it has to be there.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = executable(playwright)
        if found is None:
            (pytest.fail if os.environ.get("THRESHOLD_BROWSER") == "required" else pytest.skip)(NO_BROWSER)
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        started = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, *sandbox])
        yield started
        started.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was left out, and the seeds of random cases; with -v or in long form, what came of them."""
    _tell_what_was_left_out(terminalreporter)
    tables = {
        name: str(table)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, table in getattr(report, "user_properties", ())
        if name.startswith(("invariant of ", "tampering with "))
    }
    in_full = terminalreporter.config.option.verbose > 0 or os.environ.get("THRESHOLD_STRESS")
    for name, table in sorted(tables.items()):
        terminalreporter.write_line(name)
        if in_full:
            terminalreporter.write_line(table)


def _tell_what_was_left_out(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly that the pages were looked at by no browser, and what to do about it."""
    reports = terminalreporter.stats.get("skipped", ())
    skipped = [report for report in reports if NO_BROWSER in str(report.longrepr)]
    if skipped:
        terminalreporter.section("LEFT OUT", sep="=")
        terminalreporter.write_line(f"{many(len(skipped), 'test')} of the pages in a browser: {NO_BROWSER}.")
        terminalreporter.write_line(_GET_ONE)
