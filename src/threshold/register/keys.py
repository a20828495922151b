"""Adding and revoking keys: what a person asks for, checked, and put into the register."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from threshold.output.files import new_file
from threshold.privacy import identifying_text
from threshold.reading import BadInput, Problem
from threshold.register.entries import KeyChange
from threshold.register.key_form import name_problem
from threshold.register.keyring import Key
from threshold.register.naming import known_references, naming_problems
from threshold.register.reasons import reason_problems, tidy
from threshold.register.signing import make_key
from threshold.register.store import Register, Way

_THE_NAME = "the name of the key"


def add_key(register: Register, name: str, public: str, way: Way) -> Key:
    """Add a key by its public half. Raises BadInput where it may not be added."""
    name = checked_name(name)
    found = list(naming_problems(known_references(register), [(_THE_NAME, name)]))
    if found:
        raise BadInput(*found)
    change = KeyChange("add", public, name, "", register.identity)
    link = register.change_keys(change, way)
    return Key(public, name, link.number)


def revoke_key(register: Register, name: str, reason: str, way: Way) -> Key:
    """Revoke the key of this name. Raises BadInput where there is none, or it may not be revoked."""
    name, reason = " ".join(name.split()), tidy(reason)
    known = {key.name: key for key in register.keyring().keys.values()} if register.has_keys() else {}
    found = list(reason_problems(reason))
    found += naming_problems(known_references(register), [("--reason", reason)])
    if not reason:
        found.append(Problem("is needed: say why the key no longer counts", field="--reason"))
    if name not in known:
        message = "the register knows no key of this name; `threshold register keys list` shows them"
        found.append(Problem(message))
    if found:
        raise BadInput(*found)
    change = KeyChange("revoke", known[name].public, name, reason, register.identity)
    link = register.change_keys(change, way)
    return replace(known[name], revoked=link.number, reason=reason)


def made_key(path: Path) -> Path:
    """Make a key in a new file, readable by its owner alone, with its public half beside it."""
    private, public = make_key()
    half = path.with_name(f"{path.name}.pub")
    if half.exists():
        raise BadInput(Problem("there is a file of this name already; name another", str(half)))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with new_file(path) as aside:
        aside.write_bytes(private)
    with new_file(half) as aside:
        aside.write_bytes(public)
    return path


def checked_name(name: str) -> str:
    """The name of a key, tidied. Raises BadInput where it may not be stored."""
    name = " ".join(name.split())
    found = list(_name_problems(name))
    if found:
        raise BadInput(*found)
    return name


def _name_problems(name: str) -> Iterator[Problem]:
    if problem := name_problem(name):
        yield Problem(problem, field=_THE_NAME)
    for kind in identifying_text(name):
        yield Problem(f"seems to hold {kind}; use a made-up reference or a machine", field=_THE_NAME)
