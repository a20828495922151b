"""Where there is no browser, that is said plainly; and where one has to be there, it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import NO_BROWSER

ROOT = Path(__file__).parents[2]
ONE = "tests/web/test_entrance.py::test_a_reload_works_and_sends_nothing_again"


@pytest.mark.slow
@pytest.mark.parametrize(("required", "status"), [("", 0), ("required", 1)])
def test_a_run_without_a_browser_says_what_was_left_out(tmp_path: Path, required: str, status: int) -> None:
    without = {
        **os.environ,
        "PATH": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "THRESHOLD_BROWSER": required,
    }
    run = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", ONE)
    done = subprocess.run(run, cwd=ROOT, env=without, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout
    assert NO_BROWSER in done.stdout
    assert ("1 test of the pages" in done.stdout, "apt-get install chromium" in done.stdout) == (
        (not status),
        (not status),
    )
