"""Schools called by their names."""

from threshold.privacy.known_names import no_names, unknown
from threshold.privacy.word_lists import word_list
from threshold.privacy.words import Words

_KINDS = word_list("kinds of school")
_CHURCHES = frozenset(["rc", "ce", "cofe", "catholic", "church", "cof", "junior", "infant"])
_NOT_NAMED = word_list("no names of schools") | word_list("contact")


def names_school(words: Words) -> bool:
    """Whether a school is named: a kind of school after a name of its own, within a sentence."""
    return any(
        words[at].own in _KINDS and words[at].capital and not words[at].shouted and _is_named(words, at)
        for at in range(1, len(words))
    )


def _is_named(words: Words, at: int) -> bool:
    first = at
    while words[first - 1].own in _KINDS | _CHURCHES and words[first].joined:
        first -= 1
    named = words[first - 1]
    if not (named.capital and words[first].joined) or named.own in _NOT_NAMED or named.shouted:
        return False
    at_start = named.starts and (not unknown(named.own) or named.own.endswith(("s", "ed", "ing")))
    return not at_start and (named.own not in no_names() or words[first - 2].own in ("st", "saint"))
