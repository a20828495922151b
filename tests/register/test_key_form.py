"""Which keys may be added: names that are taken for no other, and real public halves."""

import pytest

from threshold.register.entries import KeyChange
from threshold.register.key_form import change_problem, looks_like, public_problem

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
REAL = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_a_real_key_is_taken():
    assert public_problem(REAL) == ""


def test_keys_that_are_made_are_taken(tmp_path):
    pytest.importorskip("cryptography")
    from threshold.register.signing import make_key, read_public

    for number in range(20):
        path = tmp_path / f"{number}.pub"
        path.write_bytes(make_key()[1])
        assert public_problem(read_public(path)) == ""


@pytest.mark.parametrize("public", SMALL)
def test_a_key_of_small_order_is_refused(public):
    assert "anybody could sign" in public_problem(public)


@pytest.mark.parametrize(
    "public",
    [
        "ab",
        REAL.upper(),
        f"{REAL}\n",
        f" {REAL}",
        "g" * 64,
        "ff" * 32,
        "01" + "00" * 30 + "80",  # another way to write the point of height 1
        "ee" + "ff" * 30 + "7f",  # height 1 again, and more than the field has
        "02" + "00" * 31,  # on no curve
    ],
)
def test_what_is_no_key_s_public_half_is_refused(public):
    assert public_problem(public).startswith("its public half is ")


@pytest.mark.parametrize("name", ["TM-07", "tm-07", "TM-O7", "TM 07", "TM07", "TM-07."])
def test_names_that_read_alike_are_one(name):
    assert looks_like(name) == looks_like("TM-07")


@pytest.mark.parametrize("name", ["TM-08", "TM-70", "front desk PC", "TM-7"])
def test_other_names_are_others(name):
    assert looks_like(name) != looks_like("TM-07")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (KeyChange("add", REAL, "TM-07", "", ""), ""),
        (KeyChange("add", REAL, "TM-07 ", "", ""), "name"),
        (KeyChange("add", REAL, "TM  07", "", ""), "name"),
        (KeyChange("add", REAL, "\u0422\u041c-07", "", ""), "name"),
        (KeyChange("add", REAL, "TM-07\nTM-08", "", ""), "name"),
        (KeyChange("add", REAL, "TM-07", "Why", ""), "without a reason"),
        (KeyChange("add", "ab", "TM-07", "", ""), "public half"),
        (KeyChange("revoke", "ab", "TM-07", "Left", ""), ""),
        (KeyChange("revoke", REAL, "TM-07", "", ""), "no reason"),
        (KeyChange("revoke", REAL, "TM-07", "\u202e", ""), "cannot be seen"),
    ],
)
def test_a_change_of_keys_is_as_the_program_would_make_it(change, said):
    assert said in change_problem(change)
    assert bool(said) == bool(change_problem(change))
