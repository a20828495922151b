"""Two policies put to one case: what flips, by which change, how far each was put to the test."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from threshold.conditions import Moment
from threshold.engine import Engine
from threshold.reading import BadInput
from threshold.semantics.findings import Findings
from threshold.trying.causes import Causes
from threshold.trying.model import Flip, key
from threshold.trying.outcome import Outcome, differing, outcome
from threshold.trying.reach import Reached, reached
from threshold.trying.subjects import CannotRead, Subject
from threshold.trying.touched import Touched, named, touched
from threshold.versions import Change, Versions

OLDER, NEWER = "the older policy", "the newer policy"
DOES_NOT_KNOW = "does not know what they speak of"


class Untryable(Exception):
    """A case that cannot be put to one of the policies; `why` says so, and `what` what is wanting."""

    def __init__(self, why: str, what: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why, self.what = why, what


@dataclass(frozen=True, slots=True)
class Put:
    """One case put to both policies.

    `reach` says of each change that decides, in their order, how far it was put to the test; `taken_back`
    which of them, by their numbers, would flip it alone and do not beside the others.
    """

    before: Outcome
    after: Outcome
    flips: tuple[Flip, ...]
    reach: tuple[Reached, ...]
    taken_back: frozenset[int]


@dataclass
class Pair:
    """The engines of both policies, and of the older one with some of the changes.

    `apart` says of a change, by its number, why it cannot be made alone.
    """

    versions: Versions
    apart: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        old, new = self.versions.old, self.versions.new
        self.old, self.new = Engine(old.files, old.trial), Engine(new.files, new.trial)
        self.changes: Sequence[Change] = [each for each in self.versions.changes if each.decides]
        self._composed: dict[frozenset[int], Engine | None] = {}
        self._touched: dict[tuple[int, int, int], Touched] = {}

    def put(self, subject: Subject) -> Put:
        """What comes of a case. Raises Untryable."""
        before, found_before = decided(self.old, subject, OLDER)
        after, found_after = decided(self.new, subject, NEWER)
        causes = Causes(
            subject.of, self.changes, before, after, lambda chosen: self._outcome(chosen, subject)
        )
        flips = tuple(causes.flip(each) for each in differing(before, after))
        reach = tuple(
            self._reached(number, subject.moment, found_before, found_after)
            for number in range(len(self.changes))
        )
        because = {key(change) for flip in flips for change in flip.because}
        taken_back = frozenset(
            number
            for number, change in enumerate(self.changes)
            if len(self.changes) > 1 and reach[number].judged and key(change) not in because
            if (came := causes.alone(number)) is not None and differing(before, came)
        )
        return Put(before, after, flips, reach, taken_back)

    def _outcome(self, chosen: frozenset[int], subject: Subject) -> Outcome | None:
        engine = self._engine(chosen)
        if engine is None:
            return None
        try:
            return decided(engine, subject, "")[0]
        except Untryable:
            return None

    def _engine(self, chosen: frozenset[int]) -> Engine | None:
        if chosen not in self._composed:
            try:
                self._composed[chosen] = self._made(chosen)
            except BadInput as error:
                self._composed[chosen] = None
                if len(chosen) == 1:
                    self.apart[next(iter(chosen))] = error.problems[0].message
        return self._composed[chosen]

    def _made(self, chosen: Iterable[int]) -> Engine:
        changes = [self.changes[number] for number in sorted(chosen)]
        # With all that decides go the words as well: that is the newer policy itself.
        words = [change for change in self.versions.changes if not change.decides]
        files = self.versions.composed(changes + (words if len(changes) == len(self.changes) else []))
        for day in files.change_dates:
            files.at(day)
        return Engine(files)

    def _reached(self, number: int, moment: Moment, before: Findings, after: Findings) -> Reached:
        """How far a change is put to the test by a case: as it was, or as it becomes."""
        # Engines keep their policies as long as they live, so that the number of one stays its own.
        which = (number, id(before.policy), id(after.policy))
        if which not in self._touched:
            self._touched[which] = self._what(number, moment, before, after)
        what = self._touched[which]
        return reached(what.before, before) | reached(what.after, after)

    def _what(self, number: int, moment: Moment, before: Findings, after: Findings) -> Touched:
        engine = self._engine(frozenset((number,)))
        if engine is None:
            return named(before.policy, self.changes[number], after.policy)
        old, alone = self.old.policy.at(moment, self.old.trial), engine.policy.at(moment)
        return touched(old, alone, after.policy)


def decided(engine: Engine, subject: Subject, which: str) -> tuple[Outcome, Findings]:
    """What comes of a case, and what was found in it; `which` names the policy. Raises Untryable."""
    try:
        case = subject.case(engine.policy.vocabulary)
    except CannotRead as error:
        raise Untryable(f"{which} {DOES_NOT_KNOW}", error.what) from None
    try:
        made = engine.decided(case, subject.moment, lambda rule, relevant: False)
    except BadInput as error:
        raise Untryable(f"{which} cannot decide them: {error.problems[0].message}") from None
    return outcome(made.decision), made.findings
