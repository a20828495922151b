"""What is worth asking: a fact is asked for only if two ways of completing the case differ by it.

Completions are tried out on the case itself: the one that favours what is asked for, where a single answer
tips the balance; one for each outcome met; others drawn at random with a fixed seed, so that the same case
asks the same questions.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from threshold.casefiles import Case
from threshold.conditions import Moment, facts_of
from threshold.engine.answers import Askable, Asking, merged
from threshold.engine.completions import Completion, Completions, Outcome
from threshold.engine.decide import Engine
from threshold.engine.infer import conditions_of
from threshold.policy import OUTCOME

SEED = 20130901
RANDOM_COMPLETIONS = 4
NEARBY_COMPLETIONS = 100
COMBINATIONS = 64
_ROUNDS = 4
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
    frontier = _Frontier(engine, case, moment)
    asked = frontier.of(case)
    for _ in range(_ROUNDS):
        completions = Completions(frontier.policy, case, moment, asked)
        more = merged([*asked, *frontier.silent(case, completions)])
        if len(more) == len(asked):
            search = _Search(completions)
            search.run()
            # Each outcome may bring rules into play that nothing known so far had led to.
            more = merged([*asked, *(each for found in search.examples() for each in frontier.of(found))])
        if len(more) == len(asked):
            break
        asked = more
    return search.found()


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

    def silent(self, case: Case, completions: Completions) -> Iterator[Askable]:
        """What to ask for facts that a rule takes note of only once somebody has given them."""
        for fact, rule in completions.silent():
            yield from self.asking.about(fact, (rule,), rule == self.policy.safety.head.id, case)

    def _unknown(self, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
        decision = self.engine.decide(case, self.moment)
        for missing in decision.missing:
            yield missing.fact, missing.settles
        if decision.request is None:
            for rule in (rule for pack in self.policy.packs for rule in pack.definitions):
                if rule.fact == OUTCOME:
                    yield from self._unstated(case, (f for r in rule.rows for f in facts_of(r.when)), rule.head.id)
        for conflict in self.policy.conflicts:
            yield from self._unstated(case, facts_of(conflict.when), conflict.head.id)

    def _unstated(self, case: Case, facts: Iterator[str], rule: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in facts:
            if not self.policy.vocabulary.facts[name].derived and name not in case.given:
                yield name, (rule,)


class _Search:
    """Completions of one case, changed here and there to see which answers tip the balance."""

    def __init__(self, completions: Completions) -> None:
        self.completions = completions
        self.asked = completions.asked
        self.tipping: set[int] = set()
        told = {fact for fact, _ in completions.silent()}
        self._silent = {i for i, each in enumerate(self.asked) if completions.touches(each, told)}
        self._explored: list[Completion] = []

    def run(self) -> None:
        """Find out which questions matter."""
        generator = random.Random(SEED)
        self._explore(self._favoured())
        for _ in range(RANDOM_COMPLETIONS):
            self._explore(tuple(generator.randrange(len(each.answers)) for each in self.asked))
        for completion in self._one_of_each():
            self._explore(completion)
        for _ in range(NEARBY_COMPLETIONS):
            self._explore(self._near(generator))

    def _near(self, generator: random.Random) -> Completion:
        """A completion that differs in a few answers from one that was looked at."""
        changed = list(generator.choice(self._explored))
        for _ in range(generator.randint(1, 8) if changed else 0):
            position = generator.randrange(len(changed))
            changed[position] = generator.randrange(len(self.asked[position].answers))
        return tuple(changed)

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
        """Give these questions other answers, in every combination unless there are too many."""
        tried: dict[Completion, Outcome | None] = {}
        choices = (range(len(self.asked[position].answers)) for position in together)
        for answers in islice(product(*choices), COMBINATIONS):
            changed = list(base)
            for position, answer in zip(together, answers, strict=True):
                changed[position] = answer
            tried[tuple(changed)] = self.completions.outcome(tuple(changed))
        found: list[Completion] = []
        for position in together:
            alike: dict[Completion, dict[Outcome | None, Completion]] = {}
            for completion, came in tried.items():
                rest = (*completion[:position], *completion[position + 1 :])
                if came is not None:
                    alike.setdefault(rest, {})[came] = completion
            differing = [each for outcomes in alike.values() if len(outcomes) > 1 for each in outcomes.values()]
            if differing:
                self.tipping.add(position)
                found += differing
        return found

    def examples(self) -> Iterator[Case]:
        """The case as it might turn out to be: one completion for each status and direction met."""
        return (self.completions.completed(each) for each in self._one_of_each())

    def found(self) -> list[Question]:
        """The questions that matter, in the order in which to ask them."""
        outcomes = {came for _, came in self.completions.seen}
        ranked = [
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
        return sorted(ranked, key=lambda question: (not question.protection, -question.rules_out))

    def _one_of_each(self) -> list[Completion]:
        found: dict[tuple[str, str], Completion] = {}
        for completion, came in self.completions.seen:
            found.setdefault(came[:2], completion)
        return list(found.values())

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
        return False, danger, _BEST_FIRST.index(status), self.completions.obstacles(completion)

    def _rules_out(self, position: int, outcomes: set[Outcome]) -> float:
        """On average over the answers, how many of the outcomes seen are no longer possible."""
        left: dict[int, set[Outcome]] = {}
        for completion, came in self.completions.seen:
            left.setdefault(completion[position], set()).add(came)
        return sum(len(outcomes - kept) for kept in left.values()) / len(left)
