"""What an export states together stays together: which entries are of one thing, and what belongs to what.

Readers mark each entry with the export's own references: `ref`, of its row or of the thing it is about, and
`of`, of what that belongs to. One such reference often stands at a plan and at all that happened on it alike.
Here they come to name one thing each, as `casefiles.links` has it; what cannot be a link is left to its date,
and told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from threshold.batch.columns import nothing, where
from threshold.batch.tables import no_gaps
from threshold.casefiles.links import belongs_among
from threshold.exports.kinds import by_kind
from threshold.exports.no_further_action import away_from_what_led_nowhere
from threshold.exports.orphans import doubts
from threshold.exports.out_of_order import odd
from threshold.exports.quality import by_place, summed
from threshold.exports.rows.dictionary import repeated, true_at
from threshold.vocabulary import Episode, Vocabulary

_BY_DESIGN = 0.95  # of equal references whose days fit, from which they are taken to be meant
_SALT = 0x9E3779B97F4A7C15  # keeps references of one episode apart from the same of another


@dataclass(frozen=True, slots=True)
class Pairing:
    """How starts and ends of an episode were brought together.

    `linked` is how many runs the export itself states, `by_date` how many starts and ends only their days
    bring together.
    """

    episode: str
    linked: int
    by_date: int


@dataclass(slots=True)
class Linked:
    """Events with links as the batch takes them, what was wrong with them, and how runs were paired.

    `gaps` are kinds of event of which a child has a day that is not used; `places` are the `place` and `row`
    of each event.
    """

    events: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)
    pairing: tuple[Pairing, ...] = ()
    gaps: pl.DataFrame = field(default_factory=no_gaps)
    places: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True, slots=True)
class _Runs:
    """The starts and ends of an episode that their reference links: places in the events, and keys."""

    starts: pl.DataFrame
    ends: pl.DataFrame

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return self.starts.is_empty() and self.ends.is_empty()

    @property
    def number(self) -> int:
        """How many runs these are."""
        return pl.concat([self.starts["key"], self.ends["key"]]).n_unique()


def _whose(column: str) -> str:
    """The column of a number for child and reference."""
    return f"whose {column}"


def linked(events: pl.DataFrame, vocabulary: Vocabulary) -> Linked:
    """The events with links that can be.

    `events` have `child`, `event`, `on`, `status`, `ref`, `of`, and, which are gone afterwards, `place` and
    `row`.
    """
    return _Links(events, vocabulary).linked()


class _Links:
    def __init__(self, events: pl.DataFrame, vocabulary: Vocabulary) -> None:
        self.events, self.vocabulary = events, vocabulary
        self.episodes = list(vocabulary.episodes)
        self._inner_of = {
            event: each.name for each in vocabulary.episodes.values() for event in (each.closes, each.opens)
        }
        self.findings: list[pl.DataFrame] = []
        self._dayless: list[pl.Series] = []
        self._gone: list[pl.Series] = []
        self._doubtful: list[pl.Series] = []
        marks = events.select("event", "on", "ref", "of", held=pl.col("status") == "held")
        whose = events["child"].hash(1)
        self.marks = marks.with_columns(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"),
            whose.alias("whose"),
            *((pl.lit(whose) ^ pl.col(name).hash(2)).alias(_whose(name)) for name in ("ref", "of")),
        )
        self.kinds = by_kind(self.marks)
        self.runs = {name: self._runs(name, each) for name, each in vocabulary.episodes.items()}
        for name, each in vocabulary.episodes.items():
            self._doubt(name, each)
        self._names = {column: self._named_in(column) for column in ("ref", "of")}
        self.meant = {name: self._meant(name) for name in self.runs}

    def linked(self) -> Linked:
        events = self.events.with_columns(self._refs(), self._ofs())
        self._odd()
        gaps = no_gaps()
        if self._dayless or self._doubtful:
            dayless = pl.concat([pl.Series([], dtype=pl.UInt32), *self._dayless])
            gaps = events.select("child", pl.col("event").cast(pl.String))
            gaps = gaps[pl.concat([dayless, *self._doubtful])]
            events = events.with_columns(events["on"].scatter(dayless, None))
        if self._gone:
            events = events.filter(~true_at(pl.concat(self._gone), events.height))
        places = events.select("place", "row")
        events = away_from_what_led_nowhere(events.drop("place", "row"), self.vocabulary)
        return Linked(events, self.findings, tuple(self._pairing()), gaps, places)

    def _key(self, episode: str, column: str) -> pl.Expr:
        """A number for child, episode and reference together: numbers are compared sooner than texts."""
        salt = (self.episodes.index(episode) + 1) * _SALT % 2**64
        return pl.col(_whose(column)) ^ pl.lit(salt, pl.UInt64)

    def _runs(self, name: str, episode: Episode) -> _Runs:
        starts, ends = (
            self.kinds[event].filter("numbered").select("at", "on", key=self._key(name, "ref"))
            for event in (episode.opens, episode.closes)
        )
        found = ends.filter(ends["key"].is_in(starts["key"].implode()))
        if found.height * 2 < ends.height:
            # These references do not say which end is whose: they name entries, perhaps, and not things.
            return _Runs(starts.clear(), ends.clear())
        starts, ends = self._each_once(starts, ends)
        begun = starts.select("key", begun="on")
        both = ends.join(begun, on="key", how="left", maintain_order="left")
        backward = both.filter((pl.col("on") < pl.col("begun")).fill_null(False))
        self._find("negative-duration", backward["at"])
        if backward.is_empty():
            return _Runs(starts, ends)
        self._dayless.append(self._at(pl.concat([starts, ends]), backward["key"]))
        sound = ~pl.col("key").is_in(backward["key"].implode())
        return _Runs(*(each.with_columns(on=pl.when(sound).then("on")) for each in (starts, ends)))

    def _each_once(self, starts: pl.DataFrame, ends: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The starts and ends whose reference is that of one thing."""
        twice = pl.concat([repeated(starts["key"]), repeated(ends["key"])])
        if twice.is_empty():
            return starts, ends
        starts, ends = self._of_one_thing(starts, ends)
        twice = pl.concat([repeated(starts["key"]), repeated(ends["key"])])
        self._find("shared-reference", self._at(pl.concat([starts, ends]), twice))
        unique = ~pl.col("key").is_in(twice.implode())
        return starts.filter(unique), ends.filter(unique)

    def _of_one_thing(self, starts: pl.DataFrame, ends: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The starts and ends without those that say again when the very thing began or ended.

        What begins once is one thing. Where it ends on several days, nobody knows on which of them: one end
        is kept, without its day.
        """
        starts = self._once(starts, starts)
        several = starts.filter(starts["key"].is_in(repeated(starts["key"]).implode()))["key"]
        single = ends.filter(~ends["key"].is_in(several.implode()))
        if repeated(single["key"]).is_empty():
            return starts, ends
        ends = self._once(ends, single)
        single = ends.filter(ends["at"].is_in(single["at"].implode()))
        unlike = single.filter(single["key"].is_in(repeated(single["key"]).implode()))
        self._find("several-ends", unlike["at"])
        kept = unlike["key"].is_first_distinct()
        self._gone.append(unlike["at"].filter(~kept))
        self._dayless.append(unlike["at"].filter(kept))
        ends = ends.filter(~ends["at"].is_in(unlike["at"].filter(~kept).implode()))
        dated = ~pl.col("at").is_in(unlike["at"].implode())
        return starts, ends.with_columns(on=pl.when(dated).then("on"))

    def _once(self, rows: pl.DataFrame, which: pl.DataFrame) -> pl.DataFrame:
        """The rows without those of `which` that say just what an earlier one of them does."""
        twice = which.filter(which["key"].is_in(repeated(which["key"]).implode()) & which["on"].is_not_null())
        if twice.is_empty():
            return rows
        said = self.events.drop("place", "row", "of")[twice["at"]]
        again = twice["at"].filter(~said.select(pl.struct(pl.all()).is_first_distinct()).to_series())
        self._find("duplicate", again)
        self._gone.append(again)
        return rows.filter(~rows["at"].is_in(again.implode()))

    def _doubt(self, name: str, episode: Episode) -> None:
        """Tell of ends without a start, and leave open what they throw doubt on."""
        runs = self.runs[name]
        found = doubts(self.kinds, runs.starts, runs.ends, episode)
        ends = found.backward.filter(self.marks["event"][found.backward] == episode.closes)
        self._find("negative-duration", ends)
        self._dayless.append(found.backward)
        self._doubtful.append(found.ends)

    @staticmethod
    def _at(rows: pl.DataFrame, keys: pl.Series) -> pl.Series:
        return rows.filter(rows["key"].is_in(keys.implode()))["at"]

    def _refs(self) -> pl.Series:
        """The reference of each entry that begins or ends a run which its reference links."""
        rows = self.events.height
        if all(runs.empty for runs in self.runs.values()):
            return pl.Series("ref", [None], pl.String).new_from_index(0, rows).alias("ref")
        pieces = [(name, pl.concat([runs.starts["at"], runs.ends["at"]])) for name, runs in self.runs.items()]
        return self._named([(name, "ref", at) for name, at in pieces], "ref")

    def _ofs(self) -> pl.Series:
        """The reference of what each entry belongs to, where the export tells."""
        found: list[tuple[str, str, pl.Series]] = []
        told = self.marks.select("event", "at", pl.col("ref", "of").is_not_null()).filter(
            pl.col("ref") | pl.col("of")
        )
        for (event,), rows in told.partition_by("event", as_dict=True).items():
            left = rows
            for column, episode in self._candidates(str(event)):
                if self.runs[episode].empty or not left[column].any():
                    continue
                hit = self._names_one(left["at"], str(event), column, episode)
                found.append((episode, column, left.filter(hit)["at"]))
                left = left.filter(~hit)
            self._find("unlinked", left.filter("of")["at"])
        ofs = self._named(found, "of")
        # What its start says of a run is enough.
        ended = [
            runs.ends.filter(runs.ends["key"].is_in(runs.starts["key"].implode()))
            for runs in self.runs.values()
        ]
        return ofs.scatter(pl.concat([each["at"] for each in ended]), None)

    def _candidates(self, event: str) -> Iterator[tuple[str, str]]:
        """In which column and as what a kind of entry may name what it belongs to, the likeliest first."""
        episodes = self.vocabulary.episodes
        own = self._inner_of.get(event)
        if own is not None:
            if within := episodes[own].within:
                yield from (("of", within), ("ref", within))
            return
        belongs = self.vocabulary.events[event].belongs_to
        inner_first = sorted(belongs, key=lambda name: not episodes[name].within)
        rest = (
            sorted((belongs_among(event, self.vocabulary) or frozenset()) - set(belongs)) if belongs else []
        )
        for column in ("ref", "of"):
            yield from ((column, episode) for episode in (*inner_first, *rest))

    def _meant(self, name: str) -> pl.Series | None:
        """Which runs a run inside them may name by an equal reference; None for all.

        Where each kind of work is numbered for itself, equal references mean nothing: those of one row alone
        say then what belongs together.
        """
        within = self.vocabulary.episodes[name].within
        if not within or self.runs[name].starts.is_empty() or self.runs[within].empty:
            return None
        equal = self._equal(name, within)
        told = equal.filter(
            pl.col("on").is_not_null() & pl.any_horizontal(pl.col("begun", "over").is_not_null())
        )
        if told.is_empty():
            return None
        rows = self.events.select("place", "row").hash_rows()
        together = pl.Series(
            (rows[told["at"]] == rows[told["begun_at"]]).fill_null(False)
            | (rows[told["at"]] == rows[told["over_at"]]).fill_null(False)
        )
        apart = told.filter(~together)
        odd = apart.filter((pl.col("on") < pl.col("begun")) | (pl.col("on") > pl.col("over")))
        if odd.height <= (1 - _BY_DESIGN) * apart.height:
            return None
        place = self.events["place"][int(apart["at"][0])]
        self.findings.append(summed("numbered-apart", str(place), apart.height))
        return told.filter(together)["outer"]

    def _equal(self, name: str, within: str) -> pl.DataFrame:
        """The starts whose reference is that of a run of what they lie within, and that name none by `of`.

        `begun` and `over` are the days of that run, `begun_at` and `over_at` the places of its entries.
        """
        starts, outer = self.runs[name].starts, self.runs[within]
        equal = self.marks[starts["at"]].select(self._key(within, "ref")).to_series()
        equal_only = self._knows(starts["at"], "ref", within) & ~self._knows(starts["at"], "of", within)
        found = starts.select("at", "on", outer=equal).filter(equal_only)
        for runs, day, place in ((outer.starts, "begun", "begun_at"), (outer.ends, "over", "over_at")):
            bounds = runs.select(
                pl.col("key").alias("outer"), pl.col("on").alias(day), pl.col("at").alias(place)
            )
            found = found.join(bounds, on="outer", how="left", maintain_order="left")
        return found

    def _named_in(self, column: str) -> pl.Series:
        """Of each entry, the episodes that have a run with the reference in a column: a bit for each."""
        if self.marks[column].null_count() == self.marks.height:
            return nothing(pl.UInt64(), self.marks.height)
        whose = self.marks["whose ref"]
        runs = [pl.concat([runs.starts["at"], runs.ends["at"]]) for runs in self.runs.values()]
        known = [pl.DataFrame({"key": whose[at].unique()}) for at in runs]
        bits = (table.with_columns(bit=pl.lit(1 << place, pl.UInt64)) for place, table in enumerate(known))
        told = pl.concat(bits).group_by("key").agg(pl.col("bit").sum().cast(pl.UInt64))
        read = self.marks.select(pl.when(pl.col(column).is_not_null()).then(_whose(column)).alias("key"))
        return read.join(told, on="key", how="left", maintain_order="left")["bit"]

    def _knows(self, at: pl.Series, column: str, episode: str) -> pl.Series:
        """Of which of these entries the reference in a column is that of a run of an episode."""
        bit = 1 << self.episodes.index(episode)
        return (self._names[column][at] & bit).fill_null(0) != 0

    def _names_one(self, at: pl.Series, event: str, column: str, episode: str) -> pl.Series:
        """The same of entries of one kind, where such an entry may mean it."""
        inner = self._inner_of.get(event)
        meant = self.meant[inner] if inner is not None and column == "ref" else None
        if meant is None:
            return self._knows(at, column, episode)
        keys = self.marks[at].select(self._key(episode, column)).to_series()
        return keys.is_in(meant.implode()).fill_null(False)

    def _named(self, pieces: Sequence[tuple[str, str, pl.Series]], name: str) -> pl.Series:
        """The references at some places, each with the episode that it is of."""
        column = pl.Series(name, [None], pl.String).new_from_index(0, self.events.height)
        for episode, source, at in pieces:
            if at.len():
                told = pl.select(pl.lit(f"{episode.replace('_', ' ')} ") + self.marks[source][at]).to_series()
                column = column.scatter(at, told)
        return column.alias(name)

    def _odd(self) -> None:
        """Tell of runs that begin before what they belong to, and of those left open when that had ended."""
        for name, episode in self.vocabulary.episodes.items():
            outer = self.runs.get(episode.within)
            if outer is None:
                continue
            inside = self._inside(name, episode.within)
            by_day = odd(self.kinds, inside["at"], episode, self.vocabulary.episodes[episode.within])
            begun = inside.join(
                outer.starts.select(outer="key", begun="on"), on="outer", maintain_order="left"
            )
            before = begun.filter(pl.col("on") < pl.col("begun"))["at"]
            self._find("starts-before", pl.concat([before, by_day.before]))
            ended = self.runs[name].ends["key"].implode()
            open_ = (
                inside.filter(~inside["key"].is_in(ended)) if len(self.runs[name].ends) else inside.clear()
            )
            over = open_["outer"].is_in(outer.ends["key"].implode())
            self._find("left-open", pl.concat([open_.filter(over)["at"], by_day.left_open]))

    def _inside(self, name: str, within: str) -> pl.DataFrame:
        """The starts of an episode with the key of the run around each, where the export names one."""
        starts = self.runs[name].starts
        marks = self.marks[starts["at"]]
        found = []
        for column in ("of", "ref"):
            outer = marks.select(self._key(within, column)).to_series()
            names = self._names_one(starts["at"], self.vocabulary.episodes[name].opens, column, within)
            found.append(where(names, outer))
        return starts.with_columns(outer=pl.select(pl.coalesce(found)).to_series()).filter(
            pl.col("outer").is_not_null()
        )

    def _pairing(self) -> Iterator[Pairing]:
        for name, episode in self.vocabulary.episodes.items():
            bounds = (self.marks["event"] == episode.opens) | (self.marks["event"] == episode.closes)
            gone = self.marks["at"].is_in(pl.concat([pl.Series([], dtype=pl.UInt32), *self._gone]).implode())
            number = int((bounds & self.marks["held"] & ~gone).sum())
            if number:
                runs = self.runs[name]
                by_date = number - runs.starts.height - runs.ends.height
                yield Pairing(name, runs.number, by_date)

    def _find(self, kind: str, at: pl.Series) -> None:
        """A finding for each of these things, once however many of its entries stand in a row."""
        if at.is_empty():
            return
        # A file may have all its records on one line.
        rows = self.events.select("place", "row", "child", "ref")[at.sort()].unique(maintain_order=True)
        self.findings += by_place(kind, rows)
