"""Rules as an earlier version wrote them: what a register kept means today what it meant then."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from threshold.engine import Engine
from threshold.policy import PolicyFiles, load_policy, rules_of
from threshold.reading import BadInput, parse_yaml, plain
from threshold.register.earlier_form import carried_over
from threshold.register.policies import KeptPolicies, write_policy

from ..semantics.conftest import SAFETY, Small, rules_folder

TODAY = date(2026, 8, 14)

# Every key that has another name today, and those that say nothing any more.
OLD_SAFETY = """
definitions:
  - id: SAFE-1
    carries: [S-1]
    fact: protection.concern
    hit: exactly_one
    rows: [{when: {child_protection.concern: true}, is: true}]
    otherwise: false
safety:
  - id: SAFE-2
    title: Protect first
    carries: [S-1]
    when: {protection.concern: true}
    direction: safeguarding_now
    forbids: [close]
    covers: [step_up, step_across, triage, workflow, none]
    do: [{do: Call now, by: Anyone, to: MASH, urgent: true}]
"""
OLD = """
definitions:
  - id: D
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows:
      - id: up
        when: {t.a: true, t.b: true}
        is: go_up
        because: so
        do: [{do: Ask, by: {by: t.colour, red: SW}}]
      - {when: {t.c: true}, is: stay}
    otherwise: go_down
requirements:
  - id: BLOCK
    title: The first
    carries: [T-1]
    bears_on: [step_up, step_down]
    applies: {t.n: {at_least: $least}}
    satisfied: {t.day: {at_least_ago: 3 months}}
    otherwise:
      block: Wait
      do: [{do: Wait, by: $boss, to: {by: t.colour, red: SW, green: Team Manager}, urgent: true}]
      until: [{fact: t.day, plus: 3 months}]
  - id: CONDITION
    carries: [T-1]
    bears_on: [step_up]
    documents: [form, plan]
    otherwise: {condition: Attach both}
  - id: WARN
    carries: [T-1]
    tensions: [T01]
    bears_on: [step_up]
    each: spell
    documents: $papers
    otherwise: {warn: Attach them}
  - id: NOTE
    carries: [T-1]
    bears_on: [compliance]
    satisfied: {any: [{t.a: true}, {t.b: true}]}
    otherwise: {note: Note it, do: []}
deadlines:
  - id: L
    title: The visit
    carries: [T-1]
    applies: {t.a: true}
    starts: {fact: t.day}
    within: 7 days
    met_by: {fact: visit.first}
    otherwise: {warn: Not in time, do: [{do: Visit, by: SW}]}
  - {id: SILENT, title: Quiet, carries: [T-1], starts: {fact: t.day}, within: $wait, met_by: {event: seen}}
  - {id: NAMELESS, carries: [T-1], starts: {fact: t.day}, within: 7 days, met_by: {event: seen}}
  - {id: NONE, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}
routes:
  - id: W
    carries: [T-1]
    bears_on: [step_up]
    when: {t.a: true}
    added_by: SW
    sent_to: {by: t.colour, red: Team Red, green: Team Green}
    sequence:
      - {id: W-1, action: Act, sent_to: B, immediately: true, when: {t.b: true}, done: {event: seen}}
      - {id: w-2, action: Write, added_by: {by: t.colour, red: SW}, via: post, kind: request, says: Soon}
  - id: TABLE
    carries: [T-1]
    step: Review
    unlisted: unavailable
    rows:
      - {id: T-a, action: Legal advice, added_by: A, sent_to: B}
      - {id: T-b, action: Meet, available: false, says: Not here}
conflicts:
  - {id: C, carries: [T-1], when: {t.a: true, t.n: 9}, why: never, doubtful: [t.n]}
"""
NEW = """
definitions:
  - id: D
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows:
      - {id: up, when: {t.a: true, t.b: true}, is: go_up, because: so, do: Ask, by: {fact: t.colour, red: SW}}
      - {when: {t.c: true}, is: stay}
    otherwise: go_down
requirements:
  - id: BLOCK
    title: The first
    carries: [T-1]
    bears_on: [step_up, step_down]
    applies: {t.n: {at_least: $least}}
    block:
      - must: {t.day: {at_least_ago: 3 months}}
        else: Wait
        do: Wait
        by: $boss
        to: {fact: t.colour, red: SW, green: Team Manager}
        urgent: true
  - id: CONDITION
    carries: [T-1]
    bears_on: [step_up]
    condition: [{papers: [form, plan], else: Attach both}]
  - id: WARN
    carries: [T-1]
    tensions: [T01]
    bears_on: [step_up]
    each: spell
    warn: [{papers: $papers, else: Attach them}]
  - id: NOTE
    carries: [T-1]
    bears_on: [compliance]
    note: [{must: {any: [{t.a: true}, {t.b: true}]}, else: Note it}]
deadlines:
  - id: L
    title: The visit
    carries: [T-1]
    applies: {t.a: true}
    starts: {fact: t.day}
    within: 7 days
    met_by: {fact: visit.first}
    late: Not in time
    overdue: Not in time
    do: Visit
    by: SW
  - {id: SILENT, title: Quiet, carries: [T-1], starts: {fact: t.day}, within: $wait, met_by: {event: seen},
     late: Quiet, overdue: Quiet}
  - {id: NAMELESS, carries: [T-1], starts: {fact: t.day}, within: 7 days, met_by: {event: seen},
     late: NAMELESS, overdue: NAMELESS}
  - {id: NONE, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}
routes:
  - id: W
    carries: [T-1]
    bears_on: [step_up]
    when: {t.a: true}
    by: SW
    to: {fact: t.colour, red: Team Red, green: Team Green}
    steps:
      - {W-1: Act, to: B, when: {t.b: true}, done: {event: seen}}
      - {W-2: Write, by: {fact: t.colour, red: SW}, via: post, kind: request, says: Soon}
  - id: TABLE
    carries: [T-1]
    step: Review
    unlisted: unavailable
    actions:
      - {T-a: Legal advice, by: A, to: B}
      - {T-b: Meet, available: false, says: Not here}
conflicts:
  - {id: C, carries: [T-1], when: {t.a: true, t.n: 9}, why: never, doubtful: [t.n]}
"""
PARAMETERS = """
least: {type: number, means: L, values: [{from: 2020-01-01, is: 3, because: T-1}]}
boss: {type: role, means: B, values: [{from: 2020-01-01, is: SW, because: T-1}]}
papers: {type: list, means: P, values: [{from: 2020-01-01, is: [form, letter], because: T-1}]}
wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}
"""
SAFE = "child_protection: {concern: false}\n"
CASES = (
    f"request: {{direction: step_up}}\n{SAFE}t: {{a: true, b: true, n: 5, day: 2026-01-01}}",
    f"request: {{direction: step_up}}\n{SAFE}t: {{a: true, n: 5, day: 2026-07-01, colour: red}}",
    f"request: {{direction: step_down}}\n{SAFE}t: {{n: 2}}\ndocuments: {{attached: [form]}}",
    f"request: {{direction: workflow, step: Review, action: legal advice}}\n{SAFE}",
    f"request: {{direction: workflow, step: Review, action: Meet}}\n{SAFE}t: {{a: true, n: 9}}",
    "child_protection: {concern: true}\nt: {a: true, b: false, day: 2026-07-01}\ncovers: {visit: 2026-08-14}",
    "t: {c: true, day: 2026-08-01}\ntimeline: [{on: 2026-08-12, event: visit}]",
)


def texts(folder: Path, safety: str, rules: str) -> dict[str, str]:
    """The files of a policy as a register keeps them."""
    rules_folder(folder)
    small = Small(folder)
    small.pack("safe", safety).tiny(rules, PARAMETERS)
    path = small.write()
    held = {
        f"{pack}/{file.relative_to(path.parent / pack).as_posix()}": file.read_text()
        for pack in ("safe", "tiny")
        for file in (path.parent / pack).rglob("*.yaml")
    }
    beside = {name: (folder / name).read_text() for name in ("vocabulary.yaml", "tensions.yaml")}
    return {"policies/p.yaml": path.read_text(), **beside, **held}


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str]:
    """A policy as an earlier version kept it."""
    (tmp_path / "old").mkdir()
    files = texts(tmp_path / "old", OLD_SAFETY, OLD)
    said = "asks: Is there danger?"
    assert said in files["vocabulary.yaml"]
    files["vocabulary.yaml"] = files["vocabulary.yaml"].replace(said, f"{said}, sensitivity: protection")
    return files


@pytest.fixture
def today(tmp_path: Path) -> dict[str, str]:
    """The same in the form of today."""
    (tmp_path / "new").mkdir()
    safety = SAFETY.replace("    by: Anyone\n", "    by: Anyone\n    to: MASH\n    urgent: true\n")
    return texts(tmp_path / "new", safety, NEW)


def packs(files: PolicyFiles) -> list[dict[str, Any]]:
    return [{kind: getattr(pack, kind) for kind in KINDS} for pack in files.at(TODAY).packs]


KINDS = ("definitions", "requirements", "deadlines", "routes", "conflicts", "safety", "clauses", "tables")


def test_every_rule_is_the_one_that_would_be_written_today(kept, today, tmp_path: Path):
    old = write_policy(kept, tmp_path / "kept")
    new = write_policy(today, tmp_path / "today")
    for before, after in zip(packs(old), packs(new), strict=True):
        for kind in KINDS:
            assert before[kind] == after[kind], kind
    assert old.vocabulary == new.vocabulary
    assert [rule.head.id for pack in old.at(TODAY).packs for rule in rules_of(pack)][1:3] == ["SAFE-2", "D"]


def test_an_old_policy_decides_as_it_would_if_it_were_written_today(kept, today, tmp_path: Path):
    engines = KeptPolicies(tmp_path)
    old, new = engines.engine("a" * 64, kept), engines.engine("b" * 64, today)
    for text in CASES:
        case = Small(tmp_path).case(text, old)
        before, after = old.decide(case), new.decide(case)
        assert before.policy.digest == after.policy.digest
        for part in ("status", "recommendation", "checks", "deadlines", "route", "documents", "actions"):
            assert getattr(before, part) == getattr(after, part), (part, text)


def test_what_it_comes_to_is_what_it_came_to(kept, tmp_path: Path):
    """By hand, since no earlier version is at hand to ask."""
    engine = Engine(write_policy(kept, tmp_path / "kept"))

    def decided(number: int):
        return engine.decide(Small(tmp_path).case(CASES[number], engine))

    permitted, waits, down, listed, refused, danger, late = (decided(number) for number in range(len(CASES)))
    assert (permitted.status, permitted.recommendation.outcome) == ("conditional", "go_up")
    assert [(each.id, each.sent_to) for each in permitted.route][:1] == [("W-1", "B")]
    assert (waits.status, [each.says for each in waits.checks if each.status == "not_met"]) == (
        "blocked",
        ["Wait"],
    )
    assert [(each.do, each.by, each.to) for each in waits.actions][:1] == [("Wait", "Social Worker", "SW")]
    assert down.status == "permitted"  # what does not apply stands in no way
    assert [(each.id, each.sent_to) for each in listed.route] == [("T-a", "B")]
    assert (refused.status, [each.id for each in refused.conflicts]) == ("blocked", ["C"])
    assert (danger.recommendation.direction, danger.actions[0].do, danger.actions[0].to) == (
        "safeguarding_now",
        "Call now",
        "MASH",
    )
    assert {row.rule: (row.state, row.says) for row in late.deadlines}["L"] == ("cannot_tell", "")
    assert {row.rule: (row.state, row.says) for row in danger.deadlines}["L"] == ("overdue", "Not in time")


def test_what_is_written_today_is_left_as_it_is(today):
    assert carried_over(today) == today
    shipped = load_policy().texts()
    assert carried_over(shipped) == shipped


def test_what_was_carried_over_is_not_carried_over_again(kept):
    once = carried_over(kept)
    assert once != kept
    assert carried_over(once) == once
    changed = {place for place in kept if once[place] != kept[place]}
    assert changed == {"vocabulary.yaml", "safe/rules/all.yaml", "tiny/rules/all.yaml"}


@pytest.mark.parametrize("key", ["satisfied", "documents", "otherwise", "sequence", "added_by", "sent_to"])
def test_no_old_key_is_left(kept, key: str):
    (rules,) = parse_yaml(carried_over(kept)["tiny/rules/all.yaml"], "all.yaml")
    content = plain(rules)
    content["definitions"] = []  # `otherwise` is a key of theirs still
    assert f'"{key}"' in json.dumps(plain(parse_yaml(kept["tiny/rules/all.yaml"], "all.yaml")[0]))
    assert f'"{key}"' not in json.dumps(content)


def test_everywhere_else_the_old_form_is_refused(kept, tmp_path: Path):
    for place, text in kept.items():
        path = tmp_path / "as-it-was" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with pytest.raises(BadInput) as caught:
        PolicyFiles(str(tmp_path / "as-it-was" / "policies" / "p.yaml")).at(TODAY)
    assert "this key is not known here" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "word", "a: 1\n---\nb: 2\n", "facts: []", "requirements: none", "routes: [x]"]
)
def test_what_is_no_rule_file_is_told_by_whoever_reads_it(text: str):
    files = {"tiny/rules/a.yaml": text, "vocabulary.yaml": text, "tiny/pack.yaml": text}
    assert carried_over(files) == files


def test_what_is_no_yaml_is_told_with_its_place():
    with pytest.raises(BadInput) as caught:
        carried_over({"tiny/rules/a.yaml": "a: [\n"})
    assert caught.value.problems[0].file == "tiny/rules/a.yaml"


def test_words_of_any_kind_are_carried_over_unharmed():
    words = 'A "word", {brace}, colon: # no comment, \\ é “” and true'
    rule = {"id": "R", "satisfied": {"t.a": "true"}, "otherwise": {"block": words}}
    (converted,) = carried_over({"t/rules/a.yaml": json.dumps({"requirements": [rule]})}).values()
    (node,) = parse_yaml(converted, "a")
    said = words.replace("{", "(").replace("}", ")")  # in a sentence of today a brace holds a parameter
    assert plain(node)["requirements"] == [{"id": "R", "block": [{"must": {"t.a": "true"}, "else": said}]}]


def test_in_a_policy_of_the_earlier_form_braces_and_dollars_stand_for_themselves():
    rule = {"id": "R", "title": "$x {y}", "satisfied": {"t.a": "$z"}, "otherwise": {"block": "{b} $c"}}
    conflict = {"conflicts": [{"id": "C", "why": "{sic} $d", "when": {"t.a": "$z"}}]}
    files = {
        "t/rules/a.yaml": json.dumps({"requirements": [rule]}),
        "t/rules/b.yaml": json.dumps(conflict),
        "tensions.yaml": json.dumps({"T1": "open {sic}"}),
    }
    made = {place: json.loads(text) for place, text in carried_over(files).items()}
    (part,) = made["t/rules/a.yaml"]["requirements"][0]["block"]
    assert part == {"must": {"t.a": "$z"}, "else": "(b) c"}
    assert made["t/rules/a.yaml"]["requirements"][0]["title"] == "x (y)"
    assert made["t/rules/b.yaml"]["conflicts"][0] == {"id": "C", "why": "(sic) d", "when": {"t.a": "$z"}}
    assert made["tensions.yaml"] == {"T1": "open (sic)"}
    # A policy that is in the form of today is left as it is.
    assert carried_over({"t/rules/b.yaml": json.dumps(conflict)}) == {"t/rules/b.yaml": json.dumps(conflict)}
