"""What a pack's own signs, kinds of support and clauses mean."""

from pathlib import Path

import pytest

from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.reading import BadInput

from ...policy.own import LEVELS, SIGNS, Own

DANGER = {"child_protection.concern": True, "child_protection.harm_suspected": True}
RULES = """
grounds:
  - id: O-1
    title: Support is still needed
    for: {direction: [step_down, step_up]}
    when: {need.ongoing_support: true}
    else: No
"""
FAMILY_HELP = "extend: {support.in_place: {family_help: {between: [early_help, child_in_need]}}}\n"


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path)


def decided(own: Own, text: str) -> Decision:
    files = own.files()
    case = own.case(text, files)
    return Engine(files).decide(case)


def asked_down(own: Own, text: str) -> Decision:
    files = own.files()
    given = own.case(f"need: {{ongoing_support: true}}\n{text}", files).given
    more = {"support.in_place": "child_in_need", "request.direction": "step_down", "request.to": "early_help"}
    case = own.case("", files)
    return Engine(files).decide(case.__class__(case.reference, {**given, **more}, as_at=case.as_at))


def test_s188_a_sign_out_of_its_ages_is_a_contradiction(own: Own) -> None:
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS.replace("school?,,\nO-3-2", "school?,5 to 16,\nO-3-2"))
    none = "ours_domains: {learning: false, home: false}\n"
    for age, contradicts in ((5, []), (16, []), (4, ["O-3-1-ages"]), (17, ["O-3-1-ages"])):
        found = decided(own, f"age: {age}\n{none}ours_signs: {{o_3_1: true}}\n")
        assert [each.id for each in found.conflicts] == contradicts
        level = found.recommendation.level_of_need
        assert level is not None
        assert level.level == (None if contradicts else 3)
    level = decided(own, f"{none}ours_signs: {{o_3_1: true}}\n").recommendation.level_of_need
    assert level is not None
    assert (level.level, level.not_ruled_out) == (None, (3,))


def test_s188_a_sign_of_danger_stands_whatever_the_age(own: Own) -> None:
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS.replace("hit?,,yes", "hit?,under 5,yes"))
    found = decided(own, "age: 9\nours_signs: {o_4_1: true}\n")
    assert found.safeguarding_now
    assert [each.id for each in found.conflicts] == ["O-4-1-ages"]


def test_s189_a_worry_leaves_a_concern_open(own: Own) -> None:
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, rules=RULES)
    assert asked_down(own, "").status == "permitted"
    worried = asked_down(own, "ours_domains: {home: true}\n")
    assert worried.status == "undetermined"
    assert [each.fact for each in worried.missing] == ["ours_signs.o_4_1"]
    assert asked_down(own, "ours_domains: {home: true}\nours_signs: {o_4_1: false}\n").status == "permitted"
    assert asked_down(own, "ours_domains: {home: true}\nours_signs: {o_4_1: true}\n").status == "blocked"
    assert asked_down(own, "ours_domains: {learning: true}\n").status == "permitted"


def test_s191_a_kind_of_support_of_a_pack_lies_below_social_care(own: Own) -> None:
    own.pack(vocabulary=LEVELS + FAMILY_HELP, indicators_csv=SIGNS, rules=RULES)
    files = own.files()
    case = own.case("need: {ongoing_support: true}\n", files)
    up = {"request.direction": "step_up", "support.in_place": "universal"}
    for to, status in (("child_in_need", "permitted"), ("family_help", "blocked"), ("early_help", "blocked")):
        danger = {**case.given, **up, "request.to": to, **DANGER}
        found = Engine(files).decide(case.__class__(case.reference, danger, as_at=case.as_at))
        assert (to, found.status) == (to, status)


def test_s192_what_may_not_be_in_force_never_decides(own: Own) -> None:
    place = own.pack(vocabulary=LEVELS, rules=RULES)
    pack = (place / "pack.yaml").read_text().replace("clauses: {O-1: The first clause}\n", "")
    (place / "pack.yaml").write_text(pack)
    for standing, taken in (("in_force", True), ("not_confirmed", False), ("not_yet_in_force", False)):
        clauses = f"core:\n  O-1: {{place: The first clause, standing: {standing}}}\n"
        files = Own(own.folder / standing)
        other = files.pack(vocabulary=LEVELS, rules=RULES)
        (other / "pack.yaml").write_text(pack)
        (other / "clauses.yaml").write_text(clauses)
        if taken:
            assert decided(files, "").status == "advisory"
        else:
            with pytest.raises(BadInput, match=r"force|confirmed"):
                decided(files, "")
