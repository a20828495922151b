"""Recognising what identifies a child: names of fields that say so, and numbers and dates in text.

Names cannot be recognised. Nothing recognised is ever repeated; only its kind is named.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from threshold.dates import FIRST_YEAR, LAST_YEAR

# The words of a field's name that say what it would hold, as people write them in exports and forms.
_IDENTIFYING = {
    "a name": "name names forename forenames surname surnames firstname lastname fullname childname "
    "childsname middlename nickname initials alias",
    "a date of birth": "dob birth birthday birthdate dateofbirth edd",
    "an address": "address addresses homeaddress addressline street uprn",
    "a postcode": "postcode postcodes postalcode zip",
    "a school": "school schools schoolname nursery college",
    "an NHS number": "nhs nhsno nhsnumber nhsnum",
    "a unique pupil number": "upn upns uniquepupilnumber uln",
    "a telephone number": "phone phones telephone tel mobile phonenumber",
    "an e-mail address": "email emails mail emailaddress",
}
_KINDS = {word: kind for kind, words in _IDENTIFYING.items() for word in words.split()}
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_NHS = re.compile(r"(?<!\d)\d{3}[ .\xa0-]?\d{3}[ .\xa0-]?\d{4}(?!\d)")
_PATTERNS = (
    (
        "a unique pupil number",
        re.compile(r"(?<![A-Z\d])[A-HJ-NP-RT-Z]\d{11}[\dA-Z](?![A-Z\d])", re.IGNORECASE),
    ),
    ("an e-mail address", re.compile(r"[^\s@]@[^\s@]{1,255}\.[a-z]{2,}", re.IGNORECASE)),
    (
        "a postcode",
        re.compile(
            r"(?<![A-Z\d])[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}(?![A-Z\d])",
            re.IGNORECASE,
        ),
    ),
    (
        "a telephone number",
        re.compile(r"(?<!\d)(?:\+44|0044|0)[ ()-]{0,3}(?:\d[ ()-]{0,2}){8,9}\d(?!\d)"),
    ),
    (
        "a date of birth",
        re.compile(
            r"\b(?:d\.?o\.?b\.?|date of birth|born|birthday)\b[^.\n]{0,12}\d"
            r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)"
            r"|(?<!\d)(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)",
            re.IGNORECASE,
        ),
    ),
)


def identifying_field(key: str) -> str | None:
    """What a field of this name would hold (`a date of birth`), or None where it identifies nobody.

    `date_of_birth`, `dateOfBirth`, `Date of birth` and `child-dob` all say the same.
    """
    words = [word.casefold() for word in _WORDS.findall(unicodedata.normalize("NFKC", key))]
    for word in ("".join(words), *words):
        if word in _KINDS:
            return _KINDS[word]
    return None


def identifying_text(text: str) -> Iterator[str]:
    """The kinds of identifying detail recognised in free text, each once."""
    text = unicodedata.normalize("NFKC", text)
    if any(_is_nhs_number(found.group()) for found in _NHS.finditer(text)):
        yield "an NHS number"
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            yield kind


def identifying_reference(text: str) -> Iterator[str]:
    """The kinds of identifying detail recognised in a reference; a date need have no separators."""
    kinds = list(identifying_text(text))
    yield from kinds
    if "a date of birth" not in kinds:
        runs = re.findall(r"(?<!\d)\d{8}(?!\d)", text)
        if any(_is_date(run[:4], run[4:6], run[6:]) for run in runs) or any(
            _is_date(run[4:], run[2:4], run[:2]) for run in runs
        ):
            yield "a date of birth"


def _is_nhs_number(text: str) -> bool:
    """Ten digits whose last is the modulus-11 check digit of the others."""
    digits = [int(character) for character in text if character.isdigit()]
    check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1]


def _is_date(year: str, month: str, day: str) -> bool:
    with suppress(ValueError):
        return FIRST_YEAR <= date(int(year), int(month), int(day)).year <= LAST_YEAR
    return False
