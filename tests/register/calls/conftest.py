"""Calls that are made up, and a register that holds some."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from threshold.policy import PolicyFiles, load_policy
from threshold.register.calls.days import day_of, moment_of
from threshold.register.calls.log import read_log
from threshold.register.calls.model import Answered, CallEntry, Caller, FollowUp
from threshold.register.calls.record import record_call, record_follow_up
from threshold.register.entries import Entry
from threshold.register.signing import Signer
from threshold.register.store import Way, open_register

from ..conftest import NOON, ticking

CALL = CallEntry(
    reference="CL-260401-7KQ4",
    started="2026-04-01T11:40:00Z",
    ended="2026-04-01T11:46:30Z",
    caller=Caller("Ms A Okafor", "Heybrook School", "SENCO", "020 8359 2000 ext 12"),
    why="Should this be a CAF, or go to the MASH?",
    summary="Needs are emerging; the family agrees to support",
    answers=(
        Answered("consultation.caller", "professional"),
        Answered("protection.concern", "no"),
    ),
    advice="start_caf",
    outcome="start-caf",
    because="Needs are emerging and nothing speaks of harm",
    clauses=("BAR-CL-4", "BAR-14-1"),
    said="Please start a CAF with the family.",
    unknown=("consent.to_share",),
    adviser="TM-07",
    follow_up="2026-04-15",
    follow_up_about="Has the CAF been started?",
    policy="caf-team",
    policy_version="1",
    policy_digest="d" * 64,
)


def called(number: int, **changed: object) -> CallEntry:
    """One of many calls, a minute apart; under a reference of the day on which it begins."""
    began = NOON + timedelta(minutes=number)
    day = day_of(moment_of(str(changed.get("started", f"{began:%Y-%m-%dT%H:%M:%SZ}"))))
    return replace(
        CALL,
        **{
            "reference": f"CL-{day:%y%m%d}-{number:04}",
            "started": f"{began:%Y-%m-%dT%H:%M:%SZ}",
            "ended": f"{began + timedelta(seconds=50):%Y-%m-%dT%H:%M:%SZ}",
            **changed,
        },
    )


def followed(**changed: object) -> FollowUp:
    return replace(FollowUp(done=True, what="They have started it", adviser="TM-08"), **changed)


@pytest.fixture(scope="session")
def policy() -> PolicyFiles:
    return load_policy("caf-team")


Log = Callable[..., Entry]


@pytest.fixture
def log(path: Path, policy: PolicyFiles) -> Log:
    """Record a call in the register at `path`, or what followed the call of a reference."""
    clock = ticking()

    def logged(
        told: CallEntry | FollowUp, of: str = "", at: datetime | None = None, signer: Signer | None = None
    ) -> Entry:
        way = Way(clock if at is None else lambda: at, signer=signer)
        with open_register(path, make=True) as register:
            if isinstance(told, CallEntry):
                return record_call(register, told, policy, way)
            return record_follow_up(register, read_log(register).call(of), told, way)

    return logged
