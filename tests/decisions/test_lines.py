"""The lines of a decision: checks with what settled them, deadlines, the way, papers and parameters."""

from datetime import date

import pytest

from threshold.casefiles.read import read_case
from threshold.decisions.lines import (
    check_line,
    deadline_row,
    documents,
    parameters,
    route_steps,
)
from threshold.decisions.model import Check, DeadlineRow
from threshold.engine import Engine
from threshold.engine.decide import findings_of
from threshold.policy import load_policy
from threshold.reading import parse_yaml
from threshold.semantics.deadlines import running_clocks
from threshold.semantics.routes import way
from threshold.semantics.status import checked, conclude, earliest

SAFE = "child_protection: {concern: false}\n"
UP = "request: {direction: step_up}\n"


BOTH = "papers: [form, plan], else: Attach both"


def papers(small, rule: str, case: str) -> list[tuple[str, str]]:
    small.tiny(f"requirements:\n  - {{id: R, carries: [T-1], {rule}}}\n")
    findings = small.findings(SAFE + UP + case)
    return [(paper.name, paper.state) for paper in documents(list(checked(findings)), findings)]


UNKNOWN = [("form", "unknown"), ("plan", "unknown")]


@pytest.mark.parametrize(
    ("bears_on", "effect", "a", "expected"),
    [
        # A paper that is, or may be, asked for where the rule decides.
        ("step_up", "block", "{a: true}", UNKNOWN),
        ("step_up", "block", "{}", UNKNOWN),
        ("step_up", "block", "{a: false}", []),
        # Of a rule that has a say and does not decide, only what is certainly asked for.
        ("step_up", "warn", "{a: true}", UNKNOWN),
        ("step_up", "warn", "{}", []),
        ("compliance", "block", "{a: true}", UNKNOWN),
        ("compliance", "block", "{}", []),
        # A rule that has no say here asks for nothing.
        ("close", "block", "{a: true}", []),
        ("close", "block", "{}", []),
    ],
)
def test_papers_are_those_of_the_rules_that_apply_here(small, bears_on: str, effect: str, a: str, expected):
    rule = f"bears_on: [{bears_on}], applies: {{t.a: true}}, {effect}: [{{{BOTH}}}]"
    assert papers(small, rule, f"t: {a}") == expected


def test_a_rule_without_a_say_hides_no_papers_of_those_after_it(small):
    rule = "  - {id: %s, carries: [T-1], bears_on: [%s], block: [{papers: %s, else: Attach it}]}\n"
    rules = (("R", "close", "form"), ("Q", "step_up", "plan"), ("P", "step_up", "letter"))
    small.tiny("requirements:\n" + "".join(rule % each for each in rules))
    findings = small.findings(SAFE + UP)
    assert [paper.name for paper in documents(list(checked(findings)), findings)] == ["plan", "letter"]


@pytest.mark.parametrize(
    ("attached", "states"),
    [
        ("documents: {attached: [plan, letter]}", ["absent", "attached"]),
        ("documents: {attached: []}", ["absent", "absent"]),
        ("", ["unknown", "unknown"]),
    ],
)
def test_a_paper_is_absent_only_where_the_list_was_given(small, attached: str, states: list[str]):
    found = papers(small, f"bears_on: [step_up], block: [{{{BOTH}}}]", attached)
    assert found == list(zip(("form", "plan"), states, strict=True))


def line(small, rule: str, case: str) -> Check:
    small.tiny(
        f"requirements:\n  - {{id: R, title: The thing, carries: [T-1], bears_on: [step_up], {rule}}}\n"
    )
    findings = small.findings(case)
    came = conclude(findings)
    (each,) = came.checks
    return check_line(each, findings, earliest(came, findings) is not None)


APPLIES = "applies: {t.a: true}, block: [{must: {t.n: {at_least: 2}, t.b: true}, else: Not yet}]"


@pytest.mark.parametrize(
    ("t", "status", "says", "used"),
    [
        ("{a: true, n: 3, b: true}", "met", "", {"t.n": "3", "t.b": "true"}),
        ("{a: true, n: 1, b: true}", "not_met", "Not yet", {"t.n": "1"}),
        ("{a: false, n: 1}", "not_applicable", "", {"t.a": "false"}),
        ("{a: true, b: true}", "undetermined", "How many?", {}),
    ],
)
def test_a_check_names_the_facts_that_settled_it(small, t: str, status: str, says: str, used: dict[str, str]):
    found = line(small, APPLIES, f"{SAFE}{UP}t: {t}")
    assert (found.status, found.facts_used) == (status, used)
    told = found.says or found.question
    assert (found.rule, found.title, found.effect, told) == ("R", "The thing", "block", says)
    assert found.source.clauses == ("T-1",)


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("t.text", "Rowan", "not shown"),
        ("t.scale", "{Rowan: 4, Ash: 7}", "4, 7"),
        ("t.list", "[x, z]", "x, z"),
        ("t.list", "[]", ""),
        ("t.day", "2026-08-01", "2026-08-01"),
        ("t.moment", "2026-08-01T09:30", "2026-08-01T09:30"),
        ("t.who", "SW", "Social Worker"),
    ],
)
def test_what_somebody_typed_freely_is_not_repeated(small, fact: str, value: str, told: str):
    rule = f"block: [{{must: {{{fact}: {{known: true}}}}, else: No}}]"
    found = line(small, rule, f"t: {{{fact.removeprefix('t.')}: {value}}}")
    assert found.facts_used == {fact: told}


def test_a_list_of_words_that_somebody_typed_is_not_repeated_either(small):
    found = line(small, "block: [{must: {t.notes: {known: true}}, else: No}]", "t: {notes: [a free note]}")
    assert found.facts_used == {"t.notes": "not shown"}


def test_a_choice_is_told_by_its_name_and_not_as_it_was_spelled():
    engine, day = Engine(load_policy("caf-team")), date(2026, 8, 14)
    (node,) = parse_yaml("{case: C-1, consultation: {log_fields: [D.O.B., Notes of the call]}}", "it")
    case = read_case(node, "it", engine.policy.vocabulary)
    findings = findings_of(engine.compiled(engine.policy.at(day)), case, day)
    lines = [check_line(each, findings, False) for each in checked(findings)]
    told = {found.facts_used["consultation.log_fields"] for found in lines if found.rule == "BAR-CL-2"}
    assert told == {"child_date_of_birth, conversation"}


def test_what_is_recorded_not_to_have_happened_is_told_without_a_value(small):
    rule = "block: [{must: {visit.latest: {recorded: true}}, else: No}]"
    found = line(small, rule, "covers: {visit: 2026-08-14}")
    assert (found.status, found.facts_used) == ("not_met", {"visit.latest": None})


UNTIL = (
    "block: [{must: {t.day: {at_least_ago: 3 months}}, else: Wait}, "
    "{must: {t.reply: {at_least_ago: 2 months}}, else: Wait for the reply}]"
)


@pytest.mark.parametrize(
    ("t", "until"),
    [
        ("{day: 2026-06-01, reply: 2026-01-01}", "2026-09-01"),
        ("{day: 2026-06-01, reply: 2026-06-20, a: false}", "2026-09-01"),
        ("{day: 2026-06-01, reply: 2026-08-10, a: false}", "2026-10-10"),
        ("{day: 2026-01-01, reply: 2026-08-10, a: false}", "2026-10-10"),
        ("{day: 2026-01-01, reply: 2026-01-01, a: false}", None),  # met
        ("{day: 2026-06-01}", None),  # the reply is not known
        ("{reply: 2026-08-10, a: false}", None),  # the day is not known
    ],
)
def test_what_time_alone_would_mend_says_by_when_while_it_is_not_met(small, t: str, until: str | None):
    assert line(small, UNTIL, f"{SAFE}{UP}t: {t}").until == until


@pytest.mark.parametrize("effect", ["condition", "warn", "note"])
def test_only_what_refuses_says_by_when(small, effect: str):
    rule = UNTIL.replace("block", effect)
    assert line(small, rule, f"{SAFE}{UP}t: {{day: 2026-06-01, a: true}}").until is None


def test_hours_are_not_counted_on_from_a_day(small):
    until = "block: [{must: {t.moment: {at_least_ago: 30 hours}}, else: Wait}]"
    as_at = f"as_at: 2026-08-14T09:00\n{SAFE}{UP}"
    for moment, expected in (("2026-08-13T10:00", "2026-08-14T16:00"), ("2026-08-13", None)):
        assert line(small, until, f"{as_at}t: {{moment: {moment}}}").until == expected


@pytest.mark.parametrize(
    ("said", "expected"), [("", "lapses"), ("urgent", "urgent"), ("afterwards", "afterwards")]
)
def test_what_becomes_under_a_concern_of_a_gap_on_the_way_up_is_told(small, said: str, expected: str):
    rule = f"if_concern: {said}, {APPLIES}" if said else APPLIES
    for danger, becomes in (("true", expected), ("false", "")):
        assert line(small, rule, f"child_protection: {{concern: {danger}}}\n{UP}").under_concern == becomes


def row(small, more: str, case: str) -> DeadlineRow:
    small.tiny(
        "deadlines:\n  - {id: L, title: The visit, carries: [T-1], starts: {fact: t.day}, "
        f"within: 7 days, met_by: {{fact: visit.first}}, late: Done late, overdue: Not done{more}}}\n"
    )
    findings = small.findings(case)
    (clock,) = running_clocks(findings)
    return deadline_row(clock, findings)


@pytest.mark.parametrize(
    ("start", "visit", "state", "says"),
    [
        ("2026-08-01", "", "overdue", "Not done"),
        ("2026-08-01", "2026-08-10", "late", "Done late"),
        ("2026-08-01", "2026-08-03", "met", ""),
        ("2026-08-10", "", "pending", ""),
    ],
)
def test_a_deadline_says_what_is_wrong_only_where_it_was_missed(small, start: str, visit: str, state, says):
    held = f"{{on: {visit}, event: visit}}" if visit else ""
    case = f"t: {{day: {start}}}\ntimeline: [{held}]\ncovers: {{visit: 2026-08-14}}"
    found = row(small, "", case)
    assert (found.state, found.says, found.met_on) == (state, says, visit or None)
    assert (found.starts.fact, found.starts.date) == ("t.day", start)
    assert (found.limit.n, found.limit.unit, found.beside) == (7, "days", None)


OLD = "day: 2026-08-01"


@pytest.mark.parametrize(
    ("more", "case", "asks"),
    [
        # The day that it counts from, then whether it was done, then whether it applies.
        ("", "", "Which day?"),
        (", applies: {t.a: true}", "", "Which day?"),
        (", applies: {t.a: true}", f"t: {{{OLD}}}", "When was the visit?"),
        (", applies: {t.a: true}", f"t: {{{OLD}}}\ncovers: {{visit: 2026-08-14}}", "A?"),
        ("", f"t: {{{OLD}}}", "When was the visit?"),
        (", applies: {t.a: true}", f"t: {{{OLD}, a: true}}", "When was the visit?"),
        # What somebody can tell needs no question.
        (
            "",
            f"t: {{{OLD}}}\ntimeline: [{{on: 2026-08-03, event: visit}}]\ncovers: {{visit: 2026-08-14}}",
            "",
        ),
        ("", f"t: {{{OLD}}}\ncovers: {{visit: 2026-08-14}}", ""),
        ("", "t: {day: 2026-08-10}", ""),
    ],
)
def test_a_deadline_of_which_nobody_can_tell_says_what_would_settle_it(
    small, more: str, case: str, asks: str
):
    found = row(small, more, case)
    assert (found.state == "cannot_tell") is bool(asks)
    assert found.question == asks


def test_what_an_event_meets_is_asked_for_by_the_question_of_the_event(small):
    small.tiny(
        "deadlines:\n  - {id: L, title: Visits, carries: [T-1], starts: {fact: t.day}, within: 7 days, "
        "met_by: {event: visit}, repeats: from_last, late: Done late, overdue: Not done}\n"
    )
    findings = small.findings(f"t: {{{OLD}}}")
    told = [deadline_row(clock, findings) for clock in running_clocks(findings)]
    assert {each.question for each in told if each.state == "cannot_tell"} == {"When was the visit?"}


@pytest.mark.parametrize(
    ("case", "certain", "missing"),
    [
        ("t: {a: true, day: 2026-08-10}", True, ()),
        # Whether it applies, and else what it counts from.
        ("t: {day: 2026-08-10}", False, ("t.a",)),
        ("t: {a: true}", True, ("t.day",)),
        ("", False, ("t.day",)),
    ],
)
def test_a_deadline_tells_what_is_not_known_of_it(small, case: str, certain: bool, missing: tuple[str, ...]):
    found = row(small, ", applies: {t.a: true}", case)
    assert (found.certain, found.missing) == (certain, missing)


def test_a_fact_that_bears_on_a_deadline_in_two_ways_is_missing_once(small):
    small.tiny("""
    definitions:
      - id: D
        carries: [T-1]
        fact: made.answer
        hit: exactly_one
        rows: [{when: {t.a: true}, is: red}]
    deadlines:
      - id: L
        carries: [T-1]
        applies: {t.a: true, made.answer: red}
        starts: {fact: t.day}
        within: 7 days
        met_by: {fact: visit.first}
        late: Done late
        overdue: Not done
    """)
    findings = small.findings("t: {day: 2026-08-10}")
    (clock,) = running_clocks(findings)
    assert deadline_row(clock, findings).missing == ("t.a",)


@pytest.mark.parametrize(("bears_on", "relevant"), [("step_up", True), ("close", False), ("", True)])
def test_a_deadline_has_a_say_in_the_directions_that_it_bears_on(small, bears_on: str, relevant: bool):
    found = row(small, f", bears_on: [{bears_on}]", UP + "t: {day: 2026-08-10}")
    assert found.relevant is relevant


def test_the_steps_of_the_way_are_numbered_each_with_its_own_clause_or_its_rules(small):
    small.tiny("""
    routes:
      - id: WAY
        carries: [T-1]
        steps:
          - T-1: Write
            step: Letters
            by: SW
            to: Family
            via: Post
            done: {event: seen}
          - {TWO: Meet, by: SW, when: {t.a: true}, kind: request, says: Soon}
    """)
    findings = small.findings("timeline: [{on: 2026-08-01, event: seen}, {on: 2026-08-05, event: seen}]")
    one, two = route_steps(way(findings, False), findings)
    assert (one.seq, one.id, one.step, one.action, one.via) == (1, "T-1", "Letters", "Write", "Post")
    assert (one.certain, one.done, one.added_by, one.sent_to) == (True, "2026-08-05", "SW", "Family")
    assert (two.seq, two.kind, two.says, two.certain, two.done) == (2, "request", "Soon", False, None)
    assert one.source.clauses == two.source.clauses == ("T-1",)


def test_the_steps_of_two_packs_are_counted_each_by_themselves(small):
    for pack in ("tiny", "other"):
        letter = pack[0].upper()
        steps = f"steps: [{{{letter}-1: Write}}, {{{letter}-2: Meet}}]"
        small.pack(pack, f"routes: [{{id: {letter}-WAY, carries: [{letter}-1], {steps}}}]")
    small.uses = "[{pack: safe, role: overlay}, {pack: other, role: lead}, {pack: tiny, role: lead}]"
    findings = small.findings("")
    found = list(route_steps(way(findings, False), findings))
    assert [(step.seq, step.id) for step in found] == [(1, "O-1"), (2, "O-2"), (1, "T-1"), (2, "T-2")]


def test_each_parameter_that_these_rules_rely_on_is_told_once_by_pack_and_name(small):
    numbers = "{{type: number, means: N, values: [{{from: 2020-01-01, is: {}, because: {}-1}}]}}\n"
    rule = (
        "requirements:\n  - {{id: {0}, carries: [{1}-1], bears_on: [step_up], "
        "block: [{{must: {{t.n: {{between: [$low, $high]}}}}, else: No}}]}}\n"
    )
    for pack, name, low in (("tiny", "R", 2), ("other", "Q", 1)):
        clause = pack[0].upper()
        held = f"low: {numbers.format(low, clause)}high: {numbers.format(9, clause)}"
        small.pack(pack, rule.format(name, clause), held + f"unused: {numbers.format(5, clause)}")
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    small.trial = ("tiny.high=8",)
    findings = small.findings("")
    heads = [rule.head for rule in findings.policy.requirements]
    found = [(used.name, used.value, used.since, used.set_by) for used in parameters(heads * 2, findings)]
    since = date(2020, 1, 1).isoformat()
    assert found == [
        ("other.high", "9", since, "pack"),
        ("other.low", "1", since, "pack"),
        ("tiny.high", "8", None, "trial"),
        ("tiny.low", "2", since, "pack"),
    ]
