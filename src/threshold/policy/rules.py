"""From the entries of a rule file to typed rules; grounds and routes have files of their own."""

from collections.abc import Sequence
from dataclasses import replace

from threshold.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Condition,
    Lookup,
    facts_of,
    parse_condition,
    parse_lookup,
    parse_other_fact,
    tests,
    without_time,
)
from threshold.dates import OFFICE, Duration
from threshold.output.words import listed
from threshold.policy.anchors import anchor_of
from threshold.policy.model import (
    Action,
    ConflictRule,
    Deadline,
    Definition,
    Effect,
    Part,
    ProtectionRule,
    Requirement,
    Row,
    Safety,
    lengths_of,
)
from threshold.policy.placed import Placed, action, applies, condition, head
from threshold.policy.placeholders import filled
from threshold.policy.protection import WORKED_OUT
from threshold.policy.rule_file import (
    ConflictEntry,
    DeadlineEntry,
    DefinitionEntry,
    HeadEntry,
    PartEntry,
    ProtectionEntry,
    RequirementEntry,
    SafetyEntry,
)
from threshold.reading import Mapping, Node, Scalar, did_you_mean
from threshold.reading.tree import child_of, item_of, items_of
from threshold.vocabulary import Value, as_named, item_type, parse_text

# Whom nobody asks for anything urgently while a child may be in danger.
_FAMILY = {"family", "parent", "parents", "carer", "carers", "mother", "father", "child", "young person"}


def definition(rule: Placed[DefinitionEntry]) -> Definition:
    """How a derived fact is worked out. Raises BadInput at the faulty line, as all that follow do."""
    entry, context = rule.entry, rule.context
    fact = context.fact(entry.fact, rule.child("fact"))
    if not fact.derived:
        raise rule.bad("fact", f"{fact.name} is not a derived fact")
    if fact.name in WORKED_OUT:
        message = (
            f"{fact.name} is worked out alike in every policy; what adds to it stands under `protection:`"
        )
        raise rule.bad("fact", message)
    if entry.hit == "most_serious" and not fact.order:
        raise rule.bad("", f"{fact.name} has no order of seriousness")
    unlike([row.id or str(n) for n, row in enumerate(entry.rows, 1)], "rows", rule)
    rows = []
    for number, row in enumerate(entry.rows):
        place = item_of(rule.child("rows"), number)
        rows.append(
            Row(
                key=f"{entry.id}#{row.id or number + 1}",
                when=parse_condition(child_of(place, "when"), context),
                value=_value(row.value, fact.name, child_of(place, "is"), rule),
                because=filled(row.because, child_of(place, "because"), context),
                do=action(row, place, rule),
            )
        )
    otherwise = None
    if entry.otherwise is not None:
        otherwise = _value(entry.otherwise, fact.name, rule.child("otherwise"), rule)
    return Definition(head(rule), fact.name, entry.hit, tuple(rows), otherwise)


def requirement(rule: Placed[RequirementEntry]) -> Requirement:
    """What must be so: the parts of its strength, in order, or its exception."""
    own = condition(rule, "applies")
    unless = condition(rule, "unless") if rule.says("unless") else NEVER
    effect, entries = _strength(rule)
    parts = tuple(
        _part(part, item_of(rule.child(effect), number), rule) for number, part in enumerate(entries)
    )
    must = [part.must for part in parts]
    satisfied: Condition = must[0] if len(must) == 1 else All(tuple(must))
    if unless != NEVER:
        satisfied = Any((unless, satisfied))
    applied = applies(rule, own)
    made = head(rule)
    if not made.bears_on:
        raise rule.bad("", "does not say which requests it counts for (bears_on, here or in the scope)")
    if rule.entry.if_concern:
        _asks_nobody(parts, rule)
    return Requirement(made, applied, satisfied, effect, parts, unless, rule.entry.if_concern or "")


def _asks_nobody(parts: Sequence[Part], rule: Placed[RequirementEntry]) -> None:
    """Raises BadInput where the family would be asked under a concern: that lapses, and is never urgent."""
    facts = rule.context.vocabulary.facts
    for part in parts:
        to = part.do.to if part.do is not None else None
        asks = to is not None and to.name.casefold() in _FAMILY
        for_consent = part.do is not None and any(facts[name].consent_for for name in facts_of(part.must))
        if not (asks or for_consent):
            continue
        message = "asks the family, which is never urgent under a concern: leave it out, and the rule lapses"
        raise rule.bad("if_concern", message)


def _strength(rule: Placed[RequirementEntry]) -> tuple[Effect, Sequence[PartEntry]]:
    entry = rule.entry
    given: list[tuple[Effect, Sequence[PartEntry]]] = [
        ("block", entry.block),
        ("condition", entry.condition),
        ("warn", entry.warn),
        ("note", entry.note),
    ]
    strengths = [(effect, parts) for effect, parts in given if parts]
    if len(strengths) != 1:
        raise rule.bad("", "needs exactly one of block, condition, warn or note, with its parts")
    return strengths[0]


def _part(entry: PartEntry, node: Node, rule: Placed[RequirementEntry]) -> Part:
    context = rule.context
    if (entry.must is None) == (entry.papers is None):
        raise context.bad(node, "needs either `must:` or `papers:`", rule.entry.id)
    papers: tuple[str, ...] = ()
    if entry.papers is None:
        must = parse_condition(child_of(node, "must"), context)
    else:
        context.of_test.clear()
        papers = _papers(child_of(node, "papers"), rule)
        must = context.test("documents.attached", "includes_all", papers) if papers else ALWAYS
    return Part(
        must=must,
        says=filled(entry.otherwise, child_of(node, "else"), context),
        unknown=filled(entry.unknown, child_of(node, "unknown"), context),
        do=action(entry, node, rule),
        papers=papers,
    )


def deadline(rule: Placed[DeadlineEntry]) -> Deadline:
    """By when something must have happened, and what is said where it has not."""
    entry, context = rule.entry, rule.context
    if bool(entry.met_by.fact) == bool(entry.met_by.event):
        raise rule.bad("met_by", "needs either fact or event")
    if entry.repeats and not entry.met_by.event:
        raise rule.bad("", "a repeating deadline is met by an event")
    within = _in_whose_hours(_within(rule.child("within"), rule), rule)
    if entry.repeats and any(limit.in_hours for limit in lengths_of(within)):
        raise rule.bad("within", "a repeating limit counts days, not hours")
    if entry.met_by.event:
        check_event(entry.met_by.event, rule.child("met_by"), rule)
    do: Action | None = action(entry, rule.node, rule)
    if entry.within != "none" and not (entry.late and entry.overdue):
        raise rule.bad("", "says nothing where it is missed: write `late:` and `overdue:`")
    own = condition(rule, "applies")
    made = Deadline(
        applies=applies(rule, own),
        starts=date_fact(rule.child("starts"), rule),
        within=within,
        met_by=date_fact(rule.child("met_by"), rule) if entry.met_by.fact else "",
        met_by_event=entry.met_by.event,
        or_sooner=date_fact(rule.child("or_sooner"), rule) if entry.or_sooner else "",
        repeats=bool(entry.repeats),
        ends_with=entry.ends_with,
        pauses_while=entry.pauses_while,
        beside=entry.beside,
        late=filled(entry.late, rule.child("late"), context),
        overdue=filled(entry.overdue, rule.child("overdue"), context),
        do=do,
        head=head(rule),
    )
    _check_episodes(made, rule)
    _check_times(made, rule)
    return made


def _check_times(made: Deadline, rule: Placed[DeadlineEntry]) -> None:
    """Raises BadInput where hours would be counted from, or up to, what has no time of day."""
    if not any(limit.in_hours for limit in made.lengths):
        return
    if made.met_by_event:
        message = (
            "a limit in hours is met at a time of day: name the fact that gives it, such as "
            "{fact: contact.responded}; it is of `type: datetime`, and read with `give: at` off an event "
            "that is `timed: true`"
        )
        raise rule.bad("met_by", message)
    vocabulary = rule.context.vocabulary
    for key, name, counted in (("starts", made.starts, "count from"), ("met_by", made.met_by, "count up to")):
        if why := without_time(vocabulary.facts[name], vocabulary):
            raise rule.bad(key, f"hours {counted} a time of day, and {why}")


def _check_episodes(made: Deadline, rule: Placed[DeadlineEntry]) -> None:
    """Raises BadInput where a clock would end with, or pause for, what it cannot."""
    vocabulary = rule.context.vocabulary
    for key, name in (("ends_with", made.ends_with), ("pauses_while", made.pauses_while)):
        if name and name not in vocabulary.episodes:
            hint = did_you_mean(name, vocabulary.episodes)
            raise rule.bad(key, f'no episode "{name}" is declared{hint}')
    anchor = anchor_of(made, vocabulary)
    around = vocabulary.episodes[anchor].within if anchor else ""
    if made.ends_with and made.ends_with not in (anchor, around):
        about = f"this one is about {anchor}" if anchor else "this one is about none; say `each:`"
        message = f"a clock ends with the episode that it is about, or with that around it, and {about}"
        raise rule.bad("ends_with", message)
    if made.pauses_while and not made.repeats:
        raise rule.bad("pauses_while", "only a repeating deadline pauses")
    if made.pauses_while and made.pauses_while == anchor:
        raise rule.bad("pauses_while", "no clock pauses for the episode that it is about")


def conflict(rule: Placed[ConflictEntry]) -> ConflictRule:
    """Facts that contradict each other, and which of them are in doubt then."""
    when = parse_condition(rule.child("when"), rule.context)
    named = [rule.context.fact(name, rule.child("doubtful")).name for name in rule.entry.doubtful]
    doubtful = tuple(named or dict.fromkeys(facts_of(when)))
    why = rule.text(rule.entry.why, "why")
    return ConflictRule(head(rule), when, why, doubtful)


def protection(rule: Placed[ProtectionEntry]) -> ProtectionRule:
    """What gives rise to a concern in this pack's words: nothing that could be taken away again."""
    when = parse_condition(rule.child("when"), rule.context)
    if rule.context.used:
        raise rule.bad("when", "what calls for protection hangs on no parameter")
    if any(leaf.operator in ("known", "not_known_to_be") for leaf in tests(when)):
        raise rule.bad("when", "that nobody has said something calls for no protection")
    facts = rule.context.vocabulary.facts
    taken = [
        name for name in dict.fromkeys(facts_of(when)) if not facts[name].protection or facts[name].derived
    ]
    if taken:
        message = f"{taken[0]} is not stated or recorded for the child's protection (`protection: true`)"
        raise rule.bad("when", message)
    return ProtectionRule(head(rule), when, rule.text(rule.entry.because, "because"))


def safety(rule: Placed[SafetyEntry]) -> Safety:
    """What is done before all else where there is a concern, and always at once."""
    if not rule.entry.do:
        raise rule.bad("", "does not say what is done first (`do:` and `by:`)")
    at_once = rule.entry.model_copy(update={"urgent": True})
    return Safety(do=action(at_once, rule.node, rule), head=head(rule))


def unlike(ids: list[str], key: str, rule: Placed[HeadEntry]) -> None:
    """Raises BadInput where two rows or steps share an id, and so would share a condition."""
    for number, each in enumerate(ids):
        if each in ids[:number]:
            place = item_of(rule.child(key), number)
            raise rule.context.bad(place, f"two of these {key} have this id ({each})", rule.entry.id)


def check_event(event: str, node: Node, rule: Placed[HeadEntry]) -> None:
    """Raises BadInput where the vocabulary does not declare an event."""
    events = rule.context.vocabulary.events
    if event not in events:
        raise rule.context.bad(node, f"no such event is declared{did_you_mean(event, events)}", rule.entry.id)


def _value(text: str, fact: str, node: Node, rule: Placed[DefinitionEntry]) -> Value:
    context = rule.context
    try:
        held = context.setting(text[1:]) if text.startswith("$") else text
        return parse_text(str(held), item_type(context.vocabulary.fact(fact).type))
    except ValueError as error:
        raise context.bad(node, str(error), fact) from None


def _papers(node: Node, rule: Placed[RequirementEntry]) -> tuple[str, ...]:
    context = rule.context
    kind = item_type(context.vocabulary.fact("documents.attached").type)
    names: list[str] = []
    if isinstance(node, Mapping):
        raise context.bad(node, "is a list of documents, or a parameter as in $papers", rule.entry.id)
    for item in items_of(node) or [node]:
        text = item.text or "" if isinstance(item, Scalar) else ""
        try:
            held = context.setting(text[1:]) if text.startswith("$") else (text,)
            listed = held if isinstance(held, tuple) else () if held is None else (held,)
            names += [as_named(str(name), kind) for name in listed]
        except ValueError as error:
            raise context.bad(item, str(error), "papers") from None
    return tuple(names)


def date_fact(node: Node, rule: Placed[HeadEntry]) -> str:
    """The fact that a date is read from. Raises BadInput where it holds none."""
    reference = parse_other_fact(node, rule.context)
    if not rule.context.vocabulary.fact(reference.fact).type.is_date:
        raise rule.context.bad(node, f"{reference.fact} is not a date")
    return reference.fact


def _in_whose_hours(
    within: Duration | Lookup | None, rule: Placed[DeadlineEntry]
) -> Duration | Lookup | None:
    """A limit, its working hours counted in those of the office that the deadline names.

    A parameter may be set to another unit by a policy; a limit that is written out stays what it is.
    """
    known, name, node = rule.context.hours, rule.entry.hours, rule.child("within")
    if rule.says("hours") and name not in known:
        hint = did_you_mean(name, known) or f"; there are {listed([*known], 'and')}"
        message = f"no working hours of this name are declared{hint} (a policy declares its own: `hours:`)"
        raise rule.bad("hours", message)
    held = not isinstance(node, Scalar) or (node.text or "").startswith("$")
    if name and not held and not any(limit.unit == "working hours" for limit in lengths_of(within)):
        message = "this limit is not in working hours, so nobody's hours are counted: leave `hours:` out"
        raise rule.bad("hours", message)
    hours = known[name or OFFICE.name]
    if isinstance(within, Lookup):
        cells = (
            (row, cell.counted_in(hours) if isinstance(cell, Duration) else cell)
            for row, cell in within.cells
        )
        return replace(within, cells=tuple(cells))
    return None if within is None else within.counted_in(hours)


def _within(node: Node, rule: Placed[DeadlineEntry]) -> Duration | Lookup | None:
    context = rule.context
    if isinstance(node, Mapping):
        table = parse_lookup(node, context)
        if any(cell is not None and not isinstance(cell, Duration) for _, cell in table.cells):
            raise context.bad(node, "the column holds no lengths of time", rule.entry.id)
        return table
    text = node.text if isinstance(node, Scalar) else None
    if text is None:
        raise context.bad(node, "needs a length of time such as 7 working days, or none", rule.entry.id)
    if text == "none" or (text.startswith("$") and context.held(text[1:], node) is None):
        return None
    return context.duration(text, node)
