"""What kinds of rule and people are called."""

from threshold.conditions import All, AtLeast
from threshold.conditions import Test as Leaf
from threshold.conditions.words import Phrase, Words
from threshold.handbook.model import Line
from threshold.handbook.wording import kind_of, line, requests, to_do, who
from threshold.policy import Action, Who

from .conftest import book

WORDS = Words(book().vocabulary)
BY_AREA = Who(fact="household.area", choices=(("north", "Team North"), ("south", "Team South")))


def test_every_kind_of_rule_has_a_name() -> None:
    named = {
        "RBC-4.1b": "ground",
        "RBC-5.1": "requirement, blocks",
        "RBC-4.2b": "requirement, note",
        "RBC-5.1-after": "definition",
        "WT-assessment": "deadline",
        "RBC-step-down": "route",
        "MOS-CFA-actions": "workflow table",
        "RBC-C4": "contradiction",
        "SAFE-0": "protection",
        "SAFE-first": "what comes first",
    }
    assert {name: kind_of(book().rules[name]) for name in named} == named


def test_people_are_named_or_chosen() -> None:
    assert who(Who("Team Manager"), WORDS) == "Team Manager"
    assert who(Who("none"), WORDS) == ""
    assert who(Who("self"), WORDS) == "themselves"
    assert who(Who(fact="household.area", choices=(("north", "none"), ("south", "B"))), WORDS).startswith(
        "nobody (north)"
    )
    assert who(BY_AREA, WORDS) == "Team North (north) or Team South (south), by household area"


def test_what_is_to_be_done() -> None:
    assert to_do(Action("Ask", Who("A"), Who("Family")), WORDS) == "A: Ask (to: Family)"
    assert to_do(Action("Ask", Who("A"), urgent=True), WORDS) == "A: at once, Ask"


def test_requests_are_listed() -> None:
    assert requests(["step_down", "close", "compliance"]) == "step down, closing and audits"


def test_a_phrase_with_others_below_it_ends_with_a_colon() -> None:
    told = WORDS.phrase(All((Leaf("caf.stuck", "is", (True,)), Leaf("caf.open", "is", (True,)))))
    assert line(told) == Line("all of these:", (Line("the CAF is stuck"), Line("the CAF episode is open")))
    assert line(Phrase("so")) == Line("so")


def test_a_few_that_are_counted_have_a_line_each_and_many_a_paragraph() -> None:
    def counted(number: int) -> Line:
        parts = tuple(Leaf("need.level", "above", (each,)) for each in range(number))
        return line(WORDS.phrase(AtLeast(2, parts)))

    assert counted(3).text == "at least 2 of these:"
    assert len(counted(3).lines) == 3
    assert counted(20).text.count("the level of need is more than") == 20
    assert counted(20).lines == ()
