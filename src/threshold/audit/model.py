"""An audit as data: every figure that any rendering shows. Its JSON is a public, versioned contract.

Dates are ISO text; the same export, policy and date give the same bytes.
"""

from dataclasses import dataclass
from typing import Literal

from threshold.audit.supposition import Supposition
from threshold.decisions.model import Citation, PolicyStamp
from threshold.semantics.closed_lists import AuditState

SCHEMA = "threshold/audit/1"
HIDDEN = "hidden"
Number = int | None  # None: hidden, where small numbers are suppressed


@dataclass(frozen=True, slots=True)
class Hidden:
    """Why numbers are left out: each is from 1 up to less than `fewer_than`, or would tell one that is."""

    fewer_than: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in each outcome.

    n        all that the rule applies to, or may apply to
    judged   met + late + overdue + missed + not met; what was early, has ended or is paused is none of these
    share    met / judged
    least    the share if everything that cannot be told or is in conflict had been missed
    hidden   why numbers are left out (None), where small ones are suppressed
    """

    met: Number = 0
    late: Number = 0
    overdue: Number = 0
    missed: Number = 0
    not_met: Number = 0
    pending: Number = 0
    early: Number = 0
    ended: Number = 0
    paused: Number = 0
    cannot_tell: Number = 0
    conflict: Number = 0
    no_limit: Number = 0
    not_applicable: Number = 0
    n: Number = 0
    judged: Number = 0
    share: float | None = None
    least: float | None = None
    hidden: Hidden | None = None

    @property
    def failed(self) -> Number:
        """Late, overdue, missed or not met; None where that is hidden."""
        parts = [self.late, self.overdue, self.missed, self.not_met]
        known = [number for number in parts if number is not None]
        if len(known) == len(parts):
            return sum(known)
        return None if self.judged is None or self.met is None else self.judged - self.met

    def told(self, name: str) -> str:
        """A number as it is written: an outcome, or n, judged or failed."""
        number: Number = getattr(self, name)
        return HIDDEN if number is None else f"{number:,}"

    @property
    def percent(self) -> str:
        """The share as people write it, with what it is a share of."""
        if self.share is None:
            return "none to judge" if self.judged == 0 else HIDDEN
        return f"{100 * self.share:.1f}% ({self.met:,} of {self.judged:,})"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many were late, overdue or missed, by between `least` and `most` units (None: any more)."""

    least: int
    most: int | None
    late: int
    overdue: int
    missed: int = 0

    @property
    def not_done(self) -> int:
        """Overdue still, or missed for good."""
        return self.overdue + self.missed

    @property
    def label(self) -> str:
        if self.most is None:
            return f"over {self.least - 1}"
        return f"up to {self.most}" if self.least <= 1 else f"{self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Lateness:
    """By how much a deadline was not kept, counted in `unit`.

    Overdue ones count up to the audit's date; missed ones to the day on which what they belong to ended, or
    a pause began.
    """

    unit: str
    n: int
    median: float
    most: int
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The outcomes of what fell due in a month (2026-05)."""

    month: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Worst:
    """One of those missed by most. `instance` numbers the child's assessment, plan or the like, from 1."""

    child: str
    instance: int | None
    interval: int | None
    outcome: AuditState
    start: str | None
    due: str | None
    met_on: str | None
    days: int | None
    unit: str
    team: str | None
    worker: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The outcomes of one rule for one team, or one worker."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that an export does not say, and that keeps a rule from being judged.

    kind       event: entries of that kind, recorded completely. fact: a column that states it. link: the
               reference that tells which entries belong to which run of that episode
    asks       the question that it answers; empty of a link
    recorded   the export has it of somebody, so that it is not complete or left blank rather than missing
    """

    kind: Literal["event", "fact", "link"]
    name: str
    asks: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """One rule over the whole export.

    counted     what was counted, in words: the limit, its unit and the event that starts the clock
    each        the episode of which every run counts once; empty: every child counts once
    without     children of whom the export has no such episode; they count nowhere here
    on_request  it bears on requests alone, of which an export holds none, so it is no measure of practice
    wants       where it cannot be told of some, what lacks of a few of them, what most of them lack first
    whenever    it is put to the child as at the date of the audit, whatever period the other figures are of
    """

    rule: str
    title: str
    kind: Literal["deadline", "requirement"]
    source: Citation
    counted: str
    each: str
    without: Number
    effect: str
    beside: str
    on_request: bool
    counts: Counts
    lateness: tuple[Lateness, ...]
    months: tuple[Month, ...]
    worst: tuple[Worst, ...]
    by_team: tuple[Part, ...]
    by_worker: tuple[Part, ...]
    wants: tuple[Wanted, ...] = ()
    whenever: bool = False

    @property
    def of_practice(self) -> bool:
        """Whether it measures practice: a note is for whoever reads a decision, and nobody has to meet it."""
        return not self.on_request and self.effect != "note"

    @property
    def judged(self) -> bool:
        """Whether it measures practice, and anything was there to measure."""
        return self.of_practice and self.counts.judged != 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How long things took, in the unit of their measure: how many, the middle one and the longest.

    within   how many took no longer than the limit; hidden where small numbers are suppressed and it, or how
             many took longer, is one
    share    within / n
    """

    n: int
    median: float
    most: int
    within: Number
    share: float | None


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """One measure of one month (2026-05), or one team."""

    name: str
    spread: Spread | None  # None: hidden, where small numbers are suppressed


@dataclass(frozen=True, slots=True)
class Measure:
    """How long one kind of work took, from one day to another: of every run that has both days.

    counted    from which day to which, in words
    each       the episode whose runs are measured
    limit      the national limit, in `unit`
    no_end     begun, and no end on record: not done, or not recorded
    not_needed begun, and none was needed: there is no end, and none is wanting
    no_start   done, and it cannot be told when it began
    backward   done before it began, by the dates; no measure of anything
    months     by the month in which it was done; where a period is of what was started, in which it was
    """

    measure: str
    title: str
    counted: str
    each: str
    unit: str
    limit: int
    spread: Spread | None
    no_end: Number
    no_start: Number
    backward: Number
    months: tuple[MeasurePart, ...]
    by_team: tuple[MeasurePart, ...]
    not_needed: Number = 0


@dataclass(frozen=True, slots=True)
class PeriodStamp:
    """The period that the figures are of, and whether by what was done in it or by what was started in it.

    not_done   how often anything was overdue at its end or missed in it, which is in no figure of a rule: it
               was not done in it
    """

    first: str
    last: str
    by: Literal["done", "started"]
    not_done: Number


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the data in one column: how many cells or rows, and the first rows of them.

    `also` are the rules of the census that object to the same when it is handed in.
    """

    kind: str
    meaning: str
    place: str
    column: str | None
    count: int
    rows: tuple[int, ...]
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """Which export, how it was read and dated; what stands for something else, and what was not read."""

    format: str
    name: str
    dated_by: str
    proxies: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Events of which the export is taken to be complete up to a date, and for how many children.

    None: not for everybody, and for how many is hidden.
    """

    event: str
    upto: str
    children: Number


@dataclass(frozen=True, slots=True)
class Paired:
    """How starts and ends of an episode were brought together.

    `linked` is how many of its runs the export itself states, by one row or one reference; `by_date` how many
    starts and ends only their days bring together, so that one may be taken for another's.
    """

    episode: str
    linked: Number
    by_date: Number


@dataclass(frozen=True, slots=True)
class Unseen:
    """Events said to be recorded completely, of which nobody has any, so that they are not taken to be.

    `rules` are those that lack them.
    """

    event: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unused:
    """How many rows were not used for one reason: each row is counted under one."""

    kind: str
    meaning: str
    rows: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows read: `reported` + `refused` + `left_out` is always `read`.

    `left_out` are rows that were not to be used: those that the column map leaves out, totals and footers.
    What is in `unused` adds up to `refused` + `left_out`. All but `read` may be hidden.
    """

    read: int
    reported: Number
    refused: Number
    left_out: Number = 0
    unused: tuple[Unused, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A rule then and now. `points` is the share's change in percentage points."""

    rule: str
    title: str
    earlier: Counts | None
    now: Counts | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Moved:
    """So many things, of so many children, with the references of the first of these."""

    rows: int
    number: int
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """What became of one rule since an earlier audit, assessment by assessment, or whatever it is about.

    became     is late, overdue, missed or not met, and was not then
    put_right  was overdue or not met, and is done by now, late or not
    still      was overdue or not met, and is not done now either
    left       was overdue or not met, of a child whom the export does not have any more
    untold     was overdue or not met, and is not judged now: it cannot be told, or has ended
    redated    was late, overdue, missed or not met, and is known to be the same though its start has another
               date now; counted above as well
    """

    rule: str
    title: str
    beside: str
    became: Moved
    put_right: Moved
    still: Moved
    left: Moved
    untold: Moved
    redated: Moved = Moved(0, 0, ())


@dataclass(frozen=True, slots=True)
class Children:
    """The children of two audits compared by reference: who came, who left, and what became of whom."""

    source: str
    as_at: str
    came: Moved
    left: Moved
    rules: tuple[Moves, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier audit, and what makes the two not quite comparable."""

    as_at: str
    source: str
    notes: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What was left out so that no small number can be read off, or worked out.

    numbers   how many numbers of rules as a whole
    rules     how many rules, of which no number is told
    parts     how many months and teams, each with all its numbers, of how many
    findings  how many kinds of finding about the data
    """

    fewer_than: int
    numbers: int
    rules: int
    parts: int
    of_parts: int
    findings: int


@dataclass(frozen=True, slots=True)
class Audit:
    """A whole export put to a policy.

    counting   the convention by which everything here is counted
    replayed   how many children were decided again one by one, with no difference
    suppose    one request put to every open child, where that was asked for
    edition    board: without children, workers and teams of a few
    """

    schema: str
    as_at: str
    source: SourceStamp
    policy: PolicyStamp
    counting: tuple[str, ...]
    rows: Rows
    children: int
    covers: tuple[Covered, ...]
    replayed: int
    quality: tuple[Finding, ...]
    rules: tuple[RuleSummary, ...]
    compared: Comparison | None = None
    unseen: tuple[Unseen, ...] = ()
    paired: tuple[Paired, ...] = ()
    period: PeriodStamp | None = None
    measures: tuple[Measure, ...] = ()
    children_since: Children | None = None
    suppressed: Suppressed | None = None
    suppose: Supposition | None = None
    edition: Literal["team", "board"] = "team"

    @property
    def judged(self) -> list[RuleSummary]:
        """The rules that measure practice and had something to measure, in the policy's order."""
        return [rule for rule in self.rules if rule.judged]

    @property
    def failed(self) -> int:
        """How often anything was late, overdue, missed or not met."""
        return sum(rule.counts.failed or 0 for rule in self.rules if rule.of_practice)
