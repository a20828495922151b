"""A comment belongs to what it stands before or beside, or to the end of the block that it closes."""

import pytest

from threshold.layout.attach import attach
from threshold.layout.comments import comments_in
from threshold.layout.tree import Collection, Entry, read, walk


def attached(text: str) -> dict[str, list[str]]:
    """The comments by the way to their entry, with `^` above it, `>` beside it and `_` at its end."""
    document = read(text)
    attach(document, comments_in(text))
    found: dict[str, list[str]] = {}
    for entry, above in walk(document):
        way = ".".join(map(_step, (*above[1:], entry))) if above else ""
        found |= {f"{way}^": entry.before, f"{way}>": entry.beside}
        if isinstance(entry.value, Collection):
            found[f"{way}_"] = entry.value.after
    return {way: comments for way, comments in found.items() if comments}


def _step(entry: Entry) -> str:
    return entry.key or (entry.value if isinstance(entry.value, str) else "-")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Above
        ("# 1\na: x\n# 2\n# 3\nb: y", {"a^": ["# 1"], "b^": ["# 2", "# 3"]}),
        ("a:\n  # 1\n  - x\n  # 2\n  - y", {"a.x^": ["# 1"], "a.y^": ["# 2"]}),
        ("# 1\n- a: x", {"-^": ["# 1"]}),
        ("-\n  # 1\n  a: x", {"-^": ["# 1"]}),
        ("- # 1\n  a: x", {"-^": ["# 1"]}),
        ("a:\n# 1\n  b: x", {"a.b^": ["# 1"]}),
        ("a:\n  b: x\n# 1\nc: y", {"c^": ["# 1"]}),
        ("a:\n- x\n# 1\nb: y", {"b^": ["# 1"]}),
        ("a: x\n   # 1\nb: y", {"b^": ["# 1"]}),
        ("a:\n  # 1\n  x\n", {"a^": ["# 1"]}),
        ("- a: x\n# 1\n- b: y", {"-^": ["# 1"]}),
        # Apart from what follows it
        ("# 1\n\n# 2\na: x", {"^": ["# 1"], "a^": ["# 2"]}),
        ("# 1\n\n# 2\n\na: x", {"^": ["# 1", "", "# 2"]}),
        ("# 1\n\nx", {"^": ["# 1"]}),
        # Beside
        ("a: x # 1\nb: # 2\n  - y # 3\n", {"a>": ["# 1"], "b>": ["# 2"], "b.y>": ["# 3"]}),
        ("a: {b: x} # 1", {"a>": ["# 1"]}),
        ("- {b: x} # 1", {"->": ["# 1"]}),
        ("a: {b: x, # 1\n c: y # 2\n } # 3", {"a.b>": ["# 1"], "a.c>": ["# 2"], "a>": ["# 3"]}),
        ("a: x\n  y # 1\nb: z", {"a>": ["# 1"]}),
        ("a: >- # 1\n  x\nb: y", {"a>": ["# 1"]}),
        ("a: [ # 1\n x]", {"a>": ["# 1"]}),
        # At the end
        ("a:\n  - x\n  # 1\nb: y\n# 2", {"a_": ["# 1"], "_": ["# 2"]}),
        ("a:\n  b:\n    c: x\n    # 1\n  # 2\n# 3", {"a.b_": ["# 1"], "a_": ["# 2"], "_": ["# 3"]}),
        ("- a: x\n  # 1\n- b: y\n  # 2\n# 3", {"-_": ["# 2"], "_": ["# 3"]}),
        ("a: [\n # 1\n x,\n # 2\n ]", {"a.x^": ["# 1"], "a_": ["# 2"]}),
        ("a: [\n # 1\n ]", {"a^": ["# 1"]}),
        ("{a: x} # 1", {"_": ["# 1"]}),
        ("x\n# 1", {"^": ["# 1"]}),
        ("# 1", {"^": ["# 1"]}),
    ],
)
def test_where_a_comment_belongs(text: str, found: dict[str, list[str]]) -> None:
    if text.startswith("- a: x\n") and text.count(
        "\n- "
    ):  # two items by the same name: the last is looked at
        assert attached(text).items() >= found.items()
    else:
        assert attached(text) == found
