"""Single cases as tables: whatever a column can hold, each case in its place."""

from datetime import date, datetime

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.stated import has_column, tables_of  # noqa: E402
from threshold.batch.tables import checked  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402

from . import by_hand  # noqa: E402

VOCABULARY = by_hand.POLICY.vocabulary


def test_each_fact_is_a_column_and_each_entry_a_row():
    cases = [
        Case("A", {"child_protection.concern": False, "contact.received": datetime(2026, 8, 1, 9, 30)}),
        Case("B", {"contact.received": date(2026, 8, 2)}, (Entry(date(2026, 8, 2), "referral"),)),
        Case("C", {"contact.brag": "red"}),
    ]
    tables = checked(tables_of(cases, VOCABULARY, by_hand.AS_AT), VOCABULARY)
    assert tables.facts["child_protection.concern"].to_list() == [False, None, None]
    assert tables.facts["contact.brag"].to_list() == [None, None, "red"]
    assert tables.facts["contact.received"].to_list() == [
        datetime(2026, 8, 1, 9, 30),
        datetime(2026, 8, 2),
        None,
    ]
    assert tables.facts["contact.received__whole_day"].to_list() == [False, True, False]
    assert tables.events.select("child", "event", "on").rows() == [("1", "referral", date(2026, 8, 2))]
    assert tables.as_at == by_hand.AS_AT


def test_lists_are_lists():
    name = next(name for name, fact in VOCABULARY.facts.items() if fact.given and fact.type.kind == "list")
    tables = tables_of([Case("A", {name: ("x", "y")}), Case("B", {})], VOCABULARY, by_hand.AS_AT)
    assert tables.facts[name].to_list() == [["x", "y"], None]


def test_without_entries_or_facts_there_are_still_children():
    tables = checked(tables_of([Case("A", {})], VOCABULARY, by_hand.AS_AT), VOCABULARY)
    assert tables.facts["child"].to_list() == ["0"]
    assert tables.events.is_empty()


def test_what_no_column_holds():
    held = {fact.type.kind: has_column(fact) for fact in VOCABULARY.facts.values()}
    assert held["boolean"]
    assert held["datetime"]
    assert not held.get("ratings", False)
