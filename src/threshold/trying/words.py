"""What was tried, who flips and by what, in the words of every report."""

from collections import Counter
from collections.abc import Sequence

from threshold.output.words import listed, many, plainly, sentence, spoken
from threshold.trying.groups import Group
from threshold.trying.model import NONE, Aspect, Flow, Kind, Tried, Untried
from threshold.versions import Change

ARROW = "→"
_NOUNS: dict[Kind, tuple[str, str]] = {
    "examples": ("example", "examples"),
    "cases": ("case", "cases"),
    "register": ("recorded decision", "recorded decisions"),
    "export": ("child", "children"),
    "suppose": ("open child", "open children"),
}
_ASPECTS: dict[Aspect, str] = {
    "status": "status",
    "direction": "recommended",
    "to": "goes to",
    "level": "level of need",
    "outcome": "outcome",
    "rating": "BRAG rating",
    "advice": "advice to a caller",
    "earliest": "earliest date",
    "deadline": "deadline",
    "rule": "rule",
    "route": "route",
    "who": "who acts on",
}


def counted(number: int, kind: Kind) -> str:
    """So many of what was tried: 1 child, 214 examples."""
    return many(number, *_NOUNS[kind])


def noun(number: int, kind: Kind) -> str:
    """What was tried, without the number."""
    return _NOUNS[kind][number != 1]


def headline(tried: Sequence[Tried], changes: Sequence[Change]) -> str:
    """What came of everything, in a sentence: who comes out differently, else that nobody was seen to."""
    if not any(change.decides for change in changes):
        return "Nothing that decides a case differs between the two policies"
    if not tried:
        return "Nothing was tried: name examples, case files, an export or a register to see who it concerns"
    moved = [f"{each.flipped:,} of {counted(each.number, each.kind)}" for each in tried if each.flipped]
    still = [counted(each.number, each.kind) for each in tried if each.number and not each.flipped]
    if moved:
        one = len(moved) == 1 and next(each.flipped for each in tried if each.flipped) == 1
        return f"{listed(moved, 'and')} {'comes' if one else 'come'} out differently"
    if still:
        return f"None of {listed(still, 'and')} comes out differently"
    return "Nothing could be tried"


def open_to_doubt(tried: Sequence[Tried]) -> str:
    """How many could not be tried or told apart; empty where everybody could."""
    told = []
    for each in tried:
        # Somebody may be wanting under several changes, and is counted once for each of them.
        most = max((untried.number for untried in each.untried), default=0)
        if most:
            told.append(
                f"up to {counted(most, each.kind)}" if len(each.untried) > 1 else counted(most, each.kind)
            )
    return (
        f"{sentence(listed(told, 'and'))} could not be tried, or nobody can tell: see below" if told else ""
    )


def change_name(change: Change) -> str:
    """A change by what people look for: its number or name, and the pack."""
    if not change.id:
        return f"the pack {change.pack}" if change.kind == "pack" else f"{change.kind} ({change.pack})"
    return f"{change.id} ({change.pack})" if change.pack else change.id


def change_line(change: Change) -> str:
    """A change in one sentence: what it is of, and what it was and is."""
    named = "" if change.title.casefold() == change.id.casefold() else f" {change.title}"
    since = f", from {day(str(change.since))}" if change.since is not None else ""
    return f"{change_name(change)}{named and ':' + named}: {_how(change)}{since}"


def _how(change: Change) -> str:
    match change.how:
        case "came":
            told = change.after if change.after != change.title else ""
            return f"new{f': {told}' if told else ''}"
        case "gone":
            was = change.before if change.before != change.title else ""
            return f"gone{f' (was: {was})' if was else ''}"
        case _:
            return f"{change.before or NONE} {ARROW} {change.after or NONE}"


def cause(group: Group) -> str:
    """What brings a group about."""
    names = [change_name(change) for change in group.because]
    if not names:
        return "By no change or choice of changes that could be found"
    if group.together:
        return f"By {listed(names, 'and')} together: none of them does it alone"
    if len(names) > 1:
        return f"By any one of {listed(names, 'or')} alone"
    return f"By {names[0]} alone"


def ways(group: Group) -> tuple[tuple[str, int], ...]:
    """How those of a group come out differently, each with how many."""
    found: Counter[str] = Counter()
    for flow in group.ways:
        found[way(flow)] += flow.number
    return tuple(found.items())


def way(flow: Flow) -> str:
    """One way of coming out differently: `status: blocked → permitted`; of dates only which way they move."""
    about = f"{_ASPECTS[flow.aspect]}{f' {flow.rule}' if flow.rule else ''}"
    if flow.aspect == "route":
        return f"{about}: other steps"
    if flow.aspect == "earliest":
        return f"{about}: {_moved(flow.before, flow.after)}"
    if flow.aspect == "deadline":
        return f"{about}: {_of_deadline(flow.before, flow.after)}"
    if flow.aspect == "rule":
        return f"{about}: {_of_rule(flow.before, flow.after)}"
    return f"{about}: {value(flow.before)} {ARROW} {value(flow.after)}"


def value(text: str) -> str:
    """What came out, as people say it."""
    first, comma, rest = text.partition(", ")
    return f"{plainly(first)}{comma}{rest}"


def day(text: str) -> str:
    """A day as a report writes it."""
    from threshold.reports.days import day as written

    return written(text)


def _of_deadline(before: str, after: str) -> str:
    """States, where they differ; else whether it is due sooner or later."""
    (state, _, due), (now, _, due_now) = (text.partition(", due ") for text in (before, after))
    if state != now:
        return f"{value(state)} {ARROW} {value(now)}"
    return f"{value(state)}, due {_moved(due or NONE, due_now or NONE)}"


def _of_rule(before: str, after: str) -> str:
    """What a rule comes to; where it is in the way until a day, which way that moves."""
    (state, _, until), (now, _, until_now) = (text.partition(" until ") for text in (before, after))
    if state == now:
        return f"{value(state)}, until a day that moves: {_moved(until or NONE, until_now or NONE)}"
    return f"{value(state)} {ARROW} {value(now)}"


def _moved(before: str, after: str) -> str:
    if before == NONE:
        return "on a day now, on none before"
    if after == NONE:
        return "on no day now"
    # Dates are written so that their order is that of their letters.
    return "later" if after > before else "earlier"


def why(untried: Untried, kind: Kind, link: str = ", for want of") -> str:
    """How many could not be tried, why, and what is wanting; of what was left out, which it is instead."""
    told = f"{counted(untried.number, kind)}: {untried.why}"
    if untried.changes:
        told = f"{listed([change_name(change) for change in untried.changes], 'and')}, {told}"
    if untried.wanting:
        few = [f"{spoken(name)} ({number:,})" for name, number in untried.wanting[:5]]
        more = f" and {len(untried.wanting) - 5} more" if len(untried.wanting) > 5 else ""
        told += f"{link}: {', '.join(few)}{more}"
    return told
