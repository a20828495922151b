"""The template takes another name wherever its own stands."""

from threshold.layout import laid_out
from threshold.starters.names import Name
from threshold.starters.template import template_texts, tidy, under

NAME = Name("a-place", "a_place", "A Place", "AP")


def test_each_of_its_names_becomes_the_new_one():
    assert under("our-town: our_town.x, Our Town (OT-1.1)\nclauses: OT\n", NAME) == (
        "a-place: a_place.x, A Place (AP-1.1)\nclauses: AP\n"
    )
    assert under("HOT-1 OTHER", NAME) == "HOT-1 OTHER"


def test_its_files_are_laid_out_under_any_name():
    long = Name(
        "a-very-long-name-of-a-place", "a_very_long_name_of_a_pl", "A Very Long Name of a Place", "AVL"
    )
    texts = tidy(template_texts(long))
    assert "a-very-long-name-of-a-place/vocabulary.yaml" in texts
    for place, text in texts.items():
        assert not place.endswith(".yaml") or laid_out(text, place) == text
