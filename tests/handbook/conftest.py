"""The policy that comes along, read once; a small one that a test writes; and a page taken apart."""

from datetime import date
from functools import cache
from html.parser import HTMLParser

from threshold.handbook import Book
from threshold.handbook.model import Grid, Line, Lines, Said, Section, Terms, Way
from threshold.policy import load_policy

from ..semantics.conftest import Small, nothing_remembered, rules, small

__all__ = ["DAY", "Page", "Small", "book", "nothing_remembered", "rules", "small", "small_book", "words_of"]

DAY = date(2026, 8, 14)
VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


@cache
def book(name: str = "default", day: date = DAY) -> Book:
    return Book(load_policy(name), day)


def small_book(small: Small, rules: str, parameters: str = "", day: date = DAY) -> Book:
    small.tiny(rules, parameters)
    return Book(load_policy(str(small.write())), day)


def words_of(section: Section) -> list[str]:
    """Everything that a section says, line by line, headings included."""
    told = [section.title]
    for block in section.blocks:
        match block:
            case Said(text):
                told.append(text)
            case Terms(rows):
                told += [f"{what}: {text}" for what, text in rows]
            case Lines(title, lines):
                told += [title, *(each for line in lines for each in _line(line))]
            case Grid(title, table):
                told += [title, *(" | ".join(row) for row in table.rows)]
            case Way(title, stages):
                told.append(title)
                told += [f"{s.by} | {s.does} | {s.to} | {s.id} | {'; '.join(s.notes)}" for s in stages]
    return told + [each for inside in section.sections for each in words_of(inside)]


def _line(line: Line) -> list[str]:
    return [line.text, *(each for below in line.lines for each in _line(below)), *line.notes]


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, its text, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.misplaced: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.misplaced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.misplaced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text.append(data)

    @property
    def ids(self) -> list[str]:
        return [each["id"] or "" for _, each in self.tags if "id" in each]

    @property
    def links(self) -> list[str]:
        return [each["href"] or "" for tag, each in self.tags if tag == "a"]
