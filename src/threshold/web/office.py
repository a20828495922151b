"""What the desk holds while the program runs: the line, the calls, and what was typed and not taken."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from threshold.consultation import Conversation, Line, open_line
from threshold.policy import PolicyFiles
from threshold.reading import BadInput
from threshold.register import open_register
from threshold.register.calls.days import day_of
from threshold.register.calls.log import Log, Logged, read_log
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.calls.record import record_call, record_follow_up
from threshold.register.calls.reference import new_reference
from threshold.register.store import utc_now
from threshold.web.entrance import Entrance
from threshold.web.standin import Draft, Drafts


@dataclass
class Office:
    """The desk of one person, for as long as the program runs.

    begun  the call that each button to begin one began, so that it begins no second one
    typed  what was typed into the form of a call and could not be taken: here alone, and in no file
    """

    policy: PolicyFiles
    register: Path
    adviser: str = ""
    calls: Drafts = field(default_factory=Drafts)
    entrance: Entrance = field(default_factory=Entrance)
    begun: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Mapping[str, str]] = field(default_factory=dict)
    last_used: float = field(default_factory=time.monotonic)

    def used(self) -> None:
        """Somebody is there."""
        self.last_used = time.monotonic()

    def unused_for(self) -> float:
        """For how many seconds nobody was there."""
        return time.monotonic() - self.last_used

    def today(self) -> date:
        """The day that it is in England."""
        return day_of(utc_now())

    def begin(self, danger: bool = False) -> str:
        """A new call, of which nothing is known, or no more than that there is danger; its reference."""
        started = utc_now()
        draft = Draft(new_reference(started, self._taken()), started)
        _, talk = self.conversation(draft)
        self.calls.keep(replace(draft, given=talk.endangered().given) if danger else draft)
        return draft.reference

    def conversation(self, draft: Draft) -> tuple[Line, Conversation]:
        """A call in progress, and the line that it came in on, both as of the day on which it began."""
        line = open_line(self.policy, day_of(draft.started))
        return line, replace(line.begin(), given=draft.given)

    def log(self) -> Log:
        """The log of calls; an empty one where there is none yet. Raises BadInput where it cannot be read."""
        if not self.register.exists():
            return Log(())
        with open_register(self.register) as register:
            return read_log(register)

    def record(self, entry: CallEntry) -> None:
        """Put a call into the log. Raises BadInput where it may not be; then it is not."""
        with open_register(self.register, make=True) as register:
            record_call(register, entry, self.policy)

    def record_follow_up(self, logged: Logged, told: FollowUp) -> None:
        """Put a follow-up into the log. Raises BadInput where it may not be; then it is not."""
        with open_register(self.register) as register:
            record_follow_up(register, logged, told)

    def _taken(self) -> set[str]:
        waiting = {each.reference for each in self.calls.all()}
        try:
            return {*waiting, *self.log().references}
        except BadInput:
            return waiting  # a call is never refused because the log cannot be read
