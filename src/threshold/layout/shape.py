"""What stands in lines of its own however short it is, and what has a blank line before it."""

from threshold.layout.order import CLAUSE_GROUPS, SECTIONS, Place, suits, within

# Mappings, one line for each key, whatever would fit into one.
_BLOCKS: tuple[Place, ...] = (
    (),
    *((key,) for key in ("scope", "set", "clauses", "roles", "episodes", "events", "facts")),
    *((key,) for key in CLAUSE_GROUPS),
    ("facts", "*"),
    ("*", "presets"),
    ("*", "readings"),
)
# Lists of mappings that each stand in one line where they fit; only those of a condition do so within a line.
_CONDITION = ("any", "all", "none")
_ROWS = ("rows", "values", "packs")
# A blank line stands between what is longer than a line.
_SPACED: tuple[Place, ...] = ((), ("groups",), ("facts",), *((section,) for section in SECTIONS))


def is_block(place: Place, mapping: bool, holds_mappings: bool) -> bool:
    """Whether what stands at a place takes a line for each of its entries, even if one would do."""
    if any(suits(within(place), block) for block in _BLOCKS):
        return True
    if not mapping:
        return holds_mappings and place[-1] not in _CONDITION
    one_by_one = place[-1] == "-" and place[-2:-1] not in [(key,) for key in (*_CONDITION, *_ROWS)]
    return one_by_one and not suits(within(place), ("set", "*", "-"))


def is_spaced(place: Place) -> bool:
    """Whether blank lines stand between the entries at a place."""
    return within(place) in _SPACED
