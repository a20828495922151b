"""S7 to S18 of docs/semantics.md: what a fact may be, and what each test gives."""

import pytest

from threshold.reading import BadInput

KNOWN = "timeline: [{on: 2026-05-01, event: visit}]"
ABSENT = "covers: {visit: 2026-08-14}"
UNKNOWN = ""
UNDATED = "timeline: [{on: unknown, event: visit}]"


def test_s07_the_state_of_a_fact(small):
    tests = ("{visit.latest: {known: true}}", "{visit.latest: {recorded: true}}")
    assert small.truths(KNOWN, *tests) == [True, True]
    assert small.truths(ABSENT, *tests) == [False, False]
    assert small.truths(UNKNOWN, *tests) == [False, None]
    assert small.truths(UNDATED, *tests) == [False, True]
    assert small.truths("t: {a: }", "{t.a: true}") == [None]
    assert small.truths("", "{request.direction: none}", "{request.to: low}") == [True, None]


@pytest.mark.parametrize(
    ("test", "known", "absent", "unknown", "undated"),
    [
        ("2026-05-01", True, False, None, None),
        ("{on_or_before: 2026-05-01}", True, False, None, None),
        ("{after: 2026-05-01}", False, False, None, None),
        ("{at_least_ago: 1 months}", True, False, None, None),
        ("{not: 2026-05-01}", False, True, None, None),
        ("{known: true}", True, False, False, False),
        ("{known: false}", False, True, True, True),
        ("{recorded: true}", True, False, None, True),
        ("{recorded: false}", False, True, None, False),
    ],
)
def test_s08_what_a_test_gives(small, test, known, absent, unknown, undated):
    condition = f"{{visit.latest: {test}}}"
    outcomes = [small.truth(case, condition) for case in (KNOWN, ABSENT, UNKNOWN, UNDATED)]
    assert outcomes == [known, absent, unknown, undated]


def test_s08_not_known_to_be_suits_no_date(small):
    with pytest.raises(BadInput, match='"not_known_to_be" does not suit'):
        small.truth(UNDATED, "{visit.latest: {not_known_to_be: [2026-05-01]}}")


def test_s09_what_a_test_is_compared_with(small):
    later, turned = "{t.day: {after: {fact: visit.latest}}}", "{t.day: {not: {fact: visit.latest}}}"
    day = "t: {day: 2026-06-01}\n"
    assert small.truths(day + KNOWN, later, turned) == [True, True]
    assert small.truths(day + ABSENT, later, turned) == [False, True]
    assert small.truths(day + UNKNOWN, later, turned) == [None, None]
    assert small.truths(day + UNDATED, later, turned) == [None, None]
    absent_first = "{visit.latest: {after: {fact: t.day}}}"
    assert small.truths(ABSENT, absent_first) == [False]
    never_seen = UNDATED + "\ncovers: {seen: 2026-08-14}"
    assert small.truths(never_seen, "{visit.latest: {after: {fact: seen.first}}}") == [None]
    assert small.truths(ABSENT, "{t.day: {after: {fact: visit.latest}}}") == [None]


def test_s10_known_and_recorded(small):
    happened = "{visit.latest: {recorded: true}}"
    assert small.truths(UNKNOWN, "{visit.latest: {known: true}}", happened) == [False, None]
    assert small.truths(ABSENT, happened) == [False]
    assert small.truths(UNDATED, "{visit.latest: {known: true}}", happened) == [False, True]
    with pytest.raises(BadInput, match="only a fact read off the timeline can be recorded"):
        small.truth("", "{t.a: {recorded: true}}")


def test_s11_values(small):
    tests = ("{t.colour: red}", "{t.colour: [red, amber]}", "{t.colour: {not: [red, amber]}}")
    assert small.truths("t: {colour: red}", *tests) == [True, True, False]
    assert small.truths("t: {colour: green}", *tests) == [False, False, True]
    assert small.truths("t: {text: Yes}", "{t.text: Yes}", "{t.text: yes}") == [True, False]
    assert small.truths("t: {who: sw}", "{t.who: Social Worker}", "{t.who: SW}") == [True, True]


@pytest.mark.parametrize(
    ("test", "true_for"),
    [
        ("{at_least: 3}", [3, 4]),
        ("{at_most: 3}", [2, 3]),
        ("{above: 3}", [4]),
        ("{below: 3}", [2]),
        ("{between: [3, 4]}", [3, 4]),
    ],
)
def test_s12_numbers(small, test, true_for):
    found = [n for n in (2, 3, 4) if small.truth(f"t: {{n: {n}}}", f"{{t.n: {test}}}")]
    assert found == true_for


@pytest.mark.parametrize(
    ("held", "outcomes"),
    [
        ("[x]", [True, False, False, True]),
        ("[x, y]", [True, True, False, True]),
        ("[z]", [False, False, True, False]),
        ("[x, z]", [True, False, False, False]),
        ("[]", [False, False, True, True]),
        ("", [None, None, None, None]),
    ],
)
def test_s13_lists(small, held, outcomes):
    operators = ("includes", "includes_all", "includes_none", "only")
    tests = [f"{{t.list: {{{operator}: [x, y]}}}}" for operator in operators]
    assert small.truths(f"t: {{list: {held}}}" if held else "", *tests) == outcomes


@pytest.mark.parametrize(
    ("held", "outcomes"),
    [("[x, y]", [True, False]), ("[x, y, z]", [True, True]), ("[x]", [False, False]), ("", [None, None])],
)
def test_s13_how_many_a_list_names(small, held, outcomes):
    tests = [f"{{t.list: {{at_least: {number}}}}}" for number in (2, 3)]
    assert small.truths(f"t: {{list: {held}}}" if held else "", *tests) == outcomes


def test_s13_a_list_is_not_compared_with_a_plain_value(small):
    for test in ("{t.list: [x]}", "{t.list: {not: x}}", "{t.scale: 0}"):
        with pytest.raises(BadInput, match="with includes"):
            small.truth("", test)


def test_s13_ratings_are_looked_at_one_by_one(small):
    ratings = "t: {scale: {mother: 0, worker: 10}}"
    zero, five = "{t.scale: {includes: 0}}", "{t.scale: {includes: 5}}"
    assert small.truths(ratings, zero, five) == [True, False]


@pytest.mark.parametrize(
    ("operator", "true_for"),
    [
        ("before", ["04"]),
        ("after", ["06"]),
        ("on_or_before", ["04", "05"]),
        ("on_or_after", ["05", "06"]),
    ],
)
def test_s14_dates(small, operator, true_for):
    condition = f"{{t.day: {{{operator}: 2026-05-05}}}}"
    days = [d for d in ("04", "05", "06") if small.truth(f"t: {{day: 2026-05-{d}}}", condition)]
    assert days == true_for


@pytest.mark.parametrize(
    ("day", "as_at", "outcomes"),
    [
        ("2025-11-30", "2026-02-27", [False, False, True]),
        ("2025-11-30", "2026-02-28", [True, False, True]),
        ("2025-11-30", "2026-03-01", [True, True, False]),
        # Counted back from 30 April, three months would reach 30 January and miss this one.
        ("2026-01-31", "2026-04-30", [True, False, True]),
        ("2026-04-30", "2026-04-30", [False, False, True]),
    ],
)
def test_s15_counted_from_now(small, day, as_at, outcomes):
    operators = ("at_least_ago", "more_than_ago", "within_last")
    tests = [f"{{t.day: {{{operator}: 3 months}}}}" for operator in operators]
    assert small.truths(f"as_at: {as_at}\nt: {{day: {day}}}", *tests) == outcomes


def test_s15_a_date_that_lies_ahead_is_not_within_the_last_months(small):
    assert small.truth("t: {ahead: 2026-08-15}", "{t.ahead: {within_last: 3 months}}") is False


def test_s16_another_fact(small):
    # Friday 1 May; the Monday after it is a bank holiday, so working day 2 is Wednesday 6 May.
    case = "t: {day: 2026-05-01, ahead: 2026-05-06}"
    tests = (
        "{t.ahead: {fact: t.day}}",
        "{t.ahead: {fact: t.day, plus: 2 working days}}",
        "{t.ahead: {before: {fact: t.day, plus: 1 weeks}}}",
    )
    assert small.truths(case, *tests) == [False, True, True]


def test_s17_tables(small):
    parameters = """
    limits:
      type: table
      key: t.colour
      columns: {most: number}
      means: The most of each colour
      values: [{from: 2020-01-01, is: {red: {most: 3}, amber: {most: none}}, because: T-1}]
    """
    small.tiny("", parameters)
    test = "{t.n: {at_most: {table: $limits, row: {fact: t.colour}, column: most}}}"
    told = [("red", 3), ("red", 4), ("amber", 3), ("green", 3)]
    cases = [f"t: {{colour: {colour}, n: {n}}}" for colour, n in told] + ["t: {n: 3}"]
    assert [small.truth(case, test) for case in cases] == [True, False, False, None, None]


def test_s18_text_until_it_is_typed(small):
    assert small.truths("t: {text: no}", "{t.text: no}", "{t.text: false}") == [True, False]
    assert small.truth("t: {text: 12:30}", "{t.text: 12:30}") is True
    assert small.truth("t: {colour: Red}", "{t.colour: RED}") is True
    for wrong in ("{a: no}", "{n: 5.10}", "{n: 11}", "{day: 14/08/2026}", "{colour: Rot}"):
        with pytest.raises(ValueError, match="line 3"):
            small.truth(f"t: {wrong}", "{t.a: true}")
    for wrong in ("{t.a: yes}", "{t.n: three}", "{t.colour: {at_least: 3}}", "{t.d: true}"):
        with pytest.raises(BadInput, match=r"all\.yaml, line 2"):
            small.truth("", wrong)
