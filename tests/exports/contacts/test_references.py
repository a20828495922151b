"""References of contacts that identify somebody, and those that look alike."""

import pytest

from threshold.exports.contacts.references import alike, identifying_ones, no_names

MADE_UP = [f"MC-{number}" for number in range(2600, 2700)]


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("Zebedee Smith", "a name"),
        ("943 476 5919", "an NHS number"),
        ("JS-120315", "a date of birth"),
        ("mum@example.org", "an e-mail address"),
    ],
)
def test_one_among_many_is_found(reference: str, kind: str) -> None:
    assert identifying_ones([*MADE_UP, reference]) == {reference: kind}


def test_what_numbers_are_by_chance_is_no_reason() -> None:
    ten_figures = [f"{number:010}" for number in range(4_000_000_000, 4_000_000_400)]
    assert identifying_ones(ten_figures) == {}
    six_figures = [f"MC-{number}" for number in range(100_000, 104_000)]
    assert identifying_ones(six_figures) == {}


def test_names_are_found_though_all_are_such() -> None:
    names = ["Sarah Smith", "Ruby Maddocks", "David Jones", "Emily Walker"]
    assert set(identifying_ones(names)) == set(names)


def test_all_of_a_form_are_found_however_many_there_are() -> None:
    # More than are looked at to begin with.
    named = [f"Sarah Smith {number}" for number in range(10_000, 14_500)]
    assert set(identifying_ones(named)) == set(named)


def test_those_alike_name_each_other() -> None:
    found = alike(["MC-2641", "MC 2641", "mc\u20132641", "MC-02641", "MC-2642", "X"])
    assert set(found) == {"MC-2641", "MC 2641", "mc\u20132641", "MC-02641"}
    assert "MC-2641" in found["MC 2641"]
    assert alike([]) == {}


def test_no_row_may_have_what_identifies_somebody_or_is_no_reference() -> None:
    assert no_names(["MC-1", "Grace Okafor", "943 476 5919", "x" * 5_000]) == {
        "Grace Okafor",
        "943 476 5919",
        "x" * 5_000,
    }
    assert no_names([]) == set()
