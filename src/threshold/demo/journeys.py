"""Made-up children's journeys, from referral to the end of a plan, all at once in columns."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.dates.working_days import bank_holidays

Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

# England, year to 31 March 2024: the shares in time, as the Department for Education counts them.
ASSESSMENTS_IN_TIME = 0.845
CONFERENCES_IN_TIME = 0.797

TEAMS = (
    "Assessment Team 1",
    "Assessment Team 2",
    "Locality North",
    "Locality South",
    "Children with Disabilities",
)

_YEARS_BACK = 2
_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Journeys:
    """What happened up to `as_at`, a row for each piece of work; a date is null where it did not happen.

    Every table but the last has `episode` as well, the number of the referral that it all came from.

    referrals     child, referral, referral_decision, tac_started, closed (the whole episode), nfa (whether it
                  led to no further action: then it has nothing else)
    assessments   child, assessment_started, network_meeting, assessment_completed, cin_meeting, in_need
    enquiries     child, section_47_started, conference_needed, cp_conference, core_group
    cin_plans     child, cin_plan_started, cin_plan_ended
    cp_plans      child, cp_plan_started, cp_plan_ended
    cin_reviews   child, cin_review
    cp_reviews    child, cp_review
    teams         child, team, worker
    """

    as_at: date
    referrals: pl.DataFrame
    assessments: pl.DataFrame
    enquiries: pl.DataFrame
    cin_plans: pl.DataFrame
    cp_plans: pl.DataFrame
    cin_reviews: pl.DataFrame
    cp_reviews: pl.DataFrame
    teams: pl.DataFrame


def make_journeys(children: int, seed: int, as_at: date) -> Journeys:
    """The journeys of so many children; the same seed and date give the same."""
    return _Maker(children, seed, as_at).make()


class _Maker:
    """Draws everything from one generator, in one order."""

    def __init__(self, children: int, seed: int, as_at: date) -> None:
        self.random = np.random.default_rng(seed)
        self.children = children
        self.as_at = as_at
        self.today = np.datetime64(as_at, "D")
        self.holidays = np.array(bank_holidays(), dtype="datetime64[D]")

    def make(self) -> Journeys:
        names = self._names()
        child, referral = self._referrals()
        decided = self._working_days(referral, self._few(referral.size, 0.88, 1, 4))
        assessed = self._chance(referral.size, 0.9)
        started = self._working_days(referral, self.random.integers(0, 6, referral.size))
        completed = self._working_days(referral, self._lengths(referral.size, ASSESSMENTS_IN_TIME, 45, 18))
        completed = np.maximum(completed, started)
        in_need = assessed & self._chance(referral.size, 0.6)
        network = self._maybe(self._working_days(started, self._few(referral.size, 0.8, 15, 12)), 0.92)
        meeting = self._maybe(self._working_days(completed, self._few(referral.size, 0.8, 7, 15)), 0.93)

        enquired = assessed & self._chance(referral.size, 0.28)
        enquiry = self._working_days(started, self.random.integers(0, 15, referral.size))
        needed = self._chance(referral.size, 0.36)
        conference = self._working_days(enquiry, self._lengths(referral.size, CONFERENCES_IN_TIME, 15, 6))
        on_plan = enquired & needed & self._chance(referral.size, 0.87)
        cp_ended = conference + self._spread(referral.size, 60, 500)
        core_group = self._maybe(self._working_days(conference, self._few(referral.size, 0.85, 10, 9)), 0.96)

        on_cin = in_need & ~on_plan & self._chance(referral.size, 0.75)
        stepped_down = on_plan & (cp_ended < self.today)
        cin_started: Days = np.where(
            stepped_down, cp_ended, completed + self.random.integers(0, 15, referral.size)
        )
        cin_ended: Days = cin_started + self._spread(referral.size, 60, 360)
        tac = cin_ended + self.random.integers(0, 15, referral.size)
        cin = on_cin | stepped_down
        has_tac = cin & self._chance(referral.size, 0.3)

        closed = np.where(cin, cin_ended, np.where(on_plan, _NEVER, np.maximum(completed, enquiry)))
        closed = np.where(
            assessed & (cin | ~in_need), np.where(needed, np.maximum(closed, conference), closed), _NEVER
        )

        def table(which: Flags, **columns: Days | Flags) -> pl.DataFrame:
            return self._table(names, child, which, columns)

        return Journeys(
            as_at=self.as_at,
            referrals=table(
                np.ones_like(assessed),
                referral=referral,
                referral_decision=decided,
                tac_started=np.where(has_tac, tac, _NEVER),
                closed=closed,
                nfa=~assessed,
            ),
            assessments=table(
                assessed,
                assessment_started=started,
                network_meeting=network,
                assessment_completed=completed,
                cin_meeting=np.where(in_need & ~enquired, meeting, _NEVER),
                in_need=in_need,
            ),
            enquiries=table(
                enquired,
                section_47_started=enquiry,
                conference_needed=needed,
                cp_conference=np.where(needed, conference, _NEVER),
                core_group=np.where(on_plan, core_group, _NEVER),
            ),
            cin_plans=table(cin, cin_plan_started=cin_started, cin_plan_ended=cin_ended),
            cp_plans=table(on_plan, cp_plan_started=conference, cp_plan_ended=cp_ended),
            cin_reviews=self._reviews(
                names, child, cin, cin_started, cin_ended, "cin_review", (21, 42), (21, 42)
            ),
            cp_reviews=self._reviews(
                names, child, on_plan, conference, cp_ended, "cp_review", (75, 97), (150, 190)
            ),
            teams=self._teams(names),
        )

    def _names(self) -> pl.Series:
        """References such as a case system gives: numbers that count nothing."""
        numbers = 1_000_000 + self.random.permutation(self.children)
        return pl.Series("child", numbers).cast(pl.String)

    def _referrals(self) -> tuple[Numbers, Days]:
        """The child and the day of every referral: one for each, and a second for one in five."""
        first = self.today - self.random.integers(1, 365 * _YEARS_BACK, self.children)
        again = np.flatnonzero(self._chance(self.children, 0.2))
        second = first[again] + self.random.integers(200, 500, again.size)
        known = second < self.today
        child = np.concatenate([np.arange(self.children), again[known]])
        # A referral that falls on a closed day is dated on the working day before.
        days = np.concatenate([first, second[known]])
        return child, np.busday_offset(days, 0, roll="backward", holidays=self.holidays)

    def _table(
        self, names: pl.Series, child: Numbers, which: Flags, columns: dict[str, Days | Flags]
    ) -> pl.DataFrame:
        """The rows of a table whose first date has come, with later dates left out that have not."""
        frame = {"child": names.gather(child[which]), "episode": np.flatnonzero(which)}
        rows = pl.DataFrame(frame | {name: values[which] for name, values in columns.items()})
        dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
        past = [pl.when(pl.col(name) <= self.as_at).then(pl.col(name)) for name in dates]
        return rows.with_columns(past).filter(pl.col(dates[0]).is_not_null())

    def _reviews(
        self,
        names: pl.Series,
        child: Numbers,
        which: Flags,
        started: Days,
        ended: Days,
        event: str,
        first: tuple[int, int],
        later: tuple[int, int],
    ) -> pl.DataFrame:
        """Review after review while the plan lasts; `first` and `later` bound the days between."""
        plans = np.flatnonzero(which)
        last = np.minimum(ended[plans], self.today)
        found = [pl.DataFrame(schema={"child": pl.String, "episode": pl.Int64, event: pl.Date})]
        held = started[plans]
        low, high = first
        while plans.size:
            held = held + self.random.integers(low, high, plans.size)
            goes_on = held <= last
            plans, held, last = plans[goes_on], held[goes_on], last[goes_on]
            found.append(pl.DataFrame({"child": names.gather(child[plans]), "episode": plans, event: held}))
            low, high = later
        return pl.concat(found)

    def _teams(self, names: pl.Series) -> pl.DataFrame:
        team = self.random.integers(0, len(TEAMS), self.children)
        worker = self.random.integers(1, 13, self.children)
        return pl.DataFrame({"child": names, "team": team, "worker": worker}).with_columns(
            pl.col("team").replace_strict(range(len(TEAMS)), TEAMS),
            pl.format("Worker {}-{}", pl.col("team") + 1, pl.col("worker")).alias("worker"),
        )

    def _working_days(self, start: Days, number: Numbers) -> Days:
        return np.busday_offset(start, number, roll="backward", holidays=self.holidays)

    def _lengths(self, size: int, in_time: float, limit: int, beyond: int) -> Numbers:
        """Working days, so many of them within the limit and most of those close to it."""
        within = np.ceil(limit * self.random.beta(4, 1.6, size)).astype(np.int64)
        late = limit + self.random.geometric(1 / beyond, size)
        return np.where(self._chance(size, in_time), within, late)

    def _few(self, size: int, in_time: float, limit: int, beyond: int) -> Numbers:
        within = self.random.integers(0, limit + 1, size)
        return np.where(
            self._chance(size, in_time), within, limit + self.random.integers(1, beyond + 1, size)
        )

    def _spread(self, size: int, least: int, most: int) -> Numbers:
        return (least + (most - least) * self.random.beta(1.5, 2.5, size)).astype(np.int64)

    def _maybe(self, days: Days, chance: float) -> Days:
        return np.where(self._chance(days.size, chance), days, _NEVER)

    def _chance(self, size: int, chance: float) -> Flags:
        return self.random.random(size) < chance
