"""Files as the program reads them, and as an editor does; both have to suit the same schema."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from threshold.policy import load_policy
from threshold.reading import parse_yaml, plain
from threshold.schemas import schema_for

Check = Callable[[str], list[str]]


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: dates, `yes` and `no` are text."""


EditorLoader.yaml_implicit_resolvers = {}
for kind, pattern in {
    "bool": "true|false",
    "null": "null|~|",
    "int": "[-+]?[0-9]+",
    "float": r"[-+]?[0-9]+\.[0-9]*",
}.items():
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^({pattern})$"), None)


def readings(text: str) -> tuple[Any, Any]:
    """What an editor takes a text for, and what the program does."""
    (node,) = parse_yaml(text, "f")
    return yaml.load(text, EditorLoader), plain(node)


@pytest.fixture(scope="session")
def checks() -> Callable[..., Check]:
    """For a kind of file: what its schema finds wrong with a text, in either reading.

    A policy may be named beside it, whose packs bring words of their own.
    """
    made: dict[tuple[str, str | None], Draft202012Validator] = {}

    def check(kind: str, policy: str | None = None) -> Check:
        if (kind, policy) not in made:
            schema = schema_for(kind, load_policy(policy))
            Draft202012Validator.check_schema(schema)
            made[kind, policy] = Draft202012Validator(schema, format_checker=FormatChecker())
        return lambda text: [
            f"{'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for reading in readings(text)
            for error in made[kind, policy].iter_errors(reading)
        ]

    return check
