"""Many flips at once, each put down to the changes that bring it: alone or, where none does, together."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from threshold.trying.compared import FLIPS
from threshold.trying.model import Aspect, Flip
from threshold.trying.smallest import smallest
from threshold.versions import Change

_KEY = ("rule", "aspect", "child", "place", "before", "after")
Chosen = frozenset[int]
# What comes out otherwise than under the older policy once these changes are made, of the children and rules
# of some flips (None: of everybody); None where the changes cannot stand without others.
Under = Callable[[Chosen, pl.DataFrame | None], pl.DataFrame | None]


@dataclass(frozen=True, slots=True)
class Caused:
    """Flips with the numbers of what brings them.

    flips        the columns of `FLIPS`, `because` (numbers of changes) and `together`
    taken_back   of how many children each change would flip something that it does not flip beside the others
    """

    flips: pl.DataFrame
    taken_back: Mapping[int, int] = field(default_factory=dict)


def caused(
    flips: pl.DataFrame,
    touching: Sequence[int],
    among: Callable[[str], Sequence[int]],
    under: Under,
    settled: Callable[[int], Collection[str]] = lambda number: (),
    tried: Callable[[int], None] = lambda changes: None,
) -> Caused:
    """The flips (the columns of `FLIPS`) put down to changes.

    `touching` are the changes that may make any difference, and `among` gives those by which a rule may come
    out otherwise. `settled` gives the rules that a change makes just what they become in the end, which needs
    no trying. `tried` is called as each was tried by itself.
    """
    flips = flips.with_row_index("flip").with_columns(
        because=pl.lit([], pl.List(pl.UInt32)), together=pl.lit(False)
    )
    if len(touching) == 1:  # nothing else differs
        return Caused(flips.with_columns(because=pl.lit(touching, pl.List(pl.UInt32))).drop("flip"))
    by_itself, taken_back = [], {}
    for number in touching:
        alone = under(frozenset((number,)), None)
        if alone is not None:
            sure = flips.filter(pl.col("rule").is_in(list(settled(number)))).select("flip")
            same = pl.concat([sure, _same(flips, alone)]).unique()
            by_itself.append(same.with_columns(pl.lit(number, pl.UInt32).alias("number")))
            its = flips.join(same, on="flip", how="semi")["child"].implode()
            taken_back[number] = alone.filter(~pl.col("child").is_in(its))["child"].n_unique()
        tried(1)
    flips = _put_down(flips, by_itself, together=False)
    rest = flips.filter(pl.col("because").list.len() == 0)
    if rest.height:
        flips = _put_down(flips, [*_needed(rest, among, under)], together=True)
    return Caused(flips.drop("flip"), taken_back)


def as_flips(flips: pl.DataFrame, changes: Sequence[Change]) -> Iterator[Flip]:
    """The flips as data, child by child."""
    known: dict[tuple[int, ...], tuple[Change, ...]] = {}
    told = flips.sort("child", "rule", maintain_order=True).select(*FLIPS, "because", "together")
    for rule, aspect, child, place, before, after, numbers, together in told.iter_rows():
        because = known.setdefault(tuple(numbers), tuple(changes[number] for number in numbers))
        kind: Aspect = aspect
        yield Flip(child, kind, rule, before, after, because, together, place or "")


def _needed(
    rest: pl.DataFrame, among: Callable[[str], Sequence[int]], under: Under
) -> Iterator[pl.DataFrame]:
    """Of the flips that no change brings by itself: which need each other, as flip and number."""
    for (rule,), flips in rest.partition_by("rule", as_dict=True, maintain_order=True).items():
        tried = _Tried(flips, under)
        # Flips of one rule may need different changes: those that need the same are looked at together.
        left = flips["flip"]
        while left.len():
            chosen = smallest(among(str(rule)), partial(tried.brings, int(left[0]))) or frozenset()
            alike = left.filter(left.is_in(tried.so(chosen).implode())) if chosen else left.head(1)
            for number in sorted(chosen):
                yield alike.to_frame().with_columns(pl.lit(number, pl.UInt32).alias("number"))
            left = left.filter(~left.is_in(alike.implode()))


@dataclass(slots=True)
class _Tried:
    """Some flips under any choice of changes; each choice is tried once."""

    flips: pl.DataFrame
    under: Under
    _known: dict[Chosen, pl.Series] = field(default_factory=dict)

    def brings(self, flip: int, chosen: Chosen) -> bool:
        """Whether these changes bring a flip."""
        return flip in self.so(chosen)

    def so(self, chosen: Chosen) -> pl.Series:
        """The flips that these changes bring."""
        if chosen not in self._known:
            found = self.under(chosen, self.flips) if chosen else None
            self._known[chosen] = _same(self.flips, self.flips.clear() if found is None else found)["flip"]
        return self._known[chosen]


def _same(flips: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Which flips are just the same among others."""
    return flips.join(others, on=_KEY, how="semi", nulls_equal=True).select("flip")


def _put_down(flips: pl.DataFrame, by: Sequence[pl.DataFrame], together: bool) -> pl.DataFrame:
    """The flips with those changes, where they are not put down to any yet."""
    told = pl.concat([pl.DataFrame(schema={"flip": pl.UInt32, "number": pl.UInt32}), *by])
    told = told.group_by("flip").agg(pl.col("number").sort())
    flips = flips.join(told, on="flip", how="left", maintain_order="left")
    new = (pl.col("because").list.len() == 0) & pl.col("number").is_not_null()
    needed = pl.lit(together) & (pl.col("number").list.len() > 1)
    return flips.with_columns(
        because=pl.when(new).then("number").otherwise("because"),
        together=pl.when(new).then(needed).otherwise("together"),
    ).drop("number")
