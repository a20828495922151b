"""Schools and surgeries where somebody is said to go."""

import pytest

from threshold.privacy.schools_said import school_said, surgery_said


@pytest.mark.parametrize(
    "text",
    [
        "goes to Oulder Hill",
        "attends Heybrook",
        "Year 5 at Heybrook",
        "Falinge Park pupil",
        "is at Little Stars nursery",
        "attends St Cuthberts",
        "pupil of St Mary's",
        "Pupil at the Hasmonean",
        "Year 8 at the Compton",
        "He is at Mill Hill County",
        "sister is at Queen Elizabeth's Girls",
        "child is at St Agnes'",
    ],
)
def test_a_school_where_somebody_goes(text: str) -> None:
    assert school_said(text)


@pytest.mark.parametrize(
    "text",
    [
        "attends CAMHS",
        "pupil of the month",
        "pupil of Somali heritage",
        "student at the Open University",
        "he is at Mill Hill",
        "he is at home",
        "she is at St Mary's hospital",
        "they are at Barnet Homes",
        "he is at Key Stage 2",
        "attends Young Carers",
        "goes to Rochdale on Saturdays",
        "Year 9 at Christmas",
        "started at Easter",
        "attends Forest School",
        "pupil premium",
    ],
)
def test_where_else_somebody_goes(text: str) -> None:
    assert not school_said(text)


@pytest.mark.parametrize(
    "text",
    [
        "registered at Peterloo Medical Centre",
        "GP is Yorkshire Street Surgery",
        "registered with Croft Shifa",
    ],
)
def test_a_surgery_with_a_name(text: str) -> None:
    assert surgery_said(text)


@pytest.mark.parametrize(
    "text", ["registered with Ofsted", "registered at the Medical Centre", "GP is not known"]
)
def test_a_surgery_without_one(text: str) -> None:
    assert not surgery_said(text)
