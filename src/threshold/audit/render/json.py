"""An audit as JSON: the public contract; and an earlier one read back."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from threshold.audit.model import SCHEMA, Audit
from threshold.output.escaping import json_text
from threshold.reading import BadInput, Problem, load_json
from threshold.reading.files import read_text


def as_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain data, keys in the contract's order."""
    return asdict(audit)


def as_json(audit: Audit, of_policy: Mapping[str, Any] | None = None) -> str:
    """The audit, readable, ending in a line break; `of_policy` is what is said of its policy besides."""
    data = as_data(audit)
    data["policy"] |= of_policy or {}
    return json_text(data, indent=2) + "\n"


def read_earlier(path: Path) -> Audit:
    """An audit that was written as JSON before. Raises BadInput where the file holds none."""
    from pydantic import TypeAdapter, ValidationError

    text = read_text(path, str(path))
    try:
        content = load_json(text)
        if not isinstance(content, dict) or content.get("schema") != SCHEMA:
            message = f"is no earlier audit as JSON ({SCHEMA}), made with --format json"
            raise BadInput(Problem(message, str(path)))
        return TypeAdapter(Audit).validate_python(content)
    except ValidationError as error:
        # What a field holds is never repeated; where it is, is.
        field = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise BadInput(Problem("does not suit an audit", str(path), field=field)) from None
    except ValueError:
        raise BadInput(Problem("this is not JSON", str(path))) from None
