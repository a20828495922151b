"""How often people override, counted by hand."""

from threshold.register.render.html import stats_page
from threshold.register.render.text import stats_text
from threshold.register.stats import stats

from .conftest import ENTRIES


def test_counts_are_by_clause_direction_status_and_role():
    counted = stats(ENTRIES)
    assert (counted.all.decisions, counted.all.overridden, counted.all.percent) == (4, 2, 50)
    assert [(each.name, each.decisions, each.overridden) for each in counted.by_clause] == [
        ("RBC-5.1", 2, 2),
        ("RBC-4.2a", 3, 1),
    ]
    assert [(each.name, each.overridden) for each in counted.by_direction] == [
        ("step down", 1),
        ("step down, decided continue", 1),
    ]
    assert (counted.mismatches, counted.erased) == (1, 1)
    assert "2 of 4 overridden (50%)" in stats_text(counted)


def test_an_empty_register_has_nothing_to_count():
    assert "no decisions" in stats_text(stats([]))
    assert "No decisions" in stats_page(stats([]))
