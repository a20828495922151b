"""An audit beside itself, as every format is given it, and a page taken apart."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from threshold.audit.compare import compare
from threshold.audit.model import Audit
from threshold.audit.run import Run

SHARE = "33.3%"


@pytest.fixture(scope="session")
def audit(done: Run) -> Audit:
    return compare(done.audit, done.audit)


class Page(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def having(self, attribute: str) -> Iterator[str | None]:
        return (attributes[attribute] for _, attributes in self.tags if attribute in attributes)
