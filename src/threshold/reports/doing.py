"""Who does what: the actions of a decision, its papers, and the steps of its way."""

from collections.abc import Iterator, Sequence

from threshold.decisions import Decision
from threshold.decisions.model import RouteStep
from threshold.reports.check_lines import cited, cites, departures
from threshold.reports.days import day
from threshold.reports.section import Line

_PAPERS = {"attached": "attached", "absent": "MISSING", "unknown": "not known"}
_NOT_AVAILABLE = "not available"


def actions(decision: Decision) -> Iterator[Line]:
    """What somebody is to do now; it gives way to nothing, but to what is urgent."""
    for number, action in enumerate(decision.actions):
        when = "URGENT. " if action.urgent else "Afterwards. " if action.afterwards else ""
        by = f"{action.by}: " if action.by else ""
        to = f" (to: {action.to})" if action.to else ""
        gives_way = 0 if action.urgent or number < 4 else 2
        sources = [action.source, *action.also]
        yield Line(f"{when}{by}{action.do}{to} {cites(sources)}", gives_way, action.by)


def papers(decision: Decision) -> Iterator[Line]:
    """The papers that travel with a request; those at hand give way first."""
    for document in decision.documents:
        gives_way = {"attached": 8, "unknown": 4}.get(document.state, 1)
        yield Line(f"{document.name}: {_PAPERS[document.state]} {cited(document.source)}", gives_way)


def ways(decision: Decision) -> list[str]:
    """The packs from which steps come: the ways of two documents are never one list."""
    return list(dict.fromkeys(step.source.pack for step in decision.route))


def steps(decision: Decision, everything: bool = False, pack: str = "") -> Iterator[Line]:
    """The steps of the way, of one pack if it is named.

    The next one stays, and who takes the others is named in any case.
    """
    told = {(action.do.casefold(), action.by) for action in decision.actions}
    # What stands among what is to be done is not told again.
    route = [
        step
        for step in decision.route
        if pack in ("", step.source.pack)
        and (everything or (step.action.casefold(), step.added_by) not in told)
    ]
    open_ = [step for step in route if _open(step)]
    for number, (text, same) in enumerate(_alike(route).items(), start=1):
        gives_way = 0 if open_[:1] == same[:1] else 4 if _open(same[0]) else 6
        sources = cites([step.source for step in same])
        yield Line(f"{number}. {text} {sources}", gives_way, same[0].added_by if _open(same[0]) else "")


def _open(step: RouteStep) -> bool:
    return step.available and not step.done


def _alike(route: Sequence[RouteStep]) -> dict[str, list[RouteStep]]:
    """The steps by their words: a map may print one step in two of its rows."""
    by_words: dict[str, list[RouteStep]] = {}
    for step in route:
        by_words.setdefault(_step(step), []).append(step)
    return by_words


def _step(step: RouteStep) -> str:
    who = f"{step.added_by}: " if step.added_by else ""
    # A row of a workflow names what is added, and where; a step of a sequence says what is done.
    in_workflow = bool(step.step) and step.step != step.action
    # What is no step of its own, such as cancelling, is done there and not added.
    added = {"request": "add the request ", "action": "add ", "task": ""}[step.kind]
    action = f"{added}“{step.action}” on {step.step}" if in_workflow else step.action
    nobody = ", sent to nobody (N/A)" if in_workflow else ""
    themselves = "" if step.kind == "task" else ", assigned to themselves"
    others = {"": "", "none": nobody, "self": themselves}
    to = others.get(step.sent_to, f", sent to {step.sent_to}")
    via = f" by {step.via}" if step.via else ""
    says = f"; {step.says}" if step.says else ""
    done = "; already done" if step.done == "unknown" else f"; done {day(step.done)}" if step.done else ""
    if not step.available:
        why = step.says if step.says.startswith(_NOT_AVAILABLE) else f"{_NOT_AVAILABLE}{says}"
        return f"{action}: {why}"
    unsure = "" if step.certain else "; not certain that it applies"
    departs = departures(step.departs)
    return f"{who}{action}{to}{via}{says}{done}{unsure}{departs}"
