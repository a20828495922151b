"""One rule put to a case, told as a tree: whether it applies, what it asks, and what came of each."""

from collections.abc import Iterator
from typing import Any

from threshold.conditions import ALWAYS, NEVER
from threshold.decisions.explanation import explain, explain_ground
from threshold.decisions.lines import deadline_row
from threshold.decisions.model import DeadlineRow
from threshold.output.words import many, sentence, spoken
from threshold.policy import (
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    ProtectionRule,
    Requirement,
    Route,
    Safety,
)
from threshold.policy.inference_plan import (
    applies_key,
    fits_key,
    holds_key,
    satisfied_key,
    step_key,
    when_key,
)
from threshold.policy.protection import CONCERN
from threshold.semantics.deadlines import clocks
from threshold.semantics.grounds import Judged, judged
from threshold.semantics.routes import done, named
from threshold.semantics.status import Checked, checked
from threshold.vocabulary import parse_moment, shown
from threshold.why.model import Branch, RuleTold, Section
from threshold.why.tree import Trees

Rule = Ground | Definition | Requirement | Deadline | Route | ConflictRule | ProtectionRule | Safety
_TRUTHS = {True: "so", False: "not so", None: "not known"}
_CHECKED = {
    "met": "met",
    "not_met": "not met",
    "undetermined": "not known",
    "not_applicable": "does not apply",
}
_GROUND = {
    "met": "holds",
    "not_met": "does not hold",
    "undetermined": "not known",
    "not_applicable": "answers another request",
}
_STATES = {
    "met": "met in time",
    "late": "met late",
    "cannot_tell": "cannot be told",
    "no_limit": "no limit is set",
}


def told(rule: Rule, trees: Trees) -> RuleTold:
    """The rule as it came out in the case."""
    match rule:
        case Requirement():
            return _requirement(rule, trees)
        case Ground():
            return _ground(rule, trees)
        case Definition():
            return _definition(rule, trees)
        case Deadline():
            return _deadline(rule, trees)
        case Route():
            return _route(rule, trees)
        case ConflictRule():
            section = Section("contradicts where", rule.head.id, trees.tree(rule.when, rule.head.id))
            outcome = "contradicts" if section.branch.truth else _TRUTHS[section.branch.truth]
            return _made(rule, trees, "contradiction", outcome, says=rule.why, sections=(section,))
        case ProtectionRule():
            section = Section("a concern where", rule.head.id, trees.tree(rule.when, rule.head.id))
            worry = (Section("left open where", "", trees.tree(rule.worry, rule.head.id)),)
            sections = (section, *(worry if rule.worry != NEVER else ()))
            came = _TRUTHS[section.branch.truth]
            return _made(rule, trees, "protection", came, says=rule.because, sections=sections)
        case _:
            seen = trees.fact(CONCERN)
            branch = Branch("there is a protection concern", _known(seen.value), seen=(seen,))
            acted = trees.findings.protection.acted_on
            came = (
                "comes first" if acted else "nothing calls for it" if branch.truth is False else "not known"
            )
            return _made(
                rule, trees, "protection", came, sections=(Section("comes first where", "", branch),)
            )


def _known(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


def _made(
    rule: Rule,
    trees: Trees,
    kind: str,
    outcome: str,
    *,
    effect: str = "",
    decides: bool = False,
    says: str = "",
    lines: tuple[str, ...] = (),
    sections: tuple[Section, ...] = (),
) -> RuleTold:
    head = rule.head
    document = trees.findings.pack(head).source.document
    return RuleTold(
        head.id, head.title, kind, outcome, effect, decides, says, head.carries, document, lines, sections
    )


def _requirement(rule: Requirement, trees: Trees) -> RuleTold:
    check = _check(rule, trees)
    satisfied = satisfied_key(rule)
    sections = [Section("applies where", applies_key(rule), trees.tree(rule.applies, applies_key(rule)))]
    if check.status == "not_applicable":
        parts: tuple[Section, ...] = ()
    elif len(rule.parts) == 1 and rule.unless == NEVER:
        parts = (Section("must be so", satisfied, trees.tree(rule.satisfied, satisfied)),)
    else:
        many_parts = len(rule.parts) > 1
        parts = tuple(
            Section(f"must be so ({n})" if many_parts else "must be so", "", trees.tree(part.must, satisfied))
            for n, part in enumerate(rule.parts, start=1)
        )
    sections += parts
    if rule.unless != NEVER and check.status != "not_applicable":
        sections.append(Section("unless", "", trees.tree(rule.unless, satisfied)))
    if rule.applies == ALWAYS:
        sections = sections[1:]
    elif sections[0].branch.truth is True:
        sections = [*sections[1:], sections[0]]  # what was asked for is what people want to know
    return _made(
        rule,
        trees,
        "requirement",
        _CHECKED[check.status],
        effect=rule.effect,
        decides=check.decides,
        says=explain(check, trees.findings).says,
        sections=tuple(sections),
    )


def _check(rule: Requirement, trees: Trees) -> Checked:
    return next(each for each in checked(trees.findings) if each.rule.head.id == rule.head.id)


def _ground(rule: Ground, trees: Trees) -> RuleTold:
    each: Judged = next(one for one in judged(trees.findings) if one.ground.head.id == rule.head.id)
    fits = Section("answers the request where", fits_key(rule), trees.tree(rule.fits, fits_key(rule)))
    holds = Section("holds where", holds_key(rule), trees.tree(rule.when, holds_key(rule)))
    return _made(
        rule,
        trees,
        "ground",
        _GROUND[each.status],
        effect="ground",
        decides=each.decides and each.can_fit,
        says=explain_ground(each, trees.findings).says,
        sections=(fits, holds),
    )


def _definition(rule: Definition, trees: Trees) -> RuleTold:
    fact, words = trees.words.vocabulary.facts[rule.fact], trees.words
    seen = trees.origins.seen(rule.fact, trees.findings.facts)
    derived = trees.findings.derived.get(rule.fact)
    rows = []
    for row in rule.rows:
        because = f": {row.because}" if row.because else ""
        name = f"{words.value(rule.fact, row.value)} where"
        tree = trees.tree(row.when, row.key)
        rows.append(Section(f"{name}{because}" if because else name, row.key, tree))
    order = {True: 0, None: 1, False: 2}
    rows.sort(key=lambda section: order[section.branch.truth])
    lines = [f"{words.of(rule.fact)}: {seen.told}"]
    if derived is not None and derived.floor is not None:
        more = ", ".join(trees.origins.value(fact, value) for value in derived.not_ruled_out)
        floor = trees.origins.value(fact, derived.floor)
        lines.append(f"at least {floor}; not ruled out: {more}" if more else f"at least {floor}")
    if rule.otherwise is not None:
        lines.append(f"where no row holds: {trees.origins.value(fact, rule.otherwise)}")
    return _made(
        rule, trees, "definition", seen.value or "not known", lines=tuple(lines), sections=tuple(rows)
    )


def _deadline(rule: Deadline, trees: Trees) -> RuleTold:
    findings = trees.findings
    applies = findings.truths[applies_key(rule)]
    running = list(clocks(rule, applies, findings.facts, findings.records, findings.doubtful))
    rows = [deadline_row(clock, findings) for clock in running]
    start = trees.origins.seen(rule.starts, findings.facts)
    lines = [f"starts with {trees.words.of(rule.starts)}: {start.told}"]
    for row in rows:
        lines += _clock(row)
    if rule.met_by:
        lines.append(f"met by: {trees.origins.seen(rule.met_by, findings.facts).told}")
    elif rule.met_by_event:
        lines.append(f"met by each entry of “{spoken(rule.met_by_event)}”")
    state = rows[-1].state if rows else ""
    came = _STATES.get(state, state) or ("does not apply" if applies is False else "has not begun")
    says = rows[-1].says if rows else ""
    section = Section("applies where", applies_key(rule), trees.tree(rule.applies, applies_key(rule)))
    sections = () if rule.applies == ALWAYS else (section,)
    return _made(rule, trees, "deadline", came, says=says, lines=tuple(lines), sections=sections)


def _clock(row: DeadlineRow) -> Iterator[str]:
    """The days of one clock, as they follow from each other."""
    which = f"interval {row.interval}: " if row.interval is not None else ""
    limit = f"{many(row.limit.n, row.limit.unit.removesuffix('s'))}" if row.limit else "no limit"
    due = f", so due on {_day(row.due)}" if row.due else ""
    count = f" (day {row.count.day} of {row.count.of} on {_day(row.count.on)})" if row.count else ""
    begun = f" from {_day(row.starts.date)}" if row.starts.date else ""
    yield f"{which}{limit}{begun}{due}{count}"
    done_ = f"done on {_day(row.met_on)}: " if row.met_on else ""
    days = f", by {many(row.days, row.unit.removesuffix('s'))}" if row.days and row.state != "pending" else ""
    if row.days and row.state == "pending":
        days = f", {many(row.days, row.unit.removesuffix('s'))} left"
    yield f"{which}{done_}{_STATES.get(row.state, row.state)}{days}"
    if row.looser:
        yield row.looser


def _day(text: str | None) -> str:
    return shown(parse_moment(text)) if text else ""


def _route(rule: Route, trees: Trees) -> RuleTold:
    findings = trees.findings
    when = trees.tree(rule.when, when_key(rule))
    sections = [] if rule.when == ALWAYS else [Section("taken where", when_key(rule), when)]
    lines = []
    for step in rule.steps:
        tree = trees.tree(step.when, step_key(rule, step))
        if rule.table_step and tree.truth is False:
            continue  # an action of the table that is not asked for
        to = f" -> {named(step.to, findings.facts)}" if named(step.to, findings.facts) else ""
        day = done(step, findings)
        was = "" if day is None else " (done)" if day == "unknown" else f" (done on {_day(day)})"
        lines.append(f"{named(step.by, findings.facts)}: {step.action}{to}{was} [{step.id}]")
        if step.when != ALWAYS:
            sections.append(Section(f"step {step.id} where", step_key(rule, step), tree))
    came = {True: "taken", False: "not taken", None: "not known"}[when.truth]
    kind = "workflow table" if rule.table_step else "route"
    return _made(rule, trees, kind, came, lines=tuple(map(sentence, lines)), sections=tuple(sections))


def rules_by_id(trees: Trees) -> dict[str, Any]:
    """Every rule of the policy in force, by its id; grounds of workflow tables are among them."""
    policy = trees.findings.policy
    found: dict[str, Any] = {}
    for pack in policy.packs:
        for rules in (
            pack.grounds,
            pack.definitions,
            pack.requirements,
            pack.deadlines,
            pack.routes,
            pack.conflicts,
            pack.protection,
            pack.safety,
        ):
            found.update({rule.head.id: rule for rule in rules})
    return found
