"""A word finds what it names, however it is spelled; what names nothing is told, with what was meant."""

from datetime import date

import pytest

from threshold.handbook import found, page
from threshold.reading import BadInput

from .conftest import Small, book, small_book, words_of

RULES = """
requirements:
  - {id: R, title: Rule, carries: [T-1], bears_on: [close], in_force: {from: 2027-01-01},
     block: [{must: {t.a: true}, else: No}]}
"""


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("RBC-5.1", "RBC-5.1: At least 3 months on Child in Need after a child protection plan"),
        ("rbc-5.1", "RBC-5.1: At least 3 months on Child in Need after a child protection plan"),
        ("RBC 5.1 after", "RBC-5.1-after: Whether the child still comes from child protection"),
        ("WT-assessment", "WT-assessment: Assessment completed, the statutory limit"),
        ("MOS-CFA-R15", "MOS-CFA-R15: Step down to Preventative Services"),
        ("RBC-D-1", "RBC-D-1: "),
        ("RBC-2.2d", "RBC-2.2d"),
        ("T10", "T10: what is left open"),
        ("caf-team", "caf-team: The CAF Team's operational model"),
        ("consent.to_share", "consent.to_share"),
        ("step-up-step-down.cin_minimum_after_cp", "step-up-step-down.cin_minimum_after_cp"),
        ("cin_minimum_after_cp", "step-up-step-down.cin_minimum_after_cp"),
    ],
)
def test_a_word_names_one_thing(word: str, title: str) -> None:
    (section,) = found(book(), word)
    assert section.title.startswith(title)


def test_a_parameter_of_several_packs_shows_each() -> None:
    titles = [section.title for section in found(book(), "assessment_within")]
    assert titles == ["national.assessment_within", "continuum-of-need.assessment_within"]


def test_what_a_word_names_besides_is_told() -> None:
    (rule,) = found(book(), "RBC-4.3a")
    assert words_of(rule)[-1] == "RBC-4.3a is a step of the route RBC-step-down, too"
    (pack,) = found(book(), "caf-team")
    assert words_of(pack)[-1] == "There is a policy caf-team, too: threshold policy show caf-team"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("RBC-5.1-aftr", "RBC-5.1-after"),
        ("consent.to_shar", "consent.to_share"),
        ("step-up-step-dwn", "step-up-step-down"),
    ],
)
def test_what_names_nothing_is_told_with_what_was_meant(word: str, meant: str) -> None:
    with pytest.raises(BadInput, match="there is no policy of that name, nor any rule") as caught:
        found(book(), word)
    assert f'did you mean "{meant}"?' in str(caught.value.problems[0])


@pytest.mark.parametrize("word", ["", " ", "<script>", "x" * 5000, "%s", "../../etc/passwd", "\0"])
def test_rubbish_is_never_repeated(word: str) -> None:
    with pytest.raises(BadInput) as caught:
        found(book(), word)
    assert not word.strip() or word not in str(caught.value.problems[0])


def test_a_rule_that_is_not_in_force_says_when_it_is(small: Small) -> None:
    made = small_book(small, RULES)
    with pytest.raises(BadInput) as caught:
        found(made, "R")
    message = str(caught.value.problems[0])
    assert "is a rule that is not in force on 14 August 2026; it is from 1 January 2027" in message
    (later,) = found(small_book(small, RULES, day=date(2027, 1, 1)), "R")
    assert later.title == "R: Rule"


def test_a_page_of_a_pack_holds_everything_and_of_anything_else_that_alone() -> None:
    assert page(book(), None).title == book().policy.title
    whole = page(book(), "mosaic-cin")
    assert whole.title == book().pack("mosaic-cin").title
    assert len(whole.sections) > 5
    (alone,) = page(book(), "RBC-5.1").sections
    assert alone.anchor == "rule:RBC-5.1"
