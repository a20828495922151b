"""A whole policy, or one pack of it, as one document to be read from the first page to the last."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from threshold.handbook.book import Book
from threshold.handbook.facts import questions_of, type_of
from threshold.handbook.model import Block, Document, Grid, Line, Lines, Said, Section, Terms, Way
from threshold.handbook.pages import announced
from threshold.handbook.parameters import cells_of, other_values, rows_of, value
from threshold.handbook.routes import way
from threshold.handbook.rules import facts_read, limit, rule_section
from threshold.handbook.scripts import names_in_call, script_section, tensions_of
from threshold.handbook.wording import kind_of, requests, who
from threshold.output.tables import Table
from threshold.output.words import listed, many, sentence
from threshold.policy import Deadline, Pack, ParameterInForce, Route, rules_of
from threshold.policy.model import BRAG_TABLE, LEVELS_TABLE, SUPPORT_TABLE, Clause
from threshold.reports.answers import answered, unanswered
from threshold.vocabulary import shown
from threshold.vocabulary.phrases import clause, happened

_MOST_NAMES = 10  # in a cell
_ROLES = {
    "lead": "leads: its rules answer what is asked for",
    "overlay": "stands over the others: its rules hold beside them, always",
    "compare": "is compared: it never answers",
}
_GROUPS = {
    "core": "Core: about a case, what the document is there for",
    "further": "Further: about a case, what else it says",
    "staff": "About staff, teams and panels",
    "context": "Context: what explains, and neither asks nor decides",
}
_PROTECTION = (
    "Whatever else is said here: with a protection concern nothing is held up, and nothing goes down, is "
    "closed or handed on. A concern is one that somebody has named, significant harm that is suspected, "
    "immediate danger, a section 47 enquiry that is open, or a conference that was decided on and has not "
    "been held. It is the same in every policy, and no rule can take it away. Protection in place is an "
    "active child protection plan, or care."
)
_ADVICE = "This page shows what the program works with. It advises; a person decides."


def whole_policy(book: Book) -> Document:
    """The policy with everything in it."""
    policy = book.policy
    about = [
        ("Policy", f"{policy.name}, version {policy.version}, digest {policy.digest[:12]}"),
        ("As at", shown(book.day)),
        *((_document(pack), _place_of(pack)) for pack in book.packs),
    ]
    return Document(policy.title, tuple(about), tuple(_sections(book, book.packs, policy.warnings)))


def whole_pack(book: Book, pack: Pack) -> Document:
    """One pack of the policy by itself."""
    about = (
        ("Pack", f"{pack.name}, as the policy {book.policy.name} has it"),
        ("As at", shown(book.day)),
        (_document(pack), _place_of(pack)),
    )
    return Document(pack.title, about, tuple(_sections(book, (pack,))))


def _document(pack: Pack) -> str:
    return sentence(pack.title)


def _place_of(pack: Pack) -> str:
    """The document that a pack was made from, and what the pack is for in the policy."""
    source = pack.source
    edition = f"; {source.edition}" if source.edition else ""
    field = f" on {requests(pack.leads_on)}" if pack.leads_on else ""
    role = _ROLES[pack.role].replace("leads:", f"leads{field}:")
    return f"{source.document}, {source.publisher}, {source.date}{edition}. The pack {pack.name} {role}"


def _sections(book: Book, packs: Sequence[Pack], warnings: Sequence[str] = ()) -> Iterator[Section]:
    yield _answers(book, packs, warnings)
    if levels := tuple(_levels(packs)):
        yield Section("Levels of need", levels, anchor="levels")
    for pack in packs:
        title = f"Rules: {pack.title}" if len(packs) > 1 else "Rules by topic"
        yield Section(title, (), tuple(_topics(book, pack)), anchor=f"pack:{pack.name}", pack=pack.name)
    yield from (script_section(book, pack.script) for pack in packs if pack.script is not None)
    if (told := announced([each for pack in packs for each in pack.announced])) is not None:
        yield Section("What is not in force yet", (told,), anchor="announced")
    if deadlines := _deadlines(book, packs):
        yield Section("Deadlines", (deadlines,), anchor="deadlines")
    if routes := tuple(_ways(book, packs)):
        yield Section("Routes, step by step", (), routes, anchor="routes")
    if parameters := tuple(_parameters(book, packs)):
        yield Section("Parameters: what may be set", (), parameters, anchor="parameters")
    if tensions := tuple(_tensions(book, packs)):
        yield Section("What the documents leave open", (), tensions, anchor="tensions")
    yield Section("Clauses, and what carries them", (), tuple(_clauses(book, packs)), anchor="clauses")
    yield Section("What is left out, and why", tuple(_left_out(packs)), anchor="left-out")
    yield Section("Facts that the rules look at", (_facts(book, packs),), anchor="facts")


def answers_of(book: Book, packs: Sequence[Pack]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What these packs answer, and what they have no rule on."""
    alone = replace(book.policy, packs=tuple(pack for pack in packs if pack in book.policy.packs))
    told = tuple(answered(alone))
    return told, tuple(unanswered(alone)) if told else ()


def _answers(book: Book, packs: Sequence[Pack], warnings: Sequence[str]) -> Section:
    told, without = answers_of(book, packs)
    blocks: list[Block] = [Said(_ADVICE), Said(_PROTECTION)]
    blocks += [Lines("To know", tuple(Line(each) for each in warnings))] if warnings else []
    if told:
        title = "It answers these requests: one of the grounds named must hold, of each pack that has any"
        blocks.append(Lines(title, tuple(Line(each) for each in told)))
    else:
        blocks.append(Said("It answers no request: whoever asks is told that there is no rule on it."))
    if without:
        blocks.append(Lines("It has no rule on these, and says so", tuple(Line(each) for each in without)))
    return Section("What it answers", tuple(blocks), anchor="answers")


def _levels(packs: Sequence[Pack]) -> Iterator[Block]:
    titles = {
        LEVELS_TABLE: "What each level is called, and what it calls for",
        SUPPORT_TABLE: "The least and the most support that fits each level",
        BRAG_TABLE: "What each colour of a contact means",
    }
    for name, title in titles.items():
        for pack in packs:
            if table := pack.tables.get(name):
                first = "Colour" if name == BRAG_TABLE else "Level"
                yield Grid(f"{title} ({pack.name}.{name})", rows_of(table, first))


def _topics(book: Book, pack: Pack) -> Iterator[Section]:
    for topic in book.topics(pack.name):
        inside: list[Section] = []
        for part in topic.parts:
            rules = [book.rules[each] for each in part.rules if each in book.rules]
            told = tuple(_in_topic(book, rule) for rule in rules)
            inside += [Section(part.title, (), told, pack=pack.name)] if part.title and told else told
        if inside:
            about = (Said(topic.about),) if topic.about else ()
            yield Section(topic.title, about, tuple(inside), pack=pack.name)


def _in_topic(book: Book, rule: object) -> Section:
    """A rule among those of its topic; a route is drawn in a place of its own."""
    section = rule_section(book, rule)  # type: ignore[arg-type]
    if not isinstance(rule, Route):
        return section
    drawn = Said(f"It is drawn under Routes: {rule.head.id} ({many(len(rule.steps), 'step')}).")
    blocks = tuple(block for block in section.blocks if not isinstance(block, Way))
    return replace(section, blocks=(*blocks[:-1], drawn, *blocks[-1:]))


def _deadlines(book: Book, packs: Sequence[Pack]) -> Grid | None:
    rules = [rule for pack in packs for rule in pack.deadlines]
    rows = tuple((rule.head.id, rule.head.title, *_clock(book, rule)) for rule in rules)
    headings = ("Rule", "What", "Within", "Counted from the day on which", "Met when", "By")
    return Grid("Every deadline at its limit in force", Table(headings, rows)) if rows else None


def _clock(book: Book, rule: Deadline) -> tuple[str, str, str, str]:
    event = book.vocabulary.events.get(rule.met_by_event)
    met = happened(event).yes if event else _took_place(book, rule.met_by)
    again = ", and again after each" if rule.repeats else ""
    by = who(rule.do.by, book.words) if rule.do is not None else ""
    return limit(book, rule) + again, _took_place(book, rule.starts), met, by


def _took_place(book: Book, fact: str) -> str:
    told = clause(book.vocabulary.facts[fact], book.vocabulary)
    return told.yes if told else book.words.of(fact)


def _ways(book: Book, packs: Sequence[Pack]) -> Iterator[Section]:
    """Every route drawn: those that are followed step by step first, then the tables of the workflow."""
    routes = [route for pack in packs for route in pack.routes]
    for route in sorted(routes, key=lambda each: bool(each.table_step)):
        kind = f"on the workflow step “{route.table_step}”" if route.table_step else f"in {route.head.pack}"
        title = f"{route.head.title}, {kind}"
        yield Section(title, (way(book, route),), anchor=f"way:{route.head.id}", pack=route.head.pack)


def _parameters(book: Book, packs: Sequence[Pack]) -> Iterator[Section]:
    for pack in packs:
        if not pack.parameters:
            continue
        rows, anchors = [], []
        for short, held in sorted(pack.parameters.items()):
            entry = book.declared(held.name).entry
            since = shown(held.since) if held.since else ""
            by = "" if held.set_by == "pack" else f"set by the {held.set_by}; "
            own = f"the document has {held.printed}; " if held.departs else ""
            rows.append((short, entry.means, value(book, held), since, f"{by}{own}{held.because}"))
            anchors.append(f"parameter:{held.name}")
            for from_, told, other_by, because in other_values(book, held):
                rows.append((f"{short}, another value", "", told, from_, f"set by the {other_by}; {because}"))
                anchors.append("")
        headings = ("Parameter", "What it sets", "Value", "From", "Because")
        grid = Grid(f"What may be set in {pack.name}", Table(headings, tuple(rows)), tuple(anchors))
        tables = [replace(cells, title=f"{name}: {cells.title.lower()}") for name, cells in _cells(pack)]
        yield Section(pack.title, (grid, *tables), pack=pack.name)


def _cells(pack: Pack) -> Iterator[tuple[str, Grid]]:
    for short, held in sorted(pack.parameters.items()):
        if short not in (LEVELS_TABLE, SUPPORT_TABLE, BRAG_TABLE) and (cells := cells_of(pack, held.name)):
            yield held.name, cells


def _tensions(book: Book, packs: Sequence[Pack]) -> Iterator[Section]:
    scripts = [pack.script for pack in packs if pack.script is not None]
    names = {name for pack in packs for rule in rules_of(pack) for name in rule.head.tensions}
    names |= {name for script in scripts for name in tensions_of(script)}
    for name in sorted(names):
        rows: list[tuple[str, str]] = []
        for pack in packs:
            touched = [r for r in book.by_tension.get(name, ()) if book.rules[r].head.pack == pack.name]
            if pack.script is not None:
                touched += names_in_call(pack.script, tension=name)
            if touched:
                rows.append((f"Read in {pack.name}", pack.tensions[name]))
                rows.append(("Touches", listed(touched, "and")))
        yield Section(name, (Terms(tuple(rows)),), anchor=f"tension:{name}")


def _clauses(book: Book, packs: Sequence[Pack]) -> Iterator[Section]:
    for pack in packs:
        carried = [each for each in pack.clauses.values() if not each.left_out]
        rows: tuple[tuple[str, ...], ...] = tuple((c.id, c.placed, *_carried(book, c)) for c in carried)
        anchors = tuple(f"clause:{each.id}" for each in carried)
        title = f"{len(carried)} of {many(len(pack.clauses), 'clause')} of {pack.source.document} are carried"
        headings: tuple[str, ...] = ("Clause", "Where it stands", "Carried by", "Not carried of it")
        if not any(missing for *_, missing in rows):
            headings, rows = headings[:-1], tuple(row[:-1] for row in rows)
        yield Section(pack.title, (Grid(title, Table(headings, rows), anchors),), pack=pack.name)


def _carried(book: Book, clause_: Clause) -> tuple[str, str]:
    rules = book.carriers.get(clause_.id, ())
    by = [f"{each} ({kind_of(book.rules[each])})" for each in rules]
    by += [name for script in book.scripts for name in names_in_call(script, carries=[clause_.id])]
    return ", ".join(by) or "no rule", clause_.in_part


def _left_out(packs: Sequence[Pack]) -> Iterator[Block]:
    found = False
    for pack in packs:
        left = [each for each in pack.clauses.values() if each.left_out]
        rows = tuple((each.id, each.placed, _GROUPS[each.about], each.left_out) for each in left)
        if rows:
            found = True
            headings = ("Clause", "Where it stands", "What it is about", "Why it is left out")
            anchors = tuple(f"clause:{each.id}" for each in left)
            yield Grid(f"{pack.source.document}: {many(len(rows), 'clause')}", Table(headings, rows), anchors)
    if not found:
        yield Said("No clause that is listed is left out.")


def _facts(book: Book, packs: Sequence[Pack]) -> Grid:
    readers: dict[str, dict[str, None]] = {}
    for rule in (rule for pack in packs for rule in rules_of(pack)):
        for name in facts_read(rule):
            readers.setdefault(name, {})[rule.head.id] = None
    for script in (pack.script for pack in packs if pack.script is not None):
        for question in script.questions:
            readers.setdefault(question.fact, {})["the call"] = None
    facts = [book.vocabulary.facts[name] for name in sorted(readers)]
    rows = tuple(
        (fact.name, questions_of(book, fact.name), type_of(fact), _some([*readers[fact.name]]))
        for fact in facts
    )
    headings = ("Fact", "What asks for it, or what it means", "What it may be", "Read by")
    anchors = tuple(f"fact:{fact.name}" for fact in facts)
    return Grid(
        "Each with the rules that read it, and whether a call asks for it", Table(headings, rows), anchors
    )


def _some(names: Sequence[str]) -> str:
    """Names in a cell: of many the first, and how many others there are."""
    others = len(names) - _MOST_NAMES
    rest = f" and {many(others, 'other')}" if others > 1 else ""
    return f"{', '.join(names[:_MOST_NAMES] if rest else names)}{rest}"


def pack_page(book: Book, pack: Pack) -> Section:
    """A pack in short, for the screen: its source, what it answers, its rules, values and clauses."""
    told, without = answers_of(book, (pack,))
    blocks: list[Block] = [Terms((("From", _place_of(pack)),))]
    if told:
        blocks.append(Lines("It answers", tuple(Line(each) for each in told)))
    if without:
        blocks.append(Lines("It has no rule on", tuple(Line(each) for each in without)))
    for topic in book.topics(pack.name):
        rules = [book.rules[r] for part in topic.parts for r in part.rules if r in book.rules]
        if rules:
            lines = tuple(Line(f"{r.head.id} ({kind_of(r)}): {r.head.title}") for r in rules)
            blocks.append(Lines(f"{topic.title}: {topic.about}" if topic.about else topic.title, lines))
    if (silent := announced(pack.announced)) is not None:
        blocks.append(silent)
    if pack.script is not None:
        outcomes = tuple(Line(f"{each.id}: {each.title}") for each in pack.script.outcomes)
        asks = many(len(pack.script.questions), "question")
        title = f"The call: {pack.script.title} ({asks}; threshold policy show consultation). It comes to"
        blocks.append(Lines(title, outcomes))
    parameters = tuple(_in_short(book, held) for _, held in sorted(pack.parameters.items()))
    if parameters:
        blocks.append(Lines("Parameters at their values in force", parameters))
    blocks.append(Lines("Clauses", tuple(_clause_in_short(book, each) for each in pack.clauses.values())))
    return Section(f"{pack.name}: {pack.title}", tuple(blocks), anchor=f"pack:{pack.name}", pack=pack.name)


def _in_short(book: Book, held: ParameterInForce) -> Line:
    since = f" since {shown(held.since)}" if held.since else ""
    by = "" if held.set_by == "pack" else f", set by the {held.set_by}"
    return Line(f"{held.name} = {value(book, held)}{since}{by} ({held.because})")


def _clause_in_short(book: Book, clause_: Clause) -> Line:
    if clause_.left_out:
        return Line(f"{clause_.id}: {clause_.placed}; left out: {clause_.left_out}")
    by, missing = _carried(book, clause_)
    return Line(f"{clause_.id}: {clause_.placed}; {by}{f'; not carried: {missing}' if missing else ''}")
