"""Why a case does not have another answer: suggestions that lead there, or what stands in the way."""

from threshold.casefiles import Case
from threshold.conditions import Moment, tests
from threshold.decisions.wording import iso
from threshold.engine import Engine, Read
from threshold.output.words import listed
from threshold.semantics.findings import Findings
from threshold.semantics.status import Conclusion, conclude
from threshold.why.answer import trees_of
from threshold.why.not_model import SCHEMA, Keeps, Standing, Suggestion, WhyNot
from threshold.why.obstacles import because, protection_stands, to_be_asked
from threshold.why.origins import Origins
from threshold.why.otherwise import Search, Tried

_BETTER = ("permitted", "conditional")
_SOONEST = 4  # rules that stand in the way, told by name


def why_not(engine: Engine, case: Case, moment: Moment, wanted: str) -> WhyNot:
    """What would lead a case to another status. Raises as the engine does."""
    policy = engine.policy_for(case, moment)
    read = Read.of(case, policy.vocabulary, moment)
    decided = engine.decided(case, moment, lambda rule, relevant: False, read)
    findings, decision = decided.findings, decided.decision
    came, origins = conclude(findings), trees_of(findings, read).origins
    search = Search(engine, case, moment, wanted)
    first: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    ways: list[Tried] = []
    kept: tuple[Keeps, ...] = ()
    note = _note(came, wanted)
    stands = False
    if not note and wanted in _BETTER and not _better(came.status, wanted):
        stands = protection_stands(came, findings)
        ask = () if stands else to_be_asked(findings)
        if stands:
            first = tuple(f"{each.by}: {each.do}" for each in decision.actions if each.urgent)
        elif not ask:
            ways = search.found
        note = _of_danger(stands, ask, came)
    elif not note:
        kept = tuple(keeps_of(engine, came, findings, origins, wanted))
        note = "" if kept else "No single fact that is stated keeps it from that."
    return WhyNot(
        schema=SCHEMA,
        case=decision.case,
        as_at=decision.as_at,
        policy=decision.policy.name,
        status=came.status,
        answer=decision.recommendation.headline,
        wanted=wanted,
        reached=came.status == wanted,
        note=note,
        first=first,
        ask=ask,
        suggestions=tuple(_suggestion(way, wanted) for way in ways),
        standing=_standing(search, origins, findings) if not (ways or kept or note) else (),
        keeps=kept,
        tried=search.tried,
        all_tried=not search.cut,
    )


def keeps_of(
    engine: Engine, came: Conclusion, findings: Findings, origins: Origins, wanted: str
) -> tuple[Keeps, ...]:
    """The facts that keep an answer from being one that holds more back."""
    from threshold.why.keeps import keeps

    return tuple(keeps(engine, came, findings, origins, wanted))


def _better(status: str, wanted: str) -> bool:
    """Whether the answer lets more go ahead than the one that is wanted."""
    return status == "permitted" and wanted == "conditional"


def _note(came: Conclusion, wanted: str) -> str:
    if came.status == wanted:
        return f"It is {wanted} already."
    if came.status == "advisory":
        return "Nothing is asked for, so there is nothing to permit: say under `request:` what is asked for."
    if wanted == "advisory":
        return "Only a case that asks for nothing is advisory: leave `request:` out."
    if wanted == "conflict":
        return "Only facts that contradict each other lead there."
    if wanted in _BETTER and not came.answered:
        return "This policy has no rule on what is asked for; ask a manager."
    return ""


def _of_danger(stands: bool, ask: tuple[str, ...], came: Conclusion) -> str:
    if stands and came.protection.contradictory:
        return "Facts about danger contradict each other: somebody has to ask before anything is suggested."
    if stands:
        return "The child's protection stands against it: nothing is suggested that would take that away."
    if ask:
        return "Danger has to be asked about first; nobody may assume the answer. Then ask again."
    return ""


def _suggestion(way: Tried, wanted: str) -> Suggestion:
    waits = [each.text for each in way.changes if each.day is not None]
    texts = [each.text for each in way.changes if each.day is None]
    for word in ("once it is known that", "once it is recorded that", "once", "if"):
        same = [text for text in texts if text.startswith(f"{word} ")]
        if len(same) > 1 and len(same) == len(texts):
            texts = [same[0], *(text.removeprefix(f"{word} ") for text in same[1:])]
    return Suggestion(
        text=f"{wanted} {listed([*texts, *waits], 'and')}",
        on=iso(way.at),
        steps=tuple(each.step for each in way.changes),
    )


def _standing(search: Search, origins: Origins, findings: Findings) -> tuple[Standing, ...]:
    """The rules in the way, with what is known that puts them there."""
    found = []
    for each in search.stands(search.start)[:_SOONEST]:
        words = {
            test: f"{origins.words.sentence(test)}: {origins.seen(test.fact, findings.facts).in_short}"
            for test in tests(each.wanted)
        }
        found.append(Standing(each.head.id, each.head.title, because(each, findings, words)[:3]))
    return tuple(found)
