"""The frame of every page: its ways lead where they should, and its notes are a closed list."""

from pathlib import Path

from threshold.policy import load_policy
from threshold.web.frame import NOTES, frame_of, go, note_of
from threshold.web.office import Office


def test_danger_leads_into_the_call_where_there_is_one(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    assert frame_of(office).danger == "danger"
    assert frame_of(office, "CL-261130-7KQ4").danger == "calls/CL-261130-7KQ4/danger"
    assert frame_of(office).begin != frame_of(office).begin
    assert go(office, "case").headers["Location"] == f"/{office.entrance.session}/case"


def test_an_address_cannot_say_what_it_likes() -> None:
    assert all(note_of(name) == said for name, said in NOTES.items())
    assert note_of("Ring this number instead") == ""
