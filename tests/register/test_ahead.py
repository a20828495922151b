"""Entries that other processes look into ahead: what is said of a register is the same as without them."""

import pytest

from threshold.register import ahead, open_register
from threshold.register.verify import Verified, verify

from .conftest import tamper

CHANGES = (
    "",
    "UPDATE content SET summary = replace(summary, 'C-3', 'C-9') WHERE number = 3",
    "UPDATE content SET recommendation = '{}' WHERE number = 7",
    "DELETE FROM content WHERE number = 4",
    "DELETE FROM chain WHERE number = 5",
    "DELETE FROM chain WHERE number = 1",
    "UPDATE chain SET made = '2020-01-01T00:00:00Z' WHERE number = 6",
    "UPDATE chain SET number = 70 WHERE number = 7",
    "UPDATE chain SET number = -1 WHERE number = 1",
    "UPDATE chain SET hash = previous WHERE number = 2",
    "UPDATE content SET case_file = 5 WHERE number = 2",
    "DELETE FROM policies",
    "UPDATE register SET identity = 'x'",
)


def looked(path) -> Verified:
    with open_register(path) as register:
        return verify(register)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("piece", [2, 5])
def test_it_is_the_same_with_other_processes(filled, monkeypatch, change, piece):
    if change:
        tamper(filled, change)
    alone = looked(filled)
    monkeypatch.setattr(ahead, "MANY", 1)
    monkeypatch.setattr(ahead, "PIECE", piece)
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
    assert looked(filled) == alone


def test_what_is_sound_is_not_looked_at_again(filled, monkeypatch):
    monkeypatch.setattr(ahead, "MANY", 1)
    monkeypatch.setattr(ahead, "PIECE", 2)
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: 2)
    with open_register(filled) as register:
        rows = list(ahead.rows(register, register.identity))
    assert [row.number for row in rows] == list(range(1, 8))
    assert all(row.seen for row in rows[:6])


def test_of_a_few_nobody_looks_ahead(filled, monkeypatch):
    monkeypatch.delattr("threshold.processes.processes")
    with open_register(filled) as register:
        assert not any(row.seen for row in ahead.rows(register, register.identity))
