"""Who is a professional by their role, and which words beside a caller's name tell of a child."""

from dataclasses import replace

import pytest

from threshold.register.calls.model import NOT_NAMED, Answered, Caller
from threshold.register.calls.relations import is_no_professional, is_relative, says_whose, tells_of_child

from .conftest import CALL


@pytest.mark.parametrize(
    "role",
    [
        *(
            "Mother",
            "Mum",
            "Step-dad",
            "the child's father",
            "grandmother of the child",
            "parent/carer",
            "Nan",
        ),
        *("great-grandmother", "kinship carer", "young carer", "special guardian", "pupil", "Neighbour"),
        *("pupil at Heybrook", "mum of Tommy", "foster sister", "ex-partner", "member of the public"),
        *("family friend", "young person", "student", "a student", "partner"),
        *("the mum's boyfriend", "mother's partner", "the child's mother's boyfriend", "dad's ex"),
    ],
)
def test_a_relation_is_no_profession(role):
    assert is_relative(role)
    assert is_no_professional(replace(CALL, caller=Caller(role=role)))


@pytest.mark.parametrize(
    "role",
    [
        *(
            "Parent governor",
            "family support worker",
            "child minder",
            "childminder",
            "adoption worker",
            "SENCO",
        ),
        *(
            "Foster carer",
            "foster parent",
            "Short-term foster carer",
            "foster mum",
            "Carers' lead",
            "GP partner",
        ),
        *(
            "sister in charge",
            "child psychologist",
            "Family Hub manager",
            "student nurse",
            "Young carers worker",
        ),
        *("Children's guardian", "Head of Year 9", "Pupil support officer", ""),
    ],
)
def test_a_professional_is_not_taken_for_a_relative(role):
    assert not is_relative(role)


@pytest.mark.parametrize("role", ["Student", "Partner"])
def test_what_people_are_beside_is_a_profession_with_an_agency(role):
    assert not is_relative(role, "Heybrook Surgery")


@pytest.mark.parametrize("answer", NOT_NAMED)
def test_whoever_is_said_to_be_none_is_no_professional(answer):
    assert is_no_professional(replace(CALL, answers=(Answered("consultation.caller", answer),)))
    assert not is_no_professional(CALL)


@pytest.mark.parametrize(
    ("role", "whose"),
    [
        *(("mum of Tommy Smith", True), ("grandmother of Tommy", True), ("pupil at Heybrook", True)),
        *(("mother of a child at Heybrook", True), ("pupil called Tommy", True)),
        *(
            ("grandmother of the child", False),
            ("mother of two children", False),
            ("member of the public", False),
        ),
        *(("mother", False), ("SENCO", False)),
    ],
)
def test_a_relative_may_say_what_they_are_and_not_whose(role, whose):
    assert says_whose(role) == whose


TELLING = {
    "name": [
        *(
            "Tommy Smith aged 7",
            "Jane Smith (mum)",
            "Jane Smith, mother of Tommy",
            "about Tommy Smith",
            "jane, gran",
        ),
        *("Tommy's nan", "Kayleigh, 13", "Kayleigh 13yo", "Jane calling about Tommy", "Tommy, aged seven"),
        *("Tommy Smith Y4", "Tommy Smith year four", "Mum Kowalski", "pupil Tommy"),
    ],
    "agency": [
        *(
            "Heybrook School, Tommy Smith Y4",
            "Child: Tommy Smith",
            "Heybrook School, year 4",
            "pupil at Heybrook",
        ),
        *("Heybrook School, about Tommy", "Heybrook School, re Tommy", "son of Jane", "Heybrook (pupil)"),
    ],
    "role": ["son of Jane", "aged 7", "SENCO, about Tommy", "Tommy's mum", "Y4", "teacher, pupil: Tommy"],
}
OWN = {
    "name": [
        *(
            "Ms A Okafor",
            "Sister Mary O'Brien",
            "Father Michael Ryan",
            "Lee Child",
            "Nan Goldin",
            "Mr Parent",
        ),
        *("Dr Son", "PC 1234 Brown", "Ms Grant-Twin", "Y. Nine"),
    ],
    "agency": [
        *("Pupil Referral Unit", "All About Autism", "Mother of God RC School", "0-19 Health visiting team"),
        *(
            "Child Development Centre",
            "Student support, Middlesex University",
            "Age UK Barnet",
            "Ages 5 to 19 team",
        ),
    ],
    "role": ["Head of Year 9", "Year 4 teacher", "Y6 class teacher", "0-19 nurse", "Youth worker (16 to 19)"],
}


@pytest.mark.parametrize(("part", "text"), [(part, each) for part, all_ in TELLING.items() for each in all_])
def test_words_that_tell_of_a_child_are_seen(part, text):
    assert tells_of_child(part, text)


@pytest.mark.parametrize(("part", "text"), [(part, each) for part, all_ in OWN.items() for each in all_])
def test_what_is_the_professionals_own_is_let_be(part, text):
    assert not tells_of_child(part, text)


@pytest.mark.parametrize("text", ["mum" + " " * 190 + "!x", "mum - - - " * 19, "a-" * 99, "mum  mum!!" * 20])
def test_no_role_takes_for_ever(text):
    """Each of these took minutes, or for ever, while signs between words could be read in two ways."""
    assert is_relative(text) in (True, False)
    assert tells_of_child("name", text) in (True, False)
