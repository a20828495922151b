"""What a decision says of itself in one word is worked out from its lines, and adds nothing to its JSON."""

from dataclasses import asdict
from typing import get_args

import pytest

from threshold.decisions.model import DeadlineRow, Decision
from threshold.semantics.closed_lists import Direction

from ..reports.making import decided, row


@pytest.mark.parametrize("direction", get_args(Direction))
def test_a_child_is_to_be_protected_now_where_that_is_recommended(direction: Direction):
    assert decided(direction=direction).safeguarding_now is (direction == "safeguarding_now")


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("relevant", [True, False])
def test_a_deadline_applies_where_it_matters_and_is_certain(relevant: bool, certain: bool):
    assert row(relevant=relevant, certain=certain).applies is (relevant and certain)


@pytest.mark.parametrize(("made", "word"), [(decided(), "safeguarding_now"), (row(), "applies")])
def test_what_is_worked_out_is_not_written(made: Decision | DeadlineRow, word: str):
    assert hasattr(made, word)
    assert word not in asdict(made)
