"""The tree that YAML and JSON are read into: built piece by piece, bounded, and found again by its steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, Sequence, plain
from threshold.reading.tree import MAX_DEPTH, MAX_TEXT, TreeBuilder, locate

TREES = st.recursive(
    st.none() | st.text("abc é", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
)


def build(builder: TreeBuilder, tree: object) -> None:
    """Tells the builder of a tree, as a parser would."""
    match tree:
        case dict():
            builder.open(Mapping(1, 1))
            for key, value in tree.items():
                builder.scalar(key, 1, 1)
                build(builder, value)
            builder.close()
        case list():
            builder.open(Sequence(1, 1))
            for item in tree:
                build(builder, item)
            builder.close()
        case _:
            builder.scalar(tree, 1, 1)  # type: ignore[arg-type]


def told(builder: TreeBuilder) -> list[tuple[str, int | None]]:
    return [(problem.message, problem.line) for problem in builder.problems]


@given(st.lists(TREES, max_size=2))
@settings(max_examples=50)
def test_what_is_told_piece_by_piece_is_there_in_the_end(trees: list[object]):
    builder = TreeBuilder("f")
    for tree in trees:
        build(builder, tree)
    assert [plain(document) for document in builder.documents] == trees
    assert builder.problems == []


def test_a_key_that_stands_twice_keeps_its_first_value():
    builder = TreeBuilder("f")
    builder.open(Mapping(1, 1))
    for line, (key, value) in enumerate([("a", "1"), ("b", "2"), ("a", "3")], start=2):
        builder.scalar(key, line, 1)
        builder.scalar(value, line, 4)
    builder.close()
    (root,) = builder.documents
    assert isinstance(root, Mapping)
    assert (plain(root), root.keys["a"]) == ({"a": "1", "b": "2"}, Scalar("a", 2, 1))
    assert builder.problems == [Problem("this key stands twice (first on line 2)", "f", 4, 1)]


@pytest.mark.parametrize("key", [None, ["x"], {"x": "y"}, []])
def test_what_cannot_be_a_key_is_passed_over_with_its_value(key: object):
    builder = TreeBuilder("f")
    builder.open(Mapping(1, 1))
    for each in (key, {"lost": ["value"]}, "kept", "1"):
        build(builder, each)
    builder.close()
    assert [plain(document) for document in builder.documents] == [{"kept": "1"}]
    assert told(builder) == [("a key must be a word", 1)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a" * MAX_TEXT, None),
        ("a" * (MAX_TEXT + 1), f"is longer than {MAX_TEXT} characters"),
        ("tab\tand\nline\rend", None),
        ("bell\x07", "cannot be printed"),
        ("turned \u202e round", "cannot be printed"),
        ("half \ud800", "cannot be printed"),
        ("next line \x85", None),
        ("delete \x7f", "cannot be printed"),
        ("é 😀", None),
    ],
)
def test_text_that_no_file_needs_is_told_and_left_out(text: str, fault: str | None):
    builder = TreeBuilder("f")
    builder.open(Sequence(1, 1))
    builder.scalar(text, 2, 3)
    builder.scalar("next", 3, 3)
    builder.close()
    assert [plain(document) for document in builder.documents] == [[None if fault else text, "next"]]
    assert [(problem.line, problem.column) for problem in builder.problems] == ([(2, 3)] if fault else [])
    assert all(fault and fault in problem.message for problem in builder.problems)


def test_only_so_much_lies_within_another():
    builder = TreeBuilder("f")
    for _ in range(MAX_DEPTH):
        builder.open(Sequence(1, 1))
    with pytest.raises(BadInput, match=f"f, line 7, column 2: nested more than {MAX_DEPTH} deep"):
        builder.open(Mapping(7, 2))
    builder.close()
    builder.open(Mapping(7, 2))


LEAF, FIRST, SECOND = Scalar("x", 3, 9), Scalar("y", 4, 5), Scalar("z", 5, 5)
LIST = Sequence(4, 3, [FIRST, SECOND])
ROOT = Mapping(1, 1, {"a": Mapping(2, 3, {"b": LEAF}), "list": LIST, "0": LEAF})


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], ROOT),
        (["a", "b"], LEAF),
        (["list", 1], SECOND),
        (["list", 0], FIRST),
        # What leads nowhere is passed over: the deepest place that is there is the one to show.
        (["list", 2], LIST),
        (["list", "1"], LIST),
        (["a", "c"], ROOT.entries["a"]),
        (["nowhere", "list", "str", 1], SECOND),
        ([0], LEAF),
        (["a", "b", "c"], LEAF),
    ],
)
def test_a_place_is_found_as_deep_as_its_steps_lead(steps: list[str | int], found: Node):
    assert locate(ROOT, steps) is found
