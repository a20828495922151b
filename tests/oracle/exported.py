"""Made-up children as files: a census, a flat report of events, and a wide one; and what each file states.

A file is written with its dirt. Beside it stands what it states, which keeps a link only where the file has it.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import xlsxwriter

from .expectations import ASSESSMENT_RULES, RULES
from .made_up import AS_AT, MadeUp, Referral, Thing, by_now
from .records import EPISODES, Entry, Stated

REVIEWS = {
    "assessment": "assessment_review",
    "child_protection": "cp_review",
    "child_in_need": "cin_review",
}
NOT_IN_A_CENSUS = ("section_47_ended", "cin_review", "assessment_review", "strategy_discussion")
UNREADABLE = ("31/02/2025", "not known", "2024-13-45", "??")


@dataclass(frozen=True)
class File:
    """A file, what it states, what it is said to record completely, and how many rows it has, if that is plain."""

    path: Path
    children: list[Stated]
    said: frozenset[str]
    rows: int | None = None

    @property
    def covers(self) -> frozenset[str]:
        """Of what nobody has an entry, nothing is covered."""
        return self.said & {entry.event for child in self.children for entry in child.entries}


def entries_of(made: MadeUp, linked: bool, nested: bool) -> Iterator[tuple[str, Entry]]:
    """Everything of a child; `linked` keeps which start has which end, `nested` what lies in what."""
    for count, referral in enumerate(made.referrals):
        name = f"{made.child}-R{count}"
        ref, of = (name if linked else None), (name if nested else None)
        yield name, Entry("referral", referral.start, ref)
        if referral.end:
            yield name, Entry("referral_closed", referral.end, ref)
        if referral.conference:
            yield name, Entry("cp_conference", referral.conference, of=of)
        for place, thing in enumerate(referral.things):
            yield from _of_thing(thing, f"{name}-{place}", linked, nested, of)


def _of_thing(
    thing: Thing, name: str, linked: bool, nested: bool, of: str | None
) -> Iterator[tuple[str, Entry]]:
    opens, closes = EPISODES[thing.episode]
    ref, inside = (name if linked else None), (name if nested else None)
    if thing.start:
        yield name, Entry(opens, thing.start, ref, of, thing.needed if linked else None)
    if thing.end:
        yield name, Entry(closes, thing.end, ref, of)
    if thing.talk:
        yield name, Entry("strategy_discussion", thing.talk, of=inside)
    if thing.conference:
        yield name, Entry("cp_conference", thing.conference, of=inside)
    for day in thing.reviews:
        yield name, Entry(REVIEWS[thing.episode], day, of=inside)


# The census

CENSUS_COVERS = frozenset(
    "referral referral_closed assessment_started assessment_completed cin_plan_started cin_plan_ended"
    " section_47_started strategy_discussion cp_conference cp_plan_started cp_plan_ended cp_review".split()
)


def census(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """Everything nests; an enquiry has no end, and its strategy discussion is on the day that it began."""
    path = folder / "census.xml"
    lines = [
        "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year>"
        f"<ReferenceDate>{AS_AT}</ReferenceDate></CollectionDetails></Header><Children>"
    ]
    stated = []
    for made in children:
        bad = _Bad(rng)
        lines.append(f"<Child><ChildIdentifiers><LAchildID>{escape(made.child)}</LAchildID>")
        lines.append("<PersonBirthDate>2015-01-01</PersonBirthDate></ChildIdentifiers>")
        lines.extend(_cin_details(referral, bad) for referral in made.referrals)
        lines.append("</Child>")
        stated.append(_in_census(made, bad))
    path.write_text("\n".join([*lines, "</Children></Message>"]), encoding="utf-8")
    return File(path, stated, CENSUS_COVERS)


class _Bad:
    """Which of one child's dates cannot be read, chosen while they are written."""

    SOME = ("assessment_completed", "cp_conference", "cp_review", "cp_plan_ended", "cin_review")

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.chosen: set[tuple[str, date, int]] = set()
        self.events: set[str] = set()
        self.given = 0

    def cell(self, event: str, day: date, write: Callable[[date], str] = date.isoformat) -> str:
        self.given += 1
        if event in self.SOME and self.rng.random() < 0.01:
            self.chosen.add((event, day, self.given))
            self.events.add(event)
            return self.rng.choice(UNREADABLE)
        return write(day)

    def left(self, entry: Entry) -> bool:
        return not any((entry.event, entry.on) == (event, day) for event, day, _ in self.chosen)


def _in_census(made: MadeUp, bad: _Bad) -> Stated:
    kept = []
    for name, entry in entries_of(made, linked=True, nested=True):
        if entry.event in NOT_IN_A_CENSUS or not bad.left(entry):
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


def once(named: list[tuple[str, Entry]]) -> tuple[Entry, ...]:
    """The entries of each element or row; one that states the very same as another counts once."""
    groups: dict[str, list[Entry]] = {}
    for name, entry in named:
        groups.setdefault(name, []).append(entry)
    different: dict[frozenset[tuple[object, ...]], list[Entry]] = {}
    for name, entries in groups.items():
        around = {entry.of for entry in entries if entry.ref == name}
        said = frozenset((entry.event, entry.on, entry.needed, *around) for entry in entries)
        different.setdefault(said, entries)
    return tuple(entry for entries in different.values() for entry in entries)


def _element(name: str, event: str, day: date | None, bad: _Bad) -> str:
    return f"<{name}>{bad.cell(event, day)}</{name}>" if day else ""


def _cin_details(referral: Referral, bad: _Bad) -> str:
    parts = [f"<CINreferralDate>{referral.start}</CINreferralDate>"]
    if referral.end:
        parts.append(f"<CINclosureDate>{referral.end}</CINclosureDate>")
        parts.append("<ReasonForClosure>RC3</ReasonForClosure>")
    parts.append(_element("DateOfInitialCPC", "cp_conference", referral.conference, bad))
    for episode, write in GROUPS.items():
        parts.extend(write(thing, bad) for thing in referral.things if thing.episode == episode)
    return "<CINdetails>" + "".join(parts) + "<ReferralNFA>0</ReferralNFA></CINdetails>"


def _group(name: str, start: str, end: str, thing: Thing, bad: _Bad, rest: str = "") -> str:
    opens, closes = EPISODES[thing.episode]
    inside = _element(start, opens, thing.start, bad) + _element(end, closes, thing.end, bad)
    return f"<{name}>{inside}{rest}</{name}>"


def _enquiry(thing: Thing, bad: _Bad) -> str:
    held = _element("DateOfInitialCPC", "cp_conference", thing.conference, bad)
    needed = f"<ICPCnotRequired>{0 if thing.needed else 1}</ICPCnotRequired>"
    return f"<Section47><S47ActualStartDate>{thing.start}</S47ActualStartDate>{held}{needed}</Section47>"


def _protection(thing: Thing, bad: _Bad) -> str:
    held = "".join(_element("CPPreviewDate", "cp_review", day, bad) for day in thing.reviews)
    rest = f"<Reviews>{held}</Reviews>" if held else ""
    return _group("ChildProtectionPlans", "CPPstartDate", "CPPendDate", thing, bad, rest)


GROUPS: dict[str, Callable[[Thing, _Bad], str]] = {
    "assessment": lambda thing, bad: _group(
        "Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate", thing, bad
    ),
    "child_in_need": lambda thing, bad: _group(
        "CINPlanDates", "CINPlanStartDate", "CINPlanEndDate", thing, bad
    ),
    "enquiry": _enquiry,
    "child_protection": _protection,
}


# Annex A

ANNEX_A_COVERS = frozenset(("assessment_completed", "cp_plan_ended", "cp_conference", "cp_review"))
LISTS = {
    3: ("Date of referral", "Referral NFA?"),
    4: ("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),
    5: (
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
    ),
    7: (
        "Child Protection Plan Start Date",
        "Date of latest review conference",
        "Child Protection Plan End Date",
    ),
}


def annex_a(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """A list for each kind of thing, without links; some referrals lie outside it, or led to nothing."""
    lists: dict[int, list[tuple[object, ...]]] = {number: [("Child Unique ID", *LISTS[number])] for number in LISTS}
    stated = []
    for made in children:
        entries: list[Entry] = []
        listed = _referrals_listed(made, rng)
        for day, nothing in listed:
            lists[3].append((made.child, day, "a) Yes" if nothing else "b) No"))
            entries.append(Entry("referral", day, f"{made.child}-{day}"))
        things = [thing for referral in made.referrals for thing in referral.things]
        for thing in dict.fromkeys(thing for thing in things if thing.episode == "assessment"):
            lists[4].append((made.child, thing.start, thing.end))
            assert thing.start is not None
            of = max((day for day, nothing in listed if day <= thing.start and not nothing), default=None)
            ref = f"A-{thing.start}-{thing.end}"
            entries.append(Entry("assessment_started", thing.start, ref, of and f"{made.child}-{of}"))
            if thing.end:
                entries.append(Entry("assessment_completed", thing.end, ref))
        early = any(
            thing.start is not None and not any(day <= thing.start and not nothing for day, nothing in listed)
            for thing in things
            if thing.episode == "assessment"
        )
        # Which referral an assessment before all that are listed belongs to, the definitions do not say.
        doubtful = set(ASSESSMENT_RULES) if early and listed else set()
        entries.extend(_enquiries_listed(made, things, lists[5], doubtful))
        reviewed, plans = _plan_listed(made, things, lists[7])
        entries.extend(plans)
        uncovered = frozenset(("cp_review",) if reviewed else ())
        stated.append(Stated(made.child, tuple(entries), uncovered, frozenset(doubtful)))
    _save_lists(folder / "annex-a.xlsx", lists, rng)
    return _AnnexA(folder / "annex-a.xlsx", stated, ANNEX_A_COVERS, sum(len(rows) - 1 for rows in lists.values()))


class _AnnexA(File):
    """Its reviews are covered where the list has none, though no date of one is ever read."""

    @property
    def covers(self) -> frozenset[str]:
        return super().covers | {"cp_review"}


def _referrals_listed(made: MadeUp, rng: Random) -> list[tuple[date, bool]]:
    """The day of each referral that is listed, and whether it led to no further action."""
    found = [(referral.start, False) for referral in made.referrals if rng.random() < 0.9]
    if found and rng.random() < 0.2:
        found.append((by_now(found[-1][0] + timedelta(days=rng.randint(1, 30))) or AS_AT, True))
    return sorted({day: nothing for day, nothing in reversed(found)}.items())


def _enquiries_listed(
    made: MadeUp, things: list[Thing], rows: list[tuple[object, ...]], doubtful: set[str]
) -> Iterator[Entry]:
    """The enquiry is taken to begin with its strategy discussion, and to end with its conference."""
    for thing in dict.fromkeys(thing for thing in things if thing.episode == "enquiry"):
        assert thing.talk is not None
        rows.append((made.child, thing.talk, "No" if thing.needed else "Yes", thing.conference))
        ref = f"E-{thing.talk}-{thing.conference}"
        yield Entry("section_47_started", thing.talk, ref, needed=thing.needed)
        yield Entry("strategy_discussion", thing.talk, of=ref)
        if thing.conference:
            yield Entry("cp_conference", thing.conference, of=ref)


def _plan_listed(
    made: MadeUp, things: list[Thing], rows: list[tuple[object, ...]]
) -> tuple[bool, list[Entry]]:
    """The latest plan alone; of its reviews only that there were some."""
    plans = [thing for thing in things if thing.episode == "child_protection" and thing.start]
    if not plans:
        return False, []
    plan = max(plans, key=lambda thing: thing.start or AS_AT)
    assert plan.start is not None
    rows.append((made.child, plan.start, plan.reviews[-1] if plan.reviews else None, plan.end))
    entries = [Entry("cp_plan_started", plan.start, "P")]
    if plan.end:
        entries.append(Entry("cp_plan_ended", plan.end, "P"))
    return bool(plan.reviews), entries


def _save_lists(path: Path, lists: dict[int, list[tuple[object, ...]]], rng: Random) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for number, rows in lists.items():
            sheet = book.add_worksheet(f"List {number}")
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date) and rng.random() < 0.8:
                        sheet.write_datetime(place, column, value)
                    elif value is not None:
                        sheet.write_string(place, column, value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value))


# The Standard Safeguarding Dataset

SSD = {
    "ssd_cin_episodes": ("cine_referral_id", "cine_person_id", "cine_referral_date", "cine_close_date", "cine_referral_nfa"),
    "ssd_cin_assessments": ("cina_assessment_id", "cina_person_id", "cina_referral_id", "cina_assessment_start_date", "cina_assessment_auth_date"),
    "ssd_cin_plans": ("cinp_cin_plan_id", "cinp_person_id", "cinp_referral_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    "ssd_cp_plans": ("cppl_cp_plan_id", "cppl_person_id", "cppl_referral_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    "ssd_s47_enquiry": ("s47e_s47_enquiry_id", "s47e_person_id", "s47e_referral_id", "s47e_s47_start_date", "s47e_s47_nfa", "s47e_s47_outcome_json"),
    "ssd_initial_cp_conference": ("icpc_icpc_id", "icpc_person_id", "icpc_s47_enquiry_id", "icpc_referral_id", "icpc_icpc_date"),
    "ssd_cp_reviews": ("cppr_cp_review_id", "cppr_person_id", "cppr_cp_plan_id", "cppr_cp_review_date"),
}
TABLES = {"assessment": "ssd_cin_assessments", "child_in_need": "ssd_cin_plans", "child_protection": "ssd_cp_plans"}


def safeguarding_dataset(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """A folder of tables, whose ids say what belongs together; otherwise like the census."""
    path = folder / "ssd"
    path.mkdir()
    tables: dict[str, list[list[str]]] = {name: [] for name in SSD}
    stated = []
    for made in children:
        bad = _Bad(rng)
        for count, referral in enumerate(made.referrals):
            _to_tables(made.child, f"{made.child}-R{count}", referral, tables, bad)
        stated.append(_in_census(made, bad))
    for name, rows in tables.items():
        _write(path / f"{name}.csv", list(SSD[name]), rng, rows, [])
    return File(path, stated, CENSUS_COVERS)


def _to_tables(child: str, name: str, referral: Referral, tables: dict[str, list[list[str]]], bad: _Bad) -> None:
    def day(event: str, found: date | None) -> str:
        return bad.cell(event, found, bad.rng.choice(SPELLINGS)) if found else ""

    def conference(enquiry: str, found: date) -> list[str]:
        return [f"I{enquiry or name}", child, enquiry, name, day("cp_conference", found)]

    closed = day("referral_closed", referral.end)
    tables["ssd_cin_episodes"].append([name, child, day("referral", referral.start), closed, "N"])
    if referral.conference:
        tables["ssd_initial_cp_conference"].append(conference("", referral.conference))
    for place, thing in enumerate(referral.things):
        ref = f"{name}-{place}"
        opens, closes = EPISODES[thing.episode]
        row = [ref, child, name, day(opens, thing.start)]
        if thing.episode == "enquiry":
            flag = "Y" if thing.needed else "N"
            nothing = "N" if thing.needed else "Y"
            outcome = json.dumps({"OUTCOME_CP_CONFERENCE_FLAG": flag})
            tables["ssd_s47_enquiry"].append([*row, nothing, outcome])
            if thing.conference:
                tables["ssd_initial_cp_conference"].append(conference(ref, thing.conference))
        else:
            tables[TABLES[thing.episode]].append([*row, day(closes, thing.end)])
        if thing.episode == "child_protection":
            for number, review in enumerate(thing.reviews):
                tables["ssd_cp_reviews"].append([f"{ref}-{number}", child, ref, day("cp_review", review)])


# A flat report, an event a row

SPELLINGS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: day.strftime("%d %B %Y"),
    lambda day: day.strftime("%d-%b-%Y"),
    lambda day: day.strftime("%d.%m.%Y"),
    lambda day: day.strftime("%Y%m%d"),
    lambda day: f"{day} 00:00:00",
]
ALL_EVENTS = sorted({*(name for pair in EPISODES.values() for name in pair), *REVIEWS.values()})
ALL_EVENTS += ["cp_conference", "strategy_discussion"]


def some_covered(rng: Random) -> frozenset[str]:
    """Most kinds of event, or all of them."""
    share = rng.choice((1.0, 1.0, 0.85))
    return frozenset(event for event in ALL_EVENTS if rng.random() < share)


def flat(folder: Path, children: list[MadeUp], rng: Random, style: str) -> File:
    """`style` says what the references are.

    Those of `linking` name each thing where it begins and ends, those of `everywhere` also where something is
    held in it, and those of `numbers` count the child's things of each kind; the others link nothing: `none`,
    `case` (the child's own, on every row) and `row` (another on every row).
    """
    linked = style in ("linking", "numbers", "everywhere")
    covers = some_covered(rng)
    rows: list[list[str]] = []
    stated = []
    for made in children:
        bad, kept = _Bad(rng), []
        numbers = _numbers(made)
        for name, found in entries_of(made, linked=linked, nested=style == "everywhere"):
            # To which referral a thing belongs, no reference says.
            entry = replace(found, of=found.of if found.of == name and style == "everywhere" else None)
            ref = {"linking": entry.ref or "", "everywhere": entry.ref or entry.of or "", "none": "", "case": f"C{made.child}"}
            ref["row"] = f"X{len(rows)}"
            ref["numbers"] = numbers.get(entry.ref or "", "")
            before = len(bad.chosen)
            cell = bad.cell(entry.event, entry.on, rng.choice(SPELLINGS))
            if len(bad.chosen) == before:
                kept.append(entry)
            needed = {None: "", True: "Yes", False: "no"}[entry.needed]
            rows.append([_padded(made.child, rng), entry.event, cell, ref[style], needed])
            if rng.random() < 0.02 and style != "row":
                rows.append(rows[-1])
        stated.append(Stated(made.child, tuple(kept), frozenset(bad.events), _alike(kept, style)))
    without = [["", *row[1:]] for row in rng.sample(rows, k=len(rows) // 50)]
    _write(folder / "events.csv", ["Person", "Step", "Day", "Ref", "Conference"], rng, rows, without)
    columns = "{child: Person, event: Step, on: Day, ref: Ref}"
    _map(folder / "events.columns.yaml", columns, "", covers, "Conference" if linked else None)
    return File(folder / "events.csv", stated, covers, len(rows) + len(without))


def _numbers(made: MadeUp) -> dict[str, str]:
    """Each thing's number among the child's things of its kind, as the tables of a case system number rows."""
    names: dict[str, list[str]] = {}
    for _, entry in entries_of(made, linked=True, nested=True):
        for episode, marks in EPISODES.items():
            if entry.event in marks and entry.ref is not None and entry.ref not in names.setdefault(episode, []):
                names[episode].append(entry.ref)
    return {
        name: f"R{number}" if episode == "referral" else str(number)
        for episode, found in names.items()
        for number, name in enumerate(found, 1)
    }


def _alike(entries: list[Entry], style: str) -> frozenset[str]:
    """Whether two things are one: they are told apart by a reference alone that links neither to anything."""
    days = [(entry.event, entry.on) for entry in entries]
    return frozenset(RULES if style == "row" and len(set(days)) < len(days) else ())


def _padded(child: str, rng: Random) -> str:
    return child if rng.random() < 0.97 else f" {child} "


def _write(path: Path, header: list[str], rng: Random, rows: list[list[str]], more: list[list[str]]) -> None:
    everything = [*rows, *more]
    rng.shuffle(everything)
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header, *everything])


def _map(path: Path, columns: str, dates: str, covers: frozenset[str], needed: str | None) -> None:
    lines = [f"columns: {columns}", dates, "written: day first"]
    if needed:
        lines.append(f"facts: {{child_protection.conference_needed: {{column: {needed}}}}}")
    lines.append("covers: {" + ", ".join(f"{event}: as_at" for event in sorted(covers)) + "}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# A wide report, a piece of work a row with its dates side by side

WIDE = {event: event.replace("_", " ").capitalize() for event in ALL_EVENTS if event not in REVIEWS.values()}
MOST_REVIEWS = 40


def wide(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """A referral, assessment, enquiry or plan has a row, or stands in that of its referral.

    What stands in one row belongs together; to which referral another row belongs, nothing says.
    """
    covers = some_covered(rng)
    reviews = {event: [f"{event} {place}" for place in range(MOST_REVIEWS)] for event in REVIEWS.values()}
    header = ["Person", "Conference", *WIDE.values(), *(name for names in reviews.values() for name in names)]
    rows: list[list[str]] = []
    stated = []
    for made in children:
        bad, kept = _Bad(rng), []
        cells: dict[str, dict[str, str]] = {}
        together = _in_its_referrals_row(made, rng)
        for name, found in entries_of(made, linked=True, nested=True):
            row = cells.setdefault(together.get(name, name), {"Person": made.child})
            kept_link = found.ref is None or name in together
            entry = replace(found, of=found.of if kept_link else None)
            column = WIDE.get(entry.event) or next(
                one for one in reviews[entry.event] if one not in row
            )
            before = len(bad.chosen)
            row[column] = bad.cell(entry.event, entry.on, rng.choice(SPELLINGS))
            if entry.needed is not None:
                row["Conference"] = "Yes" if entry.needed else "No"
            if len(bad.chosen) == before:
                kept.append((name, entry))
        rows.extend([row.get(column, "") for column in header] for row in cells.values())
        stated.append(Stated(made.child, once(kept), frozenset(bad.events)))
    without = [["", *row[1:]] for row in rng.sample(rows, k=len(rows) // 50)]
    twice = rng.sample(rows, k=len(rows) // 50)
    _write(folder / "work.csv", header, rng, rows, [*without, *twice])
    dates = {**WIDE, **{event: names for event, names in reviews.items()}}
    listed = "dates: {" + ", ".join(f"{event}: {_names(names)}" for event, names in dates.items()) + "}"
    _map(folder / "work.columns.yaml", "{child: Person}", listed, covers, "Conference")
    return File(folder / "work.csv", stated, covers, len(rows) + len(without) + len(twice))


def _in_its_referrals_row(made: MadeUp, rng: Random) -> dict[str, str]:
    """Of some referrals the first assessment, enquiry and Child in Need plan: the row that each stands in."""
    found = {}
    for count, referral in enumerate(made.referrals):
        name, there = f"{made.child}-R{count}", {"child_protection"}
        if referral.conference or rng.random() < 0.6:
            continue
        for place, thing in enumerate(referral.things):
            if thing.episode not in there:
                there.add(thing.episode)
                found[f"{name}-{place}"] = name
    return found


def _names(names: str | list[str]) -> str:
    return names if isinstance(names, str) else "[" + ", ".join(names) + "]"
