"""A history as Markdown: nothing in it is taken for more than text."""

from threshold.register.history import NOTE, Part
from threshold.register.render.markdown import parts_markdown

from ..conftest import HOSTILE


def test_markdown_s_own_characters_are_harmless():
    made = parts_markdown("C-1", [Part("Entry 1", (("Reason", HOSTILE + "\n# heading"),))])
    assert "<script>" not in made.replace("\\<script\\>", "")
    assert "\n# heading" not in made
    assert "[x](y)" not in made


def test_a_history_has_a_section_for_each_entry_and_says_that_it_is_advice():
    parts = [Part("Entry 1, then", (("Decided", "continue"), ("Reason", "Why\n  so"))), Part("Entry 2", ())]
    assert parts_markdown("C_1*", parts) == (
        "# Decisions on C_1\\*\n\n"
        "## Entry 1, then\n\n- **Decided:** continue\n- **Reason:** Why so\n\n"
        f"## Entry 2\n\n\n\n*{NOTE}*\n"
    )
