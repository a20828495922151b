"""What a fact is that events settle, such as consent (R20, S31)."""

from collections.abc import Mapping

from .asks import State
from .oracle import Oracle, Unsure
from .reading import belongs, of_current_run, says_what
from .world import UNKNOWN, Record


def settled(
    oracle: Oracle, says: Mapping[str, object], where: Mapping[str, object], during: str = ""
) -> State | None:
    """R20: what events set a fact to; None where none does, and what is stated stands."""
    sure: list[Record] = []
    unsure: list[Record] = []
    current = oracle.current(during) if during else None
    for record in oracle.held:
        if record.event in says and says_what(oracle, record, where) == "wanted":
            counts: bool | None = True
            if isinstance(current, Unsure):
                counts = of_current_run(oracle, record)
            elif during:
                counts = belongs(oracle, record, during, current)
            if counts is not False:
                (sure if counts else unsure).append(record)
    if isinstance(current, Unsure) and not sure:
        return UNKNOWN
    values = {says[r.event] for r in sure + unsure}
    if not sure:
        return UNKNOWN if unsure else None
    if (unsure or any(r.on is None for r in sure)) and len(values) > 1:
        return UNKNOWN
    dated = [r for r in sure if r.on]
    last = max((r.on for r in dated if r.on), default=None)
    return says[[r for r in dated if r.on == last][-1].event] if dated else values.pop()
