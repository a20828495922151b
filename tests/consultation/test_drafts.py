"""Calls that are kept while they last: every step, for the owner alone, until they are in the log."""

import json
import stat
from datetime import UTC, date, datetime

import pytest

from threshold.consultation import open_line
from threshold.consultation.call import Notes, begin
from threshold.consultation.drafts import Drafts
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.calls.model import Caller

from .changed import script_with

DAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, 40, tzinfo=UTC)
LINE = open_line(load_policy("caf-team"), DAY)


@pytest.fixture
def drafts(tmp_path) -> Drafts:
    return Drafts(tmp_path / "register.sqlite")


@pytest.fixture
def call():
    begun = begin(LINE, NOW)
    talk = begun.conversation.answered("child_protection.immediate_danger", None)
    talk = talk.answered("child_protection.harm_suspected", False).answered(
        "consultation.caller", "professional"
    )
    notes = Notes(
        caller=Caller(name="A Caller", agency="A school"), why="Advice on a CAF", follow_up="2026-12-01"
    )
    return begun.at(talk).noted(notes)


def test_a_call_is_as_it_was(drafts, call):
    drafts.keep(call)
    assert drafts.load(call.reference, LINE) == call
    assert [each.reference for each in drafts.unfinished(())] == [call.reference]


def test_it_is_for_its_owner_alone(drafts, call):
    drafts.keep(call)
    (file,) = drafts.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(drafts.folder.stat().st_mode) == 0o700


def test_once_it_is_in_the_log_it_goes(drafts, call):
    drafts.keep(call)
    assert drafts.unfinished({call.reference}) == []
    assert not drafts.folder.exists()
    drafts.remove(call.reference)  # once more does no harm


def test_calls_are_told_in_the_order_in_which_they_began(drafts, call):
    later = begin(LINE, datetime(2026, 11, 30, 10, tzinfo=UTC))
    drafts.keep(later)
    drafts.keep(call)
    assert [each.reference for each in drafts.unfinished(())] == [call.reference, later.reference]


def test_what_the_script_no_longer_asks_is_asked_anew(drafts, call, tmp_path):
    drafts.keep(call)
    changed = script_with(
        tmp_path, ("      professional: a professional", "      family: a professional"), policy="caf-team"
    )
    text = (changed.rules / "caf-team" / "consultation.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("      family: a parent")]
    (changed.rules / "caf-team" / "consultation.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = drafts.load(call.reference, open_line(changed, DAY))
    assert "consultation.caller" not in found.conversation.given
    assert found.conversation.given["child_protection.harm_suspected"] is False


@pytest.mark.parametrize("reference", ["CL-261130-ZZZZ", "../register", "CL-261130-7KQ4/../x", ""])
def test_no_other_file_is_ever_opened(drafts, reference: str):
    with pytest.raises(BadInput):
        drafts.load(reference, LINE)


def test_a_draft_that_cannot_be_read_is_told_and_stays(drafts, call):
    drafts.keep(call)
    (file,) = drafts.folder.iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert drafts.unfinished(()) == []
    assert drafts.unreadable() == [file]
    assert file.exists()


def test_a_draft_under_another_name_is_none(drafts, call):
    drafts.keep(call)
    (file,) = drafts.folder.iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    data["reference"] = "CL-261130-7KQ4"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BadInput):
        drafts.load(call.reference, LINE)


def test_a_call_that_a_program_is_taking_is_seen_to_go_on(drafts: Drafts, call):
    with drafts.taking(call.reference):
        drafts.keep(call)
        assert [each.goes_on for each in drafts.unfinished([])] == [True]
    assert [each.goes_on for each in drafts.unfinished([])] == [False]
    with drafts.taking(call.reference):
        drafts.remove(call.reference)
    assert not drafts.folder.exists()


def test_a_place_where_nothing_can_be_kept_keeps_no_call_from_being_taken(tmp_path, call):
    (tmp_path / "register.sqlite.calls").write_text("")
    with Drafts(tmp_path / "register.sqlite").taking(call.reference):
        pass


def test_a_folder_that_is_not_there_yet_is_made(tmp_path, call):
    drafts = Drafts(tmp_path / "missing" / "register.sqlite")
    with drafts.taking(call.reference):
        drafts.keep(call)
        assert [each.goes_on for each in drafts.unfinished([])] == [True]
    assert stat.S_IMODE(drafts.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("started", ["2031-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "2026-11-30T09:40:00"])
def test_a_draft_that_began_on_another_day_than_its_reference_says_is_none(drafts, call, started: str):
    drafts.keep(call)
    (file,) = drafts.folder.iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**data, "started": started}), encoding="utf-8")
    assert drafts.unfinished(()) == []
    with pytest.raises(BadInput):
        drafts.load(call.reference, LINE)


@pytest.mark.parametrize("how", ["open to all", "a link"])
def test_in_a_folder_that_is_not_ones_own_nothing_is_kept_and_nothing_taken(drafts, call, tmp_path, how: str):
    drafts.keep(call)
    if how == "a link":
        drafts.folder.rename(tmp_path / "elsewhere")
        drafts.folder.symlink_to(tmp_path / "elsewhere")
    else:
        drafts.folder.chmod(0o777)
    assert drafts.unfinished(()) == []
    with pytest.raises(BadInput, match="a folder of your own"):
        drafts.keep(call)
    with pytest.raises(BadInput, match="a folder of your own"):
        drafts.load(call.reference, LINE)
    with drafts.taking(call.reference):  # the call itself goes on
        pass
    assert not list(tmp_path.rglob("*.taken"))
