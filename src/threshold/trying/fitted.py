"""An export as a policy with other words can read it: without what these do not know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from threshold.batch import Tables, column_type
from threshold.batch.tables import FRAME, WHOLE_DAY
from threshold.vocabulary import Fact, Vocabulary


@dataclass(frozen=True, slots=True)
class Fitted:
    """The tables as a vocabulary has them.

    misread   the children who state something that it does not know: of them a fact is unknown that somebody
              has told, so that nothing is to be concluded from it
    """

    tables: Tables
    misread: pl.Series


def fitted(tables: Tables, vocabulary: Vocabulary) -> Fitted:
    """Without the facts, kinds of event and values that a vocabulary does not have.

    Nothing that its policy reads is left out by that, save a value of a fact that it knows by other values.
    """
    kinds = tables.events["event"].cast(pl.String)
    events = tables.events.filter(kinds.is_in(list(vocabulary.events)))
    carried = {name for event in vocabulary.events.values() for name in (*event.carries, *event.states)}
    events = events.select(name for name in events.columns if name in FRAME or name in carried)
    facts = tables.facts.select(
        name for name in tables.facts.columns if name == "child" or _stated(name, vocabulary) is not None
    )
    misread: list[pl.Series] = []
    facts = _values_known(facts, {name: _stated(name, vocabulary) for name in facts.columns}, misread)
    covers = {event: upto for event, upto in tables.covers.items() if event in vocabulary.events}
    gaps = tables.gaps.filter(pl.col("event").cast(pl.String).is_in(list(covers)))
    whose = pl.concat([tables.facts["child"].clear(), *misread]).unique(maintain_order=True)
    return Fitted(replace(tables, events=events, facts=facts, covers=covers, gaps=gaps), whose)


def _stated(name: str, vocabulary: Vocabulary) -> Fact | None:
    """The fact that a column states, where there is one that can be stated."""
    fact = vocabulary.facts.get(name.removesuffix(WHOLE_DAY))
    return fact if fact is not None and fact.given else None


def _values_known(
    facts: pl.DataFrame, known: Mapping[str, Fact | None], misread: list[pl.Series]
) -> pl.DataFrame:
    """The columns in their types; a value that is none of a fact's is unknown, and whose it is, told."""
    columns = []
    for column in facts.iter_columns():
        fact = known.get(column.name)
        if fact is None or column.name.endswith(WHOLE_DAY) or column.dtype == column_type(fact.type):
            columns.append(column)
            continue
        text = column.cast(pl.String) if isinstance(column.dtype, pl.Enum) else column
        found = text.cast(column_type(fact.type), strict=False)
        misread.append(facts["child"].filter(found.is_null() & column.is_not_null()))
        columns.append(found)
    return pl.DataFrame(columns)
