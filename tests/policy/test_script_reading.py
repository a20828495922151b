"""A script read from its file: what it may ask, what its conditions may read, and every fault at its line."""

from datetime import date

import pytest

from threshold.policy import PolicyFiles, load_policy
from threshold.policy.packs import read_pack
from threshold.policy.script_reading import can_be_asked
from threshold.reading import BadInput

from ..consultation.changed import script_of, script_with
from ..soundness.making import problems

DAY = date(2026, 11, 30)
SMALL = """\
title: A line
questions:
  - fact: child_protection.immediate_danger
    asks: Is a child in danger?
    stops: true
  - fact: consultation.caller
    asks: Who is calling?
    answers: {professional: somebody at work, public: anybody else}
  - unless: {consultation.caller: public}
    questions:
      - fact: caf.open
        asks: Is a CAF open?
      - fact: caf.stuck
        asks: Is it stuck?
        unless: {caf.open: false}
outcomes:
  - id: danger
    advice: refer_now
    title: Refer now
    when: {child_protection.immediate_danger: true}
    because: a child is in danger
    carries: [BAR-4A]
    say: Ring 999.
    then:
      - {do: Tell the worker, by: the caller, to: Lead Professional, when: {caf.open: true}}
    share: Whatever protects
  - id: ask
    advice: ask_first
    title: Find out first
    because: nothing is known
    carries: [BAR-CL-4]
    say: Find out first.
    share:
      - words: Whether there is {shareable_without_consent}
        when: {caf.open: {not_known_to_be: [true]}}
log: {words: None of the child, carries: [BAR-CL-2]}
"""


def faults(tmp_path, text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        script_of(tmp_path, text).at(DAY)
    return [f"{problem.line}: {problem.field}: {problem.message}" for problem in caught.value.problems]


def test_a_script_in_the_words_of_its_author(tmp_path):
    (script,) = script_of(tmp_path, SMALL).at(DAY).scripts
    assert (script.title, script.pack) == ("A line", "caf-team")
    assert [question.fact for question in script.questions] == [
        "child_protection.immediate_danger",
        "consultation.caller",
        "caf.open",
        "caf.stuck",
    ]
    danger, caller, *_ = script.questions
    assert [(choice.value, choice.words) for choice in danger.choices] == [(True, "yes"), (False, "no")]
    assert danger.stops == (True,)
    assert script.danger is danger
    assert [choice.words for choice in caller.choices] == ["somebody at work", "anybody else"]
    ask = script.outcomes[1]
    assert (script.log.text, script.log.carries) == ("None of the child", ("BAR-CL-2",))
    assert ask.share[0].text == "Whether there is open CAF episode or allocated to a social worker"


def test_a_pack_without_a_script_has_none():
    assert load_policy("national").at(DAY).scripts == ()


FAULTS = [
    ("advice: ask_first", "advice: wait", 28, "must be one of refer_now"),
    (
        "when: {child_protection.immediate_danger: true}",
        "when: {caf.declined: true}",
        20,
        "is not asked for",
    ),
    ("unless: {caf.open: false}", "unless: {caf.stuck: false}", 15, "is not asked for before"),
    ("fact: caf.stuck", "fact: caf.open", 13, "is asked for twice"),
    ("fact: caf.stuck", "fact: sharing.asked_for", 13, "is nothing that one answer states"),
    ("fact: caf.stuck", "fact: protection.concern", 13, "is nothing that one answer states"),
    ("fact: caf.stuck", "fact: caf.stck", 13, "did you mean"),
    ("public: anybody else", "nobody: anybody else", 8, "must be one of"),
    ("carries: [BAR-4A]", "carries: [BAR-4Z]", 22, "is not listed"),
    ("id: ask\n", "id: danger\n", 27, "two outcomes have this id"),
    ("    stops: true\n", "", 3, "no answer stops the call"),
    ("    stops: true\n", "    stops: maybe\n", 5, "true or false"),
    ("{shareable_without_consent}", "{sharable}", 34, "names no parameter"),
    ("asks: Is it stuck?", "means: Is it stuck?", 13, '"asks" is missing'),
    ("  - unless: {consultation.caller: public}\n    questions:", "  - questions:", 9, "`unless:`"),
    ("    say: Find out first.\n", "", 27, '"say" is missing'),
    ("title: A line", "title: A line\nlook: 3", 2, "not known here"),
]


@pytest.mark.parametrize(("before", "after", "line", "told"), FAULTS)
def test_what_is_wrong_is_told_at_its_line(tmp_path, before: str, after: str, line: int, told: str):
    assert before in SMALL
    found = faults(tmp_path, SMALL.replace(before, after, 1))
    assert any(each.startswith(f"{line}: ") and told in each for each in found), found


def test_every_fault_is_told_at_once(tmp_path):
    text = SMALL.replace("fact: caf.stuck", "fact: caf.open").replace("[BAR-CL-4]", "[BAR-CL-9]")
    assert len(faults(tmp_path, text)) == 2


def test_nobody_is_advised_by_what_may_not_be_in_force(tmp_path):
    files = script_of(tmp_path, SMALL.replace("[BAR-4A]", "[BAR-NEW]"))
    clauses = files.rules / "caf-team" / "clauses.yaml"
    new = "core:\n  BAR-NEW: {place: a law to come, standing: not_confirmed}\n"
    clauses.write_text(clauses.read_text().replace("core:\n", new, 1))
    with pytest.raises(BadInput) as caught:
        files.at(DAY)
    told = [f"{problem.line}: {problem.message}" for problem in caught.value.problems]
    assert told == ["22: rests on a clause that is not confirmed to be in force, by which nobody is advised"]


def test_another_script_is_another_policy(tmp_path):
    changed = script_with(tmp_path, ("Is the CAF stuck?", "Is the CAF stuck now?"))
    assert changed.at(DAY).digest != load_policy("caf-team").at(DAY).digest


def test_what_one_answer_settles():
    facts = load_policy("caf-team").vocabulary.facts
    asked = ("caf.stuck", "consent.to_support", "caf.open")
    assert all(can_be_asked(facts[name]) for name in asked)
    others = ("protection.concern", "sharing.asked_for", "child_in_need.plan_ended", "contact.received")
    assert not any(can_be_asked(facts[name]) for name in others)


SAID_ALONE = """
said_alone:
  type: text
  means: Said in a call
  values:
    - {from: 2016-09-22, is: us, because: BAR-CL-4}
"""


def unused(policy: PolicyFiles) -> list[str]:
    read_pack.cache_clear()
    anew = PolicyFiles(str(policy.path))
    return [each.field for each in problems(anew) if each.message == "no rule uses this parameter"]


def test_a_parameter_that_a_script_alone_relies_on_is_used(tmp_path):
    policy = script_of(tmp_path, SMALL)
    assert policy.at(DAY).scripts[0].parameters == ("shareable_without_consent",)
    folder = policy.rules / "caf-team"
    with (folder / "parameters.yaml").open("a", encoding="utf-8") as parameters:
        parameters.write(SAID_ALONE)
    assert unused(policy) == ["caf-team.said_alone"]
    text = SMALL.replace("Find out first.", "Find out first, and ring {said_alone}.")
    (folder / "consultation.yaml").write_text(text, encoding="utf-8")
    assert unused(policy) == []
