"""References of children that look alike: one child under two spellings, perhaps, each with a half."""

import polars as pl

from threshold.exports.rows.dictionary import repeated

_NOUGHTS = r"^(\D*?)0+([\pL\d])"
_DASHES, _UNSEEN = r"\p{Pd}", r"[\p{C}\p{Z}]"


def lookalikes(children: pl.Series, refused: pl.Series) -> pl.Series:
    """Those of these references, all different, that another looks like, be it one that cannot be used.

    Capitals, spaces, leading noughts, kinds of dashes and what nobody sees make no difference.
    """
    both = pl.concat([children, refused.unique()])
    alike = _plain(both).hash()
    return children.filter(alike.head(len(children)).is_in(repeated(alike).implode()))


def _plain(references: pl.Series) -> pl.Series:
    """The references without what people overlook. That most need little of this is soon seen."""
    text = references.str.to_lowercase()
    if (text.str.len_bytes() != text.str.len_chars()).any():
        text = text.str.normalize("NFKC").str.replace_all(_DASHES, "-")
    if text.str.contains(_UNSEEN).any():
        text = text.str.replace_all(_UNSEEN, "")
    lengths = text.str.len_bytes()
    # Where all are as long as each other, none is another one with noughts before it.
    return text if lengths.min() == lengths.max() else text.str.replace(_NOUGHTS, "${1}${2}")
