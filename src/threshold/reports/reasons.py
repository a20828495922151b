"""Why a decision is as it is: what decides, what contradicts itself, what is wrong beside it; the need."""

import re
from collections.abc import Iterator, Sequence

from threshold.decisions import Decision
from threshold.decisions.model import Brag, Check, Conflict, Level
from threshold.output.words import spoken
from threshold.policy.protection import QUESTIONS, SOCIAL_CARE
from threshold.reports.check_lines import check_line, cited, departures, what_was_seen
from threshold.reports.section import Line
from threshold.semantics.status import refused

_PROMISED = re.compile(r"\bwarnings? below\b")  # what a headline says of them

# How soon a check gives way: what fails last, and what is in order first.
_GIVES_WAY = {"not_met": 3, "undetermined": 5, "met": 8, "not_applicable": 8}


def why(decision: Decision, everything: bool) -> Iterator[Line]:
    """The reasons that the headline does not give, and the checks that decide."""
    recommendation = decision.recommendation
    checks = deciding(decision, everything)
    told = {check.says or f"Cannot tell: {check.title}" for check in checks}
    for line in recommendation.because:
        if line not in recommendation.headline and not any(line.startswith(says) for says in told):
            yield Line(line, 0 if decision.safeguarding_now else 2)
    said = " ".join((recommendation.headline, *(_said_beside(decision) if everything else ())))
    for number, check in enumerate(checks):
        first = number == 0 and check.status != "undetermined"
        gives_way = 1 if first else _GIVES_WAY[check.status]
        yield Line(check_line(check, said), gives_way)


def _said_beside(decision: Decision) -> Iterator[str]:
    """What the warnings and the notes say of checks, where the checks themselves are told as well."""
    yield from (check.says for check in decision.checks if warned(check))
    yield from (note.text for note in decision.notes)


def deciding(decision: Decision, everything: bool = False) -> list[Check]:
    """The checks that made the status what it is; of a case in which nothing was asked for, no grounds.

    Of a request that is refused where the child is to be protected now, its grounds alone: the danger is why,
    whatever else is not met, such as that the family has declined.
    """
    if everything:
        return list(decision.checks)
    checks = [check for check in decision.checks if check.decides and _decisive(check, decision.status)]
    if decision.safeguarding_now and not goes_ahead(decision):
        checks = [check for check in checks if check.effect == "ground"]
    if decision.request is None:
        return [check for check in checks if check.effect != "ground"]
    return [check for check in checks if not _spared(check, checks)]


def goes_ahead(decision: Decision) -> bool:
    """Whether anything may travel: the way of a request that is refused or open is not shown."""
    return not refused(decision.status)


def contradictions(decision: Decision) -> Iterator[Line]:
    """What cannot all be so; it gives way last."""
    for conflict in decision.conflicts:
        cited_ = f" [{', '.join(conflict.clauses)}]" if conflict.clauses else ""
        yield Line(f"{conflict.why}{cited_}", 0 if _about_danger(conflict) else 1)


def _about_danger(conflict: Conflict) -> bool:
    return any(name in QUESTIONS or name.startswith("child_protection.") for name in conflict.facts)


def warnings(decision: Decision, everything: bool = False) -> Iterator[Line]:
    """What is not as it should be beside what decides: requirements and, with everything, missed dates."""
    headline = decision.recommendation.headline
    # Where the headline promises a warning below, one stays on any screen.
    stays = _PROMISED.search(headline) is not None
    for check in decision.checks:
        if warned(check):
            # A yes or no says again what the sentence says.
            seen = "" if {*check.facts_used.values()} <= {"true", "false"} else what_was_seen(check)
            says = f"not met: {check.title}" if check.says in headline and not everything else check.says
            this = stays and check.status == "not_met" and check.effect == "warn"
            yield Line(f"{says}{seen}{departures(check.departs)} {cited(check.source)}", 0 if this else 3)
            stays = stays and not this
    for row in decision.deadlines if everything else ():
        if row.says and row.applies:
            yield Line(f"{row.says} {cited(row.source)}")


def warned(check: Check) -> bool:
    """Whether something is said beside what decides: it is not so, or the rule says that nobody knows."""
    open_ = check.status == "undetermined" and check.effect == "warn" and bool(check.says)
    wrong = check.status == "not_met" and not check.decides and check.effect != "note"
    return check.relevant and (open_ or wrong)


def _decisive(check: Check, status: str) -> bool:
    if status == "blocked":
        return check.status == "not_met"
    open_ = ("not_met", "undetermined")
    return check.status in (("met", *open_) if status == "permitted" else open_)


def _spared(check: Check, beside: Sequence[Check]) -> bool:
    """Whether it is a ground that does not hold, while another of its pack does or may: one is enough."""
    return (check.effect, check.status) == ("ground", "not_met") and any(
        other.effect == "ground" and other.source.pack == check.source.pack and other.status != "not_met"
        for other in beside
    )


def need(decision: Decision, everything: bool) -> Iterator[Line]:
    """The level of need and the BRAG rating, with what shows them and what follows."""
    level, brag = decision.recommendation.level_of_need, decision.recommendation.brag
    if level is not None and (level.level or level.indicators or level.judged):
        yield from _level(level, everything)
    if brag is not None:
        yield _brag(brag, goes_ahead(decision) and recommends_nothing_else(decision))


def _level(level: Level, everything: bool) -> Iterator[Line]:
    name = f", {level.name}" if level.name else ""
    source = f" [{', '.join(level.source)}]" if level.source else ""
    if level.level is not None:
        yield Line(f"Level of need: {level.level}{name}{source}", 1)
    elif level.at_least is not None:
        beyond = ", ".join(str(number) for number in level.not_ruled_out)
        yield Line(f"Level of need: at least {level.at_least}{name}; {beyond} not ruled out{source}", 1)
    if level.response:
        yield Line(f"Response: {level.response}", 6)
    if level.indicators:
        yield Line(f"Shown by: {'; '.join(level.indicators)}", 6)
    if level.judged is not None:
        judged = level.judged
        yield Line(f"Judged to be {judged.value} by the {judged.by}: {judged.reason}", 2)
    if level.not_known and (level.level is None or everything):
        unknown = [spoken(name.removeprefix("need.")) for name in level.not_known]
        # A list of signs is told with commas in it.
        told = "; ".join(level.not_known_in) or ", ".join(unknown)
        yield Line(f"Not asked or not known: {told}", 7)


def recommends_nothing_else(decision: Decision) -> bool:
    """Whether a contact goes where its colour says: nobody is in danger, and nobody has a social worker."""
    return not decision.safeguarding_now and decision.recommendation.from_ not in SOCIAL_CARE


def _brag(brag: Brag, travels: bool) -> Line:
    meaning = brag.meaning or "the policy gives this colour no meaning"
    goes = f"; goes to {brag.goes_to}" if brag.goes_to and travels else ""
    within = ""
    if brag.respond_within == "none required":
        within = "; no response is required"
    elif brag.respond_within:
        within = f"; respond within {brag.respond_within}"
    if brag.defined:
        meaning = brag.meaning or "no meaning is written down"
    # What set the table need be no clause, so that it stands in round brackets.
    cites = dict.fromkeys(source.partition(":")[0] for source in brag.source)
    cited_ = f" ({', '.join(cites)})" if cites else ""
    return Line(f"BRAG {brag.colour}: {meaning}{goes}{within}{cited_}", 1)
