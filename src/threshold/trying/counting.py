"""Many cases put to two policies, counted: who flips and how, how far each change reached, who is untried."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from threshold.output.words import spoken
from threshold.trying.model import Aspect, Flip, Flow, Kind, Reach, Tried, Untried
from threshold.trying.outcome import valued
from threshold.trying.pair import Pair, Put, Untryable
from threshold.trying.subjects import Subject

# Of these those who stay are told as well; of the others only where somebody flips.
_WHOLE: tuple[Aspect, ...] = ("status", "direction", "to")
NOBODY_CAN_TELL = "nobody can tell, before or after"


class Counting:
    """What comes of cases, one after the other."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._number = self._flipped = 0
        self._flips: list[Flip] = []
        self._whole: Counter[tuple[Aspect, str, str]] = Counter()
        self._open: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._judged: Counter[int] = Counter()
        self._cannot_tell: Counter[int] = Counter()
        self._taken_back: Counter[int] = Counter()
        self._untried: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)

    def add(self, subject: Subject) -> None:
        """Put one more case to both policies."""
        try:
            put = self._pair.put(subject)
        except Untryable as error:
            self._untried[error.why].append(error.what)
            return
        self._number += 1
        self._flipped += bool(put.flips)
        self._flips += put.flips
        for aspect in _WHOLE:
            at = (aspect, "", "")
            self._whole[aspect, valued(put.before, at), valued(put.after, at)] += 1
        self._reach(put)

    def _reach(self, put: Put) -> None:
        for number, reached in enumerate(put.reach):
            if reached.judged:
                self._judged[number] += 1
            elif reached.open and not put.flips:
                self._cannot_tell[number] += 1
                self._open[number].update(reached.wanting)
        self._taken_back.update(put.taken_back)

    def tried(
        self,
        kind: Kind,
        name: str,
        left_out: Sequence[Untried] = (),
        untried: Sequence[Untried] = (),
        as_at: str = "",
    ) -> Tried:
        """All of it, under the name by which it was given, with what could not be put to both policies."""
        return Tried(
            kind=kind,
            name=name,
            number=self._number,
            flipped=self._flipped,
            flips=tuple(self._flips),
            flows=tuple(self._flows()),
            untried=(*untried, *self._cannot_be_read(), *self._cannot_be_told()),
            left_out=tuple(left_out),
            reach=tuple(self._reaches()),
            as_at=as_at,
        )

    @property
    def empty(self) -> bool:
        """Whether nothing was put to both policies, and nothing was tried in vain."""
        return not self._number and not self._untried

    def _flows(self) -> Iterator[Flow]:
        for (aspect, before, after), number in self._whole.items():
            yield Flow(aspect, "", before, after, number)
        others = Counter(
            (flip.aspect, flip.rule, flip.before, flip.after)
            for flip in self._flips
            if flip.aspect not in _WHOLE
        )
        for (aspect, rule, before, after), number in others.items():
            yield Flow(aspect, rule, before, after, number)

    def _reaches(self) -> Iterator[Reach]:
        for number, change in enumerate(self._pair.changes):
            yield Reach(
                change,
                judged=self._judged[number],
                cannot_tell=self._cannot_tell[number],
                taken_back=self._taken_back[number],
                apart=self._pair.apart.get(number, ""),
            )

    def _cannot_be_read(self) -> Iterator[Untried]:
        for why, wanting in self._untried.items():
            yield Untried(why, len(wanting), most_wanted(wanting))

    def _cannot_be_told(self) -> Iterator[Untried]:
        for number, change in enumerate(self._pair.changes):
            if self._cannot_tell[number]:
                wanting = tuple((spoken(name), times) for name, times in self._open[number].most_common())
                count = self._cannot_tell[number]
                rule = change.id if change.kind == "rule" else ""
                yield Untried(NOBODY_CAN_TELL, count, wanting, rule, (change,))


def most_wanted(wanting: Iterable[tuple[str, ...]]) -> tuple[tuple[str, int], ...]:
    """What is wanting, each with how many lack it; the most wanted first."""
    return tuple(Counter(spoken(name) for each in wanting for name in each).most_common())
