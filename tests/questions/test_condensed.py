"""Signs that no rule tells apart stand for one another: hundreds of rows become a few, and mean the same."""

from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.policy import Policy
from threshold.questions.answers import Askable
from threshold.questions.condensed import condensed
from threshold.questions.together import together

from ..policy.own import LEVELS, Own

HEAD = "id,level,domain,asks,ages,protection\n"
SIGNS = HEAD + "".join(
    f"O-{n},{level},Learning,Is sign {n} there?,,\n"
    for n, level in enumerate(["Early Support"] * 4 + ["Family Help"] * 4)
)
DAY = date(2026, 6, 1)


def fact(number: int) -> str:
    return f"ours_signs.o_{number}"


def made(folder: Path, **files: str) -> tuple[Policy, Askable]:
    own = Own(folder)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, **files)
    policy = own.files().at(DAY)
    names = ["ours_domains.learning", *map(fact, range(8))]
    _, domains, _ = together(names, Case("C-1", {}), policy.vocabulary)
    policy, asked = condensed(policy, domains)
    (domain,) = asked
    return policy, domain


def there(asked: Askable) -> list[set[str]]:
    """Which signs each answer says to be there."""
    return [{name for name, value in each.stated if value} - {asked.fact} for each in asked.answers]


def rows(policy: Policy) -> list[object]:
    found = (row for stratum in policy.strata for rule in stratum for row in rule.rows)
    return [row.value for row in found if "o_" in repr(row.when)]


def test_one_sign_of_a_level_stands_for_all(tmp_path: Path) -> None:
    policy, asked = made(tmp_path)
    assert there(asked) == [set(), {fact(0)}, {fact(4)}]
    assert rows(policy) == [2, 3]


def test_what_several_come_to_together_is_tried(tmp_path: Path) -> None:
    combine = "combine: [{id: O-C, is: Protection, at_least: 3, of: Family Help, because: Three signs}]\n"
    policy, asked = made(tmp_path, indicators=combine)
    assert there(asked) == [set(), {fact(0)}, {fact(4)}, {fact(n) for n in range(4, 8)}]
    # The one that is there, any other, and what they come to together.
    assert sorted(map(str, rows(policy))) == ["2", "3", "3", "4"]


@pytest.mark.parametrize("what", ["satisfied", "doubted"])
def test_a_sign_that_a_rule_singles_out_stands_for_itself_alone(tmp_path: Path, what: str) -> None:
    rule = {
        "satisfied": f"requirements:\n  - {{id: O-R, title: R, carries: [O-1], bears_on: [close], "
        f"block: [{{must: {{{fact(2)}: false}}, else: It is there}}]}}\n",
        "doubted": f"conflicts:\n  - {{id: O-X, carries: [O-1], why: Both, "
        f"when: {{{fact(2)}: true, {fact(3)}: true}}, doubtful: [{fact(2)}, {fact(3)}]}}\n",
    }[what]
    _, asked = made(tmp_path, rules=rule)
    assert {fact(2)} in there(asked)
    assert {fact(0)} in there(asked)
    assert {fact(4)} in there(asked)


def test_without_signs_nothing_changes(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    policy = own.files().at(DAY)
    plain = Askable("contact.brag", "", "?", False, ())
    assert condensed(policy, [plain]) == (policy, [plain])
