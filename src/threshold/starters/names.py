"""What a new pack is called, from one name: its folder, its prefix, its title, the letters of its clauses."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from threshold.policy import policy_names
from threshold.policy.load import load_policy
from threshold.policy.places import pack_folders
from threshold.reading import BadInput, Problem

LONGEST = 40  # signs of a name; what is made of it has to fit into prefixes and lines
_LONGEST_PREFIX = 24
_SAID = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9 '&-]*")
# Folders that already mean something beside a policy, and names that Windows keeps for devices.
_RESERVED = frozenset(
    (
        *("cases", "consultation", "default", "docs", "examples", "indicators", "our-town", "pack"),
        *("parameters", "policies", "policy", "rules", "schemas", "template", "tensions", "threshold"),
        *("vocabulary", "con", "prn", "aux", "nul"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
    )
)
_LITTLE = ("and", "of", "the", "for", "in", "on", "upon")


@dataclass(frozen=True, slots=True)
class Name:
    """The folder and pack (`eastmarsh-partnership`), the prefix of words, the title, and the letters."""

    slug: str
    prefix: str
    title: str
    letters: str


def named(said: str) -> Name:
    """What a name comes to. Raises BadInput where nothing can be called so."""
    title = " ".join(said.split())
    if "/" in title or "\\" in title or title.startswith("."):
        raise _refused("give a name and not a path; run the command in the folder where it is to lie")
    if len(title) > LONGEST:
        raise _refused(f"is longer than {LONGEST} signs; give a shorter one, such as eastmarsh")
    if not _SAID.fullmatch(title):
        raise _refused("must begin with a letter, and hold letters, figures and spaces alone: eastmarsh")
    slug = "-".join(re.findall("[a-z0-9]+", _plain(title)))
    if slug in _RESERVED:
        raise _refused("means something else here; give another, such as the name of the partnership")
    if slug in {*policy_names(), *(folder.name for folder in pack_folders())}:
        raise _refused("belongs to a policy that comes with the program; give another (`--from` copies it)")
    return Name(slug, _prefix(slug), _as_title(title), _letters(slug))


def _refused(message: str) -> BadInput:
    return BadInput(Problem(f"this name {message}" if message[0] != "g" else message, field="NAME"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).replace("'", "").encode("ascii", "ignore").decode()


def _as_title(name: str) -> str:
    """The name as it is written, or with capitals where it has none."""
    if name != name.casefold():
        return name
    words = name.replace("-", " ").split()
    return " ".join(word if at and word in _LITTLE else word.capitalize() for at, word in enumerate(words))


def _prefix(slug: str) -> str:
    """The slug with underscores; another beginning where words of the shared vocabulary begin so."""
    prefix = slug.replace("-", "_")[:_LONGEST_PREFIX].rstrip("_")
    taken = any(f"{name}_".startswith(f"{prefix}_") for name in _shared_words())
    return f"our_{prefix}" if taken else prefix


def _shared_words() -> Iterator[str]:
    words = load_policy("national").vocabulary
    yield from words.events
    yield from words.episodes
    yield from (fact.partition(".")[0] for fact in words.facts)


def _letters(slug: str) -> str:
    """The letters that clauses begin with: the first of each word, or of the one, and no other pack's."""
    words = [word for word in slug.split("-") if word not in _LITTLE] or slug.split("-")
    initials = "".join(word[0] for word in words if word[0].isalpha())
    whole = "".join(re.findall("[a-z]", slug))
    tries = ([initials] if len(initials) > 1 else []) + [
        whole[:length] for length in range(2, len(whole) + 1)
    ]
    taken = _letters_taken()
    found = next((each for each in tries if each.upper() not in taken), f"{whole}x")
    return found.upper()


def _letters_taken() -> Collection[str]:
    """What the clauses of packs that come with the program begin with."""
    policy = load_policy()
    packs = policy.at(policy.change_dates[-1]).packs
    return {re.split("[^A-Za-z]", clause)[0].upper() for pack in packs for clause in pack.clauses}
