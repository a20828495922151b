"""A row of the worklist. Its columns are a public, versioned contract.

Days and times are ISO text on England's clock: the same contacts, policy and moment give the same bytes.
"""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal, get_args

SCHEMA = "threshold/worklist/1"

Act = Literal[
    "refer_now",
    "unread",
    "ask_first",
    "overdue",
    "pass_on",
    "put_right",
    "hold",
    "find_out",
    "no_rule",
    "look_at",
]
ACTS: tuple[Act, ...] = get_args(Act)
# What each tells people to do, as short as a column wants it.
IN_WORDS: dict[Act, str] = {
    "refer_now": "Refer now",
    "unread": "Cannot be read",
    "ask_first": "Ask about danger first",
    "overdue": "Past its time",
    "pass_on": "Pass on",
    "put_right": "Put right first",
    "hold": "Do not pass on",
    "find_out": "Find out",
    "no_rule": "No rule on it",
    "look_at": "Look at",
}

# The most serious first.
Danger = Literal["immediate", "harm", "concern", ""]
DANGER: tuple[Danger, ...] = get_args(Danger)
Since = Literal["", "new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Response:
    """The deadline of a contact that matters most: what is overdue, else what is due first.

    `due` is a day, or a day and time where the limit counts hours. `within` is the limit in words, empty
    where the policy sets none. `minutes` are left on the clock (of working hours: of those alone), negative
    where it is overdue; None where only days count, or nothing can be told. `left` says it in words.
    """

    rule: str = ""
    due: str = ""
    within: str = ""
    state: str = ""
    minutes: int | None = None
    left: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One contact: what to do about it, and all that a person needs to see why.

    place, row    where it stands in what came in: a file or sheet, and its line or row, from 1
    rank          its place in the list, from 1; None where each is told as it comes
    colour        the BRAG colour that it was given; empty where it was given none
    level         the level of need; None with `at_least` where that is all that is certain
    status, direction   of the decision (see docs/commands.md); empty where it could not be read
    from_, to     the support in place; the tray that it goes to, empty where the policy names none yet
    received      when it came in
    danger        what is told of danger, the most serious of it; empty where nothing is
    do            what is urgent, and what helps where something stands in the way; each with who does it
    why           reasons, each with its clauses
    missing       what nobody has said and the answer hangs on, danger first; `ask` asks for the first
    conflicts     what contradicts itself, a colour that contradicts danger among it
    duplicates    other contacts of the same reference, or with the same in them
    problems      what of it could not be read
    since         against an earlier list: new, changed or same; empty where there is none
    """

    act: Act
    reference: str
    place: str
    row: int
    rank: int | None = None
    colour: str = ""
    level: int | None = None
    at_least: int | None = None
    status: str = ""
    direction: str = ""
    from_: str = ""
    to: str = ""
    received: str = ""
    as_at: str = ""
    response: Response = Response()
    danger: Danger = ""
    do: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ask: str = ""
    conflicts: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    since: Since = ""

    @property
    def told(self) -> str:
        """The act in words."""
        return IN_WORDS[self.act]

    def at(self, rank: int) -> "Row":
        """The row in its place; `dataclasses.replace` takes twice as long, and there may be many."""
        told = list(_fields(self))
        told[_RANK] = rank
        return Row(*told)


_NAMES = tuple(each.name for each in fields(Row))
_fields, _RANK = attrgetter(*_NAMES), _NAMES.index("rank")
