"""An audit rendered: each format in a module of its name, and here the choice between them."""

from collections.abc import Callable, Mapping
from typing import Any

from threshold.audit.model import Audit

SUFFIXES = {"json": "json", "csv": "csv", "markdown": "md", "html": "html", "xlsx": "xlsx"}


def rendered(audit: Audit, format_: str, of_policy: Mapping[str, Any] | None = None) -> str:
    """The audit as text, json, csv, markdown or html; a workbook is written by `render.xlsx`.

    `of_policy` is what JSON says of its policy besides.
    Raises BadInput where what it tells is not what the audit has.
    """
    from threshold.audit.render.read_back import check_told

    text = _json(audit, of_policy) if format_ == "json" else _RENDERINGS[format_](audit)
    check_told(audit, format_, text)
    return text


def _json(audit: Audit, of_policy: Mapping[str, Any] | None) -> str:
    from threshold.audit.render.json import as_json

    return as_json(audit, of_policy)


def _text(audit: Audit) -> str:
    from threshold.audit.render.text import as_text
    from threshold.audit.render.text_page import width_of_screen

    return as_text(audit, width_of_screen())


def _csv(audit: Audit) -> str:
    from threshold.audit.render.csv import as_csv

    return as_csv(audit)


def _markdown(audit: Audit) -> str:
    from threshold.audit.render.markdown import as_markdown

    return as_markdown(audit)


def _html(audit: Audit) -> str:
    from threshold.audit.render.html import as_html

    return as_html(audit)


_RENDERINGS: Mapping[str, Callable[[Audit], str]] = {
    "text": _text,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
}
