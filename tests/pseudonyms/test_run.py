"""An export written anew says the same of everything but who the children are."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from threshold.audit.render import rendered
from threshold.audit.run import run
from threshold.demo import read_dirt, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy
from threshold.pseudonyms import Done, check_place, pseudonymise
from threshold.pseudonyms.columns import Wanted
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
    """The audit of an export, without what must differ: references, and the name of the file."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(each) for key, each in value.items() if key not in ("child", "ref", "name")}
        return list(map(without, value)) if isinstance(value, list) else value

    done = run(read_export(export, VOCABULARY, DAY), load_policy(), sample=10)
    return without(json.loads(rendered(done.audit, "json")))


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_the_audit_of_both_is_the_same_but_for_the_references(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "in").mkdir()
    export, out = tmp_path / "in" / name, tmp_path / "out" / name
    out.parent.mkdir()
    write_demo(export, 40, 3, read_dirt("0"), kind, DAY)
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
    assert any('"Surname" is left out' in each for each in done.told)


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
    assert pl.read_csv(tmp_path / "y.csv")["child_id"].n_unique() == 1
    assert done.together == 1


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
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["columns.yaml", "x.csv"]


def test_a_file_must_have_the_end_of_its_kind(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        anew(written(tmp_path, TEXT), tmp_path / "y.xlsx")
    assert ".csv" in str(raised.value.problems[0])
