"""A policy's own ways to find its packs, rules and tables."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.policy.model import Policy, rules_of


@pytest.fixture(scope="module")
def default() -> Policy:
    return load_policy("default").at(date(2026, 6, 1))


def test_a_pack_is_found_by_its_name(default: Policy) -> None:
    for pack in default.packs:
        assert default.pack(pack.name) is pack
    with pytest.raises(KeyError):
        default.pack("nowhere")


def test_the_rules_of_every_kind_are_those_of_all_packs_in_their_order(default: Policy) -> None:
    for kind in ("requirements", "deadlines", "routes", "conflicts"):
        every = [rule for pack in default.packs for rule in getattr(pack, kind)]
        assert getattr(default, kind) == every
        assert every


def test_every_rule_of_a_pack_is_listed_once(default: Policy) -> None:
    for pack in default.packs:
        ids = [rule.head.id for rule in rules_of(pack)]
        assert len(ids) == len(set(ids))
        kinds = (
            pack.definitions,
            pack.requirements,
            pack.deadlines,
            pack.routes,
            pack.conflicts,
            pack.safety,
            pack.protection,
            [ground for ground in pack.grounds if not ground.of_workflow],
        )
        assert len(ids) == sum(map(len, kinds))


def test_one_of_the_leading_packs_can_lead_alone(default: Policy) -> None:
    alone = default.led_by("caf-team")
    assert {pack.name: pack.leads_on for pack in alone.leading} == {
        pack.name: () if pack.name == "caf-team" else ("compliance",) for pack in default.leading
    }
    assert [pack for pack in alone.packs if pack.role != "lead"] == [
        pack for pack in default.packs if pack.role != "lead"
    ]
    assert (alone.name, alone.digest) == (default.name, default.digest)
    for name in ("national", "nowhere"):  # it stands beside every document, and leads on nothing
        with pytest.raises(KeyError):
            default.led_by(name)


def test_a_table_is_found_whichever_pack_declares_it(default: Policy) -> None:
    assert default.table("levels") == default.pack("continuum-of-need").tables["levels"]
    assert default.table("nothing of the kind") == {}
