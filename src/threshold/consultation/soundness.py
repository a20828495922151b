"""What `policy check` proves of a script: over all the ways through it, at every date on which rules change.

Every way ends in an outcome within ten questions; every outcome is reached, and every question asked; a
danger that is told of at whatever point is advised on at once; and no advice is less serious than what the
rules say of the same facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from threshold.consultation.case import case_of
from threshold.consultation.conversation import Conversation
from threshold.consultation.floor import Floor, seriousness
from threshold.consultation.ways import Ways, ways
from threshold.output.words import listed
from threshold.policy import Policy, PolicyFiles
from threshold.policy.script import LONGEST_WAY, Script
from threshold.reading import Problem


@dataclass(frozen=True, slots=True)
class Looked:
    """How many ways through a script were looked at, and whether that was all of them."""

    script: str
    ways: int
    whole: bool


def script_findings(policy: PolicyFiles, looked: list[Looked]) -> Iterator[Problem]:
    """What is wrong with the scripts of a policy, each finding once; `looked` gathers what was looked at."""
    found: dict[Problem, None] = {}
    before: list[tuple[object, ...]] = []
    for day in policy.change_dates:
        then = policy.at(day)
        rules = tuple((pack.definitions, pack.conflicts, pack.protection) for pack in then.packs)
        for script in then.scripts:
            if (script, rules) in before:
                continue  # what changed that day has to do with other things
            before.append((script, rules))
            tried = ways(Conversation(script, day))
            looked.append(Looked(script.pack, len(tried.ended), tried.whole))
            found |= dict.fromkeys(_of_ways(script, tried))
            found |= dict.fromkeys(_below_the_rules(then, script, tried))
            found |= dict.fromkeys(_danger_passed_over(then, script, tried))
    yield from found


def _of_ways(script: Script, tried: Ways) -> Iterator[Problem]:
    """What the script alone shows."""
    reached: set[str] = set()
    asked: set[str] = set()
    for way in tried.ended:
        asked |= way.answers.keys()
        outcome = way.outcome
        if outcome is None:
            yield _problem(script, f"no outcome holds where {_told(way)}", "outcomes")
        else:
            reached.add(outcome.id)
        if len(way.answers) > LONGEST_WAY:
            message = (
                f"asks {len(way.answers)} questions where {_told(way)}; a call has {LONGEST_WAY} at most"
            )
            yield _problem(script, message, "questions")
    if not tried.whole:
        return  # a sample proves nothing out of reach
    for outcome in script.outcomes:
        if outcome.id not in reached:
            yield _problem(
                script, "no way through the questions comes to this outcome", outcome.id, outcome.line
            )
    for question in script.questions:
        if question.fact not in asked:
            yield _problem(script, "is never asked: it is always left out", question.fact)


def _below_the_rules(policy: Policy, script: Script, tried: Ways) -> Iterator[Problem]:
    """Where the advice falls below what the rules say of the same facts; the shortest way to each."""
    order, floor = seriousness(policy.vocabulary), Floor(policy)
    told: set[tuple[str, str]] = set()
    for way in sorted(tried.ended, key=lambda each: len(each.answers)):
        outcome = way.outcome
        if outcome is None:
            continue
        least = floor.of(case_of(way.answers, policy.vocabulary, way.day))
        if order.index(outcome.advice) > order.index(least) and (outcome.id, least) not in told:
            told.add((outcome.id, least))
            message = f"advises {outcome.advice}, and the rules {least}, where {_told(way)}"
            yield _problem(script, message, outcome.id, outcome.line)


def _danger_passed_over(policy: Policy, script: Script, tried: Ways) -> Iterator[Problem]:
    """Where danger is told of at the end of a way and is not advised on with the most serious advice."""
    most, told = seriousness(policy.vocabulary)[0], set[str]()
    for way in tried.ended:
        danger = way.endangered()
        outcome = danger.outcome
        name = outcome.id if outcome is not None else "outcomes"
        if (outcome is None or outcome.advice != most) and name not in told:
            told.add(name)
            message = f"does not advise {most} where danger is told of, and {_told(danger)}"
            yield _problem(script, message, name, outcome.line if outcome is not None else None)


def _told(way: Conversation) -> str:
    """The answers of a way in words."""
    said = []
    for fact, value in way.answers.items():
        choices = way.script.question(fact).choices
        words = next((choice.words for choice in choices if choice.value == value), "not known")
        said.append(f"{fact} is {words}")
    return listed(said, "and") if said else "nothing is asked"


def _problem(script: Script, message: str, field: str, line: int | None = None) -> Problem:
    return Problem(message, script.file, line or None, None, field)
