"""Pages out of templates: everything put into one is escaped, and stays on its line."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from threshold.output.escaping import terminal

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"
STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")


def page(template: str, status: int = 200, **told: Any) -> HTMLResponse:
    """The page that a template makes of what it is told."""
    return HTMLResponse(_environment().get_template(f"{template}.html.j2").render(**told), status)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["as_typed"] = _as_typed
    return environment


def _seen(value: object) -> object:
    """What a template puts in: text on one line that can be seen, whatever is markup of ours as it is."""
    return terminal(value) if type(value) is str else value


def _as_typed(text: str) -> "Markup":
    """What somebody typed, for the field that it was typed into: to the letter, whatever it is."""
    from markupsafe import escape

    return escape(text)
