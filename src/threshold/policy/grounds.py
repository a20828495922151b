"""From the grounds of a rule file to typed grounds, and the grounds that a workflow table gives by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import get_args

from threshold.conditions import ALWAYS, NEVER, All, Any, Condition, Not, Test, parse_condition, tests
from threshold.output.words import listed
from threshold.policy.model import Asked, Ground, Head, Route, Said, Step, Who
from threshold.policy.placed import Placed, condition, head, label, somebody
from threshold.policy.placeholders import filled
from threshold.policy.protection import HIGHEST, STATED
from threshold.policy.rule_file import GroundEntry, RequestEntry
from threshold.reading import Node, did_you_mean
from threshold.reading.tree import child_of, item_of
from threshold.vocabulary import RequestDirection, Vocabulary, parse_text

# What each key of `for:` is compared with.
ASKED_FACTS = {
    "direction": "proposed.direction",
    "from_": HIGHEST,
    "to": "proposed.to",
    "of": "closure.of",
    "step": "request.step",
    "action": "request.action",
}
_WRITTEN = {"from_": "from"}
# The keys that only some requests have.
_OF_REQUESTS = {
    "to": ("step_up", "step_down", "step_across", "triage"),
    "of": ("close",),
    "step": ("workflow",),
    "action": ("workflow",),
}
_THE_REQUEST = {*ASKED_FACTS.values(), STATED, "request.direction", "request.to"}
_BY = "request.by"
_NOT_ASKED_BY = "Only {by} may ask for this: pass it to them"
_NOT_ADDED_BY = "Only {by} may add this: pass it to them"
_NOT_DONE_BY = "Only {by} may do this: pass it to them"


def ground(rule: Placed[GroundEntry]) -> Ground:
    """What makes a request right. Raises BadInput at the faulty line."""
    entry = rule.entry
    asked = _asked(rule)
    beside = condition(rule, "applies")
    when: Condition = ALWAYS
    if rule.says("when"):
        when = parse_condition(rule.child("when"), rule.context)
        if {leaf.fact for leaf in tests(when)} <= _THE_REQUEST:
            message = "only says again which request it is (`for:`): a ground says what makes it right"
            raise rule.bad("when", message)
    else:
        raise rule.bad("", "does not say when it holds (`when:`)")
    otherwise = tuple(_said(rule))
    if entry.by is not None:
        by = somebody(entry.by, rule.child("by"), rule.context)
        asks = _added_by(by, rule.context.vocabulary)
        if asks == ALWAYS:
            raise rule.bad("by", "names nobody whose role could be compared with that of who asks")
        when = All((asks, when))
        otherwise = (*_not_asked_by(by, asks), *otherwise)
    return Ground(
        asked=asked,
        fits=_fits(asked) if beside == ALWAYS else All((beside, _fits(asked))),
        when=when,
        otherwise=otherwise,
        unknown=rule.text(entry.unknown, "unknown"),
        beside=beside,
        head=head(rule),
    )


def workflow_grounds(routes: Sequence[Route], vocabulary: Vocabulary) -> Iterator[Ground]:
    """Each row of a workflow table as the ground of its action; of a closed table, what it does not list."""
    for route in routes:
        if not route.table_step:
            continue
        for step in route.steps:
            yield _of_row(route, step, vocabulary)
        if route.unlisted == "unavailable":
            yield _of_the_rest(route)


def _asked(rule: Placed[GroundEntry]) -> Asked:
    """The requests it answers: its own, completed by those of its scopes, the nearest first."""
    said: dict[str, tuple[str, ...]] = {}
    places = [(p.entry.request, child_of(p.node, "for")) for p in rule.premises]
    for written, node in (*places, (rule.entry.request, rule.child("for"))):
        if written is not None:
            said |= _values(written, node, rule)
    if not said.get("direction"):
        raise rule.bad("for", "does not say which direction it answers (`for: {direction: ..}`)")
    asked = Asked(**said)
    _check_possible(asked, rule)
    return asked


def _values(written: RequestEntry, node: Node, rule: Placed[GroundEntry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, fact in ASKED_FACTS.items():
        values: list[str] = getattr(written, key)
        if not values:
            continue
        if key in ("step", "action"):
            found[key] = tuple(label(value) for value in values)
            continue
        known = get_args(RequestDirection) if key == "direction" else _choices(fact, rule)
        for value in values:
            if value not in known:
                place = child_of(node, _WRITTEN.get(key, key))
                message = f"fits no request: there is no {value!r} here{did_you_mean(value, known)}"
                raise rule.context.bad(place, message, rule.entry.id)
        found[key] = tuple(values)
    return found


def _choices(fact: str, rule: Placed[GroundEntry]) -> tuple[str, ...]:
    return tuple(map(str, rule.context.vocabulary.fact(fact).type.values))


def _check_possible(asked: Asked, rule: Placed[GroundEntry]) -> None:
    """Raises BadInput where no request can be so."""
    for key, directions in _OF_REQUESTS.items():
        if getattr(asked, key) and not {*asked.direction} & {*directions}:
            message = f"fits no request: `{key}` belongs to {' or '.join(directions)}"
            raise rule.bad("for", message)
    order = rule.context.vocabulary.fact(HIGHEST).order
    pairs = [(order.index(here), order.index(there)) for here, there in product(asked.from_, asked.to)]
    goes = {"step_up": lambda here, there: there <= here, "step_down": lambda here, there: there >= here}
    if pairs and not any(
        direction not in goes or any(goes[direction](*pair) for pair in pairs)
        for direction in asked.direction
    ):
        raise rule.bad("for", "fits no request: from there to there is the other way")


def _fits(asked: Asked) -> Condition:
    return All(
        tuple(
            Test(fact, "is", values) for key, fact in ASKED_FACTS.items() if (values := getattr(asked, key))
        )
    )


def _said(rule: Placed[GroundEntry]) -> Iterator[Said]:
    said, node = rule.entry.otherwise, rule.child("else")
    if isinstance(said, str):
        yield Said(ALWAYS, rule.text(said, "else"))
        return
    for number, each in enumerate(said):
        place = item_of(node, number)
        when: Condition = ALWAYS
        if each.when is not None:
            when = parse_condition(child_of(place, "when"), rule.context)
        yield Said(when, filled(each.says, child_of(place, "says"), rule.context))


def _of_row(route: Route, step: Step, vocabulary: Vocabulary) -> Ground:
    asked = Asked(("workflow",), step=(label(step.step),), action=(label(step.action),))
    when: Condition = NEVER
    otherwise: tuple[Said, ...] = (Said(ALWAYS, step.says or "This action is not available on this step"),)
    if step.available:
        when, otherwise = _added_by(step.by, vocabulary), tuple(_not_by(step, vocabulary))
    return Ground(
        head=_head(route, step),
        asked=asked,
        fits=All((route.when, _fits(asked))),
        when=when,
        otherwise=otherwise,
        of_workflow=True,
        moves=step.moves,
    )


def _of_the_rest(route: Route) -> Ground:
    """What a closed table does not list is not available on its step."""
    asked = Asked(("workflow",), step=(label(route.table_step),))
    listed = tuple(label(step.action) for step in route.steps)
    fits = All((route.when, _fits(asked), Not(Test("request.action", "is", listed))))
    says = Said(ALWAYS, f"This action is not among those of the step {route.table_step}")
    rows = {clause for step in route.steps for clause in (step.id, *step.carries)}
    own = tuple(clause for clause in route.head.carries if clause not in rows)
    head = replace(route.head, carries=own or route.head.carries[:1])
    return Ground(head, asked, fits, NEVER, (says,), of_workflow=True)


def _head(route: Route, step: Step) -> Head:
    return Head(
        id=step.id,
        title=f"{step.action}, on {step.step}",
        pack=route.head.pack,
        carries=step.carries or route.head.carries,
        tensions=route.head.tensions,
        bears_on=("workflow",),
        parameters=step.parameters,
    )


def _added_by(by: Who, vocabulary: Vocabulary) -> Condition:
    """Whoever makes the request is in the role that adds the action; where nobody says who it is, it is.

    Somebody who is no role (a team, a system) cannot be compared with one.
    """
    if not by.fact:
        roles = roles_named(by.name, vocabulary)
        return Any((_nobody_says(), Test(_BY, "is", roles))) if roles else ALWAYS
    chosen = [(value, roles_named(name, vocabulary)) for value, name in by.choices]
    if not all(roles for _, roles in chosen):
        return ALWAYS
    ways = (All((_chosen(by.fact, value, vocabulary), Test(_BY, "is", roles))) for value, roles in chosen)
    return Any((_nobody_says(), *ways))


def _chosen(fact: str, value: str, vocabulary: Vocabulary) -> Test:
    return Test(fact, "is", (parse_text(value, vocabulary.facts[fact].type),))


def _not_by(step: Step, vocabulary: Vocabulary) -> Iterator[Said]:
    """Who should add or do it: by the fact that chooses, and every one of them where that is not known."""
    by, words = step.by, _NOT_DONE_BY if step.kind == "task" else _NOT_ADDED_BY
    for value, name in by.choices:
        yield Said(_chosen(by.fact, value, vocabulary), words.format(by=name))
    names = by.name or listed(list(dict.fromkeys(name for _, name in by.choices)))
    yield Said(ALWAYS, words.format(by=names))


def _not_asked_by(by: Who, asks: Condition) -> Iterator[Said]:
    """Who should ask, where somebody in another role does."""
    names = by.name or listed(list(dict.fromkeys(name for _, name in by.choices)))
    yield Said(Not(asks), _NOT_ASKED_BY.format(by=names))


def _nobody_says() -> Condition:
    return Not(Test(_BY, "known"))


def roles_named(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The roles that a name stands for, with those that count as them; none where it is no role."""
    names = dict(vocabulary.roles)
    given = [part.strip() for part in re.split(r",| or | and ", text.removeprefix("The ")) if part.strip()]
    if not given or not all(part in names for part in given):
        return ()
    return tuple(dict.fromkeys(each for part in given for each in vocabulary.standing_for(names[part])))
