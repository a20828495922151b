from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.casefiles import Unreadable, read_cases
from threshold.policy import load_policy

EXAMPLES = sorted((Path(__file__).parents[2] / "cases").rglob("*.yaml"))
OWN_WORDS = "national-2026"  # a policy whose packs bring words of their own
Check = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def check(checks: Callable[[str], Check]) -> Check:
    return checks("case")


@pytest.mark.slow
def test_every_example_suits(checks: Callable[..., Check]) -> None:
    assert len(EXAMPLES) > 200
    of = {own: checks("case", OWN_WORDS if own else None) for own in (True, False)}
    found = {path: of[OWN_WORDS in path.parts](path.read_text()) for path in EXAMPLES}
    assert {path.name: wrong for path, wrong in found.items() if wrong} == {}


def refused(text: str, folder: Path) -> bool:
    path = folder / "case.yaml"
    path.write_text(text)
    return any(isinstance(case, Unreadable) for case in read_cases([str(path)], load_policy().vocabulary))


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "family: 118",
        "about: 2026",
        "as_at: 2026-08-14T09:30",
        "need: {complex: 'true', emerging: }",
        "need:",
        "timeline:",
        "covers:\noverrides:",
        "safety: {scale: {parent: 0, child: '10'}}",
        "contact: {received: 2026-08-14 09:30}",
        "professionals: {involved: []}",
        "caf: {records_kept_in: [EHM, Early Help Module]}",
        "consultation: {log_fields: [DOB, name of the child, other], logged_in: log book}",
        "sharing: {asked_for: [open CAF, plan]}",
        "overrides: {need.level: {is: 4, by: CAF Manager, reason: 3 worries}}",
        "timeline: [{on: 2026-08-01, event: fyps_discussion}]",
        "timeline: [{on: 2026-08-01, event: fyps_discussion, outcome: confirmed, status: held}]",
        "timeline: [{on: unknown, event: referral}]",
        "timeline: [{on: unknown, event: fyps_discussion, outcome: confirmed}]",
        "timeline: [{on: 2026-08-01, event: referral, ref: R-1, by: Team Manager, to: Social Worker}]",
        "timeline: [{on: 2026-08-01, event: referral, ref: 12}, {on: unknown, event: caf_started, of: '12'}]",
        "timeline: [{on: 2026-08-01, event: consent_given, for: sharing, of: request, by: Family}]",
        "timeline: [{on: 2026-08-01T09:30, event: contact_response}]",
        "timeline: [{on: 2026-08-01, event: contact_response}]",
        "timeline: [{on: unknown, event: contact_response}]",
    ],
)
def test_what_the_program_takes_suits(check: Check, lines: str, tmp_path: Path) -> None:
    text = f"case: C-1\n{lines}\n"
    assert not refused(text, tmp_path)
    assert check(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "about: without a reference",
        "case: two words",
        "case: [C-1]",
        "case: ~",
        "- case: C-1\n- case: C-2\n  ned: {}",
        "word",
        "case: C-1\nname: Ada",
        "case: C-1\nned: {complex: true}",
        "case: C-1\nneed: {comlex: true}",
        "case: C-1\nneed: {complex: yes}",
        "case: C-1\nneed: [complex]",
        "case: C-1\nneed: {level: 4}",
        "case: C-1\nassessment: {started: 2026-08-01}",
        "case: C-1\nas_at: 14/08/2026",
        "case: C-1\nas_at: 2026-13-01",
        "case: C-1\nrequest: {direction: upwards}",
        "case: C-1\nrequest: {made: 2026-02-30}",
        "case: C-1\nrequest: {by: Wizard}",
        "case: C-1\ndocuments: {attached: consent form}",
        "case: C-1\ndocuments: {attached: [birthday card]}",
        "case: C-1\nconsultation: {log_fields: [favourite colour]}",
        "case: C-1\nconsultation: {logged_in: the shed}",
        "case: C-1\nsharing: {asked_for: [everything]}",
        "case: C-1\nsafety: {scale: {parent: 11}}",
        "case: C-1\nsafety: {scale: 6}",
        "case: C-1\ncovers: {party: 2026-08-01}",
        "case: C-1\ncovers: {referral: soon}",
        "case: C-1\noverrides: {need.level: 3}",
        "case: C-1\noverrides: {need.level: {is: 5, by: Social Worker, reason: x}}",
        "case: C-1\noverrides: {need.level: {is: 3, by: Social Worker}}",
        "case: C-1\noverrides: {protection.concern: {is: false, by: Social Worker, reason: x}}",
        "case: C-1\noverrides: {need.complex: {is: false, by: Social Worker, reason: x}}",
        "case: C-1\ntimeline: {on: 2026-08-01, event: referral}",
        "case: C-1\ntimeline: [{event: referral}]",
        "case: C-1\ntimeline: [{on: 2026-08-01}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: party}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, status: done}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, outcome: confirmed}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: consent_given}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: consent_given, for: fun}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: network_meeting, attended: [Wizard]}]",
        "case: C-1\ntimeline: [{on: unknwon, event: referral}]",
        "case: C-1\ntimeline: [{on: , event: referral}]",
        "case: C-1\ntimeline: [{on: 2026-08-01T09:30, event: referral}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: contact_response, at: 2026-08-01T09:30}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, at: 2026-08-01T09:30}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, ref: [R-1]}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, ref: {R: 1}}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, ref: two words}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, ref: }]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: caf_started, of: [R-1]}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, by: nobody}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, by: [Social Worker]}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: referral, to: 17}]",
        "case: C-1\ntimeline: [{on: 2026-08-01, event: consent_given, for: sharing, to: 17}]",
    ],
)
def test_what_the_program_refuses_does_not_suit(check: Check, text: str, tmp_path: Path) -> None:
    assert refused(text, tmp_path)
    assert len(check(text)) >= 2, "wrong in both readings"


@pytest.mark.parametrize(
    "line", ["age: 7", "age: '7'", "age: unborn", "age:", "born_month: 2019-04", "born_month:"]
)
def test_how_old_the_child_is_suits(check: Check, line: str, tmp_path: Path) -> None:
    assert check(f"case: C-1\n{line}\n") == []
    assert not refused(f"case: C-1\n{line}\n", tmp_path)


@pytest.mark.parametrize(
    "line", ["age: 26", "age: -1", "age: 7.5", "born_month: 2019-04-12", "born_month: 2019-13"]
)
def test_what_is_no_age_and_a_date_of_birth_do_not_suit(check: Check, line: str, tmp_path: Path) -> None:
    assert check(f"case: C-1\n{line}\n")
    assert refused(f"case: C-1\n{line}\n", tmp_path)
