"""The domains that signs lie in: those that are declared, and those that a table only names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from threshold.output.words import sentence
from threshold.policy.indicators.model import Domain, Place, Sign
from threshold.reading import Problem, did_you_mean

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")

_ALIKE = 0.85  # of 1: "Heath" and "Health" are, "Home" and "Health" are not
_MOST_COMPARED = 60  # no document has more domains, and comparing each with each is slow


def key_of(words: str) -> str:
    """The key that a domain has by its words: health_and_development; empty where they hold no letter."""
    plain = unicodedata.normalize("NFKD", words.replace("&", " and ").casefold())
    key = "_".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))
    return f"domain_{key}"[:60] if key[:1].isdigit() else key[:60]


def domain(key: str, title: str, asks: str, place: Place) -> Domain:
    """A domain; what is left out of its title and question is made of what is there."""
    shown = title or sentence(key.replace("_", " "))
    return Domain(key, shown, asks or f"Is there anything to worry about in: {shown}?", place)


def settled(
    signs: Sequence[Sign],
    declared: Sequence[Domain],
    places: Mapping[Place, Place],
    problems: list[Problem],
) -> tuple[list[Sign], list[Domain]]:
    """The signs, each with the key of its domain, and all domains: the declared ones first.

    `places` are where the domain of each sign stands, by the place of the sign.
    """
    keys = {each.key: each.key for each in declared}
    keys |= {key_of(each.title): each.key for each in declared if key_of(each.title) not in keys}
    found = {each.key: each for each in declared}
    placed: list[Sign] = []
    for sign in signs:
        words, place = key_of(sign.domain), places.get(sign.place, sign.place)
        if not words:
            message = "a domain needs letters of the English alphabet; name it in words"
            problems.append(place.problem(message, "domain"))
            continue
        if declared and words not in keys:
            told = (
                f"indicators.yaml declares the domains, and this is none of them{did_you_mean(words, keys)}"
            )
            problems.append(place.problem(told, "domain"))
        key = keys.setdefault(words, words)
        found.setdefault(key, domain(key, sign.domain, "", place))
        placed.append(replace(sign, domain=key))
    problems.extend(_alike(list(found.values()), {each.key for each in declared}))
    return placed, list(found.values())


def unused(declared: Sequence[Domain], signs: Sequence[Sign]) -> Iterator[Problem]:
    """The declared domains in which no sign lies: their questions would lead nowhere."""
    used = {sign.domain for sign in signs}
    for each in declared:
        if each.key not in used:
            message = "no sign lies in this domain; name it as the signs do, or take it out"
            yield each.place.problem(message, f"domains.{each.key}")


def _alike(domains: Sequence[Domain], declared: Iterable[str]) -> Iterable[Problem]:
    """Domains that a table names nearly as another: counted apart, they would make two of one."""
    if len(domains) > _MOST_COMPARED:
        return
    for at, each in enumerate(domains):
        if each.key in declared:
            continue
        other = next((before for before in domains[:at] if _near(before.key, each.key)), None)
        if other is not None:
            where = other.place.told(each.place.file)
            message = (
                f"this domain is written nearly as that on {where}; write both alike, or, if they are two, "
                "declare this one under `domains` in indicators.yaml"
            )
            yield each.place.problem(message, "domain")


def _near(one: str, other: str) -> bool:
    # Numbers tell domains apart that are otherwise alike.
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
