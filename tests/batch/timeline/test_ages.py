"""How old many children are, by column: as one by one."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import polars as pl

from threshold.batch.evaluate import source_of
from threshold.batch.stated import tables_of
from threshold.batch.timeline.ages import at_odds, column
from threshold.batch.timeline.facts import Facts
from threshold.casefiles import Case, ages
from threshold.policy import load_policy
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import ABSENT, UNKNOWN

VOCABULARY = load_policy().vocabulary
TODAY = date(2026, 4, 15)


def some_cases(random: Random) -> list[Case]:
    """Whatever may be said of how old children are, so that they agree often, and often do not."""
    found = []
    for number in range(300):
        age, given = random.randint(0, 25), {}
        if random.random() < 0.6:
            given[ages.AGE] = age
        if random.random() < 0.6:
            born = TODAY - timedelta(int(365.25 * age) + random.randint(-300, 400))
            given[ages.BORN_MONTH] = f"{born.year}-{born.month:02}"
        if random.random() < 0.3:
            given[ages.UNBORN] = random.random() < 0.5
        found.append(Case(f"C-{number}", given, as_at=TODAY))
    return found


def test_columns_say_what_is_found_one_by_one() -> None:
    cases = some_cases(Random(7))
    source = source_of(tables_of(cases, VOCABULARY, TODAY), VOCABULARY)
    facts = Facts(source, source.units(""))
    seen = set()
    for name in ages.SETTLED:
        read, doubt = facts.column(name), facts.doubt(name)
        assert read is not None
        assert doubt is not None
        read = read.unless(doubt)
        for place, case in enumerate(cases):
            one, contradictions = read_facts(case, VOCABULARY, TODAY)
            state = one.state(name)
            absent = read.absent is not None and read.absent[place]
            value = ABSENT if absent else UNKNOWN if read.value[place] is None else read.value[place]
            assert (value, doubt[place]) == (state, bool(contradictions)), case.given
            seen.add((name, str(state)))
    assert {(ages.AGE, "Missing.ABSENT"), (ages.AGE, "Missing.UNKNOWN"), (ages.UNBORN, "True")} <= seen


def test_of_other_facts_and_where_nobody_says_anything_there_is_no_column() -> None:
    cases = [replace(case, given={}) for case in some_cases(Random(1))]
    source = source_of(tables_of(cases, VOCABULARY, TODAY), VOCABULARY)
    assert column(source, ages.AGE) is None
    assert at_odds(source, ages.AGE) is None
    said = source_of(tables_of(some_cases(Random(1)), VOCABULARY, TODAY), VOCABULARY)
    assert column(said, "need.complex") is None
    assert at_odds(said, ages.BORN_MONTH) is None
    months = said.stated.select(pl.col(ages.BORN_MONTH)).to_series()
    read = Facts(said, said.units("")).column(ages.BORN_MONTH)
    assert read is not None
    assert read.value.equals(months, null_equal=True)
