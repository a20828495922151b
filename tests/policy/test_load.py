"""A policy that cannot be relied on does not load, and says what is wrong, where, and what to do."""

from collections.abc import Iterator
from datetime import date

import pytest

from threshold.policy import Policy, load_policy, policy_names, rules_of
from threshold.reading import BadInput, Problem

TODAY = date(2026, 8, 14)


def load(small) -> Policy:
    return load_policy(str(small.write())).at(TODAY, small.trial)


def problems(small) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        load(small)
    return caught.value.problems


def only(small) -> Problem:
    (problem,) = problems(small)
    return problem


def requirement(name: str, more: str = "", carries: str = "T-1") -> str:
    return (
        f"- {{id: {name}, carries: [{carries}], bears_on: [step_up], satisfied: {{t.a: true}}, "
        f"otherwise: {{block: No}}{more}}}\n"
    )


def requirements(*names: str) -> str:
    return "requirements:\n" + "".join(f"  {requirement(name)}" for name in names)


def definition(fact: str, when: str, hit: str = "exactly_one", value: str = "red", name: str = "D") -> str:
    return (
        f"- {{id: {name}, carries: [T-1], fact: {fact}, hit: {hit}, rows: [{{when: {when}, is: {value}}}]}}\n"
    )


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_that_comes_with_the_program_loads(name: str):
    policy = load_policy(name).at(TODAY)
    assert policy.name == name
    assert policy.safety.head.id == "SAFE-first"
    assert len({rule.head.id for pack in policy.packs for rule in rules_of(pack)}) == sum(
        len(rules_of(pack)) for pack in policy.packs
    )


def test_two_rules_of_one_id(small):
    small.tiny(requirements("R", "R"))
    problem = only(small)
    assert "two rules have this id" in problem.message
    assert problem.field == "R"


def test_two_rules_of_one_id_in_two_packs(small):
    small.tiny(requirements("R")).pack("other", requirements("R").replace("T-1", "O-1"))
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    problem = only(small)
    assert "two rules have this id (the other is in tiny)" in problem.message


SECOND = """
safety:
  - id: S2
    carries: [T-1]
    when: {t.a: true}
    covers: [step_up, step_across, triage, workflow, none]
"""


def test_a_policy_has_exactly_one_safety_rule(small):
    small.tiny(SECOND)
    assert "exactly one safety rule" in only(small).message
    small.tiny(requirements("R"))
    small.uses = "[{pack: tiny, role: lead}]"
    assert "exactly one safety rule" in only(small).message


def test_clauses_must_be_listed_and_listed_ones_carried(small):
    small.tiny("requirements:\n  " + requirement("R") + "  " + requirement("Q", carries="T-11"))
    problem = only(small)
    assert 'clause "T-11" is not listed in pack.yaml; did you mean "T-1"?' in problem.message
    assert problem.line == 3
    path = small.tiny(requirements("R")).write()
    listed = path.parent / "tiny" / "pack.yaml"
    listed.write_text(listed.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    with pytest.raises(BadInput, match=r"T-2: is listed in pack\.yaml, but no rule carries it"):
        load_policy(str(path)).at(TODAY)


def test_a_rule_cites_something(small):
    small.tiny(
        "requirements:\n  - {id: R, bears_on: [step_up], satisfied: {t.a: true}, otherwise: {block: No}}\n"
    )
    assert "cites no clause" in only(small).message


@pytest.mark.parametrize(
    "text",
    [
        definition("made.answer", "{made.answer: red}"),
        definition("made.answer", "{made.other: red}", name="D1")
        + "  "
        + definition("made.other", "{made.answer: red}", name="D2"),
        definition("made.answer", "{made.other: red}", name="D1")
        + "  "
        + definition("made.other", "{none: [{made.late: red}]}", name="D2")
        + "  "
        + definition("made.late", "{t.a: true, any: [{made.answer: red}]}", name="D3"),
    ],
)
def test_definitions_go_round_in_no_circle(small, text: str):
    small.tiny("definitions:\n  " + text)
    message = only(small).message
    assert "go round in a circle" in message
    assert "D" in message


def test_an_outcome_reads_nothing_that_is_proposed(small):
    outcome = definition("recommendation.outcome", "{proposed.direction: step_up}", "most_serious", "go_up")
    small.tiny("definitions:\n  " + outcome)
    problem = only(small)
    assert "an outcome may not depend on the proposed direction" in problem.message
    assert problem.field == "D"
    through = definition("made.late", "{proposed.direction: step_up}", name="D1")
    behind = definition("recommendation.outcome", "{made.late: red}", "most_serious", "go_up", "D2")
    small.tiny("definitions:\n  " + through + "  " + behind)
    assert only(small).field == "D2"


@pytest.mark.parametrize(("one", "other"), [("exactly_one", "exactly_one"), ("most_serious", "exactly_one")])
def test_one_fact_is_defined_once_unless_the_most_serious_counts(small, one: str, other: str):
    rows = (("D1", one, "{t.a: true}"), ("D2", other, "{t.b: true}"))
    text = "".join("  " + definition("need.level", when, hit, "2", name) for name, hit, when in rows)
    small.tiny("definitions:\n" + text)
    assert "need.level is already defined by D1" in only(small).message
    small.tiny("definitions:\n" + text.replace("exactly_one", "most_serious"))
    assert len(load(small).strata[0]) == 3  # with the safe pack's own


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
        ("satisfied: {t.a: true}, documents: [form], otherwise: {block: a}", "needs either `satisfied`"),
        ("documents: [forms], otherwise: {block: a}", 'did you mean "form"?'),
        ("satisfied: {t.a: true}", '"otherwise" is missing'),
        ("satisfied: {t.a: true}, otherwise: {blok: a}", 'did you mean "block"?'),
        ("each: spel, satisfied: {t.a: true}, otherwise: {block: a}", 'no episode "spel"'),
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


PARAMETERS = """
wait:
  type: duration
  at_least: 1 days
  at_most: 3 months
  means: How long to wait
  values: [{from: 2020-01-01, is: 1 months, because: T-1}]
most:
  type: number
  at_least: 1
  at_most: 5
  means: How many
  values: [{from: 2020-01-01, is: 3, because: T-1}]
colour:
  type: choice
  one_of: [red, green]
  means: Which colour
  values: [{from: 2020-01-01, is: red, because: T-1}]
"""


@pytest.mark.parametrize(
    ("trial", "message"),
    [
        ("tiny.most=6", "out of range: from 1 to 5"),
        ("tiny.most=0", "out of range"),
        ("tiny.most=-1", "must be a whole number"),
        ("tiny.most=3.5", "must be a whole number"),
        ("tiny.wait=0 days", "less than 1 day"),
        ("tiny.wait=4 months", "more than 3 months"),
        ("tiny.wait=90000 hours", "far more than 3 months"),
        ("tiny.wait=-1 months", "cannot be negative"),
        ("tiny.wait=soon", "whole number in figures"),
        ("tiny.colour=blue", "must be one of red, green"),
        ("tiny.wiat=1 days", 'no parameter "tiny.wiat" is declared; did you mean "tiny.wait"?'),
        ("tiny.wait", "a trial is written pack.parameter=value"),
    ],
)
def test_a_value_out_of_range_is_refused_wherever_it_is_set(small, trial: str, message: str):
    small.tiny(requirements("R"), PARAMETERS)
    small.trial = (trial,)
    assert message in only(small).message
    name, equals, value = trial.partition("=")
    if equals:
        small.trial = ()
        small.policy = f'set: {{{name}: {{is: "{value}", because: local}}}}\n'
        assert message in only(small).message


@pytest.mark.parametrize("value", ["3", "1", "5"])
def test_a_trial_in_range_is_named_in_the_policy(small, value: str):
    small.tiny(requirements("R"), PARAMETERS)
    small.trial = (f"tiny.most={value}",)
    policy = load(small)
    in_force = policy.pack("tiny").parameters["most"]
    assert (in_force.shown, in_force.set_by) == (value, "trial")
    small.trial = ()
    assert load(small).digest != policy.digest


def test_a_preset_must_be_there(small):
    small.tiny(requirements("R"), PARAMETERS)
    small.policy = "presets: {tiny.wait: york}\n"
    assert "has no preset of that name" in only(small).message


def test_every_problem_is_told_at_once(small):
    small.tiny(
        "requirements:\n  "
        + requirement("R").replace("t.a", "t.aa")
        + "  "
        + requirement("Q").replace("t.a: true", "t.n: many"),
    )
    assert [problem.line for problem in problems(small)] == [2, 3]


def test_a_missing_pack_and_a_missing_policy(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tinny, role: lead}]"
    assert 'there is no pack "tinny"' in only(small).message
    with pytest.raises(BadInput, match='did you mean "default"'):
        load_policy("defalt")


def texts(policy: Policy) -> Iterator[str]:
    for pack in policy.packs:
        yield from (parameter.because for parameter in pack.parameters.values())


@pytest.mark.parametrize("name", policy_names())
def test_every_value_in_force_says_why(name: str):
    assert all(texts(load_policy(name).at(TODAY)))


@pytest.mark.parametrize("covers", ["[up, none]", "[step_up, safeguarding_now]"])
def test_a_safety_rule_covers_directions_that_can_be_asked_for(small, covers: str):
    small.tiny(SECOND.replace("[step_up, step_across, triage, workflow, none]", covers))
    problem = only(small)
    assert "covers names no direction" in problem.message
    assert problem.line == 6


def test_a_pack_that_has_not_begun_is_left_out_and_said_so():
    policy = load_policy("default")
    begun = [pack.name for pack in policy.at(date(2018, 3, 5)).packs]
    assert begun == ["national", "step-up-step-down", "caf-team"]
    warnings = policy.at(date(2018, 3, 5)).warnings
    assert "continuum-of-need begins on 1 January 2023 and is left out here" in warnings
    assert not any("left out" in warning for warning in policy.at(date(2026, 3, 5)).warnings)


def test_a_policy_without_any_of_its_own_packs_has_not_begun():
    with pytest.raises(BadInput, match="this policy begins on 1 January 2023"):
        load_policy("continuum-of-need").at(date(2022, 12, 31))
