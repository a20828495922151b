"""Which references of contacts identify somebody: their rows cannot be read, and the others go on.

In a whole export one name among thousands of references may be chance, and many are a reason to refuse all of
it. A contact may not wait for that: what looks like a name is left unread in its row, wherever it stands.
"""

import re
from collections import Counter
from collections.abc import Collection

import polars as pl

from threshold.exports.lookalikes import without_noughts
from threshold.exports.rows.cells import unusable
from threshold.privacy import identifying_reference

_MOST = 2_000  # references of one form that are looked at one by one, to begin with
# What numbers of one form may be by chance, as check digits and days fall: up to which share of them.
_BY_CHANCE = {
    "an NHS number": 0.3,
    "a unique pupil number": 0.3,
    "a date of birth": 0.5,
    "a telephone number": 0.5,
}
_FIGURES = re.compile(r"\d")


def identifying_ones(references: Collection[str]) -> dict[str, str]:
    """Those of these references, all different, that identify somebody, and what each looks like."""
    forms: dict[str, list[str]] = {}
    for text in references:
        forms.setdefault(_FIGURES.sub("9", text), []).append(text)
    found: dict[str, str] = {}
    for texts in forms.values():
        found |= _of_a_form(texts)
    return found


def no_names(references: Collection[str]) -> set[str]:
    """Those of these references, all different, that no row may have: they identify somebody, or are none."""
    texts = pl.Series(sorted(references), dtype=pl.String)
    strange = set(texts.filter(unusable(texts)).to_list()) if len(texts) else set[str]()
    return strange | identifying_ones(set(references) - strange).keys()


def _of_a_form(texts: list[str]) -> dict[str, str]:
    """Those of one form: if figures alone tell them apart, a few show what the rest are."""
    step = -(-len(texts) // _MOST)
    looked = texts[::step]
    kinds = {text: kind for text in looked if (kind := next(identifying_reference(text), None))}
    counts = Counter(kinds.values())
    chance = {kind for kind, share in _BY_CHANCE.items() if counts[kind] < share * len(looked)}
    found = {text: kind for text, kind in kinds.items() if kind not in chance}
    if found and step > 1:
        # Many of a form, and some are such: whichever it is, the rest are looked at as well.
        rest = (text for text in texts if text not in kinds)
        found |= {text: kind for text in rest if (kind := next(identifying_reference(text), None))}
    return found


def alike(references: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Those of these references, all different, that others look like, and which."""
    texts = pl.Series(sorted(references), dtype=pl.String)
    if texts.is_empty():
        return {}
    plain = without_noughts(texts).str.replace_all(r"[\p{Pd}_./\\]", "")
    groups = pl.DataFrame({"text": texts, "plain": plain}).filter(pl.col("plain").is_duplicated())
    found: dict[str, tuple[str, ...]] = {}
    for texts_alike in groups.group_by("plain").agg("text")["text"].to_list():
        for text in texts_alike:
            found[text] = tuple(other for other in texts_alike if other != text)
    return found
