"""An agency may hold a school's name and a surgery's address, and nobody's name beside it."""

import pytest

from threshold.register.calls.agencies import is_place_of_work, names_somebody


@pytest.mark.parametrize(
    "agency",
    [
        *(
            "Heybrook School",
            "Henrietta Barnett School",
            "Dr Smith's surgery",
            "Watling Medical Centre, HA8 0NN",
        ),
        *(
            "St Mary's CE Primary School, N3 1LG",
            "Martin Primary School",
            "Elizabeth Garrett Anderson Hospital",
        ),
        *("Barnardo's", "Noah's Ark", "Art Against Knives", "Grace Lodge Nursery", "CAMHS", "Norwood"),
        *("Hopscotch Nursery (Edgware)", "School nursing - Solutions 4 Health", ""),
    ],
)
def test_an_agency_is_not_taken_for_a_person(agency):
    assert not names_somebody(agency, "Ms A Okafor")


@pytest.mark.parametrize(
    "agency",
    [
        *("Heybrook School, Tommy Smith", "Heybrook School Tommy Smith", "Heybrook School (Tommy Smith)"),
        *("Heybrook School for Tommy Smith", "Tommy Smith", "Watling Medical Centre / Jane Smith"),
    ],
)
def test_a_person_beside_an_agency_is_seen(agency):
    assert names_somebody(agency, "Ms A Okafor")


def test_whoever_works_alone_may_go_by_their_own_name():
    assert not names_somebody("Jane Smith", "Jane Smith")


def test_an_address_is_a_place_of_work_where_the_agency_says_what_it_is():
    assert is_place_of_work("Watling Medical Centre, HA8 0NN")
    assert not is_place_of_work("12 Acacia Road, N3 2AB")
