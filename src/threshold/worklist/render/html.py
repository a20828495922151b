"""The worklist as one page that needs nothing but itself: for the huddle, on a wall, a telephone or paper.

Whatever a contact or the policy says is escaped. Colour only repeats what the words say.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from threshold.output.escaping import markup
from threshold.output.words import plainly, sentence, sentences
from threshold.worklist.asked import asked_of_all, short
from threshold.worklist.model import ACTS, IN_WORDS, Row
from threshold.worklist.order import BY_COLOUR, COLOURS, REST, part_of
from threshold.worklist.render.csv import level
from threshold.worklist.render.moments import when
from threshold.worklist.render.style import STYLE
from threshold.worklist.render.text import summary
from threshold.worklist.times import LATE

_TO_ASK = "What to ask"
_HEADINGS = ("Rank", "Reference", "Rated", "From and to", "Due", "Why, and what to ask")
_CLASSES = ("rank", "reference", "rated", "way", "due", "why")
_WHERE = ("Rank", "Reference", "Where it stands", "What cannot be read")
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
_SINCE = {"new": "NEW", "changed": "CHANGED"}


def as_html(rows: Sequence[Row], head: Sequence[str], questions: Sequence[tuple[str, str]]) -> str:
    """The page; `head` and `questions` are what is said once of all of the rows, as for `text.as_text`."""
    groups = [(key, list(group)) for key, group in groupby(rows, key=part_of)]
    places = {row.place for row in rows}
    named = len(places) > 1
    sections = "".join(_section(group, mine, named) for group, mine in groups)
    head = [*head, *(f"All of them are from {place}." for place in places if not named)]
    first, *more = [each for line in head for each in sentences(line)] or [""]
    told = "".join(f"<p>{markup(line)}</p>\n" for line in (first, *more) if line)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{markup(_title(first))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<header><h1>Worklist</h1>\n<p class="summary">{markup(summary(rows, head))}</p>\n{told}</header>\n'
        f"{_contents(groups, questions)}<main>\n{sections}{_questions(questions)}</main>\n"
        "</body>\n</html>\n"
    )


def _title(first: str) -> str:
    """What a browser's tab says: the first sentence of what is said of all, with the date and the policy."""
    return f"Worklist: {first[:1].lower()}{first[1:].rstrip('.')}" if first else "Worklist"


def _named(group: str) -> str:
    return next((IN_WORDS[act] for act in ACTS if act == group), BY_COLOUR)


def _contents(groups: Sequence[tuple[str, list[Row]]], questions: Sequence[tuple[str, str]]) -> str:
    """The parts of the list, each with how many it holds; none where it is one thing alone."""
    parts = [(group, f"{_named(group)} ({len(rows):,})") for group, rows in groups]
    parts += [("to-ask", _TO_ASK)] if questions else []
    if len(parts) < 2:
        return ""
    entries = "".join(f'<li><a href="#{place}">{name}</a></li>' for place, name in parts)
    return f'<nav aria-label="Parts of the list"><ul>{entries}</ul></nav>\n'


def _questions(questions: Sequence[tuple[str, str]]) -> str:
    """What is to be asked, in full words, by the short names that stand in the rows."""
    if not questions:
        return ""
    told = "".join(f"<dt>{markup(name)}</dt><dd>{markup(asked)}</dd>\n" for name, asked in questions)
    return f'<section aria-labelledby="to-ask"><h2 id="to-ask">{_TO_ASK}</h2>\n<dl>{told}</dl></section>\n'


def _section(group: str, rows: list[Row], named: bool) -> str:
    """One part of the list; `named`: each row says of which file it is."""
    headings, classes = (
        (_WHERE, ("rank", "reference", "way", "why")) if group == "unread" else (_HEADINGS, _CLASSES)
    )
    columns, of_all = zip(headings, classes, strict=True), asked_of_all(rows)
    head = "".join(f'<th role="columnheader" scope="col" class="{css}">{name}</th>' for name, css in columns)
    body = "".join(_row(row, (*_who(row, named), *_cells(row, of_all)), headings, classes) for row in rows)
    count = f'<span class="count">({len(rows):,})</span>'
    return (
        f'<section aria-labelledby="{group}"><h2 id="{group}">{_named(group)} {count}</h2>\n'
        f'<table role="table"><caption>{markup(_caption(group, rows, of_all))}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody></table></section>\n'
    )


def _caption(group: str, rows: Sequence[Row], of_all: Sequence[str]) -> str:
    """How many there are of each colour, and of each act where they are mixed; what is to be asked of all."""
    if group == "unread":
        return "Nothing was decided of these: somebody has to look at each"
    colours = Counter(row.colour for row in rows)
    told = [f"{colours[each]:,} {_colour(each)}" for each in sorted(colours, key=_place)]
    if group == REST:
        acts = Counter(row.act for row in rows)
        told += [f"{acts[act]:,} {IN_WORDS[act].lower()}" for act in ACTS if acts[act]]
    ask = f". Of all of them ask: {', '.join(map(short, of_all))}" if of_all else ""
    return ", ".join(told) + ask


def _place(colour: str) -> int:
    return COLOURS.index(colour) if colour in COLOURS else len(COLOURS)


def _colour(colour: str) -> str:
    return plainly(colour) if colour else "not rated"


def _row(row: Row, cells: Sequence[str], headings: Sequence[str], classes: Sequence[str]) -> str:
    """A row; its roles are said because a narrow screen shows it as a block, which takes them away."""
    told = [
        f'<td role="cell" class="{css}" data-label="{heading}">{cell}</td>'
        for cell, css, heading in zip(cells, classes, headings, strict=True)
    ]
    told[1] = f'<th role="rowheader" scope="row" class="reference">{cells[1]}</th>'
    return f'<tr role="row">{"".join(told)}</tr>\n'


def _who(row: Row, named: bool) -> Iterator[str]:
    """The rank, and the reference with what is new about it and where it stands in what came in."""
    yield str(row.rank) if row.rank is not None else "-"
    name = markup(row.reference) or "no reference"
    new = f' <strong class="since">{_SINCE[row.since]}</strong>' if row.since in _SINCE else ""
    came = _aside(f"Came in {when(row.received)}") if row.received else ""
    place = "" if row.act == "unread" else _aside(_where(row) if named else f"Row {row.row}")
    yield f"{name}{new}{came}{place}"


def _where(row: Row) -> str:
    return f"{row.place}, row {row.row}"


def _unread(row: Row) -> Iterator[str]:
    yield markup(_where(row))
    yield _lines(row.problems) + _lines(_labelled("Perhaps twice", row.duplicates))


def _cells(row: Row, of_all: Sequence[str]) -> Iterator[str]:
    return _unread(row) if row.act == "unread" else _found(row, of_all)


def _found(row: Row, of_all: Sequence[str]) -> Iterator[str]:
    shade = row.colour if row.colour in COLOURS and row.colour else "none"
    need = _aside(f"level {level(row)}") if level(row) else ""
    yield f'<span class="colour {shade}">{markup(sentence(_colour(row.colour)))}</span>{need}'
    ends = (("From", plainly(row.from_)), ("To", row.to))
    yield _lines([f"{end}: {name}" for end, name in ends if name])
    yield _due(row)
    yield "".join(_why(row, of_all))


def _due(row: Row) -> str:
    """What is left of the time, when it ends, and what the limit is."""
    answer = row.response
    late = ' class="late"' if answer.state in LATE else ""
    left = f"<span{late}>{markup(sentence(answer.left))}</span>" if answer.left else ""
    within = f"within {answer.within}" if answer.within else ""
    return left + "".join(_aside(each) for each in (when(answer.due), within) if each)


def _why(row: Row, of_all: Sequence[str]) -> Iterator[str]:
    """What is to be done, where the heading does not say it all; then why, what to ask, and what is wrong."""
    if part_of(row) == REST:
        yield f'<p class="act">{IN_WORDS[row.act]}</p>'
    if row.act != "refer_now":  # of which it is said once what that means
        yield _lines(_labelled("Do", row.do))
    if row.act != "ask_first":
        yield _lines(row.why)
    if names := [short(name) for name in row.missing if name not in of_all]:
        yield _lines([f"{'Ask also' if of_all else 'Ask'}: {', '.join(names)}"])
    yield _lines(_labelled("Contradiction", row.conflicts), "amiss")
    yield _lines(_labelled("Perhaps twice", row.duplicates))
    yield _lines(_labelled("Could not be read", row.problems), "amiss")


def _labelled(label: str, lines: Sequence[str]) -> list[str]:
    return [f"{label}: {line}" for line in lines]


def _lines(lines: Sequence[str], css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return "".join(f"<p{kind}>{markup(line)}</p>" for line in lines)


def _aside(text: str) -> str:
    return f'<span class="aside">{markup(text)}</span>'
