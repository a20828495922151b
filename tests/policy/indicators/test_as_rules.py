"""Signs and combinations as rows of the level of need, each citing itself alone; and what protects."""

from itertools import product
from pathlib import Path

import pytest

from threshold.engine import Engine
from threshold.policy.indicators.as_rules import clauses_of_table, rules_of_table
from threshold.policy.indicators.read import read_table
from threshold.reading import plain

from ..own import LEVELS, SIGNS, Own

NOTHING = "ours_domains: {learning: false, home: false}\n"
COMBINED = (
    "combine:\n"
    "  - {id: O-C-1, is: Protection, at_least: 2, of: Family Help, in_domains: 2, because: Too much}\n"
)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    made = Own(tmp_path)
    made.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    return made


@pytest.mark.parametrize(
    ("signs", "level"),
    [
        ("", 1),
        ("o_2_1: true", 2),
        ("o_2_1: true, o_3_1: true", 3),
        ("o_3_2: true", 3),
        ("o_4_1: true", 4),
    ],
)
def test_the_most_serious_sign_gives_the_level(own: Own, signs: str, level: int) -> None:
    stated = {each.split(":")[0].strip(): "true" for each in signs.split(",") if each}
    every = {name: stated.get(name, "false") for name in ("o_2_1", "o_3_1", "o_3_2", "o_4_1")}
    assert own.level(f"ours_signs: {{{', '.join(f'{k}: {v}' for k, v in every.items())}}}\n") == level


def test_what_nobody_has_said_leaves_the_level_open(own: Own) -> None:
    assert own.level("") == (1, (4, 3, 2))
    assert own.level("ours_signs: {o_3_1: true}\n") == (3, (4,))
    assert own.level(NOTHING) == 1
    assert own.level("ours_signs: {o_3_1: true}\nours_domains: {home: false}\n") == 3


def test_a_sign_cites_itself_alone(own: Own) -> None:
    files = own.files()
    decided = Engine(files).decide(
        own.case("ours_signs: {o_3_2: true}\nours_domains: {learning: false}\n", files)
    )
    assert decided.recommendation.level_of_need is not None
    assert decided.recommendation.level_of_need.source == ("O-3-2",)
    assert decided.recommendation.level_of_need.indicators == ("The home is neglected",)


def test_a_sign_that_protects_opens_a_concern(own: Own) -> None:
    files = own.files()
    decided = Engine(files).decide(own.case(f"{NOTHING}ours_signs: {{o_4_1: true}}\n", files))
    assert decided.safeguarding_now
    assert decided.recommendation.level_of_need is not None
    assert decided.recommendation.level_of_need.level == 4


def test_a_sign_that_protects_opens_a_concern_whatever_the_age(tmp_path: Path) -> None:
    """Where nobody has said how old the child is, a danger that somebody tells of is not passed over."""
    text = "id,level,domain,asks,ages,protection\nO-4-2,Protection,Home,A baby is bruised,under 1,yes\n"
    (tmp_path / "indicators.csv").write_text(text, encoding="utf-8")
    table = read_table(tmp_path)
    assert table is not None
    (tree,) = rules_of_table(table, "ours").values()
    rules = plain(tree)
    assert isinstance(rules, dict)
    (concern,), (definition,) = rules["protection"], rules["definitions"]
    assert concern["when"] == {"ours_signs.o_4_2": "true"}
    assert definition["rows"][0]["when"] == {"ours_signs.o_4_2": "true", "child.age": {"at_most": "0"}}


@pytest.mark.parametrize("stated", ["child_protection", "care"])
def test_a_child_who_is_protected_is_at_the_highest_level(own: Own, stated: str) -> None:
    files = own.files()
    case = own.case(NOTHING, files)
    held = Engine(files).decide(case.__class__(case.reference, {**case.given, "support.in_place": stated}))
    assert held.recommendation.level_of_need is not None
    assert held.recommendation.level_of_need.level == 4


def test_a_no_to_a_domain_is_a_no_to_all_that_is_not_said(own: Own) -> None:
    assert own.level(f"{NOTHING}ours_signs: {{o_3_1: true}}\n") == 3
    assert own.level(f"{NOTHING}ours_signs: {{o_2_1: true}}\n") == 2


def test_combinations_count_over_domains(own: Own) -> None:
    own.pack(
        vocabulary=LEVELS, indicators_csv=SIGNS.replace("Protection,Home,Has the child been hit?,,yes", "")
    )
    more = SIGNS.replace(
        "O-4-1,Protection,Home,Has the child been hit?,,yes", "O-3-3,Family Help,Home,It is cold,,"
    )
    own.pack(vocabulary=LEVELS, indicators_csv=more, indicators=COMBINED)
    names = ("o_3_1", "o_3_2", "o_3_3")  # the first in one domain, the others in another
    for values in product(("true", "false", None), repeat=3):
        said = ", ".join(f"{n}: {v}" for n, v in zip(names, values, strict=True) if v)
        level = own.level(f"ours_signs: {{o_2_1: false{', ' if said else ''}{said}}}\n")
        may = [{"true": (1,), "false": (0,), None: (0, 1)}[value] for value in values]
        ways = {4 if a and (b or c) else 3 if a or b or c else 1 for a, b, c in product(*may)}
        assert level == (
            ways.pop() if len(ways) == 1 else (min(ways), tuple(sorted(ways - {min(ways)})[::-1]))
        )


def test_every_sign_is_a_clause(own: Own) -> None:
    table = read_table(own.folder / "ours")
    assert table is not None
    told = {name: clause.place for name, clause in clauses_of_table(table).items()}
    assert [*told] == ["O-2-1", "O-3-1", "O-3-2", "O-4-1"]
    assert told["O-3-2"] == "Home, Family Help: The home is neglected"
