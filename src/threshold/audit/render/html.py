"""An audit as one page that needs nothing but itself: on paper, by keyboard, without colour or network."""

from pathlib import Path

from threshold.audit.model import HIDDEN, Audit
from threshold.audit.render import board, charts, sections, suppose
from threshold.output.escaping import terminal

_TEMPLATES = {"team": "page.html.j2", "board": "board.html.j2"}


def as_html(audit: Audit) -> str:
    """The page of the audit's edition. Whatever the export holds is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: HIDDEN if number is None else f"{number:,}"
    drawn = {
        "patterns": Markup(charts.PATTERNS),
        "shares": lambda rules: Markup(charts.shares(rules)),
        "lateness": lambda found: Markup(charts.lateness(found)),
        "trend": lambda months: Markup(charts.trend(months)),
        "year": lambda months: Markup(charts.trend(months, board.MOST_MONTHS)),
    }
    page = environment.get_template(_TEMPLATES[audit.edition])
    return page.render(audit=audit, told=sections, supposed=suppose, board=board, charts=drawn)


def _seen(value: object) -> object:
    """What a template puts in: text on one line that can be seen, whatever is markup of ours as it is."""
    return terminal(value) if type(value) is str else value
