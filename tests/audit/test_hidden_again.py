"""Small numbers that are told, or can be told from a sum, stop an audit that is to hide them."""

from dataclasses import replace

import pytest

from threshold.audit.hidden_again import check_hidden
from threshold.audit.model import Counts, Month
from threshold.audit.suppress import suppress
from threshold.reading import BadInput

from .conftest import audit_of, summary

SOME = {"met": 40, "late": 3, "pending": 12}


def test_what_is_hidden_is_let_pass() -> None:
    before = audit_of(summary("R", SOME))
    check_hidden(before, suppress(before, 5), 5)


@pytest.mark.parametrize(
    "changed",
    [
        {},  # a small number is told
        {"late": None},  # it is what the sum leaves over
        {"late": None, "judged": None, "n": None, "met": 41},  # another number is told
    ],
)
def test_a_number_that_tells_a_small_one_is_found(changed: dict[str, int | None]) -> None:
    before = audit_of(summary("R", SOME))
    counts = replace(before.rules[0].counts, **changed)
    with pytest.raises(BadInput, match="nothing is reported"):
        check_hidden(before, audit_of(replace(before.rules[0], counts=counts)), 5)


def test_months_are_looked_at_too() -> None:
    rule = replace(summary("R", {"met": 40}), months=(Month("2026-05", Counts(met=2, n=2, judged=2)),))
    with pytest.raises(BadInput, match="a small number"):
        check_hidden(audit_of(rule), audit_of(rule), 5)
