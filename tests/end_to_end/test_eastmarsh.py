"""A whole threshold document as a pack: Eastmarsh, which is made up."""

import csv
import re
import sys
from pathlib import Path

import pytest
import yaml

from threshold.cli.main import main

PLACE = Path(__file__).parents[2] / "rules" / "examples" / "eastmarsh"
PACK = PLACE / "eastmarsh"
DOCUMENT = (PLACE / "DOCUMENT.md").read_text(encoding="utf-8")
SIGN = re.compile(r"^\| \**(EM-\d-\d\d)\** \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)


def _run(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["threshold", *words])
    return main()


def _signs() -> list[dict[str, str]]:
    with (PACK / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_paragraph_of_the_document_is_a_clause() -> None:
    combined = {each["id"] for each in yaml.safe_load((PACK / "indicators.yaml").read_text())["combine"]}
    groups = yaml.safe_load((PACK / "clauses.yaml").read_text(encoding="utf-8")).values()
    listed = {clause for group in groups for clause in group}
    written = set(re.findall(r"\*\*(EM-\d+\.\d+[a-z]?)\*\*", DOCUMENT))
    assert written == listed | combined


def test_the_signs_of_the_document_are_those_of_the_table() -> None:
    told = [tuple(part.strip() for part in found) for found in SIGN.findall(DOCUMENT)]
    held = [(sign["id"], sign["level"], sign["asks"], sign["ages"]) for sign in _signs()]
    assert sorted(told) == sorted(held)
    assert len(held) >= 60


def test_what_is_bold_is_a_protection_sign() -> None:
    bold = set(re.findall(r"^\| \*\*(EM-\d-\d\d)\*\*", DOCUMENT, re.MULTILINE))
    assert bold == {sign["id"] for sign in _signs() if sign["protection"]}


def test_the_policy_is_sound(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    status = _run("policy", "check", str(PLACE / "eastmarsh.yaml"), monkeypatch=monkeypatch)
    assert status == 0, capsys.readouterr()


@pytest.mark.slow
def test_its_examples_come_out_as_they_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status = _run("policy", "test", str(PLACE / "cases"), monkeypatch=monkeypatch)
    assert status == 0, capsys.readouterr()


@pytest.mark.slow
def test_each_clause_about_a_case_is_carried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = str(PLACE / "cases")
    status = _run("policy", "coverage", str(PACK), "--cases", cases, "--min", "100", monkeypatch=monkeypatch)
    told = capsys.readouterr()
    assert status == 0, told
    assert "do not pass" not in told.out  # each example is read with the words of its policy, counts too
