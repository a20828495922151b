"""What is worth asking about a case.

A *state* of a case leaves each thing that can be asked open, or gives it an answer. Its *outcome* is status,
direction, where to, the way it travels, what the consultation line advises whoever calls and, where nothing
is asked for, the level of need. A state *lacks* what a decision on it says is missing, what keeps its level
or its recommended outcome open, and what a rule would take note of.

Something is asked if, and only if, there is a state that lacks it and an answer that gives another outcome,
and neither contradicts anything more than the case already does; of danger an answer counts even so, since a
contradiction about danger is acted on (S155). So two ways of completing the case that differ by a thing are
reason enough to ask for it, since one of them differs from the state that leaves it open. It is more than
that where all answers come to the same and only silence does not.

An undetermined case is never met with silence (S156). Where some completion that contradicts nothing is
settled, answers lead there one after the other, and one of them changes the outcome. Where none is, all that
the case lacks is asked for. Otherwise nothing is asked of which all answers but one would contradict what is
known, unless the case lacks it (S157).

With few things to ask every state is tried, and this is exact. Else all is asked for that other advice to a
caller hangs on as the case stands, and the states that tell most are: one where all
is in order, and that with one answer taken back or changed; the case as it stands; and one for each outcome
met on the way. An undetermined case then asks for all that it lacks, since each of these keeps it open.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import inf, prod

from threshold.casefiles import Case, ages
from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.engine.decide import Engine
from threshold.policy.model import CALLER
from threshold.policy.protection import ASKED_FIRST, QUESTIONS
from threshold.questions.answers import Answer, Asking
from threshold.questions.bearing import BEARINGS
from threshold.questions.completions import OPEN, Completions, Outcome, State, Tried
from threshold.questions.together import answers_offered, together
from threshold.semantics.records import Records
from threshold.semantics.timeline import Reader
from threshold.vocabulary import UNDATED, UNKNOWN

SMALL = 400  # states: as many are tried out one and all
MANY = 220  # states: no more are tried out where there are more
IN_VAIN = 4  # states: in as many a question is put before it is taken not to matter
AS_GOOD = 24  # states: of no more that are as good is it told which lacks least
_BEST_FIRST = ("permitted", "conditional", "advisory", "undetermined", "conflict", "blocked")


@dataclass(frozen=True, slots=True)
class Question:
    """A question worth asking. Exactly one of `fact` and `event` is named.

    `settles` are the rules it bears on; `rules_out` how many of the `outcomes` seen an answer rules out
    on average; `protection` whether it tells of danger to the child. `answers` are those to choose from (of a
    date only some), those that contradict what is known last. Where one answer names which of several facts
    are so, `facts` are all of them, and `fact` the first; any that it does not name is not. `each` is what is
    asked of each of them by itself.
    """

    asks: str
    fact: str
    event: str
    settles: tuple[str, ...]
    rules_out: float
    outcomes: int
    protection: bool
    answers: tuple[Answer, ...] = ()
    facts: tuple[str, ...] = ()
    each: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.fact or self.event


def questions(engine: Engine, case: Case, as_at: Moment | None = None) -> list[Question]:
    """The questions that could change the outcome: danger first, then what is open now and decides most."""
    moment = as_at or case.as_at or date.today()
    completions = completions_of(engine, case, moment)
    search = _Search(completions)
    search.run()
    return search.ranked()


def completions_of(engine: Engine, case: Case, moment: Moment) -> Completions:
    """A case with everything that can be asked about it."""
    policy, case = engine.policy_for(case, moment), _as_at(case, moment)
    bearing = BEARINGS.of(policy, case.given.get("request.direction", "none"), CALLER in case.given)
    records = Records(case, policy.vocabulary, moment)
    facts = Reader(records, moment).facts(names=bearing.read)
    unknown = (name for name in policy.vocabulary.facts if name in bearing.read)
    asking = Asking(policy.vocabulary, bearing.compared, records)
    unknown_now = [name for name in unknown if facts.state(name) in (UNKNOWN, UNDATED)]
    alone, domains, lists = together(unknown_now, case, policy.vocabulary)
    asked = [*asking.about(alone), *domains, *lists]
    return Completions(bearing, records, asked, moment)


def _as_at(case: Case, moment: Moment) -> Case:
    """The case as of this moment, which is what the answers are as of: how old the child is, above all."""
    if case.as_at is None or day_of(case.as_at) == day_of(moment):
        return case
    given = ages.as_of(case.given, day_of(case.as_at), day_of(moment))
    return replace(case, given=given, as_at=moment)


class _Search:
    """States of one case, changed here and there to see which answers tip the balance."""

    def __init__(self, completions: Completions) -> None:
        self.completions, self.asked = completions, completions.asked
        self.start = completions.unanswered
        self.tipping: set[int] = set()
        self.in_vain: Counter[int] = Counter()
        self.settles: dict[int, tuple[str, ...]] = {}

    def run(self) -> None:
        """Find out which questions matter."""
        if not self._everywhere():
            self._where_it_tells()
        self._not_silent()
        self.tipping = {position for position in self.tipping if self._is_question(position)}

    def _everywhere(self) -> bool:
        """Try every state there is, if they are few."""
        reached: set[int] = set()
        lacked = {*self._lacked(self.start)}
        while lacked - reached:
            reached |= lacked
            answers = {i: [OPEN, *self.completions.worth_trying(i)] for i in sorted(reached)}
            if prod(map(len, answers.values())) > SMALL:
                return False
            states = [
                self._with(dict(zip(answers, each, strict=True))) for each in product(*answers.values())
            ]
            for state in states:
                lacked.update(self._lacked(state))
        for state, _ in list(self.completions.seen):
            for position in self._lacked(state):
                if position not in self.tipping:
                    self._put(state, position)
        return True

    def _where_it_tells(self) -> None:
        """Try the states that tell most."""
        now = self._of(self.start)
        # What other advice hangs on is asked for, however many states there are to be tried.
        hangs = {i: rules for i, rules in now.lacks.items() if self.completions.advises & {*rules}}
        self.tipping.update(hangs)
        self.settles.update(hangs)
        if now.outcome.status == "undetermined":
            # Not every way of completing the case is tried, and each of these keeps it open.
            self.tipping.update(now.lacks)
            self.settles.update(now.lacks)
        best = self._in_order(self.start)
        self._put_all(self.start, self._lacked(self.start))
        around = self._around(best)
        self._put_all(best, self._lacked(best))
        for state in around:
            self._put_beside(state, best)
        for state in self._one_of_each() if now.outcome.status != "undetermined" else ():
            self._put_all(state, self._lacked(state))

    def _around(self, best: State) -> list[State]:
        """States with one answer taken back, or another in its place, that come to something else."""
        found: list[State] = []
        for position in [i for i, answer in enumerate(best) if answer != OPEN]:
            opened = _changed(best, position, OPEN)
            self._put(opened, position, again=True)
            others = (opened, *self._options(best, position))
            found += [state for state in others if self._of(state).outcome != self._of(best).outcome]
        return found

    def _put_beside(self, state: State, best: State) -> None:
        """Put what is lacking once an answer is changed: something else may do instead, on the same rules."""
        (changed, *_) = (i for i, answer in enumerate(state) if answer != best[i])
        rules = {*self._lacked(_changed(best, changed, OPEN)).get(changed, ())}
        self._put_all(state, [i for i, settles in self._lacked(state).items() if rules & {*settles}])

    def _not_silent(self) -> None:
        """Where nothing possible leads out of what is open, all that keeps it open is asked for."""
        now = self._of(self.start)
        if now.outcome.status == "undetermined" and not self.tipping & {*now.lacks}:
            self.tipping.update(now.lacks)
            self.settles.update(now.lacks)

    def _lacked(self, state: State) -> dict[int, tuple[str, ...]]:
        """What a state lacks, or would take note of."""
        tried = self._of(state)
        return {**tried.unheard, **tried.lacks}

    def _put_all(self, state: State, positions: Iterable[int]) -> None:
        """Put these questions in a state, unless they are known to matter."""
        for position in sorted(positions):
            known = position in self.tipping or self.in_vain[position] >= IN_VAIN
            if not known and not self._enough():
                self._put(state, position)

    def _put(self, state: State, position: int, again: bool = False) -> None:
        """See whether a question matters in a state; `again`: look at every answer, even once it does."""
        before = self._of(state)
        if before.contradicts:
            return
        # A contradiction about danger is acted on, so that such an answer counts.
        whatever = self.asked[position].fact in QUESTIONS
        for answer in self.completions.worth_trying(position):
            after = self._of(_changed(state, position, answer))
            if (whatever or not after.contradicts) and after.outcome != before.outcome:
                self.tipping.add(position)
                self.settles.setdefault(position, self._lacked(state).get(position, ()))
                if not again:
                    return
        self.in_vain[position] += 1

    def _in_order(self, start: State) -> State:
        """A state as near to "permitted" as answering what is lacking will go, one answer at a time."""
        state, passed = start, set[int]()
        while waiting := [i for i in self._of(state).lacks if i not in passed]:
            passed.add(waiting[0])
            state = self._best(state, waiting[0])
        for position, answer in enumerate(state):
            stands = self._of(state)
            if stands.outcome.status not in _BEST_FIRST[:3] and answer != OPEN and start[position] == OPEN:
                state = self._best(state, position)
        return state

    def _best(self, state: State, position: int) -> State:
        """The state with the answer to a question that puts least in the way."""
        return self._first_of(list(self._options(state, position)))

    def _first_of(self, states: Sequence[State]) -> State:
        """The best state to start from; of the first of those as good the one that lacks least."""
        ranks = [_rank(self._of(state)) for state in states]
        best = min(ranks)
        alike = [state for state, rank in zip(states, ranks, strict=True) if rank == best][:AS_GOOD]
        # What a state lacks is slow to tell.
        return alike[0] if len(alike) == 1 else min(alike, key=lambda state: len(self._of(state).lacks))

    def _options(self, state: State, position: int) -> Iterator[State]:
        """The state with each answer to a question; of what has begun also with some answers on its end.

        That a thing has begun may stand in the way for as long as its end is not told.
        """
        worth = self.completions.worth_trying(position)
        for answer in worth:
            yield _changed(state, position, answer)
        end = self.completions.ending.get(position)
        if end is not None and state[end] == OPEN:
            for each in self.completions.worth_trying(end)[1:]:
                yield _changed(_changed(state, position, worth[-1]), end, each)

    def _one_of_each(self) -> list[State]:
        """The best state of those seen, for each way in which things turn out, but the way it travels."""
        found: dict[tuple[object, ...], list[State]] = {}
        for state, tried in self.completions.seen:
            if not tried.contradicts:
                found.setdefault(tried.outcome[:5], []).append(state)
        return [self._first_of(sorted(states)) for states in found.values()]

    def _of(self, state: State) -> Tried:
        return self.completions.of(state)

    def _with(self, answers: Mapping[int, int]) -> State:
        return tuple(answers.get(position, OPEN) for position in range(len(self.asked)))

    def _enough(self) -> bool:
        return self.completions.tried >= MANY

    def _is_question(self, position: int) -> bool:
        """Not where all answers but one contradict something, unless the case lacks it."""
        return position in self._of(self.start).lacks or len(self._possible(position)) > 1

    def _possible(self, position: int) -> list[int]:
        """The answers that contradict nothing, as the case stands."""
        alike = self.completions.alike(position)
        if not self.completions.may_contradict(position):
            return list(alike)
        contradicts = {
            answer: self._of(_changed(self.start, position, answer)).contradicts
            for answer in {*alike.values()}
        }
        return [answer for answer in alike if not contradicts[alike[answer]]]

    def ranked(self) -> list[Question]:
        """The questions that matter, in order: those open now before those that only answers bring up."""
        outcomes = {tried.outcome for _, tried in self._told()}
        now = self._of(self.start).lacks
        ends = {self.completions.ending.get(position) for position in self.tipping}
        found = [(position, self._question(position, outcomes)) for position in sorted(self.tipping)]
        of_signs = self._of_signs(found)
        found.sort(
            key=lambda each: (
                # What everybody is asked first, whatever else tells of danger, and what a caller waits for.
                ASKED_FIRST.index(each[1].fact) if each[1].fact in ASKED_FIRST else len(ASKED_FIRST),
                not each[1].protection,
                self.completions.advises.isdisjoint(each[1].settles),
                each[0] not in now or each[0] in ends,
                *of_signs.get(each[0], (-each[1].rules_out,)),
            )
        )
        return [question for _, question in found]

    def _of_signs(self, found: Sequence[tuple[int, Question]]) -> dict[int, tuple[float, ...]]:
        """How soon domains and their signs are asked for, which stay together.

        They come first where nothing is asked for, since the level decides then; else as the most decisive of
        them does. All domains come before the signs of any, the signs of the highest level before others; but
        what may tell of danger in a domain is asked for as soon as something is known to be there.
        """
        signs = {n: each for n, each in found if self.asked[n].behind or self.asked[n].facts}
        if not signs:
            return {}
        requested = self._of(self.start).requested
        first = -max(each.rules_out for each in signs.values()) if requested else -inf
        found_first: dict[int, tuple[float, ...]] = {}
        for n, each in signs.items():
            lists = not self.asked[n].behind
            waits = lists != each.protection
            found_first[n] = (first, waits, self.completions.seriousness(n) if lists else -1, n)
        return found_first

    def _question(self, position: int, outcomes: set[Outcome]) -> Question:
        asked, possible = self.asked[position], self._possible(position)
        facts = self.completions.policy.vocabulary.facts
        last = [answer for answer in range(len(asked.answers)) if answer not in {*possible}]
        together = self.completions.settles(position) if asked.facts or asked.behind else ()
        settles = together or self._lacked(self.start).get(position) or self.settles[position]
        urgent = self.completions.policy.safety.head.id in self._of(self.start).lacks.get(position, ())
        return Question(
            asks=asked.asks,
            fact=asked.fact,
            event=asked.event,
            settles=settles,
            rules_out=round(self._rules_out(position, outcomes), 2),
            outcomes=len(outcomes),
            protection=asked.protection or urgent,
            answers=tuple(answers_offered(asked, (*possible, *last))),
            facts=asked.facts if len(asked.facts) > 1 else (),
            each=tuple(facts[name].asks for name in asked.facts) if len(asked.facts) > 1 else (),
        )

    def _told(self) -> list[tuple[State, Tried]]:
        """What came of the states that were tried: of those with every answer, where there are any."""
        seen = [each for each in self.completions.seen if not each[1].contradicts or _in_danger(each[1])]
        whole = [each for each in seen if all(each[0][position] != OPEN for position in self.tipping)]
        return whole or seen

    def _rules_out(self, position: int, outcomes: set[Outcome]) -> float:
        """On average over the answers, how many of the outcomes seen are no longer possible."""
        left: dict[int, set[Outcome]] = {}
        for state, tried in self._told():
            if state[position] != OPEN:
                left.setdefault(state[position], set()).add(tried.outcome)
        return sum(len(outcomes - kept) for kept in left.values()) / len(left) if left else 0.0


def _changed(state: State, position: int, answer: int) -> State:
    return (*state[:position], answer, *state[position + 1 :])


def _rank(tried: Tried) -> tuple[bool, bool, int, bool, int]:
    """How good a state is to start from: possible, nobody in danger, the best answer, little in the way."""
    status, direction, *_ = tried.outcome
    return (
        tried.contradicts,
        _in_danger(tried),
        _BEST_FIRST.index(status),
        direction == "undetermined",
        tried.distance,
    )


def _in_danger(tried: Tried) -> bool:
    return tried.outcome.direction == "safeguarding_now"
