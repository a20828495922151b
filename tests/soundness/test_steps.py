"""The steps of routes and of tables, each at its place; what is not available is none."""

from threshold.policy import load_policy
from threshold.soundness import Examination
from threshold.soundness.steps import steps_of

TEXT = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    actions:
      - A: Meet
      - B: Write
        available: false
  - id: S
    carries: [T-1]
    when: {t.a: true}
    steps:
      - C: Ask
"""


def test_steps_at_their_places(small):
    examination = Examination(load_policy(str(small.tiny(TEXT).write())))
    (tiny,) = [pack for pack in examination.packs if pack.held.entry.pack == "tiny"]
    found = [(step.id, node.line, of_table) for _, node, step, of_table in steps_of(tiny)]
    assert found == [("A", 7, True), ("C", 14, False)]
