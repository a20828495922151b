"""What a decision comes to, aspect by aspect, so that two of them can be laid side by side."""

from collections import Counter
from collections.abc import Iterator, Mapping

from threshold.decisions import Decision
from threshold.output.words import spoken
from threshold.trying.model import ASPECTS, NONE, Aspect

# An aspect, the rule that it is about (or nothing), and which of several clocks.
Key = tuple[Aspect, str, str]
Outcome = Mapping[Key, str]

_HARMLESS = "nothing against it"  # met, not applicable or not there at all: nobody has anything to do
_AGAINST = ("not_met", "undetermined")


def outcome(decision: Decision) -> Outcome:
    """What a decision comes to; what is not there has no key, and counts as `none`."""
    return {key: value for key, value in _parts(decision) if value}


def differing(before: Outcome, after: Outcome) -> list[Key]:
    """The keys of which the values differ, in the order in which they are told."""
    keys = dict.fromkeys((*before, *after))
    found = [key for key in keys if valued(before, key) != valued(after, key)]
    return sorted(found, key=lambda key: (ASPECTS.index(key[0]), key[1], key[2]))


def valued(of: Outcome, key: Key) -> str:
    """The value of a key."""
    return of.get(key, _HARMLESS if key[0] == "rule" else NONE)


def _parts(decision: Decision) -> Iterator[tuple[Key, str]]:
    recommended = decision.recommendation
    level, advice = recommended.level_of_need, decision.consultation
    # A policy that has no rule on what is asked for leaves it open in another way.
    unanswered = decision.status == "undetermined" and decision.answered is False
    yield ("status", "", ""), "unanswered" if unanswered else decision.status
    yield ("direction", "", ""), recommended.direction
    yield ("to", "", ""), recommended.to or ""
    if level is not None:
        # A level that has a name is that level, whatever its number among others is.
        called = level.name or str(level.level if level.level is not None else level.at_least or "")
        yield ("level", "", ""), called if level.level is not None or not called else f"at least {called}"
    yield ("outcome", "", ""), recommended.outcome or ""
    yield ("rating", "", ""), recommended.brag.colour if recommended.brag is not None else ""
    yield ("advice", "", ""), (advice.advice or "") if advice is not None else ""
    # An answer has to wait for all that has to wait, so for the latest.
    yield ("earliest", "", ""), max((check.until for check in decision.checks if check.until), default="")
    yield from _deadlines(decision)
    for check in decision.checks:
        if check.relevant and check.effect != "ground" and check.status in _AGAINST:
            yield ("rule", check.rule, ""), check.status
    yield ("route", "", ""), ", ".join(step.id for step in decision.route)
    yield from _who(decision)


def _deadlines(decision: Decision) -> Iterator[tuple[Key, str]]:
    """Each clock, told apart from others of its rule by its interval, or by its place among them."""
    seen: Counter[str] = Counter()
    for row in decision.deadlines:
        if not row.relevant:
            continue
        seen[row.rule] += 1
        number = row.interval or seen[row.rule]
        state = row.state if row.certain else f"{row.state}, if it applies"
        told = f"{state}, due {row.due}" if row.due else state
        yield ("deadline", row.rule, "" if number == 1 else str(number)), told


def _who(decision: Decision) -> Iterator[tuple[Key, str]]:
    """Who does what a rule asks for, for whom, and whether at once."""
    people: dict[str, list[str]] = {}
    for action in decision.actions:
        to = f" for {spoken(action.to)}" if action.to else ""
        people.setdefault(action.rule, []).append(
            f"{spoken(action.by)}{to}{', urgent' if action.urgent else ''}"
        )
    for rule, told in people.items():
        yield ("who", rule, ""), "; ".join(told)
