"""A summary is read back as it was written, by programs of other versions too."""

import json

from threshold.register.entries import Summary, summary_from

from .conftest import SUMMARY


def test_a_summary_is_read_back_as_it_was_written():
    assert summary_from(SUMMARY.as_json()) == SUMMARY


def test_what_a_later_program_adds_to_a_summary_is_passed_over():
    data = json.loads(SUMMARY.as_json())
    data |= {"later": 1, "decided": data["decided"] | {"later": 2}}
    assert summary_from(json.dumps(data)) == SUMMARY
    assert isinstance(SUMMARY, Summary)
