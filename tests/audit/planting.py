"""Errors planted in the program's own source, one at a time: a line of it is another, as if by a slip."""

import ast
import importlib
import inspect
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import _lru_cache_wrapper


@dataclass(frozen=True, slots=True)
class Slip:
    """A text of a module's source, and what stands there instead."""

    module: str
    right: str
    wrong: str


@contextmanager
def planted(slip: Slip) -> Iterator[None]:
    """With the slip in every function of the module, whoever has imported it; afterwards it is gone."""
    module = importlib.import_module(f"threshold.{slip.module}")
    source = inspect.getsource(module)
    assert source.count(slip.right) == 1, (slip.module, slip.right, source.count(slip.right))
    changed = compile(ast.parse(source.replace(slip.right, slip.wrong)), str(module.__file__), "exec")
    codes = dict(_codes(changed, ""))
    functions = [each for each in _functions(module) if each.__qualname__ in codes]
    kept = [(function, function.__code__) for function in functions]
    _forget()
    try:
        for function in functions:
            function.__code__ = codes[function.__qualname__]
        yield
    finally:
        for function, code in kept:
            function.__code__ = code
        _forget()


def _codes(code: types.CodeType, within: str) -> Iterator[tuple[str, types.CodeType]]:
    """Every function of a module or class, by its qualified name."""
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            name = f"{within}{each.co_name}"
            yield name, each
            yield from _codes(each, f"{name}.")


def _functions(module: types.ModuleType) -> Iterator[types.FunctionType]:
    """The functions of a module and the methods of its classes."""
    for value in vars(module).values():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, type):
            yield from filter(None, map(_function, vars(value).values()))
        elif (function := _function(value)) is not None:
            yield function


def _function(value: object) -> types.FunctionType | None:
    if isinstance(value, staticmethod | classmethod):
        value = value.__func__
    if isinstance(value, property):
        value = value.fget
    value = inspect.unwrap(value) if callable(value) else value
    return (
        value if isinstance(value, types.FunctionType) and value.__code__.co_filename != "<string>" else None
    )


def _forget() -> None:
    """Empty what functions of dates and batches remember: it was worked out by the other source."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("threshold.dates", "threshold.batch", "threshold.audit", "threshold.exports")):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()
