"""A rule in plain English: when it applies, each of its parts, what is said and who does what."""

from collections.abc import Callable, Iterator
from typing import Any

from threshold.conditions import ALWAYS, NEVER, Condition, Lookup
from threshold.dates import Duration
from threshold.handbook.book import Book
from threshold.handbook.model import Block, Line, Lines, Section, Terms
from threshold.handbook.parameters import value_of
from threshold.handbook.routes import way
from threshold.handbook.uses import Rule, reads
from threshold.handbook.wording import STRENGTHS, line, requests, to_do
from threshold.output.words import listed, plainly, spoken
from threshold.policy import (
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    Part,
    ProtectionRule,
    Requirement,
    Route,
    Row,
    Safety,
)
from threshold.reports.answers import parts_of
from threshold.vocabulary import shown
from threshold.vocabulary.phrases import about, clause, happened

ALWAYS_SO = "always, whatever is asked for"
_HITS = {
    "exactly_one": "the one row that holds decides; two that differ contradict each other",
    "most_serious": "the most serious row that holds decides",
    "all": "every row that holds counts",
}
_UNDER_A_CONCERN = {
    "": "it lapses where the request goes up: nothing holds that up",
    "urgent": "where the request goes up it is done at once, and holds nothing up",
    "afterwards": "where the request goes up it follows afterwards, and holds nothing up",
}


def rule_section(book: Book, rule: Rule) -> Section:
    """The rule by itself, as it stands among the others of its topic."""
    head = rule.head
    blocks = (*said_by(book, rule), *_sources(book, rule))
    return Section(f"{head.id}: {head.title}", blocks, anchor=f"rule:{head.id}", pack=head.pack)


def said_by(book: Book, rule: Rule) -> Iterator[Block]:
    """What a rule says."""
    tell: dict[type, Callable[[Book, Any], Iterator[Block]]] = {
        Ground: _ground,
        Definition: _definition,
        Requirement: _requirement,
        Deadline: _deadline,
        Route: _route,
        ConflictRule: _conflict,
        ProtectionRule: _protection,
        Safety: _safety,
    }
    yield from tell[type(rule)](book, rule)


def _ground(book: Book, rule: Ground) -> Iterator[Block]:
    asked = [" ".join((shown(each), *parts_of(rule.asked))) for each in rule.asked.direction]
    yield Terms((("What it is", "A ground: it makes a request right"), ("Answers", "; ".join(asked))))
    if rule.beside != ALWAYS:
        yield _holds(book, "It answers where", rule.beside)
    yield _holds(book, "It holds where", rule.when)
    said = [
        Line(each.says if each.when == ALWAYS else f"where {book.words.sentence(each.when)}: {each.says}")
        for each in rule.otherwise
    ]
    if rule.unknown:
        said.append(Line(f"where nobody knows: {rule.unknown}"))
    yield Lines("Where it does not hold, it says", tuple(said))


def _requirement(book: Book, rule: Requirement) -> Iterator[Block]:
    rows = [("What it is", STRENGTHS[rule.effect]), ("Counts for", requests(rule.head.bears_on))]
    if rule.head.each:
        rows.append(("Judged of", f"each {spoken(rule.head.each)} by itself"))
    if "step_up" in rule.head.bears_on:
        rows.append(("Under a protection concern", _UNDER_A_CONCERN[rule.if_concern]))
    yield Terms(tuple(rows))
    yield _holds(book, "It applies where", rule.applies)
    if rule.unless != NEVER:
        yield _holds(book, "It is met, whatever is said below, where", rule.unless)
    yield Lines(
        "What must be so", tuple(_part(book, part) for part in rule.parts), numbered=len(rule.parts) > 1
    )


def _part(book: Book, part: Part) -> Line:
    """One part: what must be so, and what is said and done where it is not."""
    told = tuple(line(phrase) for phrase in book.words.lines(part.must))
    notes = [f"Where it is not so: {part.says}"]
    if part.unknown:
        notes.append(f"Where nobody knows: {part.unknown}")
    if part.do is not None:
        notes.append(f"Then {to_do(part.do, book.words)}")
    if len(told) == 1:
        return Line(told[0].text, told[0].lines, tuple(notes))
    return Line("all of these:" if told else "nothing, for no papers are named", told, tuple(notes))


def _definition(book: Book, rule: Definition) -> Iterator[Block]:
    fact = book.vocabulary.facts[rule.fact]
    rows = [
        ("What it is", "A definition: it works out what nobody states"),
        ("Works out", _worked_out(book, rule)),
    ]
    if len(rule.rows) > 1:
        rows.append(("How", _HITS[rule.hit]))
    if rule.head.bears_on:
        rows.append(("Counts for", requests(rule.head.bears_on)))
    yield Terms(tuple(rows))
    lines = [_row(book, rule, row) for row in rule.rows]
    if rule.otherwise is not None:
        lines.append(Line(f"{_is(book, rule.fact, rule.otherwise)} where none of that is so"))
    elif fact.type.kind != "list":
        lines.append(Line("where none of that is so, it stays open"))
    yield Lines("It says that", tuple(lines))


def _worked_out(book: Book, rule: Definition) -> str:
    fact = book.vocabulary.facts[rule.fact]
    told = clause(fact, book.vocabulary)
    words = f"whether {told.yes}" if told else book.words.of(rule.fact).rstrip(",")
    return f"{words} ({rule.fact})"


def _is(book: Book, fact: str, value: Any) -> str:
    """That a fact has a value."""
    told = clause(book.vocabulary.facts[fact], book.vocabulary)
    if told is not None and isinstance(value, bool):
        return told.yes if value else told.no
    return f"{book.words.of(fact)} is {book.words.value(fact, value)}"


def _row(book: Book, rule: Definition, row: Row) -> Line:
    told = tuple(line(phrase) for phrase in book.words.lines(row.when))
    notes = [f"The reason told: {row.because}"] if row.because else []
    if row.do is not None:
        notes.append(f"Then {to_do(row.do, book.words)}")
    return Line(f"{_is(book, rule.fact, row.value)} where", told, tuple(notes))


def _deadline(book: Book, rule: Deadline) -> Iterator[Block]:
    rows = [("What it is", "A deadline"), *deadline_terms(book, rule)]
    if rule.head.bears_on:
        rows.insert(1, ("Counts for", requests(rule.head.bears_on)))
    yield Terms(tuple(rows))
    yield _holds(book, "It applies where", rule.applies)
    said = [Line(f"where it was done late: {rule.late}")] if rule.late else []
    if rule.overdue:
        said.append(Line(f"where it is due and not done: {rule.overdue}"))
    if rule.do is not None:
        said.append(Line(f"then {to_do(rule.do, book.words)}"))
    if said:
        yield Lines("What is said", tuple(said))


def deadline_terms(book: Book, rule: Deadline) -> Iterator[tuple[str, str]]:
    """By when, from when, met by what, and what ends or halts the clock."""
    yield "Within", limit(book, rule)
    started = _dated(book, rule.starts)
    in_hours = bool(rule.lengths) and all(each.in_hours for each in rule.lengths)
    day_0 = f"the day on which {started}; that day is day 0"
    yield "Counted from", f"the time at which {started}" if in_hours else day_0
    event = book.vocabulary.events.get(rule.met_by_event)
    yield "Met when", happened(event).yes if event else _dated(book, rule.met_by)
    if rule.or_sooner:
        yield "Or sooner", f"by the day on which {_dated(book, rule.or_sooner)}"
    if rule.repeats:
        yield "Again", "after each one that was held"
    if rule.ends_with:
        yield "Ends with", about(rule.ends_with, book.vocabulary)
    if rule.pauses_while:
        yield "Stands still", f"while {about(rule.pauses_while, book.vocabulary)} goes on"
    if rule.beside:
        yield "Shown beside", rule.beside


def limit(book: Book, rule: Deadline) -> str:
    """How long a deadline gives."""
    none_set = isinstance(rule.within, Lookup) and all(value is None for _, value in rule.within.cells)
    if rule.within is None or none_set:
        return "no number is set; only the time gone by is told"
    if isinstance(rule.within, Lookup):
        cells = (f"{plainly(key)}: {_length(value)}" for key, value in rule.within.cells)
        return f"by {book.words.of(rule.within.row_fact)}: {'; '.join(cells)}"
    return _length(rule.within)


def _length(value: object) -> str:
    return value.in_full if isinstance(value, Duration) else "no number"


def _dated(book: Book, fact: str) -> str:
    told = clause(book.vocabulary.facts[fact], book.vocabulary)
    return told.yes if told else f"{book.words.of(fact)} falls"


def _route(book: Book, rule: Route) -> Iterator[Block]:
    if rule.table_step:
        others = "are not available" if rule.unlisted == "unavailable" else "are covered by no rule"
        rows = [
            ("What it is", f"The actions on the workflow step “{rule.table_step}”"),
            ("Any other actions", f"{others} there"),
        ]
        yield Terms(tuple(rows))
    else:
        rows = [("What it is", "A route: steps that follow each other")]
        if rule.head.bears_on:
            rows.append(("Counts for", requests(rule.head.bears_on)))
        yield Terms(tuple(rows))
        yield _holds(book, "It is taken where", rule.when)
    yield way(book, rule)


def _conflict(book: Book, rule: ConflictRule) -> Iterator[Block]:
    doubtful = listed([book.words.of(fact).rstrip(",") for fact in rule.doubtful], "and")
    yield Terms(
        (
            ("What it is", "A contradiction: not all of this can be so"),
            ("What is said", rule.why),
            ("In doubt then", f"{doubtful}; it counts as not known until somebody has asked"),
        )
    )
    yield _holds(book, "It stands where", rule.when)


def _protection(book: Book, rule: ProtectionRule) -> Iterator[Block]:
    what = "A protection concern, beside those of every policy"
    yield Terms((("What it is", what), ("Told as", rule.because)))
    yield _holds(book, "There is one where", rule.when)


def _safety(book: Book, rule: Safety) -> Iterator[Block]:
    rows = [("What it is", "What is done before all else where there is a protection concern")]
    if rule.do is not None:
        rows.append(("To do", to_do(rule.do, book.words)))
    yield Terms(tuple(rows))


def _holds(book: Book, title: str, condition: Condition) -> Lines:
    lines = tuple(line(phrase) for phrase in book.words.lines(condition))
    return Lines(title, lines or (Line(ALWAYS_SO),))


def _sources(book: Book, rule: Rule) -> Iterator[Block]:
    """Where a rule comes from and what it hangs on, in names that can be looked up."""
    head = rule.head
    rows = [("From", "; ".join(_placed(book, each) for each in head.carries))]
    if head.tensions:
        rows.append(("Left open", listed(list(head.tensions), "and")))
    if head.parameters:
        rows.append(("Set by", listed([value_of(book, head.pack, name) for name in head.parameters], "and")))
    if facts := facts_read(rule):
        rows.append(("Looks at", listed(facts, "and")))
    yield Terms(tuple(rows))


def _placed(book: Book, clause_: str) -> str:
    return f"{clause_}, {book.clauses[clause_].placed}" if clause_ in book.clauses else clause_


def facts_read(rule: Rule) -> list[str]:
    """The facts that a rule reads, each once."""
    return list(dict.fromkeys(fact for _, fact in reads(rule)))
