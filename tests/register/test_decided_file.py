"""A file of decisions is read by its form alone, and all that is wrong with that is told at its line."""

from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register.decided_file import Line, read_decided


def read(folder: Path, text: str | bytes, name: str = "decisions.csv") -> list[Line]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_decided(path, name)


def told(folder: Path, text: str, name: str = "decisions.csv") -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(folder, text, name)
    return [str(problem) for problem in caught.value.problems]


def test_a_line_says_what_its_columns_say_whatever_their_order_and_letters(tmp_path):
    assert read(tmp_path, "Decision, CASE ,Reason\ntriage,C-1,\n\nclose, C-2 ,Why\n") == [
        Line("decisions.csv", 2, "C-1", "triage"),
        Line("decisions.csv", 4, "C-2", "close", reason="Why"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffcase,decision\r\nC-1,triage\r\n".encode(),
        "case,decision\nC-1,triage".encode("utf-16"),
        b"case;decision\nC-1;triage\n",
        b"case\tdecision\nC-1\ttriage\n",
        b"sep=;\ncase;decision\nC-1;triage\n",
        b'"case","decision"\r"C-1","triage"\r',
        b"case,decision,,\nC-1,triage,,\n".replace(b",,\n", b"\n"),
    ],
)
def test_it_is_read_as_a_spreadsheet_saves_it(tmp_path, data):
    (line,) = read(tmp_path, data)
    assert (line.case, line.decision) == ("C-1", "triage")


def test_a_reason_may_hold_commas_quotation_marks_and_line_breaks(tmp_path):
    first, second = read(tmp_path, 'case,reason\nC-1,"He said ""no"", and\nwent"\nC-2,Why\n')
    assert (first.line, first.reason) == (2, 'He said "no", and\nwent')
    assert second.line == 4


def test_lines_of_json_say_the_same(tmp_path):
    text = '{"case": "C-1", "decision": "close", "agree": false, "reason": "Why"}\n'
    text += '\n{"case": "C-2", "by": null}\n'
    wanted = [
        Line("d.ndjson", 1, "C-1", "close", "false", reason="Why"),
        Line("d.ndjson", 3, "C-2"),
    ]
    assert read(tmp_path, text, "d.ndjson") == wanted
    assert [each.case for each in read(tmp_path, text, "no-ending")] == ["C-1", "C-2"]


@pytest.mark.parametrize("text", ["", "\n \n", "case,decision\n", "\ufeff"])
def test_a_file_without_lines_holds_none(tmp_path, text):
    assert read(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case,decison\nC-1,x\n", 'line 1: the name of column 2 is not known here; did you mean "decision"?'),
        ("case,Ann Smith\nC-1,x\n", "line 1: the name of column 2 is not known here; known are case, "),
        ("case,Case\nC-1,x\n", "line 1, case: this column stands twice"),
        ("decision\nclose\n", "line 1, case: there is no column of this name"),
        ("case,reason\nC-1,a,b\n", "line 2: has 3 cells, not 2; put a text that holds the separator in"),
        ("case,reason\nC-1\n", "line 2: has only 1 of 2 cells"),
        ('case,reason\nC-1,"open\nC-2,x\n', "line 2: is not well-formed"),
        ('case,reason\nC-1,"a"b\n', "line 2: is not well-formed"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_at_its_line(tmp_path, text, said):
    (problem,) = told(tmp_path, text)
    assert said in problem
    assert "Smith" not in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"case": "C-1", "decison": "x"}', 'line 1: a key is not known here; did you mean "decision"?'),
        ('{"case": "C-1", "Ann Smith": "x"}', "line 1: a key is not known here; known are case, "),
        ('{"case": "C-1", "case": "C-2"}', "line 1"),
        ('{"decision": "close"}', "line 1, case: is missing"),
        ('{"case": ["C-1"]}', "line 1, case: must be a single value"),
        ('["C-1"]', "line 1: must be an object"),
        ('{"case": "C-1"', "line 1"),
    ],
)
def test_what_is_wrong_with_a_line_of_json_is_told_at_it(tmp_path, text, said):
    (problem,) = told(tmp_path, text, "d.ndjson")
    assert said in problem
    assert "Smith" not in problem


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    assert len(told(tmp_path, "case,reason\nC-1\nC-2,x\nC-3,x,y\n")) == 2


def test_what_is_no_text_is_refused(tmp_path):
    with pytest.raises(BadInput, match="UTF-8"):
        read(tmp_path, b"case,reason\nC-1,caf\xe9\n")
