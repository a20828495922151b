"""Made-up children as a census: everything nests in its referral, and reviews in their plan.

As XML, or as a table for each group, where ids say what nests in what.
"""

from datetime import date
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from .exported import SPELLINGS, File, Unread, entries_of, once, save_csv
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
    return Stated(made.child, once(kept), frozenset(bad.events))


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


# A table for each group


def census_tables(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """The ids of episodes count anew for each child; those of plans name them."""
    path = folder / "tables"
    path.mkdir()
    tables: dict[str, list[dict[str, str]]] = {"CINdetails": [], "Reviews": []}
    tables |= {name: [] for name in GROUPS.values()}
    stated = []
    for made in children:
        bad = Unread(rng)
        for number, referral in enumerate(made.referrals, 1):
            _to_tables({"LAchildID": made.child, "CINdetailsID": str(number)}, referral, tables, bad)
        stated.append(in_census(made, bad))
    for name, rows in tables.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        save_csv(
            path / f"{name}.csv", header, rng, [[row.get(one, "") for one in header] for row in rows], []
        )
    save_csv(
        path / "ChildIdentifiers.csv", ["LAchildID", "Sex"], rng, [[made.child, "1"] for made in children], []
    )
    return File(path, stated, COVERS)


def _to_tables(
    ids: dict[str, str], referral: Referral, tables: dict[str, list[dict[str, str]]], bad: Unread
) -> None:
    def dated(**days: date | None) -> dict[str, str]:
        return {
            DATES[event]: bad.cell(event, day, bad.rng.choice(SPELLINGS))
            for event, day in days.items()
            if day
        }

    marks = dated(referral=referral.start, referral_closed=referral.end, cp_conference=referral.conference)
    tables["CINdetails"].append({**ids, **marks, "ReferralNFA": "0"})
    for thing in referral.things:
        opens, closes = EPISODES[thing.episode]
        row = {**ids, **dated(**{opens: thing.start})}
        if thing.episode == "enquiry":
            row |= dated(cp_conference=thing.conference)
            row["ICPCnotRequired"] = "false" if thing.needed else "true"
        else:
            row |= dated(**{closes: thing.end})
        if thing.episode == "child_protection":
            row["CPPID"] = f"{ids['LAchildID']}-{len(tables['ChildProtectionPlans'])}"
            named = {"LAchildID": ids["LAchildID"], "CPPID": row["CPPID"]}
            tables["Reviews"].extend({**named, **dated(cp_review=day)} for day in thing.reviews)
        tables[GROUPS[thing.episode]].append(row)
