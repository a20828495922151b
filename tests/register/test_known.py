"""A decision that a register holds already is known again by what it says, and another is not."""

from dataclasses import replace

import pytest

from threshold.register.known import AlreadyRecorded, Known
from threshold.register.policies import policy_text
from threshold.register.record import Ready, Recording
from threshold.register.store import open_register

from .conftest import WHY, erase, given, signing, tamper


@pytest.fixture
def ready(engine, step_down):
    """A decision ready to be recorded, changed in one way or another."""

    def made(
        case=step_down, decision="step_down", by="Team Manager", who="TM-07", agrees=True, reason=""
    ) -> Ready:
        recording = Recording(engine, case, None, decision, by)
        return recording.ready(who, agrees, reason, policy_text(engine.policy))

    return made


def entry_of(path, ready: Ready, known: Known | None = None) -> int | None:
    """The entry under which a register holds it, if it does."""
    with open_register(path) as register:
        try:
            (known or Known([ready.summary.case])).refuse(register, ready)
        except AlreadyRecorded as already:
            return already.entry
        return None


def test_what_was_recorded_is_known_again_whatever_the_reason(record, step_down, path, ready):
    record(step_down, decision="continue", agrees=False, reason=WHY)
    record(step_down)
    assert entry_of(path, ready()) == 2
    with open_register(path) as register:
        for reason, other in (("", False), (WHY, True)):
            with pytest.raises(AlreadyRecorded) as caught:
                Known(["SUSD-44"]).refuse(register, ready(reason=reason))
            assert caught.value.other_reason is other


@pytest.mark.parametrize(
    "changed",
    [
        {"who": "TM-08"},
        {"by": "Social Worker"},
        {"agrees": False, "reason": WHY},
        {"decision": "continue", "agrees": False, "reason": WHY},
    ],
)
def test_another_person_or_decision_is_another(record, step_down, path, ready, changed):
    record(step_down)
    assert entry_of(path, ready(**changed)) is None


def test_a_case_that_was_changed_since_is_another(record, step_down, path, ready):
    record(step_down)
    assert entry_of(path, ready(replace(step_down, about="More is known"))) is None
    assert (
        entry_of(path, ready(given(step_down, need__ongoing_support=None), reason=WHY, agrees=False)) is None
    )


def test_what_others_add_meanwhile_is_seen(record, step_down, path, ready):
    known = Known(["SUSD-44"])
    record(step_down, decision="continue", agrees=False, reason=WHY)
    assert entry_of(path, ready(), known) is None
    record(step_down)
    assert entry_of(path, ready(), known) == 2


def test_what_was_erased_or_altered_is_not_known_again(record, step_down, path, ready, tmp_path):
    record(step_down)
    record(step_down)
    tamper(path, "UPDATE content SET recommendation = recommendation || ' ' WHERE number = 1")
    assert entry_of(path, ready()) == 2
    erase(path, signing(path, tmp_path), 2)
    assert entry_of(path, ready()) is None
