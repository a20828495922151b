"""A whole audit run: evaluated, decided again one by one, counted."""

from threshold.audit.run import Run


def test_a_sample_was_decided_again(done: Run) -> None:
    assert done.audit.replayed == 3
