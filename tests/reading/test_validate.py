from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.reading import BadInput, parse_yaml
from threshold.reading.validate import TrueOrFalse, validate


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(pattern="^[a-z]+$")]
    by: str | dict[str, str] = ""
    sure: TrueOrFalse = False


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    kind: Literal["one", "two"] = "one"
    since: str = Field(default="", alias="from")
    inner: list[Inner] = Field(default=[], min_length=1)
    by_name: dict[str, Inner] = {}
    shades: list[Literal["red", "amber", "green"]] = []
    columns: dict[str, Literal["wide"]] = {}
    level: int | None = None


def told(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        validate(Outer, parse_yaml(text, "f")[0], "f")
    return [str(problem) for problem in caught.value.problems]


def read(text: str) -> Any:
    return validate(Outer, parse_yaml(text, "f")[0], "f")


def test_what_is_right() -> None:
    outer = read("title: 017\nfrom: 2026-01\ninner: [{name: a, sure: true}, {name: b}]\n")
    assert (outer.title, outer.since) == ("017", "2026-01")
    assert [inner.sure for inner in outer.inner] == [True, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", 'f, line 1, column 1: "title" is missing'),
        ("[]", "f, line 1, column 1: must be a mapping of keys to values"),
        ("title: [x]", "f, line 1, column 8, title: must be text"),
        ("title: x\nkind: three", "f, line 2, column 7, kind: must be one of one or two"),
        ("title: x\ntitel: y", 'f, line 2, column 1: this key is not known here; did you mean "title"?'),
        ("title: x\nfrm: y", 'f, line 2, column 1: this key is not known here; did you mean "from"?'),
        ("title: x\ninner: y", "f, line 2, column 8, inner: must be a list"),
        ("title: x\ninner: []", "f, line 2, column 8, inner: must not be empty"),
        ("title: x\ninner: [{name: a}, {}]", 'f, line 2, column 20, inner.2: "name" is missing'),
        (
            "title: x\ninner: [{name: a, nme: b}]",
            'f, line 2, column 19, inner.1: this key is not known here; did you mean "name"?',
        ),
        (
            "title: x\nby_name: {z: {name: a, sur: b}}",
            'f, line 2, column 24, by_name.z: this key is not known here; did you mean "sure"?',
        ),
        ("title: x\ninner: [{name: a, sure: yes}]", "line 2, column 25, inner.1.sure: write true or false"),
        ("title: x\ninner: [{name: a1}]", "inner.1.name: must begin with a letter and hold only letters"),
        ("title: x\ninner: [{name: a, by: [b]}]", "inner.1.by: must be text"),
        ("title: x\nby_name: {name: {name: a, sur: b}}", 'this key is not known here; did you mean "sure"?'),
        (
            "title: x\nshades: [red, blue]",
            "f, line 2, column 15, shades.2: must be one of red, amber or green",
        ),
        ("title: x\ncolumns: {title: narrow}", "f, line 2, column 18, columns.title: must be wide"),
        ("title: x\nlevel: high", "f, line 2, column 8, level: must be a whole number"),
        (f"title: x\nlevel: {'9' * 9_000}", "f, line 2, column 8, level: must be a whole number"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, says: str) -> None:
    assert any(line.endswith(says) or says in line for line in told(text))


def test_everything_wrong_is_told_at_once() -> None:
    assert len(told("kind: three\nwat: x\ninner: [{name: 1, sure: 2}]")) == 5


def test_no_value_is_repeated() -> None:
    text = (
        "title: [Kestrel]\nkind: Kestrel\nKestrel: x\ninner: [{name: Kestrel, by: [Kestrel], sure: Kestrel}]"
    )
    assert "Kestrel" not in "\n".join(told(text))


@pytest.mark.parametrize(
    ("of_rules", "named"), [(True, '"so nothing is asked"'), (False, "a part of a text")]
)
def test_the_rest_of_a_text_that_a_comma_cut_is_told_and_named_in_rules_alone(
    of_rules: bool, named: str
) -> None:
    node = parse_yaml("title: x\nby_name: {z: {name: a, by: Nobody leaves, so nothing is asked}}", "f")[0]
    with pytest.raises(BadInput) as caught:
        validate(Outer, node, "f", of_rules)
    (problem,) = caught.value.problems
    assert problem.message == (
        f"{named} stands by itself, as a key that is not known here; "
        "quote a text that holds a comma or a colon"
    )
    assert (problem.line, problem.field) == (2, "by_name.z")


class Renaming(BaseModel):
    model_config = ConfigDict(extra="forbid")
    renamed: ClassVar[dict[str, str]] = {"old": "is called `new:` now"}
    new: str = ""


class Holding(BaseModel):
    model_config = ConfigDict(extra="forbid")
    one: Renaming | None = None
    several: list[Renaming] = []
    named: dict[str, Annotated[Renaming, BeforeValidator(lambda value: value)]] = {}


@pytest.mark.parametrize(
    ("text", "field"),
    [("one: {%s: x}", "one"), ("several: [{%s: x}]", "several.1"), ("named: {a: {%s: x}}", "named.a")],
)
def test_a_key_that_was_renamed_is_refused_with_its_new_name(text: str, field: str) -> None:
    def problem(key: str) -> str:
        with pytest.raises(BadInput) as caught:
            validate(Holding, parse_yaml(text % key, "f")[0], "f")
        (found,) = caught.value.problems
        assert (found.line, found.field) == (1, field)
        return found.message

    assert problem("old") == "is called `new:` now"
    assert problem("neww") == 'this key is not known here; did you mean "new"?'
