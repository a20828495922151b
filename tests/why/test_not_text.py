"""Why not, on a screen."""

from threshold.why.not_text import as_text
from threshold.why.why_not import why_not

from .cases import PERMITTED, REFUSED, engine, example, moment


def test_an_if_for_the_family_and_the_closing_line() -> None:
    case = example(REFUSED)
    text = as_text(why_not(engine(), case, moment(case), "permitted"))
    assert "  1. Permitted if the family consents to information being shared" in text
    assert text.endswith("Advice only: a person decides.\n")
    assert max(map(len, text.splitlines())) <= 80


def test_what_keeps_it_from_being_blocked() -> None:
    case = example(PERMITTED)
    text = as_text(why_not(engine(), case, moment(case), "blocked"))
    assert "consent.to_share: given; stated; blocked if it were refused" in text
