import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

pytest.importorskip("polars")

from threshold.cli.main import main
from threshold.demo import write_demo
from threshold.schemas import audit_schema

Audited = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(audit_schema())
    return Draft202012Validator(audit_schema())


@pytest.fixture(scope="module")
def strict() -> Draft202012Validator:
    """Closed for these tests, so that a key which the schema does not know would show."""
    closed = audit_schema()
    for entry in (closed, *closed["$defs"].values()):
        entry["additionalProperties"] = False
    return Draft202012Validator(closed)


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Audited:
    """What `threshold audit --format json` prints of a made-up export."""

    def audit(name: str, *options: str, children: int = 60, dirt: float = 0.0) -> dict[str, Any]:
        path = tmp_path / name
        if not path.exists():
            write_demo(path, children, dirt=dirt, format_="annex-a" if path.suffix == ".xlsx" else "events")
        words = [
            "audit",
            str(path),
            "--as-at",
            "2026-03-31",
            "--sample",
            "2",
            "--format",
            "json",
            "--out",
            "-",
        ]
        monkeypatch.setattr("sys.argv", ["threshold", *words, *options, "--exit-zero"])
        status = main()
        printed: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert status == (0 if printed["children"] else 2)
        return printed

    return audit


def wrong(strict: Draft202012Validator, audit: dict[str, Any]) -> list[str]:
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in strict.iter_errors(audit)
    ]


def test_an_audit_suits(strict: Draft202012Validator, audited: Audited) -> None:
    audit = audited("events.csv")
    assert audit["compared"] is None
    rules = audit["rules"]
    assert all(any(rule[part] for rule in rules) for part in ("lateness", "months", "worst", "by_team"))
    assert wrong(strict, audit) == []


def test_an_audit_with_findings_suits(strict: Draft202012Validator, audited: Audited) -> None:
    audit = audited("annex-a.xlsx", dirt=0.3)
    assert {type(finding["column"]) for finding in audit["quality"]} == {str, type(None)}
    assert audit["source"]["proxies"]
    assert wrong(strict, audit) == []


def test_an_audit_beside_an_earlier_one_suits(
    strict: Draft202012Validator, audited: Audited, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(audited("events.csv", "--policy", "national")), encoding="utf-8")
    audit = audited("annex-a.xlsx", "--compare", str(earlier))
    changes = audit["compared"]["changes"]
    assert audit["compared"]["notes"]
    assert any(change["earlier"] is None for change in changes)
    assert any(change["points"] is not None for change in changes)
    assert wrong(strict, audit) == []


def test_an_audit_of_nothing_suits(strict: Draft202012Validator, audited: Audited, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("child_id,event,date\n", encoding="utf-8")
    (tmp_path / "empty.columns.yaml").write_text(
        "columns: {child: child_id, event: event, on: date}\n", encoding="utf-8"
    )
    audit = audited("empty.csv")
    assert audit["children"] == 0
    assert wrong(strict, audit) == []


def test_what_is_no_audit_does_not_suit(schema: Draft202012Validator, audited: Audited) -> None:
    good = audited("events.csv", "--policy", "national", children=5)
    assert schema.is_valid(good)
    for key in good:
        assert not schema.is_valid({name: part for name, part in good.items() if name != key}), key
        assert not schema.is_valid({**good, key: 0.5}), key
    for path, value in {
        ("schema",): "threshold/audit/0",
        ("policy", "digest"): None,
        ("rows", "read"): "13",
        ("rules", 0, "kind"): "hope",
        ("rules", 0, "source"): "a clause",
        ("rules", 0, "counts", "met"): "3",
        ("rules", 0, "months"): {},
    }.items():
        bad = deepcopy(good)
        place: Any = bad
        for step in path[:-1]:
            place = place[step]
        assert place[path[-1]] != value
        place[path[-1]] = value
        assert not schema.is_valid(bad), path
