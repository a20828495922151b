"""The shapes of a timeline as SVG: told apart by form and by words, never by colour alone."""

from threshold.output.escaping import markup

STYLE = (
    # A rim of white keeps words readable where a line crosses them.
    ".tl text{font:12px system-ui,sans-serif;fill:#1a1a1a;stroke:#fff;stroke-width:3px;paint-order:stroke}"
    ".tl .small{font-size:11px}"
    ".tl .title{font-size:18px;font-weight:700}"
    ".tl .bold{font-weight:700}"
    ".tl .count{font-size:10px;font-weight:700;text-anchor:middle;stroke:none}"
    ".tl .grid{stroke:#d0d0d0}"
    ".tl .now{stroke:#1a1a1a;stroke-width:1.5;stroke-dasharray:5 3}"
    ".tl .run{fill:#c9d6e6;stroke:#1a1a1a}"
    ".tl .current{fill:#2b4f7c;stroke:#1a1a1a}"
    ".tl .unsure{fill:#fff;stroke:#1a1a1a;stroke-dasharray:4 3}"
    ".tl .stand{fill:#eef1f5}"
    ".tl .line{stroke:#1a1a1a;stroke-width:2;fill:none}"
    ".tl .thin{stroke:#1a1a1a;stroke-width:1;fill:none}"
    ".tl .over{stroke:#1a1a1a;stroke-width:4;stroke-dasharray:3 3}"
    ".tl .full{fill:#1a1a1a;stroke:#1a1a1a;stroke-width:1.5}"
    ".tl .hollow{fill:#fff;stroke:#1a1a1a;stroke-width:1.5}"
    ".tl .light{fill:#fff}"
)
RADIUS = 5.0


def text(left: float, top: float, words: str, kind: str = "", anchor: str = "") -> str:
    """A line of words; `anchor` is `end` or `middle` where `left` is not its beginning."""
    more = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{left:.1f}" y="{top:.1f}"{more}>{markup(words)}</text>'


def box(kind: str, left: float, top: float, width: float, height: float) -> str:
    """A rectangle."""
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def line(kind: str, left: float, top: float, right: float, bottom: float) -> str:
    """A straight line."""
    return f'<line class="{kind}" x1="{left:.1f}" y1="{top:.1f}" x2="{right:.1f}" y2="{bottom:.1f}"/>'


def polygon(kind: str, *points: tuple[float, float]) -> str:
    """A closed shape."""
    return f'<polygon class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def arrow(left: float, middle: float, size: float) -> str:
    """What goes on: a head that points to the right."""
    return polygon("full", (left, middle - size), (left + size * 1.3, middle), (left, middle + size))


def diamond(centre: float, middle: float) -> str:
    """The day on which something is due."""
    r = RADIUS
    return polygon(
        "hollow", (centre - r, middle), (centre, middle - r), (centre + r, middle), (centre, middle + r)
    )


def square(centre: float, middle: float) -> str:
    """The day on which what was due was done."""
    return box("full", centre - 4, middle - 4, 8, 8)


def cross(centre: float, middle: float) -> str:
    """The day on which a clock stopped with nothing done."""
    return line("line", centre - 4, middle - 4, centre + 4, middle + 4) + line(
        "line", centre - 4, middle + 4, centre + 4, middle - 4
    )


def width_of_mark(number: int) -> float:
    """How wide a mark for so many things is."""
    return 2 * RADIUS if number == 1 else 8.0 + 7.0 * len(str(number))


def mark(centre: float, middle: float, number: int, planned: bool) -> str:
    """What took place (filled) or is planned (hollow); several in one place have their number inside."""
    kind = "hollow" if planned else "full"
    if number == 1:
        return f'<circle class="{kind}" cx="{centre:.1f}" cy="{middle:.1f}" r="{RADIUS:.1f}"/>'
    width = width_of_mark(number)
    shape = (
        f'<rect class="{kind}" x="{centre - width / 2:.1f}" y="{middle - 7:.1f}" '
        f'width="{width:.1f}" height="14" rx="7"/>'
    )
    return shape + text(centre, middle + 3.5, str(number), "count" if planned else "count light")


def undated(centre: float, middle: float) -> str:
    """Something of which no day is known: a question mark in a ring, at the side."""
    ring = f'<circle class="hollow" cx="{centre:.1f}" cy="{middle:.1f}" r="7" stroke-dasharray="2 2"/>'
    return ring + text(centre, middle + 3.5, "?", "count")
