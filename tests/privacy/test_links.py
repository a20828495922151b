"""Links to a page or a record of somebody, and those that are open to all."""

import pytest

from threshold.privacy.links import holds_link_to_person


@pytest.mark.parametrize(
    "text",
    [
        "justgiving.com/fundraising/somebody",
        "https://example.org/members/4417",
        "http://mosaic/person/4711013",
        "mosaic.barchester.gov.uk/workflow/991823",
        "https://mosaic:8443/record/880123",
        "https://lcs.barchester.gov.uk/?subjectid=55120",
        "http://intranet/clients/90871",
    ],
)
def test_of_somebody(text: str) -> None:
    assert holds_link_to_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.gov.uk/guidance/early-years-foundation-stage",
        "https://www.legislation.gov.uk/ukpga/1989/41/section/17",
        "https://www.bailii.org/ew/cases/EWCA/Civ/2019/1.html",
        "http://mosaic/help",
        "https://www.barchester.gov.uk/downloads/file/4021/strategy",
    ],
)
def test_of_nobody(text: str) -> None:
    assert not holds_link_to_person(text)
