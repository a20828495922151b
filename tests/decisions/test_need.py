"""The level of need and the BRAG rating: settled, a floor, or judged by a person."""

from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.decisions.model import Brag, Judgement, Level
from threshold.decisions.need import brag_rating, level_of_need
from threshold.engine import Engine
from threshold.engine.decide import findings_of
from threshold.policy import load_policy

from ..policy.own import LEVELS as OWN_LEVELS
from ..policy.own import SIGNS, Own

LEVEL = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows:
      - {when: {t.a: true}, is: 3, because: A holds}
      - {when: {t.b: true, t.c: true}, is: 2}
    otherwise: 1
"""
LEVELS = """
levels:
  type: table
  key: need.level
  columns: {name: text, response: text}
  means: What each level is called
  values:
    - from: 2020-01-01
      is: {1: {name: Universal, response: Everyone}, 2: {name: Early, response: none}, 3: {name: Specialist}}
      because: T-1
"""
JUDGED = "overrides: {need.level: {is: %s, by: Team Manager, reason: Known for years}}"


def level(small, t: str, more: str = "") -> Level:
    found = level_of_need(small.findings(f"t: {t}\n{more}"))
    assert found is not None
    return found


def how_much(found: Level) -> tuple[int | None, int | None, tuple[int, ...]]:
    return found.level, found.at_least, found.not_ruled_out


@pytest.mark.parametrize(
    ("t", "expected", "name", "not_known"),
    [
        ("{a: true}", (3, None, ()), "Specialist", ("t.b", "t.c")),
        ("{a: false, b: true, c: true}", (2, None, ()), "Early", ()),
        ("{a: false, b: false}", (1, None, ()), "Universal", ()),
        ("{b: true, c: true}", (None, 2, (3,)), "Early", ("t.a",)),
        ("{b: true}", (None, 1, (3, 2)), "Universal", ("t.a", "t.c")),
    ],
)
def test_a_level_or_its_floor_is_told_with_its_name_and_what_is_not_known(
    small, t, expected, name, not_known
):
    found = level(small.tiny(LEVEL, LEVELS), t)
    assert (how_much(found), found.name, found.not_known) == (expected, name, not_known)
    assert found.judged is None


@pytest.mark.parametrize("judged", [1, 2, 3])
@pytest.mark.parametrize("t", ["{b: true, c: true}", "{b: true}", "{a: true}", "{a: false, b: false}", "{}"])
def test_beside_a_level_that_a_person_judged_the_facts_give_no_floor(small, t: str, judged: int):
    found = level(small.tiny(LEVEL, LEVELS), t, JUDGED % judged)
    assert (found.level, found.at_least) == (judged, None)
    assert found.name == ("Universal", "Early", "Specialist")[judged - 1]
    assert found.judged == Judgement(str(judged), "Team Manager", "Known for years")
    # What the facts indicate beside it is told all the same.
    without = level(small, t)
    assert (found.indicators, found.not_ruled_out) == (without.indicators, without.not_ruled_out)


def test_without_a_row_that_holds_or_an_otherwise_there_is_no_floor(small):
    found = level(small.tiny(LEVEL.replace("    otherwise: 1\n", ""), LEVELS), "{}")
    assert (how_much(found), found.name, found.response) == ((None, None, (3, 2)), "", "")


def test_each_indicator_that_holds_is_told_by_its_reason_or_its_value(small):
    small.tiny(LEVEL)
    assert level(small, "{a: true, b: true, c: true}").indicators == ("A holds",)
    assert level(small, "{a: false, b: true, c: true}").indicators == ("2",)


def test_an_empty_cell_is_no_response(small):
    small.tiny(LEVEL, LEVELS)
    assert level(small, "{a: false, b: false}").response == "Everyone"
    for t in ("{a: false, b: true, c: true}", "{a: true}"):
        assert level(small, t).response == ""


def test_a_level_is_cited_by_its_rows_or_by_the_rules_whose_otherwise_it_is(small):
    other = """
    definitions:
      - {id: E, carries: [O-1], fact: need.level, hit: most_serious, rows: [{when: {t.n: 1}, is: 2}]}
    """
    small.tiny(LEVEL).pack("other", other)
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    assert level(small, "{a: false, b: false, n: 1}").source == ("O-1",)
    assert level(small, "{a: false, b: true, c: true, n: 1}").source == ("T-1", "O-1")
    assert level(small, "{a: true, b: true, c: true, n: 1}").source == ("T-1",)
    assert level(small, "{a: false, b: false, n: 2}").source == ("T-1",)
    # A floor that no row gives is cited by nothing.
    assert level(small, "{n: 2}").source == ()


def test_a_policy_that_works_out_no_level_tells_none(small):
    assert level_of_need(small.findings(JUDGED % 2)) is None


TABLE = (
    "{red: {meaning: Danger, goes_to: MASH, respond_within: 2 hours}, "
    "blue: {meaning: No worry, respond_within: none}, green: {goes_to: CAF Team}}"
)


def rated(colour: str, policy: str, *trial: str) -> Brag | None:
    engine = Engine(load_policy(policy), trial)
    moment = date(2026, 8, 14)
    given = {"contact.brag": colour} if colour else {}
    compiled = engine.compiled(engine.policy.at(moment, trial))
    return brag_rating(findings_of(compiled, Case("C-1", given), moment))


@pytest.mark.parametrize(
    ("colour", "defined", "meaning", "goes_to", "respond_within"),
    [
        ("red", True, "Danger", "MASH", "2 hours"),
        # That no response is required is not the same as that none is defined.
        ("blue", True, "No worry", "", "none required"),
        ("green", True, "", "CAF Team", ""),
        ("amber", False, "", "", ""),
    ],
)
def test_a_colour_has_the_meaning_that_the_policy_gives_it(colour, defined, meaning, goes_to, respond_within):
    found = rated(colour, "caf-team", f"caf-team.brag={TABLE}")
    because = ("tried with --set",)
    assert found == Brag(colour, defined, meaning, goes_to, respond_within, because)


def test_where_no_pack_gives_the_colours_a_meaning_there_is_no_source():
    assert rated("red", "national") == Brag("red", False, "", "", "", ())


def test_without_a_colour_there_is_no_rating():
    assert rated("", "caf-team") is None


def test_signs_that_are_not_known_are_told_by_their_domains_and_lists(tmp_path: Path) -> None:
    own = Own(tmp_path)
    more = SIGNS + "O-3-9,Family Help,Home,Is the home cold?,,\nO-1-9,Universal,Home,Is it warm?,,\n"
    own.pack(vocabulary=OWN_LEVELS, indicators_csv=more)
    files = own.files()
    need = Engine(files).decide(own.case("ours_domains: {home: true}\n", files)).recommendation.level_of_need
    assert need is not None
    assert len(need.not_known) == 6
    # Only what may make another level.
    assert need.not_known_in == ("Home, Protection", "Learning", "Home, Family Help")
    settled = Engine(files).decide(own.case("ours_signs: {o_4_1: true}\n", files))
    assert settled.recommendation.level_of_need is not None
    assert settled.recommendation.level_of_need.not_known_in == ()


def test_a_level_judged_is_told_with_its_name(tmp_path: Path):
    own = Own(tmp_path)
    own.pack(vocabulary=OWN_LEVELS, indicators_csv=SIGNS)
    files = own.files()
    need = Engine(files).decide(own.case(JUDGED % "Early Support", files)).recommendation.level_of_need
    assert need is not None
    assert need.judged == Judgement("2 (Early Support)", "Team Manager", "Known for years")
