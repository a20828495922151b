"""Recognising what identifies a child: field names that say so, and numbers and dates in free text.

Names cannot be recognised. Nothing recognised is ever repeated; only its kind is named.
"""

import re
from collections.abc import Iterator

_IDENTIFYING = {
    "name": "a name",
    "first_name": "a name",
    "forename": "a name",
    "last_name": "a name",
    "surname": "a name",
    "full_name": "a name",
    "child_name": "a name",
    "childs_name": "a name",
    "dob": "a date of birth",
    "date_of_birth": "a date of birth",
    "child_dob": "a date of birth",
    "birth_date": "a date of birth",
    "birthday": "a date of birth",
    "address": "an address",
    "child_address": "an address",
    "home_address": "an address",
    "postcode": "a postcode",
    "school": "a school",
    "child_school": "a school",
    "school_name": "a school",
    "nhs": "an NHS number",
    "nhs_no": "an NHS number",
    "nhs_number": "an NHS number",
    "upn": "a unique pupil number",
    "unique_pupil_number": "a unique pupil number",
    "phone": "a telephone number",
    "telephone": "a telephone number",
    "mobile": "a telephone number",
    "email": "an e-mail address",
}

_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_PATTERNS = (
    ("a unique pupil number", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-Z]\b", re.IGNORECASE)),
    ("an e-mail address", re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)),
    (
        "a postcode",
        re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    ),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[ -]?\d){8,9}(?!\d)")),
    (
        "a date of birth",
        re.compile(
            r"\b(?:d\.?o\.?b\.?|date of birth|born)\b[^.\n]{0,12}\d"
            r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)",
            re.IGNORECASE,
        ),
    ),
)


def identifying_field(key: str) -> str | None:
    """What a field of this name would hold (`a date of birth`), or None where it identifies nobody."""
    return _IDENTIFYING.get(re.sub(r"[^a-z]+", "_", key.casefold()).strip("_"))


def identifying_text(text: str) -> Iterator[str]:
    """The kinds of identifying detail recognised in free text, each once."""
    if any(_is_nhs_number(found.group()) for found in _NHS.finditer(text)):
        yield "an NHS number"
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            yield kind


def _is_nhs_number(text: str) -> bool:
    """Ten digits whose last is the modulus-11 check digit of the others."""
    digits = [int(character) for character in text if character.isdigit()]
    check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1] and check != 10
