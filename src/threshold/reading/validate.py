"""A tree checked by a pydantic model, with each of pydantic's complaints told in plain words at its line."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError

from threshold.reading.problems import BadInput, Problem, did_you_mean
from threshold.reading.tree import Mapping, Node, Sequence, locate, plain


def _true_or_false(value: Any) -> bool:
    if value in ("true", "false") or isinstance(value, bool):
        return value in ("true", True)
    raise ValueError("write true or false")


Model = TypeVar("Model", bound=BaseModel)
TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]


def validate(model: type[Model], node: Node, file: str) -> Model:
    """The model filled from the tree. Raises BadInput with every problem, each at its line and field."""
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        problems = (_problem(model, node, file, fault) for fault in error.errors(include_url=False))
        raise BadInput(*dict.fromkeys(problems)) from None


def _problem(model: type[BaseModel], root: Node, file: str, fault: Any) -> Problem:
    steps: tuple[str | int, ...] = fault["loc"]
    kind: str = fault["type"]
    node = locate(root, steps)
    line, column = node.line, node.column
    shown = _way(root, steps)
    if kind == "extra_forbidden":
        holder = locate(root, steps[:-1])
        key = str(steps[-1])
        if isinstance(holder, Mapping) and key in holder.keys:
            line, column = holder.keys[key].line, holder.keys[key].column
        hint = did_you_mean(key, _known_keys(model, steps[:-1]))
        shown = shown[:-1]
        message = f"this key is not known here{hint}"
    elif kind == "missing":
        message = f'"{steps[-1]}" is missing'
    elif kind == "value_error":
        message = str(fault["ctx"]["error"])
    elif kind in ("literal_error", "enum"):
        message = f"must be one of {fault['ctx']['expected'].replace(chr(39), '')}"
    elif kind == "too_short":
        message = "must not be empty"
    elif kind == "string_pattern_mismatch":
        message = "must begin with a letter and hold only letters, digits, dots and dashes"
    elif kind.endswith("_type") or kind.endswith("_parsing"):
        message = f"must be {_KINDS.get(kind.rsplit('_', 1)[0], 'a different kind of value')}"
    else:
        message = str(fault["msg"]).lower()
    return Problem(message, file, line, column, ".".join(shown))


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
    "date_from_datetime": "a date such as 2026-08-14",
}


def _known_keys(model: type[BaseModel], steps: tuple[str | int, ...]) -> list[str]:
    """The keys that the model knows at a place, followed through lists, mappings and optional models."""
    current: Any = model
    for step in steps:
        if isinstance(current, type) and issubclass(current, BaseModel):
            named = current.model_fields.get(str(step))
            named = named or next((f for f in current.model_fields.values() if f.alias == step), None)
            if named is None:
                continue
            current = named.annotation
        current = _model_within(current)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_within(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_within(argument)
        if found is not None:
            return found
    return None
