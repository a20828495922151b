"""Protection: when there is a concern, what is in place, what contradicts, whatever the packs say."""

from itertools import product

import pytest

from threshold.conditions import Truth
from threshold.semantics.protection import JUDGED_TOO_LOW, SUPPORT_DISAGREES, Protection
from threshold.vocabulary import UNKNOWN

from .conftest import KINDS_OF_SUPPORT, LEVEL

TRUTHS: tuple[Truth, ...] = (True, False, None)
QUESTIONS = ("concern", "harm_suspected", "immediate_danger")
CALM = "concern: false"
ADDS = """
protection:
  - {id: ADD, carries: [T-1], when: {t.scale: {includes: 0}}, because: somebody put a 0}
"""


def case(more: str = "", **facts: str) -> str:
    """What is said under `child_protection`, and beside it."""
    told = ", ".join(f"{name}: {value}" for name, value in facts.items() if value)
    return f"child_protection: {{{told}}}\n{more}"


def found(small, text: str) -> Protection:
    return small.findings(text).protection


@pytest.fixture
def open_questions(supported, tmp_path):
    """The same policy, with nothing answered by default."""
    for name in ("tensions.yaml", "vocabulary.yaml"):
        text = (supported.rules / name).read_text()
        (tmp_path / name).write_text(text.replace("default: 'false', ", ""))
    pack = tmp_path / "safe"
    (pack / "rules").mkdir(parents=True)
    for name in ("pack.yaml", "rules/all.yaml"):
        (pack / name).write_text((supported.rules / "safe" / name).read_text())
    supported.rules = tmp_path
    return supported


@pytest.mark.parametrize("answers", list(product(TRUTHS, repeat=3)))
def test_the_three_questions(open_questions, answers: tuple[Truth, ...]):
    told = {
        name: str(value).lower() if value is not None else ""
        for name, value in zip(QUESTIONS, answers, strict=True)
    }
    protection = found(open_questions, case(**told))
    expected = True if True in answers else None if None in answers else False
    assert (protection.concern, protection.acted_on) == (expected, expected is True)
    assert bool(protection.because) is (expected is True)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"enquiry_open": "true"}, True),
        ({"enquiry_open": "false"}, False),
        # A conference that nobody decided on opens nothing.
        ({"conference_needed": "false"}, False),
        ({"conference_needed": "true"}, True),
    ],
)
def test_what_a_record_opens_is_a_concern_whatever_is_answered(
    supported, more: dict[str, str], expected: bool
):
    protection = found(supported, case(concern="false", **more))
    assert protection.concern is expected
    assert bool(protection.because) is expected
    # While the questions are open it is no less so, and silence of records says nothing against it.
    assert found(supported, case(**more)).concern is (True if expected else None)


@pytest.mark.parametrize(
    ("held", "facts", "expected"),
    [
        # Nothing is recorded that it could be the conference of.
        ("2026-08-01", "", True),
        ("2026-08-01", "strategy_discussion: 2026-07-20", False),
        ("2026-08-01", "strategy_discussion: 2026-07-20, enquiry_started: 2026-07-22", False),
        # It was held before what calls for one now: it belongs to something earlier.
        ("2026-08-01", "strategy_discussion: 2026-08-05", True),
        ("2026-08-01", "enquiry_started: 2026-08-02", True),
        ("2026-08-01", "enquiry_started: 2026-08-01", False),
        # After one of them only is not after what calls for it now.
        ("2026-08-01", "strategy_discussion: 2026-07-20, enquiry_started: 2026-08-02", True),
        ("", "strategy_discussion: 2026-07-20", True),
        ("", "", True),
    ],
)
def test_a_conference_decided_on_is_a_concern_until_it_was_held(
    supported, held: str, facts: str, expected: bool
):
    timeline = f"timeline: [{{on: {held}, event: conference}}]\n" if held else ""
    more = f", {facts}" if facts else ""
    text = f"child_protection: {{concern: false, conference_needed: true{more}}}\n{timeline}"
    assert found(supported, text).concern is expected


def test_a_conference_held_before_the_referral_settles_nothing(supported):
    text = case(
        "timeline: [{on: 2026-08-01, event: conference}]\nreferral: {received: %s}\n",
        concern="false",
        conference_needed="true",
    )
    assert found(supported, text % "2026-08-02").concern is True
    assert found(supported, text % "2026-07-31").concern is False


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("2026-08-20", "planned")], True),
        # It was in the diary and the day has passed, and nobody recorded that it was held.
        ([("2026-08-01", "planned")], True),
        ([("2026-08-20", "planned"), ("2026-08-01", "held")], True),
        ([("2026-08-01", "planned"), ("2026-08-01", "held")], False),
        ([("2026-08-01", "planned"), ("2026-08-03", "held")], False),
        ([("2026-08-20", "cancelled")], False),
        ([("2026-08-01", "held")], False),
    ],
)
@pytest.mark.parametrize("needed", ["", "false"])
def test_a_conference_in_the_diary_is_a_concern_until_one_was_held_on_that_day_or_after(
    supported, entries: list[tuple[str, str]], needed: str, expected: bool
):
    lines = [f"{{on: {day}, event: conference, status: {status}}}" for day, status in entries]
    text = case(f"timeline: [{', '.join(lines)}]\n", concern="false", conference_needed=needed)
    assert found(supported, text).concern is expected


@pytest.mark.parametrize(("scale", "expected"), [("{SW: 0}", True), ("{SW: 3}", False), ("", False)])
def test_packs_add_to_it_and_their_silence_takes_nothing_away(supported, scale: str, expected: bool):
    supported.tiny(ADDS)
    t = f"t: {{scale: {scale}}}\n" if scale else ""
    protection = found(supported, case(t, concern="false"))
    assert protection.concern is expected
    assert protection.because == (("somebody put a 0",) if expected else ())
    assert found(supported, case(t)).concern is (True if expected else None)
    assert found(supported, case(t, concern="true")).concern is True


CONTRADICTS = "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, doubtful: [%s]}]\n"


DOUBTS = pytest.mark.parametrize("doubtful", [f"child_protection.{name}" for name in QUESTIONS])


@DOUBTS
def test_where_facts_about_danger_contradict_it_is_open_and_the_more_dangerous_reading_is_acted_on(
    supported, doubtful: str
):
    supported.tiny(CONTRADICTS % doubtful)
    protection = found(supported, case("t: {c: true}\n", concern="false"))
    assert (protection.concern, protection.contradictory, protection.acted_on) == (None, True, True)
    # What a record opens stands all the same: that is no matter of what is said.
    opened = found(supported, case("t: {c: true}\n", concern="false", enquiry_open="true"))
    assert (opened.concern, opened.contradictory, opened.acted_on) == (True, False, True)


@DOUBTS
def test_a_yes_is_never_put_in_doubt(supported, doubtful: str):
    supported.tiny(CONTRADICTS % doubtful)
    protection = found(supported, case("t: {c: true}\n", concern="true"))
    assert (protection.concern, protection.contradictory, protection.acted_on) == (True, False, True)
    # Where nobody has said either, there is nothing that could be wrong.
    silent = found(supported, case("t: {c: true}\n"))
    assert (silent.concern, silent.contradictory, silent.acted_on) == (None, False, False)


def test_another_contradiction_leaves_it_alone(supported):
    supported.tiny(CONTRADICTS % "t.a")
    protection = found(supported, case("t: {c: true}\n", concern="false"))
    assert (protection.concern, protection.contradictory) == (False, False)


STATES = {True: "true", False: "false", None: ""}


@pytest.mark.parametrize("stated", [*KINDS_OF_SUPPORT, ""])
@pytest.mark.parametrize(("plan", "care"), list(product(TRUTHS, repeat=2)))
def test_what_is_in_place(open_questions, stated: str, plan: Truth, care: Truth):
    place = f"support: {{in_place: {stated}}}\n" if stated else ""
    looked_after = f"care: {{looked_after: {STATES[care]}}}\n" if care is not None else ""
    protection = found(open_questions, case(place + looked_after, plan_active=STATES[plan]))
    recorded = True in (plan, care) or stated in ("child_protection", "care")
    # No record of a plan or of care says nothing of what support there is: somebody has to state it.
    expected = True if recorded else False if stated else None
    assert protection.in_place is expected


@pytest.mark.parametrize("stated", [*KINDS_OF_SUPPORT, ""])
@pytest.mark.parametrize(
    ("record", "level"),
    [
        ("care: {looked_after: true}\n", "care"),
        ("child_protection: {plan_active: true}\n", "child_protection"),
        ("child_protection: {plan_active: true}\ncare: {looked_after: false}\n", "child_protection"),
        ("child_in_need: {plan_active: true}\n", "child_in_need"),
        ("caf: {open: true}\n", "early_help"),
        ("tac: {active: true}\n", "early_help"),
        ("early_help: {open: true}\n", "early_help"),
        ("", ""),
    ],
)
def test_the_highest_support_stated_or_recorded(supported, stated: str, record: str, level: str):
    place = f"support: {{in_place: {stated}}}\n" if stated else ""
    findings = supported.findings(place + record)
    ranks = [KINDS_OF_SUPPORT.index(each) for each in (stated, level) if each]
    at_least = KINDS_OF_SUPPORT[max(ranks)] if ranks else None
    # What is recorded below Child in Need is no more than a floor, and so is a plan while nobody has said
    # whether the child is in care: what else there is, somebody has to state.
    settled = bool(stated) or level in ("child_in_need", "care") or "looked_after: false" in record
    assert findings.protection.at_least == at_least
    assert findings.protection.highest == (at_least if settled else UNKNOWN)
    assert findings.facts.state("support.highest") == findings.protection.highest
    # Less stated than recorded is told; the record is acted on.
    less = bool(stated and level) and KINDS_OF_SUPPORT.index(stated) < KINDS_OF_SUPPORT.index(level)
    assert [each.id for each in findings.contradictions] == ([SUPPORT_DISAGREES] if less else [])


JUDGED = "overrides: {need.level: {is: %s, by: Team Manager, reason: Seen}}\n"


@pytest.fixture
def levelled(supported, tmp_path):
    """The continuum has four levels here."""
    for path in supported.rules.rglob("*"):
        if path.is_file() and (path.parent == supported.rules or "safe" in path.parts):
            (tmp_path / path.relative_to(supported.rules)).parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text().replace("at_most: 3, order: [", "at_most: 4, order: ['4', ")
            (tmp_path / path.relative_to(supported.rules)).write_text(text)
    supported.rules = tmp_path
    return supported.tiny(LEVEL)


@pytest.mark.parametrize("protected", ["child_protection: {concern: true}\n", "support: {in_place: care}\n"])
@pytest.mark.parametrize("judged", [2, 4])
def test_nobody_judges_the_level_lower_than_protection_calls_for(levelled, protected: str, judged: int):
    findings = levelled.findings(protected + "t: {a: true}\n" + JUDGED % judged)
    assert findings.facts.state("need.level") == 4
    told = [JUDGED_TOO_LOW] if judged < 4 else []
    assert [each.id for each in findings.contradictions] == told


def test_without_protection_a_judgement_stands(levelled):
    findings = levelled.findings(
        "child_protection: {concern: false}\nsupport: {in_place: universal}\nt: {a: true}\n" + JUDGED % 2
    )
    assert findings.facts.state("need.level") == 2
    assert not findings.contradictions
