"""The documents, the workbook and the schema say the same of every column and every act."""

import re
from pathlib import Path

from threshold.worklist.model import ACTS, IN_WORDS
from threshold.worklist.render.columns import ACTS as MEANINGS
from threshold.worklist.render.columns import COLUMNS
from threshold.worklist.render.json import as_data

from .conftest import row

PAGE = (Path(__file__).parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## `threshold triage`\n")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def table(heading: str) -> list[tuple[str, str, str]]:
    """The rows of a table of three columns, by its headings."""
    return ROW.findall(SECTION.partition(heading)[2].partition("\n\n")[0])


def test_every_column_is_documented_in_its_order() -> None:
    told = [(name, means) for name, _, means in table("| CSV | JSON | means |")]
    assert told == [(column.name, column.means) for column in COLUMNS]


def test_where_a_column_stands_in_json_is_documented() -> None:
    data = as_data(row())
    keys = {name: re.findall(r"`([\w.]+)`", where) for name, where, _ in table("| CSV | JSON | means |")}
    paths = [path for each in keys.values() for path in each]
    assert len(paths) == len({*paths})
    flat = {
        *(name for name in data if name != "response"),
        *(f"response.{name}" for name in data["response"]),
    }
    assert {*paths} == flat


def test_every_act_is_documented_in_the_order_of_the_list() -> None:
    assert table("| act | in words | means |") == [(act, IN_WORDS[act], MEANINGS[act]) for act in ACTS]


def test_what_columns_and_acts_mean_fits_where_it_is_said() -> None:
    assert len({column.heading for column in COLUMNS}) == len(COLUMNS)
    assert not [each.means for each in COLUMNS if each.means.endswith(".") or "|" in each.means]
