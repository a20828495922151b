"""An audit as one page that needs nothing but itself: on paper, by keyboard, without colour or network."""

from pathlib import Path

from threshold.audit.model import Audit
from threshold.audit.render import charts, sections

_TEMPLATE = "page.html.j2"


def as_html(audit: Audit) -> str:
    """The page. Whatever the export holds is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    drawn = {
        "patterns": Markup(charts.PATTERNS),
        "shares": lambda rules: Markup(charts.shares(rules)),
        "lateness": lambda found: Markup(charts.lateness(found)),
        "trend": lambda months: Markup(charts.trend(months)),
    }
    return environment.get_template(_TEMPLATE).render(audit=audit, told=sections, charts=drawn)
