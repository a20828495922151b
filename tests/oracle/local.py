"""Made-up children as reports of one's own: flat, an event a row, and wide, with dates side by side."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from .expectations import RULES
from .exported import REVIEWS, SPELLINGS, File, Unread, entries_of, once, save_csv
from .made_up import AS_AT, MadeUp
from .records import EPISODES, Entry, Stated

ALL_EVENTS = sorted({*(name for pair in EPISODES.values() for name in pair), *REVIEWS.values()})
ALL_EVENTS += ["cp_conference", "strategy_discussion"]


def some_covered(rng: Random) -> frozenset[str]:
    """Most kinds of event, or all of them."""
    share = rng.choice((1.0, 1.0, 0.85))
    return frozenset(event for event in ALL_EVENTS if rng.random() < share)


def flat(folder: Path, children: list[MadeUp], rng: Random, style: str) -> File:
    """`style` says what the references are.

    Those of `linking` name each thing where it begins and ends, those of `everywhere` also where something
    is held in it, and those of `numbers` count the child's things of each kind. Those of `belonging` have a
    column beside them that names what a thing belongs to. The others link nothing: `none`, `case` (the
    child's own, on every row) and `row` (another on every row).
    """
    linked = style in ("linking", "numbers", "everywhere", "belonging")
    nested = style in ("everywhere", "belonging")
    covers = some_covered(rng)
    until = AS_AT - timedelta(days=rng.randint(1, 500)) if rng.random() < 0.4 else None
    rows: list[list[str]] = []
    stated = []
    for made in children:
        bad, kept = Unread(rng), []
        numbers = _numbers(made)
        for name, found in entries_of(made, linked=linked, nested=nested):
            # To which referral a thing belongs, no reference says that stands alone.
            entry = found if style == "belonging" or found.of == name else replace(found, of=None)
            ref = {
                "linking": entry.ref or "",
                "belonging": entry.ref or "",
                "everywhere": entry.ref or entry.of or "",
                "none": "",
                "case": f"C{made.child}",
            }
            ref["row"] = f"X{len(rows)}"
            ref["numbers"] = numbers.get(entry.ref or "", "")
            before = len(bad.chosen)
            cell = bad.cell(entry.event, entry.on, rng.choice(SPELLINGS))
            if len(bad.chosen) == before:
                kept.append(entry)
            needed = {None: "", True: "Yes", False: "no"}[entry.needed]
            of = (entry.of or "") if style == "belonging" else ""
            rows.append([_padded(made.child, rng), entry.event, cell, ref[style], needed, of])
            if rng.random() < 0.02 and style != "row":
                rows.append(rows[-1])
        doubtful = _alike(kept, style)
        stated.append(Stated(made.child, tuple(kept), frozenset(bad.events), doubtful, until))
    without = [["", *row[1:]] for row in rng.sample(rows, k=len(rows) // 50)]
    header = ["Person", "Step", "Day", "Ref", "Conference", "Within"]
    save_csv(folder / "events.csv", header, rng, rows, without)
    columns = "{child: Person, event: Step, on: Day, ref: Ref, of: Within}"
    _map(folder / "events.columns.yaml", columns, "", covers, "Conference" if linked else None, until)
    return File(folder / "events.csv", stated, covers, len(rows) + len(without))


def _numbers(made: MadeUp) -> dict[str, str]:
    """Each thing's number among the child's things of its kind, as case systems number rows."""
    names: dict[str, list[str]] = {}
    for _, entry in entries_of(made, linked=True, nested=True):
        for episode, marks in EPISODES.items():
            if (
                entry.event in marks
                and entry.ref is not None
                and entry.ref not in names.setdefault(episode, [])
            ):
                names[episode].append(entry.ref)
    return {name: str(number) for found in names.values() for number, name in enumerate(found, 1)}


def _alike(entries: list[Entry], style: str) -> frozenset[str]:
    """Whether two things are one: they are told apart by a reference alone that links neither to anything."""
    days = [(entry.event, entry.on) for entry in entries]
    return frozenset(RULES if style == "row" and len(set(days)) < len(days) else ())


def _padded(child: str, rng: Random) -> str:
    return child if rng.random() < 0.97 else f" {child} "


def _map(
    path: Path,
    columns: str,
    dates: str,
    covers: frozenset[str],
    needed: str | None,
    until: date | None = None,
) -> None:
    lines = [f"columns: {columns}", dates, "written: day first"]
    if needed:
        lines.append(f"facts: {{child_protection.conference_needed: {{column: {needed}}}}}")
    days = {"cp_review": until or "as_at", "cin_review": until or "as_at"}
    covered = (f"{event}: {days.get(event, 'as_at')}" for event in sorted(covers))
    lines.append("covers: {" + ", ".join(covered) + "}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# A piece of work a row, with its dates side by side

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
        bad, kept = Unread(rng), []
        cells: dict[str, dict[str, str]] = {}
        together = _in_its_referrals_row(made, rng)
        for name, found in entries_of(made, linked=True, nested=True):
            row = cells.setdefault(together.get(name, name), {"Person": made.child})
            kept_link = found.ref is None or name in together
            entry = replace(found, of=found.of if kept_link else None)
            column = WIDE.get(entry.event) or next(one for one in reviews[entry.event] if one not in row)
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
    save_csv(folder / "work.csv", header, rng, rows, [*without, *twice])
    dates: dict[str, str | list[str]] = {**WIDE, **reviews}
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
