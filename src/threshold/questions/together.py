"""Facts that are asked for by one question: a whole domain, and the signs of one level in it (S186, S187)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from threshold.casefiles import Case
from threshold.questions.answers import Answer, Askable
from threshold.semantics.screening import asked_of, opened, screened
from threshold.vocabulary import Fact, Value, Vocabulary


def together(
    names: Sequence[str], case: Case, vocabulary: Vocabulary
) -> tuple[list[str], list[Askable], list[Askable]]:
    """Unknown facts, by how they are asked for: alone, behind the question for a domain, and with others.

    What is asked with others has no answers to try yet: those come once it is known which of it matters.
    """
    screens, known_open = screened(vocabulary), opened(case, vocabulary)
    waiting = {name for name in names if name in screens} - known_open
    alone: list[str] = []
    behind: dict[str, list[str]] = {}
    beside: dict[tuple[str, str], list[str]] = {}
    for name in names:
        fact = vocabulary.facts[name]
        if fact.screened_by in waiting:
            behind.setdefault(fact.screened_by, []).append(name)
        elif fact.asked_with:
            beside.setdefault((fact.screened_by, fact.asked_with), []).append(name)
        else:
            alone.append(name)
    domains = [_domain(vocabulary.facts[name], signs) for name, signs in behind.items()]
    lists = [_list([vocabulary.facts[name] for name in signs]) for signs in beside.values()]
    return [name for name in alone if name not in behind], domains, lists


def mattering(asked: Iterable[Askable], read: set[str], vocabulary: Vocabulary) -> list[Askable]:
    """The questions without the facts that nothing reads; without those that are left with none."""
    found: list[Askable] = []
    for each in asked:
        if not each.facts and not each.behind:
            found.append(each)
            continue
        facts = [vocabulary.facts[name] for name in (*each.facts, *each.behind) if name in read]
        if facts and each.facts:
            found.append(_list(facts))
        elif facts:
            found.append(_domain(vocabulary.facts[each.fact], [fact.name for fact in facts]))
    return found


def with_answers(asked: Askable, there: Sequence[Sequence[str]]) -> Askable:
    """The question with answers to try: that nothing is there, and that these are and no others."""
    if not asked.facts and not asked.behind:
        return asked
    signs = asked.facts or asked.behind
    answers = [_stating(asked, signs, names) for names in ((), *there)]
    return replace(asked, answers=tuple(answers))


def answers_offered(asked: Askable, answers: Iterable[int]) -> list[Answer]:
    """The answers that somebody may give: to the question for a domain, no and yes, and nothing more."""
    found = [asked.answers[answer] for answer in answers]
    if not asked.behind:
        return found
    return list(dict.fromkeys(Answer(value=answer.value) for answer in found))


def _stating(asked: Askable, signs: Sequence[str], there: Sequence[str]) -> Answer:
    stated: list[tuple[str, Value]] = [(name, name in there) for name in signs]
    if asked.behind:
        return Answer(value=bool(there), stated=((asked.fact, bool(there)), *stated))
    value = stated[0][1] if len(stated) == 1 else None
    return Answer(value=value, stated=() if value is not None else tuple(stated))


def _domain(fact: Fact, signs: Sequence[str]) -> Askable:
    return Askable(fact.name, "", fact.asks, fact.protection, (), behind=tuple(signs))


def _list(facts: Sequence[Fact]) -> Askable:
    """What tells of danger stands first."""
    facts = sorted(facts, key=lambda fact: not fact.protection)
    protection = any(fact.protection for fact in facts)
    return Askable(
        facts[0].name, "", asked_of(facts), protection, (), facts=tuple(fact.name for fact in facts)
    )
