"""Why not: a suggestion, what protects first, what to ask, or why there is none."""

from threshold.why.not_model import WhyNot
from threshold.why.why_not import why_not

from .cases import DANGER, DOWN, PERMITTED, REFUSED, TOO_SOON, engine, example, moment, stating


def of(case, wanted: str = "permitted", policy: str = DOWN) -> WhyNot:  # type: ignore[no-untyped-def]
    return why_not(engine(policy), case, moment(case), wanted)


def test_from_a_day() -> None:
    [told] = of(example(TOO_SOON)).suggestions
    assert (told.text, told.on) == ("permitted from 1 May 2026", "2026-05-01")


def test_under_a_concern_what_protects_and_nothing_else() -> None:
    told = of(example(DANGER), policy="early-help-tac")
    assert not told.suggestions
    assert not told.standing
    assert any("999" in text for text in told.first)


def test_danger_that_nobody_asked_about_is_asked() -> None:
    told = of(stating(example(REFUSED), child_protection__concern=None))
    assert not told.suggestions
    assert "Is there a child protection concern?" in told.ask


def test_what_it_is_already_and_what_asks_for_nothing() -> None:
    assert of(example(PERMITTED)).reached
    assert "already" in of(example(PERMITTED)).note
    nothing = stating(example(REFUSED), request__direction=None)
    assert "Nothing is asked for" in of(nothing).note


def test_what_stands_in_the_way_where_nothing_may_be_suggested() -> None:
    told = of(stating(example(REFUSED), need__ongoing_support=False))
    assert not told.suggestions
    assert "RBC-4.1b" in [rule.rule for rule in told.standing]
