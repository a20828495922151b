"""One case's history, or any entries in full: what each section says, for text, Markdown and HTML alike."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from threshold.output.words import spoken
from threshold.register.entries import Entry, Summary
from threshold.register.store import Register

_AUTHORITY = {
    "in_order": "as the policy has it",
    "mismatch": "NOT as the policy has it",
    "cannot_tell": "it cannot be told whether the policy has it so",
    "no_rule": "the policy names nobody",
}
NOTE = "The recommendation is advice; the decision is that of the person named."


@dataclass(frozen=True, slots=True)
class Part:
    """One entry for a reader: a title, and lines of what and how."""

    title: str
    lines: tuple[tuple[str, str], ...]


def parts(register: Register, entries: list[Entry]) -> Iterator[Part]:
    """Each entry for a reader, one at a time."""
    for entry in entries:
        title = f"Entry {entry.link.number}, {shown_time(entry.link.made)}"
        if entry.summary is None:
            lines = [("Erased", "what this entry held was lawfully erased; its link in the chain stays")]
            yield Part(title, tuple(lines))
            continue
        content = register.content(entry.link.number)
        decision = json.loads(content.recommendation) if content else {}
        yield Part(title, tuple(_lines(entry, entry.summary, decision)))


def shown_time(made: str) -> str:
    """A time of recording as a person reads it."""
    return f"{made[:10]} {made[11:16]} UTC"


def _lines(entry: Entry, summary: Summary, decision: dict[str, Any]) -> Iterator[tuple[str, str]]:
    decided = summary.decided
    yield "Case", f"{summary.case}, as at {summary.as_at}"
    yield (
        "Recommended",
        f"{summary.headline} (status: {summary.status}, direction: {spoken(summary.recommended)})",
    )
    because = decision.get("recommendation", {}).get("because", [])
    if because:
        yield "Because", "; ".join(because)
    if summary.clauses:
        yield "Rests on", ", ".join(summary.clauses)
    agreed = "agreed" if decided.agrees else "OVERRIDDEN"
    yield "Decided", f"{spoken(decided.decision)}, by {decided.by} ({decided.reference}); {agreed}"
    if decided.reason:
        yield "Reason", decided.reason
    if summary.called_for:
        yield "Reason needed because", "; ".join(summary.called_for)
    yield "Who may decide", _authority(summary)
    yield "Policy", f"{summary.policy} {summary.policy_version}, digest {summary.policy_digest[:12]}"
    yield "Evaluated by", f"{' and '.join(summary.evaluators)}, threshold {summary.program}"
    yield "Proof", entry.link.hash


def _authority(summary: Summary) -> str:
    doubts = [
        f"{doubt.says} [{', '.join(doubt.clauses)}]" if doubt.clauses else doubt.says
        for doubt in summary.doubts
    ]
    return ": ".join([_AUTHORITY[summary.authority], *(["; ".join(doubts)] if doubts else [])])
