"""What stands around a date tells whether it is of a birth."""

from datetime import date

import pytest

from threshold.privacy.birth import holds_birth_date
from threshold.privacy.dates import dates_in

TODAY = date(2026, 11, 30)


def holds(text: str) -> bool:
    return holds_birth_date(text, list(dates_in(text, TODAY)), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "born 14 May 2026",
        "DOB: 3/5/10",
        "born 03.04",
        "Born: 17-11",
        "birthday is 3.04",
        "turned 4 on 12 March",
        "14 May 2014 is her birthday",
        "born in May 2014",
        "d.o.b. 140514",
        "18 on 19/07/27",
        "date of brith 05/12/20",
        "dob the second of the fifth",
        "born on xmas eve",
        "baby boy 3/11/26 7lb 2oz",
        "mother 12/03/1988",
        "dad's date of birth was given as 1 July 1985",
    ],
)
def test_said_to_be_of_birth(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "TAC meeting on 14/05/2026",
        "Consent given on 02/06/2026",
        "review 3 March 2026",
        "birth certificate seen 14/05/2026",
        "since 14/03/2019",
        "DOB not known, visit 14/05/2026",
        "pre-birth assessment of 12 June 2019",
        "born at 32 weeks",
        "born 3.10 weeks early",
        "born 03.04 kg",
        "born 06.30",
        "born 10-12 weeks early",
        "born in 2014",
        "EDD 12 August 2026",
        "5 on the waiting list since 3/11/26",
        "9/11/16 on the three scales",
        "closed 12 May 2017",
    ],
)
def test_said_to_be_of_an_event(text: str) -> None:
    assert not holds(text)
