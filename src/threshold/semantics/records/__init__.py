"""What a timeline records: the runs of its episodes, and what belongs to which of them."""

from threshold.semantics.records.records import UNSURE, Place, Records, Telling, Where
from threshold.semantics.records.runs import Run

__all__ = ["UNSURE", "Place", "Records", "Run", "Telling", "Where"]
