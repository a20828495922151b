"""Names that are told by what stands beside: kin, a rank, an age, whom somebody rang."""

import pytest

from threshold.privacy.names_said import name_said, name_said_small


@pytest.mark.parametrize(
    "text",
    [
        "bf - Rohaan",
        "MGM (Perpetua)",
        "SW: Wenna Tregear",
        "kids - Ottoline (4), Corbin (7)",
        "rang Perpetua Foss",
        "DS Cawthorne",
        "son of Councillor Brown",
        "PC Wright's daughter",
        "signed D. Mbeki-Shaw",
        "RE: LEYTON BRACEWELL",
        "my name is jade cottrell",
        "surname changed to Featherstone",
        "FOSS FAMILY",
        "is called corbin",
    ],
)
def test_names_by_what_stands_beside(text: str) -> None:
    assert name_said(text) or name_said_small(text)


@pytest.mark.parametrize(
    "text",
    [
        "bf - unknown",
        "PC Youth Panel",
        "Cllr Young People lead",
        "Nurse Ward round",
        "MGM (Kinship)",
        "SW: Declined",
        "kids - Fine",
        "rang Rotherham",
        "RE: STEP DOWN",
        "my name is on the form",
        "surname changed again",
        "TROUBLED FAMILIES",
        "is called again",
        "the social worker (MOS-CFA-D06)",
        "met with SENCO",
    ],
)
def test_what_stands_there_and_is_no_name(text: str) -> None:
    assert not name_said(text)
    assert not name_said_small(text)
