"""A policy with all that no answer can change worked out: what is left says the same of every answer."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.conditions import ALWAYS, NEVER, Any, AtLeast, Condition
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves
from threshold.policy import Policy, load_policy, rules_of
from threshold.policy.inference_plan import conditions_of
from threshold.questions.answers import Askable
from threshold.questions.partial import (
    Rests,
    bearing_on,
    choosing,
    partially_evaluated,
    read_by,
    vocabulary_read,
    without_unread,
)

from ..policy.own import LEVELS, SIGNS, Own
from ..semantics.conftest import Small

AS_AT = date(2026, 8, 14)


def policy(small: Small, text: str = "") -> Policy:
    return small.tiny(text).engine().policy.at(AS_AT)


def fact(name: str) -> Askable:
    return Askable(name, "", "?", False, ())


def event(name: str) -> Askable:
    return Askable("", name, "?", False, ())


def requirement(satisfied: str, applies: str = "{t.a: true}", name: str = "R", bears: str = "step_up") -> str:
    return (
        f"  - {{id: {name}, title: {name}, carries: [T-1], bears_on: [{bears}], applies: {applies}, "
        f"block: [{{must: {satisfied}, else: No}}]}}\n"
    )


def definition(name: str, of: str, when: str) -> str:
    return (
        f"  - {{id: {name}, carries: [T-1], fact: {of}, hit: exactly_one, otherwise: green, "
        f"rows: [{{when: {when}, is: red}}]}}\n"
    )


CHAIN = "definitions:\n" + definition("D", "made.answer", "{t.a: true}")
CHAIN += definition("E", "made.other", "{made.answer: red}")
LATE = definition("F", "made.late", "{proposed.direction: step_up}")
ROUTE = """
routes:
  - {id: W, title: W, carries: [T-1], bears_on: [step_up], when: {t.b: true}, steps: [
     {W-1: Go, when: {t.a: true}, to: SW,
      by: {fact: t.colour, red: SW, amber: SW, green: SW}},
     {W-2: Go, by: SW, to: {fact: t.who, Social Worker: SW, Team Manager: SW}}]}
"""


# What an answer can change


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        (fact("t.a"), {"t.a", "made.answer", "made.other"}),
        (fact("t.c"), {"t.c"}),
        (
            fact("child_protection.concern"),
            # All that is worked out of protection, of which it may be any.
            {"child_protection.concern", "protection.concern", "protection.in_place", "support.highest"},
        ),
        (event("seen"), {"seen.first", "visit.ever", "visit.since_seen", "visit.before_seen"}),
        (event("consent_withdrawn"), {"consent.to_share"}),
        (
            event("spell_ended"),
            {
                "danger.in_spell",
                "spell.ended",
                "spell.good_visit",
                "spell.open",
                "spell.started",
                "spell.visit",
            },
        ),
    ],
)
def test_an_answer_changes_its_fact_and_all_that_rests_on_it(
    small: Small, asked: Askable, changes: set[str]
) -> None:
    assert Rests(policy(small, CHAIN)).changed_by([asked]) == changes


def test_an_answer_changes_what_a_contradiction_throws_doubt_on(small: Small) -> None:
    doubt = (
        "conflicts: [{id: C, carries: [T-1], when: {t.a: true, t.b: true}, why: never, doubtful: [t.c]}]\n"
    )
    both = policy(small, doubt + "definitions:\n" + definition("D", "made.answer", "{t.c: true}"))
    assert Rests(both).changed_by([fact("t.b")]) == {"t.b", "t.c", "made.answer"}
    assert Rests(both).changed_by([fact("t.c")]) == {"t.c", "made.answer"}
    assert Rests(both).changed_by([]) == set()


# What bears on the outcome


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("step_up", ["UP", "W"]),
        ("step_down", ["DOWN"]),
        ("triage", []),
        ("none", ["DOWN", "CLOSE", "W"]),  # a way down counts without being asked for; help may be indicated
    ],
)
def test_only_rules_about_what_is_asked_for_bear_on_it(small: Small, asked: str, kept: list[str]) -> None:
    text = "requirements:\n" + "".join(
        requirement("{t.c: true}", name=name, bears=bears)
        for name, bears in (("UP", "step_up"), ("DOWN", "step_down"), ("CLOSE", "close"))
    )
    text += "deadlines: [{id: L, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}]"
    bearing = bearing_on(policy(small, text + ROUTE), asked)
    (pack,) = [each for each in bearing.packs if each.name == "tiny"]
    assert [rule.head.id for rule in rules_of(pack)] == kept


# What is read


def test_who_is_chosen_by_a_fact_makes_it_read(small: Small) -> None:
    assert list(choosing(policy(small, ROUTE))) == ["t.colour", "t.who"]


def test_the_outcome_rests_on_conditions_on_who_is_chosen_and_on_what_lies_behind(small: Small) -> None:
    text = CHAIN + definition("G", "made.late", "{t.n: 3}") + "requirements:\n"
    text += requirement("{made.other: red}", "{t.day: {after: {fact: request.made}}}") + ROUTE
    read = read_by(policy(small, text), True)
    assert {
        "made.other",
        "made.answer",
        "t.a",
        "t.b",
        "t.day",
        "t.colour",
        "t.who",
        "child_protection.concern",
    } <= read
    assert {"request.step", "request.action"} <= read
    assert not {"t.n", "made.late", "t.c", "recommendation.outcome", "need.level"} & read


def test_what_protection_rests_on_is_read_with_what_packs_add_to_it(small: Small) -> None:
    adds = "protection: [{id: ADD, carries: [T-1], when: {t.scale: {includes: 0}}, because: a 0}]\n"
    for text, added in (("", set()), (adds, {"t.scale"})):
        read = read_by(policy(small, text), True)
        assert {"child_protection.enquiry_open", "care.looked_after", "support.in_place"} <= read
        assert read & {"t.scale"} == added


def test_without_a_request_the_outcome_rests_on_what_the_facts_indicate(small: Small) -> None:
    found = read_by(policy(small), False) - read_by(policy(small), True)
    assert found == {"recommendation.outcome", "need.level", "support.highest"}


def test_where_somebody_calls_the_outcome_rests_on_the_advice_too() -> None:
    held = load_policy("caf-team").at(AS_AT)
    for asked, requested in (("step_up", True), ("none", False)):
        bears = bearing_on(held, asked)
        added = read_by(bears, requested, True) - read_by(bears, requested)
        assert {"consultation.advice", "consultation.with_social_care"} <= added


def test_what_tells_which_way_a_request_goes_is_always_read(small: Small) -> None:
    told = {"request.to", "closure.of", "caf.closing_reason", "referral.accepted", "contact.brag"}
    assert told <= read_by(policy(small), True)


def test_what_a_contradiction_rests_on_is_read_where_what_it_doubts_is(small: Small) -> None:
    text = "conflicts: [{id: C, carries: [T-1], when: {t.n: 3, t.b: true}, why: never, doubtful: [t.c]}]\n"
    assert {"t.n", "t.b"} <= read_by(
        policy(small, text + "requirements:\n" + requirement("{t.c: true}")), True
    )
    assert not {"t.n", "t.b"} & read_by(policy(small, text), True)


def test_of_the_vocabulary_what_is_read_remains_with_its_bounds_and_what_the_case_states(
    small: Small,
) -> None:
    whole = policy(small).vocabulary
    read = {"visit.since_seen", "t.a"}
    left = vocabulary_read(whole, read, Case("C-1", {"t.text": "words"}))
    assert list(left.facts) == [name for name in whole.facts if name in {*read, "seen.first", "t.text"}]
    assert left.events == whole.events


def test_definitions_and_contradictions_that_nothing_reads_are_left_out(small: Small) -> None:
    text = (
        CHAIN
        + LATE
        + "conflicts: [{id: C, carries: [T-1], when: {t.a: true, t.b: true}, why: never, doubtful: [t.c]}]\n"
    )
    whole = policy(small, text)

    def kept(read: set[str]) -> list[str]:
        left = without_unread(whole, read)
        strata = (*left.strata, *left.late_strata)
        in_packs = [rule.fact for pack in left.packs for rule in pack.definitions]
        assert sorted(in_packs) == sorted(rule.fact for stratum in strata for rule in stratum)
        assert () not in strata
        return in_packs + [rule.head.id for rule in left.conflicts]

    assert kept({"made.answer", "t.a", "t.b"}) == ["made.answer"]
    assert kept({"made.late", "t.c"}) == ["made.late", "C"]
    assert kept(set()) == []


# What is worked out


def folded(
    small: Small, condition: str, truths: Mapping[str, bool | None], open_facts: set[str]
) -> Condition:
    """What is left of a condition of a definition, by the truth of the test of each fact."""
    whole = policy(small, "definitions:\n" + definition("D", "made.answer", condition))
    every = Any(tuple(row.when for rule in whole.strata[0] for row in rule.rows))
    signals = {leaf: truths.get(leaf.fact) for leaf in leaves(every)}
    left = partially_evaluated(whole, signals, open_facts)
    rows = [row for rule in left.strata[0] if rule.head.id == "D" for row in rule.rows]
    return rows[0].when if rows else NEVER


TRUE, FALSE = {"t.a": True, "t.b": True, "t.c": True}, {"t.a": False, "t.b": False, "t.c": False}
MIXED = {"t.a": True, "t.b": False}


@pytest.mark.parametrize(
    ("condition", "truths", "expected"),
    [
        ("{all: [{t.a: true}, {t.b: true}]}", TRUE, True),
        ("{all: [{t.a: true}, {t.b: true}]}", MIXED, False),
        ("{all: [{t.a: true}, {t.b: true}]}", {"t.a": True}, None),
        ("{all: [{t.a: true}, {t.b: true}]}", {"t.a": False}, False),
        ("{any: [{t.a: true}, {t.b: true}]}", FALSE, False),
        ("{any: [{t.a: true}, {t.b: true}]}", MIXED, True),
        ("{any: [{t.a: true}, {t.b: true}]}", {"t.b": False}, None),
        ("{none: [{t.a: true}, {t.b: true}]}", FALSE, True),
        ("{none: [{t.a: true}, {t.b: true}]}", MIXED, False),
        ("{none: [{t.a: true}, {t.b: true}]}", {"t.b": False}, None),
        ("{t.a: true}", {}, None),
    ],
)
def test_what_no_answer_changes_becomes_a_constant(
    small: Small, condition: str, truths: Mapping[str, bool | None], expected: bool | None
) -> None:
    left = folded(small, condition, truths, set())
    assert {ALWAYS: True, NEVER: False}.get(left) is expected


def read(condition: Condition) -> list[str]:
    return [leaf.fact for leaf in leaves(condition)]


@pytest.mark.parametrize("truth", [True, False, None])
def test_what_an_answer_may_change_stays_open_whatever_it_is_now(small: Small, truth: bool | None) -> None:
    known = {"t.a": truth, "t.b": True}
    assert read(folded(small, "{t.a: true, t.b: true}", known, {"t.a"})) == ["t.a"]
    compared = "{t.day: {after: {fact: request.made}}}"
    assert read(folded(small, compared, {"t.day": truth}, {"request.made"})) == ["t.day"]


def test_that_nobody_has_said_a_thing_stays_open_for_a_question_to_find_out(small: Small) -> None:
    said = "{t.a: {known: true}}"
    assert read(folded(small, said, {"t.a": False}, set())) == ["t.a"]
    assert folded(small, said, {"t.a": True}, set()) == ALWAYS


def left_of(small: Small, text: str, open_facts: set[str], **known: bool) -> Policy:
    """What is left of a policy where some of t.a, t.b and t.c are known."""
    whole = policy(small, text)
    signals = {
        leaf: known.get(leaf.fact.removeprefix("t."))
        for condition in conditions_of(whole).values()
        for leaf in leaves(condition)
    }
    return partially_evaluated(whole, signals, open_facts)


def test_a_requirement_that_stands_in_nobody_s_way_goes_but_never_the_first(small: Small) -> None:
    text = "requirements:\n" + "".join(
        requirement(satisfied, applies, name)
        for name, satisfied, applies in (
            ("FIRST", "{t.a: true}", "{t.b: true}"),
            ("MET", "{t.a: true}", "{t.c: true}"),
            ("ELSEWHERE", "{t.c: true}", "{t.b: true}"),
            ("NOT-MET", "{t.b: true}", "{t.a: true}"),
            ("OPEN", "{t.c: true}", "{t.a: true}"),
        )
    )
    left = left_of(small, text, {"t.c"}, a=True, b=False)
    assert [rule.head.id for rule in left.requirements] == ["FIRST", "NOT-MET", "OPEN"]


def test_a_way_that_cannot_be_taken_goes_and_so_does_a_step(small: Small) -> None:
    def ways(open_facts: set[str], **known: bool) -> list[tuple[str, list[str]]]:
        left = left_of(small, ROUTE, open_facts, **known)
        return [(route.head.id, [step.id for step in route.steps]) for route in left.routes]

    assert ways(set(), a=True, b=True) == [("W", ["W-1", "W-2"])]
    assert ways(set(), a=False, b=True) == [("W", ["W-2"])]
    assert ways({"t.a"}, a=False, b=True) == [("W", ["W-1", "W-2"])]
    assert ways(set(), a=True, b=False) == []
    assert ways({"t.b"}, a=True, b=False) == [("W", ["W-1", "W-2"])]
    # What cannot be found out by any question never comes to hold.
    assert ways(set(), a=True) == []


GROUNDS = """
grounds:
  - {id: G, carries: [T-1], for: {direction: step_up, to: high}, when: {t.a: true}, else: No}
  - {id: H, carries: [T-1], for: {direction: step_down}, when: {t.a: true}, else: No}
"""


def test_only_grounds_of_what_is_asked_for_bear_on_it(small: Small) -> None:
    small.ungrounded()
    for direction, kept in (("step_up", ["G"]), ("step_down", ["H"]), ("triage", [])):
        bearing = bearing_on(policy(small, GROUNDS), direction)
        assert [ground.head.id for ground in bearing.grounds] == kept


def test_a_ground_that_cannot_fit_goes_and_one_that_does_not_hold_stays(small: Small) -> None:
    whole = policy(small.ungrounded(), GROUNDS)

    def left(fits: bool | None, open_facts: set[str]) -> dict[str, Condition]:
        known: dict[str, bool | None] = {"proposed.direction": True, "proposed.to": fits, "t.a": False}
        every = [leaf for each in conditions_of(whole).values() for leaf in leaves(each)]
        signals = {leaf: known.get(leaf.fact) for leaf in every}
        found = partially_evaluated(whole, signals, open_facts)
        return {ground.head.id: ground.when for ground in found.grounds}

    # That it does not hold decides: only that it answers nothing makes it of no matter.
    assert left(True, set()) == {"G": NEVER, "H": NEVER}
    assert left(False, set()) == {"H": NEVER}
    assert set(left(None, set())) == set(left(False, {"proposed.to"})) == {"G", "H"}


def test_of_a_count_what_is_settled_is_taken_off(small: Small):
    counts = [f"{{count: [t.a, t.b, t.c], at_least: {number}}}" for number in (1, 2, 3)]
    rules = "".join(requirement(each, name=f"R{place}") for place, each in enumerate(counts))
    made = policy(small, "requirements:\n" + rules)
    a, b, c = leaves(made.requirements[0].satisfied)
    told = {a: True, b: False, c: None}
    whole = {leaf: told.get(leaf) for condition in conditions_of(made).values() for leaf in leaves(condition)}
    left = partially_evaluated(made, whole, {"t.c"})
    found = {rule.head.id: rule.satisfied for rule in left.requirements}
    # Of t.a, which is so, t.b, which is not, and t.c, which is open.
    assert found["R0"] == ALWAYS
    assert [*leaves(found["R1"])] == [c]
    assert found["R2"] == NEVER
    left = partially_evaluated(made, {**whole, b: True}, {"t.c"})
    found = {rule.head.id: rule.satisfied for rule in left.requirements}
    assert found["R0"] == ALWAYS
    assert "R1" not in found, "what certainly stands in nobody's way is left out"
    assert found["R2"] == AtLeast(1, (c,))


# Signs, and the domains that they lie in


def of_signs(folder: Path, **files: str) -> Policy:
    own = Own(folder)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, **files)
    return own.files().at(date(2026, 6, 1))


def rows_left(policy: Policy, **known: bool) -> list[tuple[str, object]]:
    """The rows that signs make once some of these are known, by the sign that they read."""
    signals = {Leaf(f"ours_signs.{name}", "is", (True,)): value for name, value in known.items()}
    left = partially_evaluated(policy, signals, {"ours_signs.o_4_1"} - {f"ours_signs.{n}" for n in known})
    found = [row for stratum in left.strata for rule in stratum for row in rule.rows]
    in_packs = [row for pack in left.packs for rule in pack.definitions for row in rule.rows]
    assert {row.key for row in found} == {row.key for row in in_packs}
    return [(row.key.partition("#")[0], row.value) for row in found if row.key.startswith("O-")]


def test_a_level_that_is_reached_leaves_only_higher_ones_to_be_looked_at(tmp_path: Path) -> None:
    policy = of_signs(tmp_path)
    assert rows_left(policy) == [("O-2-1", 2), ("O-3-1", 3), ("O-3-2", 3), ("O-4-1", 4)]
    assert rows_left(policy, o_3_1=True) == [("O-3-1", 3), ("O-4-1", 4)]
    assert rows_left(policy, o_3_1=False) == [("O-2-1", 2), ("O-3-2", 3), ("O-4-1", 4)]


def test_what_makes_the_least_level_makes_no_difference(tmp_path: Path) -> None:
    least = SIGNS + "O-1-1,Universal,Home,Is the home warm?,,\n"
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=least)
    assert "O-1-1" not in [rule for rule, _ in rows_left(own.files().at(date(2026, 6, 1)))]


def test_a_danger_that_is_ruled_out_is_looked_at_no_more(tmp_path: Path) -> None:
    hit = Leaf("ours_signs.o_4_1", "is", (True,))
    for known, left in ((None, ["O-4-1-concern"]), (True, ["O-4-1-concern"]), (False, [])):
        found = partially_evaluated(of_signs(tmp_path), {hit: known}, set())
        assert [rule.head.id for rule in found.protection if rule.head.pack == "ours"] == left


def test_a_sign_rests_on_its_domain(tmp_path: Path) -> None:
    policy = of_signs(tmp_path)
    asked = Askable("ours_domains.home", "", "?", False, (), behind=("ours_signs.o_3_2",))
    assert Rests(policy).read_anew(asked) >= {"ours_domains.home", "ours_signs.o_3_2", "ours_signs.o_4_1"}
    assert {"need.level", "protection.concern"} <= Rests(policy).changed_by([asked])
