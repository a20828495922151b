"""S85 of docs/semantics.md: what an audit's share is a share of."""

from datetime import date

import pytest

pytest.importorskip("polars")

from threshold.audit.run import run
from threshold.exports import read_export
from threshold.policy import load_policy
from threshold.semantics.closed_lists import AUDIT_STATES

RULES = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [compliance]
    applies: {t.a: true}
    note: [{must: {t.b: true}, else: no}]
deadlines:
  - id: L
    carries: [T-1]
    applies: {t.a: true}
    starts: {fact: t.day}
    within: 7 days
    met_by: {fact: visit.first}
    late: Done late
    overdue: Not done
conflicts:
  - {id: C, carries: [T-1], when: {t.c: true}, doubtful: [t.b], why: so}
"""
COLUMNS = """
columns: {child: child, event: event, on: on}
facts: {t.a: a, t.b: b, t.c: c, t.day: day}
covers: {visit: as_at}
"""
HEADERS = "child,a,b,c,day,event,on\n"
# What is known of a child, then how the requirement and the deadline come out.
CHILDREN = {
    "true,true,,2026-08-01,visit,2026-08-08": ("met", "met"),
    "true,true,,2026-08-07,,": ("met", "pending"),
    "true,true,true,2026-08-01,visit,2026-08-02": ("conflict", "met"),
    "true,false,,2026-08-01,visit,2026-08-09": ("not_met", "late"),
    "true,,,2026-08-01,,": ("cannot_tell", "overdue"),
    ",false,,2026-08-01,visit,2026-08-09": ("cannot_tell", "cannot_tell"),
    ",,,2026-08-01,visit,2026-08-08": ("cannot_tell", "cannot_tell"),
    "false,false,,2026-08-01,visit,2026-08-09": ("not_applicable", "not_applicable"),
    "false,true,,2026-08-01,visit,2026-08-08": ("not_applicable", "not_applicable"),
    "true,true,,2026-08-05,visit,2026-08-04": ("met", "early"),
    # A decision calls this met, whether or not it was asked for (S45); an audit does not count it.
    ",true,,2026-08-01,visit,2026-08-08": ("cannot_tell", "cannot_tell"),
}


def test_s85_share(small, tmp_path):
    files = load_policy(str(small.tiny(RULES).write()))
    (tmp_path / "map.yaml").write_text(COLUMNS)
    path = tmp_path / "events.csv"
    path.write_text(HEADERS + "".join(f"C{number},{row}\n" for number, row in enumerate(CHILDREN)))
    export = read_export(path, files.vocabulary, date(2026, 8, 14), None, tmp_path / "map.yaml")
    counts = {rule.rule: rule.counts for rule in run(export, files).audit.rules}
    for place, rule in enumerate(("R", "L")):
        told = [outcomes[place] for outcomes in CHILDREN.values()]
        assert {name: getattr(counts[rule], name) for name in AUDIT_STATES} == {
            name: told.count(name) for name in AUDIT_STATES
        }
    # Early is in neither: L was kept by two of the four of whom it can be told.
    assert (counts["R"].share, counts["R"].judged) == (0.75, 4)
    assert (counts["L"].share, counts["L"].judged) == (0.5, 4)


CLOCKS = """
deadlines:
  - {id: ENDS, carries: [T-1], starts: {fact: spell.started}, within: 7 days, met_by: {event: visit},
     ends_with: spell, late: Done late, overdue: Not done}
  - {id: PAUSES, carries: [T-1], starts: {fact: spell.started}, within: 4 weeks, met_by: {event: call},
     repeats: from_last, pauses_while: guard, late: Done late, overdue: Not done}
"""
SPANS = """
columns: {child: child, event: event, on: on}
covers: {visit: as_at, call: as_at, spell_started: as_at, spell_ended: as_at}
"""
# The entries of each child, and how each of the two clocks stands.
RUNS = {
    "spell_started 07-01, visit 07-08, call 07-20": ("met", ["met", "pending"]),
    "spell_started 08-01, spell_ended 08-08": ("ended", ["pending"]),
    "spell_started 08-01, spell_ended 08-09": ("missed", ["pending"]),
    "spell_started 08-01, guard_started 08-10": ("overdue", ["paused"]),
    "spell_started 06-01, visit 06-09, guard_started 07-01": ("late", ["missed", "paused"]),
}


def test_s85_what_has_ended_or_is_paused(recorded, tmp_path):
    files = load_policy(str(recorded.tiny(CLOCKS).write()))
    (tmp_path / "map.yaml").write_text(SPANS)
    path = tmp_path / "events.csv"
    rows = [
        f"C{number},{event},2026-{day}"
        for number, entries in enumerate(RUNS)
        for event, day in (entry.split() for entry in entries.split(", "))
    ]
    path.write_text("\n".join(["child,event,on", *rows]) + "\n")
    export = read_export(path, files.vocabulary, date(2026, 8, 14), None, tmp_path / "map.yaml")
    counts = {rule.rule: rule.counts for rule in run(export, files).audit.rules}
    told = {
        "ENDS": [ends for ends, _ in RUNS.values()],
        "PAUSES": [s for _, each in RUNS.values() for s in each],
    }
    for rule, states in told.items():
        assert {name: getattr(counts[rule], name) for name in AUDIT_STATES} == {
            name: states.count(name) for name in AUDIT_STATES
        }
    # Of the first, one was kept and three were not; of the second, one of two.
    assert (counts["ENDS"].share, counts["ENDS"].judged) == (0.25, 4)
    assert (counts["PAUSES"].share, counts["PAUSES"].judged) == (0.5, 2)
