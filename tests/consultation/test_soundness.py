"""What is proved of a script: each thing that could be wrong is put into one, and has to be found."""

import pytest

from threshold.consultation.soundness import SCRIPT_CHECKS, Looked, script_findings
from threshold.policy import PolicyFiles, load_policy

from .changed import script_with


def found(policy: PolicyFiles) -> list[tuple[str, str]]:
    problems = [finding.problem for finding in script_findings(policy, [])]
    return [(problem.field, problem.message) for problem in problems]


def test_every_kind_of_finding_says_what_it_is():
    for code, text in SCRIPT_CHECKS.items():
        first, empty, *_ = text.splitlines()
        assert (first[-1], empty) == (".", ""), code
        for part in ("What would happen:", "How to mend it:", "How far it looks:"):
            assert text.count(f"\n{part} ") == 1, code


@pytest.mark.parametrize("name", ["caf-team", "default"])
def test_the_scripts_that_come_with_the_program_are_sound(name: str):
    looked: list[Looked] = []
    assert list(script_findings(load_policy(name), looked)) == []
    assert looked
    assert all(each.whole and each.ways > 100 for each in looked)


def test_a_policy_without_a_script_has_nothing_to_prove():
    looked: list[Looked] = []
    assert list(script_findings(load_policy("national"), looked)) == []
    assert looked == []


def one(tmp_path, field: str, told: str, *changes: tuple[str, str]) -> None:
    messages = found(script_with(tmp_path, *changes))
    assert any(field == each and told in message for each, message in messages), messages


def test_a_way_that_ends_in_no_outcome(tmp_path):
    last = "    title: Start a CAF\n"
    one(
        tmp_path,
        "questions",
        "no outcome holds where",
        (last, f"{last}    when: {{contact.domestic_abuse: true}}\n"),
    )


def test_an_outcome_that_no_way_comes_to(tmp_path):
    before = "when: {caf.appropriate: false}\n    because"
    after = "when: {caf.appropriate: false, caf.open: true}\n    because"
    one(tmp_path, "no-caf", "no way through", (before, after))


def test_a_question_that_is_never_asked(tmp_path):
    one(
        tmp_path,
        "questions",
        "consent.to_support is never asked",
        ("unless: {caf.appropriate: false}", "unless: {caf.open: false}"),
    )


def test_more_questions_than_a_call_has(tmp_path):
    more = "".join(
        f"  - fact: {name}\n    asks: Is it so?\n"
        for name in ("consent.explicit", "consent.informed", "consent.delay_harmful")
    )
    one(tmp_path, "questions", "asks 13 questions", ("outcomes:\n", f"{more}\noutcomes:\n"))


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        (
            "social-worker",
            "id: social-worker\n    advice: speak_to_worker",
            "id: social-worker\n    advice: start_caf",
        ),
        ("threshold", "id: threshold\n    advice: refer_to_mash", "id: threshold\n    advice: ask_first"),
        (
            "danger-not-known",
            "id: danger-not-known\n    advice: ask_first",
            "id: danger-not-known\n    advice: neither",
        ),
        (
            "caf-declined",
            "id: lead-professional\n    advice: speak_to_worker",
            "id: lead-professional\n    advice: neither",
        ),
    ],
)
def test_advice_below_what_the_rules_say(tmp_path, outcome: str, before: str, after: str):
    name = before.split()[1]
    one(tmp_path, name, "and the rules", (before, after))


def test_advice_that_silence_earned(tmp_path):
    """Nobody could say whether the child is safe, and a CAF is advised all the same."""
    danger = "        - {child_protection.immediate_danger: {known: false}}\n"
    harm = "        - {child_protection.harm_suspected: {known: false}}\n"
    policy = script_with(tmp_path, (f"any:\n{danger}{harm}", f"any:\n{danger}"))
    assert any("the rules ask_first, where" in message for _, message in found(policy))


@pytest.mark.parametrize("stop", ["harm", "danger"])
def test_a_danger_that_is_not_answered_with_the_most_serious_advice(tmp_path, stop: str):
    before = f"id: {stop}\n    advice: refer_now"
    messages = found(script_with(tmp_path, (before, before.replace("refer_now", "refer_to_mash"))))
    assert any(field == stop for field, _ in messages)


def test_a_danger_told_of_late_that_an_earlier_outcome_hides(tmp_path):
    """The first outcome that holds counts: one before danger hides it once somebody says `danger` late."""
    hiding = """outcomes:
  - id: hiding
    advice: speak_to_worker
    title: Speak to the social worker
    when: {contact.allocated_social_worker: true}
    because: one has the case
    carries: [BAR-14-4]
    say: Speak to them.
    share: Nothing
"""
    messages = found(script_with(tmp_path, ("outcomes:\n", hiding)))
    assert ("hiding", "does not advise refer_now where danger is told of") in [
        (field, message.split(":")[0]) for field, message in messages
    ]


@pytest.mark.parametrize("fact", ["immediate_danger", "harm_suspected", "concern"])
def test_a_danger_that_does_not_stop_the_call(tmp_path, fact: str):
    policy = script_with(tmp_path)
    path = policy.rules / "caf-team" / "consultation.yaml"
    before, named, after = path.read_text(encoding="utf-8").partition(f"fact: child_protection.{fact}\n")
    path.write_text(before + named + after.replace("    stops: true\n", "", 1), encoding="utf-8")
    told = f"refer_now where child_protection.{fact} is yes, and the call goes on (`stops`)"
    assert any(told in message for _, message in found(PolicyFiles(str(policy.path))))


def test_a_danger_that_is_asked_about_after_something_else(tmp_path):
    caller = """\
  - fact: consultation.caller
    asks: Who is calling?
    answers: {professional: somebody at work, family: of the family, public: anybody else}
"""
    policy = script_with(tmp_path)
    path = policy.rules / "caf-team" / "consultation.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - fact: consultation.caller"), text.index("  # The line is for professionals")
    text = text[:start] + text[end:]
    path.write_text(text.replace("questions:\n", f"questions:\n{caller}", 1), encoding="utf-8")
    told = "child_protection.immediate_danger is asked after consultation.caller; what tells of danger"
    assert any(told in message for _, message in found(PolicyFiles(str(policy.path))))


def test_dangers_that_are_asked_about_the_less_urgent_first(tmp_path):
    danger, harm = "fact: child_protection.immediate_danger\n", "fact: child_protection.harm_suspected\n"
    policy = script_with(tmp_path, (danger, "fact: x\n"), (harm, danger), ("fact: x\n", harm))
    assert any("in another order" in message for _, message in found(policy))


def test_a_rule_that_asks_for_more_makes_the_script_unsound(tmp_path):
    policy = script_with(tmp_path)
    rules = policy.rules / "caf-team" / "rules" / "consultation-line.yaml"
    text = rules.read_text(encoding="utf-8")
    assert "is: start_caf" in text
    rules.write_text(text.replace("is: start_caf", "is: refer_to_mash"), encoding="utf-8")
    messages = found(PolicyFiles(str(policy.path)))
    assert any("advises start_caf, and the rules refer_to_mash" in message for _, message in messages)
