"""A call in the log as a page: what it says, and nothing that it does not."""

import re
from pathlib import Path

import pytest

from threshold.consultation.call import entry_of
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.store import utc_now
from threshold.web.called import show_logged
from threshold.web.office import Office
from threshold.web.visit import Visit


def test_a_call_is_shown_as_the_log_has_it(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite", "TM-07")
    reference = office.begin("a", danger=True)
    call = office.call(reference)
    assert call is not None
    office.record(entry_of(office.line(), call, utc_now(), broken_off=True))
    told = bytes(show_logged(office, Visit({"reference": reference})).body).decode()
    said = " ".join(re.sub(r"<[^>]+>", " ", told).split())
    assert f"A call in the log Its reference {reference}" in said
    assert "Advice refer now" in said
    assert "broken off" in said
    assert "Nothing is to follow" in said
    assert "Caller" not in said
    assert office.call(reference) is None


def test_one_that_is_nowhere_is_told_in_words(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    with pytest.raises(BadInput, match="no call is recorded under this reference"):
        show_logged(office, Visit({"reference": "CL-261130-7KQ4"}))
