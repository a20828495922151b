"""Names by what is said of them, and words that are names too where they are words."""

import pytest

from threshold.privacy.subjects import said_of_somebody


@pytest.mark.parametrize(
    "text",
    [
        "Lily is not herself",
        "ask if Lily is safe",
        "Is Lily safe?",
        "ivy has not been seen",
        "Will and Grace keep fighting",
        "Summer and Skye not in school",
        "Hope ran away again",
        "the child, Hope, is scared",
        "Will is in Year 2",
        "April is in Year 5",
        "Faith has autism",
        "Ruby was late again",
        "Theo and his sister are alone",
        "Tendai is hungry",
        "Ollie was hit by dad",
        "the worry is that Rob is threatened by an uncle",
        "XIAO LI not eating",
        "LI XIAO is in Year 2",
        "XIAO LI (7)",
        "XIAO LI's mum rang",
        "mum of XIAO LI rang",
        "ZOE is hungry",
        "GRACE KEEPS RUNNING AWAY",
    ],
)
def test_what_is_said_of_somebody(text: str) -> None:
    assert said_of_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Summer is a bad time",
        "Grace is given",
        "Will is not enough",
        "Will was not told",
        "Hope is not lost",
        "Hope not in school report",
        "Faith and Hope are important",
        "April and May were missed",
        "June was in hospital",
        "Joy is seen in play",
        "Mark has faded",
        "Grant has run out",
        "Max is two hours",
        "Art keeps her calm",
        "A lily is in the garden",
        "The children keep fighting",
        "CAMHS CIN not open",
        "MARAC DASH (4)",
        "mum of SEN YP rang",
        "WILL IS NOT ENOUGH",
    ],
)
def test_what_is_said_of_nobody(text: str) -> None:
    assert not said_of_somebody(text)
