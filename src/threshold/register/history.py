"""One case's history, or any entries in full: what each section says, for text, Markdown and HTML alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from threshold.output.words import spoken
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.calls.told import call_lines, follow_up_lines
from threshold.register.chain import KINDS
from threshold.register.contents import data_from
from threshold.register.entries import Entry, Erasure, KeyChange, Summary
from threshold.register.outcomes import in_words
from threshold.register.query import refuse_what_is_amiss
from threshold.register.signing import fingerprint
from threshold.register.store import Register

_AUTHORITY = {
    "in_order": "as the policy has it",
    "mismatch": "NOT as the policy has it",
    "cannot_tell": "it cannot be told whether the policy has it so",
    "no_rule": "the policy names nobody",
}
_ERASED = (
    "what this entry held is not here any more; its link in the chain stays, and `threshold register verify` "
    "says whether it went lawfully"
)
NOTE = "The recommendation is advice; the decision is that of the person named."


@dataclass(frozen=True, slots=True)
class Part:
    """One entry for a reader: a title, and lines of what and how."""

    title: str
    lines: tuple[tuple[str, str], ...]


def parts(register: Register, entries: list[Entry]) -> Iterator[Part]:
    """Each entry for a reader, one at a time. Raises BadInput where one is not as it was recorded."""
    for entry in entries:
        refuse_what_is_amiss([entry])
        title = f"Entry {entry.link.number}, {shown_time(entry.link.made)}"
        yield Part(title, tuple(_told(register, entry)))


def _told(register: Register, entry: Entry) -> Iterator[tuple[str, str]]:
    content = register.as_recorded(entry.link)
    match entry.told:
        case Summary() as summary if content is not None:
            yield from _lines(entry, summary, data_from(content.recommendation, entry.link.number))
        case Erasure() as erasure:
            yield "Erased", f"what entry {entry.link.erases} held"
            yield "By", f"{erasure.by} ({erasure.reference})"
            yield "Reason", erasure.reason
            yield from _proof(entry)
        case KeyChange() as change:
            what = "added" if change.change == "add" else "revoked"
            yield f"Key {what}", f"{change.name}, {fingerprint(change.public)}"
            if change.reason:
                yield "Reason", change.reason
            yield from _proof(entry)
        case CallEntry() as call:
            yield from call_lines(call)
            yield from _proof(entry)
        case FollowUp() as follow_up:
            yield from follow_up_lines(follow_up)
            yield from _proof(entry)
        case _ if entry.link.kind in KINDS and not entry.newer:
            yield "Erased", _ERASED
        case _:
            yield "Unknown", "this entry is of a kind or in a form that only a newer threshold knows"


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
    recommended = decision.get("recommendation")
    because = recommended.get("because") if isinstance(recommended, dict) else None
    if isinstance(because, list) and because:
        yield "Because", "; ".join(map(str, because))
    if summary.clauses:
        yield "Rests on", ", ".join(summary.clauses)
    agreed = "agreed" if decided.agrees else "OVERRIDDEN"
    yield "Decided", f"{in_words(decided.decision)}, by {decided.by} ({decided.reference}); {agreed}"
    if decided.reason:
        yield "Reason", decided.reason
    if summary.called_for:
        yield "Reason needed because", "; ".join(summary.called_for)
    yield "Who may decide", _authority(summary)
    yield "Policy", f"{summary.policy} {summary.policy_version}, digest {summary.policy_digest[:12]}"
    yield "Evaluated by", f"{' and '.join(summary.evaluators)}, threshold {summary.program}"
    yield from _proof(entry)


def _proof(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.link.signer:
        yield "Signed with the key", fingerprint(entry.link.signer)
    yield "Proof", entry.link.hash


def _authority(summary: Summary) -> str:
    doubts = [
        f"{doubt.says} [{', '.join(doubt.clauses)}]" if doubt.clauses else doubt.says
        for doubt in summary.doubts
    ]
    return ": ".join([_AUTHORITY[summary.authority], *(["; ".join(doubts)] if doubts else [])])
