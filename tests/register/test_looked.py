"""A look at a register: what cannot be known is said, and hangs on what it was held against."""

from dataclasses import replace

import pytest

from threshold.register.checkpoint import Checkpoint, Held
from threshold.register.looked import Looked, look
from threshold.register.mirror import Mirror
from threshold.register.mirrored import Mirrored
from threshold.register.store import open_register
from threshold.register.verify import Verified

from .conftest import tamper

TAKEN = Checkpoint("a" * 32, 7, "b" * 64, "2026-04-01T12:00:00Z")
SIGNED = Held("key 1234 5678 9abc def0", (), ())
UNSIGNED = Held("", (), ())
VERIFIED = Verified(7, None, "b" * 64, (), ())


def not_shown(checkpoint: Checkpoint | None, held: Held | None, mirrored: bool) -> tuple[str, ...]:
    return Looked(VERIFIED, checkpoint, held, Mirrored(7, ()) if mirrored else None).not_shown


def test_without_anything_a_tail_cut_off_or_made_anew_cannot_be_seen():
    (told,) = not_shown(None, None, False)
    assert "cut off" in told
    assert "made anew" in told


def test_an_unsigned_checkpoint_may_be_another():
    told = not_shown(TAKEN, UNSIGNED, False)
    assert told[0] == "whether this is the checkpoint that was made: it is not signed"
    assert "after entry 7" in told[1]
    assert "mirror" in told[1]


def test_of_a_signed_one_it_must_be_known_whose_key_it_is():
    told = not_shown(TAKEN, SIGNED, False)
    assert "after entry 7" in told[0]
    assert told[1].startswith("whether that is the right key (key 1234 5678 9abc def0)")


def test_a_mirror_can_be_changed_by_whoever_can_write_both():
    (told,) = not_shown(None, None, True)
    assert "the register and the mirror alike" in told
    told = not_shown(TAKEN, SIGNED, True)
    assert "what stands after entry 7" in told[0]
    assert "the register and the mirror alike" in told[0]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("held", [SIGNED, UNSIGNED])
def test_a_checkpoint_of_an_empty_register_shows_little(held, mirrored):
    told = " ".join(not_shown(replace(TAKEN, entries=0), held, mirrored))
    assert "entry 0" not in told


def test_faults_of_all_that_it_was_held_against_are_told_together(filled, tmp_path):
    with open_register(filled) as register:
        Mirror(tmp_path / "mirror").catch_up(register)
    tamper(
        filled, "UPDATE content SET case_file = '{}' WHERE number = 3", "DELETE FROM chain WHERE number = 7"
    )
    with open_register(filled) as register:
        looked = look(register, replace(TAKEN, register=register.identity), None, tmp_path / "mirror")
    told = [str(fault) for fault in looked.faults]
    assert "entry 3: what it holds was altered" in told
    assert "entry 7 was cut off: the checkpoint of 2026-04-01T12:00:00Z knows of more" in told
    assert "entry 7 was cut off: the mirror has more than the register" in told
