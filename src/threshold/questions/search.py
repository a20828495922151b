"""What is worth asking: a fact is asked for only if two ways of completing the case differ by it.

Completions are tried out on the case itself: the one that favours what is asked for, where a single answer
tips the balance; one for each outcome met; others drawn at random with a fixed seed, so that the same case
asks the same questions.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod

from threshold.casefiles import Case
from threshold.conditions import Condition, Moment, facts_of
from threshold.decisions.model import MissingFact
from threshold.engine.decide import Engine
from threshold.policy import OUTCOME
from threshold.policy.inference_plan import conditions_of
from threshold.policy.protection import QUESTIONS
from threshold.questions.answers import Askable, Asking, merged
from threshold.questions.completions import Completion, Completions, Ending
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import UNKNOWN

SEED = 20130901
RANDOM_COMPLETIONS = 4
NEARBY_COMPLETIONS = 80
COMBINATIONS = 24
SMALL = 256  # completions: as many are tried out one and all
_BEST_FIRST = ("permitted", "conditional", "advisory", "undetermined", "conflict", "blocked")


@dataclass(frozen=True, slots=True)
class Question:
    """A question worth asking. Exactly one of `fact` and `event` is named.

    `settles` are the rules it bears on; `rules_out` how many of the `outcomes` seen an answer rules out
    on average; `protection` whether it tells of danger to the child.
    """

    asks: str
    fact: str
    event: str
    settles: tuple[str, ...]
    rules_out: float
    outcomes: int
    protection: bool

    @property
    def name(self) -> str:
        return self.fact or self.event


def questions(engine: Engine, case: Case, as_at: Moment | None = None) -> list[Question]:
    """The questions that could change status, direction or route: protection first, then most decisive."""
    moment = as_at or case.as_at or date.today()
    decision = engine.decide(case, moment)
    if decision.answered is False and decision.status == "undetermined":
        return []  # no answer gives a policy a rule that it has not
    frontier = _Frontier(engine, case, moment)
    asked = frontier.of(case)
    open_now = {each.name for each in asked}
    while True:
        search = _Search(Completions(frontier.policy, case, moment, asked))
        search.run()
        # Each outcome may bring rules into play that nothing known so far had led to.
        further = (each for found in search.examples() for each in frontier.of(found))
        more = merged([*asked, *frontier.silent(case, search.completions), *further])
        if len(more) == len(asked):
            break
        asked = more
    search.look_further()
    found = search.ranked(open_now)
    lacking = frontier.lacking(case, decision.missing) if decision.status == "undetermined" else []
    if not {each.name for each in lacking} & {each.name for each in found}:
        # No completion that was tried told them apart, or all come to one answer: it is still open, and what
        # it lacks settles it.
        found += [_plain_question(each) for each in lacking]
    return found


def _plain_question(asked: Askable) -> Question:
    """A question of which the search has not found how much it would tell."""
    return Question(asked.asks, asked.fact, asked.event, asked.settles, 0.0, 0, asked.protection)


class _Frontier:
    """Unknown facts that something undecided rests on."""

    def __init__(self, engine: Engine, case: Case, moment: Moment) -> None:
        self.engine, self.moment = engine, moment
        self.policy = engine.policy.at(moment, engine.trial)
        self.asking = Asking(self.policy.vocabulary, conditions_of(self.policy), case, moment)

    def of(self, case: Case) -> list[Askable]:
        """What to ask about a case, as far as its decision tells; a rule settled by it has no say."""
        safety = self.policy.safety.head.id
        return merged(
            asked
            for fact, settles in self._unknown(case)
            for asked in self.asking.about(fact, settles, safety in settles, case)
        )

    def lacking(self, case: Case, missing: Sequence[MissingFact]) -> list[Askable]:
        """What to ask for the facts that the decision on a case says that it lacks."""
        return merged(
            asked for each in missing for asked in self.asking.about(each.fact, each.settles, False, case)
        )

    def silent(self, case: Case, completions: Completions) -> Iterator[Askable]:
        """What to ask for facts that a rule takes note of only once somebody has given them."""
        facts, _ = read_facts(case, self.policy.vocabulary, self.moment)
        for fact, rule in completions.silent():
            if facts.state(fact) is UNKNOWN:
                yield from self.asking.about(fact, (rule,), False, case)

    def _unknown(self, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
        decision = self.engine.decide(case, self.moment)
        for missing in decision.missing:
            yield missing.fact, missing.settles
        facts, _ = read_facts(case, self.policy.vocabulary, self.moment)
        for rule, condition in self._quiet(decision.request is not None):
            for name in facts_of(condition):
                if facts.state(name) is UNKNOWN:
                    yield name, (rule,)

    def _quiet(self, requested: bool) -> Iterator[tuple[str, Condition]]:
        """Rules whose open conditions no decision tells of: outcomes not ruled out, and contradictions."""
        for conflict in self.policy.conflicts:
            yield conflict.head.id, conflict.when
        for rule in (rule for pack in self.policy.packs for rule in pack.definitions):
            if rule.fact == OUTCOME and not requested:
                yield from ((rule.head.id, row.when) for row in rule.rows)


class _Search:
    """Completions of one case, changed here and there to see which answers tip the balance."""

    def __init__(self, completions: Completions) -> None:
        self.completions = completions
        self.asked = completions.asked
        self.tipping: set[int] = set()
        told = {fact for fact, _ in completions.silent()}
        self._silent = {i for i, each in enumerate(self.asked) if completions.touches(each, told)}
        self.exhaustive = prod(len(each.answers) for each in self.asked) <= SMALL
        self._explored: list[Completion] = []
        self._random = random.Random(SEED)

    def run(self) -> None:
        """Find out which questions matter."""
        if self.exhaustive:
            self._answer((0,) * len(self.asked), list(range(len(self.asked))))
            return
        self._explore(self._favoured())
        for _ in range(RANDOM_COMPLETIONS):
            self._explore(tuple(self._random.randrange(len(each.answers)) for each in self.asked))
        for completion in self._one_of_each():
            self._explore(completion)

    def look_further(self) -> None:
        """Look where it takes several answers: around the best completion of each outcome, and elsewhere."""
        if self.exhaustive:
            return
        self._silent.clear()
        for best in self._one_of_each():
            for position in sorted(self.tipping):
                for answer in range(len(self.asked[position].answers)):
                    changed = (*best[:position], answer, *best[position + 1 :])
                    self._explore(changed)
                    self._explore(self._eased(changed, position))
        for _ in range(NEARBY_COMPLETIONS if self.asked else 0):
            drawn = list(self._random.choice(self._explored))
            for _ in range(self._random.randint(1, 8)):
                position = self._random.randrange(len(drawn))
                drawn[position] = self._random.randrange(len(self.asked[position].answers))
            self._explore(tuple(drawn))

    def _explore(self, start: Completion) -> None:
        """Look around a completion, and from there around each that an answer tipped over."""
        waiting = [start]
        while waiting:
            base = waiting.pop()
            if base not in self._explored:
                self._explored.append(base)
                waiting += self._tipped_over(base)

    def _tipped_over(self, base: Completion) -> list[Completion]:
        """Completions with another outcome, by questions not known to matter until now."""
        found: list[Completion] = []
        left = [position for position in range(len(self.asked)) if position not in self.tipping]
        # What is silent settles something by being left open, so it is tried by itself.
        for position in self._silent.intersection(left):
            found += self._answer(base, [position])
        left = [position for position in left if position not in self._silent]
        while left and self.completions.unsettled(base, left):
            together = self._fewest(base, [], left)
            found += self._answer(base, together)
            left = [position for position in left if position not in together]
        return found

    def _fewest(self, base: Completion, with_: list[int], among: list[int]) -> list[int]:
        """As few questions as it takes, together with some others, to leave the outcome open: by halves."""
        if len(among) == 1:
            return among
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        if self.completions.unsettled(base, [*with_, *first]):
            return self._fewest(base, with_, first)
        if self.completions.unsettled(base, [*with_, *second]):
            return self._fewest(base, with_, second)
        # It takes some of either half.
        more = self._fewest(base, [*with_, *first], second)
        return [*self._fewest(base, [*with_, *more], first), *more]

    def _answer(self, base: Completion, together: list[int]) -> list[Completion]:
        """Give these questions other answers; what comes out otherwise, by one of them alone."""
        found: list[Completion] = []
        for position in together:
            for changed in self._combined(base, [other for other in together if other != position]):
                came: dict[Ending, Completion] = {}
                for answer in range(len(self.asked[position].answers)):
                    completion = (*changed[:position], answer, *changed[position + 1 :])
                    outcome = self.completions.outcome(completion)
                    if outcome is not None:
                        came.setdefault(outcome, completion)
                if len(came) > 1:
                    self.tipping.add(position)
                    found += came.values()
        return found

    def _combined(self, base: Completion, positions: list[int]) -> Iterator[Completion]:
        """The completion with every combination of other answers to these; some, if there are too many."""
        choices = [range(len(self.asked[position].answers)) for position in positions]
        every = self.exhaustive or prod(map(len, choices)) <= COMBINATIONS
        drawn = ([self._random.choice(each) for each in choices] for _ in range(COMBINATIONS))
        for answers in product(*choices) if every else drawn:
            changed = list(base)
            for position, answer in zip(positions, answers, strict=True):
                changed[position] = answer
            yield tuple(changed)

    def examples(self) -> Iterator[Case]:
        """The case as it might turn out to be: one completion for each status and direction met."""
        return (self.completions.completed(each) for each in self._one_of_each())

    def ranked(self, open_now: set[str]) -> list[Question]:
        """The questions that matter, in order: those open now before those that only answers bring up."""
        outcomes = {came for _, came in self.completions.seen}
        found = [
            Question(
                asks=each.asks,
                fact=each.fact,
                event=each.event,
                settles=each.settles,
                rules_out=round(self._rules_out(position, outcomes), 2),
                outcomes=len(outcomes),
                protection=each.protection,
            )
            for position, each in enumerate(self.asked)
            if position in self.tipping
        ]
        return sorted(
            found,
            key=lambda each: (
                # What everybody is asked first, then whatever else tells of danger.
                each.fact not in QUESTIONS,
                not each.protection,
                each.name not in open_now,
                -each.rules_out,
            ),
        )

    def _one_of_each(self) -> list[Completion]:
        """The best completion for each status and direction met."""
        found: dict[tuple[str, str], Completion] = {}
        for completion, came in self.completions.seen:
            best = found.setdefault(came[:2], completion)
            if self._rank(completion) < self._rank(best):
                found[came[:2]] = completion
        return list(found.values())

    def _eased(self, start: Completion, fixed: int) -> Completion:
        """One answer being as it is, the others changed one by one to what puts fewest checks in the way."""
        chosen = start
        for position, each in enumerate(self.asked):
            if position != fixed and set(each.settles) & set(self.completions.obstacles(chosen)):
                others = (
                    (*chosen[:position], answer, *chosen[position + 1 :])
                    for answer in range(len(each.answers))
                )
                chosen = min(others, key=self._rank)
        return chosen

    def _favoured(self) -> Completion:
        """A completion as near to "permitted" as changing one answer at a time will go."""
        chosen = [0] * len(self.asked)
        for _ in range(2):
            for position, each in enumerate(self.asked):
                tried = [
                    (self._rank((*chosen[:position], i, *chosen[position + 1 :])), i)
                    for i in range(len(each.answers))
                ]
                chosen[position] = min(tried)[1]
        return tuple(chosen)

    def _rank(self, completion: Completion) -> tuple[bool, bool, int, int]:
        """How good a completion is for tipping: nobody in danger, the best answer, few checks in the way."""
        came = self.completions.outcome(completion)
        if came is None:
            return True, True, 0, 0
        status, direction, _ = came
        danger = direction == "safeguarding_now"
        return False, danger, _BEST_FIRST.index(status), sum(self.completions.obstacles(completion).values())

    def _rules_out(self, position: int, outcomes: set[Ending]) -> float:
        """On average over the answers, how many of the outcomes seen are no longer possible."""
        left: dict[int, set[Ending]] = {}
        for completion, came in self.completions.seen:
            left.setdefault(completion[position], set()).add(came)
        return sum(len(outcomes - kept) for kept in left.values()) / len(left)
