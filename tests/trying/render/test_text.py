"""A trial on a screen: the headline first, in so many columns, nothing that a terminal obeys."""

from tests.trying.made import TRIAL

from threshold.trying.render.text import as_text


def test_the_headline_is_first_and_the_rest_fits() -> None:
    lines = as_text(TRIAL, 80).split("\n")
    assert lines[0] == "31 of 60 cases come out differently"
    assert lines[1].startswith("7 cases could not be tried")
    assert max(map(len, lines)) <= 80
    assert "--all shows the rest, --format json every single flip" in lines


def test_nothing_is_shortened_where_all_is_wanted() -> None:
    assert "A-7 and 22 more" in " ".join(as_text(TRIAL, 80).split())
    assert "A-19 and 10 more" in " ".join(as_text(TRIAL, 80, everything=True).split())


def test_what_a_terminal_obeys_does_not_pass() -> None:
    assert "\x1b" not in as_text(TRIAL, 80, everything=True)
