"""Entries, replays, counts and what a look at the register found, as text."""

from collections.abc import Iterable, Sequence

from threshold.output.escaping import joined
from threshold.output.tables import aligned
from threshold.output.terminal import wrapped
from threshold.output.words import spoken
from threshold.register.checkpoint import Checkpoint, signer
from threshold.register.entries import Entry
from threshold.register.history import Part, shown_time
from threshold.register.query import row
from threshold.register.replay import Replayed
from threshold.register.stats import Count, Stats
from threshold.register.verify import Verified

WIDTH = 100
MANY = 10
FEW = 3
_RESULTS = {
    "same": "the same, byte for byte",
    "same_meaning": "the same in meaning",
    "differs": "DIFFERS",
    "failed": "could not be replayed",
    "older": "not decided anew",
    "erased": "erased",
}


def recorded_text(recorded: Iterable[Part]) -> str:
    """What has just been recorded."""
    return f"Recorded. {parts_text(recorded)}"


def list_text(entries: Sequence[Entry]) -> str:
    """One line for each entry."""
    if not entries:
        return "no decisions are recorded"
    headings = ("Entry", "Recorded (UTC)", "Case", "Recommended", "Decided", "Override", "Clauses", "By")
    rows = [_list_row(entry) for entry in entries]
    return aligned(headings, rows)


def _list_row(entry: Entry) -> tuple[str, ...]:
    values = row(entry)
    by = f"{values['role']} {values['reference']}".strip()
    mark = " (!)" if values["authority"] == "mismatch" else ""
    recommended = f"{spoken(values['recommended'])}, {values['status']}" if values["status"] else ""
    return (
        values["entry"],
        shown_time(values["recorded"]).removesuffix(" UTC"),
        values["case"],
        recommended,
        spoken(values["decision"]),
        values["override"],
        _few(values["clauses"].split()),
        f"{by}{mark}",
    )


def _few(clauses: Sequence[str]) -> str:
    more = f" and {len(clauses) - FEW} more" if len(clauses) > FEW else ""
    return f"{', '.join(clauses[:FEW])}{more}"


def parts_text(parts: Iterable[Part]) -> str:
    """Entries in full."""
    return "\n\n".join(_part_text(part) for part in parts)


def _part_text(part: Part) -> str:
    lines = [part.title]
    for what, how in part.lines:
        lines += wrapped(f"{what}: {how}", WIDTH, "  ", "    ")
    return joined(lines)


def replay_text(replays: Sequence[Replayed]) -> str:
    """What each replay came to, and what differs."""
    lines = []
    for each in replays:
        case = f" ({each.case})" if each.case else ""
        lines.append(f"Entry {each.number}{case}: {_RESULTS[each.outcome]}")
        for difference in each.differences[:MANY]:
            then, now = difference.then, difference.now
            told = f": {then or 'not there'} -> {now or 'not there'}" if then or now else ": the wording"
            lines.append(f"    {difference.what}{told}")
        if len(each.differences) > MANY:
            lines.append(f"    and {len(each.differences) - MANY} more; --format json has them all")
        if each.why:
            lines.append(f"    {each.why}")
    counts = [
        f"{sum(each.outcome == outcome for each in replays)} {told.removesuffix(', byte for byte').lower()}"
        for outcome, told in _RESULTS.items()
        if any(each.outcome == outcome for each in replays)
    ]
    return joined([*lines, f"{len(replays)} replayed: {', '.join(counts)}" if replays else "no entries"])


def stats_text(stats: Stats) -> str:
    """The counts as tables, ending in a line break."""
    if not stats.all.decisions:
        return "no decisions are recorded\n"
    first, last = shown_time(stats.first or ""), shown_time(stats.last or "")
    lines = [f"{stats.all.shown}, from {first} to {last}"]
    if stats.mismatches:
        lines.append(f"{stats.mismatches} by a role that the policy does not name for it")
    if stats.erased:
        lines.append(f"{stats.erased} erased, not counted")
    for title, counts in tables(stats):
        rows = [(each.name, each.decisions, each.overridden, f"{each.percent}%") for each in counts]
        headings = (title, "Decisions", "Overridden", "Share")
        lines += ["", aligned(headings, rows)]
    return "\n".join(lines) + "\n"


def tables(stats: Stats) -> list[tuple[str, tuple[Count, ...]]]:
    """The counts with their titles; empty ones left out."""
    named = [
        ("Clause", stats.by_clause),
        ("Direction", stats.by_direction),
        ("Status", stats.by_status),
        ("Role", stats.by_role),
    ]
    return [(title, counts) for title, counts in named if counts]


def verified_text(verified: Verified, faults: Sequence[str], against: Checkpoint | None) -> str:
    """What a look at the register verified: every fault, or that there is none."""
    entries = _entries(verified.entries)
    lines = [*faults]
    if verified.erased:
        numbers = ", ".join(str(number) for number in verified.erased)
        lines.append(f"lawfully erased, with the chain whole: {numbers}")
    if against is not None and against.key:
        lines.append(f"the checkpoint bears the key {signer(against)}")
    if faults:
        return joined([*lines, f"{entries} looked at: NOT as recorded ({len(faults)} findings)"])
    whole = f"{entries} looked at: whole and unaltered"
    if against is None:
        return joined([*lines, f"{whole}. Only a checkpoint kept elsewhere shows that none was cut off."])
    return joined([*lines, f"{whole}, and all that the checkpoint of {against.made} knows of is there"])


def checkpoint_text(made: Checkpoint) -> str:
    """What was written down, and where it belongs."""
    signed = f", signed with the key {signer(made)}" if made.signature else ", not signed"
    return (
        f"Checkpoint of {_entries(made.entries)}{signed}. "
        "Keep it where the register's keepers cannot change it."
    )


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
