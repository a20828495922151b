"""Numbers of cases, crimes and hearings, and figures that are none."""

import pytest

from threshold.privacy.case_numbers import holds_case_number


@pytest.mark.parametrize(
    "text",
    [
        "PARIS 881207",
        "EHCP number 220917",
        "880123 on Mosaic",
        "u r n 88120714",
        "case no 22/04711",
        "crime ref 06GH/4412/26",
        "CAD 4417",
        "log 552 of  *",
        "ZE22C00123",
        "CRN A123456",
    ],
)
def test_of_somebody(text: str) -> None:
    assert holds_case_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "school URN 140221",
        "ICS guidance 2008",
        "12000 open on mosaic",
        "EHCP 20 weeks",
        "[2019] EWCA Civ 12",
        "incident 2 of 3",
        "crime rate 12/1000",
        "case number limit is 15",
    ],
)
def test_of_nobody(text: str) -> None:
    assert not holds_case_number(text)
