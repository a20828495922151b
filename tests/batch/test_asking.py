"""The request put into the tables: everybody asks for the same, whatever else was asked for."""

from dataclasses import replace

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.asking import Asking, with_request  # noqa: E402
from threshold.batch.evaluate import source_of  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402

from . import by_hand  # noqa: E402

DOWN = Request("step_down", "early_help")


def test_everybody_asks_whether_anything_is_stated_of_them_or_not():
    given = with_request(by_hand.tables(), DOWN, by_hand.POLICY)
    asked = ("child", "request.direction", "request.to", "request.made")
    rows = [(child, "step_down", "early_help", by_hand.AS_AT) for child in "ABC"]
    assert given.facts.select(asked).rows() == rows
    assert given.events.equals(by_hand.tables().events)


def test_what_was_asked_for_is_taken_away_and_nothing_else():
    stated = {
        "child": ["C"],
        "request.direction": ["step_up"],
        "request.to": ["care"],
        "request.by": ["Social Worker"],
        "closure.of": ["case"],
        "caf.family_wishes": [True],
    }
    given = with_request(by_hand.tables(stated), Request("step_down"), by_hand.POLICY)
    assert given.facts.columns == [
        "child",
        "closure.of",
        "caf.family_wishes",
        "request.direction",
        "request.made",
    ]
    closing = with_request(by_hand.tables(stated), Request("close", of="contact"), by_hand.POLICY)
    assert closing.facts["closure.of"].unique().to_list() == ["contact"]


def test_only_those_asked_are_looked_at_and_what_is_compiled_is_kept():
    given = with_request(by_hand.tables(), DOWN, by_hand.POLICY)
    source, asking = source_of(given, by_hand.POLICY.vocabulary), Asking(by_hand.POLICY, DOWN)
    some = asking.frame(Facts(source, source.units("")), pl.Series([True, False, True]))
    frame, table = asking.answer(some)
    assert frame["child"].to_list() == [0, 2]
    assert {"status", "answered"} <= {*frame.columns}
    again, same = asking.answer(asking.frame(Facts(source, source.units(""))))
    assert same is table
    assert again.height == 3


def test_each_date_is_asked_as_at_itself():
    asking = Asking(by_hand.POLICY, DOWN)
    for as_at in (by_hand.AS_AT, by_hand.AS_AT.replace(year=2027)):
        given = with_request(replace(by_hand.tables(), as_at=as_at), DOWN, by_hand.POLICY)
        source = source_of(given, by_hand.POLICY.vocabulary)
        frame = asking.frame(Facts(source, source.units("")))
        assert frame["as at"].unique().to_list() == [as_at]
