"""Answers that an entry shows to be wrong: a conference that was held, in an enquiry said to need none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from threshold.exports.quality import by_place
from threshold.output.words import spoken
from threshold.reading import parse_yaml, plain, read_text
from threshold.vocabulary import Episode, Vocabulary


class _Shown(BaseModel):
    """The event that shows an answer to be yes, and the episode in which it has to be held."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    event: str
    episode: str = Field(alias="in")


@dataclass(slots=True)
class Undenied:
    """Events and stated facts without the answers that are denied, and a finding for each of these."""

    events: pl.DataFrame
    facts: pl.DataFrame
    findings: list[pl.DataFrame] = field(default_factory=list)


def without_denied(
    events: pl.DataFrame, facts: pl.DataFrame, places: pl.DataFrame, vocabulary: Vocabulary
) -> Undenied:
    """The events and facts, in which an answer that an entry denies is not known.

    `events` are as `exports.links` leaves them, `places` the `place` and `row` of each; `facts` has a row for
    each child.
    """
    left = Undenied(events, facts)
    for fact, shown in _shown_by().items():
        if shown.episode not in vocabulary.episodes:
            continue  # a vocabulary of one's own may have no such thing
        episode = vocabulary.episodes[shown.episode]
        around = vocabulary.episodes.get(episode.within)
        denied = _denied(left, fact, shown.event, episode, around.opens if around else "")
        if denied is None or denied.is_empty():
            continue
        left.findings += by_place("contradiction", places[denied["told_at"].sort()], spoken(fact))
        if fact in left.events.columns:
            gone = pl.concat([denied["at"], denied["end_at"].drop_nulls()])
            left.events = left.events.with_columns(left.events[fact].scatter(gone, None))
        whose = denied.filter("of_child")["child"]
        if whose.len():
            said = pl.when(~pl.col("child").is_in(whose.implode())).then(fact)
            left.facts = left.facts.with_columns(said.alias(fact))
    return left


@cache
def _shown_by() -> Mapping[str, _Shown]:
    path = Path(__file__).with_name("shown-by.yaml")
    written = plain(parse_yaml(read_text(path, path.name), path.name)[0])
    return TypeAdapter(dict[str, _Shown]).validate_python(written)


def _denied(left: Undenied, fact: str, event: str, episode: Episode, around: str) -> pl.DataFrame | None:
    """The runs of which the answer is no though the event was held in them.

    `at` is the place of the run's start, `end_at` of its end, `told_at` of what tells the answer, or, where
    it is one of the child (`of_child`), of the event. `around` is what begins that in which runs lie. None
    where nobody says no.
    """
    nobody = pl.DataFrame({"child": pl.Series([], dtype=pl.String), fact: pl.Series([], dtype=pl.Boolean)})
    said = left.events.select("child", fact) if fact in left.events.columns else nobody
    of_child = left.facts.select("child", fact) if fact in left.facts.columns else nobody
    no = pl.concat([each.filter(~pl.col(fact))["child"] for each in (said, of_child)]).unique()
    if no.is_empty():
        return None
    kinds = [event, episode.opens, episode.closes, around]
    concerned = pl.col("event").is_in(kinds) & (pl.col("status") == "held")
    answer = pl.col(fact) if said.height else pl.lit(None, pl.Boolean)
    entries = left.events.with_row_index("at").filter(concerned)
    entries = entries.filter(pl.col("child").is_in(no.implode()))
    entries = entries.select("at", "child", "event", "on", "ref", "of", answer=answer)
    runs = _answered(entries, episode, of_child.rename({fact: "stated"}))
    runs = runs.filter(~pl.col("answer"))
    held = entries.filter((pl.col("event") == event) & pl.col("on").is_not_null())
    shown = pl.concat([_linked(runs, held), _by_date(runs, held, entries, episode, around)])
    denied = runs.join(shown.unique("at", keep="first", maintain_order=True), on="at", maintain_order="left")
    return denied.with_columns(told_at=pl.coalesce("told_at", "shown_at"))


def _answered(entries: pl.DataFrame, episode: Episode, stated: pl.DataFrame) -> pl.DataFrame:
    """The runs with the answer of each: that of its end, of its start, or, of the latest, of the child."""
    ends = entries.filter((pl.col("event") == episode.closes) & pl.col("ref").is_not_null())
    ends = ends.select("child", "ref", end_at="at", end_answer="answer").unique(["child", "ref"])
    runs = entries.filter(pl.col("event") == episode.opens).drop("event")
    runs = runs.join(ends, on=["child", "ref"], how="left", maintain_order="left")
    runs = runs.join(stated, on="child", how="left", maintain_order="left")
    of_run = pl.coalesce("end_answer", "answer")
    # A run without its day may be the latest.
    latest = (pl.col("on") == pl.col("on").max().over("child")) & ~pl.col("on").has_nulls().over("child")
    return runs.with_columns(
        answer=pl.coalesce(of_run, pl.when(latest).then("stated")),
        told_at=pl.when(pl.col("end_answer").is_not_null())
        .then("end_at")
        .when(pl.col("answer").is_not_null())
        .then("at"),
        of_child=of_run.is_null(),
    )


def _linked(runs: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Which run each event belongs to by what the export says: `at`, `shown_at`."""
    named = held.filter(pl.col("of").is_not_null()).select("child", ref="of", shown_at="at")
    return runs.select("child", "ref", "at").join(named, on=["child", "ref"]).select("at", "shown_at")


def _by_date(
    runs: pl.DataFrame, held: pl.DataFrame, entries: pl.DataFrame, episode: Episode, around: str
) -> pl.DataFrame:
    """Which run each event falls into that names none of them: of those that held its day, the last begun."""
    begun = entries.filter(pl.col("event") == episode.opens)
    certain = begun.group_by("child").agg(pl.col("on").has_nulls().alias("open")).filter(~pl.col("open"))
    refs = begun.select("child", of="ref").drop_nulls()
    loose = held.join(refs, on=["child", "of"], how="anti").filter(
        pl.col("child").is_in(certain["child"].implode())
    )
    loose = loose.select("child", "on", "of", shown_at="at")
    begun = begun.drop_nulls("on").select("child", "ref", "on", start="on", at="at", of="of").sort("on", "at")
    # What says nothing of what it lies in lies in what had begun last.
    outer = entries.filter((pl.col("event") == around) & pl.col("on").is_not_null()).sort("on", "at")
    outer = outer.select("child", "on", outer="ref")
    begun = begun.join_asof(outer, on="on", by="child", check_sortedness=False)  # sorted just here
    begun = begun.select("child", "ref", "start", "at", within=pl.coalesce("of", "outer"))
    ends = entries.filter(pl.col("event") == episode.closes).select("child", "ref", ended="on")
    found = pl.concat([_held_by_linked(loose, begun, ends), _held_by_others(loose, begun, ends)])
    elsewhere = pl.col("of").is_not_null() & pl.col("of").ne_missing(pl.col("within"))
    found = found.filter(~elsewhere).sort("start", "at")
    found = found.unique("shown_at", keep="last", maintain_order=True)
    return found.filter(pl.col("at").is_in(runs["at"].implode())).select("at", "shown_at")


def _held_by_linked(loose: pl.DataFrame, begun: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """The runs with a reference that held the day of each event: each is over by its own end alone."""
    # One that has ended, nobody knows when, held the day of its start.
    over = ends.drop_nulls("ref").unique(["child", "ref"]).with_columns(over=pl.lit(True))
    linked = begun.drop_nulls("ref").join(over, on=["child", "ref"], how="left", maintain_order="left")
    last = pl.when("over").then(pl.coalesce("ended", "start"))
    found = loose.join(linked.with_columns(last=last), on="child", maintain_order="left")
    inside = (pl.col("start") <= pl.col("on")) & (pl.col("on") <= pl.col("last")).fill_null(True)
    return found.filter(inside).select("shown_at", "of", "start", "at", "within")


def _held_by_others(loose: pl.DataFrame, begun: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """The run without a reference that held the day: the last begun, unless one had ended since."""
    starts = begun.filter(pl.col("ref").is_null()).select("child", "start", "at", "within", on="start")
    over = ends.filter(pl.col("ref").is_null()).drop_nulls("ended").select("child", "ended", on="ended")
    found = loose.sort("on", "shown_at")
    for before in (starts.sort("on", "at"), over.sort("on")):
        found = found.join_asof(before, on="on", by="child", check_sortedness=False)  # sorted just here
    inside = (
        pl.col("ended").is_null() | (pl.col("ended") < pl.col("start")) | (pl.col("ended") == pl.col("on"))
    )
    return found.filter(inside & pl.col("at").is_not_null()).select("shown_at", "of", "start", "at", "within")
