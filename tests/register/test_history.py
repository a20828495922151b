"""One entry for a reader: what was recommended, what was decided, and by whom."""

from dataclasses import replace

import pytest

from threshold.register.chain import Content, Link, new_salt, text_digest
from threshold.register.entries import Doubt, Entry
from threshold.register.history import parts, shown_time
from threshold.register.store import open_register

from .conftest import POLICY, SUMMARY, beside, decided, fill, ticking


def told(path, because: tuple[str, ...] = (), **changed: object) -> dict[str, str]:
    """The lines of an entry with a summary that is changed, by what they say."""
    with open_register(path, make=True) as register:
        fixed = {"policy_files": text_digest(POLICY), "register": register.identity}
        summary = replace(SUMMARY, **fixed, **changed)
        register.append(Content(summary.as_json(), *beside(summary, because), new_salt()), POLICY, ticking())
        (part,) = parts(register, register.entries())
    assert part.title == "Entry 1, 2026-04-01 12:00 UTC"
    assert len(dict(part.lines)) == len(part.lines)
    return dict(part.lines)


def test_an_entry_says_what_was_recommended_and_decided(path):
    lines = told(path, ("one thing", "another"))
    assert list(lines) == [
        "Case",
        "Recommended",
        "Because",
        "Rests on",
        "Decided",
        "Who may decide",
        "Policy",
        "Evaluated by",
        "Proof",
    ]
    assert lines["Case"] == "C-1, as at 2026-03-20"
    assert lines["Recommended"] == (
        "Step down to early help: may go ahead (status: permitted, direction: step down)"
    )
    assert lines["Because"] == "one thing; another"
    assert lines["Rests on"] == "RBC-4.2a"
    assert lines["Decided"] == "step down, by Team Manager (TM-07); agreed"
    assert lines["Policy"] == "p 1, digest dddddddddddd"
    assert len(lines["Proof"]) == 64


def test_an_override_stands_out_with_its_reason(path):
    why = ("the recommendation is overridden", "the recommendation is blocked")
    lines = told(path, decided=decided(False, "continue"), called_for=why)
    assert lines["Decided"] == "continue, by Team Manager (TM-07); OVERRIDDEN"
    assert lines["Reason"] == "Why"
    assert lines["Reason needed because"] == "; ".join(why)


def test_what_is_not_there_has_no_line(path):
    lines = told(path, clauses=())
    assert not {"Because", "Rests on", "Reason", "Reason needed because"} & lines.keys()


@pytest.mark.parametrize(
    ("authority", "said"),
    [
        ("in_order", "as the policy has it"),
        ("mismatch", "NOT as the policy has it"),
        ("cannot_tell", "it cannot be told whether the policy has it so"),
        ("no_rule", "the policy names nobody"),
    ],
)
def test_who_may_decide_is_told_in_words(path, authority, said):
    doubts = (Doubt("", "", ()),) if authority in ("mismatch", "cannot_tell") else ()
    assert told(path, authority=authority, doubts=doubts)["Who may decide"].removesuffix(": ") == said


def test_doubts_are_told_with_their_clauses(path):
    doubts = (
        Doubt("R", "Another decides", ("A-1", "A-2")),
        Doubt("", "The case file names somebody else", ()),
    )
    assert told(path, authority="mismatch", doubts=doubts)["Who may decide"] == (
        "NOT as the policy has it: Another decides [A-1, A-2]; The case file names somebody else"
    )


def test_of_an_erased_entry_its_place_is_told(path):
    fill(path, 1)
    with open_register(path) as register:
        gone = Entry(Link(5, "2026-04-01T23:59:59Z", "c", None, "p", "h"), None)
        (first, second) = parts(register, [*register.entries(), gone])
    assert first.title.startswith("Entry 1,")
    assert second.title == "Entry 5, 2026-04-01 23:59 UTC"
    ((what, how),) = second.lines
    assert what == "Erased"
    assert "`threshold register verify` says whether it went lawfully" in how


def test_a_time_is_told_to_the_minute():
    assert shown_time("2026-12-31T09:05:59Z") == "2026-12-31 09:05 UTC"
