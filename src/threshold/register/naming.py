"""Which texts name a case or a family by its reference, however that is spelt.

What an entry about an erasure or a key says can never be taken out again, so it may name none of them; and
whoever erases a case is told which other entries name it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from threshold.privacy.disguises import undisguised
from threshold.reading import Problem
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.cells import Row
from threshold.register.database import in_plain_words
from threshold.register.entries import Erasure, KeyChange, Summary, Told, told_from
from threshold.register.rows import Damaged, Rows

_LONG = 5  # letters and figures, from which on a reference is one within a longer word too
_GAPS = re.compile(r"[\W_]+")
_LETTER, _EITHER = r"[^\W\d_]", r"[^\W_]"
_SAID = r"(?:cases?|famil(?:y|ies)|child(?:ren)?|files?|refs?|references?|no|numbers?)"


class References:
    """References that are looked for in texts."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {reference: _squashed(_plain(reference)) for reference in known}

    def named_in(self, text: str) -> bool:
        """Whether a text names one of them, in letters of either case, with or without signs in between."""
        shown = _plain(text)
        squashed = _squashed(shown)  # few references come as far as their pattern
        return any(
            short in squashed and re.search(_pattern(reference), shown)
            for reference, short in self._known.items()
        )


@dataclass(frozen=True, slots=True)
class Remaining:
    """What stays and has to do with cases that are erased: the numbers of entries.

    same_case  entries of the same case or call
    naming     entries that name it, or the case's family, in a reason, a case file or what is told of a call
    for_good   entries about erasures and keys that do so, and that nobody can erase
    """

    same_case: tuple[int, ...]
    naming: tuple[int, ...]
    for_good: tuple[int, ...]


def known_references(register: Rows) -> References:
    """The references of all cases, families and calls that a register holds."""
    return References({each for _, told, _ in _readable(register) for each in _of(told)})


def naming_problems(known: References, texts: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """What keeps texts out of an entry that stays for good; each text after what it was given as."""
    for field, text in texts:
        if known.named_in(text):
            message = (
                "names a case or family of this register, or a call, and what is said here can never be "
                "erased; leave it out (a number that is none can be written as a word)"
            )
            yield Problem(message, field=field)


def remaining(register: Rows, numbers: Sequence[int]) -> Remaining:
    """What stays once the entries of these numbers are erased."""
    erased = set(numbers)
    cases: set[str] = set()
    going: set[str] = set()
    families: set[str | None] = set()
    for number, told, _ in _readable(register):
        if number in erased:
            cases |= {*_case_of(told)}
            going |= _of(told)
        elif isinstance(told, Summary):
            families.add(told.family)
    # A family that stays is named by each of its entries.
    wanted = References(cases | going - families)
    same_case: list[int] = []
    naming: list[int] = []
    for_good: list[int] = []
    for number, told, row in _readable(register):
        if number in erased:
            continue
        if not cases.isdisjoint(_case_of(told)):
            same_case.append(number)
        elif any(map(wanted.named_in, _texts(told, row))):
            (for_good if isinstance(told, Erasure | KeyChange) else naming).append(number)
    return Remaining(tuple(same_case), tuple(naming), tuple(for_good))


def _readable(register: Rows) -> Iterator[tuple[int, Told, Row]]:
    """The entries that can be read, as far as the file can be; `verify` is there for the others."""
    with in_plain_words(register.path):
        try:
            for row in register.rows():
                if row.number is None or row.link is None or row.content is None:
                    continue
                try:
                    told = told_from(row.link.kind, row.content.summary)
                except ValueError:
                    continue
                if told is not None:
                    yield row.number, told, row
        except Damaged:
            return


def _of(told: Told) -> set[str]:
    """The references that an entry has itself."""
    return {*_case_of(told), *([told.family] if isinstance(told, Summary) and told.family else [])}


def _case_of(told: Told) -> list[str]:
    """The case or the call that an entry is of, if it is of any."""
    match told:
        case Summary():
            return [told.case]
        case CallEntry():
            return [told.reference]
        case FollowUp():
            return [told.call]
        case _:
            return []


def _texts(told: Told, row: Row) -> Iterator[str]:
    """What people typed into an entry, without its own references."""
    match told:
        case Erasure():
            yield from (told.reason, told.reference, told.by)
        case KeyChange():
            yield from (told.reason, told.name)
        case Summary():
            own = re.compile("|".join(map(re.escape, _of(told))))
            for text in (told.decided.reason, told.decided.reference, *_case_file(row)):
                yield own.sub(" ", text)
        case CallEntry():
            yield from (told.why, told.summary, told.differs_because, told.follow_up_about, told.adviser)
            yield from (told.caller.name, told.caller.agency, told.caller.role)
        case FollowUp():
            yield from (told.what, told.about, told.adviser)


def _case_file(row: Row) -> Iterator[str]:
    assert row.content is not None
    try:
        yield from _strings(json.loads(row.content.case_file))
    except (ValueError, RecursionError):
        yield row.content.case_file


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _strings(each)


def _plain(text: str) -> str:
    """The text as it is compared: letters without case and accents, signs in their usual form."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", undisguised(text))
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


def _squashed(text: str) -> str:
    return _GAPS.sub("", text)


def _pattern(reference: str) -> str:
    """How a reference stands in a text. One of few figures must stand alone, or be said to be one."""
    squashed = _squashed(_plain(reference))
    if squashed.isdigit() and len(squashed) < _LONG:
        figures = r"[\W_]?".join(squashed) if len(reference) > len(squashed) else squashed
        alone = rf"(?<!{_EITHER})(?<!{_EITHER}[-._/]){figures}(?!{_EITHER})(?![-._/]{_EITHER})"
        return rf"{alone}|(?<!{_LETTER}){_SAID}[\W_]*{figures}(?!\d)"
    gap = r"[\W_]*" if len(squashed) >= _LONG else r"[\W_]{0,3}"
    before, after = _edge(squashed[0], len(squashed)), _edge(squashed[-1], len(squashed))
    return f"{before and f'(?<!{before})'}{gap.join(squashed)}{after and f'(?!{after})'}"


def _edge(character: str, length: int) -> str:
    """What may not stand beside the first or last character of a reference, since it would be another."""
    if character.isdigit():
        return r"\d"
    return _LETTER if length < _LONG else ""
