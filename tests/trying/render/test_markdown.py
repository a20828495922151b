"""A trial as Markdown: names from elsewhere are text and nothing else."""

from tests.trying.made import TRIAL

from threshold.trying.render.markdown import as_markdown


def test_numbers_stand_in_tables() -> None:
    text = as_markdown(TRIAL)
    assert text.startswith("# 31 of 60 cases come out differently\n")
    assert "| permitted | blocked | 30 |" in text
    assert text.endswith("a person decides.\n")


def test_names_are_escaped() -> None:
    text = as_markdown(TRIAL)
    assert "<script>" not in text
    assert "\x1b" not in text
    cells = [line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")]
    assert set(cells) == {3, 4}
