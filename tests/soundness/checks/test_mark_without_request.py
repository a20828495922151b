"""A mark of the request wants a route that is about one."""

from pathlib import Path

import pytest

from ..making import found

SEQUENCE = """
routes:
  - id: W
    carries: [T-1]
    when: {%s}
    steps:
      - S: Ask
      - Q: Send
        asked_for: true
"""


def test_a_mark_in_a_route_that_is_about_no_request(small):
    (problem,) = found(small, SEQUENCE % "t.a: true")
    assert problem.message.startswith("`asked_for:` at Q has no effect")
    assert (problem.field, problem.line) == ("W", 3)
    kept = (SEQUENCE % "t.a: true").replace("    steps", "    bears_on: [compliance]\n    steps")
    assert len(found(small, kept)) == 1


@pytest.mark.parametrize(
    "when", ["proposed.direction: close", "request.step: Review", "t.a: true, all: [{request.to: high}]"]
)
def test_a_mark_in_a_route_that_reads_a_request(small, when: str):
    assert found(small, SEQUENCE % when) == []


def test_a_mark_in_a_route_that_bears_on_a_request(small):
    text = (SEQUENCE % "t.a: true").replace("    steps", "    bears_on: [close]\n    steps")
    assert found(small, text) == []
    assert found(small, "scope: {applies: {request.to: high}}\n" + SEQUENCE % "t.a: true") == []
    assert found(small, (SEQUENCE % "t.a: true").replace("        asked_for: true\n", "")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(SEQUENCE % "t.a: true").write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(SEQUENCE % "request.step: Review").write()
