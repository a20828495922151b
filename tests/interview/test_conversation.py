"""An interview asks what matters, saves each answer, and never repeats or keeps what must not be kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case, Entry, read_cases
from threshold.casefiles.write import CaseFile
from threshold.engine import Engine, evaluators
from threshold.interview.conversation import Interview
from threshold.policy import load_policy
from threshold.reading import BadInput

ENGINE = Engine(load_policy("step-up-step-down"), using=evaluators()[:1])
AS_AT = date(2026, 8, 14)
PLAN = "child protection plan start?"
CALM = "child_protection: {concern: false, immediate_danger: false, harm_suspected: false}\n"


class Talk:
    """One interview with prepared answers; `said` is all that was shown."""

    def __init__(
        self,
        path: Path,
        *answers: str,
        answers_to: dict[str, list[str]] | None = None,
        engine: Engine = ENGINE,
    ) -> None:
        self.said = ""
        self.answers_to = {key: iter(each) for key, each in (answers_to or {}).items()}
        self.answers: Iterator[str] = iter(answers)
        self.prompts: list[str] = []
        self.path = path
        self.interview = Interview(engine, path, AS_AT, self._say, self._hear)
        self.decision = self.interview.run()

    def _say(self, text: str) -> None:
        self.said += text

    def _hear(self) -> str:
        self.prompts.append(self.said.splitlines()[-1])
        answer = next(self.answers, "" if self.answers_to else None)
        for key, answers in self.answers_to.items():
            if key in self.prompts[-1]:
                answer = next(answers)
        if answer is None:
            raise EOFError
        # What has been answered so far is already in the file, and can be read.
        if self.path.exists():
            assert isinstance(next(read_cases([str(self.path)], ENGINE.policy.vocabulary)), Case)
        return f"{answer}\n"

    @property
    def case(self) -> Case:
        return CaseFile(self.path).case(ENGINE.policy.vocabulary)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "C-0412.yaml"


def test_from_nothing_to_a_decision(new: Path) -> None:
    # Which of the questions about danger comes first depends on what they would rule out.
    told = {"Is there a child protection concern?": ["yes"]}
    talk = Talk(new, "step up", "child in need", *[""] * 30, answers_to=told)
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    assert new.read_text() == (
        "case: C-0412\nas_at: 2026-08-14\nrequest:\n  direction: step_up\n  to: child_in_need\n"
        "child_protection:\n  concern: true\n"
    )
    assert new.stat().st_mode & 0o777 == 0o600


def test_json_from_nothing(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "C-1.json", "close", "no", "no", "no", "2026-05-01", "q")
    assert talk.case.given["child_protection.concern"] is False
    assert '"concern": false' in talk.path.read_text()


def test_everything_answered_needs_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text("case: C-1\nrequest: {direction: close}\nchild_protection: {concern: true}\n")
    talk = Talk(path)
    assert "Nothing more needs to be asked.\n" in talk.said
    assert talk.prompts == []


def test_what_is_skipped_is_not_asked_again(new: Path) -> None:
    talk = Talk(new, "close", *[""] * 60)
    assert len(talk.prompts) > 3
    assert len(set(talk.prompts)) == len(talk.prompts)
    assert "Nothing more needs to be asked but what was skipped." in talk.said
    assert set(talk.case.given) == {"request.direction"}


@pytest.mark.parametrize("stop", ["q", "quit", None])
def test_stopping_keeps_what_was_answered(new: Path, stop: str | None) -> None:
    talk = Talk(new, "close", "no", *([stop] if stop else []))
    assert f"What was answered is saved in {new}." in talk.said
    assert talk.decision is not None
    assert talk.case.given["child_protection.immediate_danger"] is False


def test_stopping_at_once_writes_nothing(new: Path) -> None:
    talk = Talk(new, "q")
    assert "Nothing was written." in talk.said
    assert talk.decision is None
    assert not new.exists()


def test_a_wrong_answer_is_asked_again_and_not_repeated(new: Path) -> None:
    talk = Talk(new, "close", "perhaps Joan", "no", "q")
    assert "  It must be yes or no.\n" in talk.said
    assert talk.prompts[1] == talk.prompts[2]
    assert "Joan" not in talk.said + new.read_text()


def test_a_question_mark_explains(new: Path) -> None:
    talk = Talk(new, "?", "close", "?", "q")
    assert "Known are: step up, step down" in talk.said
    assert "It bears on: Protect the child first [SAFE-first]" in talk.said
    assert talk.prompts[0] == talk.prompts[1]


def test_a_question_about_an_event_explains_what_no_means(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(f"case: C-1\nrequest: {{direction: close}}\nsupport: {{in_place: child_in_need}}\n{CALM}")
    talk = Talk(path, answers_to={PLAN: ["?", "q"]})
    assert (
        "child protection plan start? (a date such as 2026-08-14, or no if it has not happened)" in talk.said
    )
    assert "holds all there was of this up to 14 August 2026" in " ".join(talk.said.split())


def test_dates_and_no(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(f"case: C-1\nrequest: {{direction: close}}\nsupport: {{in_place: child_in_need}}\n{CALM}")
    talk = Talk(path, answers_to={PLAN: ["sometime", "2026-01-10"]})
    assert "It must be a date written as year-month-day" in talk.said
    assert talk.case.timeline[0] == Entry(date(2026, 1, 10), "cp_plan_started")
    talk = Talk(tmp_path / "C-2.yaml", answers_to={"being asked for:": ["close"], PLAN: ["no"]})
    assert talk.case.covers == {"cp_plan_started": AS_AT}


def test_a_stated_date_in_the_future_is_asked_again(new: Path) -> None:
    talk = Talk(
        new, "step up", "child in need", answers_to={"request made?": ["2026-09-01", "2026-08-12", "q"]}
    )
    assert "It lies after 14 August 2026, the date of this decision." in talk.said
    assert talk.case.given["request.made"] == date(2026, 8, 12)


def test_a_future_event_is_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(f"case: C-1\nrequest: {{direction: close}}\nsupport: {{in_place: child_in_need}}\n{CALM}")
    talk = Talk(path, answers_to={PLAN: ["2026-12-01"]})
    assert talk.case.timeline[0].status == "planned"
    # A child protection plan that is about to begin is a concern, which decides.
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    assert len(set(talk.prompts)) == len(talk.prompts) > 1


@pytest.mark.parametrize(("purpose", "kept"), [("", []), ("step up", [{"for": "step_up"}])])
def test_an_event_without_what_it_needs_is_not_kept(
    tmp_path: Path, purpose: str, kept: list[dict[str, str]]
) -> None:
    path = tmp_path / "C-1.yaml"
    asked = "request: {direction: step_up, to: child_in_need, made: 2026-08-12}"
    path.write_text(f"case: C-1\n{asked}\n{CALM}")
    answers = {"asked for consent?": ["2026-08-10", purpose]}  # what for is asked on the same line
    talk = Talk(path, answers_to=answers, engine=Engine(load_policy("default"), using=evaluators()[:1]))
    assert sum("for? (support, sharing, step up, panel)" in prompt for prompt in talk.prompts) == 1
    assert [entry.carries for entry in talk.case.timeline if entry.event == "consent_sought"] == kept
    assert "Nothing more needs to be asked but what was skipped." in talk.said


def test_details_that_identify_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text("case: C-1\n" + CALM)
    talk = Talk(path, "workflow", "q")
    assert talk.interview.begun
    before = path.read_text()
    new = tmp_path / "C-2.yaml"
    talk = Talk(new, "workflow", "dob 01/02/2019", "the step", "Closure", "q")
    assert "It seems to hold a date of birth" in talk.said
    assert "2019" not in talk.said + new.read_text()
    assert talk.case.given["request.step"] == "the step"
    assert path.read_text() == before


@pytest.mark.parametrize("name", ["Joan Smith.yaml", "2014-05-01.yaml", "485 777 3456.json"])
def test_a_name_of_a_file_that_is_no_reference(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="the name of the file becomes the reference of the case"):
        Talk(tmp_path / name, "close")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_wrong_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text("case: C-1\nconsents: {}\n")
    with pytest.raises(BadInput, match="this key is not known here"):
        Talk(path, "close")
    assert path.read_text() == "case: C-1\nconsents: {}\n"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written here"):
        Talk(tmp_path / "missing" / "C-1.yaml", "close")


def test_a_question_names_how_many_are_left(new: Path) -> None:
    talk = Talk(new, "close", "no", "q")
    counts = [int(line.split()[0][1:]) for line in talk.said.splitlines() if line.endswith("that matter)")]
    assert counts
    assert all(count > 0 for count in counts)
