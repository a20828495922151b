"""Random timelines, dense enough for things to meet, all of them such as a case file may hold.

Each is told apart by a text, so that one that fails can be made again, and is made as small as it can be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from .world import OUTER, REQUEST, File, Record, Span, World

TODAY = date(2026, 6, 10)


@dataclass
class Shape:
    """What one timeline is like: drawn first, so that each has a character of its own."""

    days: int  # how far back entries lie
    linked: float  # how many starts and ends carry a ref
    pointed: float  # how many entries carry an `of`
    undated: float
    settled: float  # how many entries were held, of all
    ended: float
    refs: dict[str, str] = field(default_factory=dict)  # ref -> the kind of thing that it is


def timeline(
    world: World,
    key: str,
    values: Callable[[Random, str], dict[str, object]] | None = None,
    about: tuple[str, ...] = (),
) -> File:
    """The timeline of this text, about some episodes or those named.

    `values` draws what an entry of an event carries.
    """
    random = Random(key)
    shape = Shape(
        days=random.choice((6, 15, 40, 120)),
        linked=random.choice((0.0, 0.0, 0.5, 1.0)),
        pointed=random.choice((0.0, 0.2, 0.6)),
        undated=random.choice((0.0, 0.0, 0.15, 0.4)),
        settled=random.choice((1.0, 0.8)),
        ended=random.choice((0.2, 0.7)),
    )
    inner = [name for name in world.spans if name != OUTER]
    few = [*about] or random.sample(inner, random.choice((1, 1, 2, 3)))
    records: list[Record] = []
    for _ in range(random.choice((0, 1, 1, 2, 2, 3))):
        records += _run(random, world.spans[OUTER], shape, few=True)
    for name in few:
        for _ in range(random.choice((0, 1, 1, 2, 2, 3))):
            records += _run(random, world.spans[name], shape)
    own = [kind.name for kind in world.kinds.values() if {*few} & {*kind.belongs_to}]
    near = [kind.name for kind in world.kinds.values() if OUTER in kind.belongs_to]
    for _ in range(random.choice((0, 1, 2, 4, 7, 10))):
        # Most belong to what the timeline is about, some to its referrals, a few to anything.
        which = random.random()
        event = random.choice(
            own if own and which < 0.6 else near if near and which < 0.9 else [*world.kinds]
        )
        if world.span_of(event) is None:
            records.append(_entry(random, event, shape))
    random.shuffle(records)
    records = _agreeing([_pointing(random, record, world, shape) for record in records], world)
    if values:
        records = [replace(record, carries=values(random, record.event)) for record in records]
    return File(world, tuple(records), TODAY, _covers(random, world))


def _day(random: Random, shape: Shape, earliest: date | None = None) -> date | None:
    if random.random() < shape.undated:
        return None
    latest = TODAY + timedelta(2 if random.random() < 0.05 else 0)
    day = latest - timedelta(random.randrange(shape.days))
    return max(day, earliest) if earliest else day


def _status(random: Random, shape: Shape) -> str:
    return "held" if random.random() < shape.settled else random.choice(("planned", "cancelled", "held"))


def _entry(random: Random, event: str, shape: Shape, ref: str = "") -> Record:
    status = _status(random, shape)
    on = _day(random, shape)
    if status == "planned" and random.random() < 0.5 and on:
        on = TODAY + timedelta(random.randrange(5))
    return Record(on, event, status, ref=ref)


def _run(random: Random, span: Span, shape: Shape, few: bool = False) -> list[Record]:
    """A start, an end, or both: with a ref or without, now and then with the ref at one of the two only."""
    ref = ""
    if random.random() < shape.linked:
        ref = f"{span.name[:3]}{len(shape.refs) + 1}"
        shape.refs[ref] = span.name
    which = random.random()
    records = []
    if which < 0.85:
        records.append(_entry(random, span.opens, shape, ref if random.random() < 0.95 else ""))
    if which >= 0.85 or random.random() < (0.3 if few else shape.ended):
        end = _entry(random, span.closes, shape, ref if random.random() < 0.9 else "")
        started = records[0].on if records else None
        if started and end.on and (end.ref or random.random() < 0.5):
            end = replace(end, on=max(end.on, started))  # an end before the start of its ref is an error
        records.append(end)
    if ref and not any(record.ref == ref for record in records):
        del shape.refs[ref]
    return records


def _pointing(random: Random, record: Record, world: World, shape: Shape) -> Record:
    """The entry with the ref of what it belongs to, if it is to say so."""
    if random.random() >= shape.pointed:
        return record
    span = world.span_of(record.event)
    if random.random() < 0.15:
        return replace(record, of=REQUEST)
    may = [
        ref
        for ref, kind in shape.refs.items()
        if ref != record.ref and kind in _may_name(world, record, span)
    ]
    return replace(record, of=random.choice(may)) if may else record


def _agreeing(records: list[Record], world: World) -> list[Record]:
    """An end with a ref says nothing else than its start about what the run belongs to."""
    starts = {
        r.ref: r.of for r in records if r.ref and r.of and r.event in {s.opens for s in world.spans.values()}
    }
    return [replace(r, of=starts[r.ref]) if r.of and r.ref in starts else r for r in records]


def _may_name(world: World, record: Record, span: Span | None) -> set[str]:
    """The kinds of thing that an `of` of this entry may name (R4)."""
    if span:
        return {span.within} - {""}
    named = {*world.kinds[record.event].belongs_to}
    if not named:
        return {*world.spans}
    around = {world.spans[name].within for name in named} - {""}
    inside = {span.name for span in world.spans.values() if span.within in named}
    return named | around | inside


def _covers(random: Random, world: World) -> dict[str, date]:
    share = random.choice((0.0, 0.4, 0.9, 1.0))
    return {
        event: TODAY - timedelta(random.choice((0, 0, 0, 0, 1, 4, 10, -3)))
        for event in world.kinds
        if random.random() < share
    }


def smallest(file: File, wrong: Callable[[File], bool]) -> File:
    """The same file with every entry and every cover left out that is not needed to make it wrong."""
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(file):
            if links_are_good(smaller) and wrong(smaller):
                file, shrunk = smaller, True
                break
    return file


def _smaller(file: File) -> Iterator[File]:
    for place in range(len(file.records)):
        yield replace(file, records=file.records[:place] + file.records[place + 1 :])
    for event in file.covers:
        yield replace(file, covers={name: day for name, day in file.covers.items() if name != event})
    for place, record in enumerate(file.records):
        for plainer in (replace(record, of=""), replace(record, ref=""), replace(record, carries={})):
            if (plainer.of, plainer.ref, plainer.carries) != (record.of, record.ref, record.carries):
                yield replace(file, records=(*file.records[:place], plainer, *file.records[place + 1 :]))


def links_are_good(file: File) -> bool:
    """Whether a case file may hold these entries (R4)."""
    kinds: dict[str, str] = {}
    for record in file.records:
        span = file.world.span_of(record.event)
        if record.ref and kinds.setdefault(record.ref, span.name if span else record.event) != (
            span.name if span else record.event
        ):
            return False
    for record in file.records:
        span = file.world.span_of(record.event)
        if record.of and record.of != REQUEST:
            if record.of not in kinds or record.of == record.ref:
                return False
            free = span is None and not file.world.kinds[record.event].belongs_to
            if not free and kinds[record.of] not in _may_name(file.world, record, span):
                return False
    for ref in kinds:
        held = [r for r in file.records if r.ref == ref and r.status == "held"]
        for span in file.world.spans.values():
            starts = [r for r in held if r.event == span.opens]
            ends = [r for r in held if r.event == span.closes]
            if len(starts) > 1 or len(ends) > 1:
                return False
            if not (starts and ends):
                continue
            start, end = starts[0], ends[0]
            if (start.on and end.on and end.on < start.on) or (start.of and end.of and start.of != end.of):
                return False
    return True


def as_text(file: File) -> str:
    """The file in a few lines, as one would write it down."""
    lines = [f"today {file.today}"]
    for r in file.records:
        links = "".join(f" {name}: {value}" for name, value in (("ref", r.ref), ("of", r.of)) if value)
        status = "" if r.status == "held" else f" {r.status}"
        carries = f" {dict(r.carries)}" if r.carries else ""
        lines.append(f"  {r.on or 'unknown'} {r.event}{status}{links}{carries}")
    lines += [f"  covers {event}: {day}" for event, day in file.covers.items()]
    return "\n".join(lines)
