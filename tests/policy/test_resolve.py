"""Rules are checked against each other: ids and clauses."""

from datetime import date
from pathlib import Path

import pytest

from threshold.policy import PolicyFiles, load_policy
from threshold.policy.placed import Premise
from threshold.policy.resolve import RulesRead
from threshold.policy.rule_file import ScopeEntry
from threshold.reading import BadInput, parse_yaml

from .making import TODAY, load, only, problems, requirement, requirements
from .own import LEVELS, SIGNS, Own


def test_a_rule_is_read_anew_under_another_scope():
    rule, scope, other = (parse_yaml(text, "t.yaml")[0] for text in ("id: R", "applies: {}", "applies: {}"))
    under, elsewhere = (Premise(ScopeEntry(), node) for node in (scope, other))
    read = RulesRead({})
    read.keep(rule, [under], ("what it came to",))
    assert read.of(rule, [under]) == ("what it came to",)
    assert read.of(rule, [elsewhere]) is None
    assert read.of(rule, []) is None
    assert read.of(other, [under]) is None


def test_two_rules_of_one_id(small):
    small.tiny(requirements("R", "R"))
    problem = only(small)
    assert problem.message.startswith("two rules have this id (the other is in ")
    assert f"{problem.file}, line " in problem.message
    assert problem.line
    assert f", line {problem.line})" not in problem.message
    assert problem.field == "R"


def test_two_rules_of_one_id_in_two_packs(small):
    small.tiny(requirements("R")).pack("other", requirements("R").replace("T-1", "O-1"))
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    problem = only(small)
    assert "two rules have this id (the other is in " in problem.message
    assert "/tiny/rules/" in problem.message
    assert "/other/rules/" in problem.file
    assert problem.line


def test_clauses_must_be_listed(small):
    small.tiny("requirements:\n  " + requirement("R") + "  " + requirement("Q", carries="T-11"))
    problem = only(small)
    assert 'clause "T-11" is not listed by the pack; did you mean "T-1"?' in problem.message
    assert problem.line == 3


def test_what_is_left_out_is_not_cited(small):
    path = small.tiny(requirements("R")).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(
        "".join(line for line in head.read_text().splitlines(True) if "clauses: {T-1" not in line)
    )
    listed = head.with_name("clauses.yaml")
    listed.write_text("core:\n  T-1: {place: one, left_out: It is history}\n")
    with pytest.raises(BadInput, match='clause "T-1" is left out, as the list of clauses says'):
        load_policy(str(path)).at(TODAY)


def test_every_problem_is_told_at_once(small):
    small.tiny(
        "requirements:\n  "
        + requirement("R").replace("t.a", "t.aa")
        + "  "
        + requirement("Q").replace("t.a: true", "t.n: many"),
    )
    assert [problem.line for problem in problems(small)] == [2, 3]


TABLE = """
limits:
  type: table
  key: t.colour
  columns: {within: duration}
  means: How long for each colour
  values: [{from: 2020-01-01, is: {red: {within: 2 days}}, because: T-1}]
"""


def test_a_pack_is_read_with_its_part_its_source_and_its_tables(small):
    number = "n: {type: number, means: N, values: [{from: 2020-01-01, is: 3, because: T-1}]}\n"
    small.tiny(requirements("R", "Q"), TABLE + number)
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead, leads_on: [step_up]}]"
    pack = load(small).pack("tiny")
    assert (pack.title, pack.role, pack.leads_on) == ("tiny", "lead", ("step_up",))
    assert (pack.source.document, pack.source.publisher, pack.source.date) == ("tiny", "P", "2020-01")
    assert [rule.head.id for rule in pack.requirements] == ["R", "Q"]
    assert (set(pack.tables), set(pack.parameters)) == ({"limits"}, {"limits", "n"})


def test_a_problem_is_told_under_the_rule_that_it_is_in(small):
    small.tiny(requirements("R").replace("t.a", "t.aa"))
    assert only(small).field == "R"
    small.tiny(requirements("R").replace("t.a: true", "t.n: many"))
    assert only(small).field == "R: t.n"


# Days in force


def in_force(since: str, until: str) -> str:
    days = [f"{key}: {day}" for key, day in (("from", since), ("until", until)) if day]
    return f", in_force: {{{', '.join(days)}}}" if days else ""


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("", "", [True, True, True, True]),
        ("2026-03-02", "", [False, True, True, True]),
        ("", "2026-03-31", [True, True, True, False]),
        ("2026-03-02", "2026-03-31", [False, True, True, False]),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_its_last(small, since: str, until: str, days: list[bool]):
    small.tiny("requirements:\n  " + requirement("R", in_force(since, until)) + "  " + requirement("Q"))
    files = PolicyFiles(str(small.write()))
    found = [
        any(rule.head.id == "R" for rule in files.at(day).requirements)
        for day in (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert found == days
    changes = [date(1990, 1, 1)]
    changes += [date(2026, 3, 2)] if since else []
    changes += [date(2026, 4, 1)] if until else []
    assert files.change_dates == changes


TURNS = """
scope: {in_force: {until: 2026-03-31}, bears_on: [step_up]}
requirements:
  - {id: R, carries: [T-1], block: [{must: {t.a: true}, else: As before}]}
  - {id: Q, carries: [T-1], in_force: {from: 2026-02-01}, block: [{must: {t.a: true}, else: No}]}
groups:
  - title: What comes instead
    scope: {in_force: {from: 2026-04-01}}
    requirements:
      - {id: R, carries: [T-1], block: [{must: {t.b: true}, else: From now on}]}
"""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 31), {"R": "As before"}),
        (date(2026, 2, 1), {"R": "As before", "Q": "No"}),
        (date(2026, 3, 31), {"R": "As before", "Q": "No"}),
        (date(2026, 4, 1), {"Q": "No", "R": "From now on"}),
    ],
)
def test_a_rule_may_be_replaced_by_another_of_its_id_from_a_day_on(small, day: date, said: dict[str, str]):
    files = PolicyFiles(str(small.tiny(TURNS).write()))
    assert {rule.head.id: rule.parts[0].says for rule in files.at(day).requirements} == said
    assert files.change_dates == [date(1990, 1, 1), date(2026, 2, 1), date(2026, 4, 1)]


def test_two_rules_of_one_id_may_not_be_in_force_on_one_day(small):
    files = PolicyFiles(str(small.tiny(TURNS.replace("2026-04-01", "2026-03-31")).write()))
    assert files.at(date(2026, 3, 30))
    with pytest.raises(BadInput, match="two rules have this id"):
        files.at(date(2026, 3, 31))


def test_rules_of_every_kind_come_and_go(small):
    kinds = {
        "definitions": "fact: made.answer, hit: all, rows: [{when: {t.a: true}, is: red}]",
        "requirements": "bears_on: [close], block: [{must: {t.a: true}, else: No}]",
        "deadlines": "starts: {fact: t.day}, within: none, met_by: {event: seen}",
        "routes": "steps: [{S: Meet}]",
        "conflicts": "when: {t.a: true}, why: never",
        "safety": "do: It, by: SW",
        "grounds": "for: {direction: close}, when: {t.a: true}, else: No",
        "protection": "when: {t.scale: {includes: 0}}, because: a 0",
    }
    small.tiny(
        "scope: {in_force: {from: 2027-01-01}}\n"
        + "".join(f"{kind}:\n  - {{id: {kind}, carries: [T-1], {text}}}\n" for kind, text in kinds.items())
    )
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: overlay}]"
    files = PolicyFiles(str(small.write()))
    pack = files.at(TODAY).pack("tiny")
    assert not any(getattr(pack, kind) for kind in kinds)
    with pytest.raises(BadInput, match="exactly one safety rule"):
        files.at(date(2027, 1, 1))


def test_what_is_not_in_force_is_read_and_its_clauses_are_carried_all_the_same(small):
    ended = "requirements:\n  " + requirement("R", in_force("", "2020-12-31"))
    assert load(small.tiny(ended)).requirements == []
    problem = only(small.tiny(ended.replace("t.a", "t.aa")))
    assert 'did you mean "t.a"?' in problem.message


def test_a_sign_that_shares_its_id_with_a_rule_is_told_at_its_own_line(tmp_path: Path):
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    row = "{when: {child.age: 3}, is: 2, because: So}"
    rule = f"{{id: O-3-1, carries: [O-1], fact: need.level, hit: most_serious, rows: [{row}]}}"
    own.pack("other", rules=f"definitions: [{rule}]")
    with pytest.raises(BadInput) as caught:
        own.files().at(date(2026, 6, 1))
    (problem,) = caught.value.problems
    assert "indicators.csv, line 3); give one of them another" in problem.message
    assert (Path(problem.file).parts[-3:], problem.line) == (("other", "rules", "all.yaml"), 1)
