"""The level of need and the BRAG rating, as a decision tells them."""

from collections.abc import Iterator

from threshold.decisions.model import Brag, Judgement, Level
from threshold.output.words import sentence, spoken
from threshold.policy.model import BRAG_TABLE, LEVEL, LEVELS_TABLE
from threshold.semantics.definitions import Derived
from threshold.semantics.findings import Findings
from threshold.semantics.screening import by_what_is_asked, screened
from threshold.vocabulary import Missing, Value, called, shown


def level_of_need(findings: Findings) -> Level | None:
    """The level that the facts indicate - or its floor - with every indicator that fired."""
    derived = findings.derived.get(LEVEL)
    if derived is None:
        return None
    state = findings.facts.state(LEVEL)
    level = state if isinstance(state, int) else None
    floor = derived.floor if level is None else None
    override = findings.case.overrides.get(LEVEL)
    open_facts = [fact for _, row in derived.open_rows for fact in findings.unknown(row.when)]
    shows = level if level is not None else floor
    cells = findings.policy.table(LEVELS_TABLE).get(str(shows), {})
    # What shows a lower level than the facts come to says nothing of theirs.
    indicated = derived.floor if isinstance(derived.state, Missing) else derived.state
    fired = [(rule, row) for rule, row in derived.fired if row.value == indicated]
    cited = [clause for rule, _ in fired for clause in rule.head.carries]
    if not cited and level is not None:
        cited = [
            clause
            for pack in findings.policy.packs
            for rule in pack.definitions
            if rule.fact == LEVEL and rule.otherwise == level
            for clause in rule.head.carries
        ]
    return Level(
        level=level,
        at_least=floor if isinstance(floor, int) else None,
        not_ruled_out=tuple(int(str(value)) for value in derived.not_ruled_out),
        name=str(cells.get("name") or _name_of(shows, findings)),
        response=str(cells.get("response") or ""),
        indicators=tuple(row.because or shown(row.value) for _, row in fired),
        not_known=tuple(dict.fromkeys(open_facts)),
        judged=Judgement(_judged(override.value, findings), override.by, override.reason)
        if override
        else None,
        source=tuple(dict.fromkeys(cited)),
        not_known_in=tuple(_in_few_words(derived, findings)),
    )


def _in_few_words(derived: Derived, findings: Findings) -> Iterator[str]:
    """What may make another level: domains, and lists of signs, in the place of the signs themselves.

    Nothing where none is a sign.
    """
    vocabulary = findings.policy.vocabulary
    matters = [row for _, row in derived.open_rows if row.value in derived.not_ruled_out]
    rest = (findings.unknown(row.when) for row in matters)
    names = list(dict.fromkeys(name for each in rest for name in each))
    if not any(vocabulary.facts[name].screened_by for name in names):
        return
    told: dict[str, None] = {}
    asked = [vocabulary.facts[name] for name in by_what_is_asked(names, findings.case, vocabulary)]
    domains = screened(vocabulary)
    for fact in asked:
        # A domain is called by its own name, as lists are.
        own = sentence(spoken(fact.name.rpartition(".")[2])) if fact.name in domains else ""
        told[fact.asked_with or own or spoken(fact.name.removeprefix("need."))] = None
    yield from told


def _judged(level: Value, findings: Findings) -> str:
    return called(level, findings.policy.vocabulary.facts[LEVEL].type)


def _name_of(level: Value | None, findings: Findings) -> str:
    """What the policy's vocabulary calls a level; empty where its levels are numbers alone."""
    names = findings.policy.vocabulary.facts[LEVEL].type.names
    return next((name for name, number in names if number == str(level)), "")


def brag_rating(findings: Findings) -> Brag | None:
    """The colour given, with the meaning that the policy gives it; one without a meaning says so."""
    colour = findings.facts.state("contact.brag")
    if isinstance(colour, Missing):
        return None
    holder = next((pack for pack in findings.policy.packs if BRAG_TABLE in pack.tables), None)
    row = holder.tables[BRAG_TABLE].get(str(colour)) if holder is not None else None
    source = (holder.parameters[BRAG_TABLE].because,) if holder is not None else ()
    if row is None:
        return Brag(str(colour), False, "", "", "", source)
    # `none` in the table says that no response is required; an empty cell, that none is defined.
    required = row.get("respond_within", "")
    return Brag(
        colour=str(colour),
        defined=True,
        meaning=str(row.get("meaning") or ""),
        goes_to=str(row.get("goes_to") or ""),
        respond_within="none required" if required is None else str(required),
        source=source,
    )
