"""Signs and combinations as rules: each is a row of what the level of need is, and cites itself alone.

They are written as a file of rules would have them, so that whatever looks at rules - the engine, the batch,
what changes them to see whether examples notice - meets nothing new.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from threshold.conditions import All, Condition, Not, Test
from threshold.conditions import Any as AnyOf
from threshold.policy.indicators.ages import ages_text
from threshold.policy.indicators.combinations import level_in_place
from threshold.policy.indicators.model import (
    Ages,
    Combination,
    Count,
    IndicatorTable,
    Place,
    Sign,
)
from threshold.policy.indicators.words import domain_fact, sign_fact
from threshold.policy.model import LEVEL, Clause, ConflictRule, Definition, Head, Row
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.reading import Mapping as MappingNode
from threshold.reading import Node, Scalar, Sequence
from threshold.vocabulary import Vocabulary, parse_text
from threshold.vocabulary.questions import statement

Written = Mapping[str, Any]
TheLevels = tuple[str, ...]
AGE, UNBORN = "child.age", "child.unborn"
_SEVERAL = re.compile(r"\b(and|or|but)\b|,")  # what a question says of more than one thing


def clauses_of_table(table: IndicatorTable) -> dict[str, Clause]:
    """Each sign and each combination as a clause of the document."""
    titles = {each.key: each.title for each in table.domains}
    found = {
        sign.id: Clause(
            sign.id, f"{titles[sign.domain]}, {sign.level}: {said_of(sign)}", line=sign.place.line or 0
        )
        for sign in table.signs
    }
    combined = {
        each.id: Clause(each.id, each.because, line=each.place.line or 0) for each in table.combinations
    }
    return {**found, **combined}


def rules_of_table(table: IndicatorTable, prefix: str, levels: TheLevels = ()) -> dict[str, Node]:
    """The table as trees of rules, one for each of its files.

    `levels` are the names of the levels of need, from the least up, where they have names.
    """
    signs = [(sign.place, _of_sign(sign, prefix)) for sign in table.signs]
    combined = [(each.place, _of_combination(each, table, prefix, levels)) for each in table.combinations]
    protecting = [(sign.place, _concern(sign, prefix)) for sign in table.signs if sign.protection]
    trees: dict[str, Node] = {}
    for file in dict.fromkeys(place.file for place, _ in (*signs, *combined)):
        defining = [(place, rule) for place, rule in (*signs, *combined) if place.file == file]
        own = [(place, rule) for place, rule in protecting if place.file == file]
        trees[file] = MappingNode(1, 1, {"definitions": _placed(defining), "protection": _placed(own)})
    return trees


def protected(table: IndicatorTable, pack: str, vocabulary: Vocabulary) -> Definition:
    """That a child who is protected, or has to be, is at the highest level, whatever the signs say.

    Where no sign is there, the level is the one that the table names, or the least.
    """
    kind = vocabulary.facts[LEVEL].type
    least, most = kind.least or 1, kind.most or 1
    identifier = f"{pack}:protected"
    rows = (
        Row(
            f"{identifier}#1",
            Test(IN_PLACE, "is", (True,)),
            most,
            "the child is protected by a plan or in care",
        ),
        Row(
            f"{identifier}#2",
            Test(CONCERN, "is", (True,)),
            most,
            "there is a concern about the child's protection",
        ),
    )
    otherwise = parse_text(table.otherwise, kind) if table.otherwise else least
    title = "A child who is protected, or has to be, is at the highest level"
    return Definition(Head(identifier, title, pack, ()), LEVEL, "most_serious", rows, otherwise)


def contradictions_of(table: IndicatorTable, pack: str, prefix: str) -> tuple[ConflictRule, ...]:
    """Signs that are said to be there of a child for whose age they are not: somebody has to ask again."""
    return tuple(_out_of_age(sign, pack, prefix) for sign in table.signs if sign.ages != Ages())


def worries_of(table: IndicatorTable, prefix: str) -> dict[str, Condition]:
    """What leaves a concern open, by the rule of the sign: its domain worries somebody, and it is open."""
    found: dict[str, Condition] = {}
    for sign in (each for each in table.signs if each.protection):
        worried = Not(Test(domain_fact(prefix, sign.domain), "not_known_to_be", (True,)))
        found[concern_of(sign.id)] = All((worried, Test(sign_fact(prefix, sign), "is", (True,))))
    return found


def _out_of_age(sign: Sign, pack: str, prefix: str) -> ConflictRule:
    """A sign that is said to be there of a child for whose age it is not."""
    ages, fact = sign.ages, sign_fact(prefix, sign)
    bounds: list[Condition] = []
    if ages.least is not None:
        bounds.append(Test(AGE, "at_least", (ages.least,)))
    if ages.most is not None:
        bounds.append(Test(AGE, "at_most", (ages.most,)))
    within: list[Condition] = [All(tuple(bounds))] if bounds else []
    if ages.unborn:
        within.append(Test(UNBORN, "is", (True,)))
    return ConflictRule(
        Head(f"{sign.id}-ages", f"For the ages {ages_text(ages)}: {said_of(sign)}", pack, (sign.id,)),
        All((Test(fact, "is", (True,)), Not(AnyOf(tuple(within))))),
        f"It is said that this is so, and it is for {ages_text(ages)}: {said_of(sign)}",
        # A sign that tells of danger is acted on, whatever the age.
        () if sign.protection else (fact, AGE),
    )


def concern_of(sign: str) -> str:
    """The id of the rule that a sign of protection is a concern."""
    return f"{sign}-concern"


def said_of(sign: Sign) -> str:
    """What a sign says where it is there: its statement, or its question made one where that is certain."""
    if not sign.asks.rstrip().endswith("?"):
        return sign.asks.rstrip(". ")
    told = None if _SEVERAL.search(sign.asks) else statement(sign.asks)
    return told.yes if told is not None else f"yes to “{sign.asks.strip()}”"


def _of_sign(sign: Sign, prefix: str) -> Written:
    row = {"when": _there(sign, prefix), "is": sign.level, "because": said_of(sign)}
    return {"id": sign.id, "title": said_of(sign), "fact": LEVEL, "hit": "most_serious", "rows": [row]}


def _concern(sign: Sign, prefix: str) -> Written:
    """A concern whatever the age: while nobody knows how old the child is, nothing may hide a danger."""
    told = said_of(sign)
    return {
        "id": concern_of(sign.id),
        "title": told,
        "carries": [sign.id],
        "when": {sign_fact(prefix, sign): "true"},
        "because": told,
    }


def _of_combination(
    combination: Combination, table: IndicatorTable, prefix: str, levels: TheLevels
) -> Written:
    counts = [part for count in combination.counts for part in _counts(count, table, prefix, levels)]
    row = {
        "when": counts[0] if len(counts) == 1 else {"all": counts},
        "is": combination.level,
        "because": combination.because,
    }
    return {
        "id": combination.id,
        "title": combination.because,
        "fact": LEVEL,
        "hit": "most_serious",
        "rows": [row],
    }


def _counts(count: Count, table: IndicatorTable, prefix: str, levels: TheLevels) -> Iterable[Written]:
    """What is counted, as conditions: the signs of the levels, and the domains in which they lie."""
    by_domain: dict[str, list[Any]] = {}
    wanted = {level_in_place(level, levels) for level in count.of}
    for sign in table.signs:
        here = not count.domains or sign.domain in count.domains
        if here and level_in_place(sign.level, levels) in wanted:
            by_domain.setdefault(sign.domain, []).append(_part(sign, prefix))
    if count.in_every_domain:
        yield from ({"count": parts, "at_least": count.at_least} for parts in by_domain.values())
        return
    yield {"count": [part for parts in by_domain.values() for part in parts], "at_least": count.at_least}
    if count.in_domains > 1:
        domains = [{"count": parts, "at_least": 1} for parts in by_domain.values()]
        yield {"count": domains, "at_least": count.in_domains}


def _part(sign: Sign, prefix: str) -> Any:
    """A sign as one of those that are counted: the fact alone, or with the ages that it is for."""
    return _there(sign, prefix) if sign.ages != Ages() else sign_fact(prefix, sign)


def _there(sign: Sign, prefix: str) -> Written:
    return {sign_fact(prefix, sign): "true", **_of_age(sign.ages)}


def _of_age(ages: Ages) -> Written:
    bounds = {"at_least": ages.least, "at_most": ages.most}
    born = {"child.age": {key: str(bound) for key, bound in bounds.items() if bound is not None}}
    if not ages.unborn:
        return born if born["child.age"] else {}
    unborn = {"child.unborn": "true"}
    return unborn if not born["child.age"] else {"any": [unborn, born]}


def _placed(rules: Iterable[tuple[Place, Written]]) -> Sequence:
    return Sequence(1, 1, [_node(rule, place.line or 1) for place, rule in rules])


def _node(value: Any, line: int) -> Node:
    """Plain values as a tree, all of it at one line."""
    if isinstance(value, Mapping):
        entries = {key: _node(each, line) for key, each in value.items()}
        return MappingNode(line, 1, entries, {key: Scalar(key, line, 1) for key in entries})
    if isinstance(value, list):
        return Sequence(line, 1, [_node(each, line) for each in value])
    return Scalar(str(value), line, 1)
