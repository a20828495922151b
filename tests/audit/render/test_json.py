"""The public contract: it suits its schema, and an earlier audit reads back as it was."""

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from threshold.audit.model import Audit
from threshold.audit.render.json import as_data, as_json, read_earlier
from threshold.reading import BadInput

from ..conftest import audit_of, summary

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


def test_keys_come_in_the_order_of_the_contract() -> None:
    assert list(as_data(audit_of())) == [field.name for field in fields(Audit)]


def test_the_text_is_readable_and_ends_in_a_line_break() -> None:
    text = as_json(audit_of(summary("R", {"met": 1}, title="Où?")))
    assert "Où?" in text
    assert text.endswith("\n}\n")


def test_what_a_field_of_an_earlier_audit_holds_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(as_json(audit_of(summary("R", {"met": 1}))).replace('"met": 1', '"met": "many"'))
    with pytest.raises(BadInput, match=r"rules\.0\.counts\.met: does not suit") as told:
        read_earlier(path)
    assert "many" not in str(told.value)


@pytest.mark.parametrize("schema", ["threshold/audit/2", "threshold/decision/1", None, 1])
def test_an_audit_of_another_contract_is_refused(tmp_path: Path, schema: object) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(as_data(audit_of()) | {"schema": schema}), encoding="utf-8")
    with pytest.raises(BadInput, match="is no earlier audit"):
        read_earlier(path)
