"""Cases and the lines of a file of decisions, joined by the reference; and what does not fit."""

from dataclasses import replace

import pytest

from threshold.casefiles import Case
from threshold.register.decided_file import Line
from threshold.register.joined import Said, Wanted, agrees, join, once

ONE, TWO = (Case(f"C-{number}", {}, origin=f"cases.ndjson, line {number}") for number in (1, 2))
SAID = Said(by="Team Manager", reference="TM-07", agrees=True, reason="Why")


def line(case: str, number: int = 2) -> Line:
    return Line("d.csv", number, case)


def test_a_line_is_of_the_case_of_its_reference_in_the_order_of_the_cases():
    wanted, problems = join([ONE, TWO], [line("C-2"), line("C-1", 3)], Said(), others=False)
    assert problems == []
    assert [(each.case, each.line) for each in wanted] == [(ONE, line("C-1", 3)), (TWO, line("C-2"))]


def test_cases_without_a_line_are_a_mistake_unless_all_others_are_agreed_with():
    wanted, (problem,) = join([ONE, TWO], [line("C-2")], SAID, others=False)
    assert len(wanted) == 1
    assert str(problem).startswith("cases.ndjson, line 1, C-1: no line of the file of decisions names")
    wanted, problems = join([ONE, TWO], [line("C-2")], replace(SAID, decision="close"), others=True)
    assert problems == []
    # What goes for the lines does not go for the others: they are agreed with as they are.
    assert wanted[0] == Wanted(ONE, replace(SAID, decision=None, reason=""))
    assert wanted[1].said.decision == "close"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("C-1"), line("C-1", 5)], "d.csv, line 5, case: this case has a line already, line 2"),
        ([line("C-1"), line("Ann", 5)], "d.csv, line 5, case: none of the cases has this reference"),
        ([line("C-1"), line("", 5)], "d.csv, line 5, case: is missing"),
    ],
)
def test_a_line_that_is_of_no_case_or_of_one_that_has_a_line_is_told(lines, said):
    _, problems = join([ONE], lines, Said(), others=False)
    (problem,) = map(str, problems)
    assert problem.startswith(said)
    assert "Ann" not in problem


def test_a_case_that_stands_twice_is_taken_once_and_two_of_one_reference_not_at_all():
    same, other = replace(ONE, origin="elsewhere"), replace(TWO, about="x", origin="elsewhere")
    assert once([ONE, TWO, same]) == ([ONE, TWO], [same], [])
    taken, again, (problem,) = once([ONE, TWO, other])
    assert (taken, again) == ([ONE], [])
    assert str(problem).startswith(
        "cases.ndjson, line 2, C-2: different cases have this reference (another: else"
    )


def test_whether_somebody_agrees_is_understood_as_people_type_it():
    assert [agrees(text) for text in ("yes", " Y ", "TRUE", "agree", "no", "Override", "")] == [
        *(True,) * 4,
        *(False,) * 2,
        None,
    ]
    with pytest.raises(ValueError, match="yes or no"):
        agrees("perhaps")
