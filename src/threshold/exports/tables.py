"""What an export becomes: columns that many cases are evaluated on at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

STATUS = pl.Enum(["held", "planned", "cancelled"])


@dataclass(frozen=True, slots=True)
class Tables:
    """Whole children, in columns.

    events     child, event (Enum of the vocabulary's kinds), on, status, ref, and what entries carry; entries
               of one child that share a ref belong together (the start and the end of one assessment)
    facts      child and a column for each fact that is stated; one row for every child of the export
    covers     kinds of event that the export records completely, and up to when
    gaps       child, event: kinds of which this child has an entry whose date cannot be read, so that for
               this child `covers` does not hold
    run_facts  for an episode: child, opened (the run's first day) and the facts stated of that run alone;
               the same facts stand in `facts` only where all of a child's runs agree
    """

    events: pl.DataFrame
    facts: pl.DataFrame
    covers: Mapping[str, date]
    as_at: date
    gaps: pl.DataFrame
    run_facts: Mapping[str, pl.DataFrame] = field(default_factory=dict)
