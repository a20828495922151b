"""A follow-up is held beside what was said of it before."""

from threshold.register.calls.follow_up import follow_up_beside
from threshold.register.calls.log import Followed, Logged
from threshold.register.chain import link

from .conftest import CALL, followed

LINK = link("p" * 64, 1, "2026-04-01T12:00:00Z", "c" * 64, kind="call")
AFTER = link("p" * 64, 2, "2026-04-02T12:00:00Z", "c" * 64, kind="followup")


def fields(told, *before):
    call = Logged(LINK, CALL, tuple(Followed(AFTER, each) for each in before))
    return [each.field for each in follow_up_beside(told, call)]


def test_what_is_open_is_done_or_put_off():
    assert fields(followed()) == []
    assert fields(followed(done=False, what="", next="2026-04-20")) == []


def test_what_is_done_is_not_done_again_and_may_be_opened_anew():
    assert fields(followed(), followed()) == ["next"]
    assert fields(followed(next="2026-04-20", about="Ask again"), followed()) == []
    assert fields(followed(next="2026-04-20"), followed()) == ["about"]


def test_what_is_to_be_done_next_is_not_what_is_done():
    assert fields(followed(next="2026-04-20")) == ["about"]
