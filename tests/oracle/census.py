"""Made-up children as a census: everything nests in its referral, and reviews in their plan."""

from datetime import date
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from .exported import File, Unread, entries_of, once
from .made_up import AS_AT, MadeUp, Referral, Thing
from .records import EPISODES, Entry, Stated

NOT_STATED = ("section_47_ended", "cin_review", "assessment_review", "strategy_discussion")
DATES = {
    "referral": "CINreferralDate",
    "referral_closed": "CINclosureDate",
    "assessment_started": "AssessmentActualStartDate",
    "assessment_completed": "AssessmentAuthorisationDate",
    "cin_plan_started": "CINPlanStartDate",
    "cin_plan_ended": "CINPlanEndDate",
    "section_47_started": "S47ActualStartDate",
    "cp_conference": "DateOfInitialCPC",
    "cp_plan_started": "CPPstartDate",
    "cp_plan_ended": "CPPendDate",
    "cp_review": "CPPreviewDate",
}
GROUPS = {
    "assessment": "Assessments",
    "child_in_need": "CINPlanDates",
    "enquiry": "Section47",
    "child_protection": "ChildProtectionPlans",
}
# The strategy discussion is taken to have been held on the day that the enquiry began.
COVERS = frozenset((*DATES, "strategy_discussion"))


def census(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """Everything nests; an enquiry has no end, and its strategy discussion is on the day that it began."""
    path = folder / "census.xml"
    lines = [
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year>"
        f"<ReferenceDate>{AS_AT}</ReferenceDate></CollectionDetails></Header><Children>"
    ]
    stated = []
    for made in children:
        bad = Unread(rng)
        lines.append(f"<Child><ChildIdentifiers><LAchildID>{escape(made.child)}</LAchildID>")
        lines.append("<PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>")
        lines.extend(_cin_details(referral, bad) for referral in made.referrals)
        lines.append("</Child>")
        stated.append(in_census(made, bad))
    path.write_text("\n".join([*lines, "</Children></Message>"]), encoding="utf-8")
    return File(path, stated, COVERS)


def in_census(made: MadeUp, bad: Unread) -> Stated:
    kept = []
    for name, entry in entries_of(made, linked=True, nested=True):
        if entry.event in NOT_STATED or not bad.left(entry):
            continue
        kept.append((name, entry))
        if entry.event == "section_47_started":
            kept.append((name, Entry("strategy_discussion", entry.on, of=entry.ref)))
    # A conference before its enquiry began is a contradiction, and what becomes of it is not settled.
    odd = any(
        thing.start and thing.conference and thing.conference < thing.start
        for referral in made.referrals
        for thing in referral.things
    )
    doubtful = frozenset(("WT-conference", "WT-first-review") if odd else ())
    return Stated(made.child, once(kept), frozenset(bad.events), doubtful)


def _element(event: str, day: date | None, bad: Unread) -> str:
    return f"<{DATES[event]}>{bad.cell(event, day)}</{DATES[event]}>" if day else ""


def _cin_details(referral: Referral, bad: Unread) -> str:
    parts = [_element("referral", referral.start, bad), _element("referral_closed", referral.end, bad)]
    parts.append("<ReasonForClosure>RC3</ReasonForClosure>" if referral.end else "")
    parts.append(_element("cp_conference", referral.conference, bad))
    for episode in ("assessment", "child_in_need", "enquiry"):
        parts.extend(_group(thing, bad) for thing in referral.things if thing.episode == episode)
    parts.append("<ReferralNFA>0</ReferralNFA>")
    parts.extend(_group(thing, bad) for thing in referral.things if thing.episode == "child_protection")
    return "<CINdetails>" + "".join(parts) + "</CINdetails>"


def _group(thing: Thing, bad: Unread) -> str:
    opens, closes = EPISODES[thing.episode]
    inside = _element(opens, thing.start, bad)
    if thing.episode == "enquiry":
        inside += _element("cp_conference", thing.conference, bad)
        inside += f"<ICPCnotRequired>{0 if thing.needed else 1}</ICPCnotRequired>"
    else:
        inside += _element(closes, thing.end, bad)
    if thing.episode == "child_protection" and thing.reviews:
        held = (_element("cp_review", day, bad) for day in thing.reviews)
        inside += "<Reviews>" + "".join(held) + "</Reviews>"
    return f"<{GROUPS[thing.episode]}>{inside}</{GROUPS[thing.episode]}>"
