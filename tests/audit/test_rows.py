"""The rows behind the figures, and which of them terms choose."""

import pytest

from threshold.audit.rows import read_where, rows
from threshold.audit.run import Run
from threshold.reading import BadInput

from .conftest import FORMULA, MARKUP, PATH, RULE


def chosen(done: Run, *terms: str) -> list[str]:
    return [child for table in rows(done, read_where(terms, done)) for child in table["child"]]


def test_terms_apply_together_and_commas_are_alternatives(done: Run) -> None:
    assert set(chosen(done, "status=overdue")) == {FORMULA, MARKUP, PATH}
    assert set(chosen(done, f"status=overdue,late rule={RULE}")) == {FORMULA, MARKUP, PATH, "LATE"}
    assert chosen(done, "status=overdue", "team=South", f"clause={RULE}") == [PATH]
    assert chosen(done, "status=overdue pack=mosaic-cin") == []


def test_a_value_may_have_spaces(done: Run) -> None:
    assert read_where(["team=North East status=late"], done).teams == {"North East"}


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("state=late", 'mean "status"'),
        ("late", "a term is such as"),
        ("status=overdu", 'mean "overdue"'),
        ("rule=X", "no such rule"),
    ],
)
def test_a_term_that_means_nothing(done: Run, term: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_where([term], done)
