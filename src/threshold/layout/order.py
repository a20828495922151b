"""The order of keys, by the place of their mapping in a file; data, and one function that reads it.

A place is the way from the top of the file: the keys, and `-` for an item of a list. `*` is any key.
"""

from collections.abc import Sequence

Place = tuple[str, ...]

SECTIONS = (
    *("grounds", "definitions", "requirements", "deadlines", "routes", "conflicts"),
    *("protection", "safety"),
)
CLAUSE_GROUPS = ("core", "further", "staff", "context")
STRENGTHS = ("block", "condition", "warn", "note")

_FILE = (
    *(
        "pack",
        "policy",
        "title",
        "version",
        "source",
        "unlisted",
        "packs",
        "presets",
        "set",
        "looser",
        "hours",
        "clauses",
    ),
    *("roles", "episodes", "events", "facts"),
    *("scope", "groups", *SECTIONS),
    *CLAUSE_GROUPS,
    *("log", "questions", "outcomes"),
)
_HEAD = ("id", "title", "carries", "tensions", "bears_on", "each", "in_force")
_TO_DO = ("do", "by", "to", "urgent")
_RULES = {
    "definitions": ("fact", "hit", "contradicts", "rows", "otherwise"),
    "grounds": ("for", "applies", "when", "else", "unknown"),
    "requirements": ("applies", "unless", *STRENGTHS, "if_concern"),
    "deadlines": (
        *(
            "applies",
            "starts",
            "within",
            "hours",
            "met_by",
            "or_sooner",
            "repeats",
            "ends_with",
            "pauses_while",
            "beside",
        ),
        *("late", "overdue", *_TO_DO),
    ),
    "routes": ("when", "step", "also", "by", "to", "unlisted", "steps", "actions"),
    "conflicts": ("when", "why", "doubtful"),
    "protection": ("when", "because"),
    "safety": _TO_DO,
}
_STEP = (
    *("carries", "also", "step", "kind", "by", "to", "via", "says", "available", "moves", "asked_for"),
    *("when", "done"),
)
# Of a call: a question as it is read out, before what it does; an outcome as the call goes on.
_QUESTION = ("fact", "asks", "means", "answers", "stops", "unless")
_OUTCOME = (*("id", "advice", "title", "when", "because", "carries", "tensions", "say", "then", "share"),)
_REQUEST = ("direction", "from", "to", "of", "step", "action")
_PARAMETER = (
    *("type", "of", "one_of", "key", "columns", "at_least", "at_most", "means", "values", "presets"),
)

# The first that suits the place and knows all the keys there.
ORDERS: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ((), _FILE),
    (("source",), ("document", "publisher", "date", "clauses")),
    *(((group, "*"), ("place", "standing", "in_part", "left_out")) for group in CLAUSE_GROUPS),
    (("packs", "-"), ("pack", "role", "leads_on")),
    (("set", "*"), ("from", "is", "because")),
    (("set", "*", "-"), ("from", "is", "because")),
    (("hours", "*"), ("opens", "closes", "days", "bank_holidays")),
    (("scope",), (*_HEAD, "for", "applies")),
    (("scope", "for"), _REQUEST),
    (("grounds", "-", "for"), _REQUEST),
    (("grounds", "-", "else", "-"), ("when", "says")),
    (("scope", "in_force"), ("from", "until")),
    (("*", "-", "in_force"), ("from", "until")),
    *(((section, "-"), (*_HEAD, *body)) for section, body in _RULES.items()),
    (("definitions", "-", "rows", "-"), ("id", "when", "is", "because", *_TO_DO)),
    *(
        (("requirements", "-", strength, "-"), ("must", "papers", "else", "unknown", *_TO_DO))
        for strength in STRENGTHS
    ),
    (("questions", "-"), ("unless", "questions")),
    (("questions", "-"), _QUESTION),
    (("outcomes", "-"), _OUTCOME),
    (("log",), ("words", "carries", "tensions")),
    *((("outcomes", "-", said, "-"), ("words", "when")) for said in ("say", "share")),
    (("outcomes", "-", "then", "-"), ("do", "by", "to", "when")),
    (("*",), _PARAMETER),
    (("*", "values", "-"), ("from", "is", "because")),
    (("*", "presets", "*"), ("is", "because")),
    (("*",), ("open", "readings")),
    (("*", "readings", "*", "-"), ("when", "says")),
)
# Here the first key is the name of the step, whatever it is.
NAMED = (("routes", "-", "steps", "-"), ("routes", "-", "actions", "-"))


def in_order(keys: Sequence[str], place: Place) -> list[int]:
    """The numbers of the keys in their order; as they are where one is not known at this place."""
    place = within(place)
    named = 1 if any(suits(place, known) for known in NAMED) else 0
    orders = [_STEP] if named else [order for known, order in ORDERS if suits(place, known)]
    for order in orders:
        rank = {key: number for number, key in enumerate(order)}
        if all(key in rank for key in keys[named:]):
            rest = sorted(range(named, len(keys)), key=lambda number: rank[keys[number]])
            return [*range(min(named, len(keys))), *rest]
    return list(range(len(keys)))


def within(place: Place) -> Place:
    """A place as it is within its group: what a group holds is ordered as a file is."""
    if place[:2] == ("groups", "-"):
        return place[2:]
    while place[:3] == ("questions", "-", "questions"):
        place = place[2:]
    return place


def suits(place: Place, known: Place) -> bool:
    """Whether a place is the one that is known, perhaps by `*`."""
    return len(place) == len(known) and all(
        each in ("*", step) for step, each in zip(place, known, strict=True)
    )
