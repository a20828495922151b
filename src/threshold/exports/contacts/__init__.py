"""The morning's contacts, read: rows by a column map, or case files a line each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from threshold.casefiles import PassedOver, Unreadable, read_cases
from threshold.exports.contacts.model import Contact
from threshold.vocabulary import Vocabulary

__all__ = ["Contact", "by_line", "read_contacts"]


def read_contacts(
    paths: list[str], vocabulary: Vocabulary, column_map: Path | None = None
) -> Iterator[Contact]:
    for number, case in enumerate(read_cases(paths, vocabulary), 1):
        if isinstance(case, Unreadable):
            yield Contact(case.origin, number, "", None, case.problems)
        elif not isinstance(case, PassedOver):
            asks = "request.direction" in case.given
            if not asks:
                case = replace(case, given={**case.given, "request.direction": "triage"})
            yield Contact(case.file or case.origin, number, case.reference, case, (), asks)


def by_line(paths: list[str], column_map: Path | None) -> bool:
    """Whether contacts come as case files, a line each, so that each can be told as it comes."""
    lines = all(path == "-" or path.lower().endswith((".ndjson", ".jsonl")) for path in paths)
    return lines and column_map is None
