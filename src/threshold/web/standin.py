"""WIP stand-in for consultation/drafts.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Draft:
    reference: str
    started: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Drafts:
    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}

    def all(self) -> list[Draft]:
        return list(self.kept.values())

    def get(self, reference: str) -> Draft | None:
        return self.kept.get(reference)

    def keep(self, draft: Draft) -> None:
        self.kept[draft.reference] = draft

    def drop(self, reference: str) -> None:
        self.kept.pop(reference, None)
