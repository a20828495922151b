"""Results as text tell the failures, as JSON and JUnit everything, whatever stands in them."""

import json
from xml.etree import ElementTree

from threshold.examples.report import as_json, as_junit, as_text
from threshold.examples.run import Result

PASSED = Result("C-1", "a.yaml", "all is well", ())
FAILED = Result(
    "C-2", "b.yaml, line 3", "one <and> two", ("status: expected a, got b", "to: expected c, got d")
)
UNREADABLE = Result("", "c.yaml", "", ("c.yaml: the file is empty",))


def test_text_tells_each_failure_with_its_differences_and_counts() -> None:
    assert as_text([PASSED, FAILED, UNREADABLE]) == (
        "b.yaml, line 3: C-2 one <and> two\n"
        "    status: expected a, got b\n"
        "    to: expected c, got d\n"
        "c.yaml:\n"
        "    c.yaml: the file is empty\n"
        "1 passed, 2 failed"
    )
    assert as_text([PASSED]) == "1 passed, 0 failed"
    assert as_text([]) == "0 passed, 0 failed"


def test_json_tells_whether_each_passed() -> None:
    first, second = json.loads(as_json([PASSED, FAILED]))
    assert first == {
        "case": "C-1",
        "origin": "a.yaml",
        "about": "all is well",
        "differences": [],
        "passed": True,
    }
    assert (second["passed"], second["differences"]) == (False, list(FAILED.differences))


def test_junit_counts_and_holds_each_failure() -> None:
    text = as_junit([PASSED, FAILED, UNREADABLE])
    assert text.startswith("<?xml")
    suite = ElementTree.fromstring(text)
    assert (suite.tag, suite.get("tests"), suite.get("failures")) == ("testsuite", "3", "2")
    assert [(each.get("name"), each.get("classname")) for each in suite] == [
        ("C-1", "a.yaml"),
        ("C-2", "b.yaml, line 3"),
        ("c.yaml", "c.yaml"),
    ]
    failures = [each.find("failure") for each in suite]
    assert failures[0] is None
    assert failures[1] is not None
    assert failures[1].get("message") == "status: expected a, got b"
    assert failures[1].text == "status: expected a, got b\nto: expected c, got d"
