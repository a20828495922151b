"""Links and digests: nothing that they are made of can change unseen."""

from dataclasses import fields, replace
from hashlib import sha256

import pytest

from threshold.register.chain import (
    KINDS,
    SALT_BYTES,
    Content,
    Link,
    beginning,
    dated_before,
    is_time,
    link,
    new_salt,
    signed_text,
    text_digest,
)

CONTENT = Content("summary", "case", "recommendation", b"salt")
MADE = "2026-04-01T12:00:00Z"
LINK = link("before", 3, MADE, "content", kind="erasure", erases=2, signer="a" * 64, policy="p" * 64)
OF_VERSION_1 = link("before", 3, MADE, "content", erases=2, format_=1)


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


@pytest.mark.parametrize("made", [LINK, OF_VERSION_1])
def test_a_link_fits_as_it_was_made_and_under_no_other_number(made: Link) -> None:
    assert made.fits
    assert made.hash == made.hash_as(3) != made.hash_as(4)
    assert not replace(made, number=4).fits


CHANGES: list[dict[str, object]] = [
    {"number": 4},
    {"made": "2026-04-01T12:00:01Z"},
    {"content": "other"},
    {"erases": 1},
    {"erases": None},
    {"previous": "other"},
    {"hash": "0" * 64},
    {"format": 1},
    {"kind": "decision"},
    {"kind": "visit"},
    {"policy": None},
    {"policy": "q" * 64},
    {"put_right": True},
    {"signer": None},
    {"signer": "b" * 64},
]


@pytest.mark.parametrize("changed", CHANGES)
def test_nothing_of_a_link_can_change_unseen(changed: dict[str, object]) -> None:
    """But its signature, which is of the hash."""
    assert not replace(LINK, **changed).fits  # type: ignore[arg-type]
    assert {name for change in CHANGES for name in change} | {"signature"} == {
        field.name for field in fields(Link)
    }


@pytest.mark.parametrize("changed", CHANGES[:7])
def test_nothing_of_a_link_of_version_1_can_change_unseen(changed: dict[str, object]) -> None:
    assert not replace(OF_VERSION_1, **changed).fits  # type: ignore[arg-type]
    assert not replace(OF_VERSION_1, format=2).fits


def test_a_link_of_version_1_has_the_hash_that_version_1_gave_it() -> None:
    parts = [b"before", b"3", MADE.encode(), b"content", b"2"]
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    assert OF_VERSION_1.hash == sha256(framed).hexdigest()


def test_a_link_holds_what_it_was_made_of() -> None:
    assert (LINK.number, LINK.made, LINK.content, LINK.erases) == (3, MADE, "content", 2)
    plain = link("b", 1, "m", "c")
    assert (plain.kind, plain.erases, plain.signer, plain.put_right) == ("decision", None, None, False)
    assert plain.kind in KINDS


def test_to_erase_nothing_is_not_to_erase_entry_0() -> None:
    assert link("b", 1, "m", "c").hash != link("b", 1, "m", "c", erases=0).hash


def test_each_register_begins_otherwise_and_its_entries_are_signed_otherwise() -> None:
    assert beginning("a") == beginning("a") != beginning("b")
    assert len(beginning("a")) == 64
    assert signed_text("a", "h") == signed_text("a", "h")
    assert len({signed_text("a", "h"), signed_text("b", "h"), signed_text("a", "i"), beginning("a")}) == 4


def test_a_text_is_kept_under_its_sha_256() -> None:
    assert text_digest("où") == sha256("où".encode()).hexdigest()


def test_a_salt_is_long_and_never_the_same() -> None:
    assert SALT_BYTES == 32
    assert len({new_salt() for _ in range(50)}) == 50
    assert {len(new_salt()) for _ in range(5)} == {SALT_BYTES}


def test_only_a_time_before_that_of_the_entry_before_is_out_of_order() -> None:
    assert dated_before("2026-04-01T11:59:59Z", MADE)
    assert not dated_before(MADE, MADE)
    assert not dated_before("2026-04-01T12:00:01Z", MADE)
    assert not dated_before(MADE, None)


@pytest.mark.parametrize(
    ("text", "so"),
    [(MADE, True), ("", False), ("2026-04-01 12:00:00", False), (f"{MADE}\n", False), ("٢" * 20, False)],
)
def test_a_time_is_written_in_one_way(text: str, so: bool) -> None:
    assert is_time(text) is so
