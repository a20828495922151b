"""What of a policy is read by something: facts, somebody named in a rule, tensions."""

from collections.abc import Iterator

from threshold.conditions import facts_of
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import LEVEL, OUTCOME, Deadline, Policy, Who, rules_of
from threshold.policy.packs import PackFiles


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
        read |= {who.fact for who in everybody(rule)}
        read |= {name for step in getattr(rule, "steps", ()) for name in facts_of(step.done)}
    return read


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
