"""The program against the oracle: every fact read off random timelines, and every row of every deadline."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from threshold.dates import Duration
from threshold.engine import Engine
from threshold.engine.decide import findings_of
from threshold.policy import load_policy
from threshold.policy.anchors import anchor_of
from threshold.policy.model import Deadline, Policy
from threshold.semantics.deadlines import clocks
from threshold.semantics.records import Records
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import Missing, Vocabulary

from .program import IN_WORDS, Carries, Told, as_laid_down, case_of, row_of, said_by_program, wider
from .timelines import TODAY, as_text, smallest, timeline
from .world import File, Record, World, world_of

POLICIES = sorted(path.stem for path in (Path(__file__).parents[2] / "rules" / "policies").glob("*.yaml"))
EPISODES = ("assessment", "child_in_need", "child_protection", "enquiry", "referral")
LIMITS = (
    Duration(3, "days"),
    Duration(12, "days"),
    Duration(5, "working days"),
    Duration(1, "weeks"),
    Duration(1, "months"),
)


@cache
def vocabulary() -> Vocabulary:
    return wider(load_policy().vocabulary)


@cache
def world() -> World:
    return world_of(vocabulary())


def compared(key: str, about: tuple[str, ...], differs: Callable[[File], str]) -> None:
    """Fails with the smallest timeline on which program and oracle still differ in the same way."""
    file = timeline(world(), key, Carries(vocabulary()), about)
    if not differs(file):
        return
    what = differs(file).split(":")[0]
    least = smallest(file, lambda smaller: differs(smaller).split(":")[0] == what)
    pytest.fail(f"{key}: {differs(least)}\n{as_text(least)}", pytrace=False)


def facts_differ(file: File, instance: tuple[str, int] | None = None) -> str:
    """The first fact that the two read differently, and what each says."""
    told = Told(file, vocabulary(), instance)
    for name, state in said_by_program(file, vocabulary(), instance).items():
        if state != told.state(name):
            return f"{name} at {instance}: {state} to the program, {told.state(name)} to the oracle"
    return ""


@pytest.mark.parametrize("group", range(8))
def test_every_fact_is_read_as_the_oracle_reads_it(group: int) -> None:
    for number in range(group, 2400, 8):
        compared(f"read-{number}", (), facts_differ)


@pytest.mark.parametrize("episode", EPISODES)
def test_every_fact_is_read_at_every_run_as_the_oracle_reads_it(episode: str) -> None:
    def differ(file: File) -> str:
        runs = range(len(Told(file, vocabulary()).oracle.runs(episode)))
        return next((found for place in runs if (found := facts_differ(file, (episode, place)))), "")

    about = () if episode == "referral" else (episode, "child_in_need")
    for number in range(60):
        compared(f"each-{number}", about, differ)


def stated_facts() -> list[str]:
    """Yes or no, stated about one or several episodes."""
    facts = vocabulary().facts.values()
    found = [each for each in facts if each.about and each.given and each.type.kind == "boolean"]
    several = [each for each in found if len(each.about) > 1]
    first_of_each = {each.about: each for each in reversed(found) if each.default is None}
    return sorted({each.name for each in (*several, *first_of_each.values())})


def saying(file: File, key: str, facts: list[str]) -> File:
    """The file, in which starts and ends with a reference state some of the facts about their episode."""
    random = Random(f"says {key}")

    def said(record: Record) -> Record:
        states = vocabulary().events[record.event].states if record.ref else {}
        told = {name: random.random() < 0.5 for name in facts if name in states and random.random() < 0.6}
        return replace(record, carries={**record.carries, **told})

    return replace(file, records=tuple(said(record) for record in file.records))


@pytest.mark.parametrize("episode", ["", *EPISODES, "caf"])
def test_what_is_stated_of_each_run_is_as_the_oracle_has_it(episode: str) -> None:
    facts = stated_facts()
    assert len(facts) > 3

    def differ(file: File, given: dict[str, object]) -> str:
        runs = range(len(Told(file, vocabulary()).oracle.runs(episode))) if episode else ()
        for instance in [(episode, place) for place in runs] or [None]:
            told = Told(file, vocabulary(), instance)
            program, _ = read_facts(case_of(file, given), vocabulary(), file.today, instance)
            for name in facts:
                one = program.state(name)
                says, other = IN_WORDS[one] if isinstance(one, Missing) else one, told.stated(name, given)
                if says != other:
                    return f"{name} at {instance}: {says} to the program, {other} to the oracle"
        return ""

    for number in range(150):
        random = Random(f"given-{number}")
        given: dict[str, object] = {name: random.random() < 0.5 for name in facts if random.random() < 0.5}
        file = timeline(world(), f"said-{number}", None, ("assessment", random.choice(("enquiry", "caf"))))
        file = saying(file, f"{number}", facts)
        if differ(file, given):
            what = differ(file, given).split(":")[0]
            least = smallest(file, lambda each, g=given, w=what: differ(each, g).split(":")[0] == w)  # type: ignore[misc]
            pytest.fail(f"{number}: {differ(least, given)}\n{as_text(least)}\n{given}", pytrace=False)


@cache
def policies() -> list[tuple[Engine, Policy]]:
    engines = [Engine(load_policy(name)) for name in POLICIES]
    return [(engine, engine.policy.at(TODAY)) for engine in engines]


def deadlines() -> list[tuple[Engine, Policy, Deadline]]:
    """Each deadline of each pack once, save those that count from what a case file states."""
    found: dict[str, tuple[Engine, Policy, Deadline]] = {}
    for engine, policy in policies():
        for rule in policy.deadlines:
            starts = policy.vocabulary.facts[rule.starts]
            if starts.reading is not None and starts.type.kind == "date":
                found.setdefault(rule.head.id, (engine, policy, rule))
    return list(found.values())


def read_by(rule: Deadline, words: Vocabulary) -> set[str]:
    """Every fact that the rows of a deadline hang on, bounds of readings too."""
    waiting = [name for name in (rule.starts, rule.met_by, rule.or_sooner) if name]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        reading = words.facts[name].reading
        waiting += [other for other in (reading.since, reading.by) if other] if reading else []
    return found


def rows_at_each_run_differ(file: File, vocabulary: Vocabulary, rule: Deadline) -> str:
    """The deadline's rows at each run of its episode, as an audit has them, where they differ."""
    episode = anchor_of(rule, vocabulary)
    records = Records(case_of(file), vocabulary, file.today)
    for place in range(len(records.runs(episode))):
        instance = (episode, place)
        facts, contradictions = read_facts(case_of(file), vocabulary, file.today, instance)
        doubted = {name for each in contradictions for name in each.facts}
        if doubted & read_by(rule, vocabulary):
            return ""
        found = clocks(rule, True, facts, records.looking_at(instance), doubted)
        program = [row_of(clock) for clock in found]
        plain = [as_laid_down(row) for row in Told(file, vocabulary, instance).rows(rule) or []]
        if program != plain:
            return f"{rule.head.id}: {rule.within} at {instance}\n  {program} to the program\n  {plain}"
    return ""


def rows_differ(file: File, engine: Engine, policy: Policy, rule: Deadline) -> str:
    """The deadline's rows to each, where they differ; nothing where what it hangs on is in doubt."""
    findings = findings_of(engine.compiled(policy), case_of(file), file.today)
    doubted = {name for each in findings.contradictions for name in each.facts}
    oracle = Told(file, policy.vocabulary).rows(rule)
    if oracle is None or doubted & read_by(rule, policy.vocabulary):
        return ""
    program = [row_of(clock) for clock in clocks(rule, True, findings.facts, findings.records)]
    plain = [as_laid_down(row) for row in oracle]
    return "" if program == plain else f"{rule.head.id}: {rule.within}\n  {program} to the program\n  {plain}"


@pytest.mark.parametrize("about", ["", "assessment", "caf", "child_in_need child_protection", "enquiry"])
def test_every_deadline_has_the_rows_that_the_oracle_gives_it(about: str) -> None:
    for number in range(60):
        random = Random(f"limit-{about}-{number}")
        for engine, policy, rule in deadlines():
            varied = replace(rule, within=random.choice(LIMITS))
            compared(
                f"clock-{about}-{number}",
                tuple(about.split()),
                lambda file, e=engine, p=policy, r=varied: rows_differ(file, e, p, r),  # type: ignore[misc]
            )


def test_reviews_and_pauses_have_the_rows_that_the_oracle_gives_them() -> None:
    engine, policy, rule = next(each for each in deadlines() if each[2].pauses_while)
    for number in range(500):
        varied = replace(rule, within=LIMITS[number % len(LIMITS)])
        compared(
            f"pause-{number}",
            ("child_in_need", "child_protection"),
            lambda file, r=varied: rows_differ(file, engine, policy, r),  # type: ignore[misc]
        )


@pytest.mark.parametrize("episode", EPISODES)
def test_every_deadline_has_the_rows_that_the_oracle_gives_it_at_each_run(episode: str) -> None:
    rules = [(words, rule) for words, rule in anchored() if anchor_of(rule, words) == episode]
    assert rules
    for number in range(120):
        random = Random(f"at-{episode}-{number}")
        for words, rule in rules:
            varied = replace(rule, within=random.choice(LIMITS))
            compared(
                f"at-{episode}-{number}",
                (episode,) if episode != "referral" else ("assessment",),
                lambda file, w=words, r=varied: rows_at_each_run_differ(file, w, r),  # type: ignore[misc]
            )


def anchored() -> list[tuple[Vocabulary, Deadline]]:
    return [(policy.vocabulary, rule) for _, policy, rule in deadlines()]
