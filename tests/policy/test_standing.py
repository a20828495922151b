"""What may not be in force never decides; what is not in force yet is silent before its day."""

import json
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import cases_in_text
from threshold.engine import Engine
from threshold.handbook import Book
from threshold.handbook.pages import clause_page
from threshold.handbook.whole import pack_page, whole_policy
from threshold.policy import Pack, load_policy
from threshold.policy.model import STANDINGS, Announced, Clause
from threshold.policy.standing import standing_of
from threshold.reading import BadInput
from threshold.reports import as_json, as_text
from threshold.reports.policy import policy_as_text

from ..handbook.conftest import words_of
from ..semantics.conftest import Small
from .making import TODAY

WARNS = """
requirements:
  - {{id: R, title: Rule, carries: [{carries}], bears_on: [compliance]{days},
     {strength}: [{{must: {{t.a: true}}, else: "No, it is not", do: Mend it, by: SW}}]}}
"""
# Every kind of rule that decides, or may: each carries N-1.
DECIDES = {
    "block": WARNS.format(carries="N-1", days="", strength="block"),
    "condition": WARNS.format(carries="N-1", days="", strength="condition"),
    "beside another": WARNS.format(carries="T-1, N-1", days="", strength="block"),
    "ground": "grounds: [{id: G, carries: [N-1], for: {direction: close}, when: {t.a: true}, else: No}]",
    "definition": """
definitions:
  - {id: D, carries: [N-1], fact: need.level, hit: exactly_one, rows: [{when: {t.a: true}, is: 2}]}
""",
    "deadline": """
deadlines:
  - {id: L, title: Limit, carries: [N-1], starts: {fact: t.day}, within: 5 days, met_by: {event: visit},
     late: Late, overdue: Overdue}
""",
    "route": """
routes:
  - {id: W, title: Way, carries: [N-1], bears_on: [close], when: {t.a: true}, steps: [{W-1: Ask, by: SW}]}
""",
    "workflow": """
routes: [{id: W, title: Way, carries: [T-1], step: Form, actions: [{N-1: Ask, by: SW, to: SW}]}]
""",
    "conflict": "conflicts: [{id: X, carries: [N-1], when: {t.a: true}, why: both, doubtful: [t.a]}]",
    "protection": "protection: [{id: P, carries: [N-1], when: {t.scale: {includes: 0}}, because: so}]",
}


def written(small: Small, rules: str, standing: str) -> Path:
    """The policy with a clause N-1 of this standing beside T-1."""
    path = small.tiny(rules).write()
    head = path.parent / "tiny" / "pack.yaml"
    clauses = f"core:\n  T-1: one place\n  N-1: {{place: another, standing: {standing}}}\n"
    (path.parent / "tiny" / "clauses.yaml").write_text(clauses)
    head.write_text(head.read_text().partition("clauses: {T-1")[0])
    return path


def tiny(small: Small, rules: str, standing: str, day: date = TODAY) -> Pack:
    return load_policy(str(written(small, rules, standing))).at(day).pack("tiny")


@pytest.mark.parametrize("standing", ["not_confirmed", "not_yet_in_force"])
@pytest.mark.parametrize("kind", DECIDES)
def test_what_may_not_be_in_force_is_refused_where_it_would_decide(
    small: Small, kind: str, standing: str
) -> None:
    tiny(small, DECIDES[kind], "in_force")
    with pytest.raises(BadInput) as caught:
        tiny(small, DECIDES[kind], standing)
    (problem,) = caught.value.problems
    assert f"carries a clause that is {STANDINGS[standing]}, and would decide by it" in problem.message
    assert problem.line is not None
    assert Path(problem.file or "").name == "all.yaml"


@pytest.mark.parametrize("strength", ["warn", "note"])
@pytest.mark.parametrize("standing", ["in_force", "not_confirmed"])
def test_it_may_warn_and_note_and_says_how_it_stands(small: Small, strength: str, standing: str) -> None:
    pack = tiny(small, WARNS.format(carries="T-1, N-1", days="", strength=strength), standing)
    assert [rule.head.standing for rule in pack.requirements] == [standing]
    assert pack.announced == ()


def test_the_weakest_clause_says_how_a_rule_stands() -> None:
    clauses = {
        "A": Clause("A", "a"),
        "B": Clause("B", "b", standing="in_force"),
        "C": Clause("C", "c", standing="not_confirmed"),
        "D": Clause("D", "d", standing="not_yet_in_force"),
    }
    said = {names: standing_of(names, clauses) for names in ("A", "AB", "ABC", "CB", "DCB", "")}
    assert said == {
        "A": "",
        "AB": "in_force",
        "ABC": "not_confirmed",
        "CB": "not_confirmed",
        "DCB": "not_yet_in_force",
        "": "",
    }


def test_what_is_not_in_force_yet_is_silent_and_announced(small: Small) -> None:
    pack = tiny(small, WARNS.format(carries="N-1", days="", strength="warn"), "not_yet_in_force")
    assert pack.requirements == ()
    assert pack.announced == (Announced("R", "Rule", ("N-1",), None),)


def test_from_its_day_on_it_speaks_and_is_not_confirmed(small: Small) -> None:
    rules = WARNS.format(carries="N-1", days=", in_force: {from: 2026-08-15}", strength="warn")
    before = tiny(small, rules, "not_yet_in_force", date(2026, 8, 14))
    assert before.requirements == ()
    assert before.announced == (Announced("R", "Rule", ("N-1",), date(2026, 8, 15)),)
    since = tiny(small, rules, "not_yet_in_force", date(2026, 8, 15))
    assert [rule.head.standing for rule in since.requirements] == ["not_confirmed"]
    assert since.announced == ()


def test_a_rule_that_has_ended_is_not_announced(small: Small) -> None:
    rules = WARNS.format(carries="T-1", days=", in_force: {until: 2026-08-13}", strength="warn")
    pack = tiny(small, rules, "in_force")
    assert (pack.requirements, pack.announced) == ((), ())


def test_a_rule_of_a_later_day_is_announced_however_it_stands(small: Small) -> None:
    rules = WARNS.format(carries="T-1", days=", in_force: {from: 2027-01-01}", strength="block")
    assert tiny(small, rules, "in_force").announced == (Announced("R", "Rule", ("T-1",), date(2027, 1, 1)),)


def test_a_decision_says_it_in_text_and_data(small: Small) -> None:
    path = written(small, WARNS.format(carries="N-1", days="", strength="warn"), "not_confirmed")
    files = load_policy(str(path))
    (case,) = cases_in_text("case: C-1\nas_at: 2026-08-14\nt: {a: false}\n", "c.yaml", files.vocabulary)
    decision = Engine(files).decide(case)
    assert "[N-1] (not confirmed to be in force)" in " ".join(as_text(decision).split())
    (check,) = [each for each in json.loads(as_json(decision))["checks"] if each["rule"] == "R"]
    assert check["source"]["standing"] == "not_confirmed"


def test_policy_show_announces_it_wherever_the_pack_is_told(small: Small) -> None:
    rules = WARNS.format(carries="N-1", days="", strength="warn")
    files = load_policy(str(written(small, rules, "not_yet_in_force")))
    book = Book(files, TODAY)
    told = "R: Rule; from when, is not known"
    assert told in words_of(clause_page(book, book.clauses["N-1"]))
    assert told in words_of(pack_page(book, book.pack("tiny")))
    whole = [line for section in whole_policy(book).sections for line in words_of(section)]
    assert told in whole
    assert "What is not in force yet" in whole
    lines = policy_as_text(book.policy).splitlines()
    assert "  announced, and silent before its day" in lines
    assert f"    {told}" in lines
    assert "Where: another (not yet in force)" in words_of(clause_page(book, book.clauses["N-1"]))


def test_where_nothing_is_announced_nothing_is_said_of_it(small: Small) -> None:
    rules = WARNS.format(carries="N-1", days="", strength="warn")
    book = Book(load_policy(str(written(small, rules, "in_force"))), TODAY)
    assert "nnounced" not in " ".join(words_of(pack_page(book, book.pack("tiny"))))
    assert "announced" not in policy_as_text(book.policy)
