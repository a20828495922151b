"""References that identify somebody are refused; plain ones are not, whatever chance makes of a few."""

import re
from pathlib import Path
from random import Random

import polars as pl
import pytest

from threshold.demo import read_dirt, write_demo
from threshold.exports import read_export
from threshold.exports.identifying import identifying, looking_like, refuse_identifying
from threshold.policy import load_policy
from threshold.privacy import nhs_check
from threshold.reading import BadInput
from threshold.vocabulary import parse_date

RANDOM = Random(1)
HOW = "threshold pseudonymise"


def nhs_number() -> str:
    while True:
        nine = f"{RANDOM.randrange(4 * 10**8, 8 * 10**8):09}"
        for last in range(10):
            if nhs_check(f"{nine}{last}"):
                return f"{nine}{last}"


def kinds(values: list[str]) -> list[str]:
    return [kind for kind, _, _ in identifying(pl.Series(values, dtype=pl.String))]


SPACED = [f"{each[:3]} {each[3:6]} {each[6:]}" for each in (nhs_number() for _ in range(30))]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([nhs_number() for _ in range(300)], "an NHS number"),
        (SPACED, "an NHS number"),
        ([nhs_number()], "an NHS number"),
        ([*(nhs_number() for _ in range(20)), *(f"C-{number:04}" for number in range(900))], "an NHS number"),
        ([f"NHS{nhs_number()}" for _ in range(9)], "an NHS number"),
        (["H801200001001"], "a unique pupil number"),
        (["Sarah Smith", "Tom Nowak", "Amir Khan"], "a name"),
        (["SMITH, Sarah", "NOWAK, Tom", "C-1", "C-2"], "a name"),
        (["Sarah.Smith", "Tom.Nowak"], "a name"),
        ([f"a{number}@mail.example" for number in range(5)], "an e-mail address"),
        ([f"JS{day:02}0514" for day in range(1, 25)], "a date of birth"),
        ([f"14/05/20{year}" for year in range(10, 24)], "a date of birth"),
        ([f"N1 {number}GU" for number in range(1, 9)], "a postcode"),
    ],
)
def test_what_identifies_is_told_by_its_kind(values: list[str], kind: str) -> None:
    assert kind in kinds(values)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [f"{RANDOM.randrange(10**9, 10**10)}" for _ in range(20_000)],
        [f"{4_000_000_000 + number}" for number in range(20_000)],
        [f"{number:010}" for number in range(3_000)],
        [f"{number:011}" for number in range(3_000)],
        [f"AB{RANDOM.randrange(10**6):06}" for _ in range(3_000)],
        [f"{20_260_000 + number}" for number in range(3_000)],
        [f"{RANDOM.getrandbits(64):016x}" for _ in range(3_000)],
        [nhs_number(), *(f"C-{number:04}" for number in range(30))],
        [f"{name}-{number}" for name in ("NORTH", "MASH", "RED") for number in range(50)],
    ],
)
def test_plain_references_are_none(values: list[str]) -> None:
    assert kinds(values) == []


HEADERS = "child_id,event,date,ref_id,team,worker"


def export(folder: Path, child: str = "C{}", ref: str = "", team: str = "", worker: str = "") -> Path:
    path = folder / "export.csv"
    cells = [
        [value.format(number) for value in (child, "assessment_started", "2026-01-12", ref, team, worker)]
        for number in range(10, 30)
    ]
    path.write_text("\n".join([HEADERS, *(",".join(row) for row in cells)]), encoding="utf-8")
    return path


def read(path: Path) -> str:
    """What is said where it is refused, else nothing."""
    try:
        read_export(path, load_policy().vocabulary, parse_date("2026-03-31"))
    except BadInput as error:
        return "; ".join(map(str, error.problems))
    return ""


@pytest.mark.parametrize(
    ("columns", "of"),
    [
        ({"child": "Sarah.Smith{}"}, "the references of children"),
        ({"child": "child{}@mail.example"}, "the references of children"),
        ({"ref": "Sarah Smith {}"}, "the references of work"),
        ({"worker": "Jones.{}"}, "the references of workers"),
        ({"team": "team{}@council.example"}, "the names of teams"),
    ],
)
def test_every_column_that_comes_out_in_results_is_looked_at(
    tmp_path: Path, columns: dict[str, str], of: str
) -> None:
    said = read(export(tmp_path, **columns))
    assert of in said
    assert HOW in said
    assert "Smith" not in said
    assert "@" not in said


@pytest.mark.parametrize(("kind", "name"), [("census", "x.xml"), ("ssd", "x")])
def test_every_format_is_looked_at(tmp_path: Path, kind: str, name: str) -> None:
    day = parse_date("2026-03-31")
    write_demo(tmp_path / name, 20, 3, read_dirt("0"), kind, day)
    vocabulary = load_policy().vocabulary
    children = read_export(tmp_path / name, vocabulary, day).tables.facts["child"]
    numbers = {child: nhs_number() for child in children}
    for file in (tmp_path / name).iterdir() if kind == "ssd" else [tmp_path / name]:
        text = file.read_text(encoding="utf-8")
        for child, number in numbers.items():
            text = re.sub(rf"\b{child}\b", number, text)
        file.write_text(text, encoding="utf-8")
    assert "the references of children" in read(tmp_path / name)


def test_an_export_of_plain_references_is_read(tmp_path: Path) -> None:
    path = export(tmp_path, ref="A-{}", team="Bennett House", worker="W-{}")
    assert read(path) == ""
    refuse_identifying(read_export(path, load_policy().vocabulary, parse_date("2026-03-31")))


def test_how_many_are_told() -> None:
    assert looking_like(1, 3, "a name") == "1 of 3 references looked at looks like a name"
    assert looking_like(2, 3, "a name") == "2 of 3 references looked at look like names of people"
