"""What is not known and worth asking, what is noted, and what the sources leave open."""

from collections.abc import Iterator, Sequence

from threshold.decisions import Decision
from threshold.decisions.asking import of_the_way, questions
from threshold.decisions.explanation import FIND_OUT
from threshold.decisions.model import Citation, MissingFact
from threshold.output.words import sentences, unsaid
from threshold.policy.protection import QUESTIONS
from threshold.reports.by_when import may_apply, running
from threshold.reports.check_lines import standing
from threshold.reports.reasons import deciding, goes_ahead, warned
from threshold.reports.section import Line

FEW = 3


def missing(decision: Decision, everything: bool) -> Iterator[Line]:
    """The questions, each once with the rules that it settles; those about danger do not give way."""
    danger = {each.question for each in decision.missing if each.fact in QUESTIONS}
    others, sources, to_do = 0, _sources(decision), to_find_out(decision)
    for question, rules in _asked(decision, everything).items():
        if question in to_do and not everything:
            continue  # it stands among what is to be done
        because = _because([sources[rule] for rule in rules if rule in sources])
        others += question not in danger
        yield Line(f"{question}{because}", 0 if question in danger else 1 if others == 1 else 5)


def asked(decision: Decision, everything: bool) -> set[str]:
    """Every question that stands under what is to be done or what to ask."""
    return {*_asked(decision, everything), *to_find_out(decision)}


def to_find_out(decision: Decision) -> set[str]:
    """The questions that stand under what is to be done, also each of those that one is made up of."""
    found = [each.do.removeprefix(FIND_OUT) for each in decision.actions if each.do.startswith(FIND_OUT)]
    return {*found, *(part for each in found for part in sentences(each))}


def _asked(decision: Decision, everything: bool) -> dict[str, tuple[str, ...]]:
    """The questions that matter here, with the rules that each settles."""
    return questions(each for each in decision.missing if everything or _matters(each, decision))


def _because(sources: Sequence[Citation]) -> str:
    """The first few clauses that a question settles, and whether they are in force."""
    settles = dict.fromkeys(clause for source in sources for clause in source.clauses)
    few = [*settles][:FEW]
    told = [source for source in sources if {*source.clauses} & {*few}]
    return f" [{', '.join(few)}]{standing(told)}" if few else ""


def _sources(decision: Decision) -> dict[str, Citation]:
    """Where each rule that has a line here comes from."""
    lines = [(check.rule, check.source) for check in decision.checks]
    lines += [(row.rule, row.source) for row in decision.deadlines]
    return dict(lines)


def _matters(each: MissingFact, decision: Decision) -> bool:
    """Where nothing travels, nobody need say which way; where a child is in danger, nothing else matters."""
    if decision.safeguarding_now:
        return of_the_way(each) and goes_ahead(decision)
    return not of_the_way(each) or goes_ahead(decision)


def notes(decision: Decision) -> Iterator[Line]:
    """Notes on the case and on the policy as a whole."""
    because = decision.recommendation.because
    for note in decision.notes:
        if note.text and not note.tension and note.text not in because:
            yield Line(note.text, 5)


def left_open(decision: Decision, everything: bool) -> Iterator[Line]:
    """How what the sources leave open is read, beside lines that are shown, the nearest first."""
    beside = [note for note in decision.notes if note.tension]
    if not everything:
        shown_here = _lines_shown(decision)
        beside = [note for note in beside if note.rule in shown_here][:FEW]
    said: set[str] = set()
    for note in beside:
        # Two documents may read the same thing each in its own way: what is open is said once.
        if text := unsaid(note.text, said):
            yield Line(f"{text} ({note.tension}, at {note.rule})", 9)
    for edition in _editions(decision, everything):
        # A statutory line is never read without it.
        yield Line(f"Edition of the statutory lines: {edition}", 0)


def _editions(decision: Decision, everything: bool) -> Iterator[str]:
    """Which editions the statutory lines that are shown were checked against, each once."""
    shown_here = None if everything else _lines_shown(decision) | _lines_told(decision)
    lines = [(check.rule, check.source) for check in decision.checks]
    lines += [(row.rule, row.source) for row in decision.deadlines]
    lines += [(action.rule, action.source) for action in decision.actions]
    lines += [(step.id, step.source) for step in decision.route]
    told = [source.edition for line, source in lines if shown_here is None or line in shown_here]
    told += [conflict.edition for conflict in decision.conflicts]
    yield from dict.fromkeys(edition for edition in told if edition)


def _lines_told(decision: Decision) -> set[str]:
    """The rules that are told of on the screen beside what is so now: notes, and what may come to apply."""
    noted = {each.rule for each in decision.checks if each.relevant and each.effect == "note" and each.says}
    later = {each.rule for each in decision.checks if each.applies_from}
    return noted | later | {row.rule for row in may_apply(decision)}


def _lines_shown(decision: Decision) -> set[str]:
    """The rules and steps of which something is on the screen where not everything is."""
    lines = {check.rule for check in deciding(decision)}
    lines |= {check.rule for check in decision.checks if warned(check)}
    lines |= {action.rule for action in decision.actions}
    lines |= {row.rule for row in running(decision)}
    lines |= {step.id for step in decision.route}
    return lines
