"""Which entries are signed, by whom, and what a signature does not excuse."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from threshold.register import signatures
from threshold.register.chain import KEY, link, signed_text
from threshold.register.entries import Erasure, KeyChange, content_of
from threshold.register.signatures import SignedBy
from threshold.register.store import Way, open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, erase, faults, fill, key, made_up, put, rechain, signing, tamper, ticking
from .conftest import read_signer as signer_of

LATER = NOON + timedelta(days=1)


def append(path, signer=None, number=20):
    with open_register(path) as register:
        content = made_up(number, register)
        return register.append(content, POLICY, ticking(LATER + timedelta(hours=number)), signer=signer)


def test_it_is_told_how_many_are_signed_with_which_key(filled, tmp_path):
    signer = signing(filled, tmp_path)
    append(filled, signer, 1)
    append(filled, None, 2)
    with open_register(filled) as register:
        found = verify(register)
        (known,) = register.keyring().valid()
    assert (found.faults, found.unsigned) == ((), 8)
    assert found.signed == (SignedBy("TM-07", known.fingerprint, 2, None),)


def test_each_entry_since_the_first_key_must_be_signed_where_that_is_asked(filled, tmp_path):
    with open_register(filled) as register:
        (fault,) = verify(register, signed=True).faults
    assert fault.what == "this register knows no keys, so that nothing in it is signed"
    signer = signing(filled, tmp_path)
    append(filled, signer, 1)
    with open_register(filled) as register:
        assert verify(register, signed=True).faults == ()
    append(filled, None, 2)
    with open_register(filled) as register:
        assert [str(fault) for fault in verify(register, signed=True).faults] == ["entry 10: is not signed"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("signature = NULL, signer = NULL", "its line in the chain was altered"),
        ("signature = NULL", "its line in the chain was altered"),
        ("signature = '{zeros}'", "its signature does not fit"),
        ("signer = '{other}'", "its line in the chain was altered"),
    ],
)
def test_a_signature_cannot_be_stripped_or_changed(filled, tmp_path, change, told):
    append(filled, signing(filled, tmp_path))
    other = signer_of(key(tmp_path, "other.pem")).public
    tamper(filled, f"UPDATE chain SET {change.format(zeros='0' * 128, other=other)} WHERE number = 9")
    assert faults(filled) == [f"entry 9: {told}"]


def test_an_insider_who_makes_all_hashes_anew_cannot_sign_them(filled, tmp_path):
    append(filled, signing(filled, tmp_path), 1)
    append(filled, None, 2)
    tamper(filled, "UPDATE content SET salt = zeroblob(32) WHERE number = 9")
    rechain(filled)
    assert faults(filled) == ["entry 9: its signature does not fit"]


def forged(path, signer, **changed):
    """An entry that the register would have refused, put there by somebody who knows how."""
    with open_register(path) as register:
        newest, content = register.newest(), made_up(30, register)
        fresh = {"policy": newest.policy or register.link(1).policy, "signer": signer.public} | changed
        made = link(newest.hash, newest.number + 1, "2027-01-01T00:00:00Z", content.digest, **fresh)
        made = replace(made, signature=signer.sign(signed_text(register.identity, made.hash)))
    put(path, made, content)
    return made.number


def test_an_entry_of_a_key_that_is_unknown_or_revoked_is_told(filled, tmp_path):
    mine = signing(filled, tmp_path)
    other = signer_of(key(tmp_path, "other.pem"))
    number = forged(filled, other)
    assert faults(filled) == [f"entry {number}: is signed with a key that this register does not know"]
    with open_register(filled) as register:
        for change in ("add", "revoke"):
            asked = KeyChange(
                change, other.public, "PC", "Left" if change == "revoke" else "", register.identity
            )
            way = Way(lambda: NOON + timedelta(days=400), signer=mine)
            register.change_keys(asked, way)
    with open_register(filled) as register:
        newest = register.newest()
    assert faults(filled) == [f"entry {number}: is signed with a key that was added only later"]
    late = forged(filled, other)
    assert f"entry {late}: is signed with a key that had been revoked" in faults(filled)
    assert late == newest.number + 1


def test_an_erasure_that_nobody_signed_excuses_nothing(filled, tmp_path):
    signing(filled, tmp_path)
    with open_register(filled) as register:
        newest = register.newest()
        content = content_of(Erasure((3,), "SW", "SW-1", "Why", register.identity))
    made = link(newest.hash, 9, "2027-01-01T00:00:00Z", content.digest, kind="erasure", erases=3)
    put(filled, made, content)
    with closing(sqlite3.connect(filled)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute("DELETE FROM content WHERE number = 3")
    tamper(filled, "DELETE FROM content WHERE number = 3")
    assert faults(filled) == [
        "entry 3: what it held was removed",
        "entry 9: erases what an entry held, and nobody signed it",
    ]


@pytest.mark.parametrize("spoilt", ["signature", "content", "kind", "of another entry"])
def test_an_erasure_that_is_not_right_excuses_nothing(filled, tmp_path, spoilt):
    erase(filled, signing(filled, tmp_path), 3)
    statement = {
        "signature": f"UPDATE chain SET signature = '{'0' * 128}' WHERE number = 9",
        "content": "UPDATE content SET summary = replace(summary, 'over', 'near') WHERE number = 9",
        "kind": "UPDATE chain SET kind = 'call' WHERE number = 9",
        "of another entry": "UPDATE chain SET erases = 4 WHERE number = 9",
    }[spoilt]
    tamper(filled, statement)
    assert "entry 3: what it held was removed" in faults(filled)
    assert any(each.startswith("entry 9: ") for each in faults(filled))


def erasing(path, signer, erases, told):
    """An erasure that is properly signed, put there by somebody who has a key and knows how."""
    with open_register(path) as register:
        newest, content = register.newest(), content_of(told)
        made = link(
            newest.hash,
            newest.number + 1,
            "2027-01-01T00:00:00Z",
            content.digest,
            kind="erasure",
            erases=erases,
            signer=signer.public,
        )
        put(path, replace(made, signature=signer.sign(signed_text(register.identity, made.hash))), content)
    tamper(path, f"DELETE FROM content WHERE number = {erases}")


@pytest.mark.parametrize(("erases", "entries", "elsewhere"), [(3, (4,), ""), (3, (3,), "0"), (8, (8,), "")])
def test_a_signed_erasure_excuses_only_what_it_says_here_and_never_a_key(
    filled, tmp_path, erases, entries, elsewhere
):
    signer = signing(filled, tmp_path)
    with open_register(filled) as register:
        told = Erasure(entries, "SW", "SW-1", "Why", f"{elsewhere}{register.identity}"[:32])
    erasing(filled, signer, erases, told)
    assert any(each.startswith(f"entry {erases}: ") for each in faults(filled))
    if erases == 3:
        assert "entry 3: what it held was removed" in faults(filled)


def test_a_signed_erasure_that_is_right_excuses_what_it_says(filled, tmp_path):
    signer = signing(filled, tmp_path)
    with open_register(filled) as register:
        told = Erasure((3,), "SW", "SW-1", "Why", register.identity)
    erasing(filled, signer, 3, told)
    assert faults(filled) == []


def test_an_erasure_cannot_itself_be_erased(filled, tmp_path):
    signer = signing(filled, tmp_path)
    erase(filled, signer, 3)
    with open_register(filled) as register:
        told = Erasure((9,), "SW", "SW-1", "Why", register.identity)
    erasing(filled, signer, 9, told)
    assert "entry 9: what it held was removed" in faults(filled)


def test_an_erasing_link_of_version_1_excuses_nothing(path):
    """No program ever made one."""
    fill(path, 2)
    with open_register(path) as register:
        content = made_up(3, register)
        newest = register.newest()
    made = link(newest.hash, 3, "2027-01-01T00:00:00Z", content.digest, erases=1, format_=1)
    tamper(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DROP TRIGGER link_is_of_today")
        database.execute("DROP TRIGGER content_is_kept")
    put(path, made, content)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DELETE FROM content WHERE number = 1")
    assert "entry 1: what it held was removed" in faults(path)
    assert "entry 3: is made as version 1 made entries, after entries of version 2" in faults(path)


def test_a_key_kept_out_of_the_index_is_told(filled, tmp_path):
    """Of which a revocation would be hidden."""
    signing(filled, tmp_path)
    spoilt = tmp_path / "spoilt.sqlite"
    shutil.copy(filled, spoilt)
    with closing(sqlite3.connect(spoilt, isolation_level=None)) as database:
        database.execute("DROP INDEX apart")
        database.execute("CREATE INDEX apart ON chain (kind) WHERE kind <> 'decision' AND kind <> 'key'")
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ' AND kind <> ''key''', '') WHERE name = 'apart'"
        )
    told = faults(spoilt)
    assert "entry 8: changes keys, and was kept out of the index of entries about keys" in told


def test_a_key_added_while_the_register_is_looked_at_is_known(filled, tmp_path):
    with open_register(filled) as register:
        looked = signatures.Signatures(register, register.identity, False)
        signer = signing(filled, tmp_path)
        append(filled, signer)
        assert [fault for each in register.chain(7) for fault in looked.look(each)] == []
        assert register.link(8).kind == KEY


def test_an_erasure_by_a_key_added_while_the_register_is_looked_at_is_known(filled, tmp_path):
    with open_register(filled) as register:
        looked = signatures.Signatures(register, register.identity, False)
        erase(filled, signing(filled, tmp_path), 3)
        assert looked.erased(3)
        assert not looked.erased(4)


def test_without_the_library_no_signed_register_passes_for_whole(filled, tmp_path, monkeypatch):
    signer = signing(filled, tmp_path)
    append(filled, signer)
    monkeypatch.setattr(signatures, "at_hand", lambda: False)
    with open_register(filled) as register:
        found = verify(register)
    assert found.faults == ()
    (told,) = found.not_checked
    assert "the signatures of 2 entries could not be looked at" in told


def test_who_signed_honestly_is_not_accused_where_what_was_said_of_the_key_is_gone(filled, tmp_path):
    """Entry 8 adds the first key, by which 9 is signed; 10 adds another, by which 11 is; 12 erases 1."""
    signer, other = signing(filled, tmp_path), signer_of(key(tmp_path, "other.pem"))
    append(filled, signer, 1)
    with open_register(filled) as register:
        added = KeyChange("add", other.public, "TM-08", "", register.identity)
        register.change_keys(added, Way(ticking(LATER + timedelta(days=1)), signer=signer))
    append(filled, other, 50)
    erase(filled, signer, 1)
    assert faults(filled) == []
    tamper(filled, "DELETE FROM content WHERE number = 8")
    told = "its signature cannot be checked: what entry 8 said about a key is not there as it was"
    assert faults(filled) == [
        f"entry 1: what it held was removed, lawfully or not: entry 12 erases it, and {told}",
        "entry 8: what it says about a key is not to be relied on, and has no effect",
        "entry 8: what it held was removed",
        *(f"entry {number}: {told}" for number in (9, 10, 11, 12)),
    ]


def test_what_is_signed_with_another_s_key_is_still_told_before_and_where_nothing_is_gone(filled, tmp_path):
    stranger = signer_of(key(tmp_path, "stranger.pem"))
    with open_register(filled) as register:
        newest, content = register.newest(), made_up(8, register)
        made = link(newest.hash, 8, newest.made, content.digest, policy=newest.policy, signer=stranger.public)
        made = replace(made, signature=stranger.sign(signed_text(register.identity, made.hash)))
    put(filled, made, content)
    signing(filled, tmp_path)
    unknown = "entry 8: is signed with a key that this register does not know"
    assert faults(filled) == [unknown]
    tamper(filled, "DELETE FROM content WHERE number = 9")
    assert unknown in faults(filled)
