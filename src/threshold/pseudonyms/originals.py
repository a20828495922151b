"""The references of an export, looked for in other cells: whole, or as a word among others."""

from collections.abc import Iterable

import polars as pl

from threshold.privacy.disguises import undisguised

_SHORTEST = 4  # letters and figures of a reference that is looked for as a word
_LONGEST = 12  # words of a reference that are looked at
# A day is one word: its year is no reference, whatever number a child has.
DAY = (
    r"(?i)^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}"
    r"|\d{1,2}[-/. ][a-z]{3,9}[-/., ]+\d{2,4})"
    r"(?:[T\s,]+\d{1,2}:\d{2}[\d:.,\s]*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|BST)?(?:[+\-]\d{2}:?\d{0,2})?)?\s*$"
)
_WORD = r"\pL+|\pN+"
_OWN = (
    "as at carries column columns covers date dates day done events excel facts first list lists "
    "microsoft month not part separator sheet statuses table values withheld worksheet worksheets written"
)
_WITHIN_A_NUMBER = r"(\pN)[^\pL\pN]{1,2}(\pN)"  # as in 1,000,010


class Originals:
    """References to look for. `closed` are words that are no one's: of the vocabulary, of a format."""

    def __init__(self, references: Iterable[str], closed: Iterable[str] = ()) -> None:
        self.whole = frozenset(references)
        texts = pl.Series(sorted(self.whole), dtype=pl.String)
        found = pl.DataFrame({"words": _words(_plain(texts)), "signs": _plain(texts)}).filter(
            pl.col("signs").str.replace_all(r"[^\pL\pN]", "").str.len_chars() >= _SHORTEST
        )
        own = _words(pl.Series([*closed, _OWN])).explode().unique()
        own = own.filter(own.str.contains(r"^\pL+$"))
        found = found.select(
            pl.col("words").list.head(_LONGEST).list.join(" ").alias("text"),
            pl.col("words").list.len().clip(upper_bound=_LONGEST).alias("number"),
            pl.col("words").list.eval(pl.element().is_in(own.implode())).list.all().alias("plain"),
        ).filter(pl.col("number") > 0)
        self._telling = _by_length(found.filter(~pl.col("plain")))
        self._all = _by_length(found)

    def held_by(self, texts: pl.Series, telling: bool = False) -> pl.Series:
        """Which texts are, or hold as a word, one of the references.

        `telling`: of those references only that are more than plain words, as a worker called "Plan" is not.
        """
        wanted = self._telling if telling else self._all
        if texts.is_empty() or not wanted:
            return pl.Series([False] * len(texts), dtype=pl.Boolean)
        plain = _plain(texts)
        # A number may have commas or spaces in it that its reference does not have.
        close = plain.str.replace_all(_WITHIN_A_NUMBER, "$1$2").str.replace_all(_WITHIN_A_NUMBER, "$1$2")
        days = texts.str.contains(DAY).fill_null(False)
        return (_held(plain, wanted) | _held(close, wanted)) & ~days


def _by_length(found: pl.DataFrame) -> dict[int, pl.Series]:
    """The references by how many words they are."""
    parts = found.partition_by("number", as_dict=True)
    return {int(str(number)): rows["text"].unique() for (number,), rows in parts.items()}


def _held(plain: pl.Series, wanted: dict[int, pl.Series]) -> pl.Series:
    spread = pl.DataFrame({"text": range(len(plain)), "word": _words(plain)}, strict=False)
    spread = spread.explode("word").filter(pl.col("word").is_not_null())
    held: set[int] = set()
    for number, references in wanted.items():
        run = pl.concat_str([pl.col("word").shift(-step) for step in range(number)], separator=" ")
        together = pl.col("text") == pl.col("text").shift(-(number - 1))
        held |= set(spread.filter(together & run.is_in(references.implode()))["text"])
    return pl.Series([place in held for place in range(len(plain))], dtype=pl.Boolean)


def _plain(texts: pl.Series) -> pl.Series:
    """The texts as they are compared: without disguise and unseen signs, in small letters."""
    if (texts.str.len_bytes() != texts.str.len_chars()).any():
        texts = pl.Series([None if each is None else undisguised(each) for each in texts], dtype=pl.String)
    return texts.str.normalize("NFKC").str.replace_all(r"\p{C}", "").str.to_lowercase()


def _words(plain: pl.Series) -> pl.Series:
    """The words and the numbers of each text, without the noughts before a number of some length."""
    words = plain.str.extract_all(_WORD)
    return words.list.eval(pl.element().str.replace(r"^0+(\pN{4,})$", "$1"))
