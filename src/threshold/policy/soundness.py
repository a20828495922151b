"""What is in a policy and makes no difference, and numbers that stand in words: findings, not mistakes.

A policy with findings can be used. Each of them is something that an author did not mean: a parameter that
may be set and changes nothing, a sentence that says three months whatever the parameter says.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from threshold.conditions import facts_of
from threshold.policy.declared import declared
from threshold.policy.inference_plan import conditions_of
from threshold.policy.load import PolicyFiles
from threshold.policy.model import (
    OUTCOME,
    TABLES_READ_BY_NAME,
    Deadline,
    Pack,
    Policy,
    Who,
    rules_of,
)
from threshold.policy.packs import PackFiles, RuleGroup
from threshold.policy.rule_file import KINDS
from threshold.policy.tensions import Tension
from threshold.policy.written import WrittenPolicy
from threshold.reading import Mapping, Node, Problem, Scalar, Sequence, did_you_mean
from threshold.reading.tree import child_of

# Keys whose values are sentences, wherever in a rule they stand.
_SENTENCES = ("title", "else", "unknown", "do", "late", "overdue", "because", "why", "says", "via")
_TAKEN_BY = {
    "bears_on": ("requirements", "deadlines", "routes"),
    "each": ("requirements", "deadlines"),
    "applies": ("requirements", "deadlines", "routes"),
}
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
_TENS = "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
_NUMBER = rf"(?:\d+|(?:{_TENS}|{_ONES})(?:-(?:{_ONES}))?)"
_A_LENGTH = re.compile(
    rf"\b{_NUMBER}[ -]+(?:calendar |working )?(?:hour|day|week|month|year)s?\b"
    r"|\bhalf an? (?:hour|day|week|month|year)\b|\ba fortnight\b"
    rf"|\bday {_NUMBER}\b|\b(?:daily|weekly|fortnightly|monthly|quarterly|yearly)\b",
    re.IGNORECASE,
)


def findings(files: PolicyFiles) -> Iterator[Problem]:
    """What a policy's packs hold and do not use, over all dates, and the numbers that stand in their words.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    written = WrittenPolicy(files.path, files.rules, files.vocabulary)
    policies = [files.at(day) for day in files.change_dates]
    for name, held in written.packs.items():
        resolved = [(policy, pack) for policy in policies for pack in _packs(policy) if pack.name == name]
        yield from _numbers_in_words(held)
        yield from _unused_parameters(held, [pack for _, pack in resolved], written.tensions.values())
        yield from _unread_facts(resolved)
        yield from _nobody(resolved)
        yield from _scopes_without_effect(held)
    yield from _tensions(written, declared(files).packs)


def _packs(policy: Policy) -> Iterator[Pack]:
    yield from policy.packs
    for compared in policy.compared:
        yield from compared.packs


def _numbers_in_words(held: PackFiles) -> Iterator[Problem]:
    for group in held.groups:
        for node, text in _sentences(group.node):
            if _A_LENGTH.search(text):
                message = "a length of time stands in words; write the parameter that holds it, as {its_name}"
                yield Problem(message, group.file, node.line, node.column)
    for parameter in held.parameters.values():
        means = child_of(parameter.node, "means")
        if _A_LENGTH.search(parameter.entry.means):
            message = "says a length of time, which is for its value to say"
            yield Problem(message, parameter.file, means.line, means.column, parameter.name)


def _sentences(node: Node) -> Iterator[tuple[Node, str]]:
    """Every sentence of a group of rules; those of the groups inside it come with their own."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _sentences(item)
    elif isinstance(node, Mapping):
        for key, child in node.entries.items():
            if isinstance(child, Scalar):
                if child.text and (key in _SENTENCES or key[:1].isupper()):
                    yield child, child.text
            elif key != "groups":
                yield from _sentences(child)


def _unused_parameters(held: PackFiles, packs: list[Pack], tensions: Iterable[Tension]) -> Iterator[Problem]:
    used = {name for pack in packs for rule in rules_of(pack) for name in rule.head.parameters}
    named = _named(held)
    read = [tension for tension in tensions if tension.name in named]
    used |= {name for tension in read for name in tension.parameters(held.entry.pack)}
    for short, parameter in held.parameters.items():
        if short not in used and short not in TABLES_READ_BY_NAME:
            line = parameter.node.line
            yield Problem("no rule uses this parameter", parameter.file, line, None, parameter.name)


def _unread_facts(resolved: list[tuple[Policy, Pack]]) -> Iterator[Problem]:
    """Facts that the pack works out, and nothing reads or shows."""
    told: set[str] = set()
    for policy, pack in resolved:
        read = _read(policy)
        for rule in pack.definitions:
            shown = any(row.do is not None for row in rule.rows)
            if rule.fact not in read and not shown and rule.head.id not in told:
                told.add(rule.head.id)
                message = f"works out {rule.fact}, which no rule reads and nothing shows"
                yield Problem(message, pack.name, field=rule.head.id)


def _nobody(resolved: list[tuple[Policy, Pack]]) -> Iterator[Problem]:
    """Somebody chosen by a fact, of which some value chooses nobody."""
    told: set[tuple[str, str]] = set()
    for policy, pack in resolved:
        chosen = [(rule, who) for rule in rules_of(pack) for who in _everybody(rule) if who.fact]
        for rule, who in chosen:
            values = policy.vocabulary.facts[who.fact].type.values
            nobody = [value for value in values if value not in dict(who.choices)]
            if nobody and (rule.head.id, who.fact) not in told:
                told.add((rule.head.id, who.fact))
                message = f"does not say who it is where {who.fact} is {' or '.join(nobody)}"
                yield Problem(message, pack.name, field=rule.head.id)


def _read(policy: Policy) -> set[str]:
    """The facts that some rule of the policy reads, or the program itself."""
    read = {"need.level", OUTCOME}
    for condition in conditions_of(policy).values():
        read |= {*facts_of(condition)}
    for rule in (rule for pack in policy.packs for rule in rules_of(pack)):
        if isinstance(rule, Deadline):
            read |= {
                rule.starts,
                rule.met_by,
                rule.or_sooner,
                rule.ends,
                getattr(rule.within, "row_fact", ""),
            }
        read |= {who.fact for who in _everybody(rule)}
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


def _scopes_without_effect(held: PackFiles) -> Iterator[Problem]:
    """What a scope says and no rule under it takes."""
    for group in held.groups:
        premise = group.premises[-1] if group.premises else None
        if premise is None or premise.node is not child_of(group.node, "scope"):
            continue
        under = [each for each in held.groups if premise in each.premises]
        for key in premise.entry.model_fields_set:
            if not any(_takes(each, key) for each in under):
                node = child_of(premise.node, key)
                message = f"no rule under this scope takes its `{key}:`"
                yield Problem(message, group.file, node.line, node.column, f"scope.{key}")


def _takes(group: RuleGroup, key: str) -> bool:
    """Whether some rule of a group has no such key of its own, or adds the scope's to it."""
    kinds = _TAKEN_BY.get(key, KINDS)
    entries = [entry for kind in kinds for entry, _ in group.entries(kind)]
    return bool(entries) if key in ("applies", "tensions") else any(not getattr(e, key) for e in entries)


def _tensions(written: WrittenPolicy, known: Collection[str]) -> Iterator[Problem]:
    """Readings under a pack that is not there, or of which no rule names the tension."""
    named = {pack: _named(held) for pack, held in written.packs.items()}
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


def _named(held: PackFiles) -> set[str]:
    """The tensions that a pack's rules and scopes name."""
    scopes = {name for group in held.groups for p in group.premises for name in p.entry.tensions}
    return scopes | {name for group in held.groups for head in group.heads() for name in head.tensions}
