"""The invariant itself: what must hold of one decision, and of a case beside a completion of it.

Each property gives the kinds of failure that it finds, with a line on each, so that a run counts them all.
"""

from collections.abc import Iterator
from dataclasses import replace

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.policy.protection import CONCERN
from threshold.semantics.protection import SUPPORT_DISAGREES
from threshold.vocabulary import Missing

from .oracle import IN_PLACE, Protection, Way, leaves_child_in_need_out, protection
from .shape import Bench, Judged, grounds, label

ALLOWED = ("permitted", "conditional")
REFUSED = ("blocked", "undetermined", "conflict")
Failure = tuple[str, str]


def of_one(case: Case, decision: Decision, bench: Bench) -> Iterator[Failure]:
    """What one decision breaks of 7.2, 7.3, and of lines 1, 2 and 6 of table 1.3."""
    found = protection(case)
    goes = bench.way(case)
    if decision.request is None:
        yield from _unasked(case, decision, found, bench)
        return
    if found.plain:
        yield from _protected(case, decision, found, goes, bench)
    yield from _earned(decision, found, goes)
    yield from _by_the_checks(decision, goes, bench)
    yield from _withheld(case, decision, bench)


def _protected(
    case: Case, decision: Decision, found: Protection, goes: Way, bench: Bench
) -> Iterator[Failure]:
    """Lines 1, 2 and 6, and 7.2, by the protection and the way that the oracle finds."""
    status, direction = decision.status, decision.recommendation.direction
    passes = leaves_child_in_need_out(case, goes)
    in_doubt = {name for each in decision.conflicts for name in each.facts}
    contested = any(name in IN_PLACE or name.startswith("child_protection.plan") for name in in_doubt)
    if (found.concern or found.doubt) and direction != "safeguarding_now":
        yield "2.3 a concern, and the direction is another", f"{goes}: {direction}"
    calm = found.concern is False and not found.doubt and not bench.more_of_danger & case.given.keys()
    if calm and direction == "safeguarding_now":
        yield "2.1 no concern, and the direction is safeguarding_now", goes
    if found.concern and goes == "up" and status != "permitted":
        yield "1.3 line 1: a concern, and a way up is not permitted", status
    if found.concern and goes in ("down", "close", "divert") and status != "blocked":
        yield f"1.3 line 2: a concern, and a way {goes} is not blocked", status
    if found.concern is None and goes == "up" and status == "blocked":
        yield "1.3 line 6: a concern unknown, and a way up is blocked", status
    firm = _says_where_it_ends(case, goes) and not (contested and status == "conflict")
    if found.in_place and passes and status != "blocked" and firm:
        yield f"1.3 line 2: protection in place, and a way {goes} is not blocked", status
    if goes in ("down", "close", "divert") and status in ALLOWED:
        if found.concern is None:
            yield f"7.2 concern unknown, and a way {goes} is allowed", status
        elif found.in_place is None:
            ends = "" if passes else " to Child in Need"
            yield f"7.2 in place unknown, and a way {goes}{ends} is allowed", status
        elif found.in_place and passes:
            yield f"7.2 protection in place, and a way {goes} is allowed", status


def _says_where_it_ends(case: Case, goes: Way) -> bool:
    """A way down that leaves open where it ends, as a workflow action does, may end at Child in Need."""
    return goes != "down" or "request.to" in case.given


def _earned(decision: Decision, found: Protection, goes: Way) -> Iterator[Failure]:
    """7.2: nothing is permitted without a ground that holds, in every pack that answers, save line 1."""
    direction = decision.recommendation.direction
    may_be = found.concern is not False or not found.plain
    by_concern = direction == "safeguarding_now" and goes in ("up", "open") and may_be
    if decision.status not in ALLOWED or (by_concern and decision.status == "permitted"):
        return
    fitting = [each for each in grounds(decision) if each.decides and each.status != "not_applicable"]
    if not any(each.status == "met" for each in fitting):
        yield "7.2 allowed without a ground that holds", decision.status
        return
    packs = {each.source.pack for each in fitting}
    held = {each.source.pack for each in fitting if each.status == "met"}
    if packs - held:
        yield "7.2 allowed, and a pack that answers has no ground that holds", ", ".join(sorted(packs - held))


def _by_the_checks(decision: Decision, goes: Way, bench: Bench) -> Iterator[Failure]:
    """Lines 3, 6 and 7: what stands against a request, or is open, lets it go no further than it may."""
    if decision.status not in ALLOWED or decision.recommendation.direction == "safeguarding_now":
        return
    down, facts = goes in ("down", "close"), bench.policy.vocabulary.facts
    for check in decision.checks:
        if not check.decides or check.status not in ("not_met", "undetermined"):
            continue
        # Nobody named yet leaves it open: on the way down undetermined, else conditional (1.6).
        named = not check.missing or any(facts[name].type.kind != "role" for name in check.missing)
        if check.effect == "block" and (check.status == "not_met" or down or named):
            yield "1.3 lines 3 and 6: a block is not met or open, and it is allowed", check.rule
        elif check.effect == "condition" and down and check.status == "undetermined":
            yield "1.3 line 6: a condition is open, and a way down is allowed", check.rule
        elif check.effect in ("block", "condition") and decision.status == "permitted":
            yield "1.3 line 7: a condition is not met or open, and it is permitted", check.rule


def _withheld(case: Case, decision: Decision, bench: Bench) -> Iterator[Failure]:
    """7.3: what is refused or open carries no step of what was asked for, and nothing orders it."""
    if decision.status not in REFUSED:
        return
    kept = set(decision.withheld)
    shown = {step.id for step in decision.route if step.available and not step.done}
    if kept & shown:
        yield "7.3 withheld and in the route", ", ".join(sorted(kept & shown))
    asked = _asked(case, bench)
    still = sorted(set(asked) & shown)
    if still:
        yield "7.3 the step asked for, or what follows it, is in the route", ", ".join(still)
    labels = {text.casefold() for text in asked.values()} - {""}
    # What a requirement wants done first may stand under the clause of a step that is withheld.
    first = {check.rule for check in decision.checks if check.effect != "ground"}
    for action in decision.actions:
        told = action.do.casefold()
        if action.rule in kept - first or told in labels or told.removeprefix("add ").strip('"') in labels:
            yield "7.3 an action orders what was asked for", action.rule


def _asked(case: Case, bench: Bench) -> dict[str, str]:
    """The rows asked for and those that follow them in a sequence: ids, with the label of the first."""
    wanted = label(str(case.given.get("request.step", "")), str(case.given.get("request.action", "")))
    found: dict[str, str] = {}
    if case.given.get("request.direction") != "workflow" or not all(wanted):
        return found
    for route in bench.policy.routes:
        places = [n for n, step in enumerate(route.steps) if label(step.step, step.action) == wanted]
        if not places:
            continue
        first = route.steps[places[0]]
        found[first.id] = first.action
        if not route.table_step:
            found |= {step.id: "" for step in route.steps[places[0] + 1 :]}
    return found


def _unasked(case: Case, decision: Decision, found: Protection, bench: Bench) -> Iterator[Failure]:
    """Without a request: protection first, and a way down only if asking for it would be permitted."""
    said = decision.recommendation
    if decision.status != "advisory":
        yield "1.3 without a request, and not advisory", decision.status
    if found.plain and (found.concern or found.doubt) and said.direction != "safeguarding_now":
        yield "2.3 a concern, and the direction is another", f"no request: {said.direction}"
    if said.direction in ("step_down", "close"):
        asking = {"request.direction": said.direction} | ({"request.to": said.to} if said.to else {})
        ofs = ("contact", "caf_episode", "case") if said.direction == "close" else ()
        options = [asking, *({**asking, "closure.of": of} for of in ofs if "closure.of" not in case.given)]
        came = [bench.decide(replace(case, given={**case.given, **each})).status for each in options]
        if "permitted" not in came:
            line = f"{said.direction}: {came[0]}"
            yield "3.1 a way down is recommended that would not be permitted", line


def is_completion(before: Judged, after: Judged) -> bool:
    """Whether nothing known has changed and no contradiction has come."""
    if not after.conflicts <= before.conflicts:
        return False
    # What is stated of the support is less than is recorded, already: a record of something higher
    # contradicts it once more, under the same name (2.3).
    doubted = any(id == SUPPORT_DISAGREES for id, _ in before.conflicts)
    if doubted and after.highest != before.highest:
        return False
    return all(after.known.get(name, Missing.UNKNOWN) == state for name, state in before.known.items())


def suspicious(before: tuple[str, str], after: tuple[str, str], case: Case, more: Case, bench: Bench) -> bool:
    """Whether a completion may break 7.1, by status and direction alone: then both are decided in full."""
    return bool(list(_survival(before, after, case, more, bench)))


def of_two(case: Case, decision: Decision, more: Case, bench: Bench) -> Iterator[Failure]:
    """What a case and its completion break of 7.1."""
    completed = bench.decide(more)
    came = [(each.status, each.recommendation.direction) for each in (decision, completed)]
    for kind, line in _survival(came[0], came[1], case, more, bench):
        adds = kind.startswith("7.1 adding")
        if adds and _starts_elsewhere(case, decision, more, bench):
            # Then it must be right as what it is now.
            yield from of_one(more, completed, bench)
        elif not adds or not (
            _falsified(decision, completed) or _excepted(decision, completed, bench.way(more))
        ):
            yield kind, line


def _survival(
    before: tuple[str, str], after: tuple[str, str], case: Case, more: Case, bench: Bench
) -> Iterator[Failure]:
    one, two = protection(case), protection(more)
    if before[0] not in ("permitted", "blocked") or not (one.plain and two.plain):
        return
    goes, line = bench.way(more), f"{bench.way(case)}: {before[0]} became {after[0]}"
    if one == two:
        # What the oracle cannot see: a pack's own signs of danger.
        told = bench.more_of_danger & (more.given.keys() - case.given.keys())
        if told and after[1] == "safeguarding_now" != before[1]:
            return
        # Which way a triage or the closing of a CAF goes hangs on a fact (1.4), and what protection makes of
        # it follows that way.
        if (one.concern or one.in_place) and bench.way(case) != goes:
            return
        if after[0] != before[0]:
            yield f"7.1 {before[0]} does not survive", line
        return
    added = [
        name
        for name, was, now in (
            ("a concern", one.concern, two.concern),
            ("protection in place", one.in_place, two.in_place),
            ("care above it", one.care, two.care),
        )
        if now and not was
    ]
    if goes == "neither" != bench.way(case):
        return  # a CAF of which it comes out that it closes because social care took the case (1.4)
    if not added or (not two.concern and two.concern is not one.concern):
        return  # what calmed something down is no addition
    if after[0] == before[0] or _by_line_1_or_2(after, more, two, goes):
        return
    yield f"7.1 adding {' and '.join(added)} does something else", line


def _by_line_1_or_2(after: tuple[str, str], case: Case, found: Protection, goes: Way) -> bool:
    if found.concern and goes in ("up", "open") and after == ("permitted", "safeguarding_now"):
        return True
    concerned = bool(found.concern) and goes in ("down", "close", "divert", "open")
    passes = bool(found.in_place) and (leaves_child_in_need_out(case, goes) or goes == "open")
    return after[0] == "blocked" and (concerned or passes)


def _starts_elsewhere(case: Case, decision: Decision, more: Case, bench: Bench) -> bool:
    """Whether it was none of the policy's requests, and now starts from what was added.

    Protection in place is where a request starts `from` (1.2): a step down from Child in Need to Child in
    Need, which is none, becomes one from care. What was required of the first cannot be of the second.
    """
    blocked = decision.status == "blocked" and decision.answered is False
    return blocked and bench.judge(case).highest != bench.judge(more).highest


def _excepted(decision: Decision, completed: Decision, goes: Way) -> bool:
    """Whether all that blocked has the concern for its exception, in a request that goes neither way.

    Such requests keep their rules under a concern (1.3), and a document may name danger as an exception
    (1.6): a question is answered without evidence of consent where a child is at risk.
    """
    now = {each.rule: each for each in completed.checks if each.effect == "block"}
    blocked = [each for each in decision.checks if each.effect == "block" and each.decides]
    refusing = [now[each.rule] for each in blocked if each.status == "not_met"]
    lifted = [each.status in ("met", "not_applicable") and CONCERN in each.facts_used for each in refusing]
    return goes in ("neither", "open") and bool(lifted) and all(lifted)


def _falsified(decision: Decision, completed: Decision) -> bool:
    """Whether a ground that could hold no longer can, or one that fitted no longer does."""
    before = {each.rule: each.status for each in grounds(decision)}
    after = {each.rule: each.status for each in grounds(completed)}
    fell = ("not_met", "not_applicable")
    could = any(before.get(rule) in ("met", "undetermined") and now in fell for rule, now in after.items())
    return could or any(before.get(rule) == "not_met" and now == fell[1] for rule, now in after.items())
