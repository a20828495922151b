"""A fact to be read: what asks for it, what it may be, where it comes from, and what reads it."""

from collections.abc import Iterator

from threshold.handbook.book import Book
from threshold.handbook.model import Block, Line, Lines, Section, Terms
from threshold.handbook.scripts import asked_for
from threshold.handbook.uses import Use
from threshold.handbook.wording import kind_of
from threshold.output.words import listed, many, plainly, spoken
from threshold.policy import Definition
from threshold.policy.inference_plan import PROPOSED_FROM
from threshold.policy.protection import WORKED_OUT, rests_on
from threshold.vocabulary import Fact, MayBe, shown
from threshold.vocabulary.phrases import about, clause, questions

_TYPES = {
    "boolean": "yes or no",
    "choice": "one of",
    "number": "a whole number",
    "date": "a day",
    "datetime": "a day, perhaps with its time",
    "month": "a month of a year",
    "role": "a role",
    "text": "words typed freely",
    "label": "the name of a workflow step or action",
    "list": "any of",
    "ratings": "a number from each person",
}
_FROM_REQUEST = ("proposed.direction", "proposed.to")
_MANY = 12  # choices told in one line


def fact_section(book: Book, name: str) -> Section:
    """Everything there is to say of a fact."""
    fact = book.vocabulary.facts[name]
    blocks: list[Block] = [Terms(tuple(_terms(book, fact)))]
    if spellings := _spellings(fact):
        blocks.append(Lines("Its choices, and how else they may be written", spellings))
    blocks += [*_origin(book, fact), *_read_by(book, fact)]
    return Section(name, tuple(blocks), anchor=f"fact:{name}")


def _terms(book: Book, fact: Fact) -> Iterator[tuple[str, str]]:
    asks = questions(fact, book.vocabulary)
    if asks:
        yield "What asks for it", " ".join(asks)
    if fact.means:
        yield "What it means", fact.means
    told = clause(fact, book.vocabulary)
    if told is not None and fact.type.kind == "boolean" and told.yes.casefold() != fact.means.casefold():
        yield "Where it is so", told.yes
    yield "What it may be", type_of(fact)
    if fact.protection:
        yield "Protection", "it tells of harm: it is asked for first, and stands in any contradiction"
    if fact.ahead:
        yield "Ahead", "the day may lie after the decision's date"
    if fact.decides:
        yield "Decides", f"it names the role that decides on {_directions(fact.decides)}"
    if fact.consent_for:
        yield "Consent", f"it is the family's consent to {_directions(fact.consent_for)}"
    if fact.calls_for_reason:
        yield "Reason", "where it is so, whoever decides writes down why"


def questions_of(book: Book, fact: str) -> str:
    """What asks for a fact, or what it means."""
    declared = book.vocabulary.facts[fact]
    told = clause(declared, book.vocabulary)
    if told is not None and declared.reading is not None and declared.type.kind == "boolean":
        return f"Whether {told.yes}"
    if declared.reading is not None and declared.means:
        return declared.means
    return " ".join(questions(declared, book.vocabulary)) or declared.means


def type_of(fact: Fact) -> str:
    """What a fact may be, in a few words."""
    kind = fact.type
    if kind.kind in ("choice", "list") and kind.values:
        told = [plainly(each) for each in kind.values[:_MANY]]
        more = len(kind.values) - len(told)
        rest = f" and {many(more, 'other')}" if more else ""
        return f"{_TYPES[kind.kind]}: {', '.join(told)}{rest}"
    if kind.kind == "list":
        return "a list of roles" if kind.of == "role" else "a list"
    if kind.least is not None or kind.most is not None:
        return f"{_TYPES[kind.kind]}, from {kind.least} to {kind.most}"
    return _TYPES[kind.kind]


def _directions(names: tuple[str, ...]) -> str:
    return listed([shown(each) for each in names], "and")


def _spellings(fact: Fact) -> tuple[Line, ...]:
    """The choices of a fact that may be written otherwise, or are too many for a line."""
    if fact.type.kind == "role" or not fact.type.values:
        return ()
    others: dict[str, list[str]] = {value: [] for value in fact.type.values}
    for spelling, value in fact.type.names:
        if value in others:
            others[value].append(spelling)
    if not any(others.values()) and len(others) <= _MANY:
        return ()
    told = ((plainly(value), ", ".join(named)) for value, named in others.items())
    return tuple(Line(f"{value} (also: {named})" if named else value) for value, named in told)


def _origin(book: Book, fact: Fact) -> Iterator[Block]:
    """Where a fact comes from."""
    if fact.reading is not None:
        yield Lines("Where it comes from", (Line(read_off(book, fact)), *_timeline_notes(book, fact)))
        return
    if not fact.derived:
        lines = [Line("a case file states it, or somebody answers the question")]
        if fact.about:
            runs = listed([about(each, book.vocabulary) for each in fact.about])
            lines.append(Line(f"it is said of {runs} that is current, and of no other"))
        if fact.default is not None:
            lines.append(Line(f"where nobody says anything, it is {shown(fact.default)}"))
        if fact.settling is not None:
            settled = listed(
                [f"{spoken(event)} (then {shown(value)})" for event, value in fact.settling.says]
            )
            lines.append(Line(f"the latest entry of these settles it: {settled}"))
        yield Lines("Where it comes from", tuple(lines))
        return
    rules = [r for r in book.rules.values() if isinstance(r, Definition) and r.fact == fact.name]
    lines = [Line(f"{rule.head.id} ({rule.head.pack}) works it out: {rule.head.title}") for rule in rules]
    if fact.name in WORKED_OUT or fact.name in _FROM_REQUEST:
        lines.append(Line("the program works it out, alike in every policy"))
    yield Lines("Where it comes from", tuple(lines) or (Line("nothing in this policy works it out"),))


def read_off(book: Book, fact: Fact) -> str:
    """How a fact is read off the dated entries of a case file."""
    reading = fact.reading
    if reading is None:
        return ""
    entries = listed([f"“{spoken(each)}”" for each in reading.events])
    if reading.episode:
        run = about(reading.episode, book.vocabulary)
        what = {
            "open": f"whether {run} is open",
            "left_open": f"whether some run of {run} has no end of its own",
            "opened": f"the day on which {run} began",
            "closed": f"the day on which {run} ended",
            "begun": f"the day from which the time of {run} counts",
            "longest_gap": f"the longest gap in days since {run} ended",
            "served": f"the day from which time on {run} has been served",
        }[reading.take]
        return f"it is read off the dated entries of a case file ({entries}): {what}"
    what = {
        "first": "the day of the first",
        "latest": "the day of the latest",
        "count": "how many there are",
        "ever": "whether there is any",
        "all_recorded": "whether all of them are there, each with its day",
        "days": "the day of each",
    }.get(reading.take, "")
    if reading.give:
        what = f"what the {reading.take} has under “{spoken(reading.give)}”"
    return f"it is read off the dated entries of a case file: of {entries}, {what}"


def _timeline_notes(book: Book, fact: Fact) -> Iterator[Line]:
    reading = fact.reading
    assert reading is not None
    if reading.during:
        yield Line(
            f"only entries that belong to {about(reading.during, book.vocabulary)} that is current count"
        )
    if reading.anywhere:
        yield Line("the latest run of the whole file counts")
    for key, held in reading.where:
        unsaid = ", and those that do not say," if isinstance(held, MayBe) else ""
        yield Line(f"only entries with {spoken(key)}: {plainly(str(held))}{unsaid} count")
    if reading.since:
        yield Line(f"only entries from {reading.since} on count")
    if reading.by:
        yield Line(f"only entries up to {reading.by} count")
    if reading.status != "held":
        yield Line("what is planned counts" + ("" if reading.status == "planned" else " until one was held"))


def _read_by(book: Book, fact: Fact) -> Iterator[Block]:
    """Which rules read a fact, what the program itself does with it, and what hangs on that in turn."""
    uses = book.uses.get(fact.name, ())
    by_rule: dict[str, list[str]] = {}
    for use in uses:
        by_rule.setdefault(use.rule.head.id, []).append(use.what_for)
    lines = [
        Line(f"{rule} ({kind_of(book.rules[rule])}; {', '.join(what)}): {book.rules[rule].head.title}")
        for rule, what in by_rule.items()
    ]
    yield Lines("Rules that read it", tuple(lines) or (Line("none of this policy"),))
    if asked := tuple(asked_for(book, fact.name)):
        yield Lines("Where a call asks for it", asked)
    if own := tuple(_read_by_program(book, fact)):
        yield Lines("What else reads it", own)
    if further := tuple(_in_turn(book, uses)):
        yield Lines("What hangs on it in turn", further)


def _read_by_program(book: Book, fact: Fact) -> Iterator[Line]:
    if fact.name in rests_on(book.policy):
        yield Line("what counts as a protection concern, or as protection in place, in every policy")
    if fact.name in PROPOSED_FROM:
        yield Line("which direction is recommended where nothing is asked for")
    for other in book.vocabulary.facts.values():
        if other.reading is not None and fact.name in (other.reading.since, other.reading.by):
            yield Line(f"{other.name}, which counts entries only from or up to this day")


def _in_turn(book: Book, uses: tuple[Use, ...]) -> Iterator[Line]:
    """The facts that rules work out from it, and how many rules read those."""
    given = dict.fromkeys(use.rule.fact for use in uses if isinstance(use.rule, Definition))
    for name in given:
        readers = {use.rule.head.id for use in book.uses.get(name, ())}
        told = f"{many(len(readers), 'rule')} of this policy" if readers else "no rule"
        yield Line(f"{name}, which is read by {told}")
