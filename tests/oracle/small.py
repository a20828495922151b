"""Exports of a few rows, and what audits say of them."""

from pathlib import Path

from .compared import audit
from .exported import File


def states(file: Path, rule: str) -> list[str]:
    """The state of each row of a rule, without those about what nobody knows the start of."""
    rows = audit(File(file, [], frozenset()), file.parent).rows
    return sorted(rows[(rows["rule"] == rule) & (rows["opened"] != "")]["state"])


def events(folder: Path, covers: str, *rows: str) -> Path:
    file = folder / "events.csv"
    file.write_text("\n".join(("child,event,date", *rows)) + "\n", encoding="utf-8")
    covered = ", ".join(f"{event}: as_at" for event in covers.split())
    columns = "columns: {child: child, event: event, on: date}"
    (folder / "events.columns.yaml").write_text(f"{columns}\ncovers: {{{covered}}}\n", encoding="utf-8")
    return file
