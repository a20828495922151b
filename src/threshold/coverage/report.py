"""Coverage as text and as JSON: what becomes of each clause, what examples show, and what nothing uses."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from threshold.coverage.clauses import CARRIED, ClauseCovered, ClauseState
from threshold.coverage.run import Covered
from threshold.coverage.shown import RuleShown
from threshold.output import terminal
from threshold.output.escaping import json_text
from threshold.policy.model import About
from threshold.reading import Problem

SCHEMA = "threshold/coverage/1"
_ABOUT: dict[About, str] = {
    "core": "core",
    "further": "further",
    "staff": "about staff",
    "context": "explaining",
}
_OF_A_CASE: tuple[About, ...] = ("core", "further")
_HEADS: dict[ClauseState, str] = {
    "in part": "carried in part, and what is missing",
    "not yet in force": "cited by rules that are silent until it is in force",
    "in name only": "cited, but no example would miss what cites it",
    "left out": "left out, and why",
    "unaccounted": "unaccounted: nothing cites it, and nothing says why",
}


def falls_short(found: Sequence[Covered], least: float) -> bool:
    """Whether fewer than this share of the clauses about a case are carried, or one of the core is not.

    A list without a clause about a case falls short of anything.
    """
    return any(
        not _about_a_case(each.clauses)
        or _share(_about_a_case(each.clauses)) < least
        or any(_core_not_carried(each))
        for each in found
    )


def as_text(found: Sequence[Covered], anywhere: Sequence[Problem]) -> str:
    """Each pack, its clauses first; those that are simply carried are counted, all others are named."""
    lines: list[str] = []
    for each in found:
        lines += [*_pack(each), ""]
    if anywhere:
        lines += ["used by none of these packs", *(_wrapped(str(problem), 2) for problem in anywhere)]
    return "\n".join(lines).rstrip()


def as_json(found: Sequence[Covered], anywhere: Sequence[Problem]) -> str:
    """The same for programs, every clause and every rule."""
    data = {
        "schema": SCHEMA,
        "packs": [_as_data(each) for each in found],
        "unused": [_problem(problem) for problem in anywhere],
    }
    return json_text(data, indent=2)


def _pack(found: Covered) -> Iterator[str]:
    yield _wrapped(f"{found.pack}: {found.document}", 0)
    yield _wrapped(f"clauses about a case: {_counts(_about_a_case(found.clauses))}", 2)
    for about in get_args(About):
        own = [each for each in found.clauses if each.clause.about == about]
        if own:
            yield _wrapped(f"{_ABOUT[about]}: {_counts(own)}", 4)
    for state, head in _HEADS.items():
        own = [each for each in found.clauses if each.state == state]
        if own:
            yield f"  {head}"
            yield from (_clause(each) for each in own)
    yield from _rules(found.rules)
    if found.left_out:
        yield _wrapped(f"examples that do not pass, and earn nothing: {', '.join(found.left_out)}", 2)
    if found.unused:
        yield "  used by nothing"
        yield from (_wrapped(str(problem), 4) for problem in found.unused)


def _counts(clauses: Sequence[ClauseCovered]) -> str:
    told = [f"{number} {state}" for state in get_args(ClauseState) if (number := _number(clauses, state))]
    return f"{len(clauses)}; {', '.join(told)} ({_share(clauses):.0f} in 100 carried)"


def _clause(covered: ClauseCovered) -> str:
    clause = covered.clause
    by = ", ".join(map(str, covered.carriers))
    named = f" (by {by})" if by and by != clause.id else ""
    why = clause.left_out or clause.in_part
    return _wrapped(f"{clause.id}{named}: {clause.placed}{f'; {why}' if why else ''}", 4)


def _rules(rules: Sequence[RuleShown]) -> Iterator[str]:
    """How many rules of each kind are shown in every state that matters, and those that are not."""
    yield "  what examples expect of rules"
    for kind in dict.fromkeys(each.kind for each in rules):
        own = [each for each in rules if each.kind == kind]
        by_state = {state: sum(state in each.shown for each in own) for state in own[0].wanted}
        counts = ", ".join(f"{state.replace('_', ' ')} {number}" for state, number in by_state.items())
        whole = sum(not each.missing for each in own)
        yield _wrapped(f"{kind}: {len(own)}; {counts}; all of that {whole}", 4)
    for each in rules:
        if each.missing:
            yield _wrapped(f"{each.rule}: never {' or '.join(each.missing).replace('_', ' ')}", 6)


def _as_data(found: Covered) -> dict[str, Any]:
    about_a_case = _about_a_case(found.clauses)
    return {
        "pack": found.pack,
        "document": found.document,
        "share_carried": round(_share(about_a_case), 1),
        "core_not_carried": [*_core_not_carried(found)],
        "clauses": [
            {
                "clause": each.clause.id,
                "place": each.clause.place,
                "standing": each.clause.standing or None,
                "about": each.clause.about,
                "state": each.state,
                "why": each.clause.left_out or each.clause.in_part or None,
                "carried_by": [
                    {"rule": c.rule, "row": c.row or None, "missed": m} for c, m in each.carriers.items()
                ],
            }
            for each in found.clauses
        ],
        "rules": [
            {"rule": each.rule, "kind": each.kind, "shown": each.shown, "missing": each.missing}
            for each in found.rules
        ],
        "unused": [_problem(problem) for problem in found.unused],
        "left_out": found.left_out,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"what": problem.field, "message": problem.message, "file": problem.file, "line": problem.line}


def _about_a_case(clauses: Sequence[ClauseCovered]) -> list[ClauseCovered]:
    return [each for each in clauses if each.clause.about in _OF_A_CASE]


def _core_not_carried(found: Covered) -> Iterator[str]:
    for each in found.clauses:
        if each.clause.about == "core" and each.state not in CARRIED:
            yield each.clause.id


def _number(clauses: Sequence[ClauseCovered], state: ClauseState) -> int:
    return sum(each.state == state for each in clauses)


def _share(clauses: Sequence[ClauseCovered]) -> float:
    """In a hundred clauses, how many are carried; 100 where there is none.

    What is not in force yet is not among them: no rule may say anything of it before its day.
    """
    due = [each for each in clauses if each.state != "not yet in force"]
    carried = sum(each.state in CARRIED for each in due)
    return 100 * carried / len(due) if due else 100.0


def _wrapped(text: str, indent: int) -> str:
    return "\n".join(terminal.wrapped(text, terminal.size()[0], " " * indent, " " * (indent + 2)))
