"""From the routes of a rule file to typed routes: a sequence of steps, or the actions of a workflow step."""

from dataclasses import replace

from threshold.conditions import ALWAYS, NEVER, Condition, Test, parse_condition
from threshold.policy.model import Route, Step, Unlisted
from threshold.policy.placed import Placed, applies, condition, head, label, somebody
from threshold.policy.placeholders import filled
from threshold.policy.rule_file import EventReference, FactReference, RouteEntry, StepEntry
from threshold.policy.rules import check_event, date_fact, unlike
from threshold.reading import Node
from threshold.reading.tree import child_of, item_of


def route(rule: Placed[RouteEntry], unlisted: Unlisted) -> Route:
    """A route; `unlisted` is what the pack says of actions that no route lists.

    Raises BadInput at the faulty line.
    """
    entry = rule.entry
    listed = "actions" if entry.actions else "steps"
    entries = entry.actions or entry.steps
    if bool(entry.actions) == bool(entry.steps):
        raise rule.bad("", "needs either `steps:`, or `step:` with its `actions:`")
    if bool(entry.actions) != bool(entry.step):
        raise rule.bad("", "actions belong to a workflow `step:`; a sequence of `steps:` has none")
    if entry.step and (entry.when is not None or any(step.when is not None for step in entry.actions)):
        message = "a table of a workflow step has no `when:`; what it hangs on stands in a scope's `applies:`"
        raise rule.bad("when", message)
    own = Test("request.step", "is", (label(entry.step),)) if entry.step else condition(rule, "when")
    unlike([step.id for step in entries], listed, rule)
    steps = tuple(
        _step(step, item_of(rule.child(listed), number), rule) for number, step in enumerate(entries)
    )
    cited = [clause for step in steps for clause in step.carries]
    _each_once(entry, entries, rule)
    when = applies(rule, own)
    also = tuple(label(name) for name in entry.also)
    return Route(head(rule, also=cited), when, steps, entry.step, entry.unlisted or unlisted, also)


def _each_once(route: RouteEntry, steps: list[StepEntry], rule: Placed[RouteEntry]) -> None:
    """Raises BadInput where a table lists an action twice, or a sequence marks two steps as the request."""
    actions = [label(step.action) for step in steps] if route.step else []
    actions += [label(name) for step in steps for name in step.also]
    marked = [step.id for step in steps if step.asked_for]
    if not route.step and (route.also or any(step.also for step in steps)):
        raise rule.bad("", "other names (`also:`) belong to a workflow `step:` and its `actions:`")
    for number, step in enumerate(steps):
        node = item_of(rule.child("actions" if route.step else "steps"), number)
        if route.step and actions.count(label(step.action)) > 1 and label(step.action) in actions[:number]:
            raise rule.context.bad(node, "this action is listed twice on this step", step.id)
        if step.asked_for and (route.step or step.id != marked[0]):
            message = "`asked_for:` marks the one step of a sequence that is the request itself"
            raise rule.context.bad(node, message, step.id)


def _step(entry: StepEntry, node: Node, rule: Placed[RouteEntry]) -> Step:
    # A set of its own, so that a step's line names the parameters of that step alone.
    route, context = rule.entry, replace(rule.context, used=set())
    when: Condition = ALWAYS
    if route.step:
        when = Test("request.action", "is", (label(entry.action),))
    elif entry.when is not None:
        when = parse_condition(child_of(node, "when"), context)
    by_node = child_of(node, "by") if entry.by is not None else rule.child("by")
    to_node = child_of(node, "to") if entry.to is not None else rule.child("to")
    done_event = done_fact = ""
    done: Condition = NEVER
    if isinstance(entry.done, EventReference):
        done_event = entry.done.event
        check_event(done_event, child_of(node, "done"), rule)
    elif isinstance(entry.done, FactReference):
        done_fact = date_fact(child_of(node, "done"), rule)
        done = Test(done_fact, "recorded", (True,))
    elif entry.done is not None:
        done = parse_condition(child_of(node, "done"), context)
    labels = {"step": entry.step, entry.id: entry.action if route.step else ""}
    for key, label_ in labels.items():
        if {*"{}"} & {*label_}:
            message = "a label stands as the workflow prints it, and holds no parameter"
            raise context.bad(child_of(node, key), message, route.id)
    action = entry.action if route.step else filled(entry.action, child_of(node, entry.id), context)
    by = somebody(entry.by if entry.by is not None else route.by, by_node, context)
    to = somebody(entry.to if entry.to is not None else route.to, to_node, context)
    says = filled(entry.says, child_of(node, "says"), context)
    via = filled(entry.via, child_of(node, "via"), context)
    rule.context.used.update(context.used)
    return Step(
        id=entry.id,
        action=action,
        step=entry.step or route.step,
        by=by,
        to=to,
        when=when,
        kind=entry.kind,
        via=via,
        says=says,
        available=entry.available,
        moves=entry.moves,
        asked_for=entry.asked_for,
        also=tuple(label(name) for name in entry.also),
        done_event=done_event,
        done_fact=done_fact,
        done=done,
        parameters=tuple(sorted(context.used)),
        carries=tuple(entry.cites(rule.origin.clauses)),
    )
