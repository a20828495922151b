"""Keys added and revoked: by names that identify nobody, in files that only their owner reads."""

import pytest

from threshold.reading import BadInput
from threshold.register.keys import add_key, made_key, revoke_key
from threshold.register.signing import read_public, read_signer
from threshold.register.store import Way, open_register

from .conftest import NOON, POLICY, key, made_up, ticking

pytest.importorskip("cryptography")


@pytest.fixture
def register(path):
    with open_register(path, make=True) as opened:
        yield opened


@pytest.fixture
def mine(register, tmp_path):
    signer = read_signer(key(tmp_path))
    add_key(register, "TM-07", signer.public, Way(ticking(), signer=signer))
    return signer


def later(signer, hours=1):
    return Way(lambda: NOON.replace(hour=12 + hours), signer=signer)


def test_a_key_is_made_in_a_new_file_with_its_public_half_beside_it(tmp_path):
    path = made_key(tmp_path / "new" / "key.pem")
    assert path.stat().st_mode & 0o777 == 0o600
    half = path.with_name("key.pem.pub")
    assert read_public(path) == read_public(half)
    assert b"PRIVATE" not in half.read_bytes()
    before = path.read_bytes()
    with pytest.raises(BadInput, match="a file of this name already"):
        made_key(path)
    half.unlink()
    with pytest.raises(BadInput, match="a file of this name already"):
        made_key(path)
    assert path.read_bytes() == before


def test_another_s_key_is_added_with_mine_and_revoked(register, mine, tmp_path):
    other = read_signer(key(tmp_path, "other.pem"))
    assert add_key(register, " front  desk PC ", other.public, later(mine)).name == "front desk PC"
    register.append(made_up(1, register), POLICY, lambda: NOON.replace(hour=14), signer=other)
    revoke_key(register, "front desk PC", "It was stolen", later(mine, 3))
    with pytest.raises(BadInput, match="this key was revoked"):
        register.append(made_up(1, register), POLICY, lambda: NOON.replace(hour=16), signer=other)
    assert [(k.name, k.revoked, k.reason) for k in register.keyring().keys.values()] == [
        ("TM-07", None, ""),
        ("front desk PC", 4, "It was stolen"),
    ]


def test_a_key_that_the_register_does_not_know_records_nothing_and_is_told_what_to_do(register, tmp_path):
    other = read_signer(key(tmp_path, "other.pem"))
    with pytest.raises(BadInput, match="`threshold register keys add NAME` adds it"):
        register.append(made_up(1, register), POLICY, ticking(), signer=other)
    first = read_signer(key(tmp_path))
    add_key(register, "TM-07", first.public, Way(ticking(), signer=first))
    with pytest.raises(BadInput, match="Somebody whose key it knows adds it"):
        register.append(made_up(1, register), POLICY, ticking(), signer=other)
    with pytest.raises(BadInput, match="Somebody whose key it knows adds it"):
        add_key(register, "PC", other.public, later(other))
    assert len(register.links()) == 1


@pytest.mark.parametrize("name", ["", "-", "x" * 61, "a\nb\x1b[31m", "born 14/05/2014", "a@b.org", "é"])
def test_a_name_identifies_nobody_and_is_not_repeated(register, mine, tmp_path, name):
    other = read_signer(key(tmp_path, "other.pem"))
    with pytest.raises(BadInput) as told:
        add_key(register, name, other.public, later(mine))
    assert {problem.field for problem in told.value.problems} == {"the name of the key"}
    assert len(register.links()) == 1


def test_why_a_key_is_revoked_must_be_said(register, mine):
    with pytest.raises(BadInput) as told:
        revoke_key(register, "nobody", " ", later(mine))
    assert [problem.field for problem in told.value.problems] == ["--reason", ""]
    with pytest.raises(BadInput, match="seems to hold"):
        revoke_key(register, "TM-07", "Ask 07700 900123", later(mine))
    with pytest.raises(BadInput, match="last valid key"):
        revoke_key(register, "TM-07", "Lost", later(mine))
    assert len(register.links()) == 1


@pytest.mark.parametrize("name", ["tm-07", "TM 07", "TM-O7"])
def test_a_name_that_reads_like_another_s_is_refused(register, mine, tmp_path, name):
    other = read_signer(key(tmp_path, "other.pem"))
    with pytest.raises(BadInput, match="one that reads like it"):
        add_key(register, name, other.public, later(mine))
    assert len(register.links()) == 1


def test_a_key_that_anybody_could_sign_with_is_refused(register, mine, tmp_path):
    """As it comes from a file that the library for signatures reads without a word."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for number in ("01" + "00" * 31, "00" * 32, "ff" * 32):
        weak = Ed25519PublicKey.from_public_bytes(bytes.fromhex(number))
        path = tmp_path / "weak.pub"
        path.write_bytes(weak.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo))
        with pytest.raises(BadInput, match=r"anybody could sign with it|no Ed25519 key"):
            add_key(register, "PC 3", read_public(path), later(mine))
    assert len(register.links()) == 1
