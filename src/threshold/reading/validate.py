"""A tree checked by a pydantic model, with each of pydantic's complaints told in plain words at its line."""

from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ValidationError

from threshold.reading.problems import BadInput, Problem, did_you_mean
from threshold.reading.tree import Mapping, Node, Scalar, Sequence, locate, plain


def _true_or_false(value: Any) -> bool:
    if value in ("true", "false") or isinstance(value, bool):
        return value in ("true", True)
    raise ValueError("write true or false")


_CUT = "{} stands by itself, as a key that is not known here; quote a text that holds a comma or a colon"


Model = TypeVar("Model", bound=BaseModel)


TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]


def validate(model: type[Model], node: Node, file: str, of_rules: bool = False) -> Model:
    """The model filled from the tree. Raises BadInput with every problem, each at its line and field.

    `of_rules`: it is a file of rules, about no child, so that what was written may be shown.
    """
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        problems = (_problem(model, node, file, fault, of_rules) for fault in error.errors(include_url=False))
        raise BadInput(*dict.fromkeys(problems)) from None


def in_plain_words(model: type[BaseModel], fault: Any) -> str:
    """One of pydantic's complaints about a model, known by its kind: its words change with the version."""
    steps: tuple[str | int, ...] = fault["loc"]
    kind: str = fault["type"]
    if kind == "extra_forbidden":
        return _not_known(model, steps)
    if kind == "missing":
        return f'"{steps[-1]}" is missing'
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "literal_error" and (choices := _choices(model, steps)):
        *others, last = choices
        hint = did_you_mean(str(fault["input"]), choices)
        return f"must be one of {', '.join(others)} or {last}{hint}" if others else f"must be {last}"
    if kind == "too_short":
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        return (
            "must begin with a letter and hold only letters, digits, dots and hyphens (-); a longer dash, as "
            "word processors make it, is none"
        )
    if kind == "model_type" and (keys := _needed_keys(model, steps)):
        return f"must be a mapping of keys to values, such as {{{', '.join(f'{key}: ..' for key in keys)}}}"
    if kind == "list_type" and isinstance(fault["input"], dict):
        return "must be a list: each item on a line of its own, behind a dash and a space"
    kinds = (told for start, told in _KINDS.items() if kind.startswith(f"{start}_"))
    return f"must be {next(kinds, 'a different kind of value')}"


def _not_known(model: type[BaseModel], steps: tuple[str | int, ...]) -> str:
    """What is said of a key that a model does not know: its new name (`renamed`), or a guess."""
    key, holder = str(steps[-1]), _annotation(model, steps[:-1])
    if key in (renamed := getattr(holder, "renamed", {})):
        return str(renamed[key])
    return f"this key is not known here{did_you_mean(key, _known_keys(model, steps[:-1]))}"


def _problem(model: type[BaseModel], root: Node, file: str, fault: Any, of_rules: bool) -> Problem:
    steps: tuple[str | int, ...] = fault["loc"]
    node = locate(root, steps)
    line, column = node.line, node.column
    shown, message = _way(root, steps), in_plain_words(model, fault)
    if fault["type"] == "extra_forbidden":
        holder = locate(root, steps[:-1])
        key = str(steps[-1])
        if isinstance(holder, Mapping) and key in holder.keys:
            line, column = holder.keys[key].line, holder.keys[key].column
        shown = shown[:-1]
        if _is_rest_of_a_text(node, key):
            message = _CUT.format(f'"{key}"' if of_rules else "a part of a text")
    return Problem(message, file, line, column, ".".join(shown))


def _is_rest_of_a_text(node: Node, key: str) -> bool:
    """Whether what stands as a key is what followed a comma in a text: words, with nothing behind them."""
    return isinstance(node, Scalar) and node.text is None and " " in key


def _way(node: Node, steps: Iterable[str | int]) -> list[str]:
    """The steps that lead somewhere, as a person counts: pydantic's own words are left out."""
    way: list[str] = []
    for step in steps:
        if isinstance(node, Mapping) and str(step) in node.entries:
            node = node.entries[str(step)]
            way.append(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            way.append(str(step + 1))
    return way


_KINDS = {
    "string": "text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping of keys to values",
    "model": "a mapping of keys to values",
    "int": "a whole number",
    "bool": "true or false",
    "date": "a date such as 2026-08-14",
}


def _known_keys(model: type[BaseModel], steps: tuple[str | int, ...]) -> list[str]:
    """The keys that the model knows at a place."""
    found = _annotation(model, steps)
    return [field.alias or name for name, field in found.model_fields.items()] if _is_model(found) else []


def _needed_keys(model: type[BaseModel], steps: tuple[str | int, ...]) -> list[str]:
    """The keys that the model wants at a place."""
    found = _annotation(model, steps)
    fields = found.model_fields.items() if _is_model(found) else ()
    return [field.alias or name for name, field in fields if field.is_required()]


def _choices(model: type[BaseModel], steps: tuple[str | int, ...]) -> list[str]:
    """What may be chosen at a place."""
    found = _annotation(model, steps)
    return [str(choice) for choice in get_args(found)] if get_origin(found) is Literal else []


def _annotation(model: type[BaseModel], steps: tuple[str | int, ...]) -> Any:
    """What the model says of a place, followed through lists, mappings and whatever may be left out."""
    current: Any = model
    for step in steps:
        if _is_model(current):
            fields = current.model_fields.items()
            current = next((f.annotation for name, f in fields if step in (name, f.alias)), None)
        else:
            current = next(reversed(get_args(current)), None)  # of a list or a mapping, what it holds
        if get_origin(current) is Annotated:
            current = get_args(current)[0]
        if get_origin(current) in (Union, UnionType) and len(set(get_args(current)) - {NoneType}) == 1:
            current = next(each for each in get_args(current) if each is not NoneType)
    return current


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
