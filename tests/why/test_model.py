"""A fact as it was seen: its value in short, and what is said where there is none."""

from threshold.why.model import Seen


def test_a_value_in_short_or_why_there_is_none() -> None:
    assert Seen("a.b", "known", "yes", "stated", "yes; stated").in_short == "yes"
    assert Seen("a.b", "unknown", "", "silent", "").in_short == "not known"
    assert Seen("a.b", "none", "", "timeline", "").in_short == "there is none"
