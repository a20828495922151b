"""Calls that were begun and not finished are told where the log is listed."""

from datetime import UTC, datetime
from pathlib import Path

from threshold.consultation import open_line
from threshold.consultation.call import begin
from threshold.consultation.drafts import Drafts
from threshold.policy import load_policy

from .running import Run
from .test_calls import TODAY, register, run

__all__ = ["register", "run"]


def test_how_many_are_not_finished_is_said(run: Run, register: Path) -> None:
    assert "not finished" not in run("list")[1]
    begun = begin(open_line(load_policy("caf-team"), TODAY), datetime.now(UTC))
    drafts = Drafts(register)
    drafts.keep(begun)
    last = run("list")[1].splitlines()[-1]
    assert last == f"1 call begun and not finished: {begun.reference}; `threshold consult --resume REF`"
    with drafts.taking(begun.reference):
        assert "not finished" not in run("list")[1]
