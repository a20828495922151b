"""What differs between two policies is told once, for what it is; comments and layout are nothing."""

import random
from datetime import date

import pytest

from threshold.mutation.changeable import Changeable
from threshold.policy import PolicyFiles, load_policy
from threshold.policy.places import pack_folders, rules_directory
from threshold.reading import BadInput
from threshold.versions import Versions

from .conftest import PACK, PARAMETERS, POLICY, RULES, Made, only


def test_a_policy_does_not_differ_from_itself() -> None:
    files = load_policy()
    assert Versions(files, files).changes == ()


def test_comments_layout_order_and_reasons_are_no_change(policy: Made) -> None:
    turned = RULES.replace(
        "scope: {bears_on: [step_down]}\n", "# said\nscope:\n  bears_on:\n    - step_down\n"
    )
    first, second = turned.index("  - id: R1"), turned.index("  - id: R2")
    turned = turned[:first] + turned[second:] + turned[first:second]
    new = policy(
        "new",
        rules=turned,
        parameters=PARAMETERS.replace("because: T-1", "because: T-2"),
        head=POLICY.replace("ours", "theirs").replace("Ours", "Theirs"),
    )
    assert Versions(policy(), new).changes == ()


def test_a_parameter_is_one_change_whatever_rests_on_it(policy: Made) -> None:
    new = policy("new", parameters=PARAMETERS.replace("3 months", "2 months"))
    change = only(Versions(policy(), new))
    assert (change.kind, change.pack, change.id, change.how) == ("parameter", "town", "wait", "differs")
    assert (change.before, change.after, change.since, change.decides) == ("3 months", "2 months", None, True)


def test_a_value_to_come_differs_from_its_day(policy: Made) -> None:
    later = "is: 3 months, because: T-1}, {from: 2027-04-01, is: 4 months, because: T-1}"
    new = policy("new", parameters=PARAMETERS.replace("is: 3 months, because: T-1}", later))
    change = only(Versions(policy(), new))
    assert (change.before, change.after, change.since) == ("3 months", "4 months", date(2027, 4, 1))


def test_what_is_tried_is_a_change(policy: Made) -> None:
    files = policy()
    change = only(Versions(files, files, (), ("town.wait@2027-04-01=5 weeks",)))
    assert (change.id, change.after, change.since) == ("wait", "5 weeks", date(2027, 4, 1))


@pytest.mark.parametrize(
    ("old", "new", "how", "kind", "aspects", "decides"),
    [
        ("warn:", "condition:", "differs", "rule", ("strength",), True),
        (
            "consent.to_share: given",
            "consent.to_share: refused",
            "differs",
            "rule",
            ("part 2, what must be so",),
            True,
        ),
        ("No consent to share", "Nobody agreed", "differs", "words", ("part 2, what is said",), False),
        ("title: Consent", "title: Agreement", "differs", "words", ("title",), False),
        (RULES[RULES.index("  - id: R2") :], "", "gone", "rule", (), True),
        ("id: R2", "id: R2\n    applies: {caf.open: true}", "differs", "rule", ("when it applies",), True),
    ],
)
def test_a_rule_is_one_change_and_says_what_of_it(
    policy: Made, old, new, how, kind, aspects, decides
) -> None:
    change = only(Versions(policy(), policy("new", rules=RULES.replace(old, new))))
    assert (change.kind, change.pack, change.id, change.how) == (kind, "town", "R2", how)
    assert (change.aspects, change.decides) == (aspects, decides)


def test_a_rule_that_names_a_number_in_the_place_of_a_parameter_is_a_change_of_its_own(policy: Made) -> None:
    fixed = RULES.replace("at_least_ago: $wait", "at_least_ago: 3 months")
    new = policy("new", rules=fixed, parameters=PARAMETERS.replace("3 months", "2 months"))
    found = [(each.kind, each.id) for each in Versions(policy(), new).changes]
    assert found == [("parameter", "wait"), ("rule", "R1")]


def test_a_rule_in_force_from_a_day_differs_from_that_day(policy: Made) -> None:
    new = policy("new", rules=RULES.replace("id: R2", "id: R2\n    in_force: {from: 2027-09-01}"))
    change = only(Versions(policy(), new))
    assert (change.id, change.how, change.since) == ("R2", "gone", None)
    later = only(Versions(policy("third", rules=RULES[: RULES.index("  - id: R2")]), new))
    assert (later.id, later.how, later.since) == ("R2", "came", date(2027, 9, 1))


def test_a_pack_that_is_only_called_otherwise_decides_nothing(policy: Made) -> None:
    new = policy(
        "new", name="city", pack=PACK.replace("pack: town", "pack: city"), head=POLICY.replace("town", "city")
    )
    change = only(Versions(policy(), new))
    assert (change.kind, change.id, change.decides) == ("pack", "name", False)
    assert (change.before, change.after) == ("town", "city")


def test_a_pack_that_comes_and_one_that_leads_on_less_are_changes_of_packs(policy: Made) -> None:
    more = POLICY.replace(
        "{pack: town, role: lead}",
        "{pack: town, role: lead, leads_on: [step_down]}, {pack: caf-team, role: lead}",
    )
    found = {
        (each.pack, each.id, each.how)
        for each in Versions(policy(), policy("new", head=more)).changes
        if each.kind == "pack"
    }
    assert found == {("town", "leads_on", "differs"), ("caf-team", "", "came")}


def test_one_change_to_any_pack_that_comes_along_is_found_as_that_and_no_other(random_seed: int) -> None:
    chance = random.Random(random_seed)
    told = 0
    for folder in pack_folders():
        if not (rules_directory() / "policies" / f"{folder.name}.yaml").is_file():
            continue
        pack, files = Changeable(folder), PolicyFiles(folder.name)
        for change in chance.sample(pack.changes, 3):
            try:
                new = files.with_pack(folder.name, pack.changed(change))
                for day in new.change_dates:
                    new.at(day)
                versions = Versions(files, new)
                found = versions.changes
            except BadInput:
                continue
            told += 1
            if change.rule == "scope" or change.table is not None:
                continue
            assert {each.pack for each in found} <= {folder.name}, (change, found)
            assert [each.id for each in found] in ([change.rule], []), (change, found)
    assert told > 5


@pytest.fixture
def random_seed() -> int:
    import os

    return int(os.environ.get("THRESHOLD_SEED", random.randrange(10**6)))
