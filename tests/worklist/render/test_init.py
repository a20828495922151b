import json
from csv import DictReader
from io import StringIO

import pytest

from threshold.worklist.render import rendered

from .conftest import Told


@pytest.mark.parametrize(
    ("format_", "begins"),
    [("text", "1 to refer now"), ("csv", "rank,act,"), ("ndjson", '{"schema":'), ("html", "<!DOCTYPE html>")],
)
def test_each_format_is_the_one_asked_for(format_: str, begins: str, morning: Told) -> None:
    text = rendered(*morning, format_, 80)
    assert text.startswith(begins)
    assert text.endswith("\n")
    assert text == rendered(*morning, format_, 80)


def test_nobody_is_left_out_of_any_of_them(morning: Told) -> None:
    rows, _, _ = morning
    names = [row.reference for row in rows]
    assert [each["reference"] for each in DictReader(StringIO(rendered(*morning, "csv", 80)))] == names
    lines = rendered(*morning, "ndjson", 80).splitlines()
    assert [json.loads(line)["reference"] for line in lines] == names
    for format_ in ("text", "html"):
        assert not [name for name in names if name not in rendered(*morning, format_, 80)]
