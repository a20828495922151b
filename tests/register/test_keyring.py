"""Whose keys a register knows: only what was signed by a key valid then takes effect."""

from dataclasses import replace

import pytest

from threshold.register.chain import KEY, Content, Link, beginning, link, signed_text
from threshold.register.entries import KeyChange, content_of
from threshold.register.keyring import UNKNOWN, Keyring, properly_signed, read_keyring
from threshold.register.signing import Signer, make_key, read_signer

pytest.importorskip("cryptography")

IDENTITY = "a" * 32
Entries = list[tuple[Link, Content | None]]


@pytest.fixture
def signers(tmp_path) -> list[Signer]:
    found = []
    for number in range(3):
        path = tmp_path / f"{number}.pem"
        path.write_bytes(make_key()[0])
        found.append(read_signer(path))
    return found


def entry(number: int, change: str, of: Signer, name: str, by: Signer | None) -> tuple[Link, Content]:
    content = content_of(KeyChange(change, of.public, name, "Left" if change == "revoke" else "", IDENTITY))
    made = link(
        beginning(IDENTITY), number, "2026-04-01T12:00:00Z", content.digest, kind=KEY, signer=by and by.public
    )
    return (replace(made, signature=by.sign(signed_text(IDENTITY, made.hash))) if by else made), content


def ring(*entries: tuple[Link, Content | None]) -> Keyring:
    return read_keyring(IDENTITY, entries, proven=True)


def test_the_first_key_signs_itself_and_each_after_it_is_signed_by_one_that_is_valid(signers):
    a, b, c = signers
    found = ring(
        entry(2, "add", a, "A", a),
        entry(4, "add", b, "B", a),
        entry(6, "revoke", a, "A", b),
        entry(8, "add", c, "C", b),
    )
    assert found.refused == {}
    assert [(key.name, key.added, key.revoked) for key in found.keys.values()] == [
        ("A", 2, 6),
        ("B", 4, None),
        ("C", 8, None),
    ]
    assert [key.name for key in found.valid()] == ["B", "C"]
    assert found.first == 2


def test_a_signature_counts_from_the_entry_after_the_key_was_added_to_that_which_revokes_it(signers):
    a, b, c = signers
    found = ring(entry(2, "add", a, "A", a), entry(4, "add", b, "B", a), entry(6, "revoke", b, "B", b))
    assert [number for number in range(1, 9) if not found.amiss(a.public, number)] == [2, 3, 4, 5, 6, 7, 8]
    assert [number for number in range(1, 9) if not found.amiss(b.public, number)] == [5, 6]
    assert found.amiss(b.public, 4) != found.amiss(b.public, 7)
    assert found.amiss(c.public, 5) == UNKNOWN


def refused(*entries: tuple[Link, Content | None]) -> str:
    """Why the last of these has no effect; the others have theirs."""
    found = ring(*entries)
    (why,) = found.refused.values()
    assert list(found.refused) == [entries[-1][0].number]
    return why


def test_what_may_not_be_has_no_effect_and_is_said(signers):
    a, b, c = signers
    first = entry(2, "add", a, "A", a)
    assert "signs itself" in refused(entry(2, "add", a, "A", b))
    assert "signs itself" in refused(entry(2, "revoke", a, "A", a))
    assert "nobody signed it" in refused(entry(2, "add", a, "A", None))
    assert "does not know" in refused(first, entry(4, "add", b, "B", b))
    assert "does not know" in refused(first, entry(4, "add", b, "B", c))
    assert "added before" in refused(first, entry(4, "add", a, "Z", a))
    assert "this name" in refused(first, entry(4, "add", b, "A", a))
    assert "this name" in refused(first, entry(4, "add", b, "a", a))
    assert "last valid key" in refused(first, entry(4, "revoke", a, "A", a))
    assert "no such key" in refused(first, entry(4, "revoke", b, "B", a))
    both = (first, entry(4, "add", b, "B", a), entry(6, "revoke", b, "B", a))
    assert "had been revoked" in refused(*both, entry(8, "add", c, "C", b))
    assert "no such key" in refused(*both, entry(8, "revoke", b, "B", a))
    assert "stays so" in refused(*both, entry(8, "add", b, "B", a))


def test_what_is_not_whole_or_of_another_register_has_no_effect(signers):
    a, *_ = signers
    made, content = entry(2, "add", a, "A", a)
    elsewhere = replace(content, summary=content.summary.replace(IDENTITY, "b" * 32))
    of_another = link(made.previous, 2, made.made, elsewhere.digest, kind=KEY, signer=a.public)
    of_another = replace(of_another, signature=a.sign(signed_text(IDENTITY, of_another.hash)))
    for link_, held in (
        (replace(made, made="2026-04-01T12:00:01Z"), content),
        (made, None),
        (made, replace(content, summary=content.summary.replace("A", "B"))),
        (of_another, elsewhere),
    ):
        assert "not to be relied on" in refused((link_, held))
    assert "does not fit" in refused((replace(made, signature="0" * 128), content))
    assert read_keyring("b" * 32, [(made, content)], proven=True).keys == {}


def test_a_signature_is_of_one_register_and_one_link(signers):
    a, *_ = signers
    made, _ = entry(2, "add", a, "A", a)
    assert properly_signed(IDENTITY, made)
    assert not properly_signed("b" * 32, made)
    assert not properly_signed(IDENTITY, replace(made, hash="0" * 64))
    assert not properly_signed(IDENTITY, replace(made, signature=None))
    assert not properly_signed(IDENTITY, replace(made, signer=None))


def test_without_the_library_signatures_are_taken_as_they_stand(signers):
    a, *_ = signers
    made, content = entry(2, "add", a, "A", a)
    found = read_keyring(IDENTITY, [(replace(made, signature="0" * 128), content)], proven=False)
    assert list(found.keys) == [a.public]
