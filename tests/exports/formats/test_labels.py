"""Labels of a choice in the spellings that people give them, and those that are not what they resemble."""

import polars as pl
import pytest

from threshold.exports.formats.labels import read_labels
from threshold.exports.formats.specification import specification

CHOICE = specification("annex-a.yaml").lists[6].choices["support.in_place"]


def value(label: str | None) -> tuple[str | None, bool]:
    """The value of a label, and whether it is told as one that is not known."""
    read = read_labels(pl.Series([label], dtype=pl.String), CHOICE.words, CHOICE.beside)
    return read.values[0], read.unknown[0]


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        (
            "child_in_need",
            [
                "CIN",
                "CiN Plan",
                "c) Child in need plan",
                "Child in Need",
                "C.I.N.",
                "3 - CIN",
                "Open CIN",
                "S17",
            ],
        ),
        (
            "child_protection",
            ["CP", "CPP", "b) Child Protection plan", "CP Plan", "Subject to CP plan", "C P", "CPP (open)"],
        ),
        (
            "care",
            ["LAC", "CLA", "a) Looked after child", "Looked After", "CiC", "Child in care", "CLA - S20"],
        ),
        ("early_help", ["Early Help", "EH", "TAC", "f) Early Help"]),
        # The support that counts for more, where a label names two.
        ("care", ["LAC / CP", "CP and LAC"]),
    ],
)
def test_spellings_of_a_status(said: str, labels: list[str]) -> None:
    assert {label: value(label) for label in labels} == dict.fromkeys(labels, (said, False))


@pytest.mark.parametrize(
    "label",
    ["Closed", "e) Closed episode", "Closed - CIN", "CP ended", "Former CLA", "No longer CIN", "Not CIN", "6",
     "CIN - stepped down from CP", "Awaiting CP plan", "Care leaver", "Open assessment", "Plan", "=1+1"],
)  # fmt: skip
def test_what_only_resembles_one_is_told_and_not_read(label: str) -> None:
    assert value(label) == (None, True)


@pytest.mark.parametrize("label", [None, "", " ", "n/a", "Not known", "-"])
def test_nothing_is_nothing(label: str | None) -> None:
    assert value(label) == (None, False)


def test_what_somebody_says_of_a_label_counts_first() -> None:
    read = read_labels(
        pl.Series(["CWD", "CIN", "cwd "]),
        CHOICE.words,
        CHOICE.beside,
        {"cwd": "child_in_need", "cin": "care"},
    )
    assert read.values.to_list() == ["child_in_need", "care", "child_in_need"]
    assert not read.unknown.any()
