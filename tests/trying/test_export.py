"""A whole export put to two policies: each flip told by hand before, with its cause; who cannot be tried."""

from datetime import date
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Difference  # noqa: E402
from threshold.demo import AS_AT as DEMO_AS_AT  # noqa: E402
from threshold.demo import write_demo  # noqa: E402
from threshold.exports import Export, read_export  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.trying import export as module  # noqa: E402
from threshold.trying.export import NO_REQUESTS, try_export  # noqa: E402
from threshold.trying.model import Flow, Trial, Tried  # noqa: E402
from threshold.versions import Versions  # noqa: E402

from .telling import CHILDREN, read, write  # noqa: E402

POLICY = "step-up-step-down"
MEETING = f"{POLICY}.cin_meeting_within=7 working days"
RULE = "RBC-2.8b"
DUE = "overdue, due "


def versions(*trial: str, before: tuple[str, ...] = (), policy: str = POLICY) -> Versions:
    files = load_policy(policy)
    return Versions(files, files, before, trial)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read(write(tmp_path_factory.mktemp("telling")))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Export:
    path = tmp_path_factory.mktemp("demo") / "events.csv"
    write_demo(path, 300, seed=19)
    return read_export(path, load_policy("default").vocabulary, DEMO_AS_AT)


def told(tried: Tried, rule: str = RULE) -> dict[str, tuple[str, str]]:
    """Whom a rule turns, each with how it was and is."""
    return {flip.of: (flip.before, flip.after) for flip in tried.flips if flip.rule == rule}


def test_seven_days_become_seven_working_days(export: Export) -> None:
    tried = try_export(versions(MEETING), export)
    assert told(tried) == {
        "DAY-8": ("late", "met"),
        "DAY-9": ("late", "met"),
        "NEVER": (f"{DUE}2026-07-13", f"{DUE}2026-07-15"),
        "LAST-WEEK": ("overdue", "pending"),
        "THIS-WEEK": ("pending, due 2026-08-19", "pending, due 2026-08-21"),
    }
    assert (tried.number, tried.flipped, tried.samples) == (len(CHILDREN) + 1, 5, len(CHILDREN) + 1)
    assert {(flip.aspect, flip.together, flip.because[0].id) for flip in tried.flips} == {
        ("deadline", False, "cin_meeting_within")
    }
    assert Flow("deadline", RULE, "late", "met", 2) in tried.flows
    assert Flow("deadline", RULE, "late", "late", 1) in tried.flows


def test_who_cannot_be_tried_is_counted_for_want_of_what(export: Export) -> None:
    tried = try_export(versions(MEETING), export)
    (untried,) = tried.untried
    assert (untried.rule, untried.number) == (RULE, 1)
    assert untried.wanting == (("child in need service provided", 1),)
    assert [change.id for change in untried.changes] == ["cin_meeting_within"]
    (reach,) = tried.reach
    assert (reach.judged, reach.cannot_tell) == (8, 1)  # not of whom no service was provided


def test_nobody_flips_because_nobody_could_be_tried(tmp_path: Path) -> None:
    blank = {name: (ended, met, {"child_in_need.assessed": ""}) for name, (ended, met, _) in CHILDREN.items()}
    export = read(write(tmp_path, blank))
    tried = try_export(versions(MEETING), export)
    assert (tried.flipped, tried.untried[0].number) == (0, len(CHILDREN))
    assert tried.untried[0].wanting == (("child in need assessed", len(CHILDREN)),)
    (reach,) = tried.reach
    assert (reach.judged, reach.cannot_tell) == (1, len(CHILDREN))  # one whose referral is closed


def test_what_is_asked_of_requests_alone_is_not_put_to_the_test_by_an_export(demo: Export) -> None:
    changes = versions("step-up-step-down.cin_minimum_after_cp=2 months", policy="default")
    tried = try_export(changes, demo)
    assert not tried.flips
    assert {each.why for each in tried.untried if each.rule == "RBC-5.1"} == {NO_REQUESTS}
    (reach,) = tried.reach
    assert (reach.judged, reach.cannot_tell > 0) == (0, True)
    trial = Trial("old", "new", changes.changes, (tried,))
    assert trial.not_shown == changes.changes
    assert not trial.flips_nobody


def test_a_coming_edition_flips_nobody_before_its_day(tmp_path: Path) -> None:
    path = write(tmp_path)
    changes = versions("national.assessment_within@2026-09-01=1 working days")
    today = try_export(changes, read(path))
    assert (today.flips, today.later) == ((), "2026-09-01")
    assert [(each.judged, each.cannot_tell) for each in today.reach] == [(0, 0)]
    # From that day on: of an assessment that ended on the day of its referral nothing is late.
    then = try_export(changes, read(path, as_at=date(2026, 9, 1)))
    assert then.later is None
    assert told(then, "WT-assessment") == {"CLOSED": ("met", "late")}


def test_several_changes_are_told_apart(export: Export) -> None:
    tried = try_export(versions(MEETING, "national.assessment_within=1 working days"), export)
    causes = {(flip.of, flip.rule): [each.id for each in flip.because] for flip in tried.flips}
    assert causes["CLOSED", "WT-assessment"] == ["assessment_within"]
    assert causes["DAY-8", RULE] == ["cin_meeting_within"]
    assert all(len(each) == 1 for each in causes.values())


def test_two_changes_that_each_would_do(demo: Export) -> None:
    """The same clock, changed by its length and by its start: what either brings is put down to both."""
    trial = ("national.assessment_within=400 working days", "national.assessment_clock=assessment.started")
    tried = try_export(versions(*trial, policy="national"), demo)
    late = [flip for flip in tried.flips if (flip.before, flip.after) == ("late", "met")]
    causes = {tuple(sorted(each.id for each in flip.because)) for flip in late}
    assert causes == {("assessment_within",), ("assessment_clock", "assessment_within")}
    assert not any(flip.together for flip in late)


def test_changes_that_need_each_other(demo: Export) -> None:
    """A due date that neither the length nor the start brings alone."""
    trial = ("national.assessment_within=44 working days", "national.assessment_clock=assessment.started")
    tried = try_export(versions(*trial, policy="national"), demo)
    together = [flip for flip in tried.flips if flip.together]
    assert together
    assert all({"assessment_within", "assessment_clock"} == {c.id for c in flip.because} for flip in together)
    assert all(flip.because for flip in tried.flips)


def test_a_flip_is_what_the_whole_policies_say(demo: Export) -> None:
    """By an independent way: every rule of both policies evaluated, and each state set beside the other."""
    from threshold.batch import Batch

    files = load_policy("default")
    trial = ("step-up-step-down.review_every=6 weeks", "national.conference_within=10 working days")
    tables = demo.tables
    columns = ["child", "rule", "instance", "interval", "state"]
    old, new = (
        Batch(files.at(tables.as_at, each), tables.as_at).evaluate(tables).table().select(columns)
        for each in ((), trial)
    )
    gone = old.join(new, on=columns, how="anti", nulls_equal=True).select("child", "rule").unique()
    come = new.join(old, on=columns, how="anti", nulls_equal=True).select("child", "rule").unique()
    wanted = {*gone.rows(), *come.rows()}
    found = try_export(versions(*trial, policy="default"), demo)
    assert {(flip.of, flip.rule) for flip in found.flips if ", due " not in flip.before} == wanted
    assert wanted


def test_a_sample_that_comes_out_otherwise_stops_everything(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(*_: object, **__: object) -> int:
        raise Difference(RULE, "DAY-7")

    monkeypatch.setattr(module, "replay", differs)
    with pytest.raises(Difference):
        try_export(versions(MEETING), export)


def test_nothing_that_differs_flips_nobody(export: Export) -> None:
    tried = try_export(versions(), export)
    assert (tried.flips, tried.untried, tried.reach, tried.number) == ((), (), (), len(CHILDREN) + 1)
