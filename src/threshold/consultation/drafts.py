"""Calls that have begun and are not in the log yet: kept after every step, so that nothing is lost.

Each is a file of its own, in a folder beside the register, for its owner alone. It goes once the call is in
the log. No text that was challenged comes into one: who keeps a draft has looked at its notes before.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from threshold.consultation.call import Call, Notes
from threshold.consultation.conversation import Conversation
from threshold.consultation.line import Line
from threshold.output.asides import claimed, is_claimed
from threshold.output.files import write_text
from threshold.output.rights import made_folder
from threshold.reading import BadInput, Problem, read_text
from threshold.register.calls.model import Caller
from threshold.register.calls.reference import is_reference
from threshold.vocabulary import Value, parse_text

_KIND = "threshold/draft-of-call/1"


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

    def _files(self) -> Iterator[Path]:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from sorted(self.folder.glob("CL-*.json"))


def _read(file: Path) -> _Draft | None:
    """A draft; None where the file is none, or is of another version of the program."""
    try:
        draft = _Draft.model_validate_json(read_text(file, str(file)))
    except (ValidationError, BadInput):
        return None
    return draft if draft.schema_ == _KIND and draft.reference == file.stem else None


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
