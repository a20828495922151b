"""A column goes out where it is read or the user keeps it, and never where it holds a day of birth."""

from pathlib import Path

import pytest

from threshold.exports.request import Request
from threshold.policy import load_policy
from threshold.pseudonyms.columns import Chosen, Wanted, chosen, words_of_returns
from threshold.pseudonyms.sources import sources

VOCABULARY = load_policy().vocabulary
HEADERS = "child_id,event,date,Born,Seen,Step,Person ID,Mail,NHS number,Own"


def of(folder: Path, wanted: Wanted, map_: str | None = None) -> Chosen:
    lines = [
        f"{child},referral,2026-01-{day:02},20{child % 10 + 10}-05-09,2026-02-{child % 17 + day:02},begun,"
        f"{child + 5},a{child}@mail.example,9434765919,x{child}"
        for child in range(1000, 1030)
        for day in (1, 2)
    ]
    path = folder / "x.csv"
    path.write_text("\n".join([HEADERS, *lines]), encoding="utf-8")
    if map_ is not None:
        (folder / "x.columns.yaml").write_text(map_, encoding="utf-8")
    (source,) = sources(path, Request(VOCABULARY), wanted.named()).tables
    return chosen(source, wanted)


def test_what_is_not_read_does_not_go_out(tmp_path: Path) -> None:
    found = of(tmp_path, Wanted())
    assert set(found.columns.roles) == {"child_id", "event", "date"}
    assert found.withheld == {}


def test_what_is_kept_goes_out_unless_it_identifies(tmp_path: Path) -> None:
    kept = ("born", "Seen", "STEP", "Person ID", "Mail", "NHS number", "Own")
    found = of(tmp_path, Wanted(kept=kept))
    kinds = {column: role.kind for column, role in found.columns.roles.items()}
    assert kinds == {
        "child_id": "person",
        "event": "words",
        "date": "words",
        "Seen": "kept",
        "Step": "kept",
        "Person ID": "person",
        "Own": "kept",
    }
    assert set(found.withheld) == {"Born", "Mail", "NHS number"}
    assert "birth" in found.withheld["Born"]
    assert found.asked == ("Own",)


def test_what_is_named_is_made_up_and_what_is_dropped_is_told(tmp_path: Path) -> None:
    found = of(tmp_path, Wanted(keyed=("own",), dropped=("date",)))
    assert found.columns.roles["Own"].kind == "person"
    assert "date" not in found.columns.roles
    assert found.withheld == {"date": "as --drop names it"}


def test_a_day_of_birth_is_no_fact_either_though_the_map_names_it(tmp_path: Path) -> None:
    map_ = "columns: {child: child_id, event: event, on: date}\nfacts: {panel.last_date: Born}\n"
    assert "birth" in of(tmp_path, Wanted(), map_).withheld["Born"]


@pytest.mark.parametrize("word", ["child unique id", "lachildid", "cine person id", "cin"])
def test_headers_and_labels_of_returns_are_known(word: str) -> None:
    assert word in words_of_returns()
