"""What every test shares: how hypothesis behaves, and what the summary of a run tells of random cases."""

import os

import pytest
from hypothesis import settings

# No deadline: a busy machine is no defect. In CI the same examples each time, so that a red run can
# be repeated; at a desk new ones each time, so that more is found.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what random cases were tried, and with which seed; with -v or in long form, what came of them."""
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
