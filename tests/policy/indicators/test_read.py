"""The table of a pack, from whichever files it has; what is in two, and files passed over."""

from pathlib import Path

import pytest

from threshold.policy.indicators.model import Ages
from threshold.policy.indicators.read import MOST_SIGNS, read_table, table_files
from threshold.policy.places import TABLES

from .making import ROW, csv, read, told, workbook, written

YAML = """\
domains:
  health: {title: Health}
  home: {title: Home}
signs:
  - {id: EM-5, level: Protection, domain: health, asks: Is the child hurt?, protection: true}
combine:
  - {id: EM-C, is: Protection, at_least: 2, of: Early, because: Section 4}
otherwise: Universal
"""
EARLY = [("EM-1", "Early", "Health", "Is a so?", "5 to 16"), ("EM-2", "early", "Home", "Is b so?")]


def refused(folder: Path, **files: str | bytes) -> list[str]:
    return told(lambda: read_table(written(folder, **files)))


def test_a_pack_without_a_table_has_none(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, pack_yaml="pack: a")) is None
    assert read_table(tmp_path / "nowhere") is None


def test_all_files_make_one_table(tmp_path: Path) -> None:
    workbook(tmp_path / "indicators.xlsx")
    table = read(tmp_path, indicators_yaml=YAML, indicators_csv=csv(*EARLY).replace("EM-", "LA-"))
    assert [sign.id for sign in table.signs] == ["EM-5", "LA-1", "LA-2", "EM-1", "EM-2"]
    assert [sign.ages for sign in table.signs][1:3] == [Ages(5, 16), Ages()]
    assert {sign.domain for sign in table.signs} == {"health", "home"} == {each.key for each in table.domains}
    assert (table.otherwise, table.combinations[0].level) == ("Universal", "Protection")
    assert [*table.files] == table_files(tmp_path) == [tmp_path / name for name in TABLES]


def test_names_of_levels_let_numbers_and_names_be_counted_together(tmp_path: Path) -> None:
    mixed = csv(("EM-1", "2", "Health", "Is a so?"), ("EM-2", "Early", "Home", "Is b so?"))
    folder = written(tmp_path, indicators_yaml=YAML, indicators_csv=mixed)
    assert read_table(folder, ("Universal", "Early", "Help", "Protection"))
    assert "only 1" in told(lambda: read_table(folder, ("Early", "Universal", "Help", "Protection")))[0]


def test_an_id_that_stands_twice_is_told_with_the_place_of_the_other(tmp_path: Path) -> None:
    assert refused(tmp_path, indicators_csv=csv(ROW, ROW)) == [
        "indicators.csv, line 3, id: this id stands on line 2 already; give one of them another"
    ]
    (found,) = refused(tmp_path, indicators_yaml=YAML, indicators_csv=csv(("em-5", *ROW[1:]), *EARLY))
    assert found.startswith("indicators.csv, line 2, id: this id stands on line 5 of indicators.yaml already")
    same = csv(*EARLY, ("EM-C", *ROW[1:]))
    (found,) = refused(tmp_path, indicators_yaml=YAML, indicators_csv=same)
    assert found.startswith("indicators.yaml, line 7, id: this id stands on line 4 of indicators.csv already")


def test_a_name_that_stands_twice_is_told_whether_said_or_made(tmp_path: Path) -> None:
    says = "has the same name as the sign on line 2; give one of them another `name`"
    for second in (("EM.1", *ROW[1:]), ("EM-2", *ROW[1:], "", "", "em_1")):
        assert refused(tmp_path, indicators_csv=csv(ROW, second)) == [f"indicators.csv, line 3, name: {says}"]


def test_one_table_kept_in_two_files_is_told_once(tmp_path: Path) -> None:
    rows = [(f"EM-{number}", *ROW[1:]) for number in range(1, 8)]
    yaml = "signs:\n" + "".join(
        f"  - {{id: {ident}, level: 2, domain: Health, asks: Is it?}}\n" for ident, *_ in rows
    )
    assert refused(tmp_path, indicators_yaml=yaml, indicators_csv=csv(*rows)) == [
        "indicators.csv: holds 7 signs that indicators.yaml holds too; keep one of the two"
    ]


def test_rows_that_stand_twice_in_one_file_are_each_told(tmp_path: Path) -> None:
    rows = [(f"EM-{number}", *ROW[1:]) for number in range(1, 8)]
    assert len(refused(tmp_path, indicators_csv=csv(*rows, *rows))) == 7


def test_nothing_is_told_that_comes_of_a_sign_that_could_not_be_read(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, indicators_yaml=YAML, indicators_csv=csv((*EARLY[0][:4], "teens"), EARLY[1]))
    assert "line 2, ages" in found


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("indicators.yml", "call it indicators.yaml"),
        ("Indicators.CSV", "call it indicators.csv"),
        ("indicators.xls", "save it as indicators.xlsx or indicators.csv"),
        ("indicators.ods", "save it as indicators.xlsx or indicators.csv"),
        ("indicators.docx", "save it as indicators.xlsx or indicators.csv"),
        ("indicators.tsv", "save it as indicators.xlsx or indicators.csv"),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_file_that_would_be_passed_over_is_told(tmp_path: Path, name: str, says: str, beside: bool) -> None:
    (tmp_path / name).write_text("anything", encoding="utf-8")
    (found,) = refused(tmp_path, **({"indicators_csv": csv(*EARLY)} if beside else {}))
    assert found.startswith(f"{name}: is not read")
    assert found.endswith(says)


def test_other_files_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "indicators.d").mkdir()
    (tmp_path / "indicators.xls").mkdir()
    table = read(tmp_path, indicators_csv=csv(*EARLY), indicators_md="notes", signs_xls="x")
    assert len(table.signs) == 2


def test_what_is_wrong_in_each_file_is_told_at_once(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        indicators_yaml=YAML.replace("hurt?", "hurt?, ages: teens"),
        indicators_csv=csv(("EM-1", "", "Health", "Is a so?")),
        indicators_xlsx=b"text",
    )
    assert [each.split(":")[0] for each in found] == [
        *("indicators.xlsx", "indicators.yaml, line 5, ages", "indicators.csv, line 2, level")
    ]


def test_a_file_without_any_sign_is_told(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, indicators_yaml="domains: {health: {title: Health}}\n")
    assert found.startswith("indicators.yaml: holds no sign")


def test_thousands_of_signs_are_read_and_a_slip_in_the_last_is_found(tmp_path: Path) -> None:
    rows = [(f"EM-{n}", str(n % 4 + 1), f"Part {n % 900}", f"Is {n} so?", "5 to 16") for n in range(1_999)]
    assert len(read(tmp_path, indicators_csv=csv(*rows)).signs) == 1_999
    (found,) = refused(tmp_path, indicators_csv=csv(*rows, rows[0]))
    assert found.startswith("indicators.csv, line 2001, id: this id stands on line 2")


def test_more_signs_than_any_document_has_are_refused(tmp_path: Path) -> None:
    rows = [(f"EM-{number}", "1", "Health", f"Is {number} so?") for number in range(MOST_SIGNS + 1)]
    assert read(tmp_path, indicators_csv=csv(*rows[:-1]))
    (found,) = refused(tmp_path, indicators_csv=csv(*rows))
    assert found == (
        "indicators.csv, line 2002: holds more than 2,000 signs with this one; "
        "keep those that the document has"
    )
