"""What a follow-up may say after what was said before: nothing is done twice, or to be done about nothing."""

from collections.abc import Iterator
from datetime import date

from threshold.reading import Problem
from threshold.register.calls.days import day_of, moment_of
from threshold.register.calls.log import Logged
from threshold.register.calls.model import FollowUp
from threshold.register.calls.told import day_said


def follow_up_beside(told: FollowUp, call: Logged) -> Iterator[Problem]:
    """What keeps a follow-up from being stored, seeing how it stands with the call."""
    standing = call.standing(date.min)
    if told.done and not told.next and standing.state == "done":
        when = day_said(day_of(moment_of(call.follow_ups[-1].link.made)).isoformat())
        entry = call.follow_ups[-1].link.number
        message = f"it was done on {when} (entry {entry}); nothing was recorded. Say by when, to open it anew"
        yield Problem(message, field="next")
    about = told.about or ("" if told.done else standing.about)
    if told.next and not about:
        yield Problem("is needed: say what is to be done by that day", field="about")
