"""Ed25519 signatures; the one place that knows the library for them, which is an extra."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from threshold.reading import BadInput, Problem, read_text

WHAT_IS_NEEDED = "that needs the extra `sign` (pip install 'threshold[sign]')"  # to look at signatures
_NO_LIBRARY = "keys and signatures need the extra `sign`: pip install 'threshold[sign]'"
_BROKEN = (
    "keys and signatures need the extra `sign`; it is there and cannot be used. Have `cryptography` "
    "installed anew"
)
_NO_KEY = (
    "holds no Ed25519 key without a passphrase; `openssl genpkey -algorithm ed25519 -out key.pem` makes one"
)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key to sign with. `public` is its public half, as hexadecimal digits."""

    public: str
    private: Any

    def sign(self, data: bytes) -> str:
        """The signature, as hexadecimal digits."""
        return str(self.private.sign(data).hex())


def at_hand() -> bool:
    """Whether the library for signatures is there, and can be used."""
    return not _amiss()


@cache
def _amiss() -> str:
    """Why the library cannot be used; mostly nothing."""
    try:
        import cryptography.exceptions
        import cryptography.hazmat.primitives.asymmetric.ed25519
        import cryptography.hazmat.primitives.serialization  # noqa: F401
    except ModuleNotFoundError as error:
        return _NO_LIBRARY if error.name == "cryptography" else _BROKEN
    except Exception:  # one that is not whole fails in its own way
        return _BROKEN
    return ""


def read_signer(path: Path) -> Signer:
    """The key to sign with in a PEM file. Raises BadInput where there is none that can be used."""
    private = read_private(path)
    return Signer(_hex(private.public_key()), private)


def make_key() -> tuple[bytes, bytes]:
    """A new key: its private and its public half, in PEM."""
    _library()
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = Ed25519PrivateKey.generate()
    public = made.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return made.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()), public


def read_private(path: Path) -> Any:
    """The private key in a PEM file. Raises BadInput where there is none that can be used."""
    _library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data = read_text(path, str(path)).encode()
    try:
        key = load_pem_private_key(data, password=None)
    except Exception:  # the library raises many kinds; what is in a key file is never told
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(Problem(_NO_KEY, str(path)))
    return key


def read_public(path: Path) -> str:
    """The public key in a PEM file, or that of the private key in it, as hexadecimal digits."""
    _library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = read_text(path, str(path)).encode()
    if b"PRIVATE" in data:
        return _hex(read_private(path).public_key())
    try:
        key = load_pem_public_key(data)
    except Exception:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput(Problem(_NO_KEY, str(path)))
    return _hex(key)


def sign(private: Any, data: bytes) -> tuple[str, str]:
    """The public key and the signature, as hexadecimal digits."""
    return _hex(private.public_key()), str(private.sign(data).hex())


def signed_by(public: str, signature: str, data: bytes) -> bool:
    """Whether the signature of the data is that of the key."""
    _library()
    from cryptography.exceptions import InvalidSignature

    try:
        _public(public).verify(bytes.fromhex(signature), data)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=100)
def _public(public: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def fingerprint(public: str) -> str:
    """A short name for a key, to be compared by eye."""
    digest = hashlib.sha256(public.encode()).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))


def _hex(public: Any) -> str:
    return str(public.public_bytes_raw().hex())


def _library() -> None:
    if not at_hand():
        raise BadInput(Problem(_amiss() or _NO_LIBRARY))
