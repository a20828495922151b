"""One request as the pages see it: which place, and what was sent with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by somebody who may come in.

    place  what its address names, such as the reference of a call
    sent   the fields of the form, as they were typed
    file   what the file that was chosen holds, where there is one
    told   the word for what is to be said on the page
    held   the key of what was amiss with the form before
    """

    place: Mapping[str, str]
    sent: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    told: str = ""
    held: str = ""

    def typed(self, name: str) -> str:
        """What was typed into a field; lines end as they do everywhere else."""
        return self.sent.get(name, "").replace("\r\n", "\n").strip()


async def visit_of(request: Request) -> Visit:
    """What a request brings. Raises HTTPException where its form cannot be read."""
    place = {name: str(value) for name, value in request.path_params.items()}
    told, held = (request.query_params.get(name, "") for name in ("note", "amiss"))
    if request.method != "POST":
        return Visit(place, told=told, held=held)
    try:
        async with request.form(max_files=1, max_fields=_FIELDS) as form:
            return Visit(place, _texts(form), await _file(form), told)
    except FormParserError:
        raise HTTPException(400) from None


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _file(form: FormData) -> bytes:
    for value in form.values():
        if isinstance(value, UploadFile):
            return await value.read()
    return b""
