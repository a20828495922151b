"""A sample of a batch decided again, case by case, by the engine: any difference stops everything."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cache

import polars as pl

from threshold.batch.results import Results
from threshold.batch.sample import chosen
from threshold.batch.tables import FRAME, WHOLE_DAY, Tables, checked
from threshold.casefiles import Case, Entry
from threshold.conditions import Facts, Test, Truth, signal
from threshold.dates import OutsideCalendar
from threshold.engine import CompiledPolicy, evaluators
from threshold.engine.decide import inferred
from threshold.engine.evaluators import Evaluator
from threshold.policy import Deadline, Requirement
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.policy.traced import traced
from threshold.semantics.closed_lists import AUDITED_STATUSES
from threshold.semantics.deadlines import Clock, clocks
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import check_status
from threshold.semantics.timeline import Reader
from threshold.vocabulary import Value, Vocabulary

SAMPLE = 200
# A child of more entries is left out of the sample: one by one, they take longer than all others together.
MOST_ENTRIES = 300
# What is compared of a deadline's clock; of a requirement it is the state alone.
COLUMNS = ("state", "interval", "start", "due", "due_at", "met_on", "days", "unit", "stopped_on")
Row = tuple[object, ...]
_CHECKED: Mapping[str, list[Row]] = {status: [(status,)] for status in AUDITED_STATUSES}
_Instance = tuple[str, int | None]  # rule and run, from 1
Rows = dict[_Instance, list[Row]]


class Difference(Exception):
    """The batch and the engine differ on a rule: an internal error, after which no figure may be used."""

    def __init__(self, rule: str, case: str) -> None:
        super().__init__(
            f"internal error: {rule} comes out differently for many cases at once and for case {case} "
            "alone, so nothing is reported; please report this with the rule's name"
        )
        self.rule, self.case = rule, case


def replay(
    tables: Tables,
    results: Results,
    sample: int = SAMPLE,
    decided_one: Callable[[int], None] = lambda cases: None,
) -> int:
    """Decide a sample of the children one by one (see `batch.sample`), but for those of very many entries.

    Returns how many it were.

    `decided_one` is called after each case.

    Raises Difference, naming the rule and the case, if anything comes out otherwise than in the batch.
    """
    names = _of_few_entries(chosen(tables, results, sample), tables)
    found = by_case(results, names)
    replayed, within_calendar = Replayed(results), cache(lambda: Replayed(results, holds))
    for case in cases(tables, names, results.policy.vocabulary):
        try:
            wanted = replayed.expected(case)
        except OutsideCalendar:
            wanted = within_calendar().expected(case)
        compare(case, found.get(case.reference, {}), wanted)
        decided_one(1)
    return len(names)


def _of_few_entries(children: pl.Series, tables: Tables) -> list[str]:
    theirs = tables.events.filter(pl.col("child").is_in(children.implode()))["child"]
    many = theirs.value_counts().filter(pl.col("count") > MOST_ENTRIES)["child"]
    return children.filter(~children.is_in(many.implode())).to_list()


def holds(test: Test, facts: Facts) -> Truth:
    """Whether a test holds; unknown where a count leaves the calendar.

    For that a case by itself is refused, but of a child among many only what hangs on the count is left open.
    """
    try:
        return signal(test, facts)
    except OutsideCalendar:
        return None


def compare(case: Case, found: Mapping[_Instance, list[Row]], wanted: Mapping[_Instance, list[Row]]) -> None:
    """Raises Difference for the first rule of which the rows of a batch are not those wanted."""
    for key in {**wanted, **found}:
        if found.get(key, []) != wanted.get(key, []):
            raise Difference(key[0], case.reference)


def cases(tables: Tables, children: Collection[str], vocabulary: Vocabulary) -> Iterator[Case]:
    """These children's rows as case files would give them."""
    given = checked(tables, vocabulary)
    mine = pl.col("child").is_in(list(children))
    timelines: dict[str, list[Entry]] = {name: [] for name in children}
    for row in given.events.filter(mine).iter_rows(named=True):
        timelines[row["child"]].append(_entry(row, vocabulary))
    facts = {row["child"]: row for row in given.facts.filter(mine).iter_rows(named=True)}
    gaps = set(given.gaps.filter(mine).with_columns(pl.col("event").cast(pl.String)).rows())
    for name in children:
        stated = _stated(facts.get(name, {}))
        covers = {event: upto for event, upto in given.covers.items() if (name, event) not in gaps}
        yield Case(name, stated, tuple(timelines[name]), covers, as_at=given.as_at)


class Replayed:
    """The policy of a batch for single cases: what each anchor's rules hang on, compiled for the engine.

    `test` tells whether a test holds. With `whole`, every rule is worked out for every run, whether or not
    it hangs on that.
    """

    def __init__(
        self,
        results: Results,
        test: Callable[[Test, Facts], Truth] = signal,
        using: tuple[Evaluator, ...] | None = None,
        whole: bool = False,
    ) -> None:
        policy, self._as_at, self._whole = results.policy, results.as_at, whole
        every: list[Requirement | Deadline] = [*policy.requirements, *policy.deadlines]
        known = [rule for rule in every if rule.head.id in results.anchors]
        self._traced = {
            anchor: traced(policy, [rule for rule in known if results.anchors[rule.head.id] == anchor])
            for anchor in results.units
        }
        self._compiled = {
            anchor: CompiledPolicy(policy, using or evaluators(), test, None if whole else rules.stages)
            for anchor, rules in self._traced.items()
        }
        self._vocabulary = policy.vocabulary

    def expected(self, case: Case) -> Rows:
        """The rows that the engine gives for a case: of every rule, and of every run of its anchor."""
        reader = Reader(Records(case, self._vocabulary, self._as_at), self._as_at)
        rows: Rows = {}
        for anchor in self._traced:
            found = reader.records.runs(anchor) if anchor else ()
            for run in range(1, len(found) + 1) if found else (None,):
                rows |= self._rows(anchor, run, reader)
        return rows

    def _rows(self, anchor: str, run: int | None, reader: Reader) -> Rows:
        """The rows of an anchor's rules for one of its runs, in the shape of a batch's."""
        rules, instance = self._traced[anchor], (anchor, run - 1) if run else None
        facts = reader.facts(instance, None if self._whole else rules.facts)
        records = reader.records.looking_at(instance)
        said = reader.contradicting(instance)
        findings = inferred(self._compiled[anchor], facts, said, records)
        rows: Rows = {(rule.head.id, run): _CHECKED[_status(rule, findings)] for rule in rules.requirements}
        for rule in rules.deadlines:
            applies, doubtful = findings.truths[applies_key(rule)], findings.doubtful
            found = clocks(rule, applies, findings.facts, records, doubtful)
            told = [_clock_row(clock) for clock in found]
            if told:
                rows[rule.head.id, run] = told
        return rows


def _status(rule: Requirement, findings: Findings) -> str:
    """A requirement's status; a conflict, where it would be settled but for facts in a contradiction."""
    status = audited_status(findings.truths[applies_key(rule)], findings.truths[satisfied_key(rule)])
    if status != "undetermined" or not findings.contradictions:
        return status
    facts = findings.policy.vocabulary.facts
    doubtful = {name for each in findings.contradictions for name in each.facts if not facts[name].protection}
    missing = {*findings.unknown(rule.applies), *findings.unknown(rule.satisfied)}
    return "conflict" if missing & doubtful else status


def audited_status(applies: Truth, satisfied: Truth) -> str:
    """A requirement's status in an audit: as in a decision, but met only where it is known to apply."""
    return "undetermined" if applies is None and satisfied else check_status(applies, satisfied)


def _clock_row(clock: Clock) -> Row:
    due_at = clock.due if isinstance(clock.due, datetime) else None
    days = (clock.start, clock.due, clock.met_on)
    start, due, met = (day.date() if isinstance(day, datetime) else day for day in days)
    told = (clock.state, clock.interval, start, due, due_at, met, clock.days, clock.unit)
    return (*told, clock.stopped_on)


def by_case(results: Results, names: Collection[str]) -> dict[str, Rows]:
    """The rows of some children in a batch, by rule and run."""
    found: dict[str, Rows] = {name: {} for name in names}
    for anchor, units in results.units.items():
        places = units["child"].is_in(list(names)).arg_true()
        about = units[places].select("child", "instance").rows()
        for rule, statuses in results.checks[anchor].to_dict().items():
            for (child, run), status in zip(about, statuses[places].to_list(), strict=True):
                found[child][rule, run] = _CHECKED[status]
        unit = dict(zip(places.to_list(), about, strict=True))
        for rule in (rule for rule in results.deadlines if results.anchors[rule] == anchor):
            mine = pl.col("row").is_in(places.implode())
            # Intervals of one clock come in their order.
            clocks = results.deadlines[rule].filter(mine)
            clocks = clocks.sort("row", "interval", "met_on", maintain_order=True)
            for place, *row in clocks.select("row", *COLUMNS).rows():
                child, run = unit[place]
                found[child].setdefault((rule, run), []).append(tuple(row))
    return found


def _entry(row: Mapping[str, Value | None], vocabulary: Vocabulary) -> Entry:
    event = vocabulary.events[str(row["event"])]
    held = (*event.carries, *event.states)
    carries = {name: _value(row[name]) for name in held if row.get(name) is not None}
    on, status = row["on"], str(row["status"])
    ref, of = (str(row.get(name) or "") for name in ("ref", "of"))
    return Entry(on, event.name, status, carries, ref, of)  # type: ignore[arg-type]


def _stated(row: Mapping[str, Value | None]) -> dict[str, Value]:
    stated: dict[str, Value] = {}
    for name, value in row.items():
        if name == FRAME[0] or name.endswith(WHOLE_DAY) or value is None:
            continue
        whole = row.get(name + WHOLE_DAY) and isinstance(value, datetime)
        stated[name] = value.date() if whole and isinstance(value, datetime) else _value(value)
    return stated


def _value(value: object) -> Value:
    """A cell as a case file's value. Of ratings only the numbers are known, so that people are numbered."""
    if not isinstance(value, list):
        return value  # type: ignore[return-value]
    if value and isinstance(value[0], int):
        return tuple((str(number), rating) for number, rating in enumerate(value, start=1))
    return tuple(value)
