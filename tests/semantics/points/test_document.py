"""Every numbered point of docs/semantics.md has a test of its number, and every such test a point."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "semantics.md"


def test_every_point_has_a_test_and_every_test_a_point():
    points = re.findall(r"^\*\*S(\d+)\.", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    tests = {
        number
        for file in Path(__file__).parent.glob("test_*.py")
        for number in re.findall(r"^def test_s(\d+)_", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert [int(point) for point in points] == list(range(1, len(points) + 1))
    assert {f"{int(point):02}" for point in points} == tests
