"""Signs written back as CSV, which is read the same."""

from threshold.output.delimited import delimited
from threshold.policy.indicators.ages import ages_text
from threshold.policy.indicators.columns import COLUMNS
from threshold.policy.indicators.domains import key_of
from threshold.policy.indicators.model import IndicatorTable


def as_csv(table: IndicatorTable) -> str:
    """The signs, one to a row. A domain is named by its title where that says its key, else by its key."""
    titles = {each.key: each.title if key_of(each.title) == each.key else each.key for each in table.domains}
    rows = [
        (
            sign.id,
            sign.level,
            titles.get(sign.domain, sign.domain),
            sign.asks,
            ages_text(sign.ages),
            "yes" if sign.protection else "",
            sign.name,
        )
        for sign in table.signs
    ]
    return delimited([COLUMNS, *rows])
