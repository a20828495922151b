"""Check digits tell a number from one that only looks like it."""

from threshold.privacy.check_digits import nhs_check, upn_check


def test_nhs_numbers() -> None:
    assert nhs_check("9434765919")
    assert [nhs_check(f"943476591{last}") for last in range(10)].count(True) == 1


def test_pupil_numbers() -> None:
    assert upn_check("H801200001001")
    assert upn_check("h801200001001")
    assert not upn_check("A801200001001")
