"""The audit's own checks put to the test: errors planted in its source, each of which has to stop it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.audit.edition import for_board
from threshold.audit.hidden_again import check_hidden
from threshold.audit.period import Period
from threshold.audit.render import rendered
from threshold.audit.results_file import write_results
from threshold.audit.run import Run, run
from threshold.audit.suppress import suppress
from threshold.batch import Difference
from threshold.demo import AS_AT, write_demo
from threshold.exports import read_export
from threshold.policy import PolicyFiles, load_policy
from threshold.reading import BadInput

from .planting import Slip, planted
from .slips import BATCH, CALENDAR, COUNTING, PAIRING, PERIOD, READING, SHOWN_BY, TOLD

pytestmark = pytest.mark.slow
CHILDREN, SEED = 300, 15
Audited = Callable[..., Run]
YEAR = Period(date(2025, 9, 1), date(2026, 3, 31))


@pytest.fixture(scope="module")
def files() -> PolicyFiles:
    return load_policy("default")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Made-up children in every kind of file; one as people leave them, one in days as people write them."""
    folder = tmp_path_factory.mktemp("planted")
    found = {}
    for format_, name in (
        *(("events", f"events.{suffix}") for suffix in ("csv", "parquet", "ndjson")),
        ("annex-a", "annex-a.xlsx"),
        ("census", "census.xml"),
        ("ssd", "ssd"),
    ):
        path = folder / format_ / name.partition(".")[2] / name
        path.parent.mkdir(parents=True)
        write_demo(path, CHILDREN, seed=SEED, format_=format_)
        found[name] = path
    for format_, name in (("events", "many.csv"), ("census", "many.xml")):
        found[name] = folder / "many" / format_ / name
        found[name].parent.mkdir(parents=True)
        write_demo(found[name], 3 * CHILDREN, seed=SEED, dirt=0.3, format_=format_)
    clean = found["events.csv"]
    for name, changed in (("dirty.csv", _dirty), ("written.csv", _written)):
        found[name] = folder / name
        found[name].write_text(changed(clean.read_text(encoding="utf-8")), encoding="utf-8")
        beside = clean.with_name("events.columns.yaml").read_text(encoding="utf-8")
        if name == "dirty.csv":
            beside = beside.replace("worker: worker}", "worker: worker, status: status}")
        (folder / f"{found[name].stem}.columns.yaml").write_text(beside, encoding="utf-8")
    return found


def _dirty(text: str) -> str:
    """With rows that end in a return, only planned, twice, without a child, and a team more."""
    headers, first, *rest = text.splitlines()
    rows = [f"{row},{'planned' if place % 9 == 8 else 'held'}" for place, row in enumerate(rest)]
    rows[0] = rows[0].replace(" Team ", " Other Team ")
    nameless, open_ = "," + first.partition(",")[2] + ",held", '"open' + first + ",held"
    return "\r".join([f"{headers},status", f"{first},held", f"{first},held", nameless, *rows, open_, ""])


def _written(text: str) -> str:
    """With days as people write them."""
    return re.sub(r"\b(\d{4})-(\d{2})-(\d{2})\b", r"\3/\2/\1", text)


@pytest.fixture(scope="module")
def audited(exports: dict[str, Path], files: PolicyFiles) -> Audited:
    def call(name: str = "events.csv", period: Period | None = None) -> Run:
        return run(read_export(exports[name], files.vocabulary, AS_AT), files, period=period)

    return call


@pytest.fixture(scope="module")
def many(audited: Audited) -> Run:
    """The audit that is told of; what is told changes nothing in it."""
    return audited("many.csv")


def named(of: object) -> str:
    return f"{of.module}: {of.wrong}" if isinstance(of, Slip) else str(of)


def test_nothing_is_stopped_that_is_right(exports: dict[str, Path], audited: Audited) -> None:
    for name in exports:
        done = audited(name)
        assert done.audit.replayed == min(200, done.export.children)


@pytest.mark.parametrize("slip", [*BATCH, *CALENDAR, *PAIRING, *COUNTING], ids=named)
def test_an_error_in_working_it_out_stops_it(slip: Slip, audited: Audited) -> None:
    with planted(slip), pytest.raises((BadInput, Difference)):
        audited(SHOWN_BY.get(slip, "events.csv"))


@pytest.mark.parametrize(("name", "slip"), READING, ids=named)
def test_an_error_in_reading_stops_it(name: str, slip: Slip, audited: Audited) -> None:
    with planted(slip), pytest.raises((BadInput, Difference)):
        audited(name)


@pytest.mark.parametrize(("format_", "slip"), TOLD, ids=named)
def test_an_error_in_what_is_told_stops_it(format_: str, slip: Slip, many: Run, tmp_path: Path) -> None:
    with planted(slip), pytest.raises(BadInput):  # noqa: PT012
        if format_ == "suppressed":
            check_hidden(many.audit, suppress(many.audit, 5), 5)
        elif format_ == "results":
            write_results(tmp_path / "results.csv", many)
        else:
            rendered(many.audit, format_)


def test_what_is_told_is_let_pass(many: Run, tmp_path: Path) -> None:
    for least in (2, 5, 10):
        check_hidden(many.audit, suppress(many.audit, least), least)
    for audit in (many.audit, for_board(many.audit), suppress(many.audit, 5)):
        assert all(rendered(audit, format_) for format_ in ("json", "csv", "html", "markdown"))
    assert write_results(tmp_path / "results.csv", many) > CHILDREN


@pytest.mark.parametrize("slip", PERIOD, ids=named)
def test_an_error_in_a_period_stops_it(slip: Slip, audited: Audited) -> None:
    with planted(slip), pytest.raises((BadInput, Difference)):
        audited(period=YEAR)
