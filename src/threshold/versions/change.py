"""One change in meaning between two policies."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal[
    "parameter",
    "table",
    "hours",
    "sign",
    "combination",
    "domain",
    "otherwise",
    "rule",
    "words",
    "pack",
    "order",
    "source",
    "clause",
    "announced",
    "tension",
    "script",
    "fact",
    "event",
    "episode",
    "role",
]
How = Literal["came", "gone", "differs"]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a change is a change of: its kind, the pack (empty: of none alone) and its name there."""

    kind: Kind
    pack: str
    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change in meaning.

    `kind` is `words` where a rule or a fact is only put otherwise, and `pack` is empty where it is of no pack
    alone. `before` and `after` say shortly what it was and is, each empty where there is none. `since` is the
    day from which it makes a difference, None: from the beginning. `decides`: it may change how a case comes
    out; False of what is only said otherwise. `aspects` names what of a rule reads otherwise. `of` is what it
    changes, and `old` and `new` are the two as the policies hold them.
    """

    kind: Kind
    pack: str
    id: str
    how: How
    title: str
    before: str
    after: str
    since: date | None
    decides: bool
    aspects: tuple[str, ...] = ()
    of: Key = field(default=Key("words", "", ""), compare=False, repr=False)
    old: object = field(default=None, compare=False, repr=False)
    new: object = field(default=None, compare=False, repr=False)
