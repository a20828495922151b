"""What is said of a call is read back as it was written, and whether other advice was given is told."""

import json
from dataclasses import asdict, replace

import pytest

from threshold.register.calls.model import ADVICE, CallEntry
from threshold.register.entries import content_of, is_written_so, told_from

from .conftest import CALL, followed


@pytest.mark.parametrize(
    ("kind", "told"), [("call", CALL), ("followup", followed(call=CALL.reference, of_entry=1))]
)
def test_an_entry_is_read_back_as_it_was_written(kind, told):
    text = content_of(told).summary
    assert told_from(kind, text) == told
    assert is_written_so(kind, told, text)
    assert "\n" not in text


def test_what_a_later_program_adds_is_passed_over():
    data = asdict(CALL) | {"later": 1}
    assert told_from("call", json.dumps(data)) == CALL


def test_other_advice_is_other_than_what_was_recommended():
    assert not CALL.differs
    assert not replace(CALL, advice_given=CALL.advice).differs
    assert replace(CALL, advice_given="refer_now").differs


def test_advice_is_told_the_most_serious_first():
    assert ADVICE == ("refer_now", "refer_to_mash", "ask_first", "speak_to_worker", "start_caf", "neither")


def test_nothing_that_is_kept_of_a_call_has_a_field_for_a_child():
    names = set(CallEntry.__dataclass_fields__)
    assert not [name for name in names if "child" in name or "born" in name or "school" in name]


def test_the_vocabulary_knows_the_same_advice(policy):
    assert policy.vocabulary.fact("consultation.advice").type.values == ADVICE
