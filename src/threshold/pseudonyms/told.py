"""What is said of an export that was written anew: what became of its columns, and what was left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from threshold.output.words import many
from threshold.pseudonyms.columns import Chosen
from threshold.pseudonyms.sources import Source

Harmless = Callable[[str], bool]


def of_columns(
    source: Source, chosen: Chosen, renamed: Mapping[str, str], harmless: Harmless
) -> Iterator[str]:
    """What is said of the columns of a table."""

    def name(header: str) -> str:
        number = source.headers.index(header) + 1
        return f'{number} ("{header}")' if harmless(header) else str(number)

    def listed(headers: Iterable[str]) -> str:
        return ", ".join(map(name, headers))

    roles = chosen.columns.roles
    keyed = [each for each in source.headers if each in roles and roles[each].kind in ("person", "reference")]
    if keyed:
        yield f"{source.place}: references made up in {_columns(len(keyed))} {listed(keyed)}"
    for header, new in renamed.items():
        yield f'{source.place}: column {name(header)} is called "{new}" now'
    for header, why in chosen.withheld.items():
        yield f"{source.place}: column {name(header)} is left out, {why}"
    out = [each for each in source.headers if each not in roles and each not in chosen.withheld]
    if out:
        are = "is" if len(out) == 1 else "are"
        yield (
            f"{source.place}: {_columns(len(out))} {listed(out)} {are} left out, as no audit reads "
            f"{'it' if len(out) == 1 else 'them'}; --keep COLUMN keeps one"
        )
    if chosen.asked:
        yield (
            f"{source.place}: {_columns(len(chosen.asked))} {listed(chosen.asked)} kept, though each child "
            "has a value of its own; if that is a reference, name it with --column"
        )


def of_rows(source: Source, nameless: int) -> Iterator[str]:
    """What is said of rows."""
    if source.aside:
        yield f"{source.place}: {many(source.aside, 'row')} left out that are totals, footers and the like"
    if nameless:
        yield f"{source.place}: {many(nameless, 'row')} without a reference of a child; they stay so"


def of_cells(emptied: int, teams: int, alike: int) -> Iterator[str]:
    """What is said of cells in all tables."""
    if emptied:
        yield (
            f"{many(emptied, 'cell')} emptied: what stood there is no word of the vocabulary or the map, "
            'holds a reference, or identifies; where the audit would tell of it, "withheld" stands there'
        )
    if teams:
        yield f"{many(teams, 'name of a team is', 'names of teams are')} made up, as each may be somebody's"
    if alike:
        yield (
            f"{many(alike, 'reference')} of children differ from another by capitals, spaces, dashes, unseen "
            "signs or leading noughts alone; nothing was joined, and an audit will tell of them as it would "
            "of the export: write each in one way there, if they are of one child"
        )


def _columns(number: int) -> str:
    return "column" if number == 1 else "columns"
