"""`threshold audit`, as it is called."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.audit.render import html
from threshold.batch import Difference
from threshold.cli.audit import FORMATS

from ..audit import conftest as audited
from ..audit.conftest import COLUMNS, EVENTS, FORMULA, PATH, RULE

# The export that the tests of audits share, and the command in a folder of its own.
export, threshold = audited.export, audited.threshold
Called = Callable[..., tuple[int, str, str]]


def test_the_text_is_printed_and_findings_are_told_by_the_exit_status(threshold: Called) -> None:
    status, out, err = threshold()
    assert status == 1
    assert out.startswith("4 of 7 judged by 2 rules were not met")
    assert "2 children decided again one by one, with the same result" in out
    assert err == ""
    assert threshold("--exit-zero")[0] == 0


def test_every_format_goes_to_its_file(threshold: Called, tmp_path: Path) -> None:
    assert FORMATS == ("text", "json", "csv", "markdown", "html", "xlsx")
    formats = [word for name in FORMATS[1:] for word in ("--format", name)]
    status, out, err = threshold(*formats, "--out", "made")
    assert status == 1
    assert out.startswith("4 of 7")
    files = sorted((tmp_path / "made").iterdir())
    assert [file.suffix for file in files] == [".csv", ".html", ".json", ".md", ".xlsx"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert err.count("wrote made") == 5


def test_one_format_may_be_printed_instead(threshold: Called, tmp_path: Path) -> None:
    _, out, err = threshold("--format", "json", "--out", "-")
    assert json.loads(out)["schema"] == "threshold/audit/1"
    assert err == ""
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_audit_is_set_beside(threshold: Called) -> None:
    threshold("--format", "json")
    _, out, _ = threshold("--compare", "reports/audit-events-2026-08-14.json")
    assert "Since 14 August 2026 (events.csv)" in out
    assert "+0.0 points" in out


def test_the_same_export_gives_the_same_bytes(threshold: Called) -> None:
    for format_ in ("json", "html"):
        assert threshold("--format", format_, "--out", "-") == threshold("--format", format_, "--out", "-")


def test_cases_and_results(threshold: Called, tmp_path: Path) -> None:
    words = ("--cases", "cases", "--where", "status=late", "--results", "all.parquet")
    _, _, err = threshold(*words)
    assert [file.name for file in (tmp_path / "cases").iterdir()] == ["LATE.yaml"]
    assert "wrote 1 case file into cases" in err
    assert (tmp_path / "all.parquet").exists()


def test_inspecting_drafts_a_column_map_and_never_overwrites_one(threshold: Called, tmp_path: Path) -> None:
    status, out, _ = threshold("--inspect", "--map", "columns.yaml")
    assert status == 0
    assert "child_id: the child's reference" in out
    assert FORMULA not in out
    drafted = (tmp_path / "columns.yaml").read_text(encoding="utf-8")
    assert "child_id" in drafted
    (tmp_path / "columns.yaml").write_text(COLUMNS, encoding="utf-8")
    threshold("--inspect", "--map", "columns.yaml")
    assert (tmp_path / "columns.yaml").read_text(encoding="utf-8") == COLUMNS


def test_a_format_asked_for_twice_is_written_once_and_text_is_no_file(
    threshold: Called, tmp_path: Path
) -> None:
    words = ("--format", "text", "--format", "csv", "--format", "csv", "--out", "made")
    _, out, err = threshold(*words)
    assert out.startswith("4 of 7")
    assert [file.name for file in (tmp_path / "made").iterdir()] == ["audit-events-2026-08-14.csv"]
    assert err == "threshold: wrote made/audit-events-2026-08-14.csv\n"


def test_cases_are_of_the_overdue_where_nothing_else_is_said(threshold: Called, tmp_path: Path) -> None:
    _, _, err = threshold("--cases", "cases")
    (written,) = (tmp_path / "cases").iterdir()
    assert written.read_text(encoding="utf-8").startswith(f"case: {PATH}\n")
    assert "2 of the children chosen: not written, for no case file may carry their reference" in err


def test_inspecting_without_a_map_prints_the_draft(threshold: Called, tmp_path: Path) -> None:
    status, out, err = threshold("--inspect")
    assert (status, err) == (0, "")
    assert list(tmp_path.iterdir()) == []
    assert "child_id: the child's reference" in out


def test_what_is_missing_of_the_libraries_is_named(
    threshold: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(name: str) -> object:
        return None if name in ("lxml", "rich") else object()

    monkeypatch.setattr("importlib.util.find_spec", find)
    status, out, err = threshold()
    assert (status, out) == (2, "")
    assert "audits need lxml, rich: pip install 'threshold[audit]'" in err


def test_an_export_without_rows(threshold: Called, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(EVENTS.splitlines()[0] + "\n", encoding="utf-8")
    status, out, _ = threshold("--format", "html", "--format", "xlsx", path=path)
    assert status == 0
    assert out.startswith("Nothing in this export can be judged")
    assert "0 read = 0 reported + 0 refused; 0 children" in out


def test_nothing_is_left_when_stopped(
    threshold: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(html, "as_html", stop)
    status, out, err = threshold("--format", "html")
    assert status not in (0, 1)
    assert out == ""
    assert "wrote" not in err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_difference_stops_the_run(
    threshold: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object, **__: object) -> int:
        raise Difference(RULE, "LATE")

    monkeypatch.setattr("threshold.audit.run.replay", differ)
    status, out, err = threshold("--format", "json")
    assert (status, out) == (2, "")
    assert RULE in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "pdf"), "--format: must be one of"),
        (("--from", "excel"), "--from: must be one of annex-a, census, events"),
        (("--out", "-", "--format", "xlsx"), "--out: - prints one format"),
        (("--out", "-", "--format", "csv", "--format", "json"), "--out: - prints one format"),
        (("--results", "all.txt"), "--results: must end in .parquet or .csv"),
        (("--where", "status=late"), "--where: says which children --cases writes"),
        (("--as-at", "tomorrow"), "--as-at"),
        (("--compare", "nowhere.json"), "there is no such file"),
        (("--cases", "c", "--where", "status=never"), "--where: there is no such status"),
    ],
)
def test_what_cannot_be_done(threshold: Called, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    status, out, err = threshold(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert list(tmp_path.iterdir()) == []
