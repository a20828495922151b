"""What stands around every page: the way to the desk, danger, and a word on what was just done."""

from dataclasses import dataclass, field
from secrets import token_urlsafe

from starlette.responses import RedirectResponse

from threshold.web.held import Held
from threshold.web.office import Office

NOTES = {
    "twice": "This was taken already; sending it again changed nothing.",
    "old": "That page was an older one: what it sent was not taken. This is where the call stands now.",
    "logged": "The call is in the log.",
    "logged-amiss": "It is in the log, but not all that belongs to that went well: the terminal says what.",
    "logged-before": "This call is in the log already; sending it again changed nothing.",
    "not-asked": "That is not asked in this call any more. This is where the call stands now.",
    "not-yet": "The call is not in the log yet: look at it once more, and press the button for it.",
    "not-kept": "Not all that was typed is kept on the disk: the form has it still, and says what to mend.",
    "who": "Because of who is calling, what to say or do is now this.",
    "followed": "The follow-up is in the log.",
    "begun-anew": "That call is not open any more, so a new one was begun for the danger.",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page.

    danger   where its red button leads
    warning  what somebody has to know on every page
    begin    what its buttons send to begin a call once, and no second one
    """

    root: str
    session: str
    danger: str = "danger"
    warning: str = ""
    begin: str = field(default_factory=lambda: token_urlsafe(12))


def frame_of(office: Office, reference: str = "") -> Frame:
    """The frame of a page, in the call of that reference if there is one."""
    session = office.entrance.session
    if not reference:
        return Frame(f"/{session}", session)
    _, why = office.unkept.get(reference, (None, ""))
    warning = f"This call cannot be kept on the disk ({why}): write down what matters." if why else ""
    return Frame(f"/{session}", session, f"calls/{reference}/danger", warning)


def go(office: Office, place: str, note: str = "") -> RedirectResponse:
    """To another page, and what to say there."""
    told = f"?note={note}" if note else ""
    return RedirectResponse(f"/{office.entrance.session}/{place}{told}", 303)


def go_amiss(office: Office, place: str, held: Held) -> RedirectResponse:
    """To the page that tells what was amiss: to go back to it, or to load it again, sends nothing."""
    return RedirectResponse(f"/{office.entrance.session}/{place}?amiss={office.shelf.put(held)}", 303)


def note_of(told: str) -> str:
    """What to say on a page, by the word for it in an address; nothing where there is no such word."""
    return NOTES.get(told, "")
