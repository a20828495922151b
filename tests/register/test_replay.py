"""A recorded case comes out the same again, and what would differ is named."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from threshold import __version__
from threshold.engine import Engine
from threshold.reading import BadInput
from threshold.register.policies import write_policy
from threshold.register.record import Recording
from threshold.register.replay import meaning, replay
from threshold.register.store import open_register
from threshold.register.verify import verify
from threshold.reports import as_json

from ..policy.indicators.making import TABLE, workbook
from ..policy.own import Own
from ..semantics.conftest import Small, rules_folder
from .conftest import POLICY, added, changed, erase, made_up, rechain, signing, tamper, ticking


def replays(path: Path, other: Engine | None = None):
    with open_register(path) as register:
        return list(replay(register, register.entries(), other))


@pytest.fixture
def recorded(record, step_down, examples, path) -> Path:
    """A step down that was agreed, with who decided left to the register, and one that was overridden."""
    kept = {name: value for name, value in step_down.given.items() if name != "step_down.decided_by"}
    record(replace(step_down, given=kept))
    case = next(
        each
        for each in examples.values()
        if each.origin.endswith("step-up-step-down/after-cp-two-months-thirty-days.yaml")
    )
    record(case, decision="step_down", agrees=False, reason="The panel asked for it")
    return path


@pytest.fixture
def read_anew(tmp_path, monkeypatch) -> None:
    """Nothing of the rules is remembered, nor ready from the build."""
    monkeypatch.setattr("threshold.cache.READY", tmp_path / "nowhere")
    monkeypatch.setenv("THRESHOLD_CACHE", "off")


def test_under_its_own_policy_each_is_the_same_to_the_byte(recorded, read_anew):
    assert [each.outcome for each in replays(recorded)] == ["same", "same"]


def test_its_own_policy_is_the_one_that_was_kept(recorded, engine, tmp_path, read_anew, monkeypatch):
    """Even where the rules that come with the program have gone."""
    monkeypatch.setattr("threshold.policy.places.rules_directory", lambda: tmp_path / "gone")
    assert [each.outcome for each in replays(recorded)] == ["same", "same"]


def test_the_policy_is_kept_once_for_all_entries(recorded):
    with open_register(recorded) as register:
        assert register.policies_kept() == (1, 0)


def test_another_policy_shows_which_would_differ(recorded, engine, tmp_path):
    shorter = changed(engine, tmp_path / "r", "is: 3 months", "is: 2 months")
    first, second = replays(recorded, shorter)
    assert first.outcome == "same_meaning"
    assert second.outcome == "differs"
    told = {each.what: (each.then, each.now) for each in second.differences}
    assert told["status"] == ("blocked", "permitted")
    assert told["direction"] == ("continue", "step_down")
    assert told["rule RBC-5.1"] == ("not_met", "met")


def test_another_wording_is_the_same_in_meaning(recorded, engine, tmp_path):
    every = "".join(engine.policy.texts().values())
    titles = (rule.head.title for rule in engine.policy.at(date(2026, 3, 20)).requirements)
    title = next(each for each in titles if f"title: {each}\n" in every)
    reworded = changed(engine, tmp_path / "r", f"title: {title}\n", f"title: {title}, so to speak\n")
    assert [each.outcome for each in replays(recorded, reworded)] == ["same_meaning", "same_meaning"]


def rewrite(path: Path, old: str, new: str, program: str | None = None) -> None:
    """Change what the second entry's recommendation says, as another program might have said it."""
    both = (f"{cell} = replace({cell}, '{old}', '{new}')" for cell in ("summary", "recommendation"))
    tamper(path, f"UPDATE content SET {', '.join(both)} WHERE number = 2")
    if program:
        old, new = f'"program":"{__version__}"', f'"program":"{program}"'
        tamper(path, f"UPDATE content SET summary = replace(summary, '{old}', '{new}')")
    rechain(path)


def test_another_wording_by_the_same_program_is_a_difference(recorded):
    rewrite(recorded, "not now.", "not just now.")
    differing = replays(recorded)[1]
    assert differing.outcome == "differs"
    assert [each.what for each in differing.differences] == ["recommendation.headline"]
    assert differing.differences[0].then is None  # what was in the case is not told


def test_another_wording_by_another_program_is_not(recorded):
    rewrite(recorded, "not now.", "not just now.", program="9.9.9")
    assert replays(recorded)[1].outcome == "same_meaning"


def test_another_answer_by_another_program_is(recorded):
    rewrite(recorded, '"status":"blocked"', '"status":"permitted"', program="9.9.9")
    differing = replays(recorded)[1]
    assert differing.outcome == "differs"
    assert ("status", "permitted", "blocked") in [(e.what, e.then, e.now) for e in differing.differences]


def test_a_policy_that_is_gone_or_altered_stands_in_the_way(recorded):
    tamper(recorded, "UPDATE policies SET files = replace(files, '3 months', '2 months')")
    assert [(each.outcome, each.why) for each in replays(recorded)] == [
        ("failed", "the policy that it was decided under is not kept as it was")
    ] * 2


def test_a_case_that_another_vocabulary_does_not_know_is_told(recorded, engine, tmp_path):
    other = changed(engine, tmp_path / "r", "    explicit: {type: boolean", "    plain: {type: boolean")
    texts = {
        place: text.replace("consent.explicit", "consent.plain")
        for place, text in other.policy.texts().items()
    }
    renamed = Engine(write_policy(texts, tmp_path / "s"))
    assert {each.outcome for each in replays(recorded, renamed)} == {"failed"}


def test_an_erased_entry_is_passed_over_and_so_is_what_is_no_decision(recorded, tmp_path):
    erase(recorded, signing(recorded, tmp_path), 1)
    assert [each.outcome for each in replays(recorded)] == ["erased", "same"]


def test_what_is_not_as_it_was_recorded_is_not_replayed(recorded):
    tamper(recorded, "UPDATE content SET recommendation = 'no JSON' WHERE number = 2")
    with pytest.raises(BadInput, match="entry 2: is not as it was recorded"):
        replays(recorded)


def test_a_rule_that_is_new_is_a_difference_too(recorded, engine, tmp_path):
    rule = """  - id: RBC-4.2x
    title: Another thing
    carries: [RBC-4.2b]
    bears_on: [step_down]
    applies: {proposed.direction: step_down}
    block: [{must: {contact.complex: true}, else: Something else}]

"""
    other = added(engine, tmp_path / "r", rule)
    told = {each.what: (each.then, each.now) for each in replays(recorded, other)[0].differences}
    assert told["rule RBC-4.2x"] == (None, "undetermined")
    back = {each.what: (each.then, each.now) for each in replays(recorded)[0].differences}
    assert back == {}


def test_of_many_differences_in_wording_the_first_are_told(recorded):
    rewrite(recorded, " the ", " this ")
    differing = replays(recorded)[1]
    assert (differing.outcome, len(differing.differences)) == ("differs", 20)


@pytest.fixture
def decision(engine, step_down) -> dict:
    return json.loads(as_json(engine.decide(step_down)))


def test_the_meaning_of_a_decision_is_its_answer_and_the_lines_that_it_rests_on(decision):
    found = meaning(decision)
    assert (found["status"], found["direction"], found["to"]) == ("permitted", "step_down", "early_help")
    assert found["route"] == "RBC-4.1d, RBC-4.3a, RBC-P-1, RBC-4.3b, RBC-5.7b"
    assert found["rule RBC-4.2a"] == "met"
    assert found["deadline RBC-P-4, from 2026-03-20"] == "no_limit, due never"
    assert found["paper consent form"] == "attached"
    # What does not apply, does not decide or has not begun is none of it.
    assert "rule RBC-5.1" not in found
    checks = {check["rule"]: check for check in decision["checks"]}
    assert not [rule for rule, check in checks.items() if f"rule {rule}" in found and not check["decides"]]
    assert {check["decides"] for check in checks.values()} == {True, False}


def test_a_deadline_means_something_only_where_it_is_relevant_and_has_begun(decision):
    (row,) = [row for row in decision["deadlines"] if row["rule"] == "RBC-P-4"]
    for change in ({"relevant": False}, {"starts": row["starts"] | {"date": None}}):
        decision["deadlines"] = [row | change]
        assert not [what for what in meaning(decision) if what.startswith("deadline")]
    decision["deadlines"] = [row | {"interval": 2, "due": "2026-04-01", "state": "late"}]
    assert meaning(decision)["deadline RBC-P-4 (2), from 2026-03-20"] == "late, due 2026-04-01"


@pytest.mark.parametrize(
    ("level", "told"),
    [({"level": "4", "at_least": None}, "4"), ({"level": None, "at_least": "3"}, "3"), (None, None)],
)
def test_a_level_of_need_that_is_only_known_to_be_at_least_so_high_counts_too(decision, level, told):
    decision["recommendation"]["level_of_need"] = level
    assert meaning(decision).get("level of need") == told


RIGHT = """
grounds:
  - {id: G, title: All is well, carries: [T-1], for: {direction: step_down}, when: {t.a: true}, else: No}
routes:
  - {id: W, carries: [T-1], bears_on: [step_down], by: SW, steps: [{W-1: Write}, {W-2: Send}]}
"""
DOWN = """
request: {direction: step_down}
child_protection: {concern: false}
support: {in_place: low}
t: {a: true}
"""


@pytest.fixture
def small(tmp_path) -> Small:
    (tmp_path / "rules").mkdir()
    return Small(rules_folder(tmp_path / "rules")).ungrounded().tiny(RIGHT)


def test_the_meaning_holds_grounds_whether_it_is_answered_and_what_is_withheld(small, record, path):
    engine = small.engine()
    record(small.case(DOWN, engine), by="Team Manager", using=engine)
    assert [each.outcome for each in replays(path)] == ["same"]
    (narrower,) = replays(path, small.tiny(RIGHT.replace("{t.a: true}", "{t.b: false, t.a: false}")).engine())
    assert [(each.what, each.then, each.now) for each in narrower.differences] == [
        ("status", "permitted", "blocked"),
        ("direction", "step_down", "continue"),
        ("route", "W-1, W-2", None),
        ("rule G", "met", "not_met"),
        ("withheld", None, "W-1, W-2"),
    ]
    (elsewhere,) = replays(
        path, small.tiny(RIGHT.replace("for: {direction: step_down}", "for: {direction: close}")).engine()
    )
    told = {each.what: (each.then, each.now) for each in elsewhere.differences}
    assert (told["status"], told["answered"]) == (("permitted", "undetermined"), ("yes", "no"))


@pytest.mark.parametrize(
    "recommendation",
    ["", "null", "[]", "{}", '{"schema": 1}', '{"schema": {}}', "[" * 5000, '{"recommendation": 1}'],
)
def test_what_is_no_decision_is_named_and_not_replayed(path, engine, recommendation):
    """Whoever recorded it: all hashes are right."""
    with open_register(path, make=True) as register:
        for number in (1, 2):
            content = replace(made_up(number, register), recommendation=recommendation)
            register.append(content, POLICY, ticking())
    for other in (None, engine):
        with pytest.raises(BadInput, match="entry 1: its recommendation is none"):
            replays(path, other)


def test_a_pack_whose_signs_are_a_workbook_is_kept_with_it(tmp_path: Path, path: Path, read_anew):
    """The workbook is no text; replayed it is the one that was kept, whatever became of it since."""
    own = Own(tmp_path / "own")
    signs = own.pack() / "indicators.xlsx"
    workbook(signs, table=(*TABLE[:1], ("O-2-1", 2, "Health", "Is the child unwell?"), *TABLE[2:]))
    files = own.files()
    case = own.case("ours_signs: {o_2_1: true}\nrequest: {direction: step_up}\n", files)
    with open_register(path, make=True) as register:
        recording = Recording(Engine(files), case, None, "step_up", "Team Manager")
        recording.store(register, "TM-07", False, "The panel asked for it", ticking())
    assert [each.outcome for each in replays(path)] == ["same"]
    signs.unlink()
    workbook(signs, table=(*TABLE[:1], ("O-2-1", 3, "Health", "Is the child unwell?"), *TABLE[2:]))
    assert [each.outcome for each in replays(path)] == ["same"]
    with open_register(path) as register:
        assert not verify(register).faults
