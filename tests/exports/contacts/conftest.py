"""A small list of contacts, its column map, and reading both."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from threshold.exports.contacts import Contact, Told, read_contacts
from threshold.vocabulary import Vocabulary

MAP = """
columns: {child: ContactID}
facts:
  contact.brag: {column: BRAG, values: {Grn: green}}
  child_protection.immediate_danger: {column: Danger, values: {Y: true, N: false}}
  contact.received: Received
written: day first
"""
HEADERS = "ContactID,Received,BRAG,Danger"

ReadThem = Callable[..., tuple[list[Contact], list[Told]]]


@pytest.fixture
def contacts(tmp_path: Path, vocabulary: Vocabulary) -> ReadThem:
    """Read a file of these lines (or bytes) by a column map; what came of it, and what was told."""

    def read(
        content: str | bytes | Sequence[str], map_: str | None = MAP, name: str = "morning.csv"
    ) -> tuple[list[Contact], list[Told]]:
        path = tmp_path / name
        text = content if isinstance(content, str | bytes) else "\n".join([HEADERS, *content]) + "\n"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        column_map = None
        if map_ is not None:
            column_map = tmp_path / "map.yaml"
            column_map.write_text(map_, encoding="utf-8")
        return of_paths([str(path)], vocabulary, column_map)

    return read


AS_AT = date(2026, 11, 30)


def of_paths(
    paths: list[str], vocabulary: Vocabulary, column_map: Path | None = None
) -> tuple[list[Contact], list[Told]]:
    told: list[Told] = []
    return list(read_contacts(paths, vocabulary, column_map, told.append, AS_AT)), told


def said(contact: Contact) -> list[tuple[int | None, str, str]]:
    """Line, field and message of each problem of a contact."""
    return [(each.line, each.field, each.message) for each in contact.problems]
