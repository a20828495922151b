"""What is due as one screen: what matters most in its first line, a table, the days ahead, what is not known."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from threshold.agenda.days_ahead import CLOSED, days_ahead
from threshold.agenda.model import Agenda, Item, LeftOut
from threshold.agenda.wording import day, left, what, who
from threshold.dates import day_of
from threshold.output.escaping import joined
from threshold.output.tables import Table, fitting_widths, plain_table
from threshold.output.terminal import HEIGHT, WIDTH, wrapped
from threshold.output.words import many, sentence
from threshold.vocabulary import parse_moment

SOON = timedelta(days=14)
_MOST_DAYS = timedelta(days=27)  # of the days ahead; what is due later is counted
_NARROW = 60  # a table of five columns does not fit less
_ROOM = 14  # lines that are no rows of the table
_FEW = 3
# Why something is not listed, of one and of several.
_WHY: dict[LeftOut, str] = {
    "no_limit": "for which the policy sets no limit",
    "missed": "missed when what it belonged to ended or was paused (`threshold audit` counts those)",
    "paused": "paused",
    "on_request": "about requests that nobody makes",
    "others": "of other workers or teams",
    "beyond": "due later than that",
}


def as_text(agenda: Agenda, everything: bool = False, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The screen; `everything`: every row, else as many as fit, and how many more there are."""
    most = len(agenda.items) if everything else max(8, height - _ROOM)
    lines = [*wrapped(headline(agenda), width), *wrapped(_about(agenda), width)]
    if agenda.items:
        lines += ["", *_listed(agenda.items[:most], width)]
        lines += _more(agenda.items[most:], width)
    lines += _line_of_time(agenda, width)
    lines += _untold(agenda, everything, width)
    lines += _unknown(agenda, everything, width)
    lines += _left_out(agenda, width)
    return joined(lines) + "\n"


def headline(agenda: Agenda) -> str:
    """What matters most: how much is overdue and due soon, and what comes next."""
    overdue = sum(item.state == "overdue" for item in agenda.items)
    ahead = [item for item in agenda.items if item.state == "pending"]
    if not agenda.items:
        nothing = f"Nothing is overdue or due within {agenda.within}" if agenda.within else "Nothing is due"
        return f"{nothing}{_but(agenda)}."
    parts = [f"{overdue:,} overdue"] if overdue else ["Nothing overdue"]
    if agenda.within:
        parts.append(f"{len(ahead):,} due within {agenda.within}")
    else:
        soon = sum(_soon(item) for item in ahead)
        parts.append(f"{soon:,} due within {SOON.days} days, {len(ahead) - soon:,} later")
    told = ", ".join(parts)
    if not ahead:
        return f"{told}{_but(agenda)}."
    first = ahead[0]
    return f"{told}{_but(agenda)}. Next: {what(first)}, {first.reference}, {day(first.due)}."


def _but(agenda: Agenda) -> str:
    """How much nobody can tell: nobody should take what is listed for all there is."""
    number = len(agenda.untold)
    return f"; of {number:,} nobody can tell" if number else ""


def _soon(item: Item) -> bool:
    return day_of(parse_moment(item.due)) <= day_of(parse_moment(item.as_at)) + SOON


def _about(agenda: Agenda) -> str:
    several = agenda.of if agenda.looked_at != 1 else {"cases": "case", "children": "child"}[agenda.of]
    whose = "".join(f", {name} {given}" for name, given in (("worker", agenda.worker), ("team", agenda.team)) if given)
    as_at = f"each as at its own date, the latest {day(agenda.as_at)}" if agenda.several else ""
    as_at = as_at or (f"as at {day(agenda.as_at)}" if agenda.as_at else "")
    trial = f"; with {', '.join(agenda.trial)}, tried here only" if agenda.trial else ""
    return f"{agenda.looked_at:,} {several}{whose}, {as_at}; policy: {agenda.policy}{trial}".replace(", ;", ";")


def _listed(items: Sequence[Item], width: int) -> Iterator[str]:
    if width < _NARROW:
        for item in items:
            yield from wrapped(f"{sentence(left(item))}: {item.reference}", width)
            yield from wrapped(what(item), width, "  ", "  ")
            yield from wrapped("; ".join(filter(None, (day(item.due), who(item)))), width, "  ", "  ")
        return
    rows = tuple((day(item.due), what(item), who(item), item.reference, left(item)) for item in items)
    table = Table(("Due", "What", "Who", "Case", "Left"), rows)
    yield from plain_table(table, fitting_widths(table, width))


def _more(items: Sequence[Item], width: int) -> Iterator[str]:
    if items:
        overdue = sum(item.state == "overdue" for item in items)
        also = f", {overdue:,} of them overdue" if overdue else ""
        yield from wrapped(f"  ... and {len(items):,} more{also}: --all lists them", width, "", "  ")


def _line_of_time(agenda: Agenda, width: int) -> Iterator[str]:
    if not agenda.as_at or not any(item.state == "pending" for item in agenda.items):
        return
    first = day_of(parse_moment(agenda.as_at))
    last = _last(agenda, first)
    later = [item for item in agenda.items if item.state == "pending" and item.due[:10] > last.isoformat()]
    yield ""
    yield from days_ahead(agenda.items, first, last, width)
    after = f"; {len(later):,} later, the last on {day(later[-1].due)}" if later else ""
    yield from wrapped(f"{CLOSED}{after}", width)


def _last(agenda: Agenda, first: date) -> date:
    """The last of the days ahead: those asked for, as far as there is something on them; else two weeks."""
    if not agenda.within:
        return first + SOON
    due = [day_of(parse_moment(item.due)) for item in agenda.items if item.state == "pending"]
    return min(max(due), first + _MOST_DAYS)


def _untold(agenda: Agenda, everything: bool, width: int) -> Iterator[str]:
    if not agenda.untold:
        return
    yield ""
    yield from wrapped(f"Due on a day, and nobody can tell whether it was done or applies ({len(agenda.untold):,}):", width)
    # What is still to come before what is long past.
    ahead = [item for item in agenda.untold if item.due[:10] >= item.as_at[:10]]
    told = agenda.untold if everything else (ahead or agenda.untold)[:_FEW]
    for item in told:
        asks = f" {item.question}" if item.question else ""
        yield from wrapped(f"{day(item.due)}: {what(item)}, {item.reference}.{asks}", width, "  ", "    ")
    if len(told) < len(agenda.untold):
        yield f"  ... and {len(agenda.untold) - len(told):,} more: --all lists them"


def _unknown(agenda: Agenda, everything: bool, width: int) -> Iterator[str]:
    if not agenda.unknown:
        return
    yield ""
    yield "Nobody can tell when, or whether, these are due:"
    told = agenda.unknown if everything else agenda.unknown[:_FEW]
    for each in told:
        number = many(len(each.references), agenda.of.replace("cases", "case").replace("children", "child"), agenda.of)
        names = ", ".join(each.references) if everything or len(each.references) <= _FEW else number
        asks = f" {each.question}" if each.question else ""
        yield from wrapped(f"{each.title}: {names}.{asks}", width, "  ", "    ")
    if len(told) < len(agenda.unknown):
        yield f"  ... and {many(len(agenda.unknown) - len(told), 'more rule')}: --all lists them"


def _left_out(agenda: Agenda, width: int) -> Iterator[str]:
    parts = [f"{number:,} {_WHY[why]}" for why, number in agenda.left_out.items()]
    if parts:
        yield ""
        yield from wrapped(f"Not listed: {'; '.join(parts)}.", width, "", "  ")
