"""Which keys and which names of keys may be added: one rule for who adds them, and for looking at entries."""

import re

from threshold.register.entries import KeyChange
from threshold.register.reasons import form_problems

NAME = re.compile(r"[\w][\w .,'()/-]{0,58}[\w.)]|\w", re.ASCII)
BAD_NAME = "must be a made-up reference such as TM-07, or a machine such as front desk PC; 60 characters"
_PUBLIC = re.compile("[0-9a-f]{64}", re.ASCII)
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
# Whoever signs with a point of these needs no private key.
_SMALL = {0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8}
# Signs that are taken for one another, as names are read.
_ALIKE = str.maketrans("oil|", "011i")


def change_problem(change: KeyChange) -> str:
    """What is wrong with a change of keys by itself; mostly nothing."""
    if problem := name_problem(change.name):
        return f"the name of the key {problem}"
    if change.change == "add":
        return public_problem(change.public) or ("a key is added without a reason" if change.reason else "")
    if not change.reason:
        return "there is no reason"
    return next((f"the reason {problem}" for problem in form_problems(change.reason)), "")


def name_problem(name: str) -> str:
    """What is wrong with the form of a key's name; mostly nothing."""
    return "" if NAME.fullmatch(name) and name == " ".join(name.split()) else BAD_NAME


def public_problem(public: str) -> str:
    """Why a public half, as hexadecimal digits, is none of an Ed25519 key; mostly nothing."""
    if not _PUBLIC.fullmatch(public):
        return "its public half is not 64 figures and small letters from a to f"
    value = int.from_bytes(bytes.fromhex(public), "little")
    sign, y = value >> 255, value & (2**255 - 1)
    if y >= _PRIME or not _on_curve(y, sign):
        return "its public half is no Ed25519 key"
    return "nobody has such a key: anybody could sign with it" if y in _SMALL else ""


def looks_like(name: str) -> str:
    """A name as it is compared with others, so that none can be taken for another."""
    letters = "".join(each for each in name.casefold() if each.isalnum() or each == "|")
    return letters.translate(_ALIKE)


def _on_curve(y: int, sign: int) -> bool:
    """Whether there is a point of this height, on this side."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _PRIME) % _PRIME
    if square == 0:
        return not sign
    return pow(square, (_PRIME - 1) // 2, _PRIME) == 1
