"""Protection and the way that a request goes, worked out from the case file alone, not by the program.

A concern: one of the three questions answered yes, an enquiry recorded and not closed, a conference decided
on or in the diary and not yet held, or a 0 on the safety scale (the national pack's own row). In place: an
active child protection plan, or care. See sections 1.4 and 2 of the meaning of a decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from threshold.casefiles import Case
from threshold.dates import day_of

QUESTIONS = (
    "child_protection.concern",
    "child_protection.harm_suspected",
    "child_protection.immediate_danger",
)
STATED = (*QUESTIONS, "child_protection.conference_needed", "safety.scale", "support.in_place")
IN_PLACE = ("support.in_place", "care.looked_after")
RECORDED = ("section_47_started", "section_47_ended", "cp_conference", "cp_plan_started", "cp_plan_ended")
_CALLS_FOR_ONE = ("section_47_started", "strategy_discussion", "referral")
SOCIAL_CARE = ("child_in_need", "child_protection", "care")
PROTECTED = ("child_protection", "care")

Way = Literal["up", "down", "close", "divert", "neither", "open"]


@dataclass(frozen=True, slots=True)
class Protection:
    """What is known of a child's protection: yes, no, or (None) unknown.

    `doubt`: what is said about danger contradicts itself. `plain` is false where the record is out of
    order (an end without a start, two starts), so that nothing is claimed of it here. `care`: what is in
    place is care, which stands above a plan (1.2: a request starts `from` the highest).
    """

    concern: bool | None
    in_place: bool | None
    doubt: bool = False
    plain: bool = True
    care: bool = False

    @property
    def unknown(self) -> bool:
        return self.concern is None or self.in_place is None

    @property
    def calm(self) -> bool:
        return self.concern is False and self.in_place is False


def protection(case: Case) -> Protection:
    """The protection of a case, as at its own date."""
    assert isinstance(case.as_at, date)
    enquiry = _open(case, "section_47_started", "section_47_ended")
    plan = _open(case, "cp_plan_started", "cp_plan_ended")
    conference, in_order = _conference_awaited(case)
    stated = [case.given.get(name) for name in QUESTIONS]
    doubt = stated[0] is False and True in stated[1:]
    # Asking the family is said to add risk of significant harm, and also that there is none.
    adds_risk = case.given.get("consent.seeking_adds_risk") is True
    doubt = doubt or (adds_risk and stated[0] is False and stated[1] is False)
    otherwise = enquiry is True or conference or any(n == 0 for _, n in case.given.get("safety.scale", ()))
    concern: bool | None
    if otherwise:
        concern = True
    elif doubt or (None in stated and True not in stated):
        concern = None
    else:
        concern = True in stated
    # Beside a plan that belongs to an earlier referral, a core group may show another.
    held = [entry.event for entry in _held(case)]
    of_another = "referral" in held and {"core_group", "cp_review", "cp_plan_ended"} & {*held}
    # A referral that was closed and never made puts in doubt whatever belongs to it.
    in_order = in_order and "referral_closed" not in held
    plain = in_order and "odd" not in (enquiry, plan) and not case.overrides and not of_another
    care = case.given.get("care.looked_after") is True or case.given.get("support.in_place") == "care"
    return Protection(concern, _in_place(case, plan is True, care), doubt, plain, care)


def _in_place(case: Case, plan: bool, care: bool) -> bool | None:
    support = case.given.get("support.in_place")
    if plan or care or support in PROTECTED:
        return True
    return False if support is not None and not _shows_a_plan(case) else None


def _shows_a_plan(case: Case) -> bool:
    """Whether something shows that there is or was a plan, and no start and no end of one is recorded."""
    found = {entry.event for entry in _held(case)}
    return bool(found & {"core_group", "cp_review"}) and not found & {"cp_plan_started", "cp_plan_ended"}


def _open(case: Case, starts: str, ends: str) -> bool | Literal["odd"]:
    """Whether the record opened it and has not closed it; `odd` where starts and ends do not alternate."""
    if _linked(case, starts, ends):
        return "odd"
    dated = sorted(
        (entry.on, entry.event != starts) for entry in _held(case) if entry.event in (starts, ends)
    )
    is_open = False
    for position, (day, closes) in enumerate(dated):
        same_day = position and dated[position - 1][0] == day
        if closes is not is_open or (same_day and len(dated) > 2):
            return "odd"
        is_open = not closes
    return is_open


def _conference_awaited(case: Case) -> tuple[bool, bool]:
    """Whether a conference is decided on, or in the diary, and not held since; and whether that is in order.

    One that was held is the one decided on only where it came after something recorded that calls for one.
    """
    if _linked(case, "cp_conference", "assessment_started", "cp_plan_started", *_CALLS_FOR_ONE):
        return False, False
    held = [entry.on for entry in _held(case) if entry.event == "cp_conference"]
    before = [entry.on for entry in _held(case) if entry.event in _CALLS_FOR_ONE]
    later = [e.on for e in _held(case) if e.event in ("cp_plan_started", "cp_plan_ended", "cp_review")]
    diary = [e.on for e in case.timeline if e.event == "cp_conference" and e.status == "planned"]
    decided = case.given.get("child_protection.conference_needed") is True
    if not held:
        return decided or bool(diary), not (decided and later)
    planned = bool(diary) and max(held) < max(diary)
    in_order = not (decided and before) or (max(before) <= min(held) and not _assessed_first(case))
    # Where nothing else is recorded, the assessment that led to it tells as well.
    assessed = [entry.on for entry in _held(case) if entry.event == "assessment_started"]
    plans = [entry.on for entry in _held(case) if entry.event == "cp_plan_started"]
    of_it = (assessed and max(assessed) <= min(held)) or (plans and max(plans) >= max(held))
    return planned or (decided and not before and not of_it), planned or (
        in_order and len(assessed) < 2 and len(plans) < 2
    )


def _assessed_first(case: Case) -> bool:
    """Whether an assessment is dated before a referral, or has no start: the two need not belong together."""
    asked = [entry.on for entry in _held(case) if entry.event == "referral"]
    started = [entry.on for entry in _held(case) if entry.event == "assessment_started"]
    completed = [entry.on for entry in _held(case) if entry.event == "assessment_completed"]
    if not asked or not (started or completed):
        return False
    return not started or min(started + completed) < max(asked)


def _held(case: Case):
    assert case.as_at is not None
    today = day_of(case.as_at)
    held = [entry for entry in case.timeline if entry.status == "held"]
    return [entry for entry in held if entry.on is None or entry.on <= today]


def _linked(case: Case, *events: str) -> bool:
    """Whether some such entry has a reference or no day: of that nothing is claimed here."""
    return any(e.event in events and (e.ref or e.of or e.on is None) for e in _held(case))


def way(case: Case, moves: Mapping[tuple[str, str], str], colours: Mapping[str, str]) -> Way:
    """Which way a request goes; `open` where this cannot tell.

    `moves` says where each listed workflow action takes the child, `colours` where a contact of each ends.
    """
    given = case.given
    match given.get("request.direction"):
        case "step_up":
            return "divert" if given.get("request.to") in ("universal", "early_help") else "up"
        case "step_down":
            return "down"
        case "close":
            if given.get("closure.of") != "caf_episode":
                return "close"
            # A CAF that closes because social care took the case goes neither way.
            reason = given.get("caf.closing_reason")
            if reason == "stepped_up":
                return "neither" if _taken(case) else "close"
            return "open" if reason is None else "close"
        case "step_across":
            return "divert"
        case "triage":
            return _of_triage(case, colours)
        case "workflow":
            step, action = given.get("request.step"), given.get("request.action")
            told = moves.get((str(step), str(action)))
            return {"up": "up", "down": "down", "same": "neither"}.get(str(told), "open")  # type: ignore[return-value]
    return "open"


def _taken(case: Case) -> bool:
    """Whether social care accepted what stepped up, or has the child already (1.4)."""
    support, looked_after = case.given.get("support.in_place"), case.given.get("care.looked_after")
    plans = (_open(case, f"{plan}_plan_started", f"{plan}_plan_ended") for plan in ("cin", "cp"))
    has = support in SOCIAL_CARE or looked_after is True or any(each is not False for each in plans)
    return has or case.given.get("referral.accepted") is True


def _of_triage(case: Case, colours: Mapping[str, str]) -> Way:
    """Triage ends where its colour's row says (1.4); a colour that has no row is as open as none."""
    row, found = colours.get(str(case.given.get("contact.brag"))), protection(case)
    if row is not None:
        return "up" if row == "up" else "divert"
    if found.doubt or not found.plain:
        return "open"
    return "up" if found.concern else "divert" if found.unknown else "open"


def leaves_child_in_need_out(case: Case, goes: Way) -> bool:
    """Whether a child who is protected would go past Child in Need: closed, diverted, or further down."""
    return goes in ("close", "divert") or (goes == "down" and case.given.get("request.to") != "child_in_need")
