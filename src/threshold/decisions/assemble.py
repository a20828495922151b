"""Putting a decision together from what was inferred: status, direction, checks, dates, route and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from threshold.casefiles import Case, Contradiction, events_to_ask
from threshold.conditions import (
    Condition,
    Facts,
    Moment,
    Signals,
    Truth,
    facts_missing,
    reasons,
)
from threshold.dates import add
from threshold.decisions.deadlines import Clock, clocks
from threshold.decisions.derive import Derived
from threshold.decisions.direction import LEVEL, SUPPORT, Proposal
from threshold.decisions.headline import headline
from threshold.decisions.model import (
    SCHEMA,
    ActionLine,
    Brag,
    Check,
    Citation,
    Conflict,
    DeadlineRow,
    Decision,
    Direction,
    Document,
    Judgement,
    Level,
    Limit,
    MissingFact,
    Note,
    PackStamp,
    ParameterUsed,
    PolicyStamp,
    Recommendation,
    Request,
    RouteStep,
    Start,
    Status,
)
from threshold.decisions.routes import Way, done_on, named, way
from threshold.decisions.status import (
    DOWNWARD,
    Checked,
    bears,
    check_status,
    final_direction,
    request_status,
)
from threshold.policy import OUTCOME, Action, Head, Pack, Policy, Requirement
from threshold.vocabulary import ABSENT, UNKNOWN, Missing, State, shown


@dataclass(frozen=True, slots=True)
class Findings:
    """What an engine found about a case: the input of a decision."""

    facts: Facts
    signals: Signals
    truths: Mapping[str, Truth]
    derived: Mapping[str, Derived]
    contradictions: Sequence[Contradiction]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision comes to, before it is put into words."""

    status: Status
    direction: Direction
    route: Way
    checks: tuple[Checked, ...]


@dataclass
class Assembler:
    """Assembles the decision of one case under one policy."""

    policy: Policy
    case: Case
    found: Findings
    trial: tuple[str, ...] = ()

    def outcome(self) -> Outcome:
        """Status, direction and route, with the checks they come from: the heart of a decision."""
        proposal = self.found.proposal
        proposed = self.found.facts.state("proposed.direction")
        route = way(self.policy, self.found.facts, self.found.truths, proposed)
        checks = tuple(self._checked(proposed))
        status = self._status(checks, route, proposed)
        direction = final_direction(
            proposal.requested, proposed, status, proposal.safety, self._clear(checks)
        )
        return Outcome(status, direction, route, checks)

    def decision(self, notes: Sequence[Note] = ()) -> Decision:
        """The whole decision. `notes` are added to its own (how compared documents would answer)."""
        proposed = self.found.facts.state("proposed.direction")
        outcome = self.outcome()
        status, direction = outcome.status, outcome.direction
        route, checks = outcome.route, outcome.checks
        rows = list(self._deadlines())
        missing = tuple(self._missing(checks, route, direction))
        conflicts = tuple(Conflict(c.id, c.facts, c.why) for c in self.found.contradictions)
        shown_checks = tuple(self._check(each, proposed) for each in checks)
        actions = tuple(self._actions(checks, rows, proposed, direction))
        request = self._request()
        because = tuple(self._because(checks, route, direction, status))
        recommendation = Recommendation(
            direction=direction,
            from_=_text(self.found.facts.state(SUPPORT)),
            to=self._to(direction),
            level_of_need=self._level(),
            brag=self._brag(),
            outcome=self._outcome(),
            because=because,
            headline=headline(
                direction, status, request, self._to(direction), because, missing, shown_checks
            ),
        )
        heads = [
            each.rule.head
            for each in checks
            if (each.decides and each.status != "not_applicable") or each.status == "not_met"
        ]
        heads += [rule.head for d in self.found.derived.values() for rule, _ in d.fired]
        heads += [row.rule.head for row in rows if row.start is not None]
        heads += [rule.head for rule, _, _ in route.steps]
        return Decision(
            schema=SCHEMA,
            case=self.case.reference,
            family=self.case.family,
            as_at=_iso(self.found.facts.as_at),
            policy=self._stamp(),
            request=request,
            recommendation=recommendation,
            status=status,
            checks=shown_checks,
            deadlines=tuple(self._deadline(row) for row in rows),
            route=tuple(self._route(route)),
            documents=tuple(self._documents(checks)),
            actions=actions,
            missing=missing,
            conflicts=conflicts,
            notes=tuple([*self._notes(heads, rows, checks, route), *notes]),
            parameters=tuple(self._parameters(heads)),
        )

    # --- status and direction -------------------------------------------------------------------

    def _checked(self, proposed: State) -> Iterator[Checked]:
        truths = self.found.truths
        for pack in self.policy.packs:
            for rule in pack.requirements:
                status = check_status(
                    truths[f"{rule.head.id}:applies"], truths[f"{rule.head.id}:satisfied"]
                )
                missing: tuple[str, ...] = ()
                if status == "undetermined":
                    missing = tuple(dict.fromkeys(self._unknown(rule)))
                yield Checked(rule, pack, status, bears(rule, pack, proposed), missing)

    def _unknown(self, rule: Requirement) -> Iterator[str]:
        yield from self._base_facts(rule.applies)
        yield from self._base_facts(rule.satisfied)

    def _base_facts(self, condition: Condition) -> Iterator[str]:
        """The unknown facts behind a condition, derived ones traced to what they rest on."""
        for name in facts_missing(condition, self.found.signals, self.found.facts):
            yield from self._behind(name, set())

    def _behind(self, name: str, seen: set[str]) -> Iterator[str]:
        derived = self.found.derived.get(name)
        if derived is None or name in seen:
            yield name
            return
        seen.add(name)
        traced = False
        for _, row in derived.open_rows:
            for fact in facts_missing(row.when, self.found.signals, self.found.facts):
                traced = True
                yield from self._behind(fact, seen)
        if not traced:
            yield name

    def _status(self, checks: Sequence[Checked], route: Way, proposed: State) -> Status:
        proposal = self.found.proposal
        if not proposal.requested or not isinstance(proposed, str):
            return "advisory"
        doubtful = frozenset(
            name
            for contradiction in self.found.contradictions
            for name in contradiction.facts
            if not self.policy.vocabulary.facts[name].protection
        )
        status = request_status(not self._upward(proposed), checks, proposal.safety, doubtful)
        if proposal.safety:
            return status
        if route.refused and proposed == "workflow":
            return "blocked"
        if route.uncovered and status in ("permitted", "conditional"):
            return "undetermined"
        return status

    def _upward(self, proposed: State) -> bool:
        """Whether help goes up, or at least not down: what the safety rule never lets anything hold up."""
        safety = self.policy.safety
        refused = self.found.truths[f"{safety.head.id}:forbids"] is True
        return proposed in safety.covers and not refused

    def _clear(self, checks: Sequence[Checked]) -> bool:
        """Whether every check that bears on what is proposed is positively met (or does not apply)."""
        return all(c.status in ("met", "not_applicable") for c in checks if c.decides)

    def _to(self, direction: Direction) -> str | None:
        moves = ("step_up", "step_across", *DOWNWARD)
        return _text(self.found.proposal.asked_to) if direction in moves else None

    def _because(
        self, checks: Sequence[Checked], route: Way, direction: Direction, status: Status
    ) -> Iterator[str]:
        """Why, in a few lines; each ends with its citation."""
        proposal = self.found.proposal
        if direction == "safeguarding_now":
            yield _cite(self.policy.safety.head.title, self.policy.safety.head)
            return
        for _, step, why in route.refused:
            yield f"{why[0].upper()}{why[1:]}" + (f" [{step.id}]" if step else "")
        if route.uncovered and status == "undetermined":
            yield route.uncovered
        if status == "undetermined" and not any(check.decides for check in checks):
            yield "No rule of this policy says when this may be done"
        for effect in ("block", "condition"):
            for check in checks:
                if check.fails(effect) and status in ("blocked", "conditional", "undetermined"):
                    yield _cite(check.rule.says, check.rule.head)
        if not proposal.requested:
            yield from (f"{line[0].upper()}{line[1:]}" for line in proposal.because)
            if direction == "continue" and proposal.asked in DOWNWARD:
                for check in checks:
                    if check.decides and check.status in ("not_met", "undetermined"):
                        yield _cite(check.rule.says, check.rule.head)

    # --- the parts ------------------------------------------------------------------------------

    def _stamp(self) -> PolicyStamp:
        policy = self.policy
        packs = tuple(PackStamp(pack.name, pack.role, pack.source.date) for pack in policy.packs)
        return PolicyStamp(
            policy.name, policy.title, policy.version, policy.digest, packs, self.trial
        )

    def _request(self) -> Request | None:
        if not self.found.proposal.requested:
            return None
        states = {
            key: _text(self.found.facts.state(f"request.{key}"))
            for key in ("direction", "to", "made", "step", "action")
        }
        return Request(
            states["direction"] or "", states["to"], states["made"], states["step"], states["action"]
        )

    def _level(self) -> Level | None:
        derived = self.found.derived.get(LEVEL)
        if derived is None:
            return None
        state = self.found.facts.state(LEVEL)
        level = state if isinstance(state, int) else None
        floor = derived.floor if level is None else None
        table = self.policy.table("levels")
        cells = table.get(str(level if level is not None else floor), {})
        override = self.case.overrides.get(LEVEL)
        judged = None
        if override is not None:
            judged = Judgement(shown(override.value), override.by, override.reason)
        open_facts = [
            fact
            for _, row in derived.open_rows
            for fact in facts_missing(row.when, self.found.signals, self.found.facts)
        ]
        return Level(
            level=level,
            at_least=floor if isinstance(floor, int) else None,
            not_ruled_out=tuple(int(str(value)) for value in derived.not_ruled_out),
            name=str(cells.get("name") or ""),
            response=str(cells.get("response") or ""),
            indicators=tuple(row.because or shown(row.value) for _, row in derived.fired),
            not_known=tuple(dict.fromkeys(open_facts)),
            judged=judged,
            source=tuple(
                dict.fromkeys(clause for rule, _ in derived.fired for clause in rule.head.carries)
            ),
        )

    def _brag(self) -> Brag | None:
        colour = self.found.facts.state("contact.brag")
        if isinstance(colour, Missing):
            return None
        holder = next((pack for pack in self.policy.packs if "brag" in pack.tables), None)
        if holder is None:
            return Brag(str(colour), False, "", "", "", ())
        row = holder.tables["brag"].get(str(colour))
        because = holder.parameters["brag"].because
        if row is None:
            return Brag(str(colour), False, "", "", "", (because,))
        within = "none required" if row.get("respond_within", "") is None else ""
        return Brag(
            colour=str(colour),
            defined=True,
            meaning=str(row.get("meaning") or ""),
            goes_to=str(row.get("goes_to") or ""),
            respond_within=within or str(row.get("respond_within") or ""),
            source=(because,),
        )

    def _outcome(self) -> str | None:
        state = self.found.facts.state(OUTCOME)
        derived = self.found.derived.get(OUTCOME)
        if derived is not None and isinstance(state, Missing):
            return str(derived.floor) if derived.floor is not None else None
        return _text(state)

    def _check(self, each: Checked, proposed: State) -> Check:
        rule, facts, signals = each.rule, self.found.facts, self.found.signals
        conditions = [rule.applies]
        if each.status != "not_applicable":
            conditions.append(rule.satisfied)
        used = {
            name: shown(facts.state(name))
            for condition in conditions
            for name in reasons(condition, signals, facts).used
        }
        failed = each.status == "not_met"
        return Check(
            rule=rule.head.id,
            title=rule.head.title,
            status=each.status,
            effect=rule.effect,
            decides=each.decides,
            urgent=self._turned_urgent(each, proposed),
            says=rule.says,
            until=self._until(rule) if failed else None,
            facts_used=used,
            missing=each.missing,
            source=self._cited(rule.head),
        )

    def _turned_urgent(self, each: Checked, proposed: State) -> bool:
        """With a protection concern, what stood in the way of help becomes an urgent action."""
        gap = each.status in ("not_met", "undetermined")
        endangered = bool(self.found.proposal.safety)
        return endangered and each.decides and gap and self._upward(proposed)

    def _until(self, rule: Requirement) -> str | None:
        """The earliest date on which time alone would satisfy the rule: the latest of its dates."""
        dates: list[date] = []
        for reference in rule.until:
            state = self.found.facts.state(reference.fact)
            if isinstance(state, date):
                moved = add(state, reference.plus) if reference.plus else state
                dates.append(moved)
        return max(_iso(day) for day in dates) if dates else None

    def _deadlines(self) -> Iterator[Clock]:
        for rule in self.policy.deadlines:
            applies = self.found.truths[f"{rule.head.id}:applies"]
            yield from clocks(
                rule, applies, self.found.facts, self.case, self.policy.vocabulary
            )

    def _deadline(self, row: Clock) -> DeadlineRow:
        rule = row.rule
        return DeadlineRow(
            rule=rule.head.id,
            title=rule.head.title,
            starts=Start(rule.starts, _iso(row.start) if row.start else None),
            limit=Limit(row.limit.number, row.limit.unit) if row.limit else None,
            due=_iso(row.due) if row.due else None,
            met_on=_iso(row.met_on) if row.met_on else None,
            state=row.state,
            days=row.days,
            unit=row.unit,
            interval=row.interval,
            beside=rule.beside or None,
            says=rule.says if row.state in ("late", "overdue") else "",
            missing=row.missing or self._deadline_missing(row),
            source=self._cited(rule.head),
        )

    def _deadline_missing(self, row: Clock) -> tuple[str, ...]:
        if row.applies is None:
            return tuple(dict.fromkeys(self._base_facts(row.rule.applies)))
        return ()

    def _route(self, route: Way) -> Iterator[RouteStep]:
        for number, (rule, step, certain) in enumerate(route.steps, start=1):
            yield RouteStep(
                seq=number,
                id=step.id,
                step=step.step,
                action=step.action,
                kind=step.kind,
                added_by=named(step.added_by, self.found.facts),
                sent_to=named(step.sent_to, self.found.facts),
                via=step.via,
                says=step.says,
                available=step.available,
                certain=certain is True,
                done=done_on(step, self.case),
                source=self._cited(rule.head, step.id),
            )

    def _documents(self, checks: Sequence[Checked]) -> Iterator[Document]:
        attached = self.found.facts.state("documents.attached")
        for check in checks:
            applies = self.found.truths[f"{check.rule.head.id}:applies"]
            if not check.rule.documents or not (applies or (applies is None and check.decides)):
                continue
            for name in check.rule.documents:
                if isinstance(attached, tuple):
                    state = "attached" if name in attached else "absent"
                else:
                    state = "unknown"
                yield Document(name, state, self._cited(check.rule.head))  # type: ignore[arg-type]

    def _actions(
        self, checks: Sequence[Checked], rows: list[Clock], proposed: State, direction: Direction
    ) -> Iterator[ActionLine]:
        found: list[ActionLine] = []
        if direction == "safeguarding_now":
            found += self._lines(self.policy.safety.do, self.policy.safety.head, True)
        for derived in self.found.derived.values():
            for rule, row in derived.fired:
                found += self._lines(row.do, rule.head, False)
        for check in checks:
            found += self._check_actions(check, proposed)
        for clock in rows:
            if clock.state in ("late", "overdue") and clock.met_on is None:
                found += self._lines(clock.rule.do, clock.rule.head, False)
        unique = {(line.do, line.by): line for line in reversed(found)}
        lines = list(reversed(unique.values()))
        yield from sorted(lines, key=lambda line: not line.urgent)

    def _check_actions(self, check: Checked, proposed: State) -> list[ActionLine]:
        urgent = self._turned_urgent(check, proposed)
        head = check.rule.head
        if check.status == "not_met" and check.pack.role != "compare":
            lines = self._lines(check.rule.do, head, urgent)
            if not lines and (urgent or (check.decides and check.rule.effect == "condition")):
                lines = [self._line(check.rule.says, "", None, urgent, head)]
            return lines
        if check.status == "undetermined" and check.decides:
            if urgent or (self._upward(proposed) and check.rule.effect == "condition"):
                return [self._line(f"Confirm: {head.title}", "", None, urgent, head)]
        return []

    def _lines(self, actions: Sequence[Action], head: Head, urgent: bool) -> list[ActionLine]:
        facts = self.found.facts
        return [
            self._line(
                action.do,
                named(action.by, facts),
                named(action.to, facts) if action.to else None,
                urgent or action.urgent,
                head,
            )
            for action in actions
        ]

    def _line(self, do: str, by: str, to: str | None, urgent: bool, head: Head) -> ActionLine:
        return ActionLine(do, by, to, urgent, head.id, self._cited(head))

    # --- what is not known, and what is left open ------------------------------------------------

    def _missing(
        self, checks: Sequence[Checked], route: Way, direction: Direction
    ) -> Iterator[MissingFact]:
        """Facts worth asking for: protection first, then what the deciding checks lack."""
        settles: dict[str, list[str]] = {}
        proposal = self.found.proposal
        if proposal.safety is None and direction != "safeguarding_now":
            for fact in self._base_facts(self.policy.safety.when):
                settles.setdefault(fact, []).append(self.policy.safety.head.id)
        for check in checks:
            if check.decides:
                for fact in check.missing:
                    settles.setdefault(fact, []).append(check.rule.head.id)
        for fact in proposal.missing:
            for base in self._behind(fact, set()):
                settles.setdefault(base, []).append(LEVEL)
        for fact in self._route_missing(route, direction):
            settles.setdefault(fact, []).append("route")
        for name, rules in settles.items():
            yield MissingFact(name, self._question(name), tuple(dict.fromkeys(rules)))

    def _route_missing(self, route: Way, direction: Direction) -> Iterator[str]:
        """What would settle who a step goes to, whether it applies, or which of the routes is taken."""
        for fact in route.missing:
            yield from self._behind(fact, set())
        for _, step, certain in route.steps:
            if certain is None:
                yield from self._base_facts(step.when)
        for rule in self.policy.routes:
            if direction in rule.head.bears_on and self.found.truths[f"{rule.head.id}:when"] is None:
                yield from self._base_facts(rule.when)

    def _question(self, name: str) -> str:
        fact = self.policy.vocabulary.facts[name]
        if fact.asks:
            return fact.asks
        vocabulary = self.policy.vocabulary
        events = events_to_ask(self.case, vocabulary, fact, self.found.facts.as_at)
        if not events and fact.reading is not None:
            events = [fact.reading.events[-1]]
        return " ".join(vocabulary.events[event].asks for event in events) or fact.means

    def _notes(
        self, heads: list[Head], rows: list[Clock], checks: Sequence[Checked], route: Way
    ) -> Iterator[Note]:
        for warning in self.policy.warnings:
            yield Note("", warning)
        yield from self._beside(rows)
        if route.uncovered:
            yield Note("", route.uncovered)
        for check in checks:
            if check.rule.effect == "note" and check.status == "not_met":
                yield Note("", _cite(check.rule.says, check.rule.head))
        for name, override in self.case.overrides.items():
            derived = self.found.derived.get(name)
            if derived is not None and derived.state not in (override.value, UNKNOWN):
                label = name.replace(".", " ").replace("_", " ")
                text = (
                    f"{override.by} judged the {label} to be {shown(override.value)}; "
                    f"the facts indicate {shown(derived.state)}"
                )
                yield Note("", text)
        for tension in dict.fromkeys(t for head in heads for t in head.tensions):
            yield Note(tension, self.policy.tensions.get(tension, ""))

    def _beside(self, rows: list[Clock]) -> Iterator[Note]:
        """Where a local limit and the statutory one beside it come apart."""
        for row in rows:
            other = next((r for r in rows if r.rule.head.id == row.rule.beside), None)
            if other is None or row.due is None or other.due is None:
                continue
            title = row.rule.head.title
            if _iso(row.due) > _iso(other.due):
                text = f"{title}: the local date is later than the statutory one; keep the statutory"
                yield Note("", f"{text} [{other.rule.head.id}]")
            if row.state in ("late", "overdue") and other.state in ("met", "pending"):
                yield Note("", f"{title}: only the local limit is missed, not the statutory one")

    def _parameters(self, heads: list[Head]) -> Iterator[ParameterUsed]:
        used = dict.fromkeys((head.pack, name) for head in heads for name in head.parameters)
        for pack_name, name in sorted(used):
            in_force = self.policy.pack(pack_name).parameters[name]
            since = in_force.since.isoformat() if in_force.since else None
            yield ParameterUsed(
                in_force.name, in_force.shown, since, in_force.because, in_force.set_by
            )

    def _cited(self, head: Head, clause: str | None = None) -> Citation:
        pack: Pack = self.policy.pack(head.pack)
        clauses = (clause,) if clause in pack.clauses and clause else head.carries
        return Citation(pack.name, pack.source.document, clauses)


def _cite(text: str, head: Head) -> str:
    return f"{text} [{', '.join(head.carries)}]"


def _text(state: State) -> str | None:
    if state is UNKNOWN or state is ABSENT or isinstance(state, Missing):
        return None
    return state.isoformat() if isinstance(state, date) else str(state)


def _iso(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
