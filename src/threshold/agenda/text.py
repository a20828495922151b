"""What is due as one screen: what matters first, a table, the days ahead, and what nobody can tell."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from threshold.agenda.days_ahead import CLOSED, days_ahead
from threshold.agenda.model import Agenda, Item, LeftOut
from threshold.agenda.span import read_span
from threshold.agenda.wording import STATUTORY, day, due_day, left, what, who
from threshold.dates import day_of
from threshold.output.escaping import joined
from threshold.output.tables import Table, fitting_widths, plain_table
from threshold.output.terminal import HEIGHT, WIDTH, wrapped
from threshold.output.words import many, sentence
from threshold.vocabulary import parse_moment

T = TypeVar("T")
SOON = timedelta(days=14)
_MOST_DAYS = timedelta(days=27)  # of the days ahead; what is due later is counted
_NARROW = 60  # a table of five columns does not fit less
_LEAST, _FEW = 4, 3
_WHY: dict[LeftOut, str] = {
    "no_limit": "for which the policy sets no limit",
    "missed": "missed when what they belonged to ended or was paused",
    "paused": "paused",
    "on_request": "of rules that speak only where something is asked for",
    "others": "of other workers or teams",
    "beyond": "due later",
}


def as_text(agenda: Agenda, everything: bool = False, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The screen; `everything`: every row, else as many as fit, and how many more there are.

    What is not known gives way first, to how much of it there is; some of what is due is always listed.
    """
    head = [*wrapped(headline(agenda), width), *wrapped(_about(agenda), width), *_refused(agenda, width)]
    ahead = list(_line_of_time(agenda, width))
    foot = [*_left_out(agenda, width), *_editions(agenda, width)]
    vague = [*_untold(agenda, width, everything), *_unknown(agenda, width, everything)]
    room = height - 2 - len(head) - len(ahead) - len(foot)  # one for the cursor, one between
    if everything:
        listed = list(_listed(agenda.items, width, _year(agenda)))
    else:
        first = list(_listed(agenda.items[: max(_LEAST, room)], width, _year(agenda)))
        if len(first) + len(vague) > room:
            vague = list(_in_short(agenda, width))
        listed = _as_many_as_fit(agenda.items, room - len(vague), width, _year(agenda))
    between = [""] if listed else []
    return joined([*head, *between, *listed, *ahead, *vague, *foot]) + "\n"


def headline(agenda: Agenda) -> str:
    """What matters most: how much is overdue and due soon, and what comes next."""
    overdue = sum(item.state == "overdue" for item in agenda.items)
    ahead = [item for item in agenda.items if item.state == "pending"]
    vague = f"; of {len(agenda.untold):,} nobody can tell" if agenda.untold else ""
    time = agenda.within or f"{SOON.days} days"
    if agenda.refused and not agenda.looked_at:
        return "Nothing was decided, so nothing can be told of what is due."
    if not agenda.items:
        nothing = f"Nothing is overdue or due within {time}" if agenda.within else "Nothing is due"
        return f"{nothing}{vague}."
    soon = sum(bool(agenda.within) or _soon(item) for item in ahead)
    late = f"{overdue:,} overdue" if overdue else "Nothing overdue"
    told = f"{late}, {soon:,} due within {time}" if soon else f"{late}, nothing due within {time}"
    if not overdue and not soon:
        told = f"Nothing overdue or due within {time}"
    later = f", {len(ahead) - soon:,} later" if len(ahead) > soon else ""
    told = f"{told}{later}{vague}."
    if not ahead:
        return told
    return f"{told} Next: {what(ahead[0])}, {ahead[0].reference}, {due_day(ahead[0], _year(agenda))}."


def _year(agenda: Agenda) -> str:
    """The year that goes without saying; where cases have several dates, none does."""
    return "" if agenda.several else agenda.as_at[:4]


def _soon(item: Item) -> bool:
    return day_of(parse_moment(item.due)) <= day_of(parse_moment(item.as_at)) + SOON


def _about(agenda: Agenda) -> str:
    """Of whom, when, and by which policy."""
    parts = [_number(agenda, agenda.looked_at)]
    named = (("worker", agenda.worker), ("team", agenda.team))
    parts += [f"{name} {given}" for name, given in named if given]
    if agenda.as_at:
        several = "each as at its own date, the latest" if agenda.several else "as at"
        parts.append(f"{several} {day(agenda.as_at)}")
    if agenda.policy:
        parts.append(f"policy {agenda.policy}")
    if agenda.trial:
        parts.append(f"with {', '.join(agenda.trial)}, tried here only")
    return ", ".join(parts)


def _refused(agenda: Agenda, width: int) -> list[str]:
    """Nobody should take what is listed for all there is."""
    if not agenda.refused:
        return []
    were = "case or file was" if agenda.refused == 1 else "cases or files were"
    return wrapped(f"{agenda.refused:,} {were} not decided: what is due there is not listed.", width)


def _number(agenda: Agenda, number: int) -> str:
    return many(number, "child", "children") if agenda.of == "children" else many(number, "case")


def _listed(items: Sequence[Item], width: int, year: str) -> Iterator[str]:
    if width < _NARROW:
        for item in items:
            yield from wrapped(f"{sentence(left(item))}: {item.reference}", width)
            yield from wrapped(what(item), width, "  ", "  ")
            yield from wrapped("; ".join(filter(None, (due_day(item, year), who(item)))), width, "  ", "  ")
    elif items:
        rows = tuple(
            (due_day(item, year), what(item), who(item), item.reference, left(item)) for item in items
        )
        table = Table(("Due", "What", "Who", "Case", "Left"), rows)
        yield from plain_table(table, fitting_widths(table, width))


def _as_many_as_fit(items: Sequence[Item], room: int, width: int, year: str) -> list[str]:
    """As many of the first items as so many lines hold, a few in any case, and how many more there are."""
    number = max(_LEAST, min(len(items), room))
    while number > _LEAST:
        told = len(list(_listed(items[:number], width, year)))
        if told + (number < len(items)) <= room:
            break
        number -= 1
    lines, more = list(_listed(items[:number], width, year)), items[number:]
    if more:
        overdue = sum(item.state == "overdue" for item in more)
        also = f", {overdue:,} of them overdue" if overdue else ""
        lines += wrapped(f"... and {len(more):,} more{also}: --all lists them", width, "  ", "  ")
    return lines


def _line_of_time(agenda: Agenda, width: int) -> Iterator[str]:
    ahead = [item for item in agenda.items if item.state == "pending"]
    if not ahead or agenda.several:
        return
    first = day_of(parse_moment(agenda.as_at))
    last = _last(agenda, first)
    later = [item for item in ahead if item.due[:10] > last.isoformat()]
    yield ""
    yield from days_ahead(ahead, first, last, width)
    after = f"; {len(later):,} later, the last on {day(later[-1].due)}" if later else ""
    yield from wrapped(f"{CLOSED}{after}", width)


def _last(agenda: Agenda, first: date) -> date:
    """The last of the days ahead: two weeks on, or as far as is asked for, within bounds."""
    if not agenda.within:
        return first + SOON
    last = date.fromisoformat(read_span(agenda.within).last_day(agenda.as_at))
    return min(last, first + _MOST_DAYS)


def _untold(agenda: Agenda, width: int, everything: bool) -> Iterator[str]:
    """What has a day, what is still to come first, for the rest may be long past."""
    if not agenda.untold:
        return
    yield ""
    yield from wrapped("Nobody can tell whether these were done, or whether they apply:", width)
    ahead = [item for item in agenda.untold if item.due[:10] >= item.as_at[:10]]
    past = [item for item in agenda.untold if item.due[:10] < item.as_at[:10]]
    yield from _some([*ahead, *past], _untold_line, width, everything)


def _untold_line(item: Item) -> str:
    return f"{due_day(item)}: {what(item)}, {item.reference}. {item.question}".rstrip()


def _unknown(agenda: Agenda, width: int, everything: bool) -> Iterator[str]:
    if not agenda.unknown:
        return
    yield ""
    yield from wrapped("Nobody can tell when these are due, or whether they began:", width)
    lines = []
    for each in agenda.unknown:
        few = everything or len(each.references) <= _FEW
        names = ", ".join(each.references) if few else _number(agenda, len(each.references))
        mark = STATUTORY if each.edition else ""
        lines.append(f"{each.title}{mark}: {names}. {each.question}".rstrip())
    yield from _some(lines, str, width, everything)


def _some(things: Sequence[T], said: Callable[[T], str], width: int, everything: bool) -> Iterator[str]:
    """The first few, or every one, and how many more there are."""
    told = things if everything else things[:_FEW]
    for each in told:
        yield from wrapped(said(each), width, "  ", "    ")
    if len(told) < len(things):
        yield f"  ... and {len(things) - len(told):,} more: --all lists them"


def _in_short(agenda: Agenda, width: int) -> Iterator[str]:
    """How much nobody can tell, where there is no room for more."""
    parts = []
    if agenda.untold:
        parts.append(f"whether {len(agenda.untold):,} more were done, or apply")
    if agenda.unknown:
        parts.append(f"the day of {many(len(agenda.unknown), 'kind')} of deadline")
    if parts:
        yield ""
        yield from wrapped(
            f"Nobody can tell {'; nor '.join(parts)}: --all lists them and what to ask.", width
        )


def _editions(agenda: Agenda, width: int) -> Iterator[str]:
    """What the mark means beside a statutory limit: which edition it was checked against."""
    told = [item.edition for item in (*agenda.items, *agenda.untold)]
    told += [each.edition for each in agenda.unknown]
    for edition in dict.fromkeys(filter(None, told)):
        yield from wrapped(f"{STATUTORY} Edition of the statutory limits: {edition}", width, "", "  ")


def _left_out(agenda: Agenda, width: int) -> Iterator[str]:
    parts = [f"{number:,} {_WHY[why]}" for why, number in agenda.left_out.items()]
    if parts:
        yield from wrapped(f"Not listed: {'; '.join(parts)}.", width)
