"""Charts of a workbook take their numbers from its cells, and are as high as they have bars."""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from xlsxwriter import Workbook

from threshold.audit.render import sheet_charts
from threshold.audit.render.sheet_charts import Cells


def drawn(path: Path) -> dict[str, ElementTree.Element]:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Rows")
        months = Cells("Rows", 2, 3, 9)
        sheet.insert_chart(1, 1, sheet_charts.shares(book, Cells("Rows", 0, 1, 4), 5, 6, 7))
        sheet.insert_chart(1, 1, sheet_charts.trend(book, "On time (R)", months, 3))
    with ZipFile(path) as file:
        names = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
        return {name.rpartition("/")[2]: ElementTree.fromstring(file.read(name)) for name in names}


def refers(chart: ElementTree.Element) -> list[str | None]:
    return [each.text for each in chart.iter() if each.tag.endswith("}f")]


def test_bars_and_lines_take_their_numbers_from_cells(tmp_path: Path) -> None:
    found = drawn(tmp_path / "a.xlsx")
    names = "Rows!$A$2:$A$5"
    assert refers(found["chart1.xml"]) == [
        *(names, "Rows!$F$2:$F$5", names, "Rows!$G$2:$G$5", names, "Rows!$H$2:$H$5")
    ]
    assert refers(found["chart2.xml"]) == ["Rows!$C$4:$C$10", "Rows!$D$4:$D$10"]


def test_every_bar_has_its_number_and_its_room(tmp_path: Path) -> None:
    chart = drawn(tmp_path / "a.xlsx")["chart1.xml"]
    assert len(chart.findall(".//{*}dLbls/{*}showVal")) == 3
    assert sheet_charts.height(20) - sheet_charts.height(10) == 300


def test_a_share_is_drawn_between_nothing_and_all(tmp_path: Path) -> None:
    chart = drawn(tmp_path / "a.xlsx")["chart2.xml"]
    ends = [chart.find(f".//{{*}}valAx//{{*}}{end}") for end in ("min", "max")]
    assert [each.get("val") for each in ends if each is not None] == ["0", "1"]
