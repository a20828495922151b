"""Checkpoints: read back as written, and nobody's but the signer's."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register.chain import beginning
from threshold.register.checkpoint import Checkpoint, compare, make_checkpoint, read_checkpoint, signer
from threshold.register.entries import KeyChange
from threshold.register.signing import read_signer
from threshold.register.store import Way, open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, faults, fill, key, made_up, tamper, ticking


def against(path: Path, checkpoint: Checkpoint, private: Path | None = None) -> list[str]:
    with open_register(path) as register:
        return [str(fault) for fault in compare(register, checkpoint, private).faults]


def taken(path: Path, private: Path | None = None) -> Checkpoint:
    with open_register(path) as register:
        return make_checkpoint(register, private and read_signer(private), lambda: NOON + timedelta(days=1))


def written(folder: Path, checkpoint: Checkpoint) -> Checkpoint:
    """As it comes back from a file."""
    (folder / "c.json").write_text(checkpoint.as_json())
    return read_checkpoint(folder / "c.json")


@pytest.fixture
def keyed(filled, tmp_path) -> Path:
    """A register with seven entries and a key, key.pem, that the eighth adds."""
    private = key(tmp_path)
    add_key(filled, private, "TM-07", private)
    return filled


def change_keys(path: Path, what: str, which: Path, name: str, by: Path) -> None:
    with open_register(path) as register:
        why = "Left" if what == "revoke" else ""
        change = KeyChange(what, read_signer(which).public, name, why, register.identity)
        register.change_keys(change, Way(ticking(NOON + timedelta(days=1)), signer=read_signer(by)))


def add_key(path: Path, which: Path, name: str, by: Path) -> None:
    change_keys(path, "add", which, name, by)


def test_it_is_read_back_as_it_was_written(filled, tmp_path):
    for private in (None, key(tmp_path)):
        made = taken(filled, private)
        assert written(tmp_path, made) == made


def test_the_first_line_of_the_file_says_whether_it_is_signed(filled, tmp_path):
    first = taken(filled).as_json().splitlines()[0]
    assert first == '{"checkpoint": "not signed: whoever can write this file can forge it",'
    signed = taken(filled, key(tmp_path))
    assert signed.as_json().splitlines()[0] == f'{{"checkpoint": "signed with the key {signer(signed)}",'


def test_one_of_version_1_is_read_as_ever(filled, tmp_path):
    """With its signature, and without."""
    made = taken(filled)
    data = {"schema": "threshold/checkpoint/1", "register": made.register, "entries": 7, "head": made.head,
            "made": made.made, "key": "", "signature": ""}  # fmt: skip
    (tmp_path / "c.json").write_text(json.dumps(data, indent=2) + "\n")
    assert against(filled, read_checkpoint(tmp_path / "c.json")) == []
    private = read_signer(key(tmp_path))
    data["key"] = private.public
    data["signature"] = private.sign(json.dumps(data, sort_keys=True, separators=(",", ":")).encode())
    (tmp_path / "c.json").write_text(json.dumps(data, indent=2) + "\n")
    old = read_checkpoint(tmp_path / "c.json")
    assert against(filled, old, tmp_path / "key.pem") == []
    assert against(filled, replace(old, made="2020-01-01T00:00:00Z"), tmp_path / "key.pem") == [FIT]


FIT = "the checkpoint's signature does not fit: it was altered after it was signed"
UNKNOWN = "the checkpoint is signed with a key that this register does not know"
WHOSE = f"{UNKNOWN}; if you know whose it is, give their key with --key"
UNSIGNED = "the checkpoint is not signed, and shows nothing in a register that has keys; have a new one made"
TAKEN_OUT = "the checkpoint names a key and bears no signature: it was taken out"


def test_without_keys_a_signature_is_checked_by_either_half_of_the_key(filled, tmp_path):
    private = key(tmp_path)
    made = taken(filled, private)
    assert against(filled, made, private) == []
    assert against(filled, made, private.with_suffix(".pub")) == []
    assert against(filled, made) == [WHOSE]
    other = key(tmp_path, "other.pem")
    told = ["the checkpoint was signed with another key than the one given with --key"]
    assert against(filled, made, other) == told
    assert against(filled, taken(filled), other) == [
        "the checkpoint is not signed, with the key given or any other"
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"entries": 3},
        {"made": "2020-01-01T00:00:00Z"},
        {"signature": "00" * 64},
        {"register": "0" * 32},
        {"head": "0" * 64},
        {"schema": "threshold/checkpoint/1"},
        {"key": "aa" * 32},
    ],
)
@pytest.mark.parametrize("given", [False, True])
def test_a_signed_one_cannot_be_altered(keyed, tmp_path, changed, given):
    made = replace(taken(keyed, tmp_path / "key.pem"), **changed)
    assert against(keyed, made, tmp_path / "key.pem" if given else None)[0] == FIT


@pytest.mark.parametrize("given", [False, True])
def test_a_signature_taken_off_is_found(keyed, tmp_path, given):
    """Alone, or with the key, and whether or not the first line was altered too."""
    private = tmp_path / "key.pem"
    made, trusted = taken(keyed, private), private if given else None
    for stripped in (replace(made, signature=""), replace(made, signature="", key="")):
        for read in (stripped, written(tmp_path, stripped)):
            assert against(keyed, read, trusted) != []
    assert against(keyed, replace(made, signature=""), trusted) == [TAKEN_OUT]
    (tmp_path / "c.json").write_text(made.as_json().replace(made.signature, "").replace(made.key, ""))
    told = against(keyed, read_checkpoint(tmp_path / "c.json"), trusted)
    assert told[0] == "the checkpoint's file is not as this program writes it: somebody altered it"
    assert len(told) == 2


def test_in_a_register_with_keys_only_they_count(keyed, tmp_path):
    private, foreign = tmp_path / "key.pem", key(tmp_path, "foreign.pem")
    made = taken(keyed, private)
    assert against(keyed, made) == []
    assert against(keyed, made, private) == []
    swapped = replace(made, key=read_signer(foreign).public, signature="")
    forged = replace(swapped, signature=read_signer(foreign).sign(swapped.signed_text))
    assert against(keyed, forged) == [WHOSE]
    assert against(keyed, forged, foreign) == [UNKNOWN]
    assert against(keyed, forged, private) == [
        "the checkpoint was signed with another key than the one given with --key"
    ]
    assert against(keyed, replace(made, key="", signature="")) == [UNSIGNED]


def test_whoever_did_not_sign_is_not_named(keyed, tmp_path):
    made = taken(keyed, tmp_path / "key.pem")
    with open_register(keyed) as register:
        assert compare(register, made).signed_by == f"TM-07, key {signer(made)}"
        for forged in (replace(made, signature=""), replace(made, head="0" * 64, signature="00" * 64)):
            held = compare(register, forged)
            assert held.signed_by == ""
            assert signer(made) not in str(held)


def test_a_revoked_key_no_longer_counts_and_what_it_signed_before_does(keyed, tmp_path):
    private, second = tmp_path / "key.pem", key(tmp_path, "second.pem")
    before = taken(keyed, private)
    add_key(keyed, second, "TM-08", private)
    change_keys(keyed, "revoke", private, "TM-07", second)
    with open_register(keyed) as register:
        held = compare(register, before)
        assert held.faults == ()
        (note,) = held.notes
        assert "revoked later, by entry 10" in note.what
        with pytest.raises(BadInput, match="revoked by entry 10"):
            make_checkpoint(register, read_signer(private))
        unsigned = replace(make_checkpoint(register, read_signer(second)), key=before.key, signature="")
    forged = replace(unsigned, signature=read_signer(private).sign(unsigned.signed_text))
    assert against(keyed, forged) == ["the checkpoint is signed with a key that had been revoked"]


def test_in_a_register_with_keys_none_is_made_without_one_of_them(keyed, tmp_path):
    with open_register(keyed) as register:
        with pytest.raises(BadInput, match="must be signed with one of them"):
            make_checkpoint(register)
        with pytest.raises(BadInput, match="does not know this key"):
            make_checkpoint(register, read_signer(key(tmp_path, "other.pem")))


def test_one_from_before_there_were_keys_counts_with_the_key_given_only(filled, tmp_path):
    private, outside = key(tmp_path), key(tmp_path, "outside.pem")
    own, foreign, unsigned = taken(filled, private), taken(filled, outside), taken(filled)
    add_key(filled, private, "TM-07", private)
    assert against(filled, own) == []
    assert against(filled, foreign) == [WHOSE]
    assert against(filled, foreign, outside) == []
    assert against(filled, unsigned) == [UNSIGNED]


def test_nothing_vouches_for_a_register_that_is_not_whole(filled):
    tamper(filled, "UPDATE content SET case_file = '{}' WHERE number = 3")
    with pytest.raises(BadInput, match="not whole"):
        taken(filled)


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, "{}", "null", '{"a": ' * 5000, "7", "x" * 100_000])
def test_what_is_no_checkpoint_is_refused(tmp_path, text):
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(BadInput, match="this is not a checkpoint"):
        read_checkpoint(tmp_path / "c.json")


WRONG = [
    *(("schema", value) for value in ("other/1", "threshold/checkpoint/3", 2, None)),
    *(("entries", value) for value in ("7", True, -1, 2**63, 10**400, 1.0, None, [7])),
    *(("head", value) for value in ("0" * 63, "0" * 65, "G" * 64, "0" * 64 + "\n", None, 7)),
    *(("register", value) for value in (None, 7, "x" * 10_000)),
    *(("made", value) for value in (None, "", "\x1b[31m", "2026-04-01", "x" * 20)),
    *(("key", value) for value in (None, "zz", "0" * 63)),
    *(("signature", value) for value in (None, "zz", "0" * 127, {})),
    ("more", 1),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_is_wrong_with_a_checkpoint_is_told_and_not_repeated(filled, tmp_path, name, value):
    data = json.loads(taken(filled).as_json())
    (tmp_path / "c.json").write_text(json.dumps(data | {name: value}))
    known = "this is not a checkpoint that this program knows"
    told = known if name == "schema" else "this checkpoint is damaged, or somebody altered it"
    with pytest.raises(BadInput, match=told) as refused:
        read_checkpoint(tmp_path / "c.json")
    assert "\x1b" not in str(refused.value)
    del data[name if name in data else "head"]
    (tmp_path / "c.json").write_text(json.dumps(data))
    if name not in ("key", "signature"):
        with pytest.raises(BadInput, match="checkpoint"):
            read_checkpoint(tmp_path / "c.json")


def test_what_is_no_key_is_refused_and_not_repeated(filled, tmp_path):
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n")
    with pytest.raises(BadInput, match="holds no Ed25519 key") as told:
        taken(filled, tmp_path / "key.pem")
    assert "secret" not in str(told.value)


def test_the_file_is_plain_json(filled):
    data = json.loads(taken(filled).as_json())
    assert data["schema"] == "threshold/checkpoint/2"
    assert data["entries"] == 7
    assert data["signature"] == ""


def copy_without(path: Path, made: int) -> None:
    """A register of the same entries but the newest ones, as an old copy would be."""
    tamper(
        path,
        f"DELETE FROM content WHERE number > {made}",
        f"DELETE FROM chain WHERE number > {made}",
        "DELETE FROM policies WHERE digest NOT IN (SELECT policy FROM chain)",
    )


@pytest.mark.parametrize("left", range(7))
def test_only_a_checkpoint_shows_that_the_newest_were_cut_off(filled, left):
    made = taken(filled)
    copy_without(filled, left)
    assert faults(filled) == []
    which = "entry 7 was" if left == 6 else f"entries {left + 1} to 7 were"
    assert against(filled, made) == [f"{which} cut off: the checkpoint of 2026-04-02T12:00:00Z knows of more"]


def test_a_checkpoint_shows_that_an_old_copy_was_written_on(filled):
    made = taken(filled)
    copy_without(filled, 5)
    with open_register(filled) as register:
        for number in (6, 7, 8):
            register.append(made_up(number, register), POLICY, ticking(NOON + timedelta(days=number)))
        assert verify(register).faults == ()
    (told,) = against(filled, made)
    assert told.startswith("entry 7: is not what it was at the checkpoint")


def test_a_checkpoint_shows_a_register_made_anew(filled, tmp_path):
    fill(tmp_path / "other.sqlite", 7)
    (told,) = against(tmp_path / "other.sqlite", taken(filled))
    assert "another register" in told


def test_more_entries_than_at_the_checkpoint_are_in_order(filled):
    made = taken(filled)
    with open_register(filled) as register:
        register.append(made_up(8, register), POLICY, ticking(NOON + timedelta(days=1)))
    assert against(filled, made) == []


def test_a_checkpoint_knows_how_far_the_register_had_come(filled):
    with open_register(filled) as register:
        newest, identity = register.newest(), register.identity
    assert taken(filled) == Checkpoint(identity, 7, newest.hash, "2026-04-02T12:00:00Z")


def test_an_empty_register_has_a_checkpoint_that_more_entries_fit(path):
    fill(path, 0)
    made = taken(path)
    with open_register(path) as register:
        assert (made.entries, made.head) == (0, beginning(register.identity))
    assert against(path, made) == []
    fill(path, 1)
    assert against(path, made) == []
    assert "was made anew" in against(path, replace(made, head="0" * 64))[0]


@pytest.mark.parametrize("entries", [1, 4, 7])
def test_a_checkpoint_is_compared_with_the_entry_that_was_its_newest(filled, entries):
    with open_register(filled) as register:
        links = register.links()
    made = replace(taken(filled), entries=entries, head=links[entries - 1].hash)
    assert against(filled, made) == []
    (told,) = against(filled, replace(made, head=links[entries % 7].hash))
    assert told.startswith(f"entry {entries}: is not what it was")


def test_a_signature_is_looked_at_whatever_else_is_wrong(filled, tmp_path):
    made = taken(filled, key(tmp_path))
    copy_without(filled, 5)
    told = against(filled, replace(made, made="2020-01-01T00:00:00Z"), tmp_path / "key.pem")
    assert told[0] == FIT
    assert "cut off" in told[1]
    told = against(filled, replace(made, register="x", signature=""), tmp_path / "key.pem")
    assert told[0] == TAKEN_OUT
    assert "another register" in told[1]


def test_a_link_that_cannot_be_read_is_told(filled):
    made = taken(filled)
    tamper(filled, "UPDATE chain SET signer = 'x' WHERE number = 7")
    assert against(filled, made) == [
        "the register cannot be read so far that it could be held against the checkpoint"
    ]
