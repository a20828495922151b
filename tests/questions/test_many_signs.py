"""Hundreds of signs in a few domains: a level is reached by few questions, and none is asked in vain."""

from datetime import date

import pytest

from threshold.casefiles import Case
from threshold.engine import Engine, evaluators
from threshold.policy.protection import QUESTIONS
from threshold.questions.answers import Answer, answered
from threshold.questions.search import Question, questions

from ..policy.own import LEVELS, Own

DAY = date(2026, 6, 1)
DOMAINS = ("Health", "Learning", "Family", "Home", "Behaviour", "Identity", "Parenting", "Money", "Safety")
NAMED = ("Universal", "Early Support", "Family Help", "Protection")
MANY = 300
COMBINED = "combine: [{id: O-C, is: Protection, at_least: 3, of: Family Help, in_domains: 2, because: A}]\n"


def table() -> str:
    """Three hundred signs in nine domains, of four levels; in three domains there are signs of danger."""
    rows = []
    for number in range(MANY):
        domain, level = DOMAINS[number % 9], NAMED[number // 9 % 4]
        danger = "yes" if level == "Protection" and domain in DOMAINS[6:] and number < 144 else ""
        rows.append(f"O-{number},{level},{domain},Is sign number {number} there?,,{danger}\n")
    return "id,level,domain,asks,ages,protection\n" + "".join(rows)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    own = Own(tmp_path_factory.mktemp("many"))
    own.pack(vocabulary=LEVELS, indicators_csv=table(), indicators=COMBINED)
    return Engine(own.files(), using=evaluators()[:1])


def sign(engine: Engine, domain: str, level: str, danger: bool = False) -> str:
    facts = engine.policy.vocabulary.facts.values()
    told = f"{domain}, {level}"
    return next(each.name for each in facts if each.asked_with == told and each.protection is danger)


def answer(engine: Engine, question: Question, there: set[str]) -> Answer:
    """No to everything but what is there, in universal support."""
    if question.facts:
        return Answer(stated=tuple((name, name in there) for name in question.facts))
    fact = engine.policy.vocabulary.facts[question.fact]
    if fact.type.kind == "boolean":
        return Answer(value=question.fact in there)
    assert question.fact == "support.in_place"
    return Answer(value="universal")


def asked(engine: Engine, there: set[str]) -> tuple[list[Question], Case]:
    """Every question that is put, one after the other, from an empty case."""
    case, put = Case("C-1", {}, as_at=DAY), list[Question]()
    while left := questions(engine, case):
        put.append(left[0])
        case = answered(case, left[0], answer(engine, left[0], there), DAY)
        assert len(put) < 40
    return put, case


def level(engine: Engine, case: Case) -> int | None:
    need = engine.decide(case).recommendation.level_of_need
    return need.level if need is not None else None


@pytest.mark.parametrize(
    ("domain", "named", "reached"),
    [
        ("", "", 1),
        ("Learning", "Early Support", 2),
        ("Learning", "Family Help", 3),
        ("Learning", "Protection", 4),
    ],
)
def test_a_level_is_reached_by_few_questions(engine: Engine, domain: str, named: str, reached: int) -> None:
    there = {f"ours_domains.{domain.lower()}", sign(engine, domain, named)} if domain else set[str]()
    put, case = asked(engine, there)
    assert level(engine, case) == reached
    assert len([each for each in put if each.fact != "support.in_place"]) <= 15
    assert {each.fact for each in put[:3]} == {*QUESTIONS}
    assert len({each.fact for each in put}) == len(put)


def test_a_sign_of_danger_ends_the_questions(engine: Engine) -> None:
    there = {"ours_domains.parenting", sign(engine, "Parenting", "Protection", danger=True)}
    put, case = asked(engine, there)
    assert engine.decide(case).safeguarding_now
    # What is left to ask of danger in a domain comes before everything else.
    assert [each.fact for each in put[-2:]] == ["ours_domains.parenting", put[-1].fact]
    assert put[-1].protection


def test_several_domains_are_screened_before_their_signs_are_gone_through(engine: Engine) -> None:
    there = {"ours_domains.learning", "ours_domains.health", sign(engine, "Health", "Family Help")}
    put, case = asked(engine, there)
    assert level(engine, case) == 3
    lists = [each.asks.partition(":")[0] for each in put if each.facts]
    assert lists == [
        "Health, Protection",
        "Learning, Protection",
        "Health, Family Help",
        "Learning, Family Help",
    ]


def test_what_signs_make_together_is_asked_for(engine: Engine) -> None:
    two = {sign(engine, domain, "Family Help") for domain in ("Health", "Learning")}
    given = dict.fromkeys(QUESTIONS, False) | {"support.in_place": "universal"} | dict.fromkeys(two, True)
    given |= {f"ours_domains.{name.lower()}": False for name in DOMAINS[2:]}
    found = questions(engine, Case("C-1", given, as_at=DAY))
    assert {each.asks.partition(":")[0] for each in found} == {
        f"{domain}, {named}" for domain in ("Health", "Learning") for named in ("Protection", "Family Help")
    }
    third = next(each for each in found if each.asks.startswith("Health, Family Help")).facts[0]
    assert level(engine, Case("C-1", given | {third: True}, as_at=DAY)) == 4


def test_a_question_names_every_rule_that_its_facts_bear_on(engine: Engine) -> None:
    found = questions(engine, Case("C-1", dict.fromkeys(QUESTIONS, False), as_at=DAY))
    learning = next(each for each in found if each.fact == "ours_domains.learning")
    assert {"O-10", "O-19", "O-28", "O-46", "O-C"} <= {*learning.settles}


def test_a_decision_tells_domains_and_not_hundreds_of_names(engine: Engine) -> None:
    case = Case("C-1", dict.fromkeys(QUESTIONS, False), as_at=DAY)
    need = engine.decide(case).recommendation.level_of_need
    assert need is not None
    assert need.not_known_in == (*DOMAINS, "support in place")
    assert len(need.not_known) == MANY + 1
