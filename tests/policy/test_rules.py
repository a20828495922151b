"""What each kind of rule may say, and what it becomes."""

from itertools import product
from pathlib import Path

import pytest

from threshold.conditions import ALWAYS, NEVER, All, truth
from threshold.conditions import Any as AnyOf
from threshold.conditions import Test as Leaf
from threshold.dates import Duration
from threshold.policy import Action, Part, Who

from .making import LISTS, SAID, definition, load, one, only, refused


def test_a_rule_cites_something(small):
    small.tiny("requirements:\n  - {id: R, bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}\n")
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
        ("applies: {t.a: true}", "exactly one of block, condition, warn or note, with its parts"),
        ("block: []", "exactly one of block, condition, warn or note, with its parts"),
        (
            "block: [{must: {t.a: true}, else: a}], warn: [{must: {t.a: true}, else: b}]",
            "exactly one of block",
        ),
        ("block: [{else: a}]", "needs either `must:` or `papers:`"),
        ("block: [{must: , else: a}]", "nothing stands behind this key"),
        ("block: [{must: {t.a: true}, papers: [form], else: a}]", "needs either `must:` or `papers:`"),
        ("block: [{must: {}, else: a}]", "this condition is empty"),
        ("block: [{must: true, else: a}]", "a condition is a mapping of facts to tests"),
        ("block: [{must: [t.a], else: a}]", "a condition is a mapping of facts to tests"),
        ("block: [{must: {t.aa: true}, else: a}]", 'did you mean "t.a"?'),
        ("block: [{must: {t.n: many}, else: a}]", "must be a whole number"),
        ("block: [{papers: [forms], else: a}]", 'did you mean "form"?'),
        ("block: [{papers: {form: true}, else: a}]", "is a list of documents, or a parameter as in $papers"),
        ("block: [{papers: 3, else: a}]", "must be one of form, plan, letter"),
        ("block: [{must: {t.a: true}}]", '"else" is missing'),
        ("block: {must: {t.a: true}, else: a}", "must be a list of parts, each with `must:` and `else:`"),
        ("blok: [{must: {t.a: true}, else: a}]", 'did you mean "block"?'),
        ("unless: {t.aa: true}, block: [{must: {t.a: true}, else: a}]", 'did you mean "t.a"?'),
        ("unless: always, block: [{must: {t.a: true}, else: a}]", "a condition is a mapping"),
        ("applies: {t.aa: true}, block: [{must: {t.a: true}, else: a}]", 'did you mean "t.a"?'),
        ("each: spel, block: [{must: {t.a: true}, else: a}]", 'no episode "spel"'),
        ("tensions: [T1], block: [{must: {t.a: true}, else: a}]", 'did you mean "T01"?'),
    ],
)
def test_what_a_requirement_may_say(small, text: str, message: str):
    small.tiny(f"requirements:\n  - {{id: R, carries: [T-1], bears_on: [step_up], {text}}}\n")
    problem = only(small)
    assert message in problem.message
    assert (problem.line, Path(problem.file).name) == (2, "all.yaml")
    assert problem.field.startswith(("R", "requirements.1", "must"))


def test_a_requirement_says_what_it_bears_on_or_its_scope_does(small):
    rules = "requirements:\n  - {id: R, carries: [T-1], block: [{must: {t.a: true}, else: No}]}\n"
    problem = only(small.tiny(rules))
    assert "does not say which requests it counts for (bears_on, here or in the scope)" in problem.message
    assert problem.line == 2
    (rule,) = load(small.tiny("scope: {bears_on: [close]}\n" + rules)).requirements
    assert rule.head.bears_on == ("close",)


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
    small.tiny(f"deadlines:\n  - {{id: L, carries: [T-1], {SAID}, {text}}}\n")
    assert message in only(small).message


REQUIRED = "id: R, carries: [T-1], bears_on: [close], "
NO = "block: [{must: {t.a: true}, else: No}]"


def test_a_rule_is_called_by_its_title_or_else_its_id(small):
    assert one(small, "requirements", REQUIRED + NO).head.title == "R"
    assert one(small, "requirements", REQUIRED + NO + ", title: The thing").head.title == "The thing"


def test_a_rule_whose_id_is_a_clause_carries_it_unless_it_says_otherwise(small):
    head = one(small, "requirements", "id: T-1, bears_on: [close], " + NO).head
    assert (head.id, head.carries, head.pack) == ("T-1", ("T-1",), "tiny")


def test_a_rule_names_the_parameters_that_it_relies_on_and_no_others(small):
    small.tiny(
        f"requirements:\n  - {{{REQUIRED}unless: {{t.n: $level}}, "
        "block: [{must: {t.day: {at_least_ago: $wait}}, else: No}]}\n"
        f"  - {{{REQUIRED.replace('R,', 'Q,')}{NO}}}\n",
        LISTS,
    )
    used = {rule.head.id: rule.head.parameters for rule in load(small).requirements}
    assert used == {"R": ("level", "wait"), "Q": ()}


A, B = Leaf("t.a", "is", (True,)), Leaf("t.b", "is", (True,))


@pytest.mark.parametrize("effect", ["block", "condition", "warn", "note"])
def test_a_requirement_has_one_strength_and_what_is_said_where_it_fails(small, effect: str):
    rule = one(small, "requirements", REQUIRED + f"{effect}: [{{must: {{t.a: true}}, else: Do it}}]")
    assert (rule.effect, rule.parts, rule.papers) == (effect, (Part(A, "Do it"),), ())
    assert (rule.applies, rule.satisfied, rule.unless) == (ALWAYS, A, NEVER)


def test_every_part_must_be_so_or_else_the_exception(small):
    parts = (
        "block: [{must: {t.a: true}, else: No, unknown: Who knows}, "
        "{must: {t.b: true}, else: Nor that, do: See to it, by: SW}]"
    )
    rule = one(small, "requirements", REQUIRED + parts)
    to_do = Action("See to it", Who("SW"))
    assert rule.parts == (Part(A, "No", "Who knows"), Part(B, "Nor that", do=to_do))
    assert rule.satisfied == All((A, B))
    exception = Leaf("t.n", "is", (1,))
    for written, must in ((parts, All((A, B))), (NO, A)):
        rule = one(small, "requirements", REQUIRED + "unless: {t.n: 1}, " + written)
        assert (rule.unless, rule.satisfied) == (exception, AnyOf((exception, must)))


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("excepted", [False, True])
def test_it_is_met_where_every_part_is_or_the_exception(small, number: int, excepted: bool):
    """Whatever is known: Kleene's and of the parts, or-ed with the exception."""
    leaves = [Leaf(f"t.{letter}", "is", (True,)) for letter in "abc"[:number]]
    exception = Leaf("t.n", "is", (1,))
    parts = ", ".join(f"{{must: {{{leaf.fact}: true}}, else: No}}" for leaf in leaves)
    unless = "unless: {t.n: 1}, " if excepted else ""
    rule = one(small, "requirements", f"{REQUIRED}{unless}block: [{parts}]")
    for truths in product((True, False, None), repeat=number + 1):
        *of_parts, of_exception = truths
        signals = {**dict(zip(leaves, of_parts, strict=True)), exception: of_exception}
        every = False if False in of_parts else None if None in of_parts else True
        either = (every, of_exception if excepted else False)
        expected = True if True in either else None if None in either else False
        assert truth(rule.satisfied, signals) is expected, truths


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ("[form]", ("form",)),
        ("form", ("form",)),
        ("$papers", ("form", "plan")),
        ("[letter, $papers]", ("letter", "form", "plan")),
        ("$paper", ("letter",)),
    ],
)
def test_papers_are_named_or_held_by_a_parameter(small, papers: str, expected: tuple[str, ...]):
    rule = one(small, "requirements", REQUIRED + f"block: [{{papers: {papers}, else: No}}]")
    assert rule.papers == expected
    assert rule.satisfied == Leaf("documents.attached", "includes_all", expected)


def test_papers_of_several_parts_are_those_of_the_rule_in_their_order(small):
    parts = "[{papers: $papers, else: No}, {must: {t.a: true}, else: No}, {papers: letter, else: Nor that}]"
    rule = one(small, "requirements", REQUIRED + f"block: {parts}")
    assert rule.papers == ("form", "plan", "letter")
    assert [part.papers for part in rule.parts] == [("form", "plan"), (), ("letter",)]


def test_a_paper_that_the_vocabulary_does_not_know_is_refused_wherever_it_is_named(small):
    part = REQUIRED + "block: [{papers: %s, else: No}]"
    for papers in ("[form, $people]", "$people", "$level", "[fom]"):
        message = refused(small, "requirements", part % papers)
        assert "must be one of form, plan, letter" in message
    assert "no parameter $peple is declared" in refused(small, "requirements", part % "$peple")


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


TIMED = f"id: L, carries: [T-1], {SAID}, "


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("3 days", Duration(3, "days")),
        ("$wait", Duration(3, "days")),
        ("none", None),
        ("$never", None),
        ("2 weeks", Duration(2, "weeks")),
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
    assert (rule.late, rule.overdue, rule.do) == ("Done late", "Not done", None)
    assert (rule.repeats, rule.beside, rule.ends_with, rule.pauses_while) == (False, "", "", "")


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


CLOCKED = TIMED + "starts: {fact: t.moment}, met_by: {fact: t.reply}, "
MASH = 'hours: {mash: {opens: "08:30", closes: "17:00"}}'


@pytest.mark.parametrize(
    ("within", "hours", "expected"),
    [
        ("3 working hours", "", "office"),
        ("3 working hours", "hours: office", "office"),
        ("3 working hours", "hours: mash", "mash"),
        # A policy may set what a parameter holds to working hours, or to none.
        ("$hours", "hours: mash", "office"),
        ("$never", "hours: mash", ""),
    ],
)
def test_a_limit_is_counted_in_the_hours_that_it_names(small, within: str, hours: str, expected: str):
    small.policy = MASH
    rule = one(small, "deadlines", CLOCKED + f"within: {within}, {hours}")
    assert rule.within is None if not expected else rule.within.hours.name == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "within: 3 working hours, hours: mas",
            'no working hours of this name are declared; did you mean "mash"',
        ),
        (
            "within: 3 working hours, hours: desk",
            "declared; there are office and mash (a policy declares its own",
        ),
        ("within: 3 working hours, hours: ''", "no working hours of this name are declared"),
        ("within: 3 hours, hours: mash", "this limit is not in working hours"),
        ("within: 3 working days, hours: mash", "this limit is not in working hours"),
        ("within: none, hours: mash", "this limit is not in working hours"),
    ],
)
def test_whose_hours_cannot_be(small, text: str, message: str):
    small.policy = MASH
    assert message in refused(small, "deadlines", CLOCKED + text)


def test_the_hours_of_a_policy_are_looked_at_as_it_is_read(small):
    small.policy = 'hours: {mash: {opens: "17:00", closes: "08:30"}}'
    small.tiny("deadlines:\n  - {" + CLOCKED + "within: 3 working hours, hours: mash}\n")
    problem = only(small)
    assert (problem.line, problem.field) == (4, "hours.mash")
    assert problem.file.endswith("p.yaml")
    assert problem.message.startswith("closes before it opens")


def test_a_repeating_limit_that_is_looked_up_counts_days(small):
    table = """
    rag:
      type: table
      key: t.colour
      columns: {within: duration}
      means: How soon
      values: [{from: 2020-01-01, is: {red: {within: 4 hours}, amber: {within: 8 days}}, because: T-1}]
    """
    within = "{table: $rag, row: {fact: t.colour}, column: within}"
    text = TIMED + f"starts: {{fact: t.day}}, within: {within}, met_by: {{event: visit}}, repeats: from_last"
    small.tiny(f"deadlines:\n  - {{{text}}}\n", table)
    assert only(small).message == "a repeating limit counts days, not hours"


@pytest.mark.parametrize("key", ["starts", "met_by", "or_sooner"])
def test_every_date_of_a_deadline_is_a_date(small, key: str):
    dates = {"starts": "{fact: t.day}", "met_by": "{fact: t.reply}", "or_sooner": "{fact: t.ahead}"}
    listed = ", ".join(f"{name}: {fact}" for name, fact in dates.items())
    rule = one(small, "deadlines", TIMED + "within: 3 days, " + listed)
    assert (rule.starts, rule.met_by, rule.or_sooner) == ("t.day", "t.reply", "t.ahead")
    wrong = listed.replace(dates[key], "{fact: t.n}")
    assert refused(small, "deadlines", TIMED + "within: 3 days, " + wrong) == "t.n is not a date"


VISIT = "id: L, carries: [T-1], starts: {fact: t.day}, met_by: {fact: visit.first}, "


def test_a_missed_deadline_says_and_wants_what_it_is_told_to(small):
    told = "within: 3 days, late: Done late, overdue: Not done, do: Visit, by: SW, to: Family, urgent: true"
    rule = one(small, "deadlines", VISIT + told)
    assert (rule.late, rule.overdue) == ("Done late", "Not done")
    assert rule.do == Action("Visit", Who("SW"), Who("Family"), True)


@pytest.mark.parametrize("said", ["late: Late", "overdue: Late", ""])
@pytest.mark.parametrize("within", ["3 days", "$wait", "$never"])
def test_a_limit_that_is_or_may_be_set_says_what_it_is_to_miss_it(small, said: str, within: str):
    message = refused(small, "deadlines", VISIT + ", ".join([f"within: {within}", *([said] if said else [])]))
    assert message == "says nothing where it is missed: write `late:` and `overdue:`"


def test_what_has_no_limit_cannot_be_missed(small):
    rule = one(small, "deadlines", VISIT + "within: none")
    assert (rule.within, rule.late, rule.overdue) == (None, "", "")


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
    assert "two of these rows have this id (x)" in problem.message
    assert problem.line == 9


def test_what_is_done_first_is_always_done_at_once(small):
    first = load(small.tiny("")).safety.do
    assert first is not None
    assert first.urgent
