"""Cells of any type: a link or a content where they are of the right shape, nothing where they are not."""

from dataclasses import astuple, fields, replace

import pytest

from threshold.register.cells import CONTENT, LINK, content_from, link_from
from threshold.register.chain import Content, Link, link

from .conftest import NOON

MADE = f"{NOON:%Y-%m-%dT%H:%M:%SZ}"
GOOD = replace(link("p", 8, MADE, "c", policy="d" * 64, signer="a" * 64), signature="b" * 128)
STRANGE = [None, 1.5, b"x", "", "x", -1, 2**62, "A" * 64, "0" * 65, 3]


def cells(of: Link) -> tuple[object, ...]:
    return tuple(getattr(of, column) for column in LINK.split(", "))


def test_the_columns_are_those_of_a_link_and_of_a_content():
    assert set(LINK.split(", ")) == {field.name for field in fields(Link)}
    assert set(CONTENT.split(", ")) == {field.name for field in fields(Content)}


def test_what_is_read_is_what_was_written():
    assert link_from(cells(GOOD)) == GOOD
    plain = link("p", 8, MADE, "c")
    assert link_from(cells(plain)) == plain
    version_1 = link("p", 8, MADE, "c", erases=2, format_=1)
    assert link_from(cells(version_1)) == version_1


@pytest.mark.parametrize("place", range(LINK.count(",") + 1))
@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_no_strange_cell_makes_the_same_link(place, strange):
    name = LINK.split(", ")[place]
    changed = list(cells(GOOD))
    changed[place] = strange
    found = link_from(tuple(changed))
    assert found is None or astuple(found) == astuple(replace(GOOD, **{name: strange}))
    if isinstance(strange, float | bytes):
        assert found is None
    if found is not None and found != GOOD:
        assert not found.fits


@pytest.mark.parametrize(
    "changed", [{"kind": "erasure"}, {"policy": "d" * 64}, {"put_right": True}, {"signer": "a" * 64}]
)
def test_a_link_of_version_1_has_nothing_that_its_hash_does_not_cover(changed):
    version_1 = link("p", 8, MADE, "c", format_=1)
    assert link_from(cells(replace(version_1, **changed))) is None


def test_a_signature_and_its_key_are_there_together_or_not_at_all():
    assert link_from(cells(replace(GOOD, signature=None))) is None
    assert link_from(cells(replace(GOOD, signer=None))) is None


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("strange", [None, 5, 1.5], ids=repr)
def test_content_is_text_and_a_salt(place, strange):
    good = ("s", "c", "r", b"salt")
    assert content_from(good) == Content(*good)
    changed = list(good)
    changed[place] = strange
    assert content_from(tuple(changed)) is None
