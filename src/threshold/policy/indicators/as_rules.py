"""Signs and combinations as rules: each is a row of what the level of need is, and cites itself alone.

They are written as a file of rules would have them, so that whatever looks at rules - the engine, the batch,
what changes them to see whether examples notice - meets nothing new.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from threshold.conditions import All, Condition, Test
from threshold.conditions import Any as AnyOf
from threshold.policy.indicators.model import Ages, Combination, Count, IndicatorTable, Place, Sign
from threshold.policy.indicators.words import asks, domain_fact, sign_fact
from threshold.policy.model import LEVEL, Clause, ConflictRule, Definition, Head, Row
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.reading import Mapping as MappingNode
from threshold.reading import Node, Scalar, Sequence
from threshold.vocabulary import Vocabulary, parse_text
from threshold.vocabulary.questions import statement

Written = Mapping[str, Any]


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


def rules_of_table(table: IndicatorTable, prefix: str) -> Node:
    """The table as the tree of a file of rules."""
    signs = [(sign.place, _of_sign(sign, prefix)) for sign in table.signs]
    combined = [(each.place, _of_combination(each, table, prefix)) for each in table.combinations]
    protecting = [(sign.place, _concern(sign, prefix)) for sign in table.signs if sign.protection]
    return MappingNode(
        1,
        1,
        {
            "definitions": _placed([*signs, *combined]),
            "protection": _placed(protecting),
        },
    )


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


def contradicted_domains(table: IndicatorTable, pack: str, prefix: str) -> tuple[ConflictRule, ...]:
    """That nothing is said to be there in a domain of which a sign is said to be there."""
    return tuple(
        ConflictRule(
            Head(f"{pack}:{domain.key}", f"{domain.title}: nothing and something", pack, ()),
            All(
                (
                    Test(domain_fact(prefix, domain.key), "is", (False,)),
                    AnyOf(_are(table, domain.key, prefix)),
                )
            ),
            f"It is said that there is nothing in {domain.title}, and also that one of its signs is there",
            (domain_fact(prefix, domain.key),),
        )
        for domain in table.domains
        if _are(table, domain.key, prefix)
    )


def concern_of(sign: str) -> str:
    """The id of the rule that a sign of protection is a concern."""
    return f"{sign}-concern"


def said_of(sign: Sign) -> str:
    """What a sign says where it is there: its question as a statement, as far as that can be told."""
    told = statement(asks(sign.asks))
    if not sign.asks.rstrip().endswith("?"):
        return sign.asks.rstrip(". ")
    return told.yes if told is not None else sign.asks.rstrip("? ")


def _are(table: IndicatorTable, domain: str, prefix: str) -> tuple[Condition, ...]:
    return tuple(
        Test(sign_fact(prefix, sign), "is", (True,)) for sign in table.signs if sign.domain == domain
    )


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


def _of_combination(combination: Combination, table: IndicatorTable, prefix: str) -> Written:
    counts = [part for count in combination.counts for part in _counts(count, table, prefix)]
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


def _counts(count: Count, table: IndicatorTable, prefix: str) -> Iterable[Written]:
    """What is counted, as conditions: the signs of the levels, and the domains in which they lie."""
    by_domain: dict[str, list[Any]] = {}
    for sign in table.signs:
        if sign.level in count.of:
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
