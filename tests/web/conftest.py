"""A real server and a real browser: the desk as a person would have it before them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.web.serving import Desk, Hand, served


@dataclass
class Open:
    """A desk that somebody has come into: the place of the session, and a hand for plain requests."""

    desk: Desk
    hand: Hand
    session: str

    @property
    def root(self) -> str:
        """The address of the desk."""
        return f"{self.desk.origin}{self.session}/"


Serve = Callable[..., Desk]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves a desk out of the folder of the test, as often as it is asked to."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(served(tmp_path, *options))


@pytest.fixture(scope="session")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """One desk for the tests that leave it as they found it, but for their own calls."""
    with served(tmp_path_factory.mktemp("desk")) as desk:
        hand = Hand(desk)
        yield Open(desk, hand, hand.enter(desk.once))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page with scripts off; where it sent anything is in `page.sent`, and how in `page.methods`."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.sent = []
    page.methods = []
    page.on("request", lambda request: page.sent.append(request.url))
    page.on("request", lambda request: page.methods.append(request.method))
    yield page
    context.close()


@pytest.fixture
def at_desk(page: Any, open_desk: Open) -> Any:
    """A page that has come to the desk."""
    page.goto(open_desk.root)
    return page
