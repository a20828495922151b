"""A decision as titled sections of lines: what every rendering for people is made from.

First what to do and by when, then why, who does what next, what is not known, and what the sources leave
open. Only the checks that decide, unless everything is asked for; what there is no room for is counted.
"""

from collections.abc import Iterator
from dataclasses import replace

from threshold.decisions import ADVICE_IN_WORDS, Decision
from threshold.output.words import listed
from threshold.reports.by_when import by_when
from threshold.reports.days import day
from threshold.reports.doing import actions, papers, steps, ways
from threshold.reports.reasons import contradictions, deciding, goes_ahead, need, warnings, why
from threshold.reports.section import Line, Section
from threshold.reports.unknown import asked, left_open, missing, notes
from threshold.vocabulary import parse_moment, shown


def sections(decision: Decision, everything: bool = False) -> list[Section]:
    """The sections of a decision, empty ones left out."""
    way = "Next steps" if goes_ahead(decision) else "What comes first"
    found = [
        Section("To do", tuple(actions(decision))),
        Section("By when", tuple(by_when(decision, everything, asked(decision, everything)))),
        Section("Why", tuple(why(decision, everything))),
        Section("Contradictions", tuple(contradictions(decision))),
        Section("Warnings", tuple(warnings(decision, everything))),
        Section("Need", tuple(need(decision, everything))),
        Section("Papers", tuple(papers(decision))),
        *_ways(decision, way, everything),
        Section("Not known", tuple(missing(decision, everything))),
        Section("Notes", tuple(notes(decision))),
        Section("Left open by the sources", tuple(left_open(decision, everything))),
    ]
    if everything:
        found.append(Section("Parameters in force", tuple(_parameters(decision))))
        found.append(Section("Policy", tuple(_policy(decision))))
    return [section for section in found if section.lines]


def _ways(decision: Decision, title: str, everything: bool) -> Iterator[Section]:
    """The way of each document by itself, under its name where the policy has several.

    A row that is not available is no step to take: what the headline or a reason says of it is told once.
    """
    reasons = (each.says for each in deciding(decision, everything))
    said = "\n".join((decision.recommendation.headline, *reasons)).casefold()
    told = [
        step for step in decision.route if not step.available and step.says and step.says.casefold() in said
    ]
    decision = replace(decision, route=tuple(step for step in decision.route if step not in told))
    for pack in ways(decision):
        named = f"{title}, {pack}" if decision.several_lead else title
        yield Section(named, tuple(steps(decision, everything, pack)))


def facts_line(decision: Decision) -> str:
    """Which case, at which date, under which policy; and which documents speak, where it has several."""
    as_at = shown(parse_moment(decision.as_at))
    trial = f" with {', '.join(decision.policy.trial)}" if decision.policy.trial else ""
    by = f", by {listed(decision.speaks, 'and')}" if decision.several_lead and decision.speaks else ""
    return f"{decision.case}, as at {as_at}, policy {decision.policy.name}{trial}{by}"


def to_the_caller(decision: Decision) -> list[str]:
    """What whoever calls the consultation line is advised; nothing where nobody is said to call."""
    advised = decision.consultation
    if advised is None:
        return []
    if advised.advice is None:
        return ["Advice to the caller: none that this policy has, by what is known"]
    more = listed([ADVICE_IN_WORDS[each] for each in advised.not_ruled_out])
    open_ = f"; not ruled out: {more}" if advised.not_ruled_out else ""
    cited = f" [{', '.join(advised.clauses)}]"
    return [f"Advice to the caller: {ADVICE_IN_WORDS[advised.advice]}{open_}{cited}"]


def _parameters(decision: Decision) -> Iterator[Line]:
    for used in decision.parameters:
        since = f" since {day(used.since)}" if used.since else ""
        how = "" if used.set_by == "pack" else f", set by the {used.set_by}"
        yield Line(f"{used.name} = {used.value}{since}{how} ({used.because})")


def _policy(decision: Decision) -> Iterator[Line]:
    policy = decision.policy
    yield Line(f"{policy.title}, version {policy.version}, digest {policy.digest[:12]}")
    for pack in policy.packs:
        yield Line(f"{pack.pack} ({pack.role}), document: {pack.edition}")
