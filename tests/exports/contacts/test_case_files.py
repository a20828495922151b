"""Case files as contacts: what each asks for, where it stands, and what cannot be read."""

from threshold.casefiles import PassedOver, cases_in_lines, cases_in_text
from threshold.exports.contacts.case_files import contacts_in_cases
from threshold.exports.contacts.model import Told
from threshold.reading import Problem
from threshold.vocabulary import Vocabulary


def test_cases_of_one_text_stand_at_their_lines(vocabulary: Vocabulary) -> None:
    read = cases_in_text("case: M-1\n---\ncase: M-2\n---\ncase: M-3\ncolour: red\n", "f", vocabulary)
    found = list(contacts_in_cases(read, print))
    assert [(each.place, each.row, each.reference) for each in found] == [
        ("f", 1, "M-1"),
        ("f", 3, "M-2"),
        ("f", 5, "M-3"),
    ]
    assert [each.case is None for each in found] == [False, False, True]


def test_one_case_of_a_file_stands_in_its_first_line(vocabulary: Vocabulary) -> None:
    for text in ("case: M-1\n", "case: M-1\ncolour: red\n"):
        (contact,) = contacts_in_cases(cases_in_text(text, "f, line 7", vocabulary), print)
        assert (contact.place, contact.row, contact.reference) == ("f, line 7", 1, "M-1")


def test_a_reference_that_tells_of_somebody_is_not_shown(vocabulary: Vocabulary) -> None:
    lines = iter([(1, '{"case": "Sarah.Smith"}'), (2, '{"case": "two words"}')])
    found = list(contacts_in_cases(cases_in_lines(lines, "f", vocabulary), print))
    assert [(each.row, each.reference, each.case) for each in found] == [(1, "", None), (2, "", None)]


def test_what_is_no_case_and_a_file_of_none_are_told(vocabulary: Vocabulary) -> None:
    told: list[Told] = []
    empty = cases_in_lines(iter([]), "f", vocabulary)
    assert list(contacts_in_cases([PassedOver("g", "no case"), *empty], told.append)) == []
    assert [str(each) for each in told] == ["g: no case", "f: holds no contacts"]


def test_a_line_that_is_no_text_is_a_contact(vocabulary: Vocabulary) -> None:
    lines = iter([(4, Problem("this is no text", "f", 4))])
    (contact,) = contacts_in_cases(cases_in_lines(lines, "f", vocabulary), print)
    assert (contact.row, contact.case, contact.problems[0].message) == (4, None, "this is no text")
