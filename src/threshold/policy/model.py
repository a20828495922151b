"""A policy ready to be evaluated: its packs' rules as typed trees, parameters at the values in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from threshold.conditions import ALWAYS, NEVER, All, Condition, Lookup
from threshold.dates import Duration
from threshold.policy.script import Script
from threshold.vocabulary import RequestDirection, Value, Vocabulary, as_label

OUTCOME, LEVEL = "recommendation.outcome", "need.level"
# Who calls the consultation line, and what it advises.
CALLER, ADVICE = "consultation.caller", "consultation.advice"
# Tables that the program reads by their names, where a pack has them.
LEVELS_TABLE, BRAG_TABLE, SUPPORT_TABLE = TABLES_READ_BY_NAME = ("levels", "brag", "support_for_level")

Role = Literal["lead", "overlay", "compare"]
Effect = Literal["block", "condition", "warn", "note"]
Hit = Literal["exactly_one", "most_serious", "all"]
Unlisted = Literal["not_covered", "unavailable"]
Bearing = Literal[RequestDirection, "compliance"]
_COMPLIANCE: Bearing = "compliance"
# Under a concern: at once, without holding anything up; or once the referral has been made.
IfConcern = Literal["urgent", "afterwards"]
# Where a step of the workflow hands the child on, or closes.
Moves = Literal["up", "down", "same"]
# About a case: what the document is there for, and what else it says; about staff, teams and panels; and
# what explains and neither asks nor decides.
About = Literal["core", "further", "staff", "context"]
# Whether a place in a law or in guidance holds already, where that has to be said beside it.
Standing = Literal["in_force", "not_confirmed", "not_yet_in_force"]
STANDINGS: Mapping[str, str] = {
    "in_force": "in force",
    "not_confirmed": "not confirmed to be in force",
    "not_yet_in_force": "not yet in force",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What every rule has: who it is, where it comes from, and what it bears on.

    `each` names the episode whose every run an audit evaluates; `parameters` are those it relies on.
    `standing` is the weakest of its clauses; empty where none of them says any.
    """

    id: str
    title: str
    pack: str
    carries: tuple[str, ...]
    tensions: tuple[str, ...] = ()
    bears_on: tuple[Bearing, ...] = ()
    each: str = ""
    parameters: tuple[str, ...] = ()
    standing: Standing | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """A rule that is silent on a day, and speaks from another on; None: from when, nobody knows yet."""

    id: str
    title: str
    carries: tuple[str, ...]
    since: date | None


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody named outright, or chosen by the value of a fact."""

    name: str = ""
    fact: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (the fact's value, who)


@dataclass(frozen=True, slots=True)
class Action:
    """Something for somebody to do."""

    do: str
    by: Who
    to: Who | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a definition: when it holds, the fact may be `value`."""

    key: str
    when: Condition
    value: Value
    because: str
    do: Action | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """How a derived fact is worked out. `otherwise` applies only when every row is false."""

    head: Head
    fact: str
    hit: Hit
    rows: tuple[Row, ...]
    otherwise: Value | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a requirement asks for: what is said where it is not so, and who does what then.

    `unknown` is what is said where nobody knows; empty, the questions of the facts say it. `papers` are those
    that must be attached, where the part asks for papers.
    """

    must: Condition
    says: str
    unknown: str = ""
    do: Action | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be so where it applies: every part, or else its exception (`unless`).

    `satisfied` is all of that as one condition. `if_concern` is what becomes of it under a protection
    concern, where the request goes up; empty: it lapses.
    """

    head: Head
    applies: Condition
    satisfied: Condition
    effect: Effect
    parts: tuple[Part, ...]
    unless: Condition = NEVER
    if_concern: IfConcern | Literal[""] = ""

    @property
    def papers(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.papers)

    @property
    def every_part(self) -> Condition:
        """What must be so where no exception holds."""
        return All(tuple(part.must for part in self.parts))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a ground that does not hold, where `when` is so."""

    when: Condition
    says: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests that a ground answers, by what each of them may be; an empty one matches any."""

    direction: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    step: tuple[str, ...] = ()
    action: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What makes a request right: `asked` and `fits` say which requests it answers, `when` when it holds.

    `beside`: what must be so, beside what is asked for, for it to answer; `fits` holds it too.
    `of_workflow`: it comes from a table of the workflow, and `moves` is what its row says.
    """

    head: Head
    asked: Asked
    fits: Condition
    when: Condition
    otherwise: tuple[Said, ...]
    unknown: str = ""
    beside: Condition = ALWAYS
    of_workflow: bool = False
    moves: Moves | None = None


@dataclass(frozen=True, slots=True)
class ProtectionRule:
    """Something that gives rise to a protection concern, in a pack's own words.

    `worry` leaves the concern open as long as it is: somebody is worried, and has not said what it is.
    """

    head: Head
    when: Condition
    because: str
    worry: Condition = NEVER


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something must have happened.

    `within` is a duration, a look-up, or None: no number is set, so only elapsed time is told.
    `met_by` is a fact holding the date, or (with `repeats`) the kind of event that meets each interval.
    `ends_with` is the episode with whose end the clock ends, `pauses_while` the one during whose runs it
    stands still.
    `late` is said of what was done after it was due; `overdue` of what is not done, and then `do` follows.
    """

    head: Head
    applies: Condition
    starts: str
    within: Duration | Lookup | None
    met_by: str = ""
    met_by_event: str = ""
    or_sooner: str = ""
    repeats: bool = False
    ends_with: str = ""
    pauses_while: str = ""
    beside: str = ""
    late: str = ""
    overdue: str = ""
    do: Action | None = None

    @property
    def lengths(self) -> tuple[Duration, ...]:
        """Every length that its limit may be."""
        return lengths_of(self.within)


def lengths_of(within: Duration | Lookup | None) -> tuple[Duration, ...]:
    """Every length that a limit may be: that of each cell, where it is looked up."""
    cells = [cell for _, cell in within.cells] if isinstance(within, Lookup) else [within]
    return tuple(cell for cell in cells if isinstance(cell, Duration))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: who adds which action, and whom it is sent to.

    `moves` says where it hands the child on, or closes. `asked_for` marks the step of a sequence that is
    the request itself: what stands before it comes first, and it and what follows wait for the answer.
    `also` are other names of the action. It is done where its event was held, the date
    in its fact is there, or its condition holds.
    `carries` are the clauses that say so; empty: those of its route.
    """

    id: str
    action: str
    step: str
    by: Who
    to: Who
    when: Condition = ALWAYS
    kind: Literal["action", "request", "task"] = "action"
    via: str = ""
    says: str = ""
    available: bool = True
    moves: Moves | None = None
    asked_for: bool = False
    also: tuple[str, ...] = ()
    done_event: str = ""
    done_fact: str = ""
    done: Condition = NEVER
    parameters: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A sequence of steps that applies when `when` holds, or a table of the actions on one workflow step.

    `also` are other names of that step.
    """

    head: Head
    when: Condition
    steps: tuple[Step, ...]
    table_step: str = ""
    unlisted: Unlisted = "not_covered"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictRule:
    """Facts that contradict each other; `doubtful` ones count as unknown while they do."""

    head: Head
    when: Condition
    why: str
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """What is done before all else where there is a protection concern."""

    head: Head
    do: Action | None = None


@dataclass(frozen=True, slots=True)
class ParameterInForce:
    """A parameter's value at the date of a decision, and where it comes from.

    `printed` is the pack's own value on that date, as its document has it.
    """

    name: str  # pack.name
    shown: str
    since: date | None
    because: str
    set_by: Literal["pack", "preset", "policy", "trial"]
    printed: str

    @property
    def departs(self) -> bool:
        """Whether the value is another than the document's own."""
        return self.shown != self.printed


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a pack was made from.

    `edition` says which edition its lines were checked against, where that has to be said beside them.
    """

    document: str
    publisher: str
    date: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered place in a document; `in_part` says what is missing, `left_out` why no rule carries it.

    `standing` says whether it holds already, where the document's clauses do not all stand alike.
    """

    id: str
    place: str
    about: About = "core"
    in_part: str = ""
    left_out: str = ""
    line: int = 0
    standing: Standing | Literal[""] = ""

    @property
    def placed(self) -> str:
        """Its place, and whether it is in force where that has to be said."""
        return f"{self.place} ({STANDINGS[self.standing]})" if self.standing else self.place


@dataclass(frozen=True, slots=True)
class Pack:
    """One source turned into rules, at the parameter values in force."""

    name: str
    title: str
    source: Source
    clauses: Mapping[str, Clause]
    definitions: tuple[Definition, ...]
    requirements: tuple[Requirement, ...]
    deadlines: tuple[Deadline, ...]
    routes: tuple[Route, ...]
    conflicts: tuple[ConflictRule, ...]
    safety: tuple[Safety, ...]
    grounds: tuple[Ground, ...]
    protection: tuple[ProtectionRule, ...]
    parameters: Mapping[str, ParameterInForce]
    tables: Mapping[str, Mapping[str, Mapping[str, Value | None]]] = field(default_factory=dict)
    tensions: Mapping[str, str] = field(default_factory=dict)  # what the reading in force says, by id
    role: Role = "lead"
    leads_on: tuple[Bearing, ...] = ()  # empty: on everything
    script: Script | None = None  # of its consultation line
    announced: tuple[Announced, ...] = ()

    def leads(self, direction: object) -> bool:
        """Whether its rules set the status of what is asked for."""
        return not self.leads_on or direction in self.leads_on


@dataclass(frozen=True, slots=True)
class Policy:
    """Packs chosen together. `strata` are the definitions, each after those whose facts it reads."""

    name: str
    title: str
    version: str
    digest: str
    vocabulary: Vocabulary
    packs: tuple[Pack, ...]
    safety: Safety
    strata: tuple[tuple[Definition, ...], ...]
    late_strata: tuple[tuple[Definition, ...], ...]  # those that read the proposed direction
    warnings: tuple[str, ...] = ()
    compared: tuple["Policy", ...] = ()  # each compared pack by itself, under the same overlay
    looser: Mapping[str, str] = field(default_factory=dict)  # what is said at a deadline, by its id

    @property
    def requirements(self) -> list[Requirement]:
        return [rule for pack in self.packs for rule in pack.requirements]

    @property
    def deadlines(self) -> list[Deadline]:
        return [rule for pack in self.packs for rule in pack.deadlines]

    @property
    def routes(self) -> list[Route]:
        return [rule for pack in self.packs for rule in pack.routes]

    @property
    def grounds(self) -> list[Ground]:
        return [rule for pack in self.packs for rule in pack.grounds]

    @property
    def protection(self) -> list[ProtectionRule]:
        return [rule for pack in self.packs for rule in pack.protection]

    @property
    def conflicts(self) -> list[ConflictRule]:
        return [rule for pack in self.packs for rule in pack.conflicts]

    @property
    def leading(self) -> tuple[Pack, ...]:
        """The packs that answer requests."""
        return tuple(pack for pack in self.packs if pack.role == "lead")

    @property
    def scripts(self) -> tuple[Script, ...]:
        """The scripts of the consultation lines that its packs have."""
        return tuple(pack.script for pack in self.leading if pack.script is not None)

    def led_by(self, name: str) -> "Policy":
        """The policy with one of its leading packs alone to answer, on everything.

        The others go on saying how their documents are kept to. Raises KeyError where none is called so.
        """
        called = as_label(name)
        if called not in (as_label(pack.name) for pack in self.leading):
            raise KeyError(name)
        packs = tuple(
            replace(pack, leads_on=() if as_label(pack.name) == called else (_COMPLIANCE,))
            if pack.role == "lead"
            else pack
            for pack in self.packs
        )
        return replace(self, packs=packs)

    def pack(self, name: str) -> Pack:
        """The pack of this name. Raises KeyError when the policy does not hold it."""
        for pack in self.packs:
            if pack.name == name:
                return pack
        raise KeyError(name)

    def table(self, name: str) -> Mapping[str, Mapping[str, Value | None]]:
        """The table parameter of this name, whichever pack declares it; empty where none does."""
        found = (pack.tables[name] for pack in self.packs if name in pack.tables)
        return next(found, {})


def rules_of(pack: Pack) -> list[Any]:
    """Every rule of a pack, of whatever kind, as its files write them; each has a `head`."""
    kinds: Sequence[Sequence[Any]] = (
        [ground for ground in pack.grounds if not ground.of_workflow],
        pack.definitions,
        pack.requirements,
        pack.deadlines,
        pack.routes,
        pack.conflicts,
        pack.protection,
        pack.safety,
    )
    return [rule for rules in kinds for rule in rules]
