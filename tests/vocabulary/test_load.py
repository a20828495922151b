from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from threshold.policy import rules_directory
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary, item_type, parse_text
from threshold.vocabulary.load import load_vocabulary

GOOD = """
roles: {Social Worker: [SW], Team Manager: []}
episodes: {plan: {opens: plan_started, closes: plan_ended}}
events:
  plan_started: {asks: When did the plan start?}
  plan_ended: {asks: When did the plan end?}
  review:
    belongs_to: plan
    asks: When was the review?
    carries: {outcome: {type: choice, values: [good, bad]}}
    needs: [outcome]
facts:
  need:
    complex: {type: boolean, asks: Is it complex?}
    level:
      {type: number, at_least: 1, at_most: 4, order: ['4', '3', '2', '1'], derived: true}
  plan:
    open: {type: boolean, timeline: {open: plan}}
    good_review:
      {type: date, timeline: {latest: review, during: plan, where: {outcome: good}}}
    agreed:
      type: choice
      values: [no_answer, agreed]
      asks: Is it agreed?
      settled_by: {review: agreed, where: {outcome: good}}
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Vocabulary]:
    def loaded(text: str) -> Vocabulary:
        path = tmp_path / "vocabulary.yaml"
        path.write_text(text)
        return load_vocabulary(path)

    return loaded


def test_a_vocabulary(load: Callable[[str], Vocabulary]) -> None:
    vocabulary = load(GOOD)
    assert sorted(vocabulary.facts) == [
        "need.complex",
        "need.level",
        "plan.agreed",
        "plan.good_review",
        "plan.open",
    ]
    assert [name for name, fact in vocabulary.facts.items() if fact.given] == ["need.complex", "plan.agreed"]
    reading = vocabulary.facts["plan.good_review"].reading
    assert reading is not None
    assert (reading.take, reading.events, reading.during) == ("latest", ("review",), "plan")
    assert reading.where == (("outcome", "good"),)
    assert vocabulary.facts["need.level"].order == (4, 3, 2, 1)
    assert vocabulary.events["review"].needs == ("outcome",)
    assert dict(vocabulary.roles)["SW"] == "Social Worker"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "type: boolean, asks",
            "type: bool, asks",
            "line 14, column 21, facts.need.complex.type: must be one",
        ),
        (", asks: Is it complex?", "", "need.complex: needs a question (asks)"),
        ("derived: true", "derived: yes", "facts.need.level.derived: write true or false"),
        (
            "derived: true",
            "derived: true, timeline: {count: review}",
            "either read off the timeline or derived",
        ),
        ("values: [no_answer, agreed]", "values: []", "plan.agreed: a choice needs its values"),
        ("at_least: 1, ", "", "need.level: needs at_least and at_most"),
        ("opens: plan_started", "opens: plan_strted", 'plan: no event "plan_strted" is declared'),
        ("{open: plan}", "{open: plans}", 'plan.open: no episode "plans" is declared'),
        ("{open: plan}", "{open: plan, count: review}", "needs exactly one of first, latest"),
        ("{open: plan}", "{}", "needs exactly one of first, latest"),
        ("latest: review", "latest: reviw", 'no event "reviw" is declared'),
        ("during: plan", "during: plans", 'no episode "plans" is declared'),
        ("during: plan", "since: plan.begun", 'no fact "plan.begun" is declared'),
        ("during: plan", "may_be: {attended: good}", 'the event does not carry "attended"'),
        (
            "where: {outcome: good}}}\n    agreed",
            "may_be: {outcome: fine}}}\n    agreed",
            "must be one of good, bad",
        ),
        ("during: plan", "give: attended", 'the event does not carry "attended"'),
        (
            "during: plan, where: {outcome: good}",
            "during: plan, where: {outcome: fine}",
            "must be one of good, bad",
        ),
        (
            "during: plan, where: {outcome: good}",
            "during: plan, where: {result: good}",
            'does not carry "result"',
        ),
        ("settled_by:", "decides: [close]\n      settled_by:", "its type is not role"),
        ("settled_by:", "consent_for: [close]\n      settled_by:", "it cannot be `given`"),
        ("settled_by:", "calls_for_reason: true\n      settled_by:", "its type is not boolean"),
        ("settled_by:", "decides: [stepdown]\n      settled_by:", "must be one of step_up"),
        ("{review: agreed", "{reviw: agreed", 'plan.agreed: no event "reviw" is declared'),
        ("{review: agreed", "{review: greed", "must be one of no_answer, agreed"),
        ("{review: agreed", "{review: {agreed: x}", "settled_by maps events to values"),
        ("needs: [outcome]", "needs: [outcom]", 'needs "outcom", which it does not carry'),
        ("during: plan", "since: plan.good_review", "plan.good_review: rests on itself"),
        ("during: plan", "by: need.complex", '"need.complex" is not a date'),
        ("episodes:", "episode:", 'this key is not known here; did you mean "episodes"?'),
        (
            "{type: number,",
            "{leads_to: {'1': low}, type: number,",
            'need.level: leads_to: "1" does not step down',
        ),
        ("order: ['4'", "order: ['5'", "need.level: must be a whole number from 1 to 4"),
    ],
)
def test_what_a_vocabulary_may_not_say(
    load: Callable[[str], Vocabulary], old: str, new: str, says: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadInput) as caught:
        load(GOOD.replace(old, new, 1))
    assert says in str(caught.value)


def test_everything_wrong_is_told_at_once(load: Callable[[str], Vocabulary]) -> None:
    with pytest.raises(BadInput) as caught:
        load(GOOD.replace("{open: plan}", "{open: x}").replace("latest: review", "latest: y"))
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("text", ["", "a: 1\n---\nb: 2\n", "[]", "3"])
def test_what_is_no_vocabulary(load: Callable[[str], Vocabulary], text: str) -> None:
    with pytest.raises(BadInput, match=r"vocabulary\.yaml"):
        load(dedent(text))


def test_the_vocabulary_that_comes_with_the_program_asks_for_every_fact() -> None:
    vocabulary = load_vocabulary(rules_directory() / "vocabulary.yaml")
    assert all(fact.asks for fact in vocabulary.facts.values() if fact.given)
    assert all(event.asks for event in vocabulary.events.values())


def test_of_a_meeting_about_an_assessment_it_is_not_asked_when_it_was_but_who_came_and_how_often() -> None:
    vocabulary = load_vocabulary(rules_directory() / "vocabulary.yaml")
    facts = [fact for fact in vocabulary.facts.values() if fact.name.startswith("assessment.")]
    read = [(fact, fact.reading) for fact in facts if fact.reading is not None]
    asked = {fact.name: fact.asks for fact, reading in read if reading.give or reading.take == "count"}
    assert "assessment.planned_with" in asked
    assert "assessment.network_meeting_attended" in asked
    assert [name for name, asks in asked.items() if not asks or asks.startswith("When")] == []


def test_a_fact_that_is_not_declared_is_met_with_a_hint(load: Callable[[str], Vocabulary]) -> None:
    with pytest.raises(ValueError, match=r'no fact "need.complx" is declared; did you mean "need.complex"\?'):
        load(GOOD).fact("need.complx")


# Roles that count as others

ROLES = "roles: {Social Worker: [SW], Team Manager: []}"


def with_roles(roles: str) -> str:
    assert ROLES in GOOD
    return GOOD.replace(ROLES, f"roles:\n{roles}")


def test_a_role_has_other_names_and_may_count_as_others(load: Callable[[str], Vocabulary]) -> None:
    vocabulary = load(
        with_roles(
            "  Social Worker: [SW]\n"
            "  Team Manager: {}\n"
            "  Senior: {also: [SSW], counts_as: Social Worker}\n"
            "  Principal: {counts_as: [Senior, Team Manager]}\n"
        )
    )
    assert dict(vocabulary.roles) == {
        "Social Worker": "Social Worker",
        "SW": "Social Worker",
        "Team Manager": "Team Manager",
        "Senior": "Senior",
        "SSW": "Senior",
        "Principal": "Principal",
    }
    assert vocabulary.counts_as == {
        "Senior": ("Social Worker",),
        "Principal": ("Senior", "Team Manager", "Social Worker"),
    }
    assert vocabulary.standing_for("Social Worker") == ("Social Worker", "Senior", "Principal")
    assert vocabulary.standing_for("Senior") == ("Senior", "Principal")
    assert vocabulary.standing_for("Principal") == ("Principal",)


@pytest.mark.parametrize(
    ("roles", "problems"),
    [
        (
            "  Social Worker: []\n  Senior: {counts_as: [Socail Worker]}\n",
            ['line 4, column 23, Senior.counts_as: counts as "Socail Worker", which is no role here; did'],
        ),
        # Another name of a role is not the role.
        (
            "  Social Worker: [SW]\n  Senior: {counts_as: [SW]}\n",
            ['line 4, column 23, Senior.counts_as: counts as "SW", which is no role here'],
        ),
        ("  A: {counts_as: [A]}\n", ["line 3, column 18, A.counts_as: counts as itself, in a circle"]),
        (
            "  A: {counts_as: [B]}\n  B: {counts_as: [A]}\n",
            [
                "line 3, column 18, A.counts_as: counts as itself, in a circle",
                "line 4, column 18, B.counts_as: counts as itself, in a circle",
            ],
        ),
        (
            "  A: {counts_as: [B]}\n  B: {counts_as: [C]}\n  C: {counts_as: [A]}\n  D: {counts_as: [A]}\n",
            [
                f"line {line}, column 18, {name}.counts_as: counts as itself, in a circle"
                for line, name in ((3, "A"), (4, "B"), (5, "C"))
            ],
        ),
        ("  A: [B]\n  b: []\n", ['line 4, column 6, b: "b" is a name of A already']),
        ("  A: [X]\n  B: {also: [x]}\n", ['line 4, column 6, B: "x" is a name of A already']),
        ("  A: word\n", ["line 3, column 6, roles.A: must be a mapping of keys to values"]),
        ("  A: {count_as: [A]}\n", ['roles.A: this key is not known here; did you mean "counts_as"?']),
        ("  A: {also: word}\n", ["line 3, column 13, roles.A.also: must be a list"]),
        ("  A: {also: {B: C}}\n", ["line 3, column 13, roles.A.also: must be a list"]),
        ("  A: {counts_as: {B: C}}\n", ["roles.A.counts_as"]),
        ("  A: {counts_as: [[B]]}\n", ["roles.A.counts_as.1: must be text"]),
    ],
)
def test_what_a_role_may_not_be(load: Callable[[str], Vocabulary], roles: str, problems: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        load(with_roles(roles))
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == len(problems)
    for text, expected in zip(told, problems, strict=True):
        assert "vocabulary.yaml, line " in text
        assert expected in text


RATED = """
  safety:
    scale:
      type: ratings
      at_least: 0
      at_most: 10
      of: {mother: [mum], child: []}
      asks: What number does each person put?
    rated_by: {type: list, people_of: safety.scale, asks: Who put one?}
"""


def test_a_list_of_people_may_name_whoever_may_put_a_number(load: Callable[[str], Vocabulary]) -> None:
    kind = load(GOOD + RATED).facts["safety.rated_by"].type
    assert kind.values == ("mother", "child")
    assert parse_text("mum", item_type(kind)) == "mother"
    assert parse_text("SW", item_type(kind)) == "Social Worker"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("people_of: safety.scale", "people_of: safety.scal"),
        ("people_of: safety.scale", "people_of: need.complex"),
        ("type: list, people_of", "type: boolean, people_of"),
        ("asks: Who put one?", "derived: true"),
    ],
)
def test_people_are_those_of_ratings(load: Callable[[str], Vocabulary], old: str, new: str) -> None:
    with pytest.raises(BadInput, match="names the people of ratings"):
        load(GOOD + RATED.replace(old, new))
