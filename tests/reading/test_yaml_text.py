import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from threshold.reading import BadInput, Mapping, Problem, Scalar, Sequence, parse_yaml, plain
from threshold.reading.tree import MAX_DEPTH, MAX_TEXT


def only(text: str) -> object:
    (document,) = parse_yaml(text, "f")
    return plain(document)


@pytest.mark.parametrize("written", ["12:30", "017", "5.10", "no", "1_000", "0x1F", "2026-08-14", "1e3"])
def test_scalars_stay_what_was_written(written: str) -> None:
    assert only(f"a: {written}") == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_written(written: str) -> None:
    assert only(f"a: {written}\nb: [x]") == {"a": None, "b": ["x"]}


@pytest.mark.parametrize("written", ["'~'", '"null"', "''"])
def test_quotation_marks_make_it_text(written: str) -> None:
    assert only(f"a: {written}") == {"a": written.strip("'\"")}


def test_everything_knows_where_it_stands() -> None:
    (node,) = parse_yaml("a: 1\nb:\n  - c\n  - {d: e}\n", "f")
    assert isinstance(node, Mapping)
    assert node.keys["b"] == Scalar("b", 2, 1)
    items = node.entries["b"]
    assert isinstance(items, Sequence)
    assert (items.line, items.items[0]) == (3, Scalar("c", 3, 5))
    assert (items.items[1].line, items.items[1].column) == (4, 5)


def test_several_documents() -> None:
    assert [plain(node) for node in parse_yaml("a: 1\n---\n- b\n--- c\n", "f")] == [{"a": "1"}, ["b"], "c"]
    assert parse_yaml("# nothing\n", "f") == []


def test_as_deep_as_is_taken() -> None:
    assert only("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(BadInput, match="column 41: nested more than 40 deep"):
        only("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_as_long_as_is_taken() -> None:
    assert only("a" * MAX_TEXT) == "a" * MAX_TEXT
    with pytest.raises(BadInput, match="longer than 10000 characters"):
        only("a" * (MAX_TEXT + 1))


def test_faults_that_do_not_stop_the_reading_may_be_gathered() -> None:
    faults: list[Problem] = []
    (node,) = parse_yaml("a: 1\na: 2\n[b]: {c: d}\ne: f\n", "f", faults)
    assert plain(node) == {"a": "1", "e": "f"}
    assert [(fault.line, fault.column) for fault in faults] == [(2, 1), (3, 1)]


@pytest.mark.parametrize("text", ["a: &x 1", "a: *x", "a: !!str 1", "a: !x {}", "a: !x [b]", "a: &x [b]"])
def test_what_yaml_can_do_and_is_not_taken(text: str) -> None:
    with pytest.raises(BadInput, match=r"f, line 1, column 4: .* are not used here"):
        only(text)


TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4)
    ),
)


@given(TREES, st.booleans())
def test_what_yaml_writes_is_read_back(tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, default_style='"')
    assert only(text) == tree


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_message(text: str) -> None:
    told: tuple[Problem, ...] = (Problem("read", "f"),)
    try:
        parse_yaml(text, "f")
    except BadInput as error:
        told = error.problems
    assert told
    assert all(problem.file == "f" and problem.message for problem in told)
