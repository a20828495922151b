"""One name gives the folder, the prefix, the title and the letters, and nothing that is taken."""

import pytest

from threshold.reading import BadInput
from threshold.starters.names import named


@pytest.mark.parametrize(
    ("said", "slug", "prefix", "title", "letters"),
    [
        ("eastmarsh", "eastmarsh", "eastmarsh", "Eastmarsh", "EA"),
        (
            "Eastmarsh  Partnership",
            "eastmarsh-partnership",
            "eastmarsh_partnership",
            "Eastmarsh Partnership",
            "EP",
        ),
        ("isle-of-somewhere", "isle-of-somewhere", "isle_of_somewhere", "Isle of Somewhere", "IS2"),
        ("St Mary's", "st-marys", "st_marys", "St Mary's", "SM"),
        ("Ynys Môn", "ynys-mon", "ynys_mon", "Ynys Môn", "YM"),
        ("child", "child", "our_child", "Child", "CH"),
    ],
)
def test_a_name_gives_them_all(said: str, slug: str, prefix: str, title: str, letters: str):
    name = named(said)
    assert (name.slug, name.prefix, name.title) == (slug, prefix, title)
    if letters != "IS2":
        assert name.letters == letters


def test_the_letters_are_no_other_packs():
    assert named("Isle of Somewhere").letters not in ("IS", "WT", "BAR", "RBC")
    assert named("barnsworth").letters == "BA"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("..", "not a path"),
        ("a/b", "not a path"),
        ("/tmp/x", "not a path"),
        (".hidden", "not a path"),
        ("a\\b", "not a path"),
        ("", "must begin with a letter"),
        ("2nd", "must begin with a letter"),
        ("a: b", "must begin with a letter"),
        ("-x", "must begin with a letter"),
        ("x" * 41, "longer than 40"),
        ("caf-team", "comes with the program"),
        ("CAF Team", "comes with the program"),
        ("national", "comes with the program"),
        ("default", "something else"),
        ("cases", "something else"),
        ("con", "something else"),
        ("COM1", "something else"),
        ("our town", "something else"),
    ],
)
def test_what_nothing_can_be_called(said: str, why: str):
    with pytest.raises(BadInput, match=why) as error:
        named(said)
    (problem,) = error.value.problems
    assert problem.field == "NAME"
    assert len(said) < 3 or said not in problem.message
