"""How the true rows of a definition become the value of its fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from threshold.conditions import Truth
from threshold.policy import Definition, Row
from threshold.vocabulary import UNKNOWN, Fact, State, Value, shown


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived fact: its state, the rows that fired, and - of an ordered one - what is not ruled out.

    `floor` is the most serious value that certainly holds while more serious ones are not ruled out.
    `clash` says which rows contradict each other.
    """

    fact: str
    state: State
    fired: tuple[tuple[Definition, Row], ...]
    open_rows: tuple[tuple[Definition, Row], ...]
    floor: Value | None = None
    not_ruled_out: tuple[Value, ...] = ()
    clash: str = ""


def derive(fact: Fact, definitions: Sequence[Definition], truths: Mapping[str, Truth]) -> Derived:
    """The fact's state from the truth of its rows; several definitions of one fact are taken together."""
    # Most rows are false: only the others are kept with the definition that they belong to.
    possible = [(d, row) for d in definitions for row in d.rows if truths[row.key] is not False]
    fired = tuple(pair for pair in possible if truths[pair[1].key])
    unknown = tuple(pair for pair in possible if truths[pair[1].key] is None)
    otherwise = next((d.otherwise for d in definitions if d.otherwise is not None), None)
    hit = definitions[0].hit
    if hit == "most_serious":
        return _most_serious(fact, fired, unknown, otherwise)
    if hit == "all":
        values = tuple(str(row.value) for _, row in fired)
        state: State = UNKNOWN if unknown else values
        return Derived(fact.name, state, fired, unknown)
    values_fired = {row.value for _, row in fired}
    if len(values_fired) > 1:
        names = " and ".join(f"“{row.because or shown(row.value)}”" for _, row in fired)
        return Derived(fact.name, UNKNOWN, fired, unknown, clash=f"{names} both hold")
    if fired:
        return Derived(fact.name, fired[0][1].value, fired, unknown)
    if unknown or otherwise is None:
        return Derived(fact.name, UNKNOWN, fired, unknown)
    return Derived(fact.name, otherwise, fired, unknown)


def _most_serious(
    fact: Fact,
    fired: tuple[tuple[Definition, Row], ...],
    unknown: tuple[tuple[Definition, Row], ...],
    otherwise: Value | None,
) -> Derived:
    rank = {value: position for position, value in enumerate(fact.order)}
    unknown = tuple(sorted(unknown, key=lambda pair: rank[pair[1].value]))  # what matters most is asked first
    top = min((row.value for _, row in fired), key=rank.__getitem__, default=None)
    possible = {row.value for _, row in unknown if top is None or rank[row.value] < rank[top]}
    if top is not None:
        possible.add(top)
    elif otherwise is not None:
        possible.add(otherwise)
    ranked = sorted(possible, key=rank.__getitem__)
    certain = top is not None or otherwise is not None
    if certain and len(ranked) == 1:
        return Derived(fact.name, ranked[0], fired, unknown)
    floor = ranked[-1] if certain else None
    return Derived(fact.name, UNKNOWN, fired, unknown, floor, tuple(v for v in ranked if v != floor))
