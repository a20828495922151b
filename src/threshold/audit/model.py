"""An audit as data: every figure that any rendering shows. Its JSON is a public, versioned contract.

Dates are ISO text; the same export, policy and date give the same bytes.
"""

from dataclasses import dataclass
from typing import Literal

from threshold.decisions.model import Citation, PolicyStamp
from threshold.semantics.closed_lists import AuditState

SCHEMA = "threshold/audit/1"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in each outcome.

    n        all that the rule applies to, or may apply to
    judged   met + late + overdue + missed + not met; what was early, has ended or is paused is none of these
    share    met / judged
    least    the share if everything that cannot be told or is in conflict had been missed
    """

    met: int = 0
    late: int = 0
    overdue: int = 0
    missed: int = 0
    not_met: int = 0
    pending: int = 0
    early: int = 0
    ended: int = 0
    paused: int = 0
    cannot_tell: int = 0
    conflict: int = 0
    no_limit: int = 0
    not_applicable: int = 0
    n: int = 0
    judged: int = 0
    share: float | None = None
    least: float | None = None

    @property
    def failed(self) -> int:
        """Late, overdue, missed or not met."""
        return self.late + self.overdue + self.missed + self.not_met

    @property
    def percent(self) -> str:
        """The share as people write it, with what it is a share of."""
        if self.share is None:
            return "none to judge"
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
class RuleSummary:
    """One rule over the whole export.

    counted     what was counted, in words: the limit, its unit and the event that starts the clock
    each        the episode of which every run counts once; empty: every child counts once
    without     children of whom the export has no such episode; they count nowhere here
    on_request  it bears on requests alone, of which an export holds none, so it is no measure of practice
    """

    rule: str
    title: str
    kind: Literal["deadline", "requirement"]
    source: Citation
    counted: str
    each: str
    without: int
    effect: str
    beside: str
    on_request: bool
    counts: Counts
    lateness: tuple[Lateness, ...]
    months: tuple[Month, ...]
    worst: tuple[Worst, ...]
    by_team: tuple[Part, ...]
    by_worker: tuple[Part, ...]

    @property
    def judged(self) -> bool:
        """Whether it measures practice, and anything was there to measure."""
        return not self.on_request and self.counts.judged > 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the data in one column: how many cells or rows, and the first rows of them."""

    kind: str
    meaning: str
    place: str
    column: str | None
    count: int
    rows: tuple[int, ...]


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
    """Events of which the export is taken to be complete up to a date; None: not for everybody."""

    event: str
    upto: str
    children: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows read: `reported` + `refused` is always `read`."""

    read: int
    reported: int
    refused: int


@dataclass(frozen=True, slots=True)
class Change:
    """A rule then and now. `points` is the share's change in percentage points."""

    rule: str
    title: str
    earlier: Counts | None
    now: Counts | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier audit, and what makes the two not quite comparable."""

    as_at: str
    source: str
    notes: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """A whole export put to a policy.

    counting   the convention by which everything here is counted
    replayed   how many children were decided again one by one, with no difference
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

    @property
    def judged(self) -> list[RuleSummary]:
        """The rules that measure practice and had something to measure, in the policy's order."""
        return [rule for rule in self.rules if rule.judged]

    @property
    def failed(self) -> int:
        """How often anything was late, overdue, missed or not met."""
        return sum(rule.counts.failed for rule in self.rules if not rule.on_request)
