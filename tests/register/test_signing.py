"""Ed25519 keys and signatures; nothing of a key is ever repeated."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.register.signing import fingerprint, read_private, read_public, sign, signed_by

from .conftest import key

pytest.importorskip("cryptography")


def other_key(folder: Path, kind: str) -> Path:
    """A key that is not of the kind wanted, or that has a passphrase."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519

    made = {
        "x25519": x25519.X25519PrivateKey.generate,
        "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
        "locked": ed25519.Ed25519PrivateKey.generate,
    }[kind]()
    locked = form.BestAvailableEncryption(b"secret") if kind == "locked" else form.NoEncryption()
    path = folder / "key.pem"
    path.write_bytes(made.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked))
    public = made.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub").write_bytes(public)
    return path


def test_a_signature_is_that_of_its_key_over_its_data(tmp_path: Path) -> None:
    public, signature = sign(read_private(key(tmp_path)), b"data")
    another, _ = sign(read_private(key(tmp_path, "other.pem")), b"data")
    assert signed_by(public, signature, b"data")
    assert not signed_by(public, signature, b"other data")
    assert not signed_by(another, signature, b"data")
    assert not signed_by(public, "00" * 64, b"data")


@pytest.mark.parametrize("spoiled", ["", "xyz", "00", "00" * 33, "é"])
def test_what_is_no_key_and_no_signature_fits_nothing(tmp_path: Path, spoiled: str) -> None:
    public, signature = sign(read_private(key(tmp_path)), b"data")
    assert not signed_by(spoiled, signature, b"data")
    assert not signed_by(public, spoiled, b"data")


def test_both_halves_of_a_key_name_the_same_public_one(tmp_path: Path) -> None:
    private = key(tmp_path)
    public, _ = sign(read_private(private), b"")
    assert read_public(private) == read_public(private.with_suffix(".pub")) == public
    assert len(bytes.fromhex(public)) == 32


@pytest.mark.parametrize("kind", ["x25519", "ec", "locked"])
def test_a_key_of_another_kind_or_with_a_passphrase_is_refused(tmp_path: Path, kind: str) -> None:
    path = other_key(tmp_path, kind)
    with pytest.raises(BadInput, match="holds no Ed25519 key without a passphrase"):
        read_private(path)
    with pytest.raises(BadInput, match="holds no Ed25519 key"):
        read_public(path)
    if kind != "locked":
        with pytest.raises(BadInput, match="holds no Ed25519 key"):
            read_public(path.with_suffix(".pub"))


def test_a_public_key_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no Ed25519 key"):
        read_private(key(tmp_path).with_suffix(".pub"))


@pytest.mark.parametrize("reading", [read_private, read_public])
def test_what_is_in_a_file_without_a_key_is_not_repeated(tmp_path: Path, reading) -> None:
    (tmp_path / "key.pem").write_text("-----BEGIN PUBLIC KEY-----\nsecret\n-----END PUBLIC KEY-----\n")
    with pytest.raises(BadInput) as told:
        reading(tmp_path / "key.pem")
    assert "secret" not in str(told.value)


def test_a_fingerprint_is_four_groups_to_compare_by_eye() -> None:
    groups = fingerprint("aa" * 32).split(" ")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert fingerprint("aa" * 32) == fingerprint("aa" * 32) != fingerprint("aa" * 31 + "ab")


@pytest.mark.parametrize("fails", ["ImportError", "RuntimeError", "OSError", "ModuleNotFoundError"])
def test_a_library_that_is_broken_in_any_way_is_said_to_be(tmp_path, fails):
    """It may be missing, not whole, or of another system."""
    (tmp_path / "cryptography").mkdir()
    (tmp_path / "cryptography" / "__init__.py").write_text(f"raise {fails}('not whole')")
    told = (
        "import sys; from threshold.register.signing import at_hand, make_key\nprint(at_hand()); make_key()"
    )
    paths = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=False, env=os.environ | paths
    )
    assert done.stdout == "False\n"
    assert (
        "BadInput: keys and signatures need the extra `sign`; it is there and cannot be used" in done.stderr
    )
