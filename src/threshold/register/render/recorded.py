"""What became of each of many cases that were recorded at once: a line for each, and what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from threshold.output.escaping import json_text
from threshold.output.words import many
from threshold.register.many import SCHEMA, Outcome
from threshold.register.outcomes import in_words


@dataclass
class Tally:
    """How many cases were recorded, were recorded already, and were not; and the entries made, in order."""

    recorded: list[int] = field(default_factory=list)
    already: int = 0
    not_recorded: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        match outcome.state:
            case "recorded":
                self.recorded.append(outcome.entry or 0)
            case "already_recorded":
                self.already += 1
            case _:
                self.not_recorded += 1

    @property
    def text(self) -> str:
        """What it comes to, in a line."""
        parts = [f"{len(self.recorded):,} recorded{self._entries()}"]
        parts += [f"{self.already:,} recorded already"] if self.already else []
        parts += [f"{self.not_recorded:,} NOT recorded"] if self.not_recorded else []
        return f"{', '.join(parts)}."

    @property
    def so_far(self) -> str:
        """What is recorded by now, for whoever is stopped in the middle."""
        return f"{many(len(self.recorded), 'decision')} recorded{self._entries()}"

    def _entries(self) -> str:
        first, last = self.recorded[:1], self.recorded[-1:]
        if not first:
            return ""
        return f" (entry {first[0]})" if first == last else f" (entries {first[0]} to {last[0]})"


def outcome_text(outcome: Outcome) -> str:
    """What became of a case that was recorded, now or before, in a line."""
    agreed = "agreed" if outcome.agreed else "OVERRIDDEN"
    told = f"{outcome.case}: {in_words(outcome.decision)}; {agreed}"
    if outcome.state == "recorded":
        return f"Entry {outcome.entry}: {told}"
    more = f" {'; '.join(outcome.why)}" if outcome.why else ""
    return f"{outcome.case}: already recorded as entry {outcome.entry}{more}"


def outcome_ndjson(outcome: Outcome) -> str:
    """What became of a case, as one line of JSON without its end."""
    return json_text(_row(outcome))


def outcomes_json(outcomes: Sequence[Outcome]) -> str:
    """What became of all cases, as a list."""
    return json_text([_row(each) for each in outcomes], indent=2)


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "case": outcome.case,
        "state": outcome.state,
        "entry": outcome.entry,
        "decision": outcome.decision or None,
        "agreed": outcome.agreed,
        "why": list(outcome.why),
    }
