"""What may be known: facts, the events they are read from, and the episodes that events open and close."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from threshold.reading import did_you_mean
from threshold.vocabulary.values import Value, ValueType

# What a case may ask for; which way a person may decide, or a policy recommend; what becomes of a contact or
# a call, which a person decides and no policy recommends by that name; and all that a person may decide.
RequestDirection = Literal["step_up", "step_down", "step_across", "close", "triage", "workflow"]
DecidedDirection = Literal[RequestDirection, "continue", "safeguarding_now"]
ContactOutcome = Literal["start_caf", "pass_on", "no_further_action"]
Decidable = Literal[DecidedDirection, ContactOutcome]
ReadStatus = Literal["held", "held or planned", "planned"]
Take = Literal[
    "first",
    "latest",
    "count",
    "ever",
    "open",
    "left_open",
    "opened",
    "closed",
    "begun",
    "longest_gap",
    "served",
    "all_recorded",
    "days",
]
# What nobody declares: a rule that counts events brings it along.
OF_COUNTS: tuple[Take, ...] = ("all_recorded", "days")
OF_EPISODES = ("open", "left_open", "opened", "closed", "begun", "longest_gap", "served")


@dataclass(frozen=True, slots=True)
class MayBe:
    """What a reading asks of an entry that need not say it: any of some values, or nothing at all.

    named   what the vocabulary names
    fits    the values that pass; of a role also what counts as it, and what it counts as
    """

    named: tuple[str, ...]
    fits: tuple[Value, ...]

    def __str__(self) -> str:
        return " or ".join(self.named)


Wanted = tuple[tuple[str, Value | MayBe], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a fact is read off the timeline.

    take      which: the first or latest entry's date, or how many; `ever` is whether any is recorded;
              `all_recorded` whether they all are, each with its day, and `days` the days of those. Of an
              episode: whether it is open, or any run has no end of its own (left_open); when it opened and
              closed; from when its own clock counts (begun); how many days at most have gone by since it
              ended without anything `among` (longest_gap); from when it would have gone on without a
              break, `after` another had ended (served)
    events    the kinds of event read; for an episode, its opening and closing kinds
    during    only entries that belong to the current run of this episode
    anywhere  the current run is looked for in the whole file, not in the current referral alone
    since, by only entries on or after, on or before, the date that this other fact holds
    else_first  where there is none on or before that date, the first after it
    where     only entries that carry these values, or that do not say otherwise (MayBe)
    status    which entries count: those held; those planned as well, until one is held; those planned alone
    give      what the entry carries, instead of its date
    """

    take: Take
    events: tuple[str, ...]
    episode: str = ""
    during: str = ""
    since: str = ""
    by: str = ""
    where: Wanted = ()
    status: ReadStatus = "held"
    give: str = ""
    anywhere: bool = False
    else_first: bool = False
    among: tuple[str, ...] = ()
    after: str = ""
    certain: bool = False  # of a gap: unknown unless something `among` is covered


@dataclass(frozen=True, slots=True)
class Settling:
    """Events that set a stated fact: the latest of them does, and disagreeing with it is a conflict."""

    says: tuple[tuple[str, Value], ...]  # (event, the value it sets)
    where: Wanted
    during: str = ""  # only entries that belong to the current run of this episode


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known about a case."""

    name: str
    type: ValueType
    asks: str = ""
    means: str = ""
    derived: bool = False
    protection: bool = False
    ahead: bool = False  # a date that may lie after the decision's date
    default: Value | None = None
    reading: Reading | None = None
    settling: Settling | None = None
    order: tuple[Value, ...] = ()  # most serious first
    directions: tuple[tuple[Value, str], ...] = ()  # the direction that each outcome stands for
    leads_to: tuple[tuple[Value, str], ...] = ()  # the support that an outcome leads to, where it says so
    decides: tuple[str, ...] = ()  # the directions on which the role that it names decides
    consent_for: tuple[str, ...] = ()  # the directions for which it is the consent
    follows: bool = False  # worked out from what is stated and recorded, and not for anybody to judge
    calls_for_reason: bool = False  # where it is true, whoever decides writes down why
    work: bool = False  # it tells how the work is done, so that somebody can still do it
    about: tuple[str, ...] = ()  # the episodes of whose current run it is stated
    people_of: str = ""  # the ratings whose people it names, beside those that are stated
    screened_by: str = ""  # the fact of which a no says that this is not so either
    asked_with: str = ""  # what it is asked about together with others that say the same
    recorded_by: tuple[tuple[Value, str], ...] = ()  # of kinds of support, what tells from records of one

    @property
    def given(self) -> bool:
        """Whether a case file states it (rather than the timeline or a rule)."""
        return self.reading is None and not self.derived


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of entry, the question that asks for it, and what else an entry may carry.

    needs       what every entry must carry
    answers     which of what it carries is an answer, so that another one is an explicit no
    belongs_to  the episodes to a run of which an entry belongs, its own first
    timed       whether an entry may have a time of day, which it carries as `at`
    comes_before  whether it leads to what it belongs to, so that the nearest start counts
    for_request   whether it is done for what is asked for: what was done for a referral that had ended before
                  the request was made is not
    work          whether somebody who works with the family can still do it, so that it may be suggested
    states        facts about the run that it begins or ends, which an entry with a reference may state
    """

    name: str
    asks: str
    carries: Mapping[str, ValueType]
    needs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    timed: bool = False
    comes_before: bool = False
    for_request: bool = False
    work: bool = False
    states: Mapping[str, ValueType] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.name.replace("_", " ")

    @property
    def own_carries(self) -> Mapping[str, ValueType]:
        """What this kind of entry carries and others do not: neither who did it, nor for whom, nor when."""
        return {key: kind for key, kind in self.carries.items() if key not in ("by", "to", "at")}


@dataclass(frozen=True, slots=True)
class Episode:
    """A span of a case that one kind of event opens and another closes.

    within        the episode to a run of which each of its runs belongs
    carries_over  whether an open one is current whatever it belongs to
    not_inside    the episode inside a run of which none begins
    """

    name: str
    opens: str
    closes: str
    within: str = ""
    carries_over: bool = False
    not_inside: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that rules and case files may speak of."""

    facts: Mapping[str, Fact]
    events: Mapping[str, Event]
    episodes: Mapping[str, Episode]
    roles: tuple[tuple[str, str], ...]  # (any name, the name used)
    counts_as: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # role -> the roles it stands for too
    brought_by: Mapping[str, str] = field(default_factory=dict)  # role of a pack's own -> the pack

    def fact(self, name: str) -> Fact:
        """The declared fact. Raises ValueError with a hint when the vocabulary does not know it."""
        if name not in self.facts:
            raise ValueError(f'no fact "{name}" is declared{did_you_mean(name, self.facts)}')
        return self.facts[name]

    def standing_for(self, role: str) -> tuple[str, ...]:
        """The role itself and every role that counts as it."""
        return (role, *(name for name, others in self.counts_as.items() if role in others))

    @property
    def role_type(self) -> ValueType:
        return ValueType("role", names=self.roles)
