"""What a flip is put down to: the single change that brings it, or those that need each other."""

from collections.abc import Callable, Sequence

from threshold.trying.model import Flip
from threshold.trying.outcome import Key, Outcome, valued
from threshold.trying.smallest import smallest
from threshold.versions import Change

_MOST_ALONE = 24  # changes: so many are each tried alone; of more, some that are enough are looked for


class Causes:
    """The flips of one case, put down to changes; each choice of changes is decided once.

    `decided` gives what the case comes to under the older policy with some of the changes, by their numbers;
    None where it cannot be had.
    """

    def __init__(
        self,
        of: str,
        changes: Sequence[Change],
        before: Outcome,
        after: Outcome,
        decided: Callable[[frozenset[int]], Outcome | None],
    ) -> None:
        self._of, self._changes = of, changes
        self._before, self._after = before, after
        self._decide = decided
        self._known: dict[frozenset[int], Outcome | None] = {frozenset(): before}

    def alone(self, number: int) -> Outcome | None:
        """What the case comes to with one change alone."""
        return self._with(frozenset((number,)))

    def flip(self, key: Key) -> Flip:
        """What comes out otherwise, with its cause."""
        chosen, together = self._because(key)
        aspect, rule, place = key
        before, after = valued(self._before, key), valued(self._after, key)
        because = tuple(self._changes[number] for number in sorted(chosen))
        return Flip(self._of, aspect, rule, before, after, because, together, place)

    def _because(self, key: Key) -> tuple[Sequence[int], bool]:
        numbers = range(len(self._changes))

        def brings(chosen: frozenset[int]) -> bool:
            came = self._with(chosen)
            return came is not None and valued(came, key) == valued(self._after, key)

        few = numbers if len(numbers) <= _MOST_ALONE else ()
        if singles := [number for number in few if brings(frozenset((number,)))]:
            return singles, False
        found = sorted(smallest(numbers, brings) or ())
        if len(found) < 2:
            return found, False
        # Of many changes not each was tried alone.
        singles = [number for number in found if brings(frozenset((number,)))]
        return (singles, False) if singles else (found, True)

    def _with(self, chosen: frozenset[int]) -> Outcome | None:
        if chosen not in self._known:
            self._known[chosen] = self._decide(chosen)
        return self._known[chosen]
