"""Examples under policies that set what the packs leave open: colours' times, and how often is reviewed."""

from pathlib import Path

from threshold.examples.run import run_examples

LOCAL = Path(__file__).parent / "local"


def test_every_example_under_a_local_value_passes() -> None:
    results = [each for each in run_examples([str(LOCAL)]) if each.case]
    assert {each.origin: each.differences for each in results if not each.passed} == {}
    expecting = [path for path in LOCAL.glob("*.yaml") if "\nexpect:" in path.read_text()]
    assert len(results) == len(expecting) > 10
