"""Links to a page, or to a record, of somebody: by its site, its path, a name or a number in it."""

import re

from threshold.privacy.known_names import family_names, given_names
from threshold.privacy.word_lists import word_list

_LINK = re.compile(
    r"(?<![\w@.])(?:https?://(?P<any>[\w.-]{1,100})|(?P<host>(?:[\w-]{1,60}\.){1,5}[a-z]{2,12}))(?::\d{2,5})?"
    r"(?P<path>/[^\s]{1,300})",
    re.IGNORECASE,
)
_PEOPLE_PATH = re.compile(
    r"/(?:@|~|u/|usr/|users?/|profiles?[/.]|people/|persons?/|members?/|staff/|officers?/|athletes?/|in/|"
    r"add/|obituar(?:y|ies)/"
    r"|memorials?/|tributes?/|fundrais\w*/|channel/|family-tree/|child(?:ren)?/\d|case/\d|client/|"
    r"pupils?/|seller/|author/|creator/"
    r"|shop/|groups?/[a-z])\S",
    re.IGNORECASE,
)
# A record by its number, which is no year.
_RECORD_PATH = re.compile(
    r"/(?:[a-z]*(?:person|child|case|client|pupil|student|patient|subject|record|referral|incident|family|"
    r"workflow|serviceuser))s?[/#-](?!(?:19|20)\d\d(?:/|$))[a-z]{0,3}[-_]?\d\d",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"[?&](?:id|user|child|person|case|client|pupil|profile|u|uid|name)(?:_?id)?=\S|[?&]q=-?\d"
    r"|[?&][a-z_]*(?:person|child|case|client|pupil|student|patient|subject|record|referral)"
    r"[a-z_]*=[a-z]{0,3}-?\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{4}|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{5}|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
_SITES = word_list("sites of people")
_SYSTEMS = tuple(word_list("systems of cases"))
_PUBLIC = ("gov.uk", "nhs.uk", "nspcc.org.uk", "legislation.gov.uk")


def holds_link_to_person(text: str) -> bool:
    """Whether text links to a page about somebody, or to somebody's record."""
    return "/" in text and any(map(_is_of_people, _LINK.finditer(text)))


def _is_of_people(found: "re.Match[str]") -> bool:
    host, path = (found["any"] or found["host"]).casefold(), found["path"]
    site = host.removeprefix("www.").removeprefix("m.").removeprefix("uk.")
    if host in _SITES or site in _SITES or any(site.endswith(f".{each}") for each in _SITES):
        return True
    if _PEOPLE_PATH.search(path) or _RECORD_PATH.search(path) or _QUERY.search(path):
        return True
    if any(label.startswith(_SYSTEMS) for label in re.split(r"[.-]", host)) and _NUMBER.search(path):
        return True
    if "sharepoint" in host and _LONG_NUMBER.search(path):
        return True
    return not host.endswith(_PUBLIC) and any(
        part in given_names() or part in family_names() for part in re.split(r"[^a-z]+", path.casefold())
    )
