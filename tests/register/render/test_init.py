"""What is printed of one case, or of many entries, in each format."""

import csv
import io
import json

import pytest

from threshold.reading import BadInput
from threshold.register.history import parts
from threshold.register.render import export, history
from threshold.register.render.html import history_page
from threshold.register.render.markdown import parts_markdown
from threshold.register.render.text import parts_text
from threshold.register.store import open_register

from ..conftest import erase, signing


def test_a_history_is_that_of_one_case_in_each_format(filled):
    with open_register(filled) as register:
        entries = [register.entries()[3]]
        assert history(register, "C-4", "text") == parts_text(parts(register, entries))
        assert history(register, "C-4", "markdown") == parts_markdown("C-4", parts(register, entries))
        assert history(register, "C-4", "html") == history_page("C-4", parts(register, entries))
        (data,) = json.loads(history(register, "C-4", "json"))
        assert (data["entry"], data["case"]) == (4, "C-4")


def test_an_entry_is_called_by_its_case_and_by_its_number_where_it_was_erased(filled, tmp_path):
    erase(filled, signing(filled, tmp_path), 4)
    with open_register(filled) as register:
        assert history(register, "3", "markdown").startswith("# Decisions on C-3\n")
        assert history(register, "4", "markdown").startswith("# Decisions on entry 4\n")


def test_what_is_not_there_is_told_before_anything_is_printed(filled):
    with open_register(filled) as register:
        with pytest.raises(BadInput):
            history(register, "C-99", "text")
        for format_ in ("ndjson", "csv", "markdown"):
            with pytest.raises(BadInput):
                next(export(register, ["C-1", "C-99"] if format_ != "markdown" else ["C-99"], format_))


def test_an_export_is_of_the_cases_named_or_of_everything(filled):
    with open_register(filled) as register:
        everything = "".join(export(register, [], "ndjson")).splitlines()
        assert [json.loads(line)["entry"] for line in everything] == [1, 2, 3, 4, 5, 6, 7]
        some = "".join(export(register, ["C-5", "2"], "ndjson")).splitlines()
        assert [json.loads(line)["entry"] for line in some] == [2, 5]
        rows = list(csv.DictReader(io.StringIO("".join(export(register, ["C-5", "2"], "csv")))))
        assert [row["case"] for row in rows] == ["C-2", "C-5"]


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_an_export_for_a_file_is_the_history_of_one_case(filled, format_):
    with open_register(filled) as register:
        assert list(export(register, ["C-5"], format_)) == [history(register, "C-5", format_)]
