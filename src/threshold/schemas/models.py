"""The JSON Schema of a dataclass, or of a pydantic model, read off its annotations.

pydantic gives one too, but a little different from version to version, and schemas are a public contract.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from threshold.schemas.values import DATE, TEXT, TRUE_OR_FALSE, Schema

_WRITTEN: dict[Any, Schema] = {
    str: TEXT,
    bool: TRUE_OR_FALSE,
    date: DATE,
    int: {"type": ["integer", "string"], "pattern": "^-?[0-9]+$"},
}
_PRINTED: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
}


def written(model: type[BaseModel]) -> Schema:
    """What people write: a file of this shape, by the names that it uses, its scalars as they are read."""
    return _whole(model, _Shapes(_WRITTEN))


def printed(kind: type) -> Schema:
    """What the program prints: a dataclass, of which every key is always there."""
    return _whole(kind, _Shapes(_PRINTED))


def _whole(kind: type, shapes: "_Shapes") -> Schema:
    root = shapes.object(kind)
    return {"$defs": dict(sorted(shapes.named.items())), **root} if shapes.named else root


class _Shapes:
    """Shapes of annotations; those of classes are kept once, by name."""

    def __init__(self, scalars: Mapping[Any, Schema]) -> None:
        self.named: dict[str, Schema] = {}
        self._scalars = scalars

    def object(self, kind: type) -> Schema:
        """The shape of a class itself."""
        hints = get_type_hints(kind, include_extras=True)
        if issubclass(kind, BaseModel):
            properties, required = self._written(kind, hints)
        else:
            # `from` is a word of Python's, so there it ends in an underscore.
            properties = {name.rstrip("_"): self._of(hint) for name, hint in hints.items()}
            required = list(properties)
        doc = kind.__dict__.get("__doc__")
        return {
            **({"additionalProperties": False} if issubclass(kind, BaseModel) else {}),
            **({"description": inspect.cleandoc(doc)} if doc else {}),
            "properties": properties,
            **({"required": required} if required else {}),
            "type": "object",
        }

    def _written(self, model: type[BaseModel], hints: dict[str, Any]) -> tuple[dict[str, Schema], list[str]]:
        properties, required = {}, []
        for name, field in model.model_fields.items():
            key = field.alias or name
            properties[key] = _limited(self._of(hints[name]), field.metadata)
            if field.is_required():
                required.append(key)
        return properties, required

    def _of(self, hint: Any) -> Schema:
        if hint is Any:
            return {}
        if hint in self._scalars:
            return self._scalars[hint]
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            inner = self._of(arguments[0])
            return _limited(inner, [each for part in arguments[1:] for each in getattr(part, "metadata", ())])
        if origin is Literal:
            return {"enum": list(arguments), "type": "string"}
        if origin in (Union, UnionType):
            return {"anyOf": [{"type": "null"} if each is NoneType else self._of(each) for each in arguments]}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"additionalProperties": self._of(arguments[1]) or True, "type": "object"}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return {"items": self._of(arguments[0]), "type": "array"}
        if is_dataclass(hint) or issubclass(hint, BaseModel):
            if hint.__name__ not in self.named:
                self.named[hint.__name__] = {}  # it may hold another of its kind
                self.named[hint.__name__] = self.object(hint)
            return {"$ref": f"#/$defs/{hint.__name__}"}
        raise TypeError(f"no schema is known for {hint}")


def _limited(shape: Schema, limits: Sequence[Any]) -> Schema:
    """The shape with the limits that a field sets: a pattern, or that something must be there."""
    for limit in limits:
        if pattern := getattr(limit, "pattern", None):
            shape = {"pattern": pattern, "type": "string"}
        if least := getattr(limit, "min_length", None):
            key = "minItems" if shape["type"] == "array" else "minProperties"
            shape = dict(sorted({**shape, key: least}.items()))
    return shape
