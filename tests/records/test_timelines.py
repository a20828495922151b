"""The random timelines: such as a case file may hold, and with everything in them that should meet."""

from collections import Counter

from .oracle import Oracle, Unsure
from .small import WORLD
from .timelines import links_are_good, timeline

FILES = [timeline(WORLD, f"small-{number}") for number in range(600)]


def test_each_can_be_made_again() -> None:
    def plain(number: int) -> list[object]:
        file = timeline(WORLD, f"small-{number}")
        return [(r.on, r.event, r.status, r.ref, r.of) for r in file.records]

    assert [plain(number) for number in range(20)] == [plain(number) for number in range(20)]
    assert plain(1) != plain(2)


def test_all_are_such_as_a_case_file_may_hold() -> None:
    assert [file for file in FILES if not links_are_good(file)] == []


def test_everything_meets_in_them_often_enough() -> None:
    seen: Counter[str] = Counter()
    for file in FILES:
        oracle = Oracle(file)
        for name in WORLD.spans:
            runs = oracle.runs(name)
            seen["several runs"] += len(runs) > 1
            seen["superseded"] += any(run.superseded for run in runs)
            seen["may be open"] += any(run.open is None and not run.own for run in runs)
            seen["loose"] += any(run.loose for run in runs)
            seen["of its own"] += any(run.own for run in runs)
            seen["cannot be told"] += isinstance(oracle.current(name), Unsure)
            seen["none is current"] += bool(runs) and oracle.current(name) is None
            seen["ended without a day"] += any(run.end and not run.end.on for run in runs)
            homes = [oracle.home(record, name) for record in oracle.held]
            seen["unsure where it belongs"] += any(isinstance(home, Unsure) for home in homes)
        seen["of the request"] += any(record.of == "request" for record in file.records)
        seen["of a run"] += any(record.of not in ("", "request") for record in file.records)
        seen["planned or cancelled"] += any(record.status != "held" for record in file.records)
    assert {what: count for what, count in seen.items() if count < 20} == {}
