"""Working hours that are said, and in which nothing is counted."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.policy.soundness import findings
from threshold.policy.soundness.hours import hours_nobody_counts_in

from .making import DEADLINE, RULE, found

TIMED = DEADLINE.replace("t.day", "t.moment").replace("visit.first", "t.reply")
OURS = TIMED + "    hours: mash\n"
MASH = "hours:\n  mash: {opens: 08:30, closes: 17:00}\n"


def limit(is_: str, *presets: str) -> str:
    given = "".join(f"    p{n}: {{is: {each}, because: T-1}}\n" for n, each in enumerate(presets))
    return (
        "limit:\n  type: duration\n  means: How long\n"
        f"  values: [{{from: 2020-01-01, is: {is_}, because: T-1}}]\n"
        + (f"  presets:\n{given}" if given else "")
    )


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        (("4 working hours",), []),
        (("1 working hour",), []),
        # What a policy may choose instead is in working hours; in this one nothing is.
        (("3 days", "4 working hours"), ["no limit is counted in these hours"]),
        (("3 days", "4 hours"), ["`hours:` has no effect", "no limit is counted in these hours"]),
    ],
)
def test_hours_beside_a_limit_that_never_counts_them(small, values: tuple[str, ...], messages: list[str]):
    small.policy = MASH
    told = found(small, OURS, limit(*values))
    assert [each.message.startswith(start) for each, start in zip(told, messages, strict=True)] == [
        True
    ] * len(told)


def test_hours_beside_a_table(small):
    table = (
        "limit:\n  type: table\n  key: t.colour\n  columns: {within: duration}\n  means: How soon\n"
        "  values: [{from: 2020-01-01, because: T-1, is: {red: {within: 2 hours}, amber: {within: %s}}}]\n"
    )
    rule = OURS.replace("$limit", "{table: $limit, row: {fact: t.colour}, column: within}")
    small.policy = MASH
    assert found(small, rule, table % "8 working hours") == []
    (first, _) = found(small, rule, table % "8 hours")
    assert (first.field, first.line) == ("R", 11)


def test_hours_in_which_a_policy_counts_nothing(small):
    small.policy = MASH + "  office: {opens: 10:00, closes: 16:00}\n"
    files = load_policy(str(small.tiny(RULE).write()))
    one, other = hours_nobody_counts_in(files.written, [files.at(date(2026, 8, 14))])
    assert [one, other] == list(findings(files))
    assert (one.field, one.line, other.field, other.line) == ("hours.mash", 5, "hours.office", 6)
    assert one.file.endswith("p.yaml")


@pytest.mark.parametrize(
    "test",
    [
        "t.moment: {at_least_ago: 4 working hours}",
        "t.moment: {before: {fact: t.reply, plus: 1 working hour}}",
    ],
)
def test_a_test_counts_in_the_hours_of_the_office(small, test: str):
    small.policy = "hours: {office: {opens: 10:00, closes: 16:00}}\n"
    assert found(small, RULE.replace("t.a: true", test)) == []
