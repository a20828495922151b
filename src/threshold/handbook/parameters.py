"""A parameter to be read: its value in force, its history and presets, and the rules that rest on it."""

from collections.abc import Iterator, Mapping
from typing import Any

from threshold.handbook.book import Book
from threshold.handbook.model import Block, Grid, Line, Lines, Section, Terms
from threshold.handbook.wording import kind_of
from threshold.output.tables import Table
from threshold.output.words import listed, plainly, sentence
from threshold.policy import ParameterInForce
from threshold.policy.model import Pack
from threshold.policy.parameters import Parameter
from threshold.reading import BadInput
from threshold.vocabulary import shown

_SET_BY = {"pack": "the document", "preset": "a preset", "policy": "the policy", "trial": "a trial"}


def value_of(book: Book, pack: str, name: str) -> str:
    """A parameter of a pack with its value, as a rule names it."""
    return f"{name} ({value(book, book.parameters[f'{pack}.{name}'])})"


def value(book: Book, held: ParameterInForce) -> str:
    """A value in force as people say it; a fact by its name, which can be looked up."""
    if held.shown in book.vocabulary.facts:
        return held.shown
    return ", ".join(plainly(each) for each in held.shown.split(", "))


def parameter_section(book: Book, name: str) -> Section:
    """Everything there is to say of a parameter, by `pack.name`."""
    return Section(
        name,
        tuple(_blocks(book, name)),
        anchor=f"parameter:{name}",
        pack=name.partition(".")[0],
    )


def _blocks(book: Book, name: str) -> Iterator[Block]:
    held, declared = book.parameters[name], book.declared(name)
    entry = declared.entry
    yield Terms(tuple(_terms(book, held, declared)))
    pack = book.pack(name.partition(".")[0])
    if cells := cells_of(pack, name):
        yield cells
    yield history(book, name)
    if entry.presets:
        told = tuple(Line(f"{preset}: {held} ({because})") for preset, held, because in presets(book, name))
        yield Lines("Presets, which a policy may choose", told)
    if read := _readings(book, name):
        yield Lines("What is left open, and read by it", read)
    users = [book.rules[rule] for rule in book.users.get(name, ())]
    told = tuple(Line(f"{rule.head.id} ({kind_of(rule)}): {rule.head.title}") for rule in users)
    calls = _in_calls(book, name)
    if told or not calls:
        yield Lines("Rules that rest on it", told or (Line(_read_by_name(name)),))
    if calls:
        yield Lines("Calls that rest on it", calls)


def presets(book: Book, name: str) -> tuple[tuple[str, str, str], ...]:
    """The presets of a parameter (`pack.name`): what each is called, what it holds, and why."""
    declared = book.declared(name)
    return tuple(
        (preset, _preset(book, declared, preset), each.because)
        for preset, each in declared.entry.presets.items()
    )


def _in_calls(book: Book, name: str) -> tuple[Line, ...]:
    """The scripts whose words or conditions take it."""
    pack, _, short = name.partition(".")
    scripts = [each for each in book.scripts if each.pack == pack and short in each.parameters]
    return tuple(Line(f"the script of {pack} ({each.title})") for each in scripts)


def _readings(book: Book, name: str) -> tuple[Line, ...]:
    """The tensions whose reading hangs on it."""
    pack, _, short = name.partition(".")
    held = book.pack(pack).tensions
    tensions = book.files.written.tensions.values()
    return tuple(
        Line(f"{each.name}: {held[each.name]}") for each in tensions if short in each.parameters(pack)
    )


def _terms(book: Book, held: ParameterInForce, declared: Parameter) -> Iterator[tuple[str, str]]:
    entry = declared.entry
    yield "What it sets", entry.means
    yield "Value in force", value(book, held)
    if held.departs:
        yield "The document's own", held.printed
    yield "Set by", _SET_BY[held.set_by]
    if held.since is not None:
        yield "Since", shown(held.since)
    yield "Because", held.because
    yield "May be", _may_be(entry)


def _may_be(entry: Any) -> str:
    """What values a parameter may take."""
    kind = {"duration": "a length of time", "fact": "the name of a fact", "boolean": "yes or no"}.get(
        entry.type, f"a {entry.type}"
    )
    if entry.one_of:
        return listed([plainly(each) for each in entry.one_of])
    bounds = [
        f"{word} {bound}"
        for word, bound in (("at least", entry.at_least), ("at most", entry.at_most))
        if bound
    ]
    of = " of roles" if entry.of == "role" else f" of what {entry.of} may be" if entry.of else ""
    return f"{kind}{of}{', ' + listed(bounds, 'and') if bounds else ''}"


def _read_by_name(name: str) -> str:
    return f"none names it; the program looks at {name.partition('.')[2]} by its name, where it is a table"


def history(book: Book, name: str) -> Grid:
    """Every value with the day from which it holds, who set it and why, the newest first."""
    rows = sorted(_values(book, name), key=lambda row: row[0], reverse=True)
    table = tuple((since or "always", told, by, because) for _, since, told, by, because in rows)
    return Grid("Its history", Table(("From", "Value", "Set by", "Because"), table))


def other_values(book: Book, held: ParameterInForce) -> list[tuple[str, ...]]:
    """The rows of a parameter's history that are not the value in force."""
    by = {"pack": "document", "preset": "preset "}.get(held.set_by, held.set_by)
    since = shown(held.since) if held.since else ""
    rows = history(book, held.name).table.rows
    return [row for row in rows if not (row[2].startswith(by) and since in (row[0], ""))]


def _values(book: Book, name: str) -> Iterator[tuple[str, str, str, str, str]]:
    declared = book.declared(name)
    for each in declared.entry.values:
        own = declared.in_force(book.vocabulary, each.since, None)[1]
        yield each.since.isoformat(), shown(each.since), value(book, own), "document", each.because
    written = book.files.written
    for local in written.local_values().get(name, ()):
        day = local.since or book.day
        told = declared.in_force(book.vocabulary, day, None, (local,))[1]
        since = "" if local.since is None else shown(local.since)
        yield f"9 {local.since or ''}", since, value(book, told), "policy", local.because
    if preset := written.entry.presets.get(name):
        because = declared.entry.presets[preset].because
        yield "8", "", _preset(book, declared, preset), f"preset {preset}", because


def _preset(book: Book, declared: Parameter, preset: str) -> str:
    try:
        setting, held = declared.in_force(book.vocabulary, book.day, preset)
        return _in_a_line(setting) if isinstance(setting, dict) else value(book, held)
    except BadInput:  # of what a policy may not choose as it stands, the name is told
        return "not usable"


def _in_a_line(table: Mapping[str, Mapping[str, Any]]) -> str:
    """A table in one sentence, row by row."""
    told = rows_of(table)
    columns = [each.casefold() for each in told.headings[1:]]
    rows: dict[str, str] = {}
    for key, *cells in told.rows:
        held = [f"{column} {cell}" for column, cell in zip(columns, cells, strict=True) if cell]
        rows[key] = ", ".join(held) or "not defined"
    return "; ".join(f"{key}: {held}" for key, held in rows.items())


def cells_of(pack: Pack, name: str) -> Grid | None:
    """The table that a parameter holds; None where it holds none."""
    short = name.partition(".")[2]
    table = pack.tables.get(short)
    return None if table is None else Grid("What it holds", rows_of(table))


def rows_of(table: Mapping[str, Mapping[str, Any]], first: str = "For") -> Table:
    """A table parameter as a table to be shown."""
    columns = list(dict.fromkeys(name for cells in table.values() for name in cells))
    rows = tuple(
        (plainly(key), *(_cell(cells, column) for column in columns)) for key, cells in table.items()
    )
    return Table((first, *(sentence(plainly(column)) for column in columns)), rows)


def _cell(cells: Mapping[str, Any], column: str) -> str:
    if column not in cells:
        return ""
    held = cells[column]
    return "none" if held is None else plainly(str(held))
