"""What came of one request put to every open child, as lines and tables for every rendering."""

from collections.abc import Iterator

from threshold.audit.model import Audit
from threshold.audit.render.sections import day
from threshold.audit.supposition import Lacking, Named, Obstacle, Span, Supposition
from threshold.output.tables import Table
from threshold.output.words import listed, many, spoken

_CHILD = ("child", "children")
_SAID = "said"  # somebody says that support is in place
_NO_END = "of these, for danger or protection alone of which no end is on record"
_ONLY_OPEN = "no end of it is on record, and the export does not hold every end"


def title(found: Supposition) -> str:
    """What was asked for."""
    return f"What if everyone asked to {found.request}"


def lines(audit: Audit, found: Supposition) -> Iterator[str]:
    """Who was asked, who was not, and how what follows is meant."""
    who = found.who
    asked, everybody = many(who.open, "open child", "open children"), many(audit.children, *_CHILD)
    yield f"One request, made on {day(audit.as_at)}, put to {asked} of {everybody}."
    if who.by:
        kinds = ", ".join(f"{_kind(each)} {each.children:,}" for each in who.by)
        yield f"Open is what began and has no end on record, or is said to be in place: {kinds}."
    if who.ends_unknown:
        yield (
            f"Of {many(who.ends_unknown, *_CHILD)} the export does not hold every end of what is open, "
            "so that it may have ended."
        )
    yield from _not_asked(found)
    if who.open and not found.answerable:
        yield "No ground of the policy answers this request for any of them; --policy chooses another policy."
    if found.only_open:
        yield (
            f"Of those who could today, {found.only_open:,} could for a concern alone of which no end is on "
            "record, and the export does not hold every end."
        )
    yield _checked(found)


def outcomes(found: Supposition) -> Table:
    """How many could, from when, and how many could not."""
    counts = [
        ("Could today", found.permitted),
        ("Could today, on a condition", found.conditional),
        ("Not today", found.blocked),
        ("Cannot be told: what is recorded contradicts itself", found.conflict),
        ("Cannot be told: something is not known", found.undetermined),
        ("Not answered: the policy has no ground for it", found.unanswered),
    ]
    rows = [(what, f"{number:,}", "") for what, number in counts]
    time = [
        ("of these, could from a known day on, all else being as it is", _of_span(found.earliest)),
        ("of these, held up by nothing known but time", _of_span(found.held_until)),
    ]
    rows[3:3] = [(what, number, when) for what, (number, when) in time]
    if found.blocked_by_no_end:
        rows.insert(3, (_NO_END, f"{found.blocked_by_no_end:,}", ""))
    return Table(("What would come of it", "Children", "When"), tuple(rows), frozenset({1}))


def obstacles(found: Supposition) -> Table:
    """What stands in the way, most frequent first, each part of a requirement below it."""
    rows: list[tuple[str, ...]] = []
    for each in found.obstacles:
        number, when = _of_span(each.until)
        rows.append((f"{each.children:,}", _rule(each), each.title, number, when))
        rows += [("", "", f"{part.children:,}: {part.name}", "", "") for part in each.parts]
        if each.only_open:
            rows.append(("", "", f"{each.only_open:,}: {_ONLY_OPEN}", "", ""))
    headings = ("Children", "Rule", "What stands in the way", "Time alone helps", "From")
    return Table(headings, tuple(rows), frozenset({0, 3}))


def lacking(found: Supposition, most: int | None = None) -> Table:
    """What would have to be known, most frequent first."""
    shown = found.lacking if most is None else found.lacking[:most]
    rows = [(f"{each.children:,}", each.question, _told_by(each)) for each in shown]
    if found.contradicted:
        rows.append((f"{found.contradicted:,}", "Clear up what contradicts itself on record", ""))
    return Table(("Children", "What would have to be known", "Told by"), tuple(rows), frozenset({0}))


def later(found: Supposition, most: int | None = None) -> Table:
    """Who could go ahead, and from when: the first of them."""
    rows = [(child, "today") for child in found.now] + [
        (each.child, day(each.earliest)) for each in found.later
    ]
    return Table(("Child", "From"), tuple(rows if most is None else rows[:most]))


def more(found: Supposition) -> str:
    """How many more could than are listed; empty where all are, or none, as in the edition for a board."""
    named = len(found.now) + len(found.later)
    rest = found.permitted + found.earliest.children - named
    return f"{rest:,} more could; --suppose-results FILE has every child." if rest and named else ""


def _not_asked(found: Supposition) -> Iterator[str]:
    who = found.who
    if who.ended:
        yield f"Not asked: {many(who.ended, *_CHILD)} with nothing open."
    if who.unclear:
        yield (
            f"Not asked: {many(who.unclear, *_CHILD)} of whom the record leaves it unclear whether anything "
            "is open."
        )
    if who.not_recorded:
        kinds = listed([_kind(each) for each in who.lacking])
        yield (
            f"Not asked: {many(who.not_recorded, *_CHILD)} with nothing open on record, of whom it cannot be "
            f"told: the export does not hold every start of {kinds}."
        )


def _checked(found: Supposition) -> str:
    if not found.replayed:
        return "No child was asked again one by one."
    return f"{many(found.replayed, *_CHILD)} asked again one by one, with the same answer."


def _told_by(lacking: Lacking) -> str:
    if lacking.events:
        return f"every {' and '.join(lacking.events)}"
    return ", ".join(lacking.facts)


def _kind(named: Named) -> str:
    return "said to be in place" if named.name == _SAID else spoken(named.name)


def _rule(obstacle: Obstacle) -> str:
    return "" if obstacle.kind == "protection" else obstacle.rule


def _of_span(span: Span) -> tuple[str, str]:
    if not span.children:
        return "0", ""
    when = day(span.first) if span.first == span.last else f"{day(span.first)} to {day(span.last)}"
    return f"{span.children:,}", when
