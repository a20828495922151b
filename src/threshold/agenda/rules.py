"""What a rule says of its deadline, whoever's it is: what is to be done, by whom, and how it counts."""

from dataclasses import dataclass
from datetime import date

from threshold.conditions import Facts
from threshold.policy import Deadline, Policy
from threshold.semantics.routes import named
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class About:
    """One deadline of a policy, as an agenda tells it.

    on_request   whether only a request gives it anything to say
    never_due    whether the policy sets it no limit, so that no day can be late
    asks         what to ask where its start is not known, and where it is not known whether it was done
    edition      which edition a statutory limit was checked against; looser: whether a local one is looser
    """

    rule: Deadline
    on_request: bool
    asks_start: str
    asks_done: str
    edition: str
    looser: str

    @property
    def never_due(self) -> bool:
        return self.rule.within is None

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.rule.head.carries

    @property
    def do(self) -> str:
        """What is to be done; what the deadline is about, where the rule says no more."""
        return self.rule.do.do if self.rule.do is not None else self.rule.head.title

    def by(self, facts: Facts) -> str:
        """The role that does it; where a fact chooses and is not known, every possibility. May be empty."""
        return named(self.rule.do.by, facts) if self.rule.do is not None else ""


def deadlines_of(policy: Policy) -> dict[str, About]:
    """The deadlines of a policy, by rule."""
    found = {}
    for pack in policy.packs:
        for rule in pack.deadlines:
            told = {each for each in rule.head.bears_on if not pack.leads_on or each in pack.leads_on}
            on_request = bool(rule.head.bears_on) and "compliance" not in told
            start, done = _asks(rule.starts, policy.vocabulary), _asks_done(rule, policy.vocabulary)
            looser = policy.looser.get(rule.head.id, "")
            found[rule.head.id] = About(rule, on_request, start or done, done, pack.source.edition, looser)
    return found


def nothing_known(as_at: date) -> Facts:
    """A case of which nobody knows anything: all that can be said of a role that a fact chooses."""
    return Facts(as_at, {})


def _asks_done(rule: Deadline, vocabulary: Vocabulary) -> str:
    by_event = vocabulary.events[rule.met_by_event].asks if rule.met_by_event else ""
    return (_asks(rule.met_by, vocabulary) if rule.met_by else "") or by_event


def _asks(name: str, vocabulary: Vocabulary) -> str:
    """The question for a fact; of one off the timeline, the questions for what it is read off."""
    fact = vocabulary.facts[name]
    if fact.asks or fact.reading is None:
        return fact.asks
    ends = fact.reading.take in ("closed", "longest_gap") or not fact.reading.episode
    return vocabulary.events[fact.reading.events[-1 if ends else 0]].asks
