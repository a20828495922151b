"""A history as Markdown: nothing in it is taken for more than text."""

from threshold.register.history import Part
from threshold.register.render.markdown import parts_markdown

from ..conftest import HOSTILE


def test_markdown_s_own_characters_are_harmless():
    made = parts_markdown("C-1", [Part("Entry 1", (("Reason", HOSTILE + "\n# heading"),))])
    assert "<script>" not in made.replace("\\<script\\>", "")
    assert "\n# heading" not in made
    assert "[x](y)" not in made
