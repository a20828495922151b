"""Lists, entries, replays and counts as text."""

from threshold.register.history import Part
from threshold.register.render.text import list_text, parts_text

from ..conftest import ENTRIES


def test_a_list_has_one_row_for_each():
    lines = list_text(ENTRIES).splitlines()
    assert len(lines) == 6
    assert "C-2" in lines[2]
    assert "continue" in lines[2]
    assert "yes" in lines[2]
    assert lines[3].endswith("(!)")
    assert "erased" in lines[4]


def test_text_names_every_part():
    assert parts_text([Part("Entry 1", (("Reason", "Why"),))]) == "Entry 1\n  Reason: Why"
