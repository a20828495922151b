"""A look at a register as it is printed: who vouches first, what cannot be known last."""

import json
from dataclasses import replace

import pytest

from threshold.register.checkpoint import Checkpoint, Held
from threshold.register.faults import Fault
from threshold.register.looked import Looked
from threshold.register.mirrored import Mirrored
from threshold.register.render.looked import checkpoint_text, looked_json, looked_text
from threshold.register.verify import Verified

VERIFIED = Verified(7, "2026-04-01T12:06:00Z", "a" * 64, (), ())
TAKEN = Checkpoint("b" * 32, 7, "a" * 64, "2026-04-02T12:00:00Z")
SIGNED = replace(TAKEN, key="c" * 64, signature="d" * 128)
KEY = "TM-07, key 1234 5678 9abc def0"
FAULT = Fault(0, "the checkpoint was signed with another key")


def test_alone_it_says_what_cannot_be_shown():
    lines = looked_text(Looked(VERIFIED)).splitlines()
    assert lines[0] == "7 entries looked at: whole and unaltered."
    assert lines[1].startswith("Not shown: whether entries at the end were cut off")
    assert len(lines) <= 4


@pytest.mark.parametrize(
    ("checkpoint", "held", "first"),
    [
        (TAKEN, Held("", (), ()), "The checkpoint is NOT SIGNED: whoever can write its file can forge it."),
        (SIGNED, Held(KEY, (), ()), f"The checkpoint is signed by {KEY}."),
        (SIGNED, Held("", (FAULT,), ()), "The checkpoint's signature CANNOT be relied on."),
    ],
)
def test_the_first_line_says_who_vouches_for_the_checkpoint(checkpoint, held, first):
    text = looked_text(Looked(VERIFIED, checkpoint, held))
    assert text.splitlines()[0] == first
    assert ("All that the checkpoint of 2026-04-02T12:00:00Z knows of is there." in text) == (not held.faults)
    assert ("1234 5678" in text) == bool(held.signed_by)


def test_what_is_wrong_beside_the_register_is_counted_with_the_rest():
    looked = Looked(
        VERIFIED, TAKEN, Held("", (FAULT,), ()), Mirrored(7, (Fault(3, "is not as the mirror has it"),))
    )
    text = looked_text(looked)
    assert str(FAULT) in text
    assert "entry 3: is not as the mirror has it" in text
    assert "NOT as recorded (2 findings)" in text
    assert "Not shown" not in text


def test_notes_are_told_and_are_no_finding():
    text = looked_text(Looked(VERIFIED, SIGNED, Held(KEY, (), (Fault(0, "the key was revoked later"),))))
    assert "the key was revoked later" in text
    assert "whole and unaltered" in text


def test_nothing_is_wider_than_a_terminal():
    looked = Looked(VERIFIED, SIGNED, Held(KEY, (), ()), Mirrored(7, ()))
    for text in (looked_text(looked), checkpoint_text(SIGNED, KEY), checkpoint_text(TAKEN, "")):
        assert max(map(len, text.splitlines())) <= 80


def test_as_json_all_that_is_amiss_is_told():
    found = replace(VERIFIED, faults=(Fault(0, "cut off"), Fault(4, "were removed", 5)))
    told = json.loads(looked_json(Looked(found)))
    assert (told["entries"], told["head"], told["erased"]) == (7, "a" * 64, [])
    assert told["faults"] == [
        {"entry": 0, "what": "cut off", "last": 0},
        {"entry": 4, "what": "were removed", "last": 5},
    ]


def test_as_json_it_says_the_same():
    data = json.loads(looked_json(Looked(VERIFIED, SIGNED, Held(KEY, (FAULT,), ()), Mirrored(6, ()))))
    assert data["entries"] == 7
    assert data["faults"][0]["what"] == FAULT.what
    assert data["checkpoint"] == {
        "made": "2026-04-02T12:00:00Z", "entries": 7, "signed": True, "signed_by": KEY,
    }  # fmt: skip
    assert data["mirror"] == {"entries": 6}
    assert len(data["not_shown"]) == 2
    assert not {"checkpoint", "mirror"} & json.loads(looked_json(Looked(VERIFIED))).keys()


def test_a_checkpoint_s_first_line_says_whether_it_is_signed():
    assert (
        checkpoint_text(TAKEN, "").splitlines()[0] == "Not signed: whoever can write this file can forge it."
    )
    assert checkpoint_text(SIGNED, KEY).splitlines()[0] == f"Signed by {KEY}."
    assert "Checkpoint of 7 entries." in checkpoint_text(SIGNED, KEY)
