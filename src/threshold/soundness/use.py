"""What of a policy is read by something: facts, somebody named in a rule, tensions."""

from collections.abc import Iterator

from threshold.conditions import facts_of, tests
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import LEVEL, OUTCOME, Deadline, Policy, Who, rules_of
from threshold.policy.packs import PackFiles
from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.soundness.examination import Examination


def facts_read(policy: Policy) -> set[str]:
    """The facts that some rule of the policy reads, or the program itself."""
    read = {LEVEL, OUTCOME}
    for condition in conditions_of(policy).values():
        read |= {*facts_of(condition)}
    for rule in (rule for pack in policy.packs for rule in rules_of(pack)):
        read |= {*beside_conditions(rule)}
        read |= {name for step in getattr(rule, "steps", ()) for name in facts_of(step.done)}
    return read


def beside_conditions(rule: object) -> Iterator[str]:
    """The facts that a rule reads outside its conditions: days of a deadline, what somebody is chosen by."""
    if isinstance(rule, Deadline):
        yield from (rule.starts, rule.met_by, rule.or_sooner, getattr(rule.within, "row_fact", ""))
    yield from (who.fact for who in everybody(rule))


def everybody(rule: object) -> Iterator[Who]:
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


def tensions_named(held: PackFiles) -> set[str]:
    """The tensions that a pack's rules and scopes name."""
    scopes = {name for group in held.groups for p in group.premises for name in p.entry.tensions}
    return scopes | {name for group in held.groups for head in group.heads() for name in head.tensions}


def words_read(examination: Examination) -> set[str]:
    """Every word by which something may be read: facts of rules, and all that rules and readings name."""
    found: set[str] = set()
    for policy in examination.policies:
        found |= facts_read(policy)
        for condition in conditions_of(policy).values():
            for test in tests(condition):
                found |= {str(each) for each in test.operand} if isinstance(test.operand, tuple) else set()
    for fact in examination.facts.values():
        if fact.reading is not None:
            found |= {*fact.reading.events, fact.reading.since, fact.reading.by, *fact.reading.among}
        if fact.settling is not None:
            found |= {event for event, _ in fact.settling.says}
        found |= {fact.screened_by, *(name for _, name in fact.recorded_by)}
    for episode in examination.files.vocabulary.episodes.values():
        found |= {episode.opens, episode.closes}
    for held in examination.written.packs.values():
        for group in held.groups:
            found |= {*_named(group.node)}
        for parameter in held.parameters.values():
            found |= {*_named(parameter.node)}
        if held.script is not None:
            found |= {*_named(held.script.root)}
    return found


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text or ""
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item)
    elif isinstance(node, Mapping):
        for key, held in node.entries.items():
            yield key
            yield from _named(held)
