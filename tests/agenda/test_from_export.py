"""What is due by an export is what is due by the cases in it, one by one."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.agenda import from_decisions, from_export
from threshold.agenda.choosing import agenda, beside_of
from threshold.agenda.from_export import Whose
from threshold.agenda.model import Agenda, Gathered, Item
from threshold.agenda.rules import deadlines_of
from threshold.batch.replay import cases
from threshold.demo import read_dirt, write_demo
from threshold.engine import Engine
from threshold.exports import Export, read_export
from threshold.policy import load_policy
from threshold.reading import BadInput

AS_AT = date(2026, 3, 31)
FILES = load_policy("default")
POLICY = FILES.at(AS_AT)
# A child of two workers, one of nobody, and one whose earlier referral stopped no clock of this one.
EVENTS = """child_id,event,date,team,worker
A,referral,2026-02-02,North,W-1
A,assessment_started,2026-02-03,North,W-2
B,referral,2026-01-05,South,W-2
B,assessment_started,2026-01-06,South,W-2
C,referral,2025-03-03,,
C,referral_decision,2025-03-04,,
C,referral,2026-03-30,,
D,referral,2026-03-02,East,W-4
D,referral_decision,2026-03-03,East,W-4
D,assessment_started,2026-03-04,East,W-4
D,assessment_completed,2026-03-20,East,W-4
"""
COLUMNS = """columns: {child: child_id, event: event, on: date, team: team, worker: worker}
covers: {assessment_completed: as_at, assessment_started: as_at, referral: as_at, referral_decision: as_at}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("small")
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    (folder / "map.yaml").write_text(COLUMNS, encoding="utf-8")
    return read_export(folder / "events.csv", FILES.vocabulary, AS_AT, None, folder / "map.yaml")


def due(told: Agenda | Gathered, rule: str) -> list[tuple[str, str, str]]:
    found = [item for item in told.items if item.rule == rule]
    return sorted((item.reference, item.due, item.state) for item in found)


def test_each_child_has_what_is_due_of_its_current_referral(small: Export):
    told = from_export.gather(small, POLICY)
    assert due(told, "WT-assessment") == [("A", "2026-04-08", "pending"), ("B", "2026-03-09", "overdue")]
    assert due(told, "WT-referral-decision") == [("C", "2026-03-31", "pending")]
    assert (told.looked_at, told.moments) == (4, {"2026-03-31"})


@pytest.mark.parametrize(
    ("whose", "children"),
    [
        (Whose(worker="W-1"), ["A"]),
        (Whose(worker="W-2"), ["A", "B"]),
        (Whose(team="South"), ["B"]),
        (Whose(worker="W-2", team="North"), ["A"]),
    ],
)
def test_of_a_worker_or_a_team_and_the_others_are_counted(small: Export, whose: Whose, children: list[str]):
    told = from_export.gather(small, POLICY, whose)
    every = from_export.gather(small, POLICY)
    assert [name for name, _, _ in due(told, "WT-assessment")] == children
    assert told.looked_at == len(children)
    # MOS-MAM-03c speaks only where something is asked for, of others as of these.
    one, all_ = (len(each.items) + each.left_out.get("on_request", 0) for each in (told, every))
    assert told.left_out["others"] == all_ - one


def test_a_child_has_its_worker_beside_it(small: Export):
    by_child = {item.reference: (item.worker, item.team) for item in from_export.gather(small, POLICY).items}
    assert by_child["A"] == ("several", "North")
    assert by_child["B"] == ("W-2", "South")
    assert by_child["C"] == ("", "")


@pytest.mark.parametrize(
    ("whose", "said"),
    [
        (Whose(worker="W-3"), 'no such worker; did you mean "W-'),
        (Whose(team="Zzz"), "no such team; --format csv shows each of the 3"),
        (Whose(worker=""), "no such worker"),
    ],
)
def test_nobody_of_such_a_name_is_refused(small: Export, whose: Whose, said: str):
    with pytest.raises(BadInput, match=said):
        from_export.gather(small, POLICY, whose)


def as_cases(export: Export) -> Agenda:
    found, engine, about = Gathered(), Engine(FILES), deadlines_of(POLICY)
    for case in cases(export.tables, sorted(export.tables.facts["child"]), FILES.vocabulary):
        decided = engine.decided(case, AS_AT)
        from_decisions.gather(found, decided.decision, about, decided.facts)
    return agenda(found, beside_of(POLICY))


def plainly(items: tuple[Item, ...]) -> list[Item]:
    """As a case file tells it, which says of nobody who has the case; and what is asked, anew each time."""
    return [replace(item, worker="", team="", question="") for item in items]


@pytest.mark.parametrize(
    ("name", "format_", "dirt"),
    [
        ("events.csv", "events", "overlap,left-open,before-referral,contradiction,no-further-action"),
        ("annex", "annex-a", "0"),
    ],
)
def test_an_export_and_its_cases_come_to_the_same(tmp_path: Path, name: str, format_: str, dirt: str):
    seed = int(os.environ.get("THRESHOLD_SEED", "17"))
    write_demo(tmp_path / name, 120, seed, read_dirt(dirt), format_)
    export = read_export(tmp_path / name, FILES.vocabulary, AS_AT)
    one, other = agenda(from_export.gather(export, POLICY), beside_of(POLICY)), as_cases(export)
    assert one.items
    assert one.untold
    assert one.unknown
    assert plainly(one.items) == plainly(other.items)
    assert plainly(one.untold) == plainly(other.untold)
    assert dict(one.left_out) == dict(other.left_out)
    assert [(each.rule, each.references) for each in one.unknown] == [
        (each.rule, each.references) for each in other.unknown
    ]


def test_every_clock_is_judged_again_and_some_children_decided(
    small: Export, monkeypatch: pytest.MonkeyPatch
):
    drawn: list[int] = []
    judged: list[int] = []
    monkeypatch.setattr(from_export, "check_clocks", lambda results: judged.append(len(results.deadlines)))
    monkeypatch.setattr(from_export, "replay", lambda tables, results, sample: drawn.append(sample))
    from_export.gather(small, POLICY, sample=7)
    assert drawn == [7]
    assert judged == [len(POLICY.deadlines)]
