"""Links and digests: nothing that they are made of can change unseen."""

from dataclasses import fields, replace
from hashlib import sha256

import pytest

from threshold.register.chain import (
    SALT_BYTES,
    Content,
    Link,
    beginning,
    link,
    link_hash,
    new_salt,
    text_digest,
)

CONTENT = Content("summary", "case", "recommendation", b"salt")
LINK = link("before", 3, "2026-04-01T12:00:00Z", "content", 2)


@pytest.mark.parametrize("part", [field.name for field in fields(Content)])
def test_every_part_of_what_an_entry_holds_is_in_its_digest(part: str) -> None:
    more = getattr(CONTENT, part) + (b"x" if part == "salt" else "x")
    assert replace(CONTENT, **{part: more}).digest != CONTENT.digest


def test_what_moves_from_one_part_to_the_next_changes_the_digest() -> None:
    assert Content("ab", "c", "", b"").digest != Content("a", "bc", "", b"").digest
    assert Content("ab", "", "c", b"").digest != Content("ab", "c", "", b"").digest
    assert Content("", "", "", b"a").digest != Content("a", "", "", b"").digest


def test_the_same_content_has_the_same_digest_whatever_letters_it_holds() -> None:
    assert Content("où", "é", "ß", b"").digest == Content("où", "é", "ß", b"").digest
    assert len(CONTENT.digest) == 64


def test_a_link_fits_as_it_was_made_and_under_no_other_number() -> None:
    assert LINK.fits
    assert LINK.hash == LINK.hash_as(3) != LINK.hash_as(4)
    assert not replace(LINK, number=4).fits


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 4},
        {"made": "2026-04-01T12:00:01Z"},
        {"content": "other"},
        {"erases": 1},
        {"erases": None},
        {"previous": "other"},
        {"hash": "0" * 64},
    ],
)
def test_nothing_of_a_link_can_change_unseen(changed: dict[str, object]) -> None:
    assert not replace(LINK, **changed).fits  # type: ignore[arg-type]


def test_a_link_holds_what_it_was_made_of() -> None:
    made_of = ("before", 3, "2026-04-01T12:00:00Z", "content", 2)
    assert Link(3, "2026-04-01T12:00:00Z", "content", 2, "before", link_hash(*made_of)) == LINK
    assert link("b", 1, "m", "c").erases is None


def test_to_erase_nothing_is_not_to_erase_entry_0() -> None:
    assert link_hash("b", 1, "m", "c", None) != link_hash("b", 1, "m", "c", 0)


def test_each_register_begins_otherwise() -> None:
    assert beginning("a") == beginning("a") != beginning("b")
    assert len(beginning("a")) == 64


def test_a_text_is_kept_under_its_sha_256() -> None:
    assert text_digest("où") == sha256("où".encode()).hexdigest()


def test_a_salt_is_long_and_never_the_same() -> None:
    assert SALT_BYTES == 32
    assert len({new_salt() for _ in range(50)}) == 50
    assert {len(new_salt()) for _ in range(5)} == {SALT_BYTES}
