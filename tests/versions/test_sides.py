"""Which pack of one policy is which of the other."""

from threshold.versions.sides import Pair, SideOf, pairs

from .conftest import PACK, POLICY, Made


def test_packs_are_known_by_name_and_else_by_their_rules(policy: Made) -> None:
    old = SideOf(policy(), ())
    city = policy(
        "new", name="city", pack=PACK.replace("pack: town", "pack: city"), head=POLICY.replace("town", "city")
    )
    other = policy("third", head=POLICY.replace("{pack: town, role: lead}", "{pack: caf-team, role: lead}"))
    day = old.files.change_dates[-1]
    assert [*pairs(old, SideOf(city, ()), [day])] == [
        Pair("national", "national", "national"),
        Pair("town", "town", "city"),
    ]
    late = SideOf(other, ()).files.change_dates[-1]
    assert [*pairs(old, SideOf(other, ()), [late])][1:] == [
        Pair("town", "town", ""),
        Pair("caf-team", "", "caf-team"),
    ]


def test_a_pack_that_only_compares_keeps_its_role(policy: Made) -> None:
    files = policy(head=POLICY.replace("]\n", ", {pack: caf-team, role: compare}]\n"))
    side = SideOf(files, ())
    assert side.packs(files.change_dates[-1])["caf-team"].role == "compare"


def test_days_from_which_values_are_tried_are_days_of_change(policy: Made) -> None:
    from datetime import date

    assert date(2031, 1, 1) in SideOf(policy(), ("town.wait@2031-01-01=1 days",)).dates
