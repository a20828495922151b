"""What the register prints: each format in a module of its name, and here the choice between them."""

from collections.abc import Iterator, Sequence

from threshold.register.history import parts
from threshold.register.query import find, refuse_what_is_amiss
from threshold.register.store import Register


def history(register: Register, reference: str, format_: str) -> str:
    """All that is recorded on one case, or one entry: as text, json, markdown or html.

    Raises BadInput where there is none, or one is not as it was recorded.
    """
    from threshold.register.render.html import history_page
    from threshold.register.render.json import entries_json
    from threshold.register.render.markdown import parts_markdown
    from threshold.register.render.text import parts_text

    entries = find(register.entries(), [reference])
    refuse_what_is_amiss(entries)
    if format_ == "json":
        return entries_json(register, entries)
    shown = parts(register, entries)
    if format_ == "text":
        return parts_text(shown)
    cases = {entry.summary.case for entry in entries if entry.summary}
    title = cases.pop() if cases else f"entry {reference}"
    return parts_markdown(title, shown) if format_ == "markdown" else history_page(title, shown)


def export(register: Register, references: Sequence[str], format_: str) -> Iterator[str]:
    """Entries in full, piece by piece: as ndjson or csv or, of one case, as markdown or html.

    Raises BadInput where there are none, or one is not as it was recorded.
    """
    from threshold.register.render.csv import export_csv
    from threshold.register.render.json import entry_ndjson

    if format_ in ("markdown", "html"):
        yield history(register, references[0], format_)
        return
    entries = find(register.entries(), references)
    refuse_what_is_amiss(entries)
    if format_ == "csv":
        yield export_csv(entries)
    else:
        yield from (entry_ndjson(register, entry) for entry in entries)
