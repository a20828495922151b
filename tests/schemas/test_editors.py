"""docs/editors.md: the settings name schemas that are kept, for files that are there and suit them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
SETTINGS = json.loads(re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0])
SCHEMAS: dict[str, str] = SETTINGS["yaml.schemas"]

Checks = Callable[[str], Callable[[str], list[str]]]


def test_every_kind_of_file_has_its_schema() -> None:
    assert {re.sub(r"schemas/(\w+)\.schema\.json", r"\1", name) for name in SCHEMAS} == {
        "rules",
        "parameters",
        "pack",
        "consultation",
        "vocabulary",
        "indicators",
        "policy",
        "case",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("schema", "pattern"), SCHEMAS.items())
def test_the_files_that_a_setting_names_suit_the_schema_that_is_kept(
    checks: Checks, schema: str, pattern: str
) -> None:
    assert (ROOT / schema).is_file()
    # What has words of its own needs a schema of its own, as the page says.
    paths = sorted(path for path in ROOT.glob(pattern) if "national-2026" not in path.parts)
    assert paths
    kind = Path(schema).name.partition(".")[0]
    wrong = {
        path.name: checks(kind)(path.read_text(encoding="utf-8")) for path in paths if one_document(path)
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def one_document(path: Path) -> bool:
    return "\n---" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("line", re.findall(r"\$schema=(\S+)", PAGE))
def test_a_line_at_the_top_of_a_rule_file_finds_its_schema(line: str) -> None:
    folder = next(ROOT.glob("rules/*/rules"))
    assert (folder / line).resolve() == ROOT / "schemas" / "rules.schema.json"
