"""What is read of an episode itself: when it opened and closed, whether it is open (R18, R19)."""

from .asks import Ask, State
from .oracle import Oracle, Run, Unsure, chosen
from .world import ABSENT, OUTER, UNDATED, UNKNOWN, Span


def starts_covered(oracle: Oracle, episode: str) -> bool:
    return oracle.file.covered(oracle.world.spans[episode].opens)


def of_current(oracle: Oracle, ask: Ask) -> State:
    run = oracle.current(ask.episode, ask.anywhere)
    if isinstance(run, Unsure):
        return UNKNOWN
    if ask.take == "begun":
        return _begun(oracle, run)
    if ask.take == "closed":
        return _closed(oracle, ask.episode, run)
    if run is None:
        return ABSENT if starts_covered(oracle, ask.episode) else UNKNOWN
    return run.start_day or UNDATED


def _closed(oracle: Oracle, episode: str, run: Run | None) -> State:
    if run and run.end:
        return run.end.on or UNDATED
    if run and run.loose:
        return UNKNOWN
    covered = oracle.file.covered(oracle.world.spans[episode].closes)
    never = run is None and starts_covered(oracle, episode)
    return ABSENT if covered or never else UNKNOWN


def _begun(oracle: Oracle, run: Run | None) -> State:
    """R19"""
    if oracle.no_referral():
        # A run shows that there was a referral (S134).
        return ABSENT if run is None and starts_covered(oracle, OUTER) else UNKNOWN
    if run is None:
        current = oracle.current(OUTER)
        return current.start_day or UNDATED if isinstance(current, Run) else UNKNOWN
    referral = oracle.referral_of(run)
    if not isinstance(referral, Run):
        return UNKNOWN
    homes = {other: oracle.referral_of(other) for other in oracle.runs(run.episode)}
    its = [other for other, home in homes.items() if home is referral]
    first, own = referral.start_day or UNDATED, run.start_day or UNDATED
    if any(isinstance(home, Unsure) for home in homes.values()) or isinstance(chosen(its), Unsure):
        return UNKNOWN  # nobody knows which of them was the first
    return first if its[0] is run else own


def open_state(oracle: Oracle, ask: Ask) -> State:
    """R18"""
    span = oracle.world.spans[ask.episode]
    if oracle.looked_at and oracle.looked_at.episode == ask.episode:
        its = oracle.looked_at.open
        return UNKNOWN if its is None else its
    if span.carries_over or not span.within:
        return open_anywhere(oracle, span)
    run = oracle.current(span.name, ask.anywhere)
    if isinstance(run, Unsure):
        return UNKNOWN
    if run is None:
        return False if starts_covered(oracle, span.name) else UNKNOWN
    return UNKNOWN if run.open is None else run.open


def open_anywhere(oracle: Oracle, span: Span) -> State:
    """Whether any run of the episode in the whole file is open."""
    runs = oracle.runs(span.name)
    if any(run.open for run in runs) or _starts_without_ends(oracle, span.name):
        return True
    if any(run.open is None for run in runs):
        return UNKNOWN
    return False if runs or starts_covered(oracle, span.name) else UNKNOWN


def _unlinked(oracle: Oracle, episode: str) -> tuple[int, int]:
    span = oracle.world.spans[episode]
    unlinked = [r.event for r in oracle.held if not r.ref]
    return unlinked.count(span.opens), unlinked.count(span.closes)


def _starts_without_ends(oracle: Oracle, episode: str) -> bool:
    starts, ends = _unlinked(oracle, episode)
    return oracle.in_disorder(episode) and starts > 0 and ends == 0


def left_open(oracle: Oracle, span: Span) -> State:
    """R18"""
    runs = oracle.runs(span.name)
    if oracle.in_disorder(span.name):
        starts, ends = _unlinked(oracle, span.name)
        if starts > ends or any(run.end is None for run in runs if run.ref):
            return True
        return UNKNOWN if any(run.end is None for run in runs) else False
    if any(run.end is None for run in runs if not run.own):
        return True
    if any(run.own for run in runs):
        return UNKNOWN
    return False if runs or starts_covered(oracle, span.name) else UNKNOWN
