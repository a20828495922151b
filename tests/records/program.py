"""The same file put to the program and to the oracle, in the words of the oracle."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

from threshold import vocabulary as words
from threshold.casefiles import Case, Entry
from threshold.dates import Duration
from threshold.policy.anchors import anchor_of
from threshold.policy.model import Deadline
from threshold.semantics.deadlines import Clock as ProgramClock
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import Fact, ValueType, Vocabulary
from threshold.vocabulary.model import Reading

from .asks import Ask, State
from .clocks import Clock, Row, rows
from .consent import settled
from .history import breaks
from .oracle import Oracle, Run, Unsure
from .reading import state_of
from .said import stated
from .world import ABSENT, UNDATED, UNKNOWN, File, Missing, Record

IN_WORDS = {words.UNKNOWN: UNKNOWN, words.ABSENT: ABSENT, words.UNDATED: UNDATED}


def entry(record: Record) -> Entry:
    return Entry(record.on, record.event, record.status, dict(record.carries), record.ref, record.of)  # type: ignore[arg-type]


def case_of(file: File, given: Mapping[str, object] | None = None) -> Case:
    """The case file that holds these entries, and nothing else but what is given."""
    timeline = tuple(entry(record) for record in file.records)
    return Case("R-1", dict(given or {}), timeline, dict(file.covers), as_at=file.today)  # type: ignore[arg-type]


class Carries:
    """Draws what an entry carries, out of few values, so that they agree or not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, random: Random, event: str) -> dict[str, object]:
        declared = self.vocabulary.events[event]
        return {
            name: self._value(random, kind)
            for name, kind in declared.carries.items()
            if kind.kind in ("boolean", "choice", "list")
            if name in declared.needs or random.random() < 0.7
        }

    def _value(self, random: Random, kind: ValueType) -> object:
        match kind.kind:
            case "boolean":
                return random.random() < 0.5
            case "choice":
                return random.choice(kind.values[:3])
            case _:
                return random.choice((("Family",), ("Family", "Social Worker"), ()))


# Readings that no pack asks for, beside those that some do: every way of reading is to be compared.
WIDER = {
    "plan_begun": Reading("opened", (), "child_in_need"),
    "plan_over": Reading("closed", (), "child_in_need"),
    "protected": Reading("opened", (), "child_protection"),
    "reviews": Reading("count", ("cin_review",), during="child_in_need"),
    "planned_reviews": Reading("count", ("assessment_review", "assessment_planning"), during="assessment"),
    "all_reviews": Reading("count", ("cin_review",)),
    "assessed_anywhere": Reading("opened", (), "assessment", anywhere=True),
    "assessed_now_anywhere": Reading("open", (), "assessment", anywhere=True),
    "assessment_ended_anywhere": Reading("closed", (), "assessment", anywhere=True),
    "review_since": Reading("first", ("cin_review",), since="wider.plan_begun"),
    "review_by": Reading("latest", ("cin_review",), during="child_in_need", by="wider.plan_over"),
    "reviews_since": Reading("count", ("cp_review",), since="wider.protected"),
    "met": Reading("latest", ("tac_meeting",), during="caf"),
    "caf_begun": Reading("begun", (), "caf"),
    "enquiry_begun": Reading("begun", (), "enquiry"),
    "tac_left_open": Reading("left_open", (), "team_around_child"),
    "assessment_left_open": Reading("left_open", (), "assessment"),
    "referred": Reading("opened", (), "referral"),
    "referral_closed": Reading("closed", (), "referral"),
    "referral_open": Reading("open", (), "referral"),
    "gap": Reading("longest_gap", (), "team_around_child", among=("caf", "enquiry")),
    "sure_gap": Reading("longest_gap", (), "caf", among=("assessment", "team_around_child"), certain=True),
    "served": Reading("served", (), "team_around_child", after="caf"),
    "agreed_in_it": Reading(
        "latest", ("managers_conversation",), where=(("agreed", True),), during="referral"
    ),
    "confirmed": Reading("first", ("fyps_discussion",), where=(("outcome", "confirmed"),)),
    "ever_confirmed": Reading("ever", ("fyps_discussion", "managers_conversation")),
    "conference": Reading("first", ("cp_conference",), during="enquiry", status="held or planned"),
    "conferences": Reading("count", ("cp_conference",), during="referral"),
}


def wider(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with more facts to read off a timeline."""
    kinds = {"count": "number", "longest_gap": "number", "ever": "boolean"}
    more = {}
    for name, reading in WIDER.items():
        kind = "boolean" if reading.take in ("open", "left_open") else kinds.get(reading.take, "date")
        more[f"wider.{name}"] = Fact(f"wider.{name}", ValueType(kind), reading=whole(reading, vocabulary))  # type: ignore[arg-type]
    return replace(vocabulary, facts={**vocabulary.facts, **more})


def whole(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """A reading of an episode with the events that it is read from."""
    if not reading.episode:
        return reading
    episode = vocabulary.episodes[reading.episode]
    return replace(reading, events=(episode.opens, episode.closes))


def said_by_program(
    file: File, vocabulary: Vocabulary, instance: tuple[str, int] | None = None
) -> dict[str, State]:
    """Every fact read off the timeline, save those in a contradiction."""
    facts, contradictions = read_facts(case_of(file), vocabulary, file.today, instance)
    doubted = {name for each in contradictions for name in each.facts}
    found: dict[str, State] = {}
    for name, fact in vocabulary.facts.items():
        if (fact.reading or fact.settling) and (name not in doubted or fact.protection):
            state = facts.state(name)
            found[name] = IN_WORDS[state] if isinstance(state, words.Missing) else state
            if fact.reading and fact.reading.take == "served":
                found[name] = (found[name], facts.breaks.get(name, 0))
    return found


def row_of(clock: ProgramClock) -> Row:
    """A row of the program in the words of the oracle, as far as it is laid down what it says."""
    row = Row(clock.state, clock.start, clock.due, clock.met_on, clock.days, clock.stopped_on)  # type: ignore[arg-type]
    return as_laid_down(row)


def as_laid_down(row: Row) -> Row:
    """Days where something is counted; no due date of what was early; no more of what cannot be told."""
    if row.state not in ("pending", "late", "overdue", "missed"):
        row = replace(row, days=None)
    if row.state == "early":
        return replace(row, due=None)
    return replace(row, met_on=None, stopped_on=None) if row.state == "cannot_tell" else row


class Told:
    """What the oracle says of the facts of a vocabulary; nothing is stated beside the timeline."""

    def __init__(self, file: File, vocabulary: Vocabulary, instance: tuple[str, int] | None = None) -> None:
        self.oracle, self.vocabulary = Oracle(file), vocabulary
        if instance:
            self.oracle = self.oracle.at(self.oracle.runs(instance[0])[instance[1]])
        self.known: dict[str, State] = {}

    def stated(self, name: str, given: Mapping[str, object]) -> State:
        """What a fact is that is stated about an episode, in the file (`given`) or by its entries."""
        return stated(self.oracle, name, self.vocabulary.facts[name].about, given)

    def state(self, name: str) -> State:
        if name not in self.known:
            self.known[name] = self._state(self.vocabulary.facts[name])
        return self.known[name]

    def _state(self, fact: Fact) -> State:
        if fact.settling:
            settling = fact.settling
            says = dict(settling.says)
            found = settled(self.oracle, says, dict(settling.where), settling.during)
            return UNKNOWN if found is None else found
        if fact.reading is None:
            return UNKNOWN
        state, reading = state_of(self.oracle, self.ask(fact)), fact.reading
        if reading.take == "served":
            return (state, breaks(self.oracle, reading.episode, reading.after))
        return state

    def ask(self, fact: Fact) -> Ask:
        reading = fact.reading
        assert reading is not None
        return Ask(
            reading.take,
            reading.events,
            reading.episode,
            reading.during,
            self.bound(reading.since),
            self.bound(reading.by),
            dict(reading.where),
            reading.status,
            reading.give,
            reading.anywhere,
            reading.among,
            reading.after,
            reading.certain,
            reading.else_first,
        )

    def bound(self, name: str) -> date | Missing | None:
        if not name:
            return None
        state = self.state(name)
        assert isinstance(state, date | Missing)
        return state

    def rows(self, rule: Deadline) -> list[Row] | None:
        """The rows of a deadline at the run that is looked at; None where it cannot be told which."""
        episode = anchor_of(rule, self.vocabulary)
        run = self.oracle.current(episode) if episode else None
        if isinstance(run, Unsure):
            return None
        assert isinstance(rule.within, Duration)
        clock = Clock(
            self.state(rule.starts),
            rule.within,
            episode,
            (rule.met_by_event,) if rule.met_by_event else (),
            self.ask(self.vocabulary.facts[rule.met_by]) if rule.met_by else None,
            self.state(rule.or_sooner) if rule.or_sooner else None,
            rule.repeats,
            rule.ends_with,
            rule.pauses_while,
            self.ask(self.vocabulary.facts[rule.starts]),
        )
        return rows(self.oracle, clock, run if isinstance(run, Run) else None)
