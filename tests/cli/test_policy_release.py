"""`threshold policy release` fixes a version; what is decided says when there is more than was released."""

import json
import sys
from pathlib import Path

import pytest

from threshold.cli.main import main
from threshold.policy import load_policy
from threshold.policy.packs import read_pack

POLICY = """
policy: our-town
title: Our town
packs:
  - {pack: national, role: overlay}
  - {pack: step-up-step-down, role: lead}
"""
VALUE = "set: {step-up-step-down.cin_minimum_after_cp: {is: 4 months, because: Board}}\n"
BOARD = "Safeguarding Children Partnership Board"
CASE = "case: A-1\nas_at: 2026-08-14\nrequest: {direction: step_down}\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    Path("our-town.yaml").write_text(POLICY)
    Path("case.yaml").write_text(CASE)

    def run(*words: str) -> tuple[int, str, str]:
        load_policy.cache_clear()
        read_pack.cache_clear()
        monkeypatch.setattr(sys, "argv", ["threshold", *words])
        status = main()
        out, err = capsys.readouterr()
        return status, out, err

    return run


def release(run, *words: str) -> tuple[int, str, str]:
    return run("policy", "release", "our-town.yaml", "--approved-by", BOARD, *words)


def change() -> None:
    Path("our-town.yaml").write_text(POLICY + 'version: "2"\n' + VALUE)


def test_a_version_is_released_with_what_changed_since_the_last(run) -> None:
    assert release(run)[:2] == (0, "Released version 1 of our-town.yaml.\n")
    change()
    status, out, _ = release(run, "--approved-by", "Head of Service")
    assert status == 0
    assert "step-up-step-down.cin_minimum_after_cp" in out
    assert "3 months → 4 months" in out


def test_nothing_is_released_twice_nor_without_a_change(run) -> None:
    release(run)
    status, _, err = release(run, "--version", "2")
    assert (status, "nothing has changed in meaning since version 1" in err) == (2, True)
    Path("our-town.yaml").write_text(POLICY + VALUE)
    status, _, err = release(run)
    assert (status, "released already" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "say which role or body"),
        (("--approved-by", "Jane Smith"), "names nobody"),
        (("--approved-by", BOARD, "--note", "Agreed with Jane Smith on 07700 900123"), "names nobody"),
        (("--approved-by", BOARD, "--version", "../x"), "letters, digits"),
    ],
)
def test_what_is_missing_or_names_somebody_is_refused(run, words, says) -> None:
    status, _, err = run("policy", "release", "our-town.yaml", *words)
    assert (status, says in err, "Smith" in err) == (2, True, False)
    assert not Path("our-town.releases.yaml").exists()


def test_with_findings_only_where_that_is_said(run) -> None:
    unused = "set: {step-up-step-down.cin_minimum_after_cp: {is: 4 months, because: x}}\n"
    Path("odd").mkdir()
    Path("odd/pack.yaml").write_text(
        "pack: odd\ntitle: Odd\nsource: {document: O, publisher: O, date: '2026', clauses: own}\n"
        "clauses: {O-1: One, O-2: Two}\n"
    )
    Path("odd/rules").mkdir()
    Path("odd/rules/a.yaml").write_text(
        "requirements:\n  - {id: O-1, title: T, bears_on: [step_up], "
        "warn: [{must: {caf.open: true}, else: No}]}\n"
    )
    Path("our-town.yaml").write_text(POLICY + "  - {pack: odd, role: lead}\n" + unused)
    status, _, err = release(run)
    assert (status, "--with-findings" in err) == (1, True)
    assert not Path("our-town.releases.yaml").exists()
    assert release(run, "--with-findings")[0] == 0


def test_what_is_decided_says_what_is_not_released(run) -> None:
    data = json.loads(run("decide", "case.yaml", "--policy", "our-town.yaml", "--format", "json")[1])
    assert "released" not in data[0]["policy"]
    release(run)
    _, out, err = run("decide", "case.yaml", "--policy", "our-town.yaml", "--format", "json")
    assert json.loads(out)[0]["policy"]["unreleased"] == 0
    assert "unreleased" not in err
    change()
    _, out, err = run("decide", "case.yaml", "--policy", "our-town.yaml", "--format", "json")
    policy = json.loads(out)[0]["policy"]
    assert (policy["released"]["version"], policy["unreleased"]) == ("1", 1)
    assert "unreleased changes: 1 since version 1" in err
    assert "Unreleased changes: 1 since version 1" in run("policy", "show", "--policy", "our-town.yaml")[1]
    assert (
        run("decide", "case.yaml", "--policy", "our-town.yaml", "--format", "ndjson")[1].count(
            '"unreleased":1'
        )
        == 1
    )


def test_what_comes_with_the_program_is_nobody_s_to_release(run) -> None:
    status, _, err = run("policy", "release", "national", "--approved-by", BOARD)
    assert status == 2
    assert "national.yaml: comes with the program, and is nobody's to release" in err
    assert "threshold policy new" in err
