"""Many cases: the same policy as expressions over whole columns.

A batch is put to tables, `Tables(events, facts, covers, as_at, gaps)`, of any number of children;
everybody who is in either of them is evaluated.

events  a row for each dated entry, in any order; of entries on one day, the later row counts as the later
        child   text: a reference, not a name
        event   a kind of event that the vocabulary declares (Enum, Categorical or text)
        on      Date; null where it happened and nobody knows when
        status  held, planned or cancelled; empty, or no such column: held
        ref     text or null: the thing that it is about, such as one referral; of one child
        of      text or null: the `ref` of what that belongs to, or `request`
        and a column for each value that entries carry, by its name in the vocabulary (for, outcome, attended,
        agreed, by, to, at ...), typed as `carried_type` says; null where an entry does not say
        and a column for each fact that starts and ends with a `ref` state of their own run, by its full name
facts   a row for each child at most, with a column for each fact that is stated, by its full name in the
        vocabulary, typed as `column_type` says; null is unknown. Lists are complete where they are given. Of
        ratings only the numbers are kept. Labels are small letters with single spaces, roles the name used.
        A fact with a time of day may be a Date column, or have a Boolean column beside it, named as the fact
        with `__whole_day` at its end, that is true where only the day is known.
covers  kinds of event that are recorded completely, and up to when: for every child alike, but for the
gaps    child, event: of these children there are entries of that kind that could not be read
as_at   the date of the audit, for every child alike

What is evaluated, a *unit*, is the child or, for a rule that is about each run of an episode (named by
`each`, or by the fact that starts a deadline), every run; and for a child without a run one unit, that has
none. `Batch(policy, as_at).evaluate(tables)` gives `Results`; `batch.replay` decides a sample of
the children again, one by one, and raises `Difference` if anything comes out otherwise.

A request, of which an export holds none, may be put to everybody who is open: `batch.suppose` answers it as
`semantics.status` does for one case, and `batch.suppose_replay` puts it to a sample again.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threshold.batch.evaluate import Batch
    from threshold.batch.replay import Difference
    from threshold.batch.results import Results
    from threshold.batch.signals import CannotCompile
    from threshold.batch.tables import Tables, carried_type, column_type

__all__ = [
    "Batch",
    "CannotCompile",
    "Difference",
    "Results",
    "Tables",
    "carried_type",
    "column_type",
]

# Files are read by what stands beside these, and a few contacts need no more of a batch than that.
_WHERE = {
    "Batch": "evaluate",
    "CannotCompile": "signals",
    "Difference": "replay",
    "Results": "results",
    "Tables": "tables",
    "carried_type": "tables",
    "column_type": "tables",
}


def __getattr__(name: str) -> Any:
    """What stands above, loaded when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
