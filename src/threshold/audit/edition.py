"""The edition of an audit that goes to a board: without children, workers and teams of a few.

Nor does it name a file, a sheet or a column: people name them as they like, after a child too.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from threshold.audit.model import (
    Audit,
    Children,
    Comparison,
    Finding,
    Measure,
    MeasurePart,
    Moved,
    Moves,
    Part,
    RuleSummary,
    SourceStamp,
)
from threshold.audit.tally import counts
from threshold.output.words import many
from threshold.semantics.closed_lists import AUDIT_STATES
from threshold.vocabulary import shown

_PLACES = ("sheet, table or column", "sheets, tables or columns")
FEW = 5  # a team of which fewer are judged stands together with others


def for_board(audit: Audit) -> Audit:
    """The same figures, and nobody whom they would tell: no reference, worker, team of a few, or file."""
    supposed = audit.suppose
    return replace(
        without_names(audit),
        edition="board",
        rules=tuple(_rule(rule) for rule in audit.rules),
        measures=tuple(_measure(each) for each in audit.measures),
        suppose=None if supposed is None else replace(supposed, now=(), later=()),
        children_since=None if audit.children_since is None else _unnamed(audit.children_since),
    )


def without_names(audit: Audit) -> Audit:
    """The same, without the names that people gave to files, sheets and columns."""
    return replace(
        audit,
        source=_source(audit.source, audit.as_at),
        quality=_by_kind(audit.quality),
        compared=None if audit.compared is None else _compared(audit.compared),
    )


def _source(source: SourceStamp, as_at: str) -> SourceStamp:
    """An export by its day; how much of it was not read, without its names."""
    if source.name == _export_of(as_at):
        return source
    number = len(source.unused)
    unread = f"{many(number, *_PLACES)}, named in the edition for teams"
    return replace(source, name=_export_of(as_at), unused=(unread,) if number else ())


def _export_of(day: str) -> str:
    return f"the export of {shown(date.fromisoformat(day))}" if day else "an earlier export"


def _by_kind(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is wrong with the data, without where: the most frequent first."""
    sums: Counter[tuple[str, str, tuple[int, ...]]] = Counter()
    for each in found:
        sums[each.kind, each.meaning, each.also] += each.count
    return tuple(
        Finding(kind, meaning, "", None, number, (), also)
        for (kind, meaning, also), number in sums.most_common()
    )


def _compared(compared: Comparison) -> Comparison:
    return replace(compared, source=_export_of(compared.as_at))


def _rule(rule: RuleSummary) -> RuleSummary:
    return replace(rule, worst=(), by_worker=(), by_team=_together(rule.by_team))


def _together(teams: Sequence[Part]) -> tuple[Part, ...]:
    """The teams, those of a few as one; none where all would be one, which the rule's own figures tell."""
    hidden = [each for each in teams if each.counts.judged is None]
    told = [each for each in teams if each.counts.judged]
    few = _few([each.counts.judged or 0 for each in told])
    if len(told) == len(few):
        return ()
    if not few:
        return (*told, *hidden)
    sums: dict[str, int] = {
        name: sum(getattr(told[place].counts, name) or 0 for place in few) for name in AUDIT_STATES
    }
    rest = Part(f"{len(few)} teams together", counts(sums))
    return (*(each for place, each in enumerate(told) if place not in few), rest, *hidden)


def _few(sizes: Sequence[int]) -> set[int]:
    """The places of those of a few, and of as many of the next as it takes for them to be no few together.

    One alone would be what the others leave of the total.
    """
    found: set[int] = set()
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        together = sum(sizes[each] for each in found)
        if sizes[place] >= FEW and (not found or (len(found) > 1 and together >= FEW)):
            break
        found.add(place)
    return found


def _measure(measure: Measure) -> Measure:
    """Medians cannot be put together: teams of a few are left out, and the next, so that none is the rest."""
    told = [each for each in measure.by_team if each.spread is not None]
    few = _few([each.spread.n if each.spread else 0 for each in told])
    kept: tuple[MeasurePart, ...] = tuple(each for place, each in enumerate(told) if place not in few)
    return replace(measure, by_team=kept)


def _unnamed(since: Children) -> Children:
    rules = tuple(_without_children(each) for each in since.rules)
    came, left = (replace(each, children=()) for each in (since.came, since.left))
    return replace(since, source=_export_of(since.as_at), came=came, left=left, rules=rules)


def _without_children(moves: Moves) -> Moves:
    def bare(moved: Moved) -> Moved:
        return replace(moved, children=())

    return replace(
        moves,
        became=bare(moves.became),
        put_right=bare(moves.put_right),
        still=bare(moves.still),
        left=bare(moves.left),
        untold=bare(moves.untold),
        redated=bare(moves.redated),
    )
