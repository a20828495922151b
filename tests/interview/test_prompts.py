"""A question fits the screen, and reads in order: what is asked, the answers, what can be typed."""

import pytest

from threshold.interview.choices import choices
from threshold.interview.prompts import Prompt, Screen, wrapped
from threshold.policy import load_policy

VOCABULARY = load_policy("default").vocabulary
SCREENS = [Screen(80, 24), Screen(40, 24), Screen(200, 60), Screen(10, 3), Screen(0, 0)]
ROLES = tuple(choice.words for choice in choices(VOCABULARY.role_type))


def test_in_order() -> None:
    prompt = Prompt(
        "Has it?", "Type 1 or 2.", "Question 3; 5 more may matter", ("yes", "no"), ("On Monday: no.",)
    )
    assert prompt.shown(Screen()).splitlines() == [
        "",
        "Question 3; 5 more may matter",
        "Has it?",
        "  On Monday: no.",
        "  1 yes",
        "  2 no",
    ]


def test_what_can_be_typed_stands_where_there_is_no_list() -> None:
    assert Prompt("When?", "Type a date.").shown(Screen()) == "\nWhen?\n  Type a date.\n"


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize(
    "fact", [f for f in VOCABULARY.facts.values() if f.given], ids=lambda fact: fact.name
)
def test_every_question_fits(fact, screen) -> None:  # type: ignore[no-untyped-def]
    options = tuple(choice.words for choice in choices(fact.type))
    prompt = Prompt(fact.asks, "Type something.", "Question 13; 17 more may matter", options)
    lines = prompt.shown(screen).splitlines()
    assert max(map(len, lines)) <= max(screen.columns - 1, 20)
    if screen.lines >= 24:
        assert len(lines) < screen.lines


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_all_of_a_long_list_can_be_seen_page_by_page(screen: Screen) -> None:
    prompt = Prompt("Who?", "Type a number.", options=ROLES)
    pages = [prompt.page(screen, number) for number in range(prompt.pages(screen))]
    assert all(len(page.splitlines()) <= max(screen.room, 40 if screen.columns < 40 else 0) for page in pages)
    seen = " ".join(" ".join(pages).split())
    for number, role in enumerate(ROLES, 1):
        assert f"{number} {role}" in seen
    assert ("? starts again" in seen) is (prompt.pages(screen) > 1)
    assert prompt.pages(Screen(80, 24)) > 1


@pytest.mark.parametrize("screen", [Screen(80, 24), Screen(40, 24)], ids=str)
def test_long_answers_take_no_more_lines_than_there_are(screen: Screen) -> None:
    prompt = Prompt("Which?", "Type.", options=tuple(f"{n} " + "long words " * 12 for n in range(1, 30)))
    pages = [prompt.page(screen, number) for number in range(prompt.pages(screen))]
    assert all(len(page.splitlines()) <= screen.room for page in pages)
    assert " ".join(" ".join(pages).split()).count("long words") == 29 * 12


def test_a_short_list_is_one_to_a_line_and_has_one_page() -> None:
    prompt = Prompt("Which?", "Type.", options=tuple("abc"))
    assert prompt.pages(Screen()) == 1
    assert prompt.page(Screen(), 0) == "  1 a\n  2 b\n  3 c"


def test_a_long_list_is_in_columns_where_there_is_room() -> None:
    shown = Prompt("Which?", "Type.", options=tuple(f"item {n}" for n in range(1, 21))).page(
        Screen(80, 24), 0
    )
    assert shown.splitlines()[0].split() == [
        "1",
        "item",
        "1",
        "6",
        "item",
        "6",
        "11",
        "item",
        "11",
        "16",
        "item",
        "16",
    ]


def test_an_explanation_is_wrapped() -> None:
    told = Prompt("Which?", "Type it.", explained=("word " * 30,)).explanation(Screen(40, 24))
    assert max(map(len, told.splitlines())) < 40
    assert told.endswith("  Type it.\n")
    assert wrapped("a b", Screen(), "  ") == "  a b"


def test_read_out_the_answers_are_one_to_a_line_in_words() -> None:
    screen = Screen(plain=True)
    assert Prompt("Has it?", "", options=("yes", "no")).shown(screen) == "\nHas it?\n1 for yes\n2 for no\n"
    long = Prompt("Who?", "", options=ROLES)
    assert all(" for " in line or "shows others" in line for line in long.page(screen, 0).splitlines())
