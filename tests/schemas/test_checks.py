"""What `policy check` prints as JSON is as its schema says."""

import json

import pytest
from jsonschema import Draft202012Validator

from threshold.cli.main import main
from threshold.schemas import check_schema


def test_what_is_printed_is_valid(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sys.argv", ["threshold", "policy", "check", "national", "--format", "json"])
    assert main() == 0
    data = json.loads(capsys.readouterr().out)
    schema = check_schema()
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    del data["policies"][0]["sound"]
    assert list(Draft202012Validator(schema).iter_errors(data))
