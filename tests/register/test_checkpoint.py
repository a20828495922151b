"""Checkpoints: read back as written, and nobody's but the signer's."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register import open_register
from threshold.register.checkpoint import compare, make_checkpoint, read_checkpoint, signer

from .conftest import tamper

pytest.importorskip("cryptography")


def key(folder: Path, name: str = "key.pem") -> Path:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    plain = form.NoEncryption()
    path = folder / name
    path.write_bytes(private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, plain))
    public = private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub").write_bytes(public)
    return path


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
