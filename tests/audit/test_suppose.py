"""One request put to every open child of an export: each answer told by hand before, and all counted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from threshold.audit.run import Run  # noqa: E402
from threshold.audit.suppose import COLUMNS, FIRST, Done, read_request, suppose, words  # noqa: E402
from threshold.audit.supposition import Named, Span, Supposition  # noqa: E402
from threshold.batch import Difference  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

from .asking import COVERED, POLICY, audited, write  # noqa: E402

DOWN = Request("step_down", "early_help")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return audited(write(tmp_path_factory.mktemp("asking")))


@pytest.fixture(scope="module")
def done(run: Run) -> Done:
    return suppose(run, load_policy(POLICY), DOWN)


def found(done: Done) -> Supposition:
    assert done.run.audit.suppose is not None
    return done.run.audit.suppose


def test_every_answer_is_the_one_told_by_hand(done: Done) -> None:
    told = done.children.select(
        "child", "open", "status", "earliest", "held_until", "in_the_way", "not_known"
    )
    tomorrow, autumn, between = date(2026, 8, 15), date(2026, 9, 30), date(2026, 9, 15)
    declined = "RBC-5.1; RBC-5.3; RBC-4.1c; RBC-3.3b; RBC-3.3a"
    assert {row[0]: row[1:] for row in told.iter_rows()} == {
        "SERVED": ("open", "permitted", None, None, None, None),
        "TOMORROW": ("open", "blocked", tomorrow, tomorrow, "RBC-5.1", None),
        "AUTUMN": ("open", "blocked", autumn, autumn, "RBC-5.1", None),
        # More than time is wanting.
        "AND-DECLINED": ("open", "blocked", None, None, declined, None),
        # Nothing else is known to be in the way, and something is not known.
        "AND-UNASKED": ("open", "blocked", None, between, "RBC-5.1", "consent.to_share"),
        "ON-A-PLAN": ("open", "blocked", None, None, "protection.in_place; RBC-5.1", None),
        "NEVER": ("open", "permitted", None, None, None, None),
        "UNASKED": ("open", "undetermined", None, None, None, "consent.to_share"),
        "IN-DANGER": ("open", "blocked", None, None, "protection.concern", None),
        "STILL-IN-NEED": ("open", "blocked", None, None, "RBC-4.1b; RBC-3.1", None),
        "CAF-ONLY": ("open", "blocked", None, None, "RBC-3.1; RBC-D-2", None),
        "ENDED": ("ended", None, None, None, None, None),
        "HISTORY": ("ended", None, None, None, None, None),
        # The meeting shows an assessment, and nobody knows whether that has ended.
        "UNTOLD": ("unclear", None, None, None, None, None),
    }
    assert done.children.columns == list(COLUMNS)


def test_what_comes_of_it_is_counted(done: Done) -> None:
    told = found(done)
    assert (told.permitted, told.conditional, told.blocked) == (2, 0, 8)
    assert (told.conflict, told.undetermined, told.unanswered) == (0, 1, 0)
    assert told.answerable
    assert (told.who.open, told.who.ended, told.who.unclear, told.who.not_recorded) == (11, 2, 1, 0)
    assert told.who.ends_unknown == 0
    assert told.replayed == 11
    assert told.now == ("SERVED", "NEVER")
    assert [(each.child, each.earliest) for each in told.later] == [
        ("TOMORROW", "2026-08-15"),
        ("AUTUMN", "2026-09-30"),
    ]
    assert told.earliest == Span(2, "2026-08-15", "2026-09-30", (Named("2026-08", 1), Named("2026-09", 1)))
    assert told.held_until.children == 3


def test_three_months_of_child_in_need_are_countable(done: Done) -> None:
    """RBC-5.1: how many it holds up, for how many of them by time alone, and until when."""
    first = found(done).obstacles[0]
    assert (first.rule, first.kind, first.children) == ("RBC-5.1", "block", 5)
    assert first.source is not None
    assert first.source.clauses == ("RBC-5.1",)
    months = (Named("2026-08", 1), Named("2026-09", 3))
    assert first.until == Span(4, "2026-08-15", "2026-09-30", months)
    assert [part.children for part in first.parts] == [4, 1]
    assert "has not yet been on Child in Need for 3 months" in first.parts[0].name
    assert "A child protection plan is active" in first.parts[1].name


def test_what_stands_in_the_way_comes_most_frequent_first(done: Done) -> None:
    obstacles = found(done).obstacles
    numbers = [each.children for each in obstacles]
    assert numbers == sorted(numbers, reverse=True)
    kinds = {each.rule: each.kind for each in obstacles}
    assert kinds["protection.concern"] == kinds["protection.in_place"] == "protection"
    assert kinds["RBC-4.1b"] == "ground"
    (ground,) = [each for each in obstacles if each.rule == "RBC-4.1b"]
    assert ground.title.startswith("It is not so: ")
    assert all(each.only_open == 0 for each in obstacles)
    assert found(done).blocked_by_no_end == 0


def test_what_would_have_to_be_known_is_asked_in_words(done: Done) -> None:
    (told,) = found(done).lacking
    assert told.facts == ("consent.to_share",)
    assert told.events == ()
    assert told.children == 2
    assert told.question == "Has the family consented to information being shared?"


def test_without_covers_nothing_that_ended_is_known_to_be_all(tmp_path: Path) -> None:
    done = suppose(audited(write(tmp_path, ())), load_policy(POLICY), DOWN)
    told = found(done)
    # Support is said to be in place of everybody else, so that nothing hangs on an end that may be missing.
    assert (told.who.open, told.who.ended, told.who.not_recorded) == (11, 1, 1)
    assert {each.name for each in told.who.lacking} >= {"caf", "team_around_child", "child_in_need"}
    # Whether there was a child protection plan is told by its starts, of which not all are known to be there.
    assert told.permitted == 1
    assert told.now == ("SERVED",)
    wanted = [each for each in told.lacking if each.events]
    assert ("cp_plan_started",) in {each.events for each in wanted}


def test_an_end_that_may_be_missing_is_told(tmp_path: Path) -> None:
    covers = tuple(event for event in COVERED if event not in ("cp_plan_ended", "section_47_ended"))
    path = write(tmp_path, covers, ("ON-A-PLAN", "HISTORY"))
    text = path.read_text(encoding="utf-8")
    # Nobody says what support there is: that the plan goes on is known by its start alone.
    path.write_text(text.replace("child protection,", ",", 1), encoding="utf-8")
    told = found(suppose(audited(path), load_policy(POLICY), DOWN))
    assert (told.who.open, told.who.ends_unknown) == (1, 1)
    (in_place,) = [each for each in told.obstacles if each.rule == "protection.in_place"]
    assert (in_place.children, in_place.only_open) == (1, 1)
    # The three months are in its way as well.
    assert told.blocked_by_no_end == 0


def test_who_is_blocked_by_a_missing_end_alone_is_told_apart(tmp_path: Path) -> None:
    covers = tuple(event for event in COVERED if event != "section_47_ended")
    path = write(tmp_path, covers, ("NEVER",))
    header, line = path.read_text(encoding="utf-8").splitlines()
    # An enquiry of which no end is recorded; and the same beside somebody's word that there is danger.
    enquiry = line.replace("cin_plan_started,2026-01-12", "section_47_started,2026-02-02")
    said = [
        each.replace("NEVER", "SAID").replace(",no,no,no,no,", ",no,yes,no,no,") for each in (line, enquiry)
    ]
    path.write_text("\n".join([header, line, enquiry, *said]) + "\n", encoding="utf-8")
    told = found(suppose(audited(path), load_policy(POLICY), DOWN))
    assert (told.blocked, told.blocked_by_no_end) == (2, 1)
    (concern,) = [each for each in told.obstacles if each.rule == "protection.concern"]
    assert (concern.children, concern.only_open) == (2, 1)


def test_a_policy_that_answers_no_such_request_says_so(run: Run) -> None:
    told = found(suppose(run, load_policy("national"), DOWN))
    assert not told.answerable
    assert told.permitted == told.conditional == told.undetermined == 0
    # Danger and protection refuse it whatever else is asked.
    assert (told.unanswered, told.blocked) == (9, 2)


def test_a_value_on_trial_changes_the_answers(run: Run) -> None:
    trial = ("step-up-step-down.cin_minimum_after_cp=1 month",)
    told = found(suppose(run, load_policy(POLICY), DOWN, trial))
    assert told.now == ("SERVED", "TOMORROW", "AUTUMN", "NEVER")


def test_the_figures_and_nothing_else_of_the_audit_are_changed(run: Run, done: Done) -> None:
    assert replace(done.run.audit, suppose=None) == run.audit
    assert done.run.results is run.results


def test_only_the_first_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, COVERED, ("NEVER", "TOMORROW", "HISTORY"))
    header, line, *others = path.read_text(encoding="utf-8").splitlines()
    lines = [line.replace("NEVER", f"C-{number:03}") for number in range(FIRST + 7)]
    path.write_text("\n".join([header, *lines, *others]) + "\n", encoding="utf-8")
    told = found(suppose(audited(path), load_policy(POLICY), DOWN, sample=3))
    assert (told.permitted, len(told.now), told.replayed) == (FIRST + 7, FIRST, 3)


def test_a_difference_stops_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def differ(*_: object, **__: object) -> int:
        raise Difference("the status of the request", "C-1")

    monkeypatch.setattr("threshold.audit.suppose.Alone.replay", differ)
    with pytest.raises(Difference):
        suppose(run, load_policy(POLICY), DOWN)


@pytest.mark.parametrize(
    ("text", "request_", "said"),
    [
        ("step_down:early_help", DOWN, "step down to early help"),
        ("Step down: Early help", DOWN, "step down to early help"),
        ("step-up", Request("step_up"), "step up"),
        ("close:caf_episode", Request("close", of="caf_episode"), "close (CAF episode)"),
        ("close", Request("close"), "close"),
        ("step_across:universal", Request("step_across", "universal"), "step across to universal"),
    ],
)
def test_a_request_is_read_as_people_write_it(text: str, request_: Request, said: str) -> None:
    assert read_request(text, load_policy(None).vocabulary) == request_
    assert words(request_) == said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "begins with one of step_up, step_down, step_across, close"),
        ("stepdown", 'did you mean "step_down"'),
        ("triage", "triage is not asked for of an open child"),
        ("workflow:x", "workflow is not asked for of an open child"),
        ("step_down:", "after step_down: comes one of universal, early_help"),
        ("step_down:early", 'did you mean "early_help"'),
        ("close:early_help", "after close: comes one of contact, caf_episode, case"),
    ],
)
def test_what_is_no_request_is_said_to_be_none(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_request(text, load_policy(None).vocabulary)
    assert message in str(refused.value)
    assert "--suppose" in str(refused.value)
