"""Example cases and what is expected of them: how a policy is tested."""

from threshold.examples.expect import Expectation
from threshold.examples.report import as_json, as_junit, as_text
from threshold.examples.run import Result, run_examples

__all__ = ["Expectation", "Result", "as_json", "as_junit", "as_text", "run_examples"]
