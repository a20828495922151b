"""Many small cases asked for the same at once, each of which is asked again by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from threshold.batch import Tables
from threshold.batch.request_status import Request
from threshold.batch.suppose import Supposed, Supposing
from threshold.batch.suppose_replay import Alone
from threshold.engine import Engine

from ..semantics.conftest import Small
from .by_hand import AS_AT
from .making import tables_of

DOWN = Request("step_down")


def tables_together(
    small: Small, engine: Engine, cases: Sequence[str], covers: Mapping[str, date] | None = None
) -> Tables:
    """Small cases (C-0, C-1 ..) as tables; what each asks for itself is left out."""
    policy = engine.policy.at(AS_AT)
    read = [replace(small.case(text, engine), reference=f"C-{place}") for place, text in enumerate(cases)]
    return tables_of(read, policy.vocabulary, AS_AT, covers or {})


def asked(
    small: Small,
    cases: Sequence[str],
    request: Request = DOWN,
    covers: Mapping[str, date] | None = None,
) -> Supposed:
    """What comes of a request put to all of them; all are asked again, one by one."""
    engine = small.engine()
    tables = tables_together(small, engine, cases, covers)
    supposed = Supposing(engine.policy, request).suppose(tables)
    alone = Alone(engine.policy, tables, supposed, ())
    assert alone.replay(len(cases)) == supposed.asked.height
    return supposed


def statuses(supposed: Supposed) -> list[str]:
    """The status of everybody who was asked."""
    return supposed.asked["status"].to_list()


def column(supposed: Supposed, name: str) -> list[Any]:
    """What came of everybody who was asked, in one column."""
    return supposed.asked[name].to_list()


def in_the_way(supposed: Supposed) -> list[tuple[Any, ...]]:
    """Whatever stands in somebody's way: whose, which rule, which part and until when."""
    return supposed.obstacles.select("child", "rule", "part", "until").sort("child", "rule").rows()
