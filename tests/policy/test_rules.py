"""What each kind of rule may say, and what it becomes."""

from typing import Any

import pytest

from threshold.conditions import ALWAYS, OtherFact
from threshold.conditions import Test as Leaf
from threshold.dates import Duration
from threshold.policy import Who

from .making import definition, load, only, problems


def test_a_rule_cites_something(small):
    small.tiny(
        "requirements:\n  - {id: R, bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}\n"
    )
    assert "cites no clause" in only(small).message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (definition("t.colour", "{t.a: true}"), "t.colour is not a derived fact"),
        (definition("made.answer", "{t.a: true}", "most_serious"), "has no order of seriousness"),
        (definition("made.answer", "{t.a: true}", value="blue"), "must be one of red, amber, green"),
        (
            definition("made.answer", "{t.a: true}", "first"),
            "must be one of exactly_one, most_serious or all",
        ),
        (definition("made.anser", "{t.a: true}"), 'did you mean "made.answer"?'),
    ],
)
def test_what_a_definition_may_say(small, text: str, message: str):
    small.tiny("definitions:\n  " + text)
    assert message in only(small).message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("satisfied: {t.a: true}, otherwise: {}", "exactly one of block, condition, warn or note"),
        ("satisfied: {t.a: true}, otherwise: {block: a, warn: b}", "exactly one of block"),
        ("otherwise: {block: a}", "needs either `satisfied` or `documents`"),
        ("block: [{must: {t.a: true}, documents: [form], else: a}]", "needs either `satisfied`"),
        ("documents: [forms], otherwise: {block: a}", 'did you mean "form"?'),
        ("satisfied: {t.a: true}", '"otherwise" is missing'),
        ("satisfied: {t.a: true}, otherwise: {blok: a}", 'did you mean "block"?'),
        ("each: spel, block: [{must: {t.a: true}, else: a}]", 'no episode "spel"'),
    ],
)
def test_what_a_requirement_may_say(small, text: str, message: str):
    small.tiny(f"requirements:\n  - {{id: R, carries: [T-1], bears_on: [step_up], {text}}}\n")
    found = problems(small)
    assert any(message in problem.message for problem in found)
    assert all(problem.line == 2 for problem in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("starts: {fact: t.n}, within: 3 days, met_by: {event: seen}", "t.n is not a date"),
        ("starts: {fact: t.day}, within: 3 fortnights, met_by: {event: seen}", "unit"),
        ("starts: {fact: t.day}, within: 3 days, met_by: {event: sene}", 'did you mean "seen"?'),
        ("starts: {fact: t.day}, within: 3 days, met_by: {}", "needs either fact or event"),
        (
            "starts: {fact: t.day}, within: 3 days, met_by: {fact: seen.first}, repeats: from_last",
            "a repeating deadline is met by an event",
        ),
        (
            "starts: {fact: t.day}, within: 3 days, met_by: {event: seen}, beside: L2",
            "stands beside a deadline that this policy does not hold",
        ),
    ],
)
def test_what_a_deadline_may_say(small, text: str, message: str):
    small.tiny(f"deadlines:\n  - {{id: L, carries: [T-1], {text}}}\n")
    assert message in only(small).message


SECOND = """
safety:
  - id: S2
    carries: [T-1]
    when: {t.a: true}
    covers: [step_up, step_across, triage, workflow, none]
"""


@pytest.mark.parametrize("covers", ["[up, none]", "[step_up, safeguarding_now]"])
def test_a_safety_rule_covers_directions_that_can_be_asked_for(small, covers: str):
    small.tiny(SECOND.replace("[step_up, step_across, triage, workflow, none]", covers))
    problem = only(small)
    assert "covers names no direction" in problem.message
    assert problem.line == 6


LISTS = """
papers: {type: list, means: P, values: [{from: 2020-01-01, is: [form, plan], because: T-1}]}
paper: {type: text, means: P, values: [{from: 2020-01-01, is: letter, because: T-1}]}
people: {type: list, means: P, values: [{from: 2020-01-01, is: [SW, Team Manager], because: T-1}]}
boss: {type: role, means: P, values: [{from: 2020-01-01, is: SW, because: T-1}]}
nobody: {type: role, means: P, values: [{from: 2020-01-01, is: none, because: T-1}]}
wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}
hours: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 hours, because: T-1}]}
never: {type: duration, means: W, values: [{from: 2020-01-01, is: none, because: T-1}]}
level: {type: number, means: L, values: [{from: 2020-01-01, is: 2, because: T-1}]}
clock: {type: fact, means: F, values: [{from: 2020-01-01, is: t.day, because: T-1}]}
"""


def one(small, kind: str, text: str) -> Any:
    """The one rule of a kind that a few words of YAML make."""
    small.tiny(f"{kind}:\n  - {{{text}}}\n", LISTS)
    (rule,) = getattr(load(small).pack("tiny"), kind)
    return rule


def refused(small, kind: str, text: str) -> str:
    small.tiny(f"{kind}:\n  - {{{text}}}\n", LISTS)
    return only(small).message


REQUIRED = "id: R, carries: [T-1], bears_on: [close], "
MET = "satisfied: {t.a: true}, "
NO = "otherwise: {block: No}"


def test_a_rule_is_called_by_its_title_or_else_its_id(small):
    assert one(small, "requirements", REQUIRED + MET + NO).head.title == "R"
    assert one(small, "requirements", REQUIRED + MET + NO + ", title: The thing").head.title == "The thing"


def test_a_rule_whose_id_is_a_clause_carries_it_unless_it_says_otherwise(small):
    head = one(small, "requirements", "id: T-1, bears_on: [close], " + MET + NO).head
    assert (head.id, head.carries, head.pack) == ("T-1", ("T-1",), "tiny")


def test_a_rule_names_the_parameters_that_it_relies_on_and_no_others(small):
    small.tiny(
        f"requirements:\n  - {{{REQUIRED}satisfied: {{t.day: {{at_least_ago: $wait}}, t.n: $level}}, {NO}}}\n"
        + f"  - {{{REQUIRED.replace('R,', 'Q,')}{MET}{NO}}}\n",
        LISTS,
    )
    used = {rule.head.id: rule.head.parameters for rule in load(small).requirements}
    assert used == {"R": ("level", "wait"), "Q": ()}


@pytest.mark.parametrize("effect", ["block", "condition", "warn", "note"])
def test_a_requirement_has_one_effect_and_what_it_says(small, effect: str):
    rule = one(small, "requirements", REQUIRED + MET + f"otherwise: {{{effect}: Do it}}")
    assert (rule.effect, rule.says, rule.applies, rule.documents) == (effect, "Do it", ALWAYS, ())


def test_what_would_mend_it_in_time_is_read(small):
    rule = one(
        small,
        "requirements",
        REQUIRED + MET + "otherwise: {block: No, until: [{fact: t.day, plus: $wait}, {fact: $clock}]}",
    )
    assert rule.until == (OtherFact("t.day", Duration(3, "days")), OtherFact("t.day"))


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ("[form]", ("form",)),
        ("form", ("form",)),
        ("$papers", ("form", "plan")),
        ("[letter, $papers]", ("letter", "form", "plan")),
        ("$paper", ("letter",)),
    ],
)
def test_papers_are_named_or_held_by_a_parameter(small, documents: str, expected: tuple[str, ...]):
    rule = one(small, "requirements", REQUIRED + f"documents: {documents}, " + NO)
    assert rule.documents == expected
    assert rule.satisfied == Leaf("documents.attached", "includes_all", expected)


def test_a_paper_that_the_vocabulary_does_not_know_is_refused_wherever_it_is_named(small):
    for documents in ("[form, $people]", "$people", "$level", "[fom]"):
        message = refused(small, "requirements", REQUIRED + f"documents: {documents}, " + NO)
        assert "is not a document that the vocabulary knows" in message
    assert "no parameter $peple is declared" in refused(
        small, "requirements", REQUIRED + "documents: $peple, " + NO
    )


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("SW", Who("SW")),
        ("$boss", Who("Social Worker")),
        ("$people", Who("SW or Team Manager")),
        ("$nobody", Who()),
        (
            "{fact: t.colour, red: Team Red, green: SW}",
            Who("", "t.colour", (("red", "Team Red"), ("green", "SW"))),
        ),
        ("{by: t.a, true: SW}", Who("", "t.a", (("true", "SW"),))),
    ],
)
def test_somebody_is_named_held_by_a_parameter_or_chosen_by_a_fact(small, by: str, expected: Who):
    told = f"otherwise: {{block: No, do: [{{do: It, by: {by}, to: {by}, urgent: true}}]}}"
    (action,) = one(small, "requirements", REQUIRED + MET + told).do
    assert (action.by, action.to, action.urgent) == (expected, expected, True)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("$bos", 'did you mean "boss"?'),
        ("{by: t.color, red: Team Red}", 'did you mean "t.colour"?'),
        ("{fact: t.colour, blue: Team Blue}", "must be one of red, amber, green"),
    ],
)
def test_who_is_chosen_must_be_a_choice_that_can_be_made(small, by: str, message: str):
    told = f"otherwise: {{block: No, do: [{{do: It, by: {by}}}]}}"
    assert message in refused(small, "requirements", REQUIRED + MET + told)


def test_a_row_is_known_by_its_own_name_or_its_place_and_its_value_may_be_held_by_a_parameter(small):
    rule = one(
        small,
        "definitions",
        "id: D, carries: [T-1], fact: need.level, hit: most_serious, otherwise: 1, "
        "rows: [{when: {t.a: true}, is: 3}, {id: two, when: {t.b: true}, is: $level, because: B}]",
    )
    assert [(row.key, row.value, row.because) for row in rule.rows] == [("D#1", 3, ""), ("D#two", 2, "B")]
    assert (rule.otherwise, rule.head.parameters) == (1, ("level",))


def test_a_row_of_a_list_gives_one_of_its_items(small):
    text = "id: D, carries: [T-1], fact: made.signs, hit: all, rows: [{when: {t.a: true}, is: %s}]"
    assert one(small, "definitions", text % "red").rows[0].value == "red"
    assert "must be one of" in refused(small, "definitions", text % "blue")


TIMED = "id: L, carries: [T-1], "


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("3 days", Duration(3, "days")),
        ("$wait", Duration(3, "days")),
        ("none", None),
        ("$never", None),
        ("2 hours", Duration(2, "hours")),
    ],
)
def test_a_limit_is_written_out_held_by_a_parameter_or_none(small, within: str, expected: Duration | None):
    text = TIMED + f"starts: {{fact: $clock}}, within: {within}, met_by: {{fact: visit.first}}"
    rule = one(small, "deadlines", text)
    assert (rule.within, rule.starts, rule.met_by, rule.met_by_event) == (
        expected,
        "t.day",
        "visit.first",
        "",
    )
    assert (rule.effect, rule.says, rule.repeats, rule.beside, rule.ends) == ("note", "", False, "", "")


@pytest.mark.parametrize(
    ("within", "message"),
    [("$boss", "holds no duration"), ("$wiat", 'did you mean "wait"?'), ("{table: $wait}", "a look-up")],
)
def test_what_is_no_limit_is_refused(small, within: str, message: str):
    text = TIMED + f"starts: {{fact: t.day}}, within: {within}, met_by: {{fact: visit.first}}"
    assert message in refused(small, "deadlines", text)


@pytest.mark.parametrize("within", ["3 hours", "3 working hours", "$hours"])
def test_a_repeating_limit_counts_days_and_is_met_by_an_event(small, within: str):
    text = TIMED + "starts: {fact: t.day}, within: %s, met_by: {event: visit}, repeats: from_last"
    rule = one(small, "deadlines", text % "$wait")
    assert (rule.repeats, rule.met_by, rule.met_by_event) == (True, "", "visit")
    assert "counts days, not hours" in refused(small, "deadlines", text % within)


@pytest.mark.parametrize("key", ["starts", "met_by", "or_sooner", "ends"])
def test_every_date_of_a_deadline_is_a_date(small, key: str):
    dates = {"starts": "{fact: t.day}", "met_by": "{fact: t.reply}", "or_sooner": "{fact: t.ahead}"}
    dates |= {"ends": "{fact: spell.ended}"}
    listed = ", ".join(f"{name}: {fact}" for name, fact in dates.items())
    rule = one(small, "deadlines", TIMED + "within: 3 days, " + listed)
    assert (rule.starts, rule.met_by, rule.or_sooner, rule.ends) == (
        "t.day",
        "t.reply",
        "t.ahead",
        "spell.ended",
    )
    wrong = listed.replace(dates[key], "{fact: t.n}")
    assert refused(small, "deadlines", TIMED + "within: 3 days, " + wrong) == "t.n is not a date"


def test_a_missed_deadline_says_and_wants_what_it_is_told_to(small):
    told = "otherwise: {warn: Late, do: Visit, by: SW}"
    text = TIMED + "starts: {fact: t.day}, within: 3 days, met_by: {fact: visit.first}, " + told
    rule = one(small, "deadlines", text)
    assert (rule.effect, rule.says, [action.do for action in rule.do]) == ("warn", "Late", ["Visit"])


ROUTED = "id: W, carries: [T-1], "


def test_a_table_of_actions_is_looked_up_by_its_step_and_each_action_whatever_the_capitals(small):
    rows = (
        "[{S: Legal  Advice, to: Lawyer}, "
        "{Q: Meet, by: Boss, step: Other}]"
    )
    route = one(
        small, "routes", ROUTED + f"step: Initial Assessment, by: SW, to: $boss, rows: {rows}"
    )
    assert route.when == Leaf("request.step", "is", ("initial assessment",))
    assert (route.table_step, route.unlisted) == ("Initial Assessment", "not_covered")
    legal, meet = route.steps
    assert legal.when == Leaf("request.action", "is", ("legal advice",))
    assert (legal.action, legal.step) == ("Legal  Advice", "Initial Assessment")
    # What a row does not say, its table does.
    assert (legal.added_by, legal.sent_to) == (Who("SW"), Who("Lawyer"))
    assert (meet.added_by, meet.sent_to, meet.step) == (Who("Boss"), Who("Social Worker"), "Other")


def test_a_sequence_is_taken_when_it_says_and_so_is_each_of_its_steps(small):
    steps = (
        "[{S: Meet, when: {t.b: true}, done: {event: seen}}, "
        "{Q: Write, available: false}]"
    )
    route = one(small, "routes", ROUTED + f"when: {{t.a: true}}, steps: {steps}")
    assert (route.when, route.table_step) == (Leaf("t.a", "is", (True,)), "")
    meet, write = route.steps
    assert (meet.when, meet.done_event, meet.available) == (Leaf("t.b", "is", (True,)), "seen", True)
    assert (write.when, write.done_event, write.available) == (ALWAYS, "", False)


def test_a_step_that_is_named_by_a_clause_cites_it(small):
    route = one(small, "routes", "id: W, steps: [{T-1: Meet}, {S: Write}]")
    assert route.head.carries == ("T-1",)


def test_a_table_may_say_for_itself_what_unlisted_means(small):
    small.unlisted = "unavailable"
    table = ROUTED + "step: Review, rows: [{S: Meet}]"
    assert one(small, "routes", table).unlisted == "unavailable"
    assert one(small, "routes", table + ", unlisted: not_covered").unlisted == "not_covered"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("when: {t.a: true}", "needs either rows (with step) or a sequence"),
        ("step: Review", "needs either rows (with step) or a sequence"),
        (
            "step: Review, rows: [{S: Meet}], steps: [{Q: Meet}]",
            "needs either rows (with step) or a sequence",
        ),
        ("rows: [{S: Meet}]", "rows belong to a workflow `step`"),
        ("step: Review, steps: [{S: Meet}]", "rows belong to a workflow `step`"),
    ],
)
def test_a_route_is_a_table_of_a_step_or_a_sequence(small, text: str, message: str):
    assert message in refused(small, "routes", ROUTED + text)


def test_a_contradiction_puts_in_doubt_what_it_names_or_else_all_that_it_reads(small):
    text = "id: C, carries: [T-1], why: no, when: {t.a: true, t.day: {after: {fact: t.ahead}}, t.n: 1}"
    assert one(small, "conflicts", text).doubtful == ("t.a", "t.day", "t.ahead", "t.n")
    assert one(small, "conflicts", text + ", doubtful: [t.n]").doubtful == ("t.n",)
    assert 'did you mean "t.n"?' in refused(small, "conflicts", text + ", doubtful: [t.nn]")


def test_two_rows_of_one_id_would_share_a_condition(small):
    small.tiny(
        """
        definitions:
          - id: D
            carries: [T-1]
            fact: made.answer
            hit: exactly_one
            rows:
              - {id: x, when: {t.a: true}, is: red}
              - {id: x, when: {t.b: true}, is: amber}
        """
    )
    problem = only(small)
    assert "two rows have this id" in problem.message
    assert problem.line == 9


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (
            "{W-1: A, by: X, to: Y}, {W-1: B, by: X, to: Y}",
            "two steps",
        ),
        ("{id: when, action: A, by: X, to: Y}", "cannot be called when"),
        (
            "{W-1: A, by: X, to: Y, done: {event: visitt}}",
            'no such event is declared; did you mean "visit"?',
        ),
    ],
)
def test_what_a_step_may_not_be(small, steps: str, says: str):
    small.tiny(f"routes:\n  - id: W\n    carries: [T-1]\n    steps: [{steps}]\n")
    problem = only(small)
    assert says in problem.message
    assert problem.line == 4
