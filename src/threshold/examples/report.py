"""The results of examples as text, JSON or JUnit XML."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from xml.etree import ElementTree

from threshold.examples.run import Result


def as_text(results: Sequence[Result]) -> str:
    """The failures with their differences, and a count."""
    lines: list[str] = []
    for result in results:
        if not result.passed:
            lines.append(f"{result.origin}: {result.case} {result.about}".rstrip())
            lines += [f"    {difference}" for difference in result.differences]
    failed = sum(not result.passed for result in results)
    lines.append(f"{len(results) - failed} passed, {failed} failed")
    return "\n".join(lines)


def as_json(results: Sequence[Result]) -> str:
    """Every result, passed or not."""
    data = [{**asdict(result), "passed": result.passed} for result in results]
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_junit(results: Sequence[Result]) -> str:
    """JUnit XML, as continuous integration reads it."""
    failed = sum(not result.passed for result in results)
    suite = ElementTree.Element(
        "testsuite", name="threshold policy test", tests=str(len(results)), failures=str(failed)
    )
    for result in results:
        case = ElementTree.SubElement(
            suite, "testcase", name=result.case or result.origin, classname=result.origin
        )
        if not result.passed:
            failure = ElementTree.SubElement(case, "failure", message=result.differences[0])
            failure.text = "\n".join(result.differences)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)
