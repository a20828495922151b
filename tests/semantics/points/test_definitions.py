"""S38 to S44 of docs/semantics.md: how a derived fact gets its value."""

import pytest

from threshold.reading import BadInput

ANSWER = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows:
      - {when: {t.a: true}, is: red, because: A holds}
      - {when: {t.b: true}, is: %s, because: B holds}
    otherwise: green
requirements:
  - {id: R, carries: [T-1], bears_on: [compliance], note: [{must: {made.answer: $wanted}, else: no}]}
"""
WANTED = "wanted: {type: text, means: W, values: [{from: 2020-01-01, is: %s, because: T-1}]}"
TOLD = {"met": True, "not_met": False, "undetermined": None}


def answer(small, case: str, second: str = "amber") -> str | None:
    """The derived value, found by asking for each in turn; None where it is unknown."""
    statuses = {}
    for value in ("red", "amber", "green"):
        small.tiny(ANSWER % second, WANTED % value)
        statuses[value] = small.check(case).status
    held = [value for value, status in statuses.items() if status == "met"]
    if held:
        return held[0]
    assert set(statuses.values()) == {"undetermined"}
    return None


def test_s38_exactly_one(small):
    assert answer(small, "t: {a: false, b: true}") == "amber"
    assert answer(small, "t: {a: true}") == "red"
    assert answer(small, "t: {a: true, b: true}", second="red") == "red"
    assert small.decide("t: {a: true, b: true}").conflicts == ()


def test_s39_a_clash(small):
    case = "t: {a: true, b: true}"
    assert answer(small, case) is None
    (clash,) = small.decide(case).conflicts
    assert clash.facts == ("made.answer",)
    assert "A holds" in clash.why
    assert "B holds" in clash.why


def test_s40_otherwise(small):
    assert answer(small, "t: {a: false, b: false}") == "green"
    assert answer(small, "t: {a: false}") is None
    assert answer(small, "") is None


LEVEL = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows:
      - {when: {t.a: true}, is: 3}
      - {when: {t.b: true}, is: 2}
      - {when: {t.c: true}, is: 1}
"""


@pytest.mark.parametrize(
    ("case", "level", "at_least", "not_ruled_out"),
    [
        ("{a: true, b: true, c: true}", 3, None, ()),
        ("{a: true}", 3, None, ()),
        ("{b: true, c: true}", None, 2, (3,)),
        ("{a: false, b: true}", 2, None, ()),
        ("{a: false, c: true}", None, 1, (2,)),
        ("{c: true}", None, 1, (3, 2)),
        ("{a: false, b: false, c: false}", None, None, ()),
    ],
)
def test_s41_most_serious(small, case, level, at_least, not_ruled_out):
    found = small.tiny(LEVEL).decide(f"t: {case}").recommendation.level_of_need
    assert (found.level, found.at_least, found.not_ruled_out) == (level, at_least, not_ruled_out)


def test_s41_otherwise_holds_at_the_least(small):
    small.tiny(LEVEL.replace("{t.c: true}, is: 1}", "{t.c: true}, is: 2}") + "    otherwise: 1\n")
    found = small.decide("t: {a: false}").recommendation.level_of_need
    assert (found.level, found.at_least, found.not_ruled_out) == (None, 1, (2,))
    found = small.decide("t: {a: false, b: false, c: false}").recommendation.level_of_need
    assert (found.level, found.at_least) == (1, None)
    # The row that is not settled would say the same.
    found = small.decide("t: {a: false, b: true}").recommendation.level_of_need
    assert (found.level, found.at_least) == (2, None)


def test_s41_several_definitions_of_one_fact(small):
    one, two = (
        f"  - {{id: D{n}, carries: [T-1], fact: need.level, hit: most_serious, "
        f"rows: [{{when: {{t.{fact}: true}}, is: {n}}}]}}\n"
        for n, fact in ((1, "a"), (2, "b"))
    )
    small.tiny("definitions:\n" + one + two)
    assert small.decide("t: {a: true, b: true}").recommendation.level_of_need.level == 2
    small.tiny("definitions:\n" + one + two.replace("most_serious", "exactly_one"))
    with pytest.raises(BadInput, match="already defined"):
        small.decide("")


def test_s42_all(small):
    small.tiny("""
    definitions:
      - id: D
        carries: [T-1]
        fact: made.signs
        hit: all
        rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}]
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [compliance]
        note: [{must: {made.signs: {only: [red]}}, else: no}]
      - id: E
        carries: [T-1]
        bears_on: [compliance]
        note: [{must: {made.signs: {includes_none: [red, amber]}}, else: no}]
    """)
    cases = ("t: {a: true, b: false}", "t: {a: true, b: true}", "t: {a: true}")
    assert [TOLD[small.check(case).status] for case in cases] == [True, False, None]
    assert small.check("t: {a: false, b: false}", "E").status == "met"


def test_s43_a_persons_judgement(small):
    override = "overrides: {need.level: {is: 3, by: Team Manager, reason: Known for years}}"
    decision = small.tiny(LEVEL).decide(f"t: {{a: false, b: true}}\n{override}")
    found = decision.recommendation.level_of_need
    assert (found.level, found.judged.value, found.judged.by) == (3, "3", "Team Manager")
    assert any("judged" in note.text and "indicate 2" in note.text for note in decision.notes)
    with pytest.raises(ValueError, match="cannot be overridden"):
        small.decide(override.replace("need.level", "protection.concern").replace("3", "false"))


def definition(name: str, fact: str, when: str, value: str = "red") -> str:
    return (
        f"\n  - {{id: {name}, carries: [T-1], fact: {fact}, hit: exactly_one, "
        f"rows: [{{when: {{{when}}}, is: {value}}}]}}"
    )


def test_s44_order(small):
    reads, base = ("A", "made.answer", "made.other: red"), ("B", "made.other", "t.a: true")
    check = """
requirements:
  - {id: R, carries: [T-1], bears_on: [compliance], note: [{must: {%s: red}, else: no}]}
"""
    both = "definitions:" + definition(*reads) + definition(*base)
    assert small.tiny(both + check % "made.answer").check("t: {a: true}").status == "met"
    circle = definition(*reads) + definition("B", "made.other", "made.answer: red")
    with pytest.raises(BadInput, match="circle"):
        small.tiny("definitions:" + circle).decide("")
    early = definition("O", "recommendation.outcome", "proposed.direction: step_up", "stay")
    with pytest.raises(BadInput, match="may not depend on the proposed direction"):
        small.tiny("definitions:" + early).decide("")
    late = "definitions:" + definition("L", "made.late", "proposed.direction: step_up")
    small.tiny(late + check % "made.late")
    assert small.check("request: {direction: step_up}").status == "met"
