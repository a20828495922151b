"""Whose answer it is, where a policy has several documents, and which others have rules on it."""

import pytest

from threshold.decisions import Decision
from threshold.decisions.speaking import UNDER, elsewhere, speaking
from threshold.semantics.status import conclude

SAFE = "child_protection: {concern: false}\nsupport: {in_place: high}\n"
UP, DOWN = "request: {direction: step_up%s}\n", "request: {direction: step_down%s}\n"
GROUND = """
grounds:
  - id: {0}-G
    title: Right by {0}
    carries: [{0}-1]
    for: {{direction: {1}}}
    when: {{t.right: true}}
    else: Wrong by {0}
requirements:
  - id: {0}-R
    carries: [{0}-1]
    bears_on: [{2}]
    applies: {{t.a: true}}
    block: [{{must: {{t.b: true}}, else: No}}]
"""


def policy(small, other: str = "", tiny: str = "", bears_on: str = "step_up"):
    """Two documents beside the overlay; each answers both ways, and asks something of its own."""
    both = "[step_up, step_down]"
    small.ungrounded().tiny(GROUND.format("T", both, bears_on))
    small.pack("other", GROUND.format("O", both, bears_on))
    leads = f"{{pack: tiny, role: lead{tiny}}}, {{pack: other, role: lead{other}}}"
    small.uses = f"[{{pack: safe, role: overlay}}, {leads}]"
    return small


def told(decision: Decision) -> list[str]:
    return [note.text for note in decision.notes if not note.tension]


@pytest.mark.parametrize(
    ("other", "asked", "expected"),
    [
        ("", UP % "", ("tiny", "other")),
        (", leads_on: [step_down]", UP % "", ("tiny",)),
        (", leads_on: [step_down]", DOWN % "", ("tiny", "other")),
        (", leads_on: [step_down]", UP % ", under: other", ("other",)),
        ("", "request: {direction: close}\n", ()),
    ],
)
def test_of_a_request_those_documents_speak_that_answer_it(small, other: str, asked: str, expected):
    assert policy(small, other).decide(SAFE + asked + "t: {right: true}").speaks == expected


@pytest.mark.parametrize(("a", "expected"), [("true", ("tiny", "other")), ("false", ())])
def test_a_document_that_only_asks_something_of_it_speaks_too(small, a: str, expected):
    policy(small, bears_on="close")
    asked = f"request: {{direction: close}}\nt: {{a: {a}, b: true}}"
    assert small.decide(SAFE + asked).speaks == expected


def test_so_does_one_whose_way_it_travels(small):
    small.ungrounded().tiny("routes: [{id: WAY, carries: [T-1], steps: [{T-1: Write}]}]")
    assert small.decide(SAFE + UP % "").speaks == ("tiny",)


@pytest.mark.parametrize(("a", "expected"), [("true", ("tiny", "other")), ("false", ())])
def test_where_nothing_is_asked_for_those_speak_that_have_something_to_say(small, a: str, expected):
    policy(small, bears_on="compliance")
    assert small.decide(SAFE + f"t: {{a: {a}, b: false}}").speaks == expected


def test_the_overlay_is_beside_them_and_never_among_them(small):
    findings = policy(small).findings(SAFE + UP % "" + "t: {right: true}")
    heads = [findings.policy.safety.head]
    assert speaking(conclude(findings), heads, findings) == ("tiny", "other")


ALONE = "other has rules on this as well, and does not lead on it here"


@pytest.mark.parametrize(
    ("other", "asked", "expected"),
    [
        (", leads_on: [step_down]", UP % "", [ALONE]),
        (", leads_on: [step_down]", DOWN % "", []),
        # Who has chosen a document knows that there are others.
        (", leads_on: [step_down]", UP % ", under: tiny", []),
        (", leads_on: [step_down]", "", []),
        ("", UP % "", []),
    ],
)
def test_a_document_that_does_not_lead_on_it_is_named(small, other: str, asked: str, expected):
    found = told(policy(small, other).decide(SAFE + asked + "t: {right: true}"))
    assert [text.partition(";")[0] for text in found] == expected
    assert all("(under: other)" in text for text in found)


def test_of_several_one_is_the_example(small):
    policy(small, ", leads_on: [step_down]", ", leads_on: [step_down]")
    (text,) = told(small.decide(SAFE + UP % ""))
    assert text.startswith("tiny and other have rules on this as well, and do not lead on it here; ")
    assert text.endswith("(under: tiny)")


def test_beside_danger_no_other_document_is_named(small):
    policy(small, ", leads_on: [step_down]")
    findings = small.findings("child_protection: {concern: true}\n" + UP % "")
    assert [*elsewhere(conclude(findings), findings)] == []


def test_the_key_of_a_request_is_a_fact_that_can_be_given(small):
    assert UNDER in small.engine().policy.vocabulary.facts
