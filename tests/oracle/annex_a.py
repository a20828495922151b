"""Made-up children as a workbook of Annex A: a list for each kind of thing, and no link between them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from .expectations import ASSESSMENT_RULES
from .exported import File
from .made_up import AS_AT, MadeUp, Thing, by_now
from .records import Entry, Stated

COVERS = frozenset(("assessment_completed", "cp_plan_ended", "cp_conference", "cp_review"))
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
    lists: dict[int, list[tuple[object, ...]]] = {
        number: [("Child Unique ID", *LISTS[number])] for number in LISTS
    }
    stated = []
    for made in children:
        entries: list[Entry] = []
        listed = _referrals_listed(made, rng)
        for day, nothing in listed:
            lists[3].append((made.child, day, "a) Yes" if nothing else "b) No"))
            entries.append(Entry("referral", day, f"{made.child}-{day}"))
        things = [thing for referral in made.referrals for thing in referral.things]
        doubtful: set[str] = set()
        entries.extend(_assessments_listed(made, things, listed, lists[4], doubtful))
        entries.extend(_enquiries_listed(made, things, lists[5]))
        reviewed, plans = _plan_listed(made, things, lists[7])
        entries.extend(plans)
        uncovered = frozenset(("cp_review",) if reviewed else ())
        stated.append(Stated(made.child, tuple(entries), uncovered, frozenset(doubtful)))
    save_lists(folder / "annex-a.xlsx", lists, rng)
    return _AnnexA(folder / "annex-a.xlsx", stated, COVERS, sum(len(rows) - 1 for rows in lists.values()))


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
    return sorted(dict(reversed(found)).items())


def _assessments_listed(
    made: MadeUp,
    things: list[Thing],
    listed: list[tuple[date, bool]],
    rows: list[tuple[object, ...]],
    doubtful: set[str],
) -> Iterator[Entry]:
    """Each belongs to the latest referral on or before its start, of those that led to something."""
    for thing in dict.fromkeys(thing for thing in things if thing.episode == "assessment"):
        assert thing.start is not None
        rows.append((made.child, thing.start, thing.end))
        before = [day for day, nothing in listed if day <= thing.start and not nothing]
        # Which referral an assessment before all that are listed belongs to, the definitions do not say; of
        # one that begins on the day of a referral that led to nothing, test_awaited.py tells.
        if (listed and not before) or (thing.start, True) in listed:
            doubtful.update(ASSESSMENT_RULES)
        ref = f"A-{thing.start}-{thing.end}"
        of = f"{made.child}-{max(before)}" if before else None
        yield Entry("assessment_started", thing.start, ref, of)
        if thing.end:
            yield Entry("assessment_completed", thing.end, ref)


def _enquiries_listed(made: MadeUp, things: list[Thing], rows: list[tuple[object, ...]]) -> Iterator[Entry]:
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


def save_lists(path: Path, lists: dict[int, list[tuple[object, ...]]], rng: Random) -> None:
    """A sheet for each list, with most of its dates as dates and the rest as text."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for number, rows in lists.items():
            sheet = book.add_worksheet(f"List {number}")
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date) and rng.random() < 0.8:
                        sheet.write_datetime(place, column, value)
                    elif value is not None:
                        sheet.write_string(
                            place,
                            column,
                            value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value),
                        )
