"""Every table of an export is read with all its columns, or the export is refused."""

from pathlib import Path

import pytest

from threshold.pseudonyms.tables import Table, tables_of
from threshold.reading import BadInput


def read(path: Path, dropped: tuple[str, ...] = ()) -> list[Table]:
    return list(tables_of(path, {"child id"}, dropped))


def test_a_file_has_all_its_columns_but_those_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("child_id,x,y\n1,2,3\n", encoding="utf-8")
    (table,) = read(path, ("y",))
    assert table.rows.to_dict(as_series=False) == {"child_id": ["1"], "x": ["2"]}
    assert table.with_rows(table.rows.clear()).rows.is_empty()


def test_a_folder_has_all_its_files(tmp_path: Path) -> None:
    for name in ("a.csv", "b.tsv"):
        (tmp_path / name).write_text("child_id\tx\n1\t2\n", encoding="utf-8")
    (tmp_path / "c.ndjson").write_text('{"child_id": "1", "x": 2}\n', encoding="utf-8")
    assert [table.name for table in read(tmp_path)] == ["a.csv", "b.tsv", "c.ndjson"]


def test_what_cannot_be_read_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("child_id,x\n1,2,3,4\n2,3\n", encoding="utf-8")
    with pytest.raises(BadInput):
        read(path)


def test_a_table_without_headers_is_refused_and_its_cells_are_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("4711,2026-01-12,3\n4712,2026-01-13,4\n", encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        read(path)
    assert "headers" in str(raised.value.problems[0])
    assert "4711" not in str(raised.value.problems[0])


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read(tmp_path)
