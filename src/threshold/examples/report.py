"""The results of examples as text, JSON or JUnit XML."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from xml.etree import ElementTree

from threshold.examples.run import Result
from threshold.output.escaping import joined, json_text

_NAMED = 3  # of what a reason is about; the others are counted


def as_text(results: Sequence[Result]) -> str:
    """The failures with their differences, a count, and each reason to pass some over."""
    lines: list[str] = []
    for result in results:
        if result.differences:
            lines.append(f"{result.origin}: {result.case} {result.about}".rstrip())
            lines += [f"    {difference}" for difference in result.differences]
    failed, skipped = _counted(results)
    lines.append(f"{len(results) - failed - skipped} passed, {failed} failed")
    return joined([*lines, *_passed_over(results)])


def _passed_over(results: Sequence[Result]) -> Iterator[str]:
    for why in dict.fromkeys(result.skipped for result in results if result.skipped):
        alike = [result for result in results if result.skipped == why]
        what = sorted({each for result in alike for each in result.what})
        more = f" and {len(what) - _NAMED} more" if len(what) > _NAMED else ""
        about = f" ({', '.join(what[:_NAMED])}{more})" if what else ""
        yield f"{len(alike)} passed over: {why}{about}"


def as_json(results: Sequence[Result]) -> str:
    """Every result: `passed` is null where it was passed over."""
    data = [{**asdict(result), "passed": None if result.skipped else result.passed} for result in results]
    return json_text(data, indent=2)


def as_junit(results: Sequence[Result]) -> str:
    """JUnit XML, as continuous integration reads it."""
    failed, skipped = _counted(results)
    counts = {"tests": str(len(results)), "failures": str(failed), "skipped": str(skipped)}
    suite = ElementTree.Element("testsuite", name="threshold policy test", attrib=counts)
    for result in results:
        case = ElementTree.SubElement(
            suite, "testcase", name=result.case or result.origin, classname=result.origin
        )
        if result.skipped:
            about = f" ({', '.join(result.what)})" if result.what else ""
            ElementTree.SubElement(case, "skipped", message=f"{result.skipped}{about}")
        elif not result.passed:
            failure = ElementTree.SubElement(case, "failure", message=result.differences[0])
            failure.text = "\n".join(result.differences)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def _counted(results: Sequence[Result]) -> tuple[int, int]:
    """How many failed, and how many were passed over."""
    return sum(bool(each.differences) for each in results), sum(bool(each.skipped) for each in results)
