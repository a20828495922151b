"""What `policy check` proves of a script: over all the ways through it, at every date on which rules change.

Every way ends in an outcome within ten questions; every outcome is reached, and every question asked; what
calls for the most serious advice by itself is asked before all else and stops the call; a danger that is
told of at whatever point is advised on at once; and no advice is less serious than what the rules say of the
same facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from threshold.consultation.case import case_of
from threshold.consultation.conversation import Conversation
from threshold.consultation.floor import Floor, seriousness, stages_of_advice
from threshold.consultation.ways import Ways, ways
from threshold.output.words import listed
from threshold.policy import Policy, PolicyFiles
from threshold.policy.protection import ASKED_FIRST
from threshold.policy.script import LONGEST_WAY, Script
from threshold.reading import Problem
from threshold.soundness.finding import Finding

# What is found of a script, by the codes that `policy check --explain` takes.
SCRIPT_CHECKS = {
    "script-no-outcome": (
        "A way through the questions of a call that comes to no outcome.\n\n"
        "What would happen: a caller who answers so gets no advice.\n"
        "How to mend it: write an outcome that holds there; the last may have no `when`.\n"
        "How far it looks: at every way there is, or, of very many, at some drawn by chance, which is said."
    ),
    "script-too-long": (
        "A call that asks more than ten questions.\n\n"
        "What would happen: a caller is kept on the line longer than a call has time for.\n"
        "How to mend it: ask less, or let an earlier answer stop the call.\n"
        "How far it looks: at the longest way there is."
    ),
    "script-never-reached": (
        "An outcome or a question to which no way through the call comes.\n\n"
        "What would happen: nothing; whoever reads the script believes that callers are told so.\n"
        "How to mend it: mend its `when`, or leave it out.\n"
        "How far it looks: at every way there is; where there are too many to go through, nothing is said."
    ),
    "script-danger-not-first": (
        "Danger that is asked about late, in another order, or that does not stop the call.\n\n"
        "What would happen: a child in danger waits while other questions are put.\n"
        "How to mend it: put the questions about danger first, and let their answers stop the call.\n"
        "How far it looks: at each answer that calls for the most serious advice by itself."
    ),
    "script-below-the-rules": (
        "Advice that is less serious than what the rules say of the same facts.\n\n"
        "What would happen: a caller is told to do less than the rules call for.\n"
        "How to mend it: let the outcome that advises more hold there.\n"
        "How far it looks: at the end of every way, beside what the rules of that day come to."
    ),
    "script-danger-passed-over": (
        "Danger that is told of in the call and is not advised on at once.\n\n"
        "What would happen: a child in danger is not referred when the caller says so.\n"
        "How to mend it: let the outcome for danger hold whenever danger is told of.\n"
        "How far it looks: at the end of every way, with danger told of."
    ),
}
_LATE, _NEVER = "script-danger-not-first", "script-never-reached"
_EFFECTS = {
    "script-no-outcome": "A caller who answers so gets no advice",
    "script-too-long": "A caller is kept on the line longer than a call has time for",
    "script-never-reached": "Whoever reads the script believes that callers are told so, and none is",
    "script-danger-not-first": "A child in danger waits while other questions are put",
    "script-below-the-rules": "A caller is told to do less than the rules call for",
    "script-danger-passed-over": "A child in danger is not referred at once when the caller tells of it",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """How many ways through a script were looked at, and whether that was all of them."""

    script: str
    ways: int
    whole: bool

    def __str__(self) -> str:
        how = "all there are" if self.whole else "drawn by chance out of more"
        return f"the script of {self.script} for a consultation line: {self.ways:,} ways gone through, {how}"


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that is wrong; of an outcome, or of the questions where that is empty."""

    code: str
    message: str
    outcome: str = ""


def script_findings(policy: PolicyFiles, looked: list[Looked]) -> Iterator[Finding]:
    """What is wrong with the scripts of a policy, each finding once; `looked` gathers what was looked at."""
    found: dict[tuple[str, Problem], None] = {}
    before: list[tuple[object, ...]] = []
    for day in policy.change_dates:
        then = policy.at(day)
        rules = stages_of_advice(then)
        for script in then.scripts:
            if (script, rules) in before:
                continue  # what changed that day has to do with other things
            before.append((script, rules))
            tried = ways(Conversation(script, day))
            looked.append(Looked(script.pack, len(tried.ended), tried.whole))
            written = policy.written.packs[script.pack].script
            assert written is not None
            for each in _found(then, script, tried):
                found[each.code, written.problem(each.message, each.outcome)] = None
    yield from (Finding(code, problem, _EFFECTS[code]) for code, problem in found)


def _found(policy: Policy, script: Script, tried: Ways) -> Iterator[_Found]:
    yield from _of_ways(script, tried)
    yield from _danger_not_first(policy, script, tried.ended[0].day)
    yield from _below_the_rules(policy, tried)
    yield from _danger_passed_over(policy, tried)


def _of_ways(script: Script, tried: Ways) -> Iterator[_Found]:
    """What the script alone shows: the shortest way that ends in nothing, and what no way comes to."""
    reached: set[str] = set()
    asked: set[str] = set()
    for way in tried.ended:
        asked |= way.answers.keys()
        if way.outcome is not None:
            reached.add(way.outcome.id)
    nothing = [way for way in tried.ended if way.outcome is None]
    if nothing:
        yield _Found("script-no-outcome", f"no outcome holds where {_told(min(nothing, key=_length))}")
    longest = max(tried.ended, key=_length)
    if _length(longest) > LONGEST_WAY:
        asks = f"asks {_length(longest)} questions, and a call has {LONGEST_WAY} at most"
        yield _Found("script-too-long", f"{asks}, where {_told(longest)}")
    if not tried.whole:
        return  # a sample proves nothing out of reach
    for outcome in script.outcomes:
        if outcome.id not in reached:
            yield _Found(
                "script-never-reached", "no way through the questions comes to this outcome", outcome.id
            )
    for question in script.questions:
        if question.fact not in asked:
            yield _Found(
                "script-never-reached", f"{question.fact} is never asked: the question is always left out"
            )


def _danger_not_first(policy: Policy, script: Script, day: date) -> Iterator[_Found]:
    """Answers that call for the most serious advice by themselves, and come late or do not stop the call."""
    floor, most = Floor(policy), seriousness(policy.vocabulary)[0]
    before = ""
    for question in script.questions:
        alone = [
            choice
            for choice in question.choices
            if floor.of(case_of({question.fact: choice.value}, policy.vocabulary, day)) == most
        ]
        if not alone:
            before = before or question.fact
        elif before:
            yield _Found(_LATE, f"{question.fact} is asked after {before}; what tells of danger comes first")
        for choice in alone:
            if choice.value not in question.stops:
                told = f"{question.fact} is {choice.words}"
                yield _Found(_LATE, f"the rules advise {most} where {told}, and the call goes on (`stops`)")
    asked = [question.fact for question in script.questions if question.fact in ASKED_FIRST]
    if asked != sorted(asked, key=ASKED_FIRST.index):
        yield _Found(_LATE, f"danger is asked about in another order than {listed(ASKED_FIRST, 'and')}")


def _below_the_rules(policy: Policy, tried: Ways) -> Iterator[_Found]:
    """Where the advice falls below what the rules say of the same facts; the shortest way to each."""
    order, floor = seriousness(policy.vocabulary), Floor(policy)
    told: set[tuple[str, str]] = set()
    for way in sorted(tried.ended, key=_length):
        outcome = way.outcome
        if outcome is None:
            continue
        least = floor.of(case_of(way.answers, policy.vocabulary, way.day))
        if order.index(outcome.advice) > order.index(least) and (outcome.id, least) not in told:
            told.add((outcome.id, least))
            message = f"advises {outcome.advice}, and the rules {least}, where {_told(way)}"
            yield _Found("script-below-the-rules", message, outcome.id)


def _danger_passed_over(policy: Policy, tried: Ways) -> Iterator[_Found]:
    """Where danger is told of at the end of a way and is not advised on with the most serious advice."""
    most, told = seriousness(policy.vocabulary)[0], set[str]()
    for way in sorted(tried.ended, key=_length):
        danger = way.endangered()
        outcome = danger.outcome
        name = outcome.id if outcome is not None else ""
        if (outcome is None or outcome.advice != most) and name not in told:
            told.add(name)
            yield _Found(
                "script-danger-passed-over",
                f"does not advise {most} where danger is told of: {_told(danger)}",
                name,
            )


def _length(way: Conversation) -> int:
    return len(way.answers)


def _told(way: Conversation) -> str:
    """The answers of a way in words."""
    said = []
    for fact, value in way.answers.items():
        choices = way.script.question(fact).choices
        words = next((choice.words for choice in choices if choice.value == value), "not known")
        said.append(f"{fact} is {words}")
    return listed(said, "and") if said else "nothing is asked"
