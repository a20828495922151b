"""A desk that is served, and a hand at its pages: by a browser, or by plain requests."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from threshold.consultation import Conversation, Line, open_line
from threshold.consultation.ways import ways
from threshold.policy import load_policy
from threshold.policy.model import CALLER
from threshold.web.call import NOT_KNOWN, words_of

Awaited = TypeVar("Awaited")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class Desk:
    """A desk that is served: its address, which works once, and the folder of its register."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return "/".join(self.address.split("/")[:3])

    @property
    def once(self) -> str:
        return self.address.rpartition("/")[2]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does, and tell how it ended; what it said on standard error is in `said`."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        self.said.append(self.process.communicate(timeout=60)[1])
        return self.process.returncode

    def entries(self, *words: str) -> str:
        """What a command says of its register."""
        return subprocess.run(
            [sys.executable, "-m", "threshold", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def environment(self) -> dict[str, str]:
        return environment(self.folder)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "THRESHOLD_REGISTER": str(folder / "register.sqlite")}


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Desk]:
    """A desk served out of a folder, where its register is."""
    command = [sys.executable, "-m", "threshold", "serve", "--adviser", "TM-07", *options]
    process = subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Desk(process, process.stdout.readline().strip(), folder)
    finally:
        process.kill()
        process.communicate()


class Hand:
    """Somebody with plain requests, who can send what no browser would."""

    def __init__(self, desk: Desk) -> None:
        self.host = desk.origin.removeprefix("http://")
        self.origin = desk.origin

    def send(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | str = b""
    ) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection(self.host, timeout=60)
        connection.request(method, path, body or None, {"Host": self.host, **(headers or {})})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

    def look(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        return self.send("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def do(self, path: str, sent: dict[str, str], **headers: str) -> tuple[HTTPResponse, str]:
        """Send a form as a page of the desk does; headers given stand in the place of a browser's."""
        ours = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": "null",
            "Sec-Fetch-Site": "same-origin",
        }
        others = {name.replace("_", "-"): value for name, value in headers.items()}
        told = {name: value for name, value in {**ours, **others}.items() if value}
        return self.send("POST", path, told, urlencode(sent))

    def sees(self, path: str, sent: dict[str, str]) -> str:
        """The page that a form leads to."""
        response, page = self.do(path, sent)
        return self.look(response.headers["Location"])[1] if response.status == 303 else page

    def enter(self, once: str) -> str:
        """Use the address up; the place of the session."""
        response, _ = self.do("/start", {"once": once})
        assert response.status == 303
        return response.headers["Location"].rstrip("/")


def finished(awaited: Coroutine[Any, Any, Awaited]) -> Awaited:
    """What a coroutine comes to, in a thread of its own: the browser has the loop of this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, awaited).result()


def ways_of(line: Line) -> dict[str, Conversation]:
    """For each outcome of a script the shortest way that ends in it."""
    found: dict[str, Conversation] = {}
    for talk in sorted(ways(line.begin()).ended, key=lambda talk: len(talk.answers)):
        found.setdefault(line.advised(talk).outcome, talk)
    return found


@cache
def to_the_worker() -> tuple[str, ...]:
    """The answers of a professional about a child who has a social worker already, as they are said."""
    line = open_line(load_policy(None), date.today())
    return _said(
        next(talk for talk in ways_of(line).values() if line.advised(talk).advice == "speak_to_worker")
    )


@cache
def called_by(who: str) -> tuple[str, ...]:
    """The shortest answers by which somebody calls who is no professional and knows of no danger."""
    line = open_line(load_policy(None), date.today())
    ended = sorted(ways(line.begin()).ended, key=lambda talk: len(talk.answers))
    return _said(next(talk for talk in ended if talk.answers.get(CALLER) == who))


def who_calls(who: str) -> str:
    """The answer to who is calling, as it is said."""
    line = open_line(load_policy(None), date.today())
    return words_of(line.script.question(CALLER), who)


def _said(talk: Conversation) -> tuple[str, ...]:
    return tuple(words_of(talk.script.question(fact), value) for fact, value in talk.answers.items())


def to_the_form(page: Any, who: str | None = "professional") -> None:
    """To the form for the log of a call; who calls is told where that is asked before."""
    follow(page, "Write the call into the log")
    if page.get_by_role("button", name="Go on").count():
        answer(page, NOT_KNOWN if who is None else who_calls(who))
        if is_told(page):
            follow(page, "Write the call into the log")


def is_told(page: Any) -> bool:
    """Whether a page says what a call comes to."""
    return bool(page.locator(".advice").count())


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms; of two that have one name, the last."""
    return dict(HIDDEN.findall(page))


def press(page: Any, name: str) -> None:
    """Press a button in a browser, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page: Any, name: str) -> None:
    """Follow a link in a browser, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=name == "The desk").click()


def answer(page: Any, *answers: str) -> None:
    """Answer the next questions in a browser, by the words that stand beside the buttons."""
    for words in answers:
        page.get_by_label(words, exact=True).check()
        press(page, "Go on")


def field(page: Any, name: str) -> Any:
    """The field of a form by its name, in a browser."""
    return page.locator(f"[id='{name}']")


def heading(page: Any) -> str:
    return " ".join(page.get_by_role("heading", level=1).inner_text().split())


def enter(page: Any, desk: Desk) -> None:
    page.goto(desk.address)
    press(page, "Open the desk")


def reference(page: Any) -> str:
    """The reference of the call on a page."""
    found = re.search(r"CL-\d{6}-\w{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def is_urgent(page: Any) -> bool:
    """Whether a page says what is to be done in danger, and asks nothing."""
    return bool(page.locator(".advice.urgent h1").count() and not page.get_by_role("radio").count())
