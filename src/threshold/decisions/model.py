"""A decision: everything that came out for one case. Its JSON is a public, versioned contract.

Dates are ISO text, so that the same case, policy and date give the same bytes everywhere.
"""

from dataclasses import dataclass
from typing import Literal

from threshold.policy.model import Standing
from threshold.semantics.closed_lists import CheckStatus, DeadlineState, Direction, Status

SCHEMA = "threshold/decision/2"
HIDDEN = "not shown"  # the value of a fact that somebody typed freely: it might be a child's name


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a line comes from: the pack's document and the places in it.

    `edition` says which edition a statutory line was checked against; empty where a document has but one.
    `standing` says whether it is in force (in_force, not_confirmed); empty where the document does not say it
    of each of its clauses.
    """

    pack: str
    document: str
    clauses: tuple[str, ...]
    edition: str = ""
    standing: Standing | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class PackStamp:
    """One pack of the policy, and the part it played."""

    pack: str
    role: str
    edition: str


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which policy was used, exactly. `trial` lists values set for this decision only."""

    name: str
    title: str
    version: str
    digest: str
    packs: tuple[PackStamp, ...]
    trial: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterUsed:
    """A parameter that a shown line relies on: its value in force, since when, and why."""

    name: str
    value: str
    since: str | None
    because: str
    set_by: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person judged instead of what the facts indicate."""

    value: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Level:
    """The level of need: settled (`level`), or a floor (`at_least`) with what is not ruled out.

    `not_known` are the facts that are not known; `not_known_in` the same in few words, where signs of whole
    domains are among them.
    """

    level: int | None
    at_least: int | None
    not_ruled_out: tuple[int, ...]
    name: str
    response: str
    indicators: tuple[str, ...]
    not_known: tuple[str, ...]
    judged: Judgement | None
    source: tuple[str, ...]
    not_known_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brag:
    """The BRAG rating, with the meaning that the policy gives it, if any."""

    colour: str
    defined: bool
    meaning: str
    goes_to: str
    respond_within: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; `of` is what is closed."""

    direction: str
    to: str | None
    made: str | None
    step: str | None
    action: str | None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the policy recommends. A person decides."""

    direction: Direction
    from_: str | None
    to: str | None
    level_of_need: Level | None
    brag: Brag | None
    outcome: str | None
    because: tuple[str, ...]
    headline: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the consultation line advises whoever calls.

    `advice` certainly holds (None: the policy has none for this caller, as far as is known); of
    `not_ruled_out`, which is more serious, some may hold as well. `not_known` are the facts that other advice
    may hang on.
    """

    advice: str | None
    not_ruled_out: tuple[str, ...]
    because: tuple[str, ...]
    not_known: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """What is known of the child's protection; None: it is not known.

    `contradictory`: facts about danger contradict each other. `known` is false where the concern is open, or
    where it is open whether protection is in place and what is asked for would leave it. `because` says what
    calls for protection.
    """

    concern: bool | None
    in_place: bool | None
    contradictory: bool
    known: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value that was put to a test, with what it was compared with.

    `other` is the fact on the other side, moved on by `plus`, or empty where that is a length of time or a
    list; `against` is what it came to, or what is missing of a list. `holds` says whether the test holds.
    `breaks` are the days since then that do not count.
    """

    fact: str
    value: str
    breaks: int
    test: str
    other: str
    plus: str
    against: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """A parameter whose value is another than the document's own."""

    parameter: str
    value: str
    document: str


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement or ground put to the case; a ground's effect is `ground`.

    `decides` says whether it bears on the status; `relevant` whether it has anything to say about what is
    proposed (others are listed for completeness). Where it is not met or undetermined, `part` is the number
    of the part that speaks, from 1 (none where the question is whether it applies), and `says` its words;
    `question` would settle an undetermined one. `facts_used` holds the facts that settled it with
    their values (None: recorded completely, and there is none), `compared` both sides of each comparison
    among them. `until` is the day on which time alone meets it, where nothing else is wanting at all;
    `applies_from` that from which one that does not apply yet does, if nothing else changes.
    `under_concern` says what becomes of it where a request goes up under a protection concern: `urgent`,
    `afterwards` or `lapses`; empty otherwise.
    """

    rule: str
    title: str
    status: CheckStatus
    effect: str
    decides: bool
    relevant: bool
    under_concern: str
    part: int | None
    says: str
    question: str
    until: str | None
    applies_from: str | None
    facts_used: dict[str, str | None]
    compared: tuple[Comparison, ...]
    missing: tuple[str, ...]
    departs: tuple[Departure, ...]
    source: Citation


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock."""

    fact: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long: a number and its unit; of working hours also whose they are, and when those are."""

    n: int
    unit: str
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Which day of a limit a date is: `on` is day `day` of `of`, counted in `unit` (days or working days)."""

    day: int
    of: int
    unit: str
    on: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline, or one interval of a repeating one.

    `days` counts `unit`: left while pending, late when late, overdue or missed, elapsed where there is no
    limit. `count` is the day as the limit counts: of today while it is open, else of the day that ended it.
    `stopped_on` is the day on which what it belongs to ended, or a pause began.
    `certain` is false where it is not known whether the deadline applies at all. Where nobody can tell how it
    stands, `question` asks for what would settle it. `looser` says that the local limit can end later than
    the statutory one beside it; empty where it cannot.
    """

    rule: str
    title: str
    starts: Start
    limit: Limit | None
    due: str | None
    met_on: str | None
    state: DeadlineState
    days: int | None
    unit: str
    count: Count | None
    stopped_on: str | None
    interval: int | None
    beside: str | None
    says: str
    relevant: bool
    certain: bool
    missing: tuple[str, ...]
    question: str
    departs: tuple[Departure, ...]
    source: Citation
    looser: str = ""

    @property
    def applies(self) -> bool:
        """Whether it has something to say about what is proposed, and surely applies."""
        return self.relevant and self.certain


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of the way: who adds which action, and whom it goes to.

    `seq` counts within the steps of one pack: two documents' ways are two lists.
    """

    seq: int
    id: str
    step: str
    action: str
    kind: str
    added_by: str
    sent_to: str
    via: str
    says: str
    available: bool
    certain: bool
    done: str | None
    departs: tuple[Departure, ...]
    source: Citation


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that must travel with the request."""

    name: str
    state: Literal["attached", "absent", "unknown"]
    source: Citation


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something for somebody to do, and why; `afterwards`: once the referral has been made.

    `also` are the other places that ask for the same.
    """

    do: str
    by: str
    to: str | None
    urgent: bool
    afterwards: bool
    rule: str
    source: Citation
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that nobody has given, the question that asks for it, and the rules it would settle."""

    fact: str
    question: str
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that contradict each other; `clauses` are those of the rule that says so, if a pack has one.

    `edition` is as in a citation.
    """

    id: str
    facts: tuple[str, ...]
    why: str
    clauses: tuple[str, ...] = ()
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What the sources leave open, or how another document would answer.

    A tension's note says how this policy reads it, and belongs to the line of a `rule`; others have neither.
    """

    tension: str
    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """All that came out for one case under one policy at one date.

    `answered` says whether the policy has a rule on the request (None without one), and `speaks` which of its
    leading packs the answer comes from. `route` holds what may be done now, the steps of one pack after those
    of another; `withheld` the steps of what was asked for that wait for the answer. `consultation` is None
    where nobody is said to call the consultation line.
    """

    schema: str
    case: str
    family: str | None
    as_at: str
    policy: PolicyStamp
    request: Request | None
    recommendation: Recommendation
    consultation: Consultation | None
    status: Status
    answered: bool | None
    speaks: tuple[str, ...]
    protection: Protection
    checks: tuple[Check, ...]
    deadlines: tuple[DeadlineRow, ...]
    route: tuple[RouteStep, ...]
    withheld: tuple[str, ...]
    documents: tuple[Document, ...]
    actions: tuple[ActionLine, ...]
    missing: tuple[MissingFact, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]
    parameters: tuple[ParameterUsed, ...]

    @property
    def several_lead(self) -> bool:
        """Whether the policy has more than one document that answers requests."""
        return sum(pack.role == "lead" for pack in self.policy.packs) > 1

    @property
    def safeguarding_now(self) -> bool:
        """Whether the child is to be protected now, whatever becomes of what was asked for."""
        return self.recommendation.direction == "safeguarding_now"
