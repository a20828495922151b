"""What gives rise to a protection concern and what protection is in place: the same in every policy.

These conditions stand in no pack, so that no pack can leave one out, and no parameter, conflict rule or
judgement can take one away. A pack adds to them under `protection:`.
"""

from collections.abc import Iterable, Mapping, Sequence

from threshold.conditions import NEVER, All, Any, Condition, Not, OtherFact, Test, facts_of
from threshold.policy.model import Policy, ProtectionRule
from threshold.vocabulary import Value, Vocabulary

CONCERN, IN_PLACE, HIGHEST = WORKED_OUT = (
    "protection.concern",
    "protection.in_place",
    "support.highest",
)
# What everybody is asked first: while one of them is open and nothing says yes, the concern is unknown.
QUESTIONS = (
    "child_protection.concern",
    "child_protection.harm_suspected",
    "child_protection.immediate_danger",
)
IMMEDIATE_DANGER, HARM_SUSPECTED = QUESTIONS[2], QUESTIONS[1]
ASKED_FIRST = tuple(reversed(QUESTIONS))  # what cannot wait comes before what can
STATED = "support.in_place"
IN_PLACE_LEVELS: tuple[Value, ...] = ("care", "child_protection")
SOCIAL_CARE: tuple[Value, ...] = ("child_in_need", *IN_PLACE_LEVELS)
IMMEDIATE = "there is an immediate danger"
_SAID = ("it is said that there is a concern", "significant harm is suspected", IMMEDIATE)

ASKED, SUPPORT_STATED, LOWER = "protection:asked", "protection:stated", "protection:lower"
LESS_THAN_RECORDED, DENIED = "protection:less-than-recorded", "protection:denied"
SAID_TO_BE_NONE = "protection:no-concern"
PLAN_UNCLEAR = "protection:plan-unclear"
PLAN_AND_NOT_IN_CARE = "protection:plan-and-not-in-care"
PLAN_ACTIVE, LOOKED_AFTER = "child_protection.plan_active", "care.looked_after"
_ENQUIRY_OPEN = "child_protection.enquiry_open"
# A second start does not close the first: what a record opens stands until a record closes it.
_ENQUIRY_LEFT_OPEN = "child_protection.enquiry_left_open"
_PLAN_LEFT_OPEN = "child_protection.plan_left_open"
_CONFERENCE_NEEDED = "child_protection.conference_needed"
# What a contradiction must never put in doubt.
STANDING = (
    *QUESTIONS,
    _ENQUIRY_OPEN,
    _ENQUIRY_LEFT_OPEN,
    _PLAN_LEFT_OPEN,
    _CONFERENCE_NEEDED,
    PLAN_ACTIVE,
    LOOKED_AFTER,
    STATED,
)
_CONFERENCE_HELD = "child_protection.conference_latest"
_CONFERENCE_PLANNED = "child_protection.conference_planned"
# A conference that was held before any of these belongs to something earlier.
_BEFORE_THE_CONFERENCE = (
    "child_protection.strategy_discussion",
    "child_protection.enquiry_started",
    "referral.received",
)
_ASSESSED, _PLANNED = "assessment.started", "child_protection.plan_started"
_RECORDS: dict[Value, tuple[str, ...]] = {
    "care": (LOOKED_AFTER,),
    "child_protection": (PLAN_ACTIVE, _PLAN_LEFT_OPEN),
    "child_in_need": ("child_in_need.plan_active",),
    "early_help": ("caf.open", "tac.active", "early_help.open"),
}
_WHY = {
    "protection:enquiry": "a section 47 enquiry is open",
    "protection:planned": "a section 47 enquiry or a child protection plan is about to begin",
    "protection:conference": (
        "a child protection conference has been decided on, and none is known to have been held since"
    ),
}


def below_social_care(vocabulary: Vocabulary) -> tuple[Value, ...]:
    """The kinds of support that are not social care's, those that packs bring among them."""
    order, least = vocabulary.facts[STATED].order, SOCIAL_CARE[0]
    return order[order.index(least) + 1 :] if least in order else ()


def protection_conditions(
    levels: Sequence[Value],
    added: Iterable[ProtectionRule],
    recorded_by: Sequence[tuple[Value, str]] = (),
) -> dict[str, Condition]:
    """The conditions that protection is worked out from, by key.

    `levels` are the kinds of support, the most serious first; `added` is what the packs add; `recorded_by`
    what tells from records that a kind of support of theirs is in place.
    """
    records, added = _records(recorded_by), tuple(added)
    return {
        ASKED: Any(
            (*(_is(name, True) for name in QUESTIONS), *(rule.worry for rule in added if rule.worry != NEVER))
        ),
        **{f"protection:{name}": _is(name, True) for name in QUESTIONS},
        "protection:enquiry": Any((_is(_ENQUIRY_OPEN, True), _is(_ENQUIRY_LEFT_OPEN, True))),
        "protection:planned": Any(
            (
                _in_the_diary("child_protection.enquiry_planned", "child_protection.enquiry_started"),
                _in_the_diary("child_protection.plan_planned", "child_protection.plan_started"),
            )
        ),
        "protection:conference": _awaited(),
        SUPPORT_STATED: Test(STATED, "known"),
        LOWER: _is(STATED, *(level for level in levels if level not in IN_PLACE_LEVELS)),
        LESS_THAN_RECORDED: _less_than_recorded(levels, records),
        DENIED: _denied(),
        SAID_TO_BE_NONE: _is(QUESTIONS[0], False),
        # Something shows that there is or was a plan, and nothing whether it goes on.
        PLAN_UNCLEAR: All((Test(_PLANNED, "recorded"), Not(Test(PLAN_ACTIVE, "known")))),
        PLAN_AND_NOT_IN_CARE: All((_is(PLAN_ACTIVE, True), _is(LOOKED_AFTER, False))),
        **{support_key(level): _support(level, records) for level in (*IN_PLACE_LEVELS, *levels)},
        **{rule.head.id: rule.when for rule in added},
    }


# What may have ended what a record opened: held since, or begun since it was planned.
ENDED_BY = {
    "protection:planned": ("child_protection.enquiry_started", "child_protection.plan_started"),
    "protection:conference": (_CONFERENCE_HELD,),
}
# The event that ends what a record opened, where it holds every such event; and that which ends a plan.
ENDING_EVENTS = {
    "protection:enquiry": "section_47_ended",
    "protection:conference": "cp_conference",
}
PLAN_ENDS = "cp_plan_ended"


def telling_of_a_concern(added: Iterable[ProtectionRule]) -> set[str]:
    """The facts that open a concern by themselves, beside the questions: told, never asked for that."""
    read = {name for rule in added for name in facts_of(rule.when)}
    return read | {_ENQUIRY_OPEN, _ENQUIRY_LEFT_OPEN, _CONFERENCE_NEEDED, "child_protection.enquiry_started"}


def support_key(level: Value) -> str:
    """The key of the condition that a kind of support is stated or recorded."""
    return f"support:{level}"


# Each settles what the highest support is: it is stated, or a plan is recorded and the child is not in care.
SETTLING = (SUPPORT_STATED, PLAN_AND_NOT_IN_CARE)


def settled_by_record(levels: Sequence[Value]) -> tuple[Value, ...]:
    """The kinds of support that a record alone settles: nothing is above them, or nothing but protection."""
    lower = [level for level in levels if level not in IN_PLACE_LEVELS]
    return (*(level for level in levels if level == "care"), *lower[:1])


def concern_keys(added: Iterable[ProtectionRule]) -> dict[str, str]:
    """The keys of what opens a concern beside the questions, each with what is said of it."""
    return {**_WHY, **{rule.head.id: rule.because for rule in added}}


def answered_yes() -> dict[str, str]:
    """The keys of the questions answered yes, each with what is said of it."""
    return {f"protection:{name}": said for name, said in zip(QUESTIONS, _SAID, strict=True)}


def facts_read(
    added: Iterable[ProtectionRule] = (), recorded_by: Sequence[tuple[Value, str]] = ()
) -> set[str]:
    """Every fact that protection rests on."""
    levels = (*_records(recorded_by),)
    conditions = protection_conditions(levels, added, recorded_by).values()
    return {name for condition in conditions for name in facts_of(condition)}


def rests_on(policy: Policy) -> set[str]:
    """Every fact that protection rests on under a policy."""
    return facts_read(policy.protection, policy.vocabulary.facts[STATED].recorded_by)


def _is(fact: str, *values: Value) -> Test:
    return Test(fact, "is", values)


def _awaited() -> Condition:
    """A conference has been decided on, or stands in the diary, and none is known to have been held since.

    What is held is the one decided on only where it came after something that calls for one.
    """
    none_held = Not(Test(_CONFERENCE_HELD, "known"))  # one without a day may be an earlier one
    before = (Test(_CONFERENCE_HELD, "before", OtherFact(name)) for name in _BEFORE_THE_CONFERENCE)
    unknown = (Not(Test(name, "known")) for name in _BEFORE_THE_CONFERENCE)
    # Where none of those is recorded, the assessment before it tells as well, or the plan after it.
    not_of_the_assessment = Any(
        (Not(Test(_ASSESSED, "known")), Test(_CONFERENCE_HELD, "before", OtherFact(_ASSESSED)))
    )
    not_of_the_plan = Any(
        (Not(Test(_PLANNED, "known")), Test(_PLANNED, "before", OtherFact(_CONFERENCE_HELD)))
    )
    nothing_before = All((*unknown, not_of_the_assessment, not_of_the_plan))
    decided = All((_is(_CONFERENCE_NEEDED, True), Any((none_held, nothing_before, *before))))
    return Any((decided, _in_the_diary(_CONFERENCE_PLANNED, _CONFERENCE_HELD)))


def _in_the_diary(planned: str, held: str) -> Condition:
    """Something is planned, and is not known to have taken place on that day or since."""
    before = Test(held, "before", OtherFact(planned))
    return All((Test(planned, "recorded"), Any((Not(Test(held, "known")), before))))


def _records(recorded_by: Sequence[tuple[Value, str]]) -> dict[Value, tuple[str, ...]]:
    """What tells from records of each kind of support."""
    return {**_RECORDS, **{level: (name,) for level, name in recorded_by}}


def _support(level: Value, records: Mapping[Value, tuple[str, ...]]) -> Condition:
    recorded = (_is(name, True) for name in records.get(level, ()))
    return Any((_is(STATED, level), *recorded))


def _denied() -> Condition:
    """An enquiry is open, and it is also said that there is no concern, or that no harm is suspected."""
    concern, harm, _ = QUESTIONS
    return All((_is(_ENQUIRY_OPEN, True), Any((_is(concern, False), _is(harm, False)))))


def _less_than_recorded(levels: Sequence[Value], records: Mapping[Value, tuple[str, ...]]) -> Condition:
    """The support stated is less than a record shows: the record is acted on, and somebody has to ask."""
    ways = (
        All((_is(STATED, *levels[place + 1 :]), Any(tuple(_is(name, True) for name in records[level]))))
        for place, level in enumerate(levels)
        if level in records and levels[place + 1 :]
    )
    return Any(tuple(ways))
