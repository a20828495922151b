"""The schemas that are kept in the project, for editors and for whoever reads the program's JSON."""

import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.cli.policy import SCHEMAS as KINDS

KEPT = Path(__file__).parents[2] / "schemas"


def printed(kind: str, monkeypatch: pytest.MonkeyPatch) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["threshold", "policy", "schema", kind])
    with redirect_stdout(out):
        assert main() == 0
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_what_is_printed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = KEPT / f"{kind}.schema.json"
    command = f"threshold policy schema {kind} > schemas/{path.name}"
    same = path.read_text(encoding="utf-8") == printed(kind, monkeypatch)
    assert same, f"the vocabulary or a model has changed since; renew it with: {command}"


def test_a_kind_that_is_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["threshold", "policy", "schema", "cases"])
    assert main() == 2
    assert (
        "KIND: must be one of case, rules, parameters, pack, clauses, consultation, vocabulary, indicators, "
        'policy, decision, audit, worklist, check, trial; did you mean "case"?' in (capsys.readouterr().err)
    )
