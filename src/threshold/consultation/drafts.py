"""Calls that have begun and are not in the log yet: kept after every step, so that nothing is lost.

Each is a file of its own, in a folder beside the register, for its owner alone. It goes once the call is in
the log. No text that was challenged comes into one: who keeps a draft has looked at its notes before.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from threshold.consultation.call import Call, Notes
from threshold.consultation.conversation import Conversation
from threshold.consultation.line import Line
from threshold.output.asides import claimed, is_claimed
from threshold.output.files import write_text
from threshold.output.rights import made_folder, own_folder
from threshold.reading import BadInput, Problem, read_text
from threshold.register.calls.days import day_of
from threshold.register.calls.model import Caller
from threshold.register.calls.reference import is_reference
from threshold.vocabulary import Value, parse_text

_KIND = "threshold/draft-of-call/1"
_CLOCKS_DIFFER = timedelta(hours=1)


class _Caller(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    agency: str
    role: str
    telephone: str


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    caller: _Caller
    why: str
    summary: str
    advice_given: str
    differs_because: str
    follow_up: str
    follow_up_about: str
    adviser: str


class _Draft(BaseModel):
    """A draft as it lies in its file. `answers`: as text, None where nobody knew."""

    model_config = ConfigDict(extra="forbid")
    schema_: str
    reference: str
    started: datetime
    day: date
    pack: str
    answers: dict[str, str | None]
    notes: _Notes


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A call that was begun and is not in the log; `goes_on`: a program that runs is taking it."""

    reference: str
    started: datetime
    file: Path
    goes_on: bool = False


class Drafts:
    """The calls that have begun under one register."""

    def __init__(self, register: Path) -> None:
        self.folder = register.with_name(f"{register.name}.calls")

    def keep(self, call: Call) -> None:
        """Keep a call as far as it has come, on the disk. Raises BadInput where that cannot be."""
        self._check_own()
        talk = call.conversation
        draft = _Draft(
            schema_=_KIND,
            reference=call.reference,
            started=call.started,
            day=talk.day,
            pack=talk.script.pack,
            answers={fact: None if value is None else _text(value) for fact, value in talk.given.items()},
            notes=_Notes.model_validate(asdict(call.notes)),
        )
        write_text(self._file(call.reference), draft.model_dump_json(indent=1), synced=True, make_folder=True)

    @contextmanager
    def taking(self, reference: str) -> Iterator[None]:
        """While it lasts, other programs see that the call goes on."""
        with suppress(OSError):
            made_folder(self.folder)
        if not self._is_own():
            yield  # it goes on without anybody seeing that
            return
        try:
            with claimed(self._claim(reference)):
                yield
        finally:
            with suppress(OSError):
                self.folder.rmdir()

    def remove(self, reference: str) -> None:
        """Forget the draft of a call that is in the log."""
        with suppress(FileNotFoundError):
            self._file(reference).unlink()
        with suppress(OSError):
            self.folder.rmdir()  # the last one

    def unfinished(self, logged: Collection[str]) -> list[Unfinished]:
        """The calls that are not in the log, the earliest first; drafts of those that are go."""
        found = []
        for file in self._files():
            draft = _read(file)
            if draft is None:
                continue
            if draft.reference in logged:
                self.remove(draft.reference)
            else:
                goes_on = is_claimed(self._claim(draft.reference))
                found.append(Unfinished(draft.reference, draft.started, file, goes_on))
        return sorted(found, key=lambda each: (each.started, each.reference))

    def unreadable(self) -> list[Path]:
        """Files that should be drafts and cannot be read: what they held is not lost, and not known."""
        return [file for file in self._files() if _read(file) is None]

    def load(self, reference: str, line: Line) -> Call:
        """A call to go on with. Raises BadInput where there is none, or it was begun under another script."""
        file = self._file(reference)
        self._check_own()
        draft = _read(file) if file.is_file() else None
        if draft is None:
            raise BadInput(Problem("no call of this reference waits to be finished", field=reference))
        if draft.pack != line.script.pack:
            message = f"was begun with the script of another pack ({draft.pack}); name its policy"
            raise BadInput(Problem(message, field=reference))
        facts = line.engine.policy.vocabulary.facts
        given: dict[str, Value | None] = {}
        for fact, text in draft.answers.items():
            # What the script no longer asks, or no longer so, is asked anew.
            with suppress(KeyError, ValueError):
                question = line.script.question(fact)
                value = None if text is None else parse_text(text, facts[fact].type)
                if value is None or value in [choice.value for choice in question.choices]:
                    given[fact] = value
        notes = draft.notes.model_dump()
        caller = Caller(**notes.pop("caller"))
        talk = Conversation(line.script, line.day, given)
        return Call(draft.reference, draft.started, talk, Notes(caller=caller, **notes))

    def _file(self, reference: str) -> Path:
        if not is_reference(reference):
            raise BadInput(Problem("is no reference of a call, such as CL-261130-7KQ4", field="REF"))
        return self.folder / f"{reference}.json"

    def _claim(self, reference: str) -> Path:
        return self._file(reference).with_suffix(".taken")

    def _is_own(self) -> bool:
        """Whether the folder is there, the user's own, and closed to others."""
        try:
            return own_folder(self.folder)
        except OSError:
            return False

    def _check_own(self) -> None:
        """Raises BadInput where the folder is somebody else's, or others may look into it."""
        with suppress(OSError):  # one that is not there
            if not own_folder(self.folder):
                message = (
                    "this must be a folder of your own, closed to others, or calls that have begun are not "
                    "kept; look who made it, and remove it or close it (chmod 700)"
                )
                raise BadInput(Problem(message, str(self.folder)))

    def _files(self) -> Iterator[Path]:
        if self._is_own():
            yield from sorted(self.folder.glob("CL-*.json"))


def _read(file: Path) -> _Draft | None:
    """A draft; None where the file is none, or is of another version of the program."""
    try:
        draft = _Draft.model_validate_json(read_text(file, str(file)))
    except (ValidationError, BadInput):
        return None
    if draft.schema_ != _KIND or draft.reference != file.stem or draft.started.tzinfo is None:
        return None
    # It began on the day of its reference, and not in days to come; else somebody has written in it.
    began = draft.reference.startswith(f"CL-{day_of(draft.started):%y%m%d}-")
    return draft if began and draft.started <= datetime.now(UTC) + _CLOCKS_DIFFER else None


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
