"""Files that lie among cases and are none: what each seems to be, told by what it holds."""

from collections.abc import Collection, Sequence

from threshold.privacy import identifying_field
from threshold.reading import Mapping, Node, Scalar, did_you_mean

# What is put into the program, by the keys that only it has together.
_KINDS = (
    ("a policy", {"policy", "packs"}),
    ("the head of a pack", {"pack", "source"}),
    ("a vocabulary", {"facts", "events", "roles"}),
    ("a column map", {"columns"}),
)
# What to do with it instead, where that is not the same for all.
_NEXT = {
    "a policy": "`threshold policy check` reads it, and --policy decides by it",
    "a column map": "`threshold audit EXPORT --map FILE` reads it",
    "what this program printed": "give the case file itself",
    "a JSON Schema": "give the case file itself",
}
_OF_A_PACK = "`threshold policy check` reads it, with the policy that it belongs to"
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")
_RULES = {"definitions", "requirements", "deadlines", "routes", "conflicts", "safety", "groups"}
_RULES |= {"grounds", "protection"}
_CLAUSES = {"core", "further", "staff", "context"}
# Files in which every entry has a name of its own are known by what an entry holds, if it is no plain text.
_ENTRIES = (("parameters", {"type", "values"}), ("a list of tensions", {"open"}))
_PRINTED = "threshold/"  # how `schema` begins in whatever the program prints as JSON


def seems(nodes: Sequence[Node]) -> str | None:
    """What of this program's own a file seems to be that is no case; None where it is nothing of the kind."""
    kinds = {_seems(node) if isinstance(node, Mapping) else None for node in nodes}
    return kinds.pop() if len(kinds) == 1 else None


def what_next(kind: str) -> str:
    """What to do with a file that is no case, and seems to be something else."""
    return _NEXT.get(kind, _OF_A_PACK)


def is_table(name: str) -> bool:
    """Whether a file is a table by its name: an export of many children, and no case."""
    return name.lower().endswith(_TABLES)


def like_cases(nodes: Sequence[Node], keys: Collection[str]) -> bool:
    """Whether anything in a file may be meant as a case, of which `keys` are the keys.

    A case whose keys are misspelt, or one that says who the child is, is a case to be put right.
    """
    return any(
        not isinstance(node, Mapping)
        or not node.entries
        or any(key in keys or did_you_mean(key, keys) or identifying_field(key) for key in node.entries)
        for node in nodes
    )


def _seems(node: Mapping) -> str | None:
    held = set(node.entries)
    schema = node.entries.get("schema")
    if isinstance(schema, Scalar) and (schema.text or "").startswith(_PRINTED):
        return "what this program printed"
    if "case" in held or not held:
        return None
    if "$schema" in held:
        return "a JSON Schema"
    for kind, own in _KINDS:
        if own <= held:
            return kind
    if held & _RULES and held <= {*_RULES, "scope"}:
        return "a file of rules"
    if held <= _CLAUSES:
        return "a list of clauses"
    for kind, own in _ENTRIES:
        entries = [each for each in node.entries.values() if not isinstance(each, Scalar)]
        if entries and all(isinstance(each, Mapping) and own <= set(each.entries) for each in entries):
            return kind
    return None
