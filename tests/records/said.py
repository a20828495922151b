"""What is stated about an episode: by an entry, of one run; by the file, of what is current (S30, S161)."""

from collections.abc import Mapping

from .asks import State
from .oracle import Oracle, Unsure
from .world import OUTER, UNKNOWN, Record


def stated(oracle: Oracle, fact: str, about: tuple[str, ...], given: Mapping[str, object]) -> State:
    """What a fact about these episodes is at the run that is looked at; `given` is what the file states."""
    words: list[object] = []
    for episode in about:
        telling = [record for record in _marks(oracle, episode) if fact in record.carries]
        run = oracle.current(episode)
        if telling and isinstance(run, Unsure):
            return UNKNOWN
        own = [record for record in telling if run and record.ref == run.ref]
        # The end is the last of them, and has the last word.
        words += [record.carries[fact] for record in own[-1:]]
    if words:
        return words[0] if all(word == words[0] for word in words) else UNKNOWN
    if not all(_is_what_is_current(oracle, episode) for episode in about):
        return UNKNOWN
    return given.get(fact, UNKNOWN)


def _marks(oracle: Oracle, episode: str) -> list[Record]:
    """The held starts of an episode that have a reference, and then its ends."""
    span = oracle.world.spans[episode]
    return [r for event in (span.opens, span.closes) for r in oracle.held if r.ref and r.event == event]


def _is_what_is_current(oracle: Oracle, episode: str) -> bool:
    """Whether what is looked at of an episode is what the file speaks of."""
    if oracle.looked_at is None:
        return True
    looked, current = oracle.current(episode), oracle.at_none().current(episode)
    if isinstance(looked, Unsure):
        # Both may be any run: they are the same only where one is looked at that is current.
        around = oracle.referral_of(oracle.looked_at)
        return isinstance(current, Unsure) and around is oracle.at_none().current(OUTER)
    return looked is current
