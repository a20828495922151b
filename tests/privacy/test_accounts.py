"""Accounts on platforms, and what is only said of platforms."""

import pytest

from threshold.privacy.accounts import holds_account


@pytest.mark.parametrize(
    "text",
    [
        "psn id xX_Rdl_Xx",
        "roblox user BlazeKid_2014",
        "twitch user mizzruby",
        "on yubo as tia_2010",
        "on facebook as Shelly Rudd-Marsh",
        "blocked jaybz_ldn7",
        "u/gav_strake",
    ],
)
def test_accounts(text: str) -> None:
    assert holds_account(text)


@pytest.mark.parametrize(
    "text",
    [
        "psn account locked",
        "on snap and tiktok all night",
        "xbox taken off him for 2 weeks",
        "x 3 visits",
        "steam burn to hand",
        "www.gov.uk/government/publications/guidance--2",
        "facebook messenger call to dad",
    ],
)
def test_what_is_no_account(text: str) -> None:
    assert not holds_account(text)
