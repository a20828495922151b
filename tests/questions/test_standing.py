"""How a case stands once nothing is left to ask, by which `ask` says why."""

from threshold.questions.standing import Standing, ToAdd, standing

from ..semantics.conftest import Small

DOWN = "child_protection: {concern: false}\nrequest: {direction: step_down, to: low}\n"
NEEDS = (
    "requirements:\n  - {id: R, carries: [T-1], bears_on: [step_down], "
    "block: [{must: {made.answer: red}, else: No}]}\n"
)
ONE_ROW = (
    "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one,\n"
    "     rows: [{when: {t.a: true}, is: red}]}\n"
)


def stands(small: Small, text: str, case: str) -> Standing:
    engine = small.tiny(text).engine()
    return standing(engine, small.case(case, engine))


def test_what_no_row_tells_is_named(small: Small) -> None:
    text = ONE_ROW + NEEDS
    assert stands(small, text, DOWN + "t: {a: false}") == Standing("undetermined", True, (), ("made.answer",))
    # As long as a row is open, somebody can still say.
    assert stands(small, text, DOWN) == Standing("undetermined", True, (), ())
    assert stands(small, text, DOWN + "t: {a: true}") == Standing("permitted", True, (), ())


def test_contradictions_are_told_and_whether_anything_was_asked_for(small: Small) -> None:
    text = "conflicts:\n  - {id: X, carries: [T-1], why: never both, when: {t.a: true, t.b: true}}\n"
    found = stands(small, text, "child_protection: {concern: false}\nt: {a: true, b: true}")
    assert found == Standing("advisory", None, ("never both",), ())


def test_what_an_entry_that_is_there_does_not_carry_is_to_be_added_to_it(small: Small) -> None:
    needs = NEEDS.replace("{made.answer: red}", "{visit.attended: {includes: SW}}")
    visit = "timeline: [{on: 2026-08-01, event: visit%s}]\ncovers: {visit: 2026-08-14}\n"
    (told,) = stands(small, needs, DOWN + visit % "").to_add
    assert (told.event, told.key) == ("visit", "attended")
    assert stands(small, needs, DOWN + visit % ", attended: [SW]").to_add == ()
    assert isinstance(told, ToAdd)
