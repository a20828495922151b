"""Working hours as a file says them, and what is wrong with those that cannot be."""

import pytest

from threshold.dates import OFFICE, OfficeHours
from threshold.reading import BadInput, parse_yaml
from threshold.reading.validate import validate
from threshold.vocabulary.entries import Entry
from threshold.vocabulary.hours import Hours, hours_in_force


class File(Entry):
    hours: Hours


def read(text: str) -> Hours:
    (node,) = parse_yaml(text, "policy.yaml")
    return validate(File, node, "policy.yaml").hours


@pytest.mark.parametrize(
    ("entry", "hours"),
    [
        ('{opens: "08:30", closes: "17:00"}', OfficeHours("mash", 510, 1020)),
        ("{opens: 08:30, closes: 17:00}", OfficeHours("mash", 510, 1020)),
        (
            "{opens: 00:00, closes: 24:00, days: [sunday, monday]}",
            OfficeHours("mash", 0, 1440, (0, 6)),
        ),
        (
            "{opens: 09:00, closes: 17:00, days: [saturday], bank_holidays: open}",
            OfficeHours("mash", 540, 1020, (5,), bank_holidays=True),
        ),
        ("{opens: 09:00, closes: 17:00, bank_holidays: closed}", OfficeHours("mash", 540, 1020)),
    ],
)
def test_hours_are_read(entry: str, hours: OfficeHours) -> None:
    assert hours_in_force(read(f"hours: {{mash: {entry}}}")) == {"office": OFFICE, "mash": hours}


@pytest.mark.parametrize(
    ("text", "line", "field", "why"),
    [
        ("hours:\n  mash: {opens: 8.30, closes: 17:00}", 2, "hours.mash.opens", 'such as "08:30"'),
        ("hours:\n  mash: {opens: 8:30, closes: 17:00}", 2, "hours.mash.opens", 'such as "08:30"'),
        ("hours:\n  mash:\n    opens: 09:00\n    closes: 24:01", 4, "hours.mash.closes", "end of the day"),
        ("hours:\n  mash: {opens: 17:00, closes: 09:00}", 2, "hours.mash", "closes before it opens"),
        ("hours:\n  mash: {opens: 09:00}", 2, "hours.mash", '"closes" is missing'),
        ("hours:\n  mash: {opens: 09:00, closes: 17:00, days: []}", 2, "hours.mash.days", "not be empty"),
        ("hours:\n  mash: {opens: 09:00, closes: 17:00, days: [monday, monday]}", 2, "hours.mash", "twice"),
        ("hours:\n  mash: {opens: 09:00, closes: 17:00, days: [Mon]}", 2, "hours.mash.days.1", "monday, tue"),
        ("hours:\n  mash: {opens: 09:00, closes: 17:00, day: x}", 2, "hours.mash", 'did you mean "days"'),
        (
            "hours:\n  mash: {opens: 09:00, closes: 17:00, bank_holidays: true}",
            *(2, "hours.mash.bank_holidays", "open or closed"),
        ),
        ("hours:\n  The MASH: {opens: 09:00, closes: 17:00}", 2, "hours.The MASH", "small letters"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(text: str, line: int, field: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("policy.yaml", line, field)
    assert why in problem.message


def test_what_is_given_later_wins() -> None:
    pack = read("hours: {mash: {opens: 08:00, closes: 18:00}, duty: {opens: 00:00, closes: 24:00}}")
    policy = read("hours: {mash: {opens: 08:30, closes: 17:00}, office: {opens: 10:00, closes: 16:00}}")
    found = hours_in_force(pack, policy)
    assert {name: (each.opens, each.closes) for name, each in found.items()} == {
        "office": (600, 960),
        "mash": (510, 1020),
        "duty": (0, 1440),
    }
