"""Files, sheets and columns keep no name that tells of somebody, and what is read stays read."""

from pathlib import Path

import polars as pl

from threshold.exports.request import Request
from threshold.policy import load_policy
from threshold.pseudonyms.cells import Cells
from threshold.pseudonyms.columns import Wanted, chosen
from threshold.pseudonyms.names import Names, add_maps, names_of
from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.references import References
from threshold.pseudonyms.sources import sources
from threshold.pseudonyms.write import Table, write_file

VOCABULARY = load_policy().vocabulary
EVENTS = "child_id,event,date,{}\n4711,referral,2026-01-12,x\n"
LIST = "Child Unique ID,Date of referral\n4711,2026-01-12\n"


def names(export: Path, out: Path | None, wanted: Wanted = Wanted(), mapped: bool = False) -> Names:  # noqa: B008
    there = sources(export, Request(VOCABULARY), wanted.named())
    pairs = [(source, chosen(source, wanted)) for source in there.tables]
    cells = Cells(References(bytes(32)), Originals(["4711"]), frozenset())
    found = names_of(there, pairs, cells, out)
    add_maps(found, there, pairs, cells, out, VOCABULARY, mapped)
    return found


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_that_tells_of_somebody_has_its_number(tmp_path: Path) -> None:
    export = written(tmp_path / "x.csv", EVENTS.format("Step of 4711"))
    found = names(export, tmp_path / "y.csv", Wanted(kept=("Step of 4711",)))
    assert found.headers == {"x.csv": {"Step of 4711": "column 4"}}
    assert found.files == {export: "y.csv"}
    assert found.maps == {}


def test_a_reference_is_not_called_a_number_of_the_nhs(tmp_path: Path) -> None:
    export = written(tmp_path / "x.csv", "NHS number,event,date\n4711,referral,2026-01-12\n")
    assert names(export, tmp_path / "y.csv", Wanted(keyed=("NHS number",))).headers == {
        "x.csv": {"NHS number": "child_id"}
    }


def test_files_of_a_folder_are_numbered_and_a_map_goes_with_those_that_need_one(tmp_path: Path) -> None:
    one = written(tmp_path / "in" / "Sarah Smith.csv", EVENTS.format("Notes"))
    two = written(tmp_path / "in" / "Visits 4711.csv", "Who,What,When\n4711,referral,2026-01-12\n")
    map_ = "columns: {child: Who, event: What, on: When}\n"
    written(tmp_path / "in" / "Visits 4711.columns.yaml", map_)
    found = names(tmp_path / "in", None)
    assert found.files == {one: "table 1.csv", two: "table 2.csv"}
    assert list(found.maps) == ["table 2.columns.yaml"]
    assert '"child": "Who"' in found.maps["table 2.columns.yaml"]


def test_sheets_are_numbered(tmp_path: Path) -> None:
    rows = pl.read_csv(EVENTS.format("Notes").encode(), infer_schema=False)
    write_file(tmp_path / "x.xlsx", [Table("Sarah Smith", rows), Table("Tom", rows)])
    assert set(names(tmp_path / "x.xlsx", tmp_path / "y.xlsx").sheets.values()) == {"Table 1", "Table 2"}


def test_lists_of_a_return_have_the_names_of_lists(tmp_path: Path) -> None:
    usual = written(tmp_path / "in" / "List 3.csv", LIST)
    own = written(
        tmp_path / "in" / "List 4 of Sarah.csv", "Child Unique ID,Continuous Assessment Start Date\n4711,x\n"
    )
    found = names(tmp_path / "in", None)
    assert found.files == {usual: "List 3.csv", own: "List 4.csv"}
