"""Contacts as a file of case files, and the rows that a policy makes of them."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from threshold.engine import Engine
from threshold.exports.contacts import Contact, read_contacts
from threshold.policy import load_policy
from threshold.worklist.model import Row
from threshold.worklist.rows import row_of

AT = datetime(2026, 11, 30, 9)  # a Monday
NOTHING = {"concern": False, "harm_suspected": False, "immediate_danger": False}
# With colours that have a response time: two hours, six and a day.
POLICY = """\
policy: our-mash
title: Ours
packs:
  - {pack: national, role: overlay}
  - {pack: caf-team, role: lead}
presets: {caf-team.brag: merton}
"""

Made = Callable[..., dict[str, Any]]
Rows = Callable[..., list[Row]]


@cache
def engine(policy: str) -> Engine:
    """The policy, read once."""
    return Engine(load_policy(policy))


def contact(reference: str = "MC-1", colour: str = "green", **more: Any) -> dict[str, Any]:
    """A contact of which nothing is dangerous and nothing that matters is open; `None` takes a group out."""
    made = {
        "case": reference,
        "child_protection": NOTHING,
        "support": {"in_place": "universal"},
        "contact": {"brag": colour, "needs_early_help": True, "received": "2026-11-30T08:00"},
        "referral": {"suggests_child_in_need": False},
        "consent": {"to_support": "given", "to_share": "given"},
        **more,
    }
    if made["contact"]:
        made["contact"] = {"allocated_social_worker": False, "checks_done": True, **made["contact"]}
    return {name: value for name, value in made.items() if value is not None}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file with these contacts, a line each."""

    def write(*contacts: dict[str, Any] | str, name: str = "contacts.ndjson") -> Path:
        file = tmp_path / name
        lines = [each if isinstance(each, str) else json.dumps(each) for each in contacts]
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


@pytest.fixture
def ours(tmp_path: Path) -> str:
    """A policy whose colours have response times."""
    file = tmp_path / "our-mash.yaml"
    file.write_text(POLICY, encoding="utf-8")
    return str(file)


@pytest.fixture
def read(written: Callable[..., Path]) -> Callable[..., list[Contact]]:
    """The contacts, as they are read from a file."""

    def read(*contacts: dict[str, Any] | str) -> list[Contact]:
        return list(read_contacts([str(written(*contacts))], engine("caf-team").policy.vocabulary))

    return read


@pytest.fixture
def rows(read: Callable[..., list[Contact]]) -> Rows:
    """The rows of these contacts, in the order in which they came."""

    def make(*contacts: dict[str, Any] | str, policy: str = "caf-team", at: datetime = AT) -> list[Row]:
        return [row_of(each, engine(policy), at) for each in read(*contacts)]

    return make
