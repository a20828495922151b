"""What has a name in a policy as a page of its own: a rule with all it hangs on, a step, a clause."""

from collections.abc import Iterator, Sequence

from threshold.handbook.book import Book
from threshold.handbook.facts import questions_of, type_of
from threshold.handbook.model import Block, Line, Lines, Section, Terms, Way
from threshold.handbook.parameters import history, value
from threshold.handbook.routes import stage
from threshold.handbook.rules import facts_read, said_by
from threshold.handbook.scripts import in_calls
from threshold.handbook.uses import Rule
from threshold.handbook.wording import kind_of
from threshold.output.words import many
from threshold.policy import Deadline, Definition
from threshold.policy.model import Announced, Clause
from threshold.policy.placed import days_in_force, holds_on
from threshold.vocabulary import shown


def rule_page(book: Book, rule: Rule) -> Section:
    """A rule with its clauses, what is left open, its parameters and facts, and what depends on it."""
    head = rule.head
    return Section(
        f"{head.id}: {head.title}",
        tuple(_of_rule(book, rule)),
        anchor=f"rule:{head.id}",
        pack=head.pack,
    )


def _of_rule(book: Book, rule: Rule) -> Iterator[Block]:
    head = rule.head
    source = book.pack(head.pack).source
    edition = f"; edition: {source.edition}" if source.edition else ""
    document = f"{source.document}, {source.publisher}, {source.date}{edition}"
    rows = [("In the pack", f"{head.pack} ({document})")]
    for days, now in days_of(book, head.id).items():
        rows.append(("In force" if now else "Another version holds", days))
    yield Terms(tuple(rows))
    yield from said_by(book, rule)
    yield Lines("The clauses it carries", tuple(_clause(book, each) for each in head.carries))
    if head.tensions:
        told = book.pack(head.pack).tensions
        yield Lines(
            "What is left open, and how it is read here",
            tuple(Line(f"{t}: {told[t]}") for t in head.tensions),
        )
    yield from _parameters(book, rule)
    if names := facts_read(rule):
        yield Lines("The facts it looks at", tuple(_fact(book, name) for name in names))
    if depends := tuple(_dependants(book, rule)):
        yield Lines("What depends on it", depends)
    if calls := in_calls(book, carries=head.carries):
        yield Lines("What of a call rests on a clause of it", calls)


def _clause(book: Book, name: str) -> Line:
    clause = book.clauses.get(name)
    if clause is None:
        return Line(name)
    missing = f"; not carried: {clause.in_part}" if clause.in_part else ""
    return Line(f"{name}: {clause.placed}{missing}")


def _parameters(book: Book, rule: Rule) -> Iterator[Block]:
    for short in rule.head.parameters:
        name = f"{rule.head.pack}.{short}"
        held = book.parameters[name]
        rows = history(book, name).table.rows
        own = f"; the document has {held.printed}" if held.departs else ""
        lines = [Line(_from_when(*row)) for row in rows]
        title = f"Parameter {name} = {value(book, held)}{own} ({book.declared(name).entry.means})"
        yield Lines(title, tuple(lines))


def _from_when(since: str, told: str, by: str, because: str) -> str:
    when = f"from {since}" if since[:1].isdigit() else since or "by choice"
    return f"{told}, {when}, set by the {by}: {because}"


def _fact(book: Book, name: str) -> Line:
    fact = book.vocabulary.facts[name]
    asks = questions_of(book, name)
    given = [r.head.id for r in book.rules.values() if isinstance(r, Definition) and r.fact == name]
    below = (Line(f"worked out by {', '.join(given)}"),) if given else ()
    return Line(f"{name}: {asks} ({type_of(fact)})" if asks else f"{name} ({type_of(fact)})", below)


def _dependants(book: Book, rule: Rule) -> Iterator[Line]:
    """The rules that read the fact that a definition gives; those that stand beside a deadline."""
    if isinstance(rule, Definition):
        by_rule: dict[str, list[str]] = {}
        for use in book.uses.get(rule.fact, ()):
            by_rule.setdefault(use.rule.head.id, []).append(use.what_for)
        for name, what_for in by_rule.items():
            other = book.rules[name]
            yield Line(f"{name} ({kind_of(other)}; {', '.join(what_for)}): {other.head.title}")
    for other in book.rules.values():
        if isinstance(other, Deadline) and other.beside == rule.head.id:
            yield Line(f"{other.head.id} (deadline, beside which it is shown): {other.head.title}")


def days_of(book: Book, rule: str) -> dict[str, bool]:
    """The days of each version of a rule that says any, in words; true of those that hold the book's day."""
    found: dict[str, bool] = {}
    for group in (group for held in book.files.written.packs.values() for group in held.groups):
        for entry in group.heads():
            days = days_in_force(entry, group.premises) if entry.id == rule else None
            if days is not None:
                since = f"from {shown(days.since)}" if days.since else ""
                until = f"until {shown(days.until)}" if days.until else ""
                found[" ".join(each for each in (since, until) if each)] = holds_on(days, book.day)
    return found


def step_page(book: Book, name: str) -> Section:
    """A step or action of a route, in every route in which it stands."""
    blocks: list[Block] = []
    for route, step in book.steps[name]:
        where = f"{route.head.id}: {route.head.title}"
        kind = "A row of a workflow table" if route.table_step else "A step of a route"
        rows = [("What it is", kind), ("Stands in", where)]
        if route.table_step:
            rows.append(("On the step", route.table_step))
        blocks.append(Terms(tuple(rows)))
        blocks.append(Way("What it says", (stage(book, route, step),), False))
        if name in book.clauses:
            blocks.append(Lines("The clause it carries", (_clause(book, name),)))
    first = book.steps[name][0]
    return Section(
        f"{name}: {first[1].action}", tuple(blocks), anchor=f"step:{name}", pack=first[0].head.pack
    )


def announced(rules: Sequence[Announced]) -> Lines | None:
    """What rules will say that are silent on the day of the book; None where there are none."""
    told = [
        f"{each.id}: {each.title}; {f'from {shown(each.since)}' if each.since else 'from when, is not known'}"
        for each in rules
    ]
    return Lines("Announced: silent before its day", tuple(map(Line, told))) if told else None


def clause_page(book: Book, clause: Clause) -> Section:
    """A place in a document, what carries it, and what of it is left out."""
    rows = [("Where", clause.placed)]
    if clause.left_out:
        rows.append(("Left out", clause.left_out))
    if clause.in_part:
        rows.append(("Not carried of it", clause.in_part))
    carriers = book.carriers.get(clause.id, ())
    lines = tuple(
        Line(f"{each} ({kind_of(book.rules[each])}): {book.rules[each].head.title}") for each in carriers
    )
    carried = Lines("Rules that carry it", lines or (Line("none that is in force on this day"),))
    blocks: list[Block] = [Terms(tuple(rows)), carried]
    silent = [each for pack in book.packs for each in pack.announced if clause.id in each.carries]
    if (told := announced(silent)) is not None:
        blocks.append(told)
    if calls := in_calls(book, carries=[clause.id]):
        blocks.append(Lines("What of a call rests on it", calls))
    return Section(clause.id, tuple(blocks), anchor=f"clause:{clause.id}")


def tension_page(book: Book, name: str) -> Section:
    """Something that the sources leave open: how each pack reads it, and the rules that it touches."""
    blocks: list[Block] = []
    for pack in book.packs:
        touched = [
            book.rules[r] for r in book.by_tension.get(name, ()) if book.rules[r].head.pack == pack.name
        ]
        if touched:
            blocks.append(Terms(((f"Read in {pack.name}", pack.tensions[name]),)))
            title = f"{many(len(touched), 'rule')} that it touches"
            blocks.append(Lines(title, tuple(_named(rule) for rule in touched)))
    if not blocks:
        blocks.append(
            Terms((("What is open", book.packs[0].tensions[name]), ("Touches", "no rule of this policy")))
        )
    if calls := in_calls(book, tension=name):
        blocks.append(Lines("What of a call it touches", calls))
    return Section(f"{name}: what is left open", tuple(blocks), anchor=f"tension:{name}")


def _named(rule: Rule) -> Line:
    return Line(f"{rule.head.id} ({kind_of(rule)}): {rule.head.title}")
