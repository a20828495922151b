"""Taking a call of the consultation line: what is opened for it, and how it comes into the log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from threshold.cli.calls import today
from threshold.cli.evaluators import tell_what_ran
from threshold.cli.mirror import mirroring, untold
from threshold.cli.options import register_path
from threshold.cli.signing import signer_for
from threshold.output.gate import NotPrinted, prompt, say, say_line, tell

if TYPE_CHECKING:
    from threshold.consultation import Line
    from threshold.consultation.call import Call
    from threshold.consultation.drafts import Drafts
    from threshold.interview.asking import Asker
    from threshold.interview.keyboard import Keyboard
    from threshold.policy import PolicyFiles
    from threshold.register.calls.model import CallEntry
    from threshold.register.entries import Entry


_NAMED = 3  # calls that were not finished


@dataclass
class Desk:
    """Where a call is taken: the line, and the log that it goes into.

    taken   the references of calls that are logged, as far as the log could be read
    entry   the call's entry, once it is in the log
    status  1 where the mirror lacks it, or what was logged could not be told
    """

    policy: "PolicyFiles"
    line: "Line"
    register: Path
    drafts: "Drafts"
    mirror: Path | None
    key: Path | None
    clock_is_right: bool
    adviser: str
    taken: frozenset[str] | None = None
    entry: "Entry | None" = None
    status: int = 0

    def log(self, told: "CallEntry") -> bool:
        """Put a call into the log; whether it was not there yet. Raises BadInput where that cannot be."""
        from threshold.register import open_register
        from threshold.register.calls.record import record_call
        from threshold.register.store import Way

        if self.entry is not None:
            return False
        with open_register(self.register, make=True) as opened, mirroring(opened, self.mirror) as mirrored:
            way = Way(clock_checked=self.clock_is_right, signer=signer_for(opened, self.key))
            self.entry = record_call(opened, told, self.policy, way)
            number = self.entry.link.number
            mirrored.recorded(f"call {told.reference} was logged in entry {number}", [number])
            self.drafts.remove(told.reference)
        self.status = mirrored.status
        return True

    def show(self, format_: str, *, whole: bool) -> None:
        """Print what is logged of the call: `whole`, or where it is to be found."""
        from threshold.register.calls.log import Logged
        from threshold.register.calls.model import CallEntry
        from threshold.register.render.calls import call_json, call_text

        if self.entry is None or not isinstance(self.entry.told, CallEntry):
            return
        logged = Logged(self.entry.link, self.entry.told)
        if format_ == "json":
            say(call_json(logged, today()))
        elif whole:
            say(call_text(logged, today()))
        else:
            say_line(f"Call {self.entry.told.reference} is logged in entry {self.entry.link.number}.")


def open_desk(
    policy: str | None,
    register: Path | None,
    mirror: Path | None,
    key: Path | None,
    clock_is_right: bool,
    adviser: str,
    *,
    somebody_waits: bool,
) -> Desk:
    """Open everything that a call needs, before it begins. Raises BadInput where something cannot be.

    `somebody_waits`: a caller who is advised all the same where the log cannot be read; that is told.
    """
    from threshold.consultation import open_line
    from threshold.consultation.drafts import Drafts
    from threshold.policy import load_policy
    from threshold.reading import BadInput
    from threshold.register import open_register
    from threshold.register.calls.checking import adviser_problems
    from threshold.register.calls.log import read_log
    from threshold.register.mirror import Mirror

    if adviser and (wrong := list(adviser_problems(adviser))):
        raise BadInput(*(replace(each, field="--adviser") for each in wrong))
    files = load_policy(policy)
    line, path = open_line(files, today()), register_path(register)
    desk = Desk(files, line, path, Drafts(path), mirror, key, clock_is_right, adviser)
    try:
        with open_register(path, make=True) as opened:
            desk.taken = read_log(opened).references
            signer_for(opened, key)
            if mirror is not None:
                Mirror(mirror).check(opened)
    except BadInput as error:
        if desk.taken is not None or not somebody_waits:
            raise
        for problem in error.problems:
            tell(str(problem))
        tell("the log cannot be read; the call goes on all the same, and is kept until it can be logged")
    return desk


def take_call(desk: Desk, resume: str | None, format_: str, *, plain: bool, quiet: bool) -> int:
    """Take a call here, or from standard input as it comes."""
    from threshold.consultation.call import begin
    from threshold.interview.call import CallInterview
    from threshold.interview.keyboard import Keyboard, prompts_beside_output

    keyboard = Keyboard(prompt, remembers=False)
    with prompts_beside_output():
        asker = _asker(keyboard, plain)
        if resume is None:
            _tell_of_unfinished(desk, asker)
            call = begin(desk.line, taken=desk.taken or ())
        else:
            call = _unfinished(desk, resume)
        call = _by(desk, call)
        somebody = sys.stdin.isatty()
        interview = CallInterview(desk.line, call, asker, desk.drafts.keep, desk.log, somebody=somebody)
        with desk.drafts.taking(call.reference), _kept(desk, lambda: interview.call):
            whole = interview.run()
    with _logged_all_the_same(desk):
        desk.show(format_, whole=False)
    tell_what_ran(quiet)
    interview.closing()
    return max(desk.status, 0 if whole else 1)


def break_off_call(desk: Desk, reference: str, format_: str) -> int:
    """Log a call that was not finished as broken off, as far as it had come."""
    from threshold.interview.noting import broken_off

    call = _by(desk, _unfinished(desk, reference))
    with _kept(desk, lambda: call):
        entry, left = broken_off(desk.line, call, datetime.now(UTC))
        desk.log(entry)
    with _logged_all_the_same(desk):
        desk.show(format_, whole=True)
    if left:
        tell(f"what could not be kept as it was typed is left out: {', '.join(left)}")
    return desk.status


def replay_call(desk: Desk, file: str, format_: str, quiet: bool) -> int:
    """Log the call whose answers and notes a file holds; nothing is logged where anything is amiss in it."""
    from threshold.consultation.call import begin, entry_of
    from threshold.interview.outcome import outcome_lines
    from threshold.interview.prepared import read_prepared
    from threshold.interview.prompts import Screen
    from threshold.output.terminal import size
    from threshold.register.calls.wanted import not_told_in_words

    prepared = read_prepared(file, desk.line, begin(desk.line, taken=desk.taken or ()), desk.adviser)
    call = prepared.call
    advised = desk.line.advised(call.conversation)
    desk.log(entry_of(desk.line, call, datetime.now(UTC)))
    with _logged_all_the_same(desk):
        if format_ == "text":
            say("\n".join(outcome_lines(advised, Screen(*size()))) + "\n")
        desk.show(format_, whole=True)
    if wanted := not_told_in_words(entry_of(desk.line, call, datetime.now(UTC))):
        tell(f"{prepared.file}: the call is logged without {wanted}")
    for fact in prepared.not_asked:
        tell(
            f"{prepared.file}: {fact}: the script does not ask for it after the other answers; it is not kept"
        )
    tell_what_ran(quiet)
    return desk.status


def _asker(keyboard: "Keyboard", plain: bool) -> "Asker":
    from threshold.interview.asking import Asker
    from threshold.interview.call import COMMANDS, IN_WORDS
    from threshold.interview.prompts import Screen
    from threshold.output import terminal

    return Asker(
        prompt,
        keyboard.hear,
        lambda: Screen(*terminal.seen(), plain=plain),
        mend=keyboard.mend if keyboard.edits else None,
        commands=IN_WORDS if plain else COMMANDS,
        danger=True,
    )


def _by(desk: Desk, call: "Call") -> "Call":
    return call.noted(replace(call.notes, adviser=desk.adviser)) if desk.adviser else call


def _tell_of_unfinished(desk: Desk, asker: "Asker") -> None:
    """Name calls that wait to be finished; nothing of them comes into this one."""
    from threshold.interview.dates import in_words
    from threshold.output.words import many
    from threshold.register.calls.days import local

    waiting = [each for each in desk.drafts.unfinished(desk.taken or ()) if not each.goes_on]
    for each in waiting[:_NAMED]:
        began = in_words(local(each.started).replace(tzinfo=None))
        asker.tell(
            f"Call {each.reference}, begun on {began}, was not finished. `threshold consult --resume "
            f"{each.reference}` goes on with it, `threshold consult --break-off {each.reference}` logs it as "
            "broken off."
        )
    if more := waiting[_NAMED:]:
        asker.tell(f"Nor were {len(more)} others: {', '.join(each.reference for each in more)}.")
    if unread := desk.drafts.unreadable():
        files = many(len(unread), "file")
        asker.tell(f"{files} of calls that were begun cannot be read, in {desk.drafts.folder}.")
    if waiting:
        asker.tell("Nothing of that is taken over into this call.")
        asker.tell_as_it_is("\n")


def _unfinished(desk: Desk, reference: str) -> "Call":
    """The call of a reference, or of the end of one. Raises BadInput where none such waits."""
    from threshold.reading import BadInput, Problem

    wanted = "".join(reference.split()).upper()
    known = {each.reference: each for each in desk.drafts.unfinished(desk.taken or ())}
    waiting = [reference for reference, each in known.items() if not each.goes_on]
    found = [each for each in known if wanted == each] or [
        each for each in known if each.endswith(f"-{wanted}")
    ]
    if len(found) != 1:
        told = f"these do: {', '.join(waiting)}" if waiting else "none does"
        raise BadInput(Problem(f"no such call waits to be finished; {told}", field="REF"))
    if known[found[0]].goes_on:
        raise BadInput(Problem("this call goes on in another window; finish it there", field="REF"))
    return desk.drafts.load(found[0], desk.line)


@contextmanager
def _logged_all_the_same(desk: Desk) -> Iterator[None]:
    """Where a call that is in the log cannot be printed, say that it is there: nobody is to log it again."""
    try:
        yield
    except (NotPrinted, BrokenPipeError) as error:
        if desk.entry is None:
            raise
        desk.status = 1
        told = f"call is logged in entry {desk.entry.link.number}, but {untold(error)}"
        tell(f"{told}. Do not do it again")


@contextmanager
def _kept(desk: Desk, call: "Callable[[], Call]") -> Iterator[None]:
    """Where a call cannot be logged, keep it as it is by then and say so, or that it cannot be."""
    try:
        yield
    except Exception:
        if desk.entry is None:
            _tell_whether_kept(desk, call())
        raise


def _tell_whether_kept(desk: Desk, call: "Call") -> None:
    from threshold.reading import BadInput

    try:
        desk.drafts.keep(call)
    except BadInput as error:
        tell(
            f"call {call.reference} is not in the log, and cannot be kept either "
            f"({error.problems[0].message}): write down by hand what matters of it"
        )
        return
    tell(
        f"call {call.reference} is not in the log; it is kept, and `threshold consult --resume "
        f"{call.reference}` goes on with it"
    )
