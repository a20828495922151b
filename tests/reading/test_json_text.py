import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.reading import (
    BadInput,
    Mapping,
    Problem,
    Scalar,
    Sequence,
    load_json,
    parse_json,
    parse_json_line,
    plain,
)
from threshold.reading.tree import MAX_DEPTH

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ab\\\"/{}[],: '#é😀", max_size=5), inner, max_size=4)
    ),
)


def as_text(tree: object) -> object:
    """The tree as it is read: every scalar the text that was written."""
    match tree:
        case dict():
            return {key: as_text(value) for key, value in tree.items()}
        case list():
            return [as_text(item) for item in tree]
        case None | str():
            return tree
        case _:
            return json.dumps(tree)


@given(TREES, st.booleans(), st.sampled_from([None, 0, 2]))
def test_what_json_writes_is_read_back(tree: object, escaped: bool, indent: int | None) -> None:
    text = json.dumps(tree, ensure_ascii=escaped, indent=indent)
    assert plain(parse_json(text, "f")) == as_text(tree)


def test_everything_knows_where_it_stands() -> None:
    node = parse_json('{"a": 1,\n\t"b": [\n  "c"]}', "f", first_line=7)
    assert isinstance(node, Mapping)
    assert node.keys["b"] == Scalar("b", 8, 2)
    assert node.entries["a"] == Scalar("1", 7, 7)
    assert plain(node) == {"a": "1", "b": ["c"]}


def test_faults_that_do_not_stop_the_reading_may_be_gathered() -> None:
    faults: list[Problem] = []
    node = parse_json('{"a": 1,\n "a": {"b": [2]},\n "c": "\\u0007", "d": 3}', "f", faults)
    assert plain(node) == {"a": "1", "c": None, "d": "3"}
    assert [(fault.line, fault.column) for fault in faults] == [(2, 2), (3, 7)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 5, column 1"),
        ("{\n'a': 1}", "line 6, column 1"),
        ("[1,]", "line 5"),
        ('{"a": 1} b', "line 5, column 10"),
        ("# no\n1", "line 5, column 1"),
    ],
)
def test_what_is_not_json(text: str, place: str) -> None:
    with pytest.raises(BadInput, match=f"f, {place}.*: this is not well-formed JSON"):
        parse_json(text, "f", first_line=5)


@pytest.mark.parametrize("text", ['{"a": 1} {"b": 2}', "[1][2]", ' {"a": 1}\n{"b": 2}\n{"c": 3}'])
def test_several_texts_one_after_another(text: str) -> None:
    with pytest.raises(BadInput, match="several JSON texts stand one after another; put them into one list"):
        parse_json(text, "f")


def test_as_deep_as_is_taken() -> None:
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f")
    with pytest.raises(BadInput, match="nested"):
        parse_json("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "f")


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 100_000])
def test_what_a_program_wrote_is_bounded_too(depth: int) -> None:
    flat = "[" + '{"a": "[[[["},' * 200 + "[]]"
    assert len(load_json(flat)) == 201
    assert load_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(ValueError, match="nested too deep"):
        load_json("[" * depth + "]" * depth)


def test_a_number_of_thousands_of_digits_is_text() -> None:
    assert plain(parse_json("[" + "9" * 9_000 + "]", "f")) == ["9" * 9_000]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_message(text: str) -> None:
    told: tuple[Problem, ...] = (Problem("read"),)
    try:
        parse_json(text, "f")
    except BadInput as error:
        told = error.problems
    assert told


# Pieces of which most put together are no JSON, or odd JSON.
SIGNS = [*"{}[]:, ", "1", "-0", "1e5", "NaN", "-Infinity", "null", "true", "nul", '"']
TEXTS = ['"a"', '"b"', r'"\u0061"', r'"\u0007"', r'"\ud800"', '"\u00a0"', '"\x7f"', '"' + "x" * 10_001 + '"']
PIECES = st.sampled_from([*SIGNS, *TEXTS, "{" * 41, '{"a":1,"a":2}'])


def as_read(text: str, quickly: bool) -> tuple[object, list[tuple[str, int | None]]]:
    """What a line comes to, and the message and line of each problem; columns are not told of a line."""
    faults: list[Problem] = []
    try:
        node = parse_json_line(text, "f", 7, faults) if quickly else parse_json(text, "f", faults, 7)
    except BadInput as error:
        return None, [(each.message, each.line) for each in error.problems]
    return lines_of(node), [(each.message, each.line) for each in faults]


def lines_of(node: object) -> object:
    """A tree with the line of everything in it."""
    match node:
        case Mapping():
            keys = [(name, key.text, key.line) for name, key in node.keys.items()]
            return node.line, keys, [(name, lines_of(each)) for name, each in node.entries.items()]
        case Sequence():
            return node.line, [lines_of(each) for each in node.items]
        case Scalar():
            return node.line, node.text
    raise AssertionError("no tree")


@given(st.one_of(TREES.map(json.dumps), TREES.map(lambda tree: json.dumps(tree, ensure_ascii=False))))
def test_a_line_is_read_as_it_would_be_by_the_slow_way(text: str) -> None:
    assert as_read(text, True) == as_read(text, False)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_a_broken_line_has_the_problems_that_the_slow_way_tells(text: str) -> None:
    assert as_read(text, True) == as_read(text, False)


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":2}', '{"a":{"b":"\x07"}}', '["\\u0007"]', '{"' + "k" * 10_001 + '":1}', '["\u202e"]']
)
def test_what_is_odd_in_a_line_is_told(text: str) -> None:
    assert as_read(text, True)[1]
    assert as_read(text, True) == as_read(text, False)
