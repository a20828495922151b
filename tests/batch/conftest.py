"""Many cases under the small policy of the tests of meaning; and a small export whose results are known."""

import pytest

pytest.importorskip("polars")

from threshold.batch import Batch, Results

from ..semantics.conftest import nothing_remembered, rules, small, supported, supported_rules
from .by_hand import AS_AT, POLICY, tables

__all__ = ["nothing_remembered", "rules", "small", "supported", "supported_rules"]


@pytest.fixture(scope="session")
def results() -> Results:
    """What comes out of the small export."""
    return Batch(POLICY, AS_AT).evaluate(tables())
