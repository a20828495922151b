"""Which children are open: something about them began and, by what is recorded, has not ended."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from threshold.batch.columns import everywhere
from threshold.batch.timeline.column import either
from threshold.batch.timeline.facts import Facts
from threshold.vocabulary import Episode, Vocabulary

STATED, UNIVERSAL = "support.in_place", "universal"
# What a file says to be going on, beside what it records.
SAID = ("early_help.open", "care.looked_after")
OPEN, ENDED, UNCLEAR, NOT_RECORDED = STATES = ("open", "ended", "unclear", "not_recorded")
STATE = pl.Enum(STATES)


@dataclass(frozen=True, slots=True)
class Opened:
    """Which children are open, a row each.

    `state`: open; `ended`, nothing is open; `unclear`, what is recorded leaves it open whether something is;
    or `not_recorded`, nothing that is recorded is open, and not everything is recorded.
    `ends`: of one that is open, something is of which every end is recorded, or somebody says that it is.
    `by` tells for each kind of thing who has one open; `lacking` for each kind who may have one, since not
    everything is recorded.
    """

    state: pl.Series
    ends: pl.Series
    by: pl.DataFrame
    lacking: pl.DataFrame


def opened(facts: Facts) -> Opened:
    """Which of the children are open as at the date that their facts are read for."""
    source, child = facts.source, facts.units.child
    by: dict[str, pl.Series] = {}
    unclear, lacking, ends = [], dict[str, pl.Series](), []
    for fact, episode in _episodes(source.vocabulary):
        column, doubt = facts.column(fact), facts.doubt(fact)
        value = column.value if column is not None else pl.Series([None], dtype=pl.Boolean)
        value = value if value.len() == child.len() else value.new_from_index(0, child.len())
        # A date that cannot be leaves it unclear what goes on, also where that tells of protection.
        unsure = everywhere(False, child.len()) if doubt is None else doubt
        is_open = value.fill_null(False) & ~unsure
        some = source.records.has_runs(episode.name)[child]
        by[episode.name] = is_open
        unclear.append((value.is_null() & some) | unsure)
        lacking[episode.name] = value.is_null() & ~some & ~unsure
        ends.append(is_open & source.covered((episode.closes,), child))
    said = _either(list(_said(facts)), child.len())
    by["said"] = said
    is_open = _either(list(by.values()), child.len())
    state = pl.select(
        pl.when(is_open)
        .then(pl.lit(OPEN, dtype=STATE))
        .when(_either(unclear, child.len()))
        .then(pl.lit(UNCLEAR, dtype=STATE))
        .when(_either([*lacking.values()], child.len()))
        .then(pl.lit(NOT_RECORDED, dtype=STATE))
        .otherwise(pl.lit(ENDED, dtype=STATE))
    ).to_series()
    return Opened(state, _either([said, *ends], child.len()), pl.DataFrame(by), pl.DataFrame(lacking))


def _episodes(vocabulary: Vocabulary) -> Iterator[tuple[str, Episode]]:
    """The facts that tell whether something is open, each with what it is read from."""
    told: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        if fact.reading is not None and fact.reading.take == "open":
            told.setdefault(fact.reading.episode, fact.name)
    return ((told[name], episode) for name, episode in vocabulary.episodes.items() if name in told)


def _said(facts: Facts) -> Iterator[pl.Series]:
    support = facts.column(STATED)
    if support is not None:
        yield (support.value.cast(pl.String) != UNIVERSAL).fill_null(False)
    for name in SAID:
        column = facts.column(name) if name in facts.source.vocabulary.facts else None
        if column is not None:
            yield column.value.fill_null(False)


def _either(masks: list[pl.Series], rows: int) -> pl.Series:
    found = either(masks)
    return everywhere(False, rows) if found is None else found
