"""What came of one request put to every open child, as data: part of an audit, and of its public contract."""

from dataclasses import dataclass
from typing import Literal

from threshold.decisions.model import Citation

Kind = Literal["protection", "ground", "block", "condition"]


@dataclass(frozen=True, slots=True)
class Named:
    """How many children something is so of."""

    name: str
    children: int


@dataclass(frozen=True, slots=True)
class Openness:
    """Who was asked, and who was not. `open` + `ended` + `unclear` + `not_recorded` are all children.

    open          something about the child began and has not ended, or support is said to be in place
    by            how many have which open; a child may have several
    ends_unknown  those open by nothing of which the export holds every end, so that it may have ended
    ended         nothing is open
    unclear       what is recorded leaves it open whether anything is
    not_recorded  nothing recorded is open, and the export does not hold everything: `lacking` says of what
    """

    open: int
    by: tuple[Named, ...]
    ends_unknown: int
    ended: int
    unclear: int
    not_recorded: int
    lacking: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something is over by time alone: of how many children, from when to when, by month."""

    children: int
    first: str | None
    last: str | None
    months: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of some children.

    until     of whom time alone mends it, and from when
    only_open of a concern or protection in place: of how many nothing is known but that no end is recorded,
              in an export that does not hold every end
    parts     of a requirement, which of its parts failed
    """

    rule: str
    title: str
    kind: Kind
    source: Citation | None
    children: int
    until: Span
    only_open: int
    parts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that would have to be known, and of how many children.

    `events`: it is told by events, which the export would have to hold, and all of them where there are none;
    else `facts` names what somebody has to say.
    """

    question: str
    facts: tuple[str, ...]
    events: tuple[str, ...]
    children: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child who may go ahead from a day on, if nothing else changes."""

    child: str
    earliest: str


@dataclass(frozen=True, slots=True)
class Supposition:
    """One request put to every open child on the date of the audit.

    permitted, conditional, blocked, conflict, undetermined  how many in each; of the last, the policy answers
    unanswered   how many whom no ground of the policy can answer
    answerable   whether a ground of the policy can answer any of them
    only_open    of those permitted, how many go up for a concern of which nothing is known but that no end is
                 recorded, in an export that does not hold every end
    blocked_by_no_end  of those blocked, in whose way nothing stands but a concern or protection of which
                 nothing is known but that no end is recorded, in an export that does not hold every end
    earliest     of those blocked, who may go ahead from a known day on, all else being as it is known
    held_until   of those blocked, in whose way nothing is known to stand but time; what else would have to be
                 known for an earliest date is among `lacking`
    obstacles    what stands in the way, most frequent first; `lacking`, what would have to be known
    contradicted of how many a contradiction alone keeps the answer open
    now, later   the first of those who could go ahead today, and of those who could from a day on
    replayed     how many children were asked again one by one, with no difference
    """

    request: str
    direction: str
    to: str | None
    of: str | None
    who: Openness
    permitted: int
    conditional: int
    blocked: int
    conflict: int
    undetermined: int
    unanswered: int
    answerable: bool
    only_open: int
    blocked_by_no_end: int
    earliest: Span
    held_until: Span
    obstacles: tuple[Obstacle, ...]
    lacking: tuple[Lacking, ...]
    contradicted: int
    now: tuple[str, ...]
    later: tuple[Waiting, ...]
    replayed: int
