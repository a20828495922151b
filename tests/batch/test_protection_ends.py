"""Whether protection stands for certain, or only because an incomplete record holds no end of it."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Tables  # noqa: E402
from threshold.batch.asking import Asking, with_request  # noqa: E402
from threshold.batch.evaluate import source_of  # noqa: E402
from threshold.batch.protection_ends import SURE_CONCERN, SURE_IN_PLACE, with_ends  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402

from .by_hand import AS_AT, POLICY  # noqa: E402

STARTS = ("section_47_started", "cp_plan_started", "referral")
ENDS = ("section_47_ended", "cp_plan_ended", "cp_conference")
DOWN = Request("step_down", "early_help")


def stands(events: list[tuple[str, str]], covers: tuple[str, ...], **stated: object) -> tuple[bool, bool]:
    """Whether a concern, and protection in place, stand for certain of the one child."""
    rows = [("A", event, date.fromisoformat(on)) for event, on in events]
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    facts = pl.DataFrame(
        {"child": ["A"]} | {name.replace("__", "."): [value] for name, value in stated.items()}
    )
    tables = Tables(pl.DataFrame(rows, schema, orient="row"), facts, dict.fromkeys(covers, AS_AT), AS_AT)
    source = source_of(with_request(tables, DOWN, POLICY), POLICY.vocabulary)
    asking = Asking(POLICY, DOWN)
    frame, _ = asking.answer(asking.frame(Facts(source, source.units(""))))
    (row,) = with_ends(frame, source, POLICY.protection).select(SURE_CONCERN, SURE_IN_PLACE).rows()
    return row


ENQUIRY, PLAN = [("section_47_started", "2026-03-02")], [("cp_plan_started", "2026-03-02")]


@pytest.mark.parametrize(
    ("events", "stated", "ends", "expected"),
    [
        (ENQUIRY, {}, "section_47_ended", (True, False)),
        (PLAN, {}, "cp_plan_ended", (False, True)),
        ([], {"child_protection__conference_needed": True}, "cp_conference", (True, False)),
    ],
)
def test_what_has_no_end_on_record_stands_for_certain_only_where_every_end_is(events, stated, ends, expected):
    assert stands(events, (*STARTS, *ENDS), **stated) == expected
    without = tuple(event for event in ENDS if event != ends)
    assert stands(events, (*STARTS, *without), **stated) == (False, False)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"child_protection__concern": True}, (True, False)),
        ({"child_protection__immediate_danger": True}, (True, False)),
        ({"support__in_place": "child_protection"}, (False, True)),
        ({"support__in_place": "child_in_need"}, (False, False)),
        ({"care__looked_after": True}, (False, True)),
    ],
)
def test_what_is_said_stands_for_certain(stated, expected):
    assert stands([], (), **stated) == expected
    # Beside it, what is merely not ended takes nothing away.
    assert stands(ENQUIRY, (), **stated) == expected
