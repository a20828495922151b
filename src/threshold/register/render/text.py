"""Entries, replays, counts and what a look at the register found, as text."""

from collections.abc import Iterable, Sequence

from threshold.output.escaping import joined
from threshold.output.tables import aligned
from threshold.output.terminal import wrapped
from threshold.output.words import many, spoken
from threshold.register.entries import Entry
from threshold.register.faults import MOST, Fault
from threshold.register.history import Part, shown_time
from threshold.register.keyring import Key
from threshold.register.outcomes import in_words
from threshold.register.query import row
from threshold.register.replay import Replayed
from threshold.register.stats import Count, Stats
from threshold.register.verify import Verified

WIDTH = 100
COLUMNS = 80
PAGE = 20  # findings
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
    if entry.link.erases is not None and not entry.amiss:
        recommended = f"(what entry {entry.link.erases} held)"
    return (
        values["entry"],
        shown_time(values["recorded"]).removesuffix(" UTC").strip(),
        values["case"],
        recommended,
        in_words(values["decision"]),
        values["override"],
        _few(values["clauses"].split()),
        f"{by}{mark}",
    )


def _few(words: Sequence[str], most: int = FEW) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return f"{', '.join(words[:most])}{more}"


def parts_text(parts: Iterable[Part]) -> str:
    """Entries in full."""
    return "\n\n".join(_part_text(part) for part in parts)


def _part_text(part: Part) -> str:
    lines = [part.title]
    for what, how in part.lines:
        first, *further = how.splitlines() or [""]
        lines += wrapped(f"{what}: {first}", WIDTH, "  ", "    ")
        for line in further:
            lines += wrapped(line, WIDTH, "    ", "    ")
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
    amiss = [f"{stats.not_as_recorded} NOT as recorded, not counted"] if stats.not_as_recorded else []
    if not stats.all.decisions:
        return joined(["no decisions are recorded", *amiss]) + "\n"
    first, last = shown_time(stats.first or ""), shown_time(stats.last or "")
    lines = [f"{stats.all.shown}, from {first} to {last}"]
    if stats.mismatches:
        lines.append(f"{stats.mismatches} by a role that the policy does not name for it")
    if stats.erased:
        lines.append(f"{stats.erased} erased, not counted")
    lines += amiss
    for title, counts in tables(stats):
        rows = [(each.name, each.decisions, each.overridden, f"{each.percent}%") for each in counts]
        headings = (title, "Decisions", "Overridden", "Share")
        lines += ["", *aligned(headings, rows).splitlines()]
    return joined(lines) + "\n"


def tables(stats: Stats) -> list[tuple[str, tuple[Count, ...]]]:
    """The counts with their titles; empty ones left out."""
    named = [
        ("Clause", stats.by_clause),
        ("Direction", stats.by_direction),
        ("Status", stats.by_status),
        ("Role", stats.by_role),
    ]
    return [(title, counts) for title, counts in named if counts]


def verified_text(verified: Verified) -> str:
    """What a look at the register verified: what is amiss, what to know, who signed, and what it comes to."""
    lines = findings_text(verified.faults, verified.more_faults)
    lines += findings_text(verified.notes, verified.more_notes, "Note: ")
    if verified.erased:
        more = f" and {verified.more_erased:,} more" if verified.more_erased else ""
        numbers = _few([_run(*run) for run in _runs(verified.erased)], MANY)
        lines += _paragraph(f"Lawfully erased, with the chain whole: {numbers}{more}")
    lines += _signed(verified)
    for what in verified.not_checked:
        lines += _paragraph(f"NOT looked at: {what}.")
    looked = f"{entries_text(verified.entries)} looked at"
    if found := len(verified.faults) + verified.more_faults:
        lines.append(f"{looked}: NOT as recorded ({many(found, 'finding')}).")
    elif not verified.entries:
        lines.append("The register holds no entries.")
    elif verified.not_checked:
        lines.append(f"{looked}: nothing amiss was found, but not all of it could be looked at.")
    else:
        lines.append(f"{looked}: whole and unaltered.")
    return joined(lines)


def findings_text(found: Sequence[Fault], more: int = 0, before: str = "") -> list[str]:
    """What was found, the same of neighbouring entries in one line, and no more of it than fits a page."""
    told = [
        f"{before}{fault}"
        if len(group) == 1
        else f"{before}each of entries {_run(group[0].entry, group[-1].entry)}: {what}"
        for what, group in _alike(found)
        for fault in group[:1]
    ]
    lines = [line for each in told[:PAGE] for line in _paragraph(each)]
    if left := len(told[PAGE:]) + more:
        lines.append(f"and {left:,} more; --format json has up to {MOST:,} of each kind")
    return lines


def _alike(found: Sequence[Fault]) -> list[tuple[str, list[Fault]]]:
    """Runs of entries of which the same was found."""
    groups: list[tuple[str, list[Fault]]] = []
    for fault in found:
        what, group = groups[-1] if groups else ("", [])
        if group and what == fault.what and not fault.last and fault.entry == group[-1].entry + 1 > 1:
            group.append(fault)
        else:
            groups.append((fault.what, [fault]))
    return groups


def _signed(verified: Verified) -> list[str]:
    if not verified.signed:
        return []
    keys = [f"{each.entries:,} with the key of {each.name} ({each.fingerprint})" for each in verified.signed]
    told = f"Signed: {_few(keys, MANY)}"
    if verified.unsigned:
        told += f". Not signed: {verified.unsigned:,}"
    return _paragraph(f"{told}.")


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _paragraph(text: str) -> list[str]:
    return wrapped(text, COLUMNS, "", "  ")


def keys_text(keys: Sequence[Key]) -> str:
    """The keys that a register knows."""
    if not keys:
        return "this register knows no keys: its entries are not signed"
    rows = [
        (key.name, key.fingerprint, f"entry {key.added}", f"entry {key.revoked}" if key.revoked else "")
        for key in keys
    ]
    headings = ("Whose", "Fingerprint", "Added by", "Revoked by")
    return aligned(headings, rows)


def entries_text(number: int) -> str:
    """So many entries."""
    return many(number, "entry", "entries")
