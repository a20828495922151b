"""The public contract: it suits its schema, and an earlier audit reads back as it was."""

import json
from pathlib import Path

import jsonschema
import pytest

from threshold.audit.model import Audit
from threshold.audit.render.json import as_json, read_earlier
from threshold.reading import BadInput

SCHEMA = Path(__file__).parents[3] / "schemas" / "audit.schema.json"


def test_json_suits_its_schema_and_reads_back(audit: Audit, tmp_path: Path) -> None:
    jsonschema.validate(json.loads(as_json(audit)), json.loads(SCHEMA.read_text(encoding="utf-8")))
    path = tmp_path / "earlier.json"
    path.write_text(as_json(audit), encoding="utf-8")
    assert read_earlier(path) == audit


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "threshold/audit/1"}', "[" * 100_000, "{"])
def test_what_is_no_earlier_audit(text: str, tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        read_earlier(path)
