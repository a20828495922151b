"""A document as one page that needs nothing but itself: on a screen, on a telephone and on paper.

Whatever a policy says is escaped. Names of rules, clauses, facts and parameters lead to where they stand.
"""

import re
from collections.abc import Iterator, Mapping

from threshold.handbook.model import Block, Document, Grid, Line, Lines, Said, Section, Stage, Terms, Way
from threshold.handbook.style import STYLE
from threshold.output.escaping import markup

_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_NAME = re.compile(r"[A-Za-z](?:[\w.-]*\w)?")
# What a name leads to first, where several things have it.
_KINDS = ("rule", "step", "clause", "tension", "fact", "parameter", "outcome")
_DEEPEST = 6
_IS_DAY, _DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}"), ' class="day"'


def as_html(document: Document) -> str:
    """The page."""
    page = _Page(document)
    title = markup(document.title)
    about = "".join(f"<dt>{markup(what)}</dt><dd>{markup(told)}</dd>" for what, told in document.about)
    sections = "".join(page.section(section, 2, "") for section in document.sections)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#content">Skip to the policy</a>\n'
        f"<header><h1>{title}</h1>\n<dl>{about}</dl></header>\n{_contents(document)}"
        f'<main id="content" tabindex="-1">\n{sections}</main>\n</body>\n</html>\n'
    )


def _contents(document: Document) -> str:
    """What stands on the page, with the topics of each pack; none where it is one thing alone."""
    if len(document.sections) < 2:
        return ""
    entries = "".join(_entry(section) for section in document.sections)
    return f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>\n<ol>{entries}</ol></nav>\n'


def _entry(section: Section) -> str:
    inside = [each for each in section.sections if not each.anchor]
    below = "".join(f'<li><a href="#{_id(section, each)}">{markup(each.title)}</a></li>' for each in inside)
    link = f'<a href="#{_id(None, section)}">{markup(section.title)}</a>'
    return f"<li>{link}{f'<ol>{below}</ol>' if below else ''}</li>\n"


def _id(within: Section | None, section: Section) -> str:
    """What a section is called in the address; what is called nothing, by the section it stands in."""
    if section.anchor:
        return _safe(section.anchor)
    above = _id(None, within) if within is not None else "section"
    return _safe(f"{above}-{section.title}")


def _safe(name: str) -> str:
    """A name without what an address or an attribute could not hold."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")


def _named(name: str) -> str:
    """A name, which may be broken where its parts meet."""
    return re.sub(r"([._])(?=\w)", r"\1<wbr>", markup(name))


def _anchors(document: Document) -> Mapping[str, str]:
    """By each name the id of the place that says most of it; parameters also by their pack."""
    found: dict[tuple[str, str], str] = {}
    for anchor in _all_anchors(document.sections):
        kind, _, name = anchor.partition(":")
        if kind in _KINDS:
            found[kind, name] = _safe(anchor)
    names: dict[str, str] = {}
    for kind in _KINDS:
        names = {**{name: id_ for (of, name), id_ in found.items() if of == kind}, **names}
    return names


def _all_anchors(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in sections:
        yield section.anchor
        for block in section.blocks:
            if isinstance(block, Grid):
                yield from block.anchors
            if isinstance(block, Way):
                yield from (f"step:{stage.id}" for stage in block.stages)
        yield from _all_anchors(section.sections)


class _Page:
    """Makes the parts of a page; it knows what may be linked to, and gives each id out once."""

    def __init__(self, document: Document) -> None:
        self._places = _anchors(document)
        self._given: set[str] = {"content", "contents"}

    def section(self, section: Section, level: int, within: str) -> str:
        """A section with its heading, and those inside it one level further down."""
        id_ = _safe(section.anchor or f"{within or 'section'}-{section.title}")
        heading = f"h{min(level, _DEEPEST)}"
        blocks = "".join(self._block(block, section.pack) for block in section.blocks)
        inside = "".join(self.section(each, level + 1, id_) for each in section.sections)
        kind = section.anchor.partition(":")[0]
        css = f' class="{_safe(kind)}"' if kind else ""
        return (
            f"<section{css}><{heading}{self._own(id_)}>{markup(section.title)}</{heading}>\n"
            f"{blocks}{inside}</section>\n"
        )

    def _own(self, id_: str) -> str:
        """An id as an attribute, the first time that it is given."""
        if not id_ or id_ in self._given:
            return ""
        self._given.add(id_)
        return f' id="{id_}"'

    def _block(self, block: Block, pack: str) -> str:
        match block:
            case Said(text):
                return f"<p>{self._text(text, pack)}</p>\n"
            case Terms(rows):
                told = "".join(f"<dt>{markup(what)}</dt><dd>{self._text(t, pack)}</dd>" for what, t in rows)
                return f"<dl>{told}</dl>\n"
            case Lines(title, lines, numbered):
                return (
                    f'<p class="lead">{self._text(title, pack)}</p>\n{self._lines(lines, pack, numbered)}\n'
                )
            case Grid():
                return self._grid(block, pack)
            case Way():
                return self._way(block, pack)

    def _lines(self, lines: tuple[Line, ...], pack: str, numbered: bool = False) -> str:
        kind = "ol" if numbered else "ul"
        return f"<{kind}>{''.join(self._line(line, pack) for line in lines)}</{kind}>"

    def _line(self, line: Line, pack: str) -> str:
        below = self._lines(line.lines, pack) if line.lines else ""
        notes = "".join(f'<p class="note">{self._text(note, pack)}</p>' for note in line.notes)
        return f"<li>{self._text(line.text, pack)}{below}{notes}</li>"

    def _grid(self, grid: Grid, pack: str) -> str:
        title, table = self._text(grid.title, pack), grid.table
        if not table.rows:
            return f'<p class="lead">{title}</p><p>None.</p>\n'
        head = "".join(f'<th role="columnheader" scope="col">{markup(each)}</th>' for each in table.headings)
        anchors = (*grid.anchors, *("" for _ in table.rows))
        rows = "".join(
            self._row(row, table.headings, anchor, pack)
            for row, anchor in zip(table.rows, anchors, strict=False)
        )
        return (
            f'<div class="across" tabindex="0" role="region" aria-label="{markup(grid.title)}">'
            f'<table role="table"><caption>{title}</caption>\n'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
            f'<tbody role="rowgroup">\n{rows}</tbody></table></div>\n'
        )

    def _row(self, row: tuple[str, ...], headings: tuple[str, ...], anchor: str, pack: str) -> str:
        """A row; its roles are said because a narrow screen shows it as a block, which takes them away."""
        first, *rest = row
        own = self._own(_safe(anchor)) if anchor else ""
        named = _named(first) if anchor else self._text(first, pack)
        cells = "".join(
            f'<td role="cell"{_DAY if _IS_DAY.fullmatch(cell) else ""} data-label="{markup(heading)}">'
            f"{self._text(cell, pack)}</td>"
            for heading, cell in zip(headings[1:], rest, strict=True)
        )
        return f'<tr role="row"{own}><th role="rowheader" scope="row">{named}</th>{cells}</tr>\n'

    def _way(self, way: Way, pack: str) -> str:
        """Boxes from left to right: who, what, to whom; and from the top down, where order matters."""
        kind, css = ("ol", "way in-order") if way.in_order else ("ul", "way")
        stages = "".join(self._stage(stage, pack) for stage in way.stages)
        title = f'<p class="lead">{markup(way.title)}</p>'
        return f'{title}\n<{kind} class="{css}" role="list">\n{stages}</{kind}>\n'

    def _stage(self, stage: Stage, pack: str) -> str:
        css = "" if stage.available else ' class="closed"'
        by = f'<div class="by"><span>Who</span> {markup(stage.by)}</div>' if stage.by else ""
        to = f'<div class="to"><span>Sent to</span> {markup(stage.to)}</div>' if stage.to else ""
        missing = "" if stage.available else " <strong>N/A, not available</strong>"
        notes = "".join(f"<li>{self._text(note, pack)}</li>" for note in stage.notes)
        said = f"<ul>{notes}</ul>" if notes else ""
        name = f'<span class="id">{markup(stage.id)}</span>'
        own = self._own(_safe(f"step:{stage.id}"))
        does = f'<div class="does">{markup(stage.does)} {name}{missing}{said}</div>'
        return f"<li{css}{own}>{by}{does}{to}</li>\n"

    def _text(self, text: str, pack: str) -> str:
        """A text, escaped; names that stand on the page lead to their places."""
        told, end = [], 0
        for name in _NAME.finditer(text):
            place = self._place(name[0], pack)
            if place:
                told += [markup(text[end : name.start()]), f'<a href="#{place}">{_named(name[0])}</a>']
                end = name.end()
        return "".join((*told, markup(text[end:])))

    def _place(self, name: str, pack: str) -> str:
        """The id that a name leads to: nothing that might be an ordinary word leads anywhere."""
        if not re.search(r"[\d._-]", name):
            return ""
        # A parameter goes by its short name as well; what has a hyphen may be an ordinary word.
        short = "" if "-" in name else f"{pack}.{name}"
        return self._places.get(name) or self._places.get(short, "")
