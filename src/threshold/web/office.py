"""What the desk holds while the program runs: the line, the calls, and what was typed and not taken."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from threshold.consultation import Line, open_line
from threshold.consultation.call import Call, begin
from threshold.consultation.drafts import Drafts, Unfinished
from threshold.interview.noting import fitting
from threshold.policy import PolicyFiles
from threshold.reading import BadInput, Problem
from threshold.register import Entry, Register, open_register
from threshold.register.calls.days import day_of
from threshold.register.calls.log import Log, Logged, read_log
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.calls.record import record_call, record_follow_up
from threshold.register.store import Way, utc_now
from threshold.web.entrance import Entrance
from threshold.web.held import Shelf

_NO_LOG = Log(())
PATIENCE = 2.0  # seconds that the log of calls is waited for: every other page, danger too, waits as long
_ANOTHER = "is another one than before: see what became of it; nothing is put into this one"


@dataclass(frozen=True, slots=True)
class Recording:
    """How an entry is recorded: in which way, who is told of it, and whether all went well."""

    way: Way
    recorded: Callable[[Entry], None]
    well: Callable[[], bool]


@contextmanager
def plainly(_: Register) -> Iterator[Recording]:
    """An entry recorded with no key, and no mirror beside the register."""
    yield Recording(Way(), lambda _: None, lambda: True)


@dataclass
class Office:
    """The desk of one person, for as long as the program runs.

    recording  what is done around each entry that is recorded
    shelf      what was amiss with forms, for the pages that tell of it
    begun      the call that each button to begin one began, so that it begins no second one
    typed      what was typed into the form of a call and could not be taken: here alone, and in no file
    taking     the calls that go on here, which other programs see
    unkept     calls that could not be written to the disk, and why
    known      which register it is, once it was seen: no other one may take its place unnoticed
    """

    policy: PolicyFiles
    register: Path
    adviser: str = ""
    recording: Callable[[Register], AbstractContextManager[Recording]] = plainly
    entrance: Entrance = field(default_factory=Entrance)
    shelf: Shelf = field(default_factory=Shelf)
    begun: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Mapping[str, str]] = field(default_factory=dict)
    unkept: dict[str, tuple[Call, str]] = field(default_factory=dict)
    taking: dict[str, ExitStack] = field(default_factory=dict)
    known: str = ""
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

    def line(self) -> Line:
        """The consultation line as it is today. Raises BadInput where the policy has none."""
        return open_line(self.policy, self.today())

    def begin(self, pressed: str, danger: bool = False) -> str:
        """A new call, of which nothing is known, or no more than that there is danger; its reference.

        The same button pressed again leads to the same call.
        """
        if pressed in self.begun:
            return self.begun[pressed]
        call = begin(self.line(), utc_now(), self._taken())
        if danger:
            call = call.at(call.conversation.endangered())
        self.keep(call)
        self._take(call.reference)
        if pressed:
            self.begun[pressed] = call.reference
        return call.reference

    def call(self, reference: str) -> Call | None:
        """A call that is not in the log yet. Raises BadInput where it cannot be gone on with."""
        if reference in self.unkept:
            return self.unkept[reference][0]
        waiting = {each.reference: each for each in self._drafts().unfinished(())}
        if reference not in waiting:
            return None
        if self.is_elsewhere(waiting[reference]):
            raise BadInput(Problem("this call goes on in another window; finish it there"))
        self._take(reference)
        return self._drafts().load(reference, self.line())

    def keep(self, call: Call) -> None:
        """Keep a call as far as it has come; where the disk takes nothing, here, and that is told."""
        call = fitting(call)
        try:
            self._drafts().keep(call)
        except BadInput as error:
            self.unkept[call.reference] = call, error.problems[0].message
        else:
            self.unkept.pop(call.reference, None)

    def waiting(self, log: Log) -> list[Unfinished]:
        """The calls that are not in the log yet."""
        return self._drafts().unfinished(log.references)

    def waiting_as(self, wanted: str) -> str | None:
        """The one call that is not in the log yet and has this reference, or this end of it."""
        known = [each.reference for each in self._drafts().unfinished(())]
        found = [each for each in known if wanted and f"-{each}".endswith(f"-{wanted.upper()}")]
        return found[0] if len(found) == 1 else None

    def is_elsewhere(self, unfinished: Unfinished) -> bool:
        """Whether another program is taking the call."""
        return unfinished.goes_on and unfinished.reference not in self.taking

    def unreadable(self) -> int:
        """How many files should be calls that are not in the log yet, and cannot be read."""
        return len(self._drafts().unreadable())

    def log(self, wait: float = PATIENCE) -> Log:
        """The log of calls; an empty one where there is none yet. Raises BadInput where it cannot be read."""
        if not self.known and not self.register.exists():
            return _NO_LOG
        with self._opened(wait) as register:
            return read_log(register)

    def record(self, entry: CallEntry) -> bool:
        """Put a call into the log; whether all went well. Raises BadInput where it is not put there."""
        with self._opened(make=not self.known) as register, self.recording(register) as recording:
            recording.recorded(record_call(register, entry, self.policy, recording.way))
        self._drafts().remove(entry.reference)
        self.typed.pop(entry.reference, None)
        self.unkept.pop(entry.reference, None)
        self.taking.pop(entry.reference, ExitStack()).close()
        return recording.well()

    def record_follow_up(self, logged: Logged, told: FollowUp) -> bool:
        """Put a follow-up into the log, as `record` does a call."""
        with self._opened() as register, self.recording(register) as recording:
            recording.recorded(record_follow_up(register, logged, told, recording.way))
        return recording.well()

    @contextmanager
    def _opened(self, wait: float = PATIENCE, make: bool = False) -> Iterator[Register]:
        """The register, if it is the one that was seen before. Raises BadInput as `open_register` does."""
        with open_register(self.register, make=make, wait=wait) as register:
            if self.known not in ("", register.identity):
                raise BadInput(Problem(_ANOTHER, field=str(self.register)))
            yield register
            self.known = register.identity

    def _take(self, reference: str) -> None:
        if reference not in self.taking:
            self.taking[reference] = ExitStack()
            self.taking[reference].enter_context(self._drafts().taking(reference))

    def _drafts(self) -> Drafts:
        return Drafts(self.register)

    def _taken(self) -> set[str]:
        waiting = {each.reference for each in self._drafts().unfinished(())}
        try:
            return {*waiting, *self.log(wait=0).references}
        except BadInput:
            return waiting  # no call is refused because the log cannot be read
