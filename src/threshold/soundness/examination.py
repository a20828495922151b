"""A policy under examination: its files, what they come to on every date, and each of its packs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from threshold.policy.load import PolicyFiles
from threshold.policy.model import Policy
from threshold.policy.packs import PackFiles
from threshold.policy.written import WrittenPolicy
from threshold.soundness.examined import Examined, every_policy
from threshold.soundness.logic import Logic
from threshold.vocabulary import Fact


@dataclass(frozen=True)
class Examination:
    """What every check is given. The policy must be one that can be read: raises BadInput otherwise.

    `held` are the packs to look at; all that the policy chooses where nothing is said.
    """

    files: PolicyFiles
    held: tuple[PackFiles, ...] = ()

    @cached_property
    def written(self) -> WrittenPolicy:
        """The policy as its files say it."""
        return self.files.written

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days from which something in the policy is otherwise."""
        return tuple(self.files.change_dates)

    @cached_property
    def on(self) -> Mapping[date, tuple[Policy, ...]]:
        """The policy of each of these days, and what becomes of each pack that it compares."""
        return {day: tuple(every_policy([self.files.at(day)])) for day in self.days}

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies of every day, one after the other."""
        return tuple(policy for policies in self.on.values() for policy in policies)

    def day_of(self, policy: Policy) -> date:
        """A day on which a policy stands so: today, or else the nearest to it."""
        later = dict(zip(self.days, self.days[1:], strict=False))
        day = next(day for day, policies in self.on.items() if any(each is policy for each in policies))
        until = later[day] - timedelta(days=1) if day in later else date.max
        return min(max(date.today(), day), until)

    @cached_property
    def packs(self) -> tuple[Examined, ...]:
        """Each pack by its files, with every policy that it stands in."""
        return tuple(Examined(held, self.policies) for held in self.held or self.written.packs.values())

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What may be known of a case under this policy."""
        return self.files.vocabulary.facts

    @cached_property
    def logic(self) -> Logic:
        """What conditions can come to under this policy; what was answered once is remembered."""
        return Logic(self.facts)
