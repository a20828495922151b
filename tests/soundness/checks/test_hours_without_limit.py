"""Hours beside a limit that never counts them are found."""

from pathlib import Path

import pytest

from ..making import DEADLINE, found

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


def fails(small) -> Path:
    """A policy in which this is found."""
    small.policy = MASH
    return small.tiny(OURS, limit("4 hours")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    small.policy = MASH
    return small.tiny(OURS, limit("4 working hours")).write()
