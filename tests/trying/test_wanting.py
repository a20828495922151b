"""For want of what a rule stays open: counted by children, whoever of those who are alike was asked."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch  # noqa: E402
from threshold.exports import Export  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.trying import wanting as module  # noqa: E402
from threshold.trying.wanting import NOT_LOOKED_INTO, Lacking, wanting  # noqa: E402

from .telling import read, write  # noqa: E402

RULE = "RBC-2.8b"
UNTOLD = {
    "A": ("2026-07-06", "", {"child_in_need.assessed": ""}),
    "B": ("2026-07-06", "", {"child_in_need.assessed": "", "child_in_need.service_provided": ""}),
    "C": ("2026-07-06", "", {"child_in_need.service_provided": ""}),
    "D": ("2026-07-06", "", {"child_in_need.service_provided": ""}),
}


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read(write(tmp_path_factory.mktemp("telling"), UNTOLD))


def asked(export: Export) -> Lacking:
    tables = export.tables
    batch = Batch(load_policy("step-up-step-down").at(tables.as_at), tables.as_at, only=(RULE,))
    return wanting(tables, batch, {RULE: pl.Series("child", list(UNTOLD))})[RULE]


def test_each_thing_is_counted_once_a_child(export: Export) -> None:
    assert asked(export) == (("child in need service provided", 3), ("child in need assessed", 2))


def test_those_that_were_not_looked_into_are_counted_too(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ALIKE", 1)  # the two who are alike
    assert asked(export) == (("child in need service provided", 2), (NOT_LOOKED_INTO, 2))


def test_an_event_that_is_not_covered_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.mktemp("uncovered"), {"A": ("2026-07-06", "", {})})
    columns = path.with_suffix(".columns.yaml")
    columns.write_text(columns.read_text(encoding="utf-8").replace("  cin_meeting: as_at\n", ""), "utf-8")
    tables = read(path).tables
    batch = Batch(load_policy("step-up-step-down").at(tables.as_at), tables.as_at, only=(RULE,))
    assert wanting(tables, batch, {RULE: pl.Series("child", ["A"])}) == {
        RULE: (("Child in Need meeting", 1),)
    }
