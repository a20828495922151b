"""Results as text tell the failures, as JSON and JUnit everything, whatever stands in them."""

import json
from xml.etree import ElementTree

from threshold.examples.report import as_json, as_junit, as_text
from threshold.examples.run import Result

PASSED = Result("C-1", "a.yaml", "all is well", ())
FAILED = Result(
    "C-2", "b.yaml, line 3", "one <and> two", ("status: expected a, got b", "to: expected c, got d")
)
OVER = [
    Result("", f"{name}.yaml", "", (), "no case; it seems to be a policy", (f"{name}.yaml",))
    for name in "dbeac"
]
UNUSABLE = Result("C-3", "f.yaml", "", (), "its policy is not there", ("p",), ("p: there is no such file",))
EXPECTS_NOTHING = Result("C-4", "g.yaml", "", (), "nothing is expected of them")
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


def test_text_counts_what_was_passed_over_by_its_reason() -> None:
    assert as_text([OVER[0], PASSED, UNUSABLE, EXPECTS_NOTHING, EXPECTS_NOTHING, *OVER[1:]]) == (
        "1 passed, 0 failed\n"
        "5 passed over: no case; it seems to be a policy (a.yaml, b.yaml, c.yaml and 2 more)\n"
        "1 passed over: its policy is not there (p)\n"
        "2 passed over: nothing is expected of them"
    )


def test_json_tells_what_was_passed_over_as_neither() -> None:
    over, unusable = json.loads(as_json([OVER[0], UNUSABLE]))
    assert (over["passed"], over["skipped"]) == (None, "no case; it seems to be a policy")
    assert (unusable["passed"], unusable["because"]) == (None, ["p: there is no such file"])


def test_junit_says_what_was_skipped() -> None:
    suite = ElementTree.fromstring(as_junit([PASSED, FAILED, OVER[0], EXPECTS_NOTHING]))
    assert [suite.get(key) for key in ("tests", "failures", "skipped")] == ["4", "1", "2"]
    skipped = [each.find("skipped") for each in suite]
    assert [None if each is None else each.get("message") for each in skipped] == [
        None,
        None,
        "no case; it seems to be a policy (d.yaml)",
        "nothing is expected of them",
    ]
    assert suite[2].find("failure") is None


def test_json_tells_whether_each_passed() -> None:
    first, second = json.loads(as_json([PASSED, FAILED]))
    assert first == {
        "case": "C-1",
        "origin": "a.yaml",
        "about": "all is well",
        "differences": [],
        "skipped": "",
        "what": [],
        "because": [],
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
