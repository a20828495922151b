"""Many cases put to a policy at once: what each comes to as the engine has it, and which are alike."""

from datetime import date, datetime

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.alike import Put, put  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.stated import tables_of  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.worklist.trimmed import trimmed  # noqa: E402

FILES = load_policy("caf-team")
AT = date(2026, 8, 14)
POLICY = trimmed(FILES.at(AT))


def came(*cases: Case) -> Put:
    return put(POLICY, Request("triage"), tables_of(cases, POLICY.vocabulary, AT))


def case(*timeline: Entry, **stated: object) -> Case:
    given = {name.replace("__", "."): value for name, value in stated.items()}
    return Case("A", {"request.direction": "triage", **given}, timeline)  # type: ignore[dict-item]


QUIET = {f"child_protection__{name}": False for name in ("concern", "harm_suspected", "immediate_danger")}


def test_each_comes_to_what_the_engine_says_in_its_place():
    """An entry puts its case first among the batch's children; here it stays where it was."""
    cases = [
        case(child_protection__concern=colour_of_danger, contact__brag=colour, contact__needs_early_help=True)
        for colour_of_danger in (True, False)
        for colour in ("red", "amber", "green", "blue")
    ]
    cases += [case(**QUIET, contact__brag=colour) for colour in ("red", "green")]
    cases += [case(Entry(date(2026, 8, 3), "referral"), **QUIET), case()]
    found, engine = came(*cases), Engine(FILES)
    concluded = [engine.concluded(each, AT) for each in cases]
    assert found.status == [each.came.status for each in concluded]
    assert found.answered == [each.came.answered for each in concluded]
    assert found.concern == [each.findings.protection.concern for each in concluded]
    assert found.in_place == [each.findings.protection.in_place for each in concluded]
    assert {"permitted", "blocked", "undetermined"} <= {*found.status}


def test_a_time_alone_makes_no_other_kind_but_another_clock():
    early, late = (case(**QUIET, contact__received=datetime(2026, 8, 13, hour)) for hour in (9, 17))
    found = came(early, late, early)
    assert found.kind == [0, 0, 0]
    assert found.clock == [0, 1, 0]
    starts = [
        {each.rule.head.id: each.states.get("contact.received") for each in counted}
        for counted in found.clocks
    ]
    assert starts[0].keys() == starts[1].keys()
    assert [{*each.values()} for each in starts] == [
        {datetime(2026, 8, 13, 9)},
        {datetime(2026, 8, 13, 17)},
    ]


def test_what_a_row_says_makes_another_kind():
    asked = case(**QUIET, contact__brag="green")
    others = [
        case(**QUIET, contact__brag="amber"),
        case(**{**QUIET, "child_protection__harm_suspected": True}, contact__brag="green"),
        case(contact__brag="green"),
        case(**QUIET, contact__brag="green", contact__needs_early_help=True),
        case(**QUIET, contact__brag="green", support__in_place="care"),
    ]
    assert came(asked, *others).kind == [0, 1, 2, 3, 4, 5]
