"""`threshold audit`, as it is called."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars")

from threshold.audit.render import html
from threshold.batch import Difference
from threshold.cli.audit import FORMATS
from threshold.cli.main import main
from threshold.exports import inspect_export

from ..audit import conftest as audited
from ..audit.conftest import COLUMNS, EVENTS, FORMULA, PATH, RULE

# The export that the tests of audits share, and the command in a folder of its own.
export, threshold = audited.export, audited.threshold
Called = Callable[..., tuple[int, str, str]]


def test_the_text_is_printed_and_findings_are_told_by_the_exit_status(threshold: Called) -> None:
    status, out, err = threshold()
    assert status == 1
    assert out.startswith("4 of 6 judged by 1 rule were not met")
    assert "2 children decided again one by one, with the same result" in out
    assert err == ""
    assert threshold("--exit-zero")[0] == 0


def test_every_format_goes_to_its_file(threshold: Called, tmp_path: Path) -> None:
    assert FORMATS == ("text", "json", "csv", "markdown", "html", "xlsx")
    formats = [word for name in FORMATS[1:] for word in ("--format", name)]
    status, out, err = threshold(*formats, "--out", "made")
    assert status == 1
    assert out.startswith("4 of 6")
    files = sorted((tmp_path / "made").iterdir())
    assert [file.suffix for file in files] == [".csv", ".csv", ".html", ".json", ".md", ".xlsx"]
    assert files[0].name == "audit-events-2026-08-14-measures.csv"
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert err.count("wrote made") == 6


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


def test_inspecting_drafts_a_column_map_and_leaves_alone_one_that_says_it_all(
    threshold: Called, tmp_path: Path
) -> None:
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
    assert out.startswith("4 of 6")
    names = [f"audit-events-2026-08-14{which}.csv" for which in ("", "-measures")]
    assert sorted(file.name for file in (tmp_path / "made").iterdir()) == sorted(names)
    assert err == "".join(f"threshold: wrote made/{name}\n" for name in names)


def test_cases_are_of_the_overdue_where_nothing_else_is_said(threshold: Called, tmp_path: Path) -> None:
    _, _, err = threshold("--cases", "cases")
    (written,) = (tmp_path / "cases").iterdir()
    assert written.read_text(encoding="utf-8").startswith(f"case: {PATH}\n")
    assert "2 of the children chosen: not written, for no case file may carry their reference" in err


def test_inspecting_with_a_map_says_that_it_is_left_as_it_is(threshold: Called, tmp_path: Path) -> None:
    status, out, err = threshold("--inspect")
    assert (status, "left as it is" in err) == (0, True)
    assert list(tmp_path.iterdir()) == []
    assert "child_id: the child's reference" in out


def test_inspecting_says_what_it_adds_to_a_map_and_keeps_the_rest(threshold: Called, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("Person ID,Referral date,CIN Review 1\n1,2026-01-02,2026-02-03\n")
    map_ = tmp_path / "wide.yaml"
    before = "# ours\ncolumns: {child: Person ID}\ndates:\n  referral: Referral date\n"
    map_.write_text(before)
    _, _, err = threshold("--inspect", "--map", str(map_), path=tmp_path / "wide.csv")
    assert err == f"threshold: added what is new to {map_}; all that it said is kept\n"
    assert map_.read_text() == before + "  cin_review: CIN Review 1\n"


def test_a_map_that_somebody_else_changes_meanwhile_is_theirs(
    threshold: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wide.csv").write_text("Person ID,Referral date,CIN Review 1\n1,2026-01-02,2026-02-03\n")
    map_ = tmp_path / "wide.yaml"
    map_.write_text("columns: {child: Person ID}\ndates:\n  referral: Referral date\n")

    def inspected(*given: Any) -> Any:
        found = inspect_export(*given)
        map_.write_text("theirs")
        return found

    monkeypatch.setattr("threshold.exports.inspect_export", inspected)
    status, _, err = threshold("--inspect", "--map", str(map_), path=tmp_path / "wide.csv")
    assert (status, map_.read_text()) == (2, "theirs")
    assert "was changed by somebody else in the meantime, and stays as they left it; run this again" in err


def test_inspecting_as_json_is_for_programs(threshold: Called) -> None:
    _, out, _ = threshold("--inspect", "--format", "json")
    told = json.loads(out)
    assert told["format"] == "local events"
    child = {"place": "events.csv", "column": "child_id", "taken_for": "the child's reference", "rows": None}
    assert child in told["seen"]
    assert "columns:" in told["column_map"]


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
    status, out, err = threshold("--format", "html", "--format", "xlsx", "--exit-zero", path=path)
    assert (status, err.splitlines()[-1].startswith("threshold: nothing in this export")) == (2, True)
    assert out.startswith("Nothing in this export can be judged")
    assert "Rows: 0 read = 0 reported + 0 refused\n" in out
    assert "Children: 0\n" in out


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
        (("--from", "excel"), "--from: must be one of annex-a, census, ssd, events"),
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


def run_audit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["threshold", "audit", *words])
    status = main()
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_what_can_be_mapped_is_listed_without_an_export(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run_audit(monkeypatch, capsys, "--events", "--policy", "national")
    assert (status, err) == (0, "")
    assert "  referral_decision: 1 rule\n" in out
    status, out, _ = run_audit(monkeypatch, capsys, "--events", "--format", "json")
    assert json.loads(out)["policy"] == "default"
    status, _, err = run_audit(monkeypatch, capsys, "--events", "--format", "xlsx")
    assert status == 2
    assert "must be one of text, json" in err


def test_an_audit_needs_an_export(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run_audit(monkeypatch, capsys, "--as-at", "2026-08-14")
    assert (status, out) == (2, "")
    assert "name the file or folder that the case system exported" in err


def test_figures_may_be_of_a_period(threshold: Called) -> None:
    status, out, _ = threshold("--period", "2026-04-01..2026-04-30")
    assert (status, out.splitlines()[0][:45]) == (0, "Everything that could be judged was met: 1 by")
    assert "by what was done from 1 April 2026 to 30 April 2026" in out.replace("\n", " ")
    _, out, _ = threshold("--period", "2026-08-01..2026-08-31", "--by", "started")
    assert "3 of them are overdue now" in out.splitlines()[0]
    for words in (
        ("--by", "done"),
        ("--period", "2026"),
        ("--period", "2026-04-01..2026-04-30", "--by", "x"),
    ):
        status, _, err = threshold(*words)
        assert status == 2
        assert words[0].removeprefix("--") in err or "--by" in err


def test_children_are_compared_with_earlier_results(threshold: Called) -> None:
    threshold("--results", "old.parquet", "--format", "json")
    files = ("--compare", "old.parquet", "--compare", "reports/audit-events-2026-08-14.json")
    _, out, _ = threshold(*files)
    assert "Children since 14 August 2026 (old.parquet)" in out
    assert "0 children came into the export since, and 0 left it." in out
    assert "+0.0 points" in out
    status, _, err = threshold(*files, "--compare", "old.csv")
    assert status == 2
    assert "one file of results at most" in err


@pytest.mark.parametrize("option", ["--results", "--suppose-results"])
def test_results_are_never_written_over_what_is_read(threshold: Called, tmp_path: Path, option: str) -> None:
    more = ("--suppose", "step_down:early_help") if option == "--suppose-results" else ()
    threshold("--results", "old.csv")
    before = (tmp_path / "old.csv").read_bytes()
    status, out, err = threshold("--compare", "old.csv", *more, option, "old.csv")
    assert (status, out) == (2, "")
    assert "is an earlier audit, and would be lost" in err
    assert (tmp_path / "old.csv").read_bytes() == before


def test_a_request_is_put_to_everybody_and_changes_no_exit_status(threshold: Called, tmp_path: Path) -> None:
    words = ("--suppose", "step_down:early_help", "--suppose-results", "asked.csv")
    status, out, err = threshold(*words)
    assert status == 1
    assert threshold(*words, "--exit-zero")[0] == 0
    # Of the eight, the one who has an assessment alone has no referral, and each of the others has one.
    assert "What if everyone asked to step down to early help" in out
    assert "put to 8 open children of 8 children" in out
    assert "threshold: wrote asked.csv: 8 rows" in err
    table = (tmp_path / "asked.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].startswith("child,open,open_by,ends_recorded,status,earliest")
    assert [line for line in table if line.startswith(f"'{FORMULA},")]


def test_what_everybody_asks_is_in_the_json(threshold: Called) -> None:
    _, out, _ = threshold("--suppose", "close:case", "--format", "json", "--out", "-")
    suppose = json.loads(out)["suppose"]
    assert (suppose["direction"], suppose["to"], suppose["of"]) == ("close", None, "case")
    assert suppose["who"]["open"] == 8
    assert json.loads(threshold("--format", "json", "--out", "-")[1])["suppose"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--suppose", "stepdown"), "--suppose: begins with one of step_up"),
        (("--suppose", "step_down:help"), "--suppose: after step_down: comes one of"),
        (("--suppose-results", "a.csv"), "--suppose-results: writes what comes of a request"),
        (
            ("--suppose", "close", "--suppose-results", "a.xlsx"),
            "--suppose-results: must end in .parquet or .csv",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told_before_anything_is_read(
    threshold: Called, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    status, out, err = threshold(*options, path=tmp_path / "no-such-file.csv")
    assert (status, out) == (2, "")
    assert message in err


def test_a_difference_among_those_asked_stops_the_run(
    threshold: Called, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object, **__: object) -> int:
        raise Difference("the status of the request", "LATE")

    monkeypatch.setattr("threshold.audit.suppose.Alone.replay", differ)
    status, out, err = threshold("--suppose", "close", "--suppose-results", "asked.csv", "--format", "json")
    assert (status, out) == (2, "")
    assert "the status of the request comes out differently" in err
    assert list(tmp_path.iterdir()) == []
