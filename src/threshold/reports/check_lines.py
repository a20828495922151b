"""A check as a line: what is wanted, how it failed, the values seen, and where it comes from."""

from collections.abc import Iterator, Sequence

from threshold.decisions.model import HIDDEN, Check, Citation, Comparison, Departure
from threshold.output.words import listed, many, plainly, sentence, spoken
from threshold.policy.model import STANDINGS
from threshold.vocabulary import counted_by, parse_moment, shown, tells_if_all

_MARKS = {
    "met": "met",
    "not_met": "not met",
    "undetermined": "cannot tell",
    "not_applicable": "does not apply",
}
_MARKS_OF_GROUNDS = {**_MARKS, "met": "because", "not_met": "not so"}
_LENGTHS = {
    "at least ago": "at least {} ago",
    "more than ago": "more than {} ago",
    "within last": "within the last {}",
}


def check_line(check: Check, said: str) -> str:
    """One check; what failed is not said again where it is `said` already, as by the headline."""
    marks = _MARKS_OF_GROUNDS if check.effect == "ground" else _MARKS
    mark = marks[check.status]
    if check.applies_from:
        mark = f"does not apply yet, from {shown(parse_moment(check.applies_from))}"
    text = f"{mark}: {check.title}"
    if check.status == "not_met":
        if check.says != check.title and sentence(check.says) not in said:
            text += f". {sentence(check.says)}"
        text += what_was_seen(check)
    elif check.status == "met" and check.effect == "ground":
        text += what_was_seen(check)
    elif check.status == "undetermined" and check.says:
        text += f". {check.says}"
    until = f"; not before {shown(parse_moment(check.until))}" if check.until else ""
    return f"{text}{until}{departures(check.departs)} {cited(check.source)}"


def what_was_seen(check: Check) -> str:
    """The values that a check looked at, in brackets; nothing where there are none to show."""
    seen = [*_seen(check)]
    return f" ({'; '.join(seen)})" if seen else ""


def _seen(check: Check) -> Iterator[str]:
    """The values that a check looked at; where two were compared, both sides and how."""
    compared = {each.fact: each for each in reversed(check.compared)}
    beside = {each.other for each in check.compared}
    for name, value in check.facts_used.items():
        each = compared.get(name)
        if event := counted_by(name):
            yield f"{spoken(event)} on record: {_days(value)}"
        elif tells_if_all(name):
            continue  # the days that are on record say enough
        elif each is not None and each.test == "includes all":
            yield f"missing: {_items(each.against)}"
        elif each is not None:
            breaks = f", less {many(each.breaks, 'day')} in between" if each.breaks else ""
            yield f"{spoken(name)}: {_value(value)}{breaks}, {_against(each)}"
        elif name not in beside and not name.startswith(("proposed.", "request.")) and value != HIDDEN:
            yield f"{spoken(name)}: {_value(value)}"


def _days(text: str | None) -> str:
    """Days as JSON holds them, as people say them; of some nobody knows the day."""
    days = [day for day in (text or "").split(", ") if day]
    told = [f"{_value(day)}" for day in days if day != "unknown"]
    without = [f"{many(len(days) - len(told), 'day')} not known"] if len(told) < len(days) else []
    return listed([*told, *without], "and")


def _against(each: Comparison) -> str:
    """The other side of a comparison: `not on or before the request made (3 August 2026)`."""
    no = "" if each.holds else "not "
    if not each.other:
        return f"{no}{_LENGTHS[each.test].format(each.against)}"
    other = f"{each.plus} after {spoken(each.other)}" if each.plus else spoken(each.other)
    if each.test == "is":
        return f"{'the same as' if each.holds else 'other than'} {other} ({_value(each.against)})"
    return f"{no}{each.test} {other} ({_value(each.against)})"


def _items(text: str) -> str:
    """A list as JSON holds it, as people say it."""
    return listed([plainly(item) for item in text.split(", ") if item], "and")


def departures(departs: Sequence[Departure]) -> str:
    """Where this policy sets another value than the document's own."""
    return "".join(f"; {_items(d.value)} here, {_items(d.document)} in the document" for d in departs)


def _value(text: str | None) -> str:
    """A fact's value as a person reads it."""
    if text is None:
        return "none recorded"
    if text in ("true", "false"):
        return "yes" if text == "true" else "no"
    try:
        return shown(parse_moment(text))
    except ValueError:
        return plainly(text).replace("_", " ") or "none"


def cited(source: Citation) -> str:
    """Where a line comes from, as a person reads it."""
    return cites([source])


def cites(sources: Sequence[Citation]) -> str:
    """Where a line comes from that several places say, each clause once; and whether that is in force."""
    clauses = dict.fromkeys(clause for source in sources for clause in source.clauses)
    return f"[{', '.join(clauses)}]{standing(sources)}"


def standing(sources: Sequence[Citation]) -> str:
    """Whether what is cited is in force, in brackets, where its document says so; empty where none does."""
    told: dict[str, dict[str, None]] = {}
    for source in sources:
        told.setdefault(source.standing, {}).update(dict.fromkeys(source.clauses))
    if len(told) == 1:
        (said,) = told
        return f" ({STANDINGS[said]})" if said else ""
    each = (f"{', '.join(clauses)} {STANDINGS[said]}" for said, clauses in told.items() if said)
    return f" ({'; '.join(each)})" if any(told) else ""
