"""Demo data: the same every time, and read back by our own readers."""

from pathlib import Path

import pytest

from threshold.demo import AS_AT, KINDS, Dirt, write_demo
from threshold.demo.dirt import WHOLE, not_in
from threshold.exports import Export, read_export
from threshold.reading import BadInput
from threshold.vocabulary.load import load_vocabulary

VOCABULARY = load_vocabulary(Path(__file__).parents[2] / "rules" / "vocabulary.yaml")
OUTPUTS = {
    "demo.parquet": "events",
    "demo.ndjson": "events",
    "demo.csv": "events",
    "demo.xlsx": "annex-a",
    "demo": "annex-a",
    "demo.xml": "census",
    "dataset": "ssd",
    "dataset.parquet": "ssd",
}
TITLES = {
    "events": "local events",
    "annex-a": "Annex A",
    "census": "CIN census",
    "ssd": "Standard Safeguarding Dataset",
}
# What each kind of dirt is told as, where it is told at all: some only mend what is read.
TOLD = {
    "after-the-date": "after-the-date",
    "contradiction": "contradiction",
    "duplicate": "duplicate",
    "missing-start": "missing-start",
    "negative-duration": "negative-duration",
    "no-child": "no-child",
    "unreadable-date": "unreadable-date",
    "error-cell": "unreadable-date",
    "title-lines": "title-line",
    "totals": "total-row",
    "two-digit-years": "short-year",
    "other-headers": "other-words",
}

# An event says nothing of what stands beside it: a conference that was not needed is held all the same.
UNTOLD = {("contradiction", "events")}


def read(path: Path) -> Export:
    return read_export(path, VOCABULARY, AS_AT)


@pytest.mark.parametrize(("name", "kind"), OUTPUTS.items())
def test_clean_data_is_read_back_whole(tmp_path: Path, name: str, kind: str) -> None:
    write_demo(tmp_path / name, 300, 1, 0.0, kind)
    export = read(tmp_path / name)
    assert export.source.format == TITLES[kind]
    assert export.rows_refused == 0
    # Lists of Annex A hold half a year: an earlier referral, to which something belongs, may be in none.
    windowed = {"starts-before"} if kind == "annex-a" else set()
    assert set(export.findings["kind"]) <= {"different-answers", "overlap", *windowed}
    assert export.children == 300 or kind == "annex-a"
    assert export.tables.covers


@pytest.mark.parametrize(("name", "kind"), OUTPUTS.items())
def test_dirty_data_is_told_and_the_rest_is_read(tmp_path: Path, name: str, kind: str) -> None:
    write_demo(tmp_path / name, 300, 1, 0.2, kind)
    export = read(tmp_path / name)
    assert {"unreadable-date", "duplicate"} <= set(export.findings["kind"])
    assert 0 < export.rows_refused < 0.25 * export.rows_in
    if kind != "census":
        assert "no-child" in set(export.findings["kind"])


@pytest.mark.parametrize(("name", "kind"), OUTPUTS.items())
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, name: str, kind: str) -> None:
    once, again, other = (tmp_path / folder for folder in "abc")
    for folder, seed in ((once, 5), (again, 5), (other, 6)):
        folder.mkdir()
        write_demo(folder / name, 50, seed, 0.1, kind)

    def contents(folder: Path) -> dict[Path, bytes]:
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert contents(once) == contents(again) != contents(other)


def test_files_are_their_owners_alone_and_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "demo.csv"
    for written in write_demo(path, 10):
        assert written.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    with pytest.raises(BadInput, match="already"):
        write_demo(path, 20)
    assert path.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"demo.csv", "demo.columns.yaml"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "events"), ("a.csv", "annex-a"), ("a.json", "census"), ("no/a.csv", "events")],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(BadInput):
        write_demo(tmp_path / name, 10, format_=kind)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["demo.csv", "demo.xlsx", "demo", "demo.xml", "dataset"])
def test_every_kind_of_dirt_is_read_and_every_row_counted(tmp_path: Path, name: str) -> None:
    kind = OUTPUTS[name]
    for asked in KINDS:
        dirt = Dirt({asked: 1.0 if asked in WHOLE else 0.3})
        if not_in(dirt, kind, Path(name)):
            continue
        path = tmp_path / asked / name
        path.parent.mkdir()
        write_demo(path, 80, 2, dirt, kind)
        export = read(path)
        assert export.source.format == TITLES[kind], asked
        counted = export.rows_reported + export.rows_refused + export.rows_left_out
        assert export.rows_in == counted, asked
        assert export.tables.events.height > 0, asked
        if asked in TOLD and (asked, kind) not in UNTOLD:
            assert TOLD[asked] in set(export.findings["kind"]), asked
