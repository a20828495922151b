"""What stands in a pack and is not used: parameters, facts, scopes, readings, and somebody who is nobody."""

from collections.abc import Collection, Iterable, Iterator

from threshold.conditions import facts_of
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.policy.model import LEVEL, OUTCOME, TABLES_READ_BY_NAME, Deadline, Policy, Who, rules_of
from threshold.policy.packs import PackFiles, RuleGroup
from threshold.policy.protection import WORKED_OUT
from threshold.policy.rule_file import KINDS, GroundEntry, RequestEntry
from threshold.policy.soundness.examined import Examined
from threshold.policy.strata import PROPOSED
from threshold.policy.tensions import Tension
from threshold.policy.written import WrittenPolicy
from threshold.reading import Problem, did_you_mean
from threshold.reading.tree import child_of

_TAKEN_BY = {
    "bears_on": ("requirements", "deadlines", "routes"),
    "each": ("requirements", "deadlines"),
    "applies": ("requirements", "deadlines", "routes"),
    "request": ("grounds",),
}
_WRITTEN = {"request": "for"}


def unused_parameters(examined: Examined, tensions: Iterable[Tension]) -> Iterator[Problem]:
    """Parameters that no rule and no reading of a tension relies on."""
    held = examined.held
    packs = [pack for _, pack in examined.resolved]
    used = {name for pack in packs for rule in rules_of(pack) for name in rule.head.parameters}
    used |= {name for pack in packs if pack.script is not None for name in pack.script.parameters}
    named = tensions_named(held)
    read = [tension for tension in tensions if tension.name in named]
    used |= {name for tension in read for name in tension.parameters(held.entry.pack)}
    for short, parameter in held.parameters.items():
        if short not in used and short not in TABLES_READ_BY_NAME:
            line = parameter.node.line
            yield Problem("no rule uses this parameter", parameter.file, line, None, parameter.name)


def unaccounted_clauses(examined: Examined) -> Iterator[Problem]:
    """Clauses that no rule carries, without a word why."""
    held = examined.held
    cited = held.cited()
    for clause in held.clauses.values():
        if clause.id not in cited and not clause.left_out:
            message = "no rule carries this clause, and nothing says why it is left out (`left_out`)"
            yield Problem(message, held.clauses_file, clause.line, None, clause.id)


def unread_facts(examined: Examined) -> Iterator[Problem]:
    """Facts that the pack works out, and nothing reads or shows."""
    told: set[str] = set()
    for policy, pack in examined.resolved:
        read = facts_read(policy)
        for rule in pack.definitions:
            shown = any(row.do is not None for row in rule.rows)
            if rule.fact not in read and not shown and rule.head.id not in told:
                told.add(rule.head.id)
                message = f"works out {rule.fact}, which no rule reads and nothing shows"
                yield examined.problem(message, rule.head.id)


def untold_facts(examined: Examined) -> Iterator[Problem]:
    """Facts that rules work out and a rule of the pack reads, and that nothing in the policy works out."""
    told: set[str] = set()
    for policy, pack in examined.resolved:
        worked_out = {rule.fact for each in policy.packs for rule in each.definitions}
        untold = {name for name, fact in policy.vocabulary.facts.items() if fact.derived}
        untold -= {*worked_out, *WORKED_OUT, *PROPOSED, *told}
        own = {rule.head.id for rule in rules_of(pack)}
        for key, condition in conditions_of(policy).items():
            for name in {*facts_of(condition)} & untold if rule_of(key) in own else ():
                untold.discard(name)
                told.add(name)
                message = (
                    f"reads {name}, which nothing in this policy works out, so that it can never be told"
                )
                yield examined.problem(message, rule_of(key))


def nobody_chosen(examined: Examined) -> Iterator[Problem]:
    """Somebody chosen by a fact, of which some value chooses nobody."""
    told: set[tuple[str, str]] = set()
    for policy, pack in examined.resolved:
        chosen = [(rule, who) for rule in rules_of(pack) for who in _everybody(rule) if who.fact]
        for rule, who in chosen:
            values = policy.vocabulary.facts[who.fact].type.values
            nobody = [value for value in values if value not in dict(who.choices)]
            if nobody and (rule.head.id, who.fact) not in told:
                told.add((rule.head.id, who.fact))
                message = f"does not say who it is where {who.fact} is {' or '.join(nobody)}"
                yield examined.problem(message, rule.head.id)


def facts_read(policy: Policy) -> set[str]:
    """The facts that some rule of the policy reads, or the program itself."""
    read = {LEVEL, OUTCOME}
    for condition in conditions_of(policy).values():
        read |= {*facts_of(condition)}
    for rule in (rule for pack in policy.packs for rule in rules_of(pack)):
        if isinstance(rule, Deadline):
            read |= {
                rule.starts,
                rule.met_by,
                rule.or_sooner,
                getattr(rule.within, "row_fact", ""),
            }
        read |= {who.fact for who in _everybody(rule)}
        read |= {name for step in getattr(rule, "steps", ()) for name in facts_of(step.done)}
    return read


def _everybody(rule: object) -> Iterator[Who]:
    """Whoever a rule names as doing or receiving something."""
    actions = [getattr(rule, "do", None)]
    actions += [part.do for part in (*getattr(rule, "parts", ()), *getattr(rule, "rows", ()))]
    for action in actions:
        if action is not None:
            yield action.by
            if action.to is not None:
                yield action.to
    for step in getattr(rule, "steps", ()):
        yield from (step.by, step.to)


def scopes_without_effect(examined: Examined) -> Iterator[Problem]:
    """What a scope says and no rule under it takes."""
    held = examined.held
    for group in held.groups:
        premise = group.premises[-1] if group.premises else None
        if premise is None or premise.node is not child_of(group.node, "scope"):
            continue
        under = [each for each in held.groups if premise in each.premises]
        for key in premise.entry.model_fields_set:
            if not any(_takes(each, key, premise.entry.request) for each in under):
                written = _WRITTEN.get(key, key)
                node = child_of(premise.node, written)
                message = f"no rule under this scope takes its `{written}:`"
                yield Problem(message, group.file, node.line, node.column, f"scope.{written}")


def _takes(group: RuleGroup, key: str, asked: RequestEntry | None) -> bool:
    """Whether some rule of a group has no such key of its own, or adds the scope's to it."""
    kinds = _TAKEN_BY.get(key, KINDS)
    entries = [entry for kind in kinds for entry, _ in group.entries(kind)]
    if key == "request" and asked is not None:
        return any(_completes(asked, entry) for entry in entries)
    return bool(entries) if key in ("applies", "tensions") else any(not getattr(e, key) for e in entries)


def _completes(asked: RequestEntry, ground: GroundEntry) -> bool:
    """Whether the scope's request says something that the ground's own does not."""
    return ground.request is None or not asked.model_fields_set <= ground.request.model_fields_set


def readings_without_effect(written: WrittenPolicy, known: Collection[str]) -> Iterator[Problem]:
    """Readings under a pack that is not there, or of which no rule names the tension."""
    named = {pack: tensions_named(held) for pack, held in written.packs.items()}
    for name, tension in written.tensions.items():
        for pack in tension.entry.readings:
            node = child_of(child_of(tension.node, "readings"), pack)
            message = ""
            if pack not in known:
                message = f"there is no such pack{did_you_mean(pack, known)}"
            elif pack in named and name not in named[pack]:
                message = f"no rule of {pack} names this tension, so that these readings are never shown"
            if message:
                yield Problem(message, tension.file, node.line, node.column, name)


def tensions_named(held: PackFiles) -> set[str]:
    """The tensions that a pack's rules and scopes name."""
    scopes = {name for group in held.groups for p in group.premises for name in p.entry.tensions}
    return scopes | {name for group in held.groups for head in group.heads() for name in head.tensions}
