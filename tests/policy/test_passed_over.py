"""Keys of an earlier version that say nothing any more: policies that a register kept can still be read."""

from threshold.vocabulary.load import load_vocabulary

from ..semantics.conftest import SAFETY, VOCABULARY, Small

ROUTE = """
routes:
  - id: W
    carries: [T-1]
    bears_on: [step_up]
    sequence: [{id: W-1, action: Act, added_by: A, sent_to: B, immediately: true}]
"""


def test_a_rule_means_what_it_would_mean_without_them(small: Small) -> None:
    case = "request: {direction: step_up}\ndanger: {concern: false}"
    old = SAFETY.replace("    covers:", "    direction: safeguarding_now\n    forbids: [close]\n    covers:")
    kept = small.pack("safe", old).tiny(ROUTE).decide(case)
    assert [step.action for step in kept.route] == ["Act"]
    assert (
        kept.status
        == small.pack("safe", SAFETY).tiny(ROUTE.replace(", immediately: true", "")).decide(case).status
    )


def test_a_fact_is_what_it_would_be_without_them(tmp_path) -> None:
    text = VOCABULARY.read_text(encoding="utf-8")
    old = tmp_path / "vocabulary.yaml"
    old.write_text(text.replace("asks: Is there danger?", "asks: Is there danger?, sensitivity: protection"))
    assert old.read_text() != text
    assert load_vocabulary(old) == load_vocabulary(VOCABULARY)
