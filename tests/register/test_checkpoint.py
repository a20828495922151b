"""Checkpoints: read back as written, and nobody's but the signer's."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register.chain import beginning
from threshold.register.checkpoint import Checkpoint, compare, make_checkpoint, read_checkpoint, signer
from threshold.register.store import open_register
from threshold.register.verify import Fault, verify

from .conftest import NOON, POLICY, faults, fill, key, made_up, tamper, ticking


def test_it_is_read_back_as_it_was_written(filled, tmp_path):
    with open_register(filled) as register:
        taken = make_checkpoint(register, key(tmp_path))
    (tmp_path / "c.json").write_text(taken.as_json())
    assert read_checkpoint(tmp_path / "c.json") == taken


def test_its_signature_is_checked_by_either_half_of_the_key(filled, tmp_path):
    private = key(tmp_path)
    with open_register(filled) as register:
        taken = make_checkpoint(register, private)
        assert signer(taken)
        assert compare(register, taken) == []
        assert compare(register, taken, private) == []
        assert compare(register, taken, private.with_suffix(".pub")) == []


@pytest.mark.parametrize(
    "changed", [{"entries": 3}, {"made": "2020-01-01T00:00:00Z"}, {"signature": "00" * 64}]
)
def test_a_signed_one_cannot_be_altered(filled, tmp_path, changed):
    with open_register(filled) as register:
        taken = replace(make_checkpoint(register, key(tmp_path)), **changed)
        assert "signature does not fit" in str(compare(register, taken)[0])


def test_another_s_signature_is_told(filled, tmp_path):
    with open_register(filled) as register:
        taken = make_checkpoint(register, key(tmp_path))
        (fault,) = compare(register, taken, key(tmp_path, "other.pem"))
        assert "another key" in fault.what
        (fault,) = compare(register, make_checkpoint(register), key(tmp_path, "other.pem"))
        assert "not signed" in fault.what


def test_nothing_vouches_for_a_register_that_is_not_whole(filled):
    tamper(filled, "UPDATE content SET case_file = '{}' WHERE number = 3")
    with open_register(filled) as register, pytest.raises(BadInput, match="not whole"):
        make_checkpoint(register)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        "{}",
        '{"schema": "threshold/checkpoint/1"}',
        '{"schema": "other/1", "register": "a", "entries": 1, "head": "b", "made": "c"}',
        '{"schema": "threshold/checkpoint/1", "register": "a", "entries": "1", "head": "b", "made": "c"}',
    ],
)
def test_what_is_no_checkpoint_is_refused(tmp_path, text):
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(BadInput, match="checkpoint"):
        read_checkpoint(tmp_path / "c.json")


def test_what_is_no_key_is_refused_and_not_repeated(filled, tmp_path):
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n")
    with open_register(filled) as register, pytest.raises(BadInput, match="holds no Ed25519 key") as told:
        make_checkpoint(register, tmp_path / "key.pem")
    assert "secret" not in str(told.value)


def test_the_file_is_plain_json(filled):
    with open_register(filled) as register:
        data = json.loads(make_checkpoint(register).as_json())
    assert data["schema"] == "threshold/checkpoint/1"
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
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    copy_without(filled, left)
    assert faults(filled) == []
    with open_register(filled) as register:
        (fault,) = compare(register, checkpoint)
        assert "cut off" in fault.what
        assert f"{left + 1} to 7" in fault.what or left == 6


def test_a_checkpoint_shows_that_an_old_copy_was_written_on(filled):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    copy_without(filled, 5)
    with open_register(filled) as register:
        for number in (6, 7, 8):
            register.append(made_up(number, register), POLICY, ticking(NOON + timedelta(days=number)))
        assert verify(register).faults == ()
        (fault,) = compare(register, checkpoint)
        assert fault.entry == 7


def test_a_checkpoint_shows_a_register_made_anew(filled, tmp_path):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    fill(tmp_path / "other.sqlite", 7)
    with open_register(tmp_path / "other.sqlite") as register:
        (fault,) = compare(register, checkpoint)
        assert "another register" in fault.what


def test_more_entries_than_at_the_checkpoint_are_in_order(filled):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
        register.append(made_up(8, register), POLICY, ticking(NOON + timedelta(days=1)))
        assert compare(register, checkpoint) == []


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (6, "entry 7 was cut off: the checkpoint of 2026-04-02T12:00:00Z knows of more"),
        (5, "entries 6 to 7 were cut off: the checkpoint of 2026-04-02T12:00:00Z knows of more"),
        (0, "entries 1 to 7 were cut off: the checkpoint of 2026-04-02T12:00:00Z knows of more"),
    ],
)
def test_what_was_cut_off_is_told_by_its_numbers(filled, left, told):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register, clock=lambda: NOON + timedelta(days=1))
    copy_without(filled, left)
    with open_register(filled) as register:
        assert compare(register, checkpoint) == [Fault(0, told)]


def test_a_checkpoint_knows_how_far_the_register_had_come(filled):
    with open_register(filled) as register:
        taken = make_checkpoint(register, clock=lambda: NOON)
        assert taken == Checkpoint(
            "threshold/checkpoint/1", register.identity, 7, register.links()[-1].hash, "2026-04-01T12:00:00Z"
        )


def test_an_empty_register_has_a_checkpoint_that_more_entries_fit(path):
    with open_register(path, make=True) as register:
        taken = make_checkpoint(register)
        assert (taken.entries, taken.head) == (0, beginning(register.identity))
        assert compare(register, taken) == []
        register.append(made_up(1, register), POLICY, ticking())
        assert compare(register, taken) == []


@pytest.mark.parametrize("entries", [1, 4, 7])
def test_a_checkpoint_is_compared_with_the_entry_that_was_its_newest(filled, entries):
    with open_register(filled) as register:
        taken, links = make_checkpoint(register), register.links()
        assert compare(register, replace(taken, entries=entries, head=links[entries - 1].hash)) == []
        other = links[entries % 7].hash
        (fault,) = compare(register, replace(taken, entries=entries, head=other))
    assert fault.entry == entries
    assert "was made anew" in fault.what


def test_a_signature_is_looked_at_whatever_else_is_wrong(filled, tmp_path):
    private = key(tmp_path)
    with open_register(filled) as register:
        taken = make_checkpoint(register, private)
    copy_without(filled, 5)
    with open_register(filled) as register:
        told = [fault.what for fault in compare(register, replace(taken, made="later"), private)]
        assert len(told) == 2
        assert "signature does not fit" in told[0]
        assert "cut off" in told[1]
        told = [
            fault.what for fault in compare(register, replace(taken, register="x", signature=""), private)
        ]
        assert told[0] == "the checkpoint is not signed"
        assert "another register" in told[1]


def test_a_key_that_a_checkpoint_only_names_signs_nothing(filled):
    with open_register(filled) as register:
        named = replace(make_checkpoint(register), key="aa" * 32)
        assert compare(register, named) == []
    assert signer(named) != ""
    assert signer(replace(named, key="")) == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"schema": "threshold/checkpoint/2"}, "not a checkpoint that this program knows"),
        ({"entries": "7"}, "damaged"),
        ({"entries": True}, "damaged"),
        ({"head": "0" * 63}, "damaged"),
        ({"head": "0" * 65}, "damaged"),
        ({"head": "G" * 64}, "damaged"),
        ({"head": None}, "damaged"),
        ({"more": 1}, "this is not a checkpoint"),
    ],
)
def test_what_is_wrong_with_a_checkpoint_is_told(filled, tmp_path, changed, told):
    with open_register(filled) as register:
        data = json.loads(make_checkpoint(register).as_json())
    (tmp_path / "c.json").write_text(json.dumps(data | changed))
    with pytest.raises(BadInput, match=told):
        read_checkpoint(tmp_path / "c.json")
