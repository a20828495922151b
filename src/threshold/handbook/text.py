"""What is to be shown as text, for a terminal of any width."""

from collections.abc import Iterator, Sequence

from threshold.handbook.model import Block, Grid, Line, Lines, Said, Section, Stage, Terms, Way
from threshold.output.tables import fitting_widths, plain_table
from threshold.output.terminal import wrapped

_LEAST = 20


def as_text(sections: Sequence[Section], width: int) -> str:
    """The sections in lines of so many columns; a name that is longer stays whole."""
    return "\n\n".join("\n".join(_section(section, max(width, _LEAST))) for section in sections)


def _section(section: Section, width: int) -> Iterator[str]:
    yield from wrapped(section.title, width)
    for block in section.blocks:
        yield ""
        yield from _block(block, width)
    for inside in section.sections:
        yield ""
        yield from _section(inside, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Said(text):
            yield from wrapped(text, width)
        case Terms():
            yield from _terms(block, width)
        case Lines(title, lines, numbered):
            yield from wrapped(title, width)
            yield from _lines(lines, width, "  ", numbered)
        case Grid(title, table):
            yield from wrapped(title, width)
            yield from _grid(block, width) if table.rows else ["  none"]
        case Way(title, stages, in_order):
            yield from wrapped(title, width)
            for number, stage in enumerate(stages, start=1):
                yield from _stage(stage, f"{number}. " if in_order else "- ", width)


def _terms(terms: Terms, width: int) -> Iterator[str]:
    for what, told in terms.rows:
        yield from wrapped(f"{what}: {told}", width, "  ", "    ")


def _lines(lines: tuple[Line, ...], width: int, indent: str, numbered: bool = False) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        mark = f"{number}. " if numbered else "- "
        yield from wrapped(line.text, width, indent + mark, indent + " " * len(mark))
        further = indent + " " * len(mark)
        yield from _lines(line.lines, width, further)
        for note in line.notes:
            yield from wrapped(note, width, further, further + "  ")


def _grid(grid: Grid, width: int) -> Iterator[str]:
    """A table where its columns fit, else its rows one below the other."""
    table = grid.table
    widths = fitting_widths(table, width)
    drawn = plain_table(table, widths)
    if max(map(len, drawn)) <= width:
        yield from drawn
        return
    for first, *cells in table.rows:
        yield from wrapped(first, width, "  - ", "    ")
        for heading, cell in zip(table.headings[1:], cells, strict=True):
            if cell:
                yield from wrapped(f"{heading}: {cell}", width, "    ", "      ")


def _stage(stage: Stage, mark: str, width: int) -> Iterator[str]:
    who = f"{stage.by}: " if stage.by else ""
    to = f" -> {stage.to}" if stage.to else ""
    missing = "" if stage.available else " (not available)"
    further = "  " + " " * len(mark)
    yield from wrapped(f"{who}{stage.does}{to}{missing} [{stage.id}]", width, f"  {mark}", further)
    for note in stage.notes:
        yield from wrapped(note, width, f"{further}- ", f"{further}  ")
