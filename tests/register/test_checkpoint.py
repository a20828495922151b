"""Checkpoints: read back as written, and nobody's but the signer's."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register.checkpoint import compare, read_checkpoint, signer, take
from threshold.register.store import open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, faults, fill, key, made_up, tamper, ticking


def test_it_is_read_back_as_it_was_written(filled, tmp_path):
    with open_register(filled) as register:
        taken = take(register, key(tmp_path))
    (tmp_path / "c.json").write_text(taken.as_json())
    assert read_checkpoint(tmp_path / "c.json") == taken


def test_its_signature_is_checked_by_either_half_of_the_key(filled, tmp_path):
    private = key(tmp_path)
    with open_register(filled) as register:
        taken = take(register, private)
        assert signer(taken)
        assert compare(register, taken) == []
        assert compare(register, taken, private) == []
        assert compare(register, taken, private.with_suffix(".pub")) == []


@pytest.mark.parametrize(
    "changed", [{"entries": 3}, {"made": "2020-01-01T00:00:00Z"}, {"signature": "00" * 64}]
)
def test_a_signed_one_cannot_be_altered(filled, tmp_path, changed):
    with open_register(filled) as register:
        taken = replace(take(register, key(tmp_path)), **changed)
        assert "signature does not fit" in str(compare(register, taken)[0])


def test_another_s_signature_is_told(filled, tmp_path):
    with open_register(filled) as register:
        taken = take(register, key(tmp_path))
        (fault,) = compare(register, taken, key(tmp_path, "other.pem"))
        assert "another key" in fault.what
        (fault,) = compare(register, take(register), key(tmp_path, "other.pem"))
        assert "not signed" in fault.what


def test_nothing_vouches_for_a_register_that_is_not_whole(filled):
    tamper(filled, "UPDATE content SET case_file = '{}' WHERE number = 3")
    with open_register(filled) as register, pytest.raises(BadInput, match="not whole"):
        take(register)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
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
        take(register, tmp_path / "key.pem")
    assert "secret" not in str(told.value)


def test_the_file_is_plain_json(filled):
    with open_register(filled) as register:
        data = json.loads(take(register).as_json())
    assert data["schema"] == "threshold/checkpoint/1"
    assert data["entries"] == 7
    assert data["signature"] == ""


def copy_without(path: Path, made: int) -> None:
    """A register of the same entries but the newest ones, as an old copy would be."""
    tamper(path, f"DELETE FROM content WHERE number > {made}", f"DELETE FROM chain WHERE number > {made}")


@pytest.mark.parametrize("left", range(7))
def test_only_a_checkpoint_shows_that_the_newest_were_cut_off(filled, left):
    with open_register(filled) as register:
        checkpoint = take(register)
    copy_without(filled, left)
    assert faults(filled) == []
    with open_register(filled) as register:
        (fault,) = compare(register, checkpoint)
        assert "cut off" in fault.what
        assert f"{left + 1} to 7" in fault.what or left == 6


def test_a_checkpoint_shows_that_an_old_copy_was_written_on(filled):
    with open_register(filled) as register:
        checkpoint = take(register)
    copy_without(filled, 5)
    with open_register(filled) as register:
        for number in (6, 7, 8):
            register.append(made_up(number), POLICY, ticking(NOON + timedelta(days=number)))
        assert verify(register).faults == ()
        (fault,) = compare(register, checkpoint)
        assert fault.entry == 7


def test_a_checkpoint_shows_a_register_made_anew(filled, tmp_path):
    with open_register(filled) as register:
        checkpoint = take(register)
    fill(tmp_path / "other.sqlite", 7)
    with open_register(tmp_path / "other.sqlite") as register:
        (fault,) = compare(register, checkpoint)
        assert "another register" in fault.what


def test_more_entries_than_at_the_checkpoint_are_in_order(filled):
    with open_register(filled) as register:
        checkpoint = take(register)
        register.append(made_up(8), POLICY, ticking(NOON + timedelta(days=1)))
        assert compare(register, checkpoint) == []
