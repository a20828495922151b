"""What becomes of each column is told by its header and by what it holds."""

import polars as pl

from threshold.policy import load_policy
from threshold.pseudonyms.columns import Columns, Wanted, columns_of, known_headers

NOTHING = Wanted()
CHILDREN = [f"C{number}" for number in range(1000, 1040)]


def of(wanted: Wanted = NOTHING, **columns: list[str]) -> Columns:
    rows = pl.DataFrame({"child_id": CHILDREN} | columns)
    return columns_of(rows, wanted, None, load_policy().vocabulary)


def test_of_local_events_what_links_is_made_anew_too() -> None:
    found = of(event=["referral"] * 40, ref_id=["A"] * 40, date=["2026-01-12"] * 40)
    assert (found.child, found.keyed, found.dropped) == ("child_id", ("child_id", "ref_id"), {})


def test_what_identifies_by_its_header_or_its_cells_is_left_out() -> None:
    found = of(
        Surname=["x"] * 40,
        Notes=["all well", *["mum is Sarah Smith"] * 39],
        Contact=[f"a{number}@mail.example" for number in range(40)],
        Started=["14/05/2014"] * 40,
        Team=["Bennett House"] * 40,
    )
    assert found.dropped == {"Surname": "a name", "Notes": "a name", "Contact": "an e-mail address"}


def test_a_worker_by_name_has_a_reference_and_one_by_number_keeps_it() -> None:
    assert "Worker" in of(Worker=["Sarah Smith", "Tom Nowak"] * 20).keyed
    assert "Worker" not in of(Worker=["W-1", "W-2"] * 20).keyed


def test_what_holds_the_reference_of_the_child_is_made_anew() -> None:
    assert "Form" in of(Form=[f"{child}-F1" for child in CHILDREN]).keyed


def test_other_numbers_of_persons_are_made_anew() -> None:
    assert {"legacy_id", "Sibling ID"} <= set(of(legacy_id=CHILDREN, **{"Sibling ID": CHILDREN}).keyed)


def test_a_column_with_one_value_for_each_child_is_told() -> None:
    found = of(
        Folder=[f"F{number}" for number in range(40)],
        When=[f"2026-01-{number % 28 + 1:02}" for number in range(40)],
    )
    assert found.asked == ("Folder",)


def test_the_user_has_the_last_word() -> None:
    wanted = Wanted(keyed=("Folder",), kept=("Surname",))
    found = of(wanted, Folder=[f"F{number}" for number in range(40)], Surname=["x"] * 40)
    assert "Folder" in found.keyed
    assert not found.dropped


def test_headers_of_every_return_are_known() -> None:
    assert {"child unique id", "lachildid", "cine person id"} <= known_headers()
