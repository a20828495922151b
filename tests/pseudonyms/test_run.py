"""An export written anew says the same of everything but who the children are."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.audit.render import rendered
from threshold.audit.run import run
from threshold.demo import read_dirt, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy
from threshold.pseudonyms import Done, check_place, pseudonymise
from threshold.pseudonyms.columns import Wanted
from threshold.pseudonyms.write import Table, write_file
from threshold.reading import BadInput
from threshold.vocabulary import parse_date

NOTHING = Wanted()
KEY, DAY = bytes(32), parse_date("2026-03-31")
VOCABULARY = load_policy().vocabulary
KINDS = [
    ("events", "x.csv"),
    ("events", "x.parquet"),
    ("events", "x.ndjson"),
    ("annex-a", "x.xlsx"),
    ("census", "x.xml"),
    ("ssd", "x"),
]


def anew(export: Path, out: Path, wanted: Wanted = NOTHING, key: bytes = KEY) -> Done:
    return pseudonymise(export, out, key, wanted, VOCABULARY)


def audited(export: Path) -> Any:
    """The audit of an export, without what must differ: references, the names of files, sheets not read."""
    differing = ("child", "ref", "name", "worker", "unused")

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            found = {key: without(each) for key, each in value.items() if key not in differing}
            if "by_worker" in found:
                found["by_worker"] = sorted(found["by_worker"], key=str)
            return found
        return list(map(without, value)) if isinstance(value, list) else value

    done = run(read_export(export, VOCABULARY, DAY), load_policy(), sample=10)
    return without(json.loads(rendered(done.audit, "json")))


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_the_audit_of_both_is_the_same_but_for_the_references(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "in").mkdir()
    export, out = tmp_path / "in" / name, tmp_path / "out" / name
    out.parent.mkdir()
    write_demo(export, 35, 3, read_dirt("0.05"), kind, DAY)
    done = anew(export, out)
    assert done.references > 20
    assert audited(out) == audited(export)
    before, after = (set(read_export(each, VOCABULARY, DAY).tables.facts["child"]) for each in (export, out))
    assert len(before) == len(after) > 20
    assert not before & after


def written(folder: Path, text: str, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


TEXT = """child_id,event,date,ref_id,Surname
4711,referral,2026-01-12,R1,Smith
4711 ,referral_closed,2026-02-12,R1,Smith
,referral,2026-02-13,,Jones
N/A,referral,2026-02-13,,Jones
4712,referral,2026-02-14,R2,Patel
Total,,,,
Produced by Sarah Smith,,,,
"""


def test_blank_stays_blank_links_hold_and_what_stands_around_the_table_goes(tmp_path: Path) -> None:
    out = tmp_path / "y.csv"
    done = anew(written(tmp_path, TEXT), out)
    rows = pl.read_csv(out)
    assert rows.columns == ["child_id", "event", "date", "ref_id"]
    child = rows["child_id"].to_list()
    assert child[0] == child[1] != child[4]
    assert child[2] is None
    assert child[3] is None
    assert rows["ref_id"][0] == rows["ref_id"][1] != rows["ref_id"][4]
    assert rows.height == 5
    text = out.read_text(encoding="utf-8")
    assert all(each not in text for each in ("4711", "4712", "Smith", "Patel"))
    assert any('column 5 ("Surname") is left out' in each for each in done.told)


def test_the_same_key_gives_the_same_references_in_other_files(tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{name}.csv" for name in "abc")
    anew(written(tmp_path, TEXT), first)
    anew(written(tmp_path, TEXT.replace("4712", "4713"), "z.csv"), second)
    anew(written(tmp_path, TEXT, "w.csv"), third, key=bytes([1] * 32))
    one, two, three = (set(pl.read_csv(each)["child_id"].drop_nulls()) for each in (first, second, third))
    assert len(one & two) == 1
    assert not one & three


def test_a_column_that_says_nhs_number_is_called_otherwise(tmp_path: Path) -> None:
    text = "NHS number,event,date\n943 476 5919,referral,2026-01-12\n9434765919,referral_closed,2026-02-12\n"
    done = anew(written(tmp_path, text), tmp_path / "y.csv", Wanted(keyed=("NHS number",)))
    assert pl.read_csv(tmp_path / "y.csv")["child_id"].n_unique() == 2
    assert any(each.startswith("2 references of children differ") for each in done.told)


HOSTILE = """child_id,event,date,ref_id,team,Step,Sibling,Born,Oliver Smith 4711
4711,referral,2026-01-12,R1,North,4711-started,4712,2012-05-09,x
4711,referral_closed,Sarah 4712,R1,Team of 4712,started,4712,2012-05-09,x
4712,Visit by Oliver,2026-02-14,R2,North,Linked to 4711,4711,2013-05-09,x
"""


@pytest.mark.parametrize("kept", [(), ("Step", "Sibling", "Born")])
def test_no_cell_or_header_holds_a_reference_a_name_or_a_birth(tmp_path: Path, kept: tuple[str, ...]) -> None:
    out = tmp_path / "y.csv"
    done = anew(written(tmp_path, HOSTILE), out, Wanted(kept=kept))
    text = out.read_text(encoding="utf-8")
    assert all(each not in text for each in ("4711", "4712", "Oliver", "Sarah", "2012", "2013"))
    assert "Oliver" not in " ".join(done.told)
    assert any("emptied" in each for each in done.told)
    assert ("started" in text) == bool(kept)


MAP = """# Oliver Smith
columns: {child: who, event: what, on: when}
events: {Visit: referral, "4711": referral_closed}
covers: {referral_closed: as_at}
"""


def test_the_map_is_written_anew_and_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "who,what,when\n4711,Visit,2026-01-12\n4711,4711,2026-02-12\n4712,Visit,2026-02-14\n"
    export = written(tmp_path / "in", text)
    written(tmp_path / "in", MAP, "x.columns.yaml")
    out = tmp_path / "x.csv"
    anew(export, out)
    new = (tmp_path / "x.columns.yaml").read_text(encoding="utf-8")
    assert "Oliver" not in new + out.read_text(encoding="utf-8")
    assert "4711" not in new + out.read_text(encoding="utf-8")
    assert audited(out) == audited(export)


WAYS = (
    "{}",
    " {}",
    "0{}",
    "{}\u200b",
    "\ufeff{}",
    "{}\u00a0",
    "{}.0",
    "'{}",
    '="{}"',
    "1-{}",
    "1\u2011{}",
    "p{}",
    "P{}",
)


def of_ways(folder: Path, suffix: str, rows: list[tuple[str, str]]) -> tuple[Path, Path]:
    """An export with references written in these ways, and the one that is written anew."""
    (folder / "in").mkdir()
    export, out = folder / "in" / f"x.{suffix}", folder / f"x.{suffix}"
    table = pl.DataFrame(
        [(way.format("4711"), event, f"2026-01-{day + 1:02}") for day, (way, event) in enumerate(rows)],
        schema=["child_id", "event", "date"],
        orient="row",
    )
    table.write_csv(export) if suffix == "csv" else table.write_ndjson(export)
    anew(export, out)
    return export, out


def read(path: Path) -> Any:
    """All that is read of an export, with whose each event is told by the first event of the same child."""
    export = read_export(path, VOCABULARY, DAY)
    events = export.tables.events.sort("on")
    children = events["child"].to_list()
    findings = export.findings.sort("kind", "row", "column").rows()
    gaps = export.tables.gaps["event"].cast(pl.String).sort().to_list()
    facts = (export.tables.facts.height, export.rows_reported, export.rows_refused, dict(export.unused))
    return [children.index(each) for each in children], events.drop("child").rows(), findings, gaps, facts


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(WAYS), st.sampled_from(("referral", "referral_closed"))),
        min_size=2,
        max_size=9,
    )
)
@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_what_is_read_is_the_same_however_references_are_written(
    suffix: str, rows: list[tuple[str, str]]
) -> None:
    with TemporaryDirectory() as place:
        export, out = of_ways(Path(place), suffix, rows)
        assert read(out) == read(export)


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_the_audit_is_the_same_however_references_are_written(tmp_path: Path, suffix: str) -> None:
    rows = [(way, event) for way in WAYS for event in ("referral", "referral_closed")]
    export, out = of_ways(tmp_path, suffix, rows)
    assert audited(out) == audited(export)


PLAIN = """child_id,Plan started,event,date,Worker,Team
2024,Plan,cp_plan_started,2024-01-12,Plan,North
2025,Child,Plan began,12 January 2025,Child,North
2026,Table,referral,45302,Table,North
45302,x,referral,2024-02-14,Withheld,South
45302,x,referral_closed,2024-02-19,Microsoft,South
45302,x,no_such_plan,2024-02-19,Column,South
"""
PLAIN_MAP = """columns: {child: child_id, event: event, on: date, worker: Worker, team: Team}
events: {Plan began: cp_plan_started}
written: day first
covers: {cp_plan_ended: 2024-03-31}
"""


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "xlsx"])
def test_workers_called_by_words_of_the_format_and_years_as_references_stop_nothing(
    tmp_path: Path, suffix: str
) -> None:
    (tmp_path / "in").mkdir()
    export, out = tmp_path / "in" / f"x.{suffix}", tmp_path / f"x.{suffix}"
    rows = pl.read_csv(PLAIN.encode(), infer_schema=False)
    if suffix == "xlsx":
        write_file(export, [Table("Plan", rows)])
    else:
        rows.write_csv(export) if suffix == "csv" else rows.write_ndjson(export)
    written(tmp_path / "in", PLAIN_MAP, "x.columns.yaml")
    assert anew(export, out).references == 4 + 6
    assert read(out)[:2] == read(export)[:2]


def test_where_no_reference_is_recognised_nothing_is_written(tmp_path: Path) -> None:
    export = written(tmp_path, "Colour,Size\nred,3\nblue,4\n")
    with pytest.raises(BadInput) as raised:
        anew(export, tmp_path / "y.csv")
    assert "--column" in str(raised.value.problems[0])
    assert list(tmp_path.iterdir()) == [export]


def test_nothing_is_written_over_anything_nor_into_the_export(tmp_path: Path) -> None:
    export, other = written(tmp_path, TEXT), written(tmp_path, "mine", "y.csv")
    for out in (export, other):
        with pytest.raises(BadInput):
            anew(export, out)
    with pytest.raises(BadInput):
        check_place(tmp_path, tmp_path / "new")
    assert export.read_text(encoding="utf-8") == TEXT
    assert other.read_text(encoding="utf-8") == "mine"


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    export = tmp_path / "in"
    export.mkdir()
    written(export, TEXT)
    bad = written(export, "child_id,event\n1,2,3,4\n", "y.csv")
    with pytest.raises(BadInput):
        anew(export, tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["in"]
    bad.unlink()
    written(export, "columns: {child: child_id, event: event, on: date, ref: ref_id}\n", "columns.yaml")
    assert anew(export, tmp_path / "out").files == 1
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["columns.yaml", "table 1.csv"]


def test_a_file_must_have_the_end_of_its_kind(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        anew(written(tmp_path, TEXT), tmp_path / "y.xlsx")
    assert ".csv" in str(raised.value.problems[0])
