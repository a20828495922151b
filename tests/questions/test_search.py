"""A fact is asked for if, and only if, two ways of completing the case differ by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from random import Random

import pytest

from threshold.casefiles import Case, Entry, read_cases
from threshold.dates import day_of
from threshold.engine import Engine, Evaluator, evaluators
from threshold.policy import load_policy
from threshold.policy.protection import ASKED_FIRST
from threshold.questions.answers import answered
from threshold.questions.search import Question, questions

from ..semantics.conftest import GROUND, Small

CASES = Path(__file__).parents[2] / "cases"
PYTHON: tuple[Evaluator, ...] = evaluators()[:1]
PACKS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
TRAVELS = ("permitted", "conditional", "advisory")

SETTLED = "child_protection: {concern: false}\nrequest: {direction: step_up, to: high}\n"
DOWN = "child_protection: {concern: false}\nrequest: {direction: step_down, to: low}\n"


def came(engine: Engine, case: Case) -> tuple[object, ...]:
    """What a question may change: status, direction, advice and, where anything goes ahead, the way."""
    decision = engine.decide(case)
    goes = decision.status in TRAVELS
    way = tuple((step.id, step.sent_to) for step in decision.route if goes and step.certain)
    said = decision.consultation
    advice = (said.advice, said.not_ruled_out) if said is not None else None
    return decision.status, decision.recommendation.direction, way, advice


def asked(small: Small, case: str) -> list[str]:
    engine = small.engine(PYTHON)
    return [question.name for question in questions(engine, small.case(case, engine))]


def requirement(applies: str, satisfied: str, effect: str = "block", number: int = 1) -> str:
    where = f"applies: {applies}, " if applies else ""
    return (
        f"  - {{id: R{number}, title: Rule {number}, carries: [T-1], bears_on: [step_up, step_down], "
        f"{where}{effect}: [{{must: {satisfied}, else: Put it right}}]}}\n"
    )


def test_an_exception_is_asked_for(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("{t.a: true}", "{any: [{t.b: true}, {t.c: true}]}"))
    assert set(asked(small, SETTLED)) == {"t.a", "t.b", "t.c"}
    assert asked(small, SETTLED + "t: {a: false}") == []
    assert asked(small, SETTLED + "t: {b: true}") == []
    assert asked(small, SETTLED + "t: {a: true, b: false}") == ["t.c"]


def test_what_lies_behind_a_definition_is_asked_for(small: Small) -> None:
    small.tiny(
        "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, otherwise: green,\n"
        "     rows: [{when: {t.a: true, t.n: {at_least: 7}}, is: red}]}\n"
        "requirements:\n" + requirement("", "{made.answer: green}")
    )
    assert set(asked(small, SETTLED)) == {"t.a", "t.n"}
    assert asked(small, SETTLED + "t: {n: 6}") == []
    assert asked(small, SETTLED + "t: {n: 7}") == ["t.a"]


def test_an_event_is_asked_for_and_its_absence_is_an_answer(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("", "{visit.latest: {within_last: 4 weeks}}"))
    assert asked(small, SETTLED) == ["visit"]
    assert asked(small, SETTLED + "covers: {visit: 2026-08-14}") == []
    assert asked(small, SETTLED + "timeline: [{on: 2026-08-01, event: visit}]") == []


def test_the_start_of_a_spell_comes_before_its_end(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("", "{spell.ended: {at_least_ago: 1 weeks}}"))
    assert asked(small, SETTLED) == ["spell_started", "spell_ended"]
    assert asked(small, SETTLED + "timeline: [{on: 2026-08-01, event: spell_started}]") == ["spell_ended"]


def test_who_a_step_goes_to_is_asked_for_where_it_travels(small: Small) -> None:
    small.tiny(
        "routes:\n  - {id: W, title: W, carries: [T-1], bears_on: [step_up],"
        " when: {proposed.direction: step_up}, steps: [{W-1: Ask, by: SW,"
        " to: {fact: t.colour, red: Team Manager, amber: SW, green: SW}}]}\n"
        "requirements:\n" + requirement("", "{t.a: true}")
    )
    assert set(asked(small, SETTLED)) == {"t.a", "t.colour"}
    # What is refused goes no way at all.
    assert asked(small, SETTLED + "t: {a: false}") == []


def test_protection_comes_first(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("", "{t.a: true}") + requirement("", "{t.b: true}", number=2))
    found = asked(small, "request: {direction: step_down, to: low}")
    assert found[0] == "child_protection.concern"
    assert set(found[1:]) == {"t.a", "t.b"}


# The order of questions

DIVIDED = """
routes:
  - {id: W, title: W, carries: [T-1], when: {proposed.direction: step_up}, steps: [{W-1: Ask,
     by: SW, to: {fact: t.colour, red: Team Manager, amber: SW, green: none}}]}
"""
UP = "request: {direction: step_up, to: high}"


def found(small: Small, case: str) -> list[Question]:
    engine = small.engine(PYTHON)
    return questions(engine, small.case(case, engine))


def test_the_most_decisive_question_comes_first(small: Small) -> None:
    condition, block = requirement("", "{t.b: true}", "condition"), requirement("", "{t.a: true}", number=2)
    expected = [("t.a", 1.5), ("t.b", 1.0)]
    for rules in (condition + block, block + condition):
        small.tiny(f"requirements:\n{rules}")
        assert [(each.name, each.rules_out) for each in found(small, SETTLED)] == expected


def test_what_is_open_now_comes_before_what_only_an_answer_brings_up(small: Small) -> None:
    small.tiny(
        "requirements:\n"
        + requirement("{t.n: {known: true}}", "{t.n: {at_least: 5}}")
        + requirement("", "{t.a: true}", "condition", 2)
    )
    first, second = found(small, SETTLED)
    assert (first.name, second.name) == ("t.a", "t.n")
    assert second.rules_out > first.rules_out


def test_protection_comes_before_what_is_more_decisive(small: Small) -> None:
    first, second = found(small.tiny(DIVIDED), UP)
    assert (first.name, second.name) == ("child_protection.concern", "t.colour")
    assert second.rules_out > first.rules_out
    assert (first.protection, second.protection) == (True, False)


@pytest.mark.parametrize("when", ["{t.scale: {includes: 0}}", "{danger.in_spell: true}"])
def test_what_a_pack_adds_to_a_concern_is_not_asked_for_by_itself(small: Small, when: str) -> None:
    adds = f"protection: [{{id: ADD, carries: [T-1], when: {when}, because: it is so}}]\n"
    for case in (UP, SETTLED):
        expected = asked(small.tiny(DIVIDED), case)
        assert asked(small.tiny(adds + DIVIDED), case) == expected


def test_what_a_ground_lacks_is_asked_for(small: Small) -> None:
    ground = GROUND.replace("S-1", "T-1").replace("SAFE-3", "G").replace("t.right", "t.a")
    other = ground.replace("\ngrounds:\n", "").replace("id: G", "id: H").replace("t.a", "t.b")
    small.ungrounded().tiny(ground + other)
    assert set(asked(small, SETTLED)) == {"t.a", "t.b"}
    # One that holds is enough, and where none is left there is nothing to ask.
    assert asked(small, SETTLED + "t: {a: true}") == []
    assert asked(small, SETTLED + "t: {a: false}") == ["t.b"]
    assert asked(small, SETTLED + "t: {a: false, b: false}") == []


def test_where_a_request_may_leave_protection_the_support_in_place_is_asked_for(supported: Small) -> None:
    calm = "child_protection: {concern: false}\n"
    down = calm + "request: {direction: step_down, to: early_help}\n"
    assert "support.in_place" in asked(supported, down)
    assert asked(supported, down + "support: {in_place: child_in_need}") == []
    assert asked(supported, calm + "request: {direction: step_down, to: child_in_need}") == []


def test_a_question_tells_the_rules_that_it_settles_and_how_many_outcomes_were_seen(small: Small) -> None:
    small.tiny(
        "requirements:\n"
        + requirement("", "{t.a: true}")
        + requirement("", "{t.a: true, t.b: true}", number=2)
    )
    first, second = found(small, SETTLED)
    assert (first.fact, first.event, first.asks, first.settles) == ("t.a", "", "A?", ("R1", "R2"))
    assert (second.fact, second.settles) == ("t.b", ("R2",))
    assert {each.outcomes for each in (first, second)} == {2}


def test_nothing_is_asked_where_a_block_is_there_for_good(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("", "{t.a: true}") + requirement("", "{t.b: true}", number=2))
    assert asked(small, DOWN + "t: {a: false}") == []


def test_only_what_could_lift_a_block_is_asked_for(small: Small) -> None:
    small.tiny(
        "requirements:\n"
        + requirement("{t.c: true}", "{t.a: true}")
        + requirement("", "{t.colour: red}", "condition", 2)
    )
    assert asked(small, DOWN + "t: {a: false, colour: red}") == ["t.c"]


def test_where_a_child_is_in_danger_consent_is_not_asked_for(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("", "{consent.to_share: given}"))
    case = "child_protection: {concern: true}\nrequest: {direction: step_up, to: high}\n"
    assert asked(small, case) == []


def test_answers_that_contradict_are_no_reason_to_ask(small: Small) -> None:
    small.tiny(
        "conflicts:\n  - {id: X, carries: [T-1], why: never both, when: {t.a: true, t.b: true}}\n"
        "requirements:\n" + requirement("", "{t.a: true}")
    )
    assert asked(small, SETTLED + "t: {a: true}") == []


def test_what_is_taken_note_of_only_once_given_is_asked_for(small: Small) -> None:
    small.tiny("requirements:\n" + requirement("{t.n: {known: true}}", "{t.n: {at_least: 5}}"))
    assert asked(small, SETTLED) == ["t.n"]


# Policies that come with the program


def one_out(pack: str, engine: Engine, number: int) -> Iterator[tuple[Case, str]]:
    """Some example cases of a pack that ask for something, each with one fact taken out."""
    found = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    drawn = Random(pack).sample(found, len(found))
    taken = 0
    for case in drawn:
        names = [name for name in case.given if not name.startswith("request.")]
        if taken < number and names and "request.direction" in case.given:
            name = Random(case.reference).choice(names)
            yield replace(case, given={key: v for key, v in case.given.items() if key != name}), name
            taken += 1


def opposites(engine: Engine, name: str, value: object) -> list[object]:
    kind = engine.policy.vocabulary.facts[name].type
    if kind.kind == "boolean":
        return [True, False]
    return [value, *(kind.values if kind.kind == "choice" else ())]


@pytest.mark.parametrize("pack", PACKS)
def test_a_fact_taken_out_is_asked_for_where_it_matters(pack: str) -> None:
    engine = Engine(load_policy(pack), using=PYTHON)
    whole = {case.reference: case for case in read_cases([str(CASES / pack)], engine.policy.vocabulary)}
    for case, name in one_out(pack, engine, 4):
        original = whole[case.reference].given[name]
        others = (
            replace(case, given={**case.given, name: value}) for value in opposites(engine, name, original)
        )
        # An answer that contradicts what the case says is no reason to ask (S155).
        ends = {came(engine, other) for other in others if not engine.decide(other).conflicts}
        found = [question.name for question in questions(engine, case)]
        conflicts = engine.decide(whole[case.reference]).conflicts
        if len(ends) > 1 and not conflicts and engine.decide(case).answered is not False:
            assert name in found, f"{case.reference} without {name}"
        # Once it is answered as it was, the case is where it had been.
        answered = replace(case, given={**case.given, name: original})
        assert came(engine, answered) == came(engine, whole[case.reference])


@pytest.mark.parametrize("pack", ["step-up-step-down", "caf-team"])
def test_once_all_is_answered_truthfully_the_case_is_where_it_was(pack: str) -> None:
    engine = Engine(load_policy(pack), using=PYTHON)
    whole = list(read_cases([str(CASES / pack)], engine.policy.vocabulary))
    asked = [case for case in whole if "request.direction" in case.given]
    # What contradicts itself is no truth: nobody is asked for an answer that can only contradict another.
    possible = (case for case in Random(7).sample(asked, len(asked)) if came(engine, case)[0] != "conflict")
    for truth in islice(possible, 4):
        kept = Random(truth.reference).sample(sorted(truth.given), len(truth.given) // 2)
        given_ = {k: v for k, v in truth.given.items() if k in kept or k.startswith("request.")}
        case, skipped = replace(truth, given=given_), set()
        while left := [q.name for q in questions(engine, case) if q.name not in skipped]:
            name = left[0]
            skipped.add(name)
            if name in truth.given:
                case = replace(case, given={**case.given, name: truth.given[name]})
        assert came(engine, case)[:2] == came(engine, truth)[:2], truth.reference


def test_a_witness_for_every_question() -> None:
    """What is asked of an example case does change something, for some answers to the other questions."""
    engine = Engine(load_policy("step-up-step-down"), using=PYTHON)
    (case,) = read_cases(
        [str(CASES / "step-up-step-down" / "protection-unknown.yaml")], engine.policy.vocabulary
    )
    names = [question.name for question in questions(engine, case)]
    assert names
    assert case.as_at is not None
    today = day_of(case.as_at)
    events = engine.policy.vocabulary.events
    values: dict[str, list[object]] = {
        name: [today - timedelta(1), None] if name in events else [True, False] for name in names
    }
    values["safety.scale"] = [(), (("mother", 0),)]
    values["request.by"] = ["Lead Professional", "Social Worker"]

    def completed(answers: dict[str, object]) -> Case:
        """The case with its answers: of an event the day on which it was held, or that there was none."""
        held = [Entry(day, name) for name, day in answers.items() if isinstance(day, date)]
        covers = {name: today for name in answers if name in events}
        facts = {name: value for name, value in answers.items() if name not in events}
        return replace(
            case,
            given={**case.given, **facts},
            timeline=(*case.timeline, *held),
            covers={**case.covers, **covers},
        )

    for name in names:
        others = [other for other in names if other != name]
        ends = (
            {came(engine, completed({**dict(zip(others, rest, strict=True)), name: v})) for v in values[name]}
            for rest in product(*(values[other] for other in others))
        )
        assert any(len(each) > 1 for each in ends), name


# A call to the consultation line

DANGER = "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}\n"
NO_CAF = "covers: {caf_started: 2026-08-14, caf_closed: 2026-08-14}\n"
CALL = "consultation: {caller: professional}\n"
# What the advice hangs on, in a call of which nothing is known.
HANGS_ON = {
    "support.in_place",
    "contact.allocated_social_worker",
    "referral.suggests_child_in_need",
    "caf.threshold_may_be_met",
    "caf_started",
    "caf.appropriate",
    "consent.to_support",
}


def asked_on_the_line(tmp_path: Path, told: str, policy: str = "caf-team") -> list[Question]:
    engine = Engine(load_policy(policy), using=PYTHON)
    file = tmp_path / "call.yaml"
    file.write_text(f"case: CALL-1\nas_at: 2026-08-14\n{told}")
    (case,) = read_cases([str(file)], engine.policy.vocabulary)
    assert isinstance(case, Case)
    return questions(engine, case)


def about_the_advice(found: list[Question]) -> set[str]:
    return {each.name for each in found if any(rule.startswith("BAR-CL-4") for rule in each.settles)}


@pytest.mark.parametrize("policy", ["caf-team", "default"])
def test_what_the_advice_hangs_on_is_asked_danger_first_and_before_all_else(
    tmp_path: Path, policy: str
) -> None:
    found = asked_on_the_line(tmp_path, CALL, policy)
    names = [question.name for question in found]
    assert tuple(names[: len(ASKED_FIRST)]) == ASKED_FIRST
    assert {*names} >= HANGS_ON
    others = [question for question in found if not question.protection]
    places = [bool(about_the_advice([question])) for question in others]
    assert places == sorted(places, reverse=True)


def test_where_nobody_is_said_to_call_nothing_is_asked_for_the_advice(tmp_path: Path) -> None:
    assert about_the_advice(asked_on_the_line(tmp_path, "")) == set()


def test_where_a_child_is_in_danger_nothing_is_asked_for_the_advice(tmp_path: Path) -> None:
    found = asked_on_the_line(tmp_path, CALL + "child_protection: {immediate_danger: true}\n")
    assert about_the_advice(found) == set()


@pytest.mark.parametrize(
    ("told", "left"),
    [
        # All is known but what the family says.
        ("caf: {appropriate: true}\n", {"consent.to_support"}),
        # A refusal settles it, whether or not a CAF would be right; so does that a CAF is not right.
        ("consent: {to_support: refused}\n", set()),
        ("caf: {appropriate: false}\n", set()),
        ("caf: {appropriate: true}\nconsent: {to_support: given}\n", set()),
    ],
)
def test_only_what_may_change_the_advice_is_asked(tmp_path: Path, told: str, left: set[str]) -> None:
    known = "referral: {suggests_child_in_need: false}\ncontact: {allocated_social_worker: false}\n"
    known += "support: {in_place: universal}\n"
    threshold = (
        "caf: {threshold_may_be_met: false, " if "caf: {" in told else "caf: {threshold_may_be_met: false}\n"
    )
    told = told.replace("caf: {", threshold) if "caf: {" in told else told + threshold
    found = asked_on_the_line(tmp_path, CALL + DANGER + NO_CAF + known + told)
    assert about_the_advice(found) == left


@pytest.mark.parametrize("key", range(4))
def test_whatever_is_answered_the_advice_is_settled_in_the_end(tmp_path: Path, key: int) -> None:
    """Only what the line asks is answered, at random; then no other advice is left to come."""
    engine, random = Engine(load_policy("caf-team"), using=PYTHON), Random(key)
    file = tmp_path / "call.yaml"
    file.write_text(f"case: CALL-1\nas_at: 2026-08-14\n{CALL}")
    (case,) = read_cases([str(file)], engine.policy.vocabulary)
    assert isinstance(case, Case)
    assert case.as_at is not None
    while waiting := [
        each for each in questions(engine, case) if each.fact in ASKED_FIRST or about_the_advice([each])
    ]:
        # Danger is mostly denied, or every call would end there.
        question = waiting[0]
        answers = (
            question.answers[:1]
            if question.fact in ASKED_FIRST and random.random() < 0.9
            else question.answers
        )
        case = answered(case, question, random.choice(answers), case.as_at)
    advised = engine.decide(case).consultation
    assert advised is not None
    assert advised.advice not in (None, "ask_first"), case.given
    assert (advised.not_ruled_out, advised.not_known) == ((), ()), case.given


def test_the_same_case_asks_the_same_questions() -> None:
    engine = Engine(load_policy("caf-team"), using=PYTHON)
    case = next(
        read_cases([str(CASES / "caf-team" / "step-across-consent-unknown.yaml")], engine.policy.vocabulary)
    )
    first = questions(engine, case)
    assert first
    assert questions(Engine(load_policy("caf-team"), using=PYTHON), case) == first
