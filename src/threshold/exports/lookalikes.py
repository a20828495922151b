"""References of children that look alike: one child under two spellings, perhaps, each with a half."""

import polars as pl

from threshold.exports.rows.dictionary import repeated

_NOUGHTS = r"^(\D*?)0+([\pL\d])"
_INNER_NOUGHT = r"^\D+0"  # P01 and 0P1 are as long as each other, and alike
_DASHES, _UNSEEN = r"\p{Pd}", r"[\p{C}\p{Z}]"


def lookalikes(children: pl.Series, refused: pl.Series) -> pl.Series:
    """Those of these references, all different, that another looks like, be it one that cannot be used.

    Capitals, spaces, leading noughts, kinds of dashes and what nobody sees make no difference.
    """
    both = pl.concat([children, refused.unique()])
    alike = _plain(both).hash()
    return children.filter(alike.head(len(children)).is_in(repeated(alike).implode()))


def without_noughts(references: pl.Series) -> pl.Series:
    """The references without what people overlook; two look alike where nothing else is left of them."""
    return _overlooked(references).str.replace(_NOUGHTS, "${1}${2}")


def _plain(references: pl.Series) -> pl.Series:
    """The same where some of these may look alike. That most need little of this is soon seen."""
    text = _overlooked(references)
    lengths = text.str.len_bytes()
    if lengths.min() == lengths.max() and not text.str.contains(_INNER_NOUGHT).any():
        # Where all are as long as each other, none is another one with noughts before it.
        return text
    return text.str.replace(_NOUGHTS, "${1}${2}")


def _overlooked(references: pl.Series) -> pl.Series:
    text = references.str.to_lowercase()
    if (text.str.len_bytes() != text.str.len_chars()).any():
        text = text.str.normalize("NFKC").str.replace_all(_DASHES, "-")
    return text.str.replace_all(_UNSEEN, "") if text.str.contains(_UNSEEN).any() else text
