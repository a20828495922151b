"""Text of a whole column as `output.escaping` has it, for tables of a million rows."""

import polars as pl

from threshold.output.escaping import FORMULA, HINT, LATER_FORMULA, SPACE, UNPRINTABLE

# Whatever is changed has one of these; to look is faster than to replace, and there is hardly ever any.
_ODD = r'[^\x20-\x7e\u00c0-\u024f]|^[ "]*[=+@-]|;'


def odd(column: pl.Expr) -> pl.Expr:
    """Which of them `cell` may change; hardly ever any."""
    return column.str.contains(_ODD)


def terminal(column: pl.Expr) -> pl.Expr:
    """The texts on one line each, in which everything can be seen."""
    plain = column.str.replace_all(SPACE, " ").str.replace_all(HINT, "")
    return plain.str.replace_all(UNPRINTABLE, "?")


def is_formula(column: pl.Expr) -> pl.Expr:
    """Which of them a spreadsheet might run."""
    return column.str.contains(FORMULA)


def cell(column: pl.Expr) -> pl.Expr:
    """The texts for cells of CSV."""
    defused = within(column)
    return pl.when(~is_formula(defused)).then(defused).otherwise("'" + defused)


def within(column: pl.Expr) -> pl.Expr:
    """The texts of such cells without the apostrophe at their beginning."""
    return terminal(column).str.replace_all(LATER_FORMULA, "${1}'${2}")
