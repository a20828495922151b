"""An interview asks what matters, saves each answer, and never repeats or keeps what must not be kept."""

import re
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Entry
from threshold.engine import Engine, evaluators
from threshold.interview.conversation import Interview
from threshold.interview.prompts import Screen
from threshold.policy import load_policy
from threshold.policy.protection import QUESTIONS
from threshold.reading import BadInput

from .talk import AS_AT, CALM, OF_TODAY, Talk

PLAN = "child protection plan start?"
CONCERN = "Is there a child protection concern?"
IMMEDIATE = "Is there an immediate or urgent safeguarding concern?"
HARM = "suffer significant harm?"
DANGER = "immediate or urgent"
IN_NEED = OF_TODAY + f"request: {{direction: close}}\nsupport: {{in_place: child_in_need}}\n{CALM}"
DANGER_FIRST = "Danger comes first: the questions stop here."


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "C-0412.yaml"


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A file of the same day."""
    path = tmp_path / "C-1.yaml"
    path.write_text(IN_NEED)
    return path


# From nothing to a decision


def test_from_nothing_to_a_decision(new: Path) -> None:
    told = {"being asked for": ["step up"], "Which support is asked for": ["3"], CONCERN: ["yes"]}
    talk = Talk(new, answers_to=told)
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    assert new.read_text() == (
        "case: C-0412\nas_at: 2026-08-14\nrequest:\n  direction: step_up\n  to: child_in_need\n"
        "child_protection:\n  concern: true\n"
    )
    assert new.stat().st_mode & 0o777 == 0o600


def test_json_from_nothing(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "C-1.json", "close", "no", "no", "no", "q")
    assert talk.about_danger == [False, False, False]
    assert '"concern": false' in talk.path.read_text()


def test_everything_answered_needs_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(OF_TODAY + "request: {direction: close}\nchild_protection: {concern: true}\n")
    talk = Talk(path)
    assert "Nothing more needs to be asked.\n" in talk.said
    assert [prompt.splitlines()[-1] for prompt in talk.prompts][1:] == []


def test_at_the_end_an_answer_can_still_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(OF_TODAY + "request: {direction: close}\nchild_protection: {concern: true}\n")
    talk = Talk(path, "close it", "c", "2", "no", "q")
    assert "Is that all? Type b to go back or c to change an answer; Enter ends it." in talk.words
    assert "It answers no question." in talk.words
    assert talk.case.given["child_protection.concern"] is False


def test_no_call_ends_without_danger_being_asked_about(new: Path) -> None:
    """The policy has no rule on the request, so that no other question matters."""
    talk = Talk(
        new, answers_to={"being asked for": ["step down"], "Which support is asked for": ["universal"]}
    )
    assert [text in " ".join(talk.prompts) for text in (CONCERN, HARM, DANGER)] == [True, True, True]
    assert talk.decision is not None
    assert talk.decision.answered is False
    assert "This policy has no rule on what is asked for, so nothing else is asked." in talk.words


def test_what_is_skipped_is_not_asked_again(new: Path) -> None:
    talk = Talk(new, "close", *[""] * 60)
    assert len(talk.prompts) > 3
    assert len(set(talk.prompts)) == len(talk.prompts)
    assert "Nothing more needs to be asked but what was skipped or is not known." in talk.words
    assert set(talk.case.given) == {"request.direction"}


def test_how_many_more_may_matter(new: Path) -> None:
    talk = Talk(new, "close", "no", "", "q")
    headings = re.findall(r"Question (\d+)(?:; (\d+) more may matter)?\n", talk.said)
    assert [number for number, _ in headings] == ["1", "2", "3", "4"]
    assert [more != "" for _, more in headings] == [False, True, True, True]


# Stopping


@pytest.mark.parametrize("stop", ["q", "QUIT", None])
def test_stopping_keeps_what_was_answered(new: Path, stop: str | None) -> None:
    talk = Talk(new, "close", "no", *([stop] if stop else []))
    assert f"What was answered is saved in {new}." in talk.words or stop is None
    assert "Stopped." in talk.said
    assert talk.decision is not None
    assert talk.about_danger == [False]


def test_stopping_at_once_writes_nothing(new: Path) -> None:
    talk = Talk(new, "q")
    assert "Nothing was written." in talk.said
    assert talk.decision is None
    assert not new.exists()


def test_ctrl_c_says_what_is_saved_and_goes_on_its_way(new: Path) -> None:
    said: list[str] = []
    answers = iter(["close"])

    def hear(prompt: str) -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    interview = Interview(
        Talk(new.with_name("C-2.yaml"), "q").interview.engine, new, AS_AT, said.append, hear
    )
    with pytest.raises(KeyboardInterrupt):
        interview.run()
    assert "is saved in" in " ".join("".join(said).split())
    assert new.exists()


# Danger


@pytest.mark.parametrize("question", [CONCERN, HARM, DANGER])
def test_the_first_yes_to_danger_stops_the_questions(new: Path, question: str) -> None:
    told = {"being asked for": ["close"]} | {each: ["no"] for each in (CONCERN, HARM, DANGER)}
    talk = Talk(new, answers_to=told | {question: ["yes"]})
    assert question in talk.prompts[-1]
    assert DANGER_FIRST in talk.said
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    after = talk.words[talk.words.index(DANGER_FIRST) :]
    assert re.search(r"NOW\. [^.]*: Call 999 .*is saved in .*Run this again", after)


def test_another_answer_that_tells_of_danger_stops_them_too(held: Path) -> None:
    talk = Talk(held, answers_to={PLAN: ["01/12/2026"]})
    assert "Tuesday 1 December 2026, which is still to come: a plan." in talk.words
    assert talk.case.timeline[0].status == "planned"
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    assert DANGER_FIRST in talk.said


def test_run_again_after_a_danger_it_says_that_it_stands(new: Path) -> None:
    Talk(new, "step up", "3", "yes")
    talk = Talk(new, *["", "?"] * 20, as_at=None)
    assert "C-0412, as at Friday 14 August 2026: 3 answers so far." in talk.words
    assert (
        "A danger told of before stands. Immediate danger: call 999, then refer to social care now"
        in talk.words
    )
    assert "Call 999" in talk.words
    assert talk.about_danger == [True]
    assert DANGER_FIRST not in talk.said
    assert "NOW. Whoever has the concern: Call 999" in talk.words.partition("Nothing more needs")[2]
    assert not re.search(r"[?.]\.", talk.words)


def test_a_yes_typed_by_mistake_is_changed_by_running_again(new: Path) -> None:
    Talk(new, "close", "yes")
    assert "immediate_danger: true" in new.read_text()
    talk = Talk(new, "c", "2", "no", "no", "q", as_at=None)
    assert talk.case.given["child_protection.immediate_danger"] is False
    assert talk.decision is not None
    assert talk.decision.recommendation.direction != "safeguarding_now"


def test_what_the_file_says_otherwise_as_well_is_not_asked_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "C-0412.yaml"
    path.write_text(
        OF_TODAY + "support: {in_place: early_help}\nrequest: {direction: step_up, to: child_in_need}\n"
        "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}\n"
        "consent: {to_share: given}\n"
        "timeline:\n  - {on: 2026-08-01, event: consent_refused, for: sharing}\n"
    )
    shared = "Has the family consented to information being shared?"
    before = Talk(path, *[""] * 40).prompts
    place = next(number for number, prompt in enumerate(before) if shared in prompt)
    talk = Talk(path, *[""] * place, "given", *[""] * 40)
    assert "The file contradicts itself here: The file states consent to share otherwise" in talk.words
    assert sum(shared in prompt for prompt in talk.prompts) <= 1


def test_whether_there_was_another_is_asked_where_it_matters(tmp_path: Path) -> None:
    """Only what the file says otherwise as well is passed over; a date given is no such thing."""
    path = tmp_path / "C-0412.yaml"
    path.write_text(
        OF_TODAY
        + CALM
        + "support: {in_place: child_in_need}\nrequest: {direction: step_down, to: early_help}\n"
    )
    started = "When did the Child in Need plan start?"
    talk = Talk(path, answers_to={started: ["1 March 2026", "1 May 2026", "no"]})
    asked = [prompt for prompt in talk.prompts if started in prompt]
    assert ["no if it has not happened" in prompt for prompt in asked] == [True, False, False]
    assert all("no if there was no other" in prompt for prompt in asked[1:])
    assert [str(entry.on) for entry in talk.interview.state.case.timeline] == ["2026-03-01", "2026-05-01"]
    assert "contradicts itself" not in talk.words


# A file that is there already


def test_a_file_of_the_same_day_says_what_it_holds(held: Path) -> None:
    talk = Talk(held, "q", as_at=None)
    assert talk.said.startswith("C-1, as at Friday 14 August 2026: 5 answers so far.\n")
    assert "If this call is about another child, stop (q)" in talk.words
    assert held.read_text() == IN_NEED


LATER = date(2026, 8, 15)


def test_as_at_its_own_day_it_goes_on_as_it_was(held: Path) -> None:
    talk = Talk(held, "1", "q", as_at=None, today=LATER)
    assert "C-1, as at Friday 14 August 2026: 5 answers so far" in talk.words
    assert held.read_text() == IN_NEED
    assert not any(question in talk.words for question in (CONCERN, HARM, DANGER))


def test_as_of_today_danger_is_asked_about_again(held: Path) -> None:
    talk = Talk(held, "2", "no", "u", "", "q", as_at=None, today=LATER)
    assert "On 14 August 2026 the answer was no. Is it still? 1 yes 2 no" in talk.words
    for prompt, question in zip(talk.prompts[1:4], (DANGER, HARM, CONCERN), strict=True):
        assert question in prompt
    case = talk.case
    assert case.as_at == LATER
    assert [case.given.get(name) for name in QUESTIONS] == [None, None, False]
    assert case.given["support.in_place"] == "child_in_need"


def test_a_noes_of_another_day_are_gone_from_the_file_before_anything_is_asked(held: Path) -> None:
    talk = Talk(held, "2", as_at=None, today=LATER)
    assert not set(QUESTIONS) & set(talk.case.given)
    assert talk.decision is not None
    assert talk.decision.status == "undetermined"


@pytest.mark.parametrize("answers", [[], [""], ["u"], ["yes"]])
def test_a_yes_of_another_day_stands_until_it_is_answered_with_no(held: Path, answers: list[str]) -> None:
    held.write_text(IN_NEED.replace("concern: false", "concern: true"))
    talk = Talk(held, "2", "no", "no", *answers, as_at=None, today=LATER)
    assert "which stands until it is answered with no" in talk.words
    assert talk.case.given["child_protection.concern"] is True
    assert talk.decision is not None
    assert talk.decision.recommendation.direction == "safeguarding_now"
    assert (DANGER_FIRST in talk.said) is (answers == ["yes"])
    assert ("The earlier answer stands." in talk.said) is (answers in ([""], ["u"]))


def test_a_date_given_asks_about_danger_again_unless_it_is_the_day_of_the_file(held: Path) -> None:
    talk = Talk(held, "q", as_at=LATER, today=LATER, somebody=False)
    assert DANGER in talk.words
    assert talk.case.as_at == LATER
    held.write_text(IN_NEED)
    talk = Talk(held, "q", as_at=AS_AT, today=LATER, somebody=False)
    assert DANGER not in talk.words
    assert held.read_text() == IN_NEED


def test_another_case_is_started_beside_it(held: Path) -> None:
    talk = Talk(held, "3", "C-1.yaml", "C-2.yaml", "close", "no", "q", as_at=None, today=LATER)
    assert "is there already" in talk.said
    assert held.read_text() == IN_NEED
    started = held.with_name("C-2.yaml").read_text()
    assert started.startswith("case: C-2\nas_at: 2026-08-15\nrequest:\n  direction: close\n")
    assert started.endswith(": false\n")


def test_to_stop_there_changes_nothing(held: Path) -> None:
    for answers in (["q"], [], ["", "b", "c", "u", "7", "what", "q"]):
        talk = Talk(held, *answers, as_at=None, today=LATER)
        assert talk.decision is None
        assert "Nothing was changed." in talk.said
        assert held.read_text() == IN_NEED


def test_where_nobody_can_be_asked_it_is_refused(held: Path) -> None:
    with pytest.raises(BadInput, match=r"--as-at 2026-08-14 .* --as-at 2026-08-15 .*another file name"):
        Talk(held, "1", as_at=None, today=LATER, somebody=False)
    held.write_text(IN_NEED.replace("as_at: 2026-08-14\n", ""))
    with pytest.raises(BadInput, match="of a day that it does not name, not of today; --as-at 2026-08-15"):
        Talk(held, "1", as_at=None, today=LATER, somebody=False)
    with pytest.raises(BadInput):
        Talk(held, "1", as_at=None, today=date(2026, 8, 13), somebody=False)


# Wrong answers, explanations, details


def test_a_wrong_answer_is_asked_again_and_not_repeated(new: Path) -> None:
    talk = Talk(new, "close", "perhaps Joan", "no", "q")
    assert "  It is none of the answers. Type 1 or yes, 2 or no.\n" in talk.said
    assert "Joan" not in talk.said + new.read_text()
    assert talk.about_danger == [False]


def test_a_question_mark_explains(new: Path) -> None:
    talk = Talk(new, "?", "close", "?", "q")
    assert "b goes back" in talk.prompts[1]
    assert "It bears on: Protect the child first [WT-s47-threshold" in talk.words


def test_a_stated_date_in_the_future_is_asked_again(new: Path) -> None:
    told = {"request made?": ["01/09/2026"], "It lies after": ["12 August"]}
    talk = Talk(new, "step up", "child in need", answers_to=told)
    assert "It lies after 14 August 2026, the date of this decision." in talk.words
    assert "Wednesday 12 August 2026." in talk.words
    assert talk.case.given["request.made"] == date(2026, 8, 12)


def test_details_that_identify_are_not_kept(tmp_path: Path) -> None:
    new = tmp_path / "C-2.yaml"
    talk = Talk(new, "workflow", "dob 01/02/2019", "the step", "Closure", "q")
    assert "It seems to hold a date of birth" in talk.words
    assert "2019" not in talk.said + new.read_text()
    assert "the step" not in talk.said
    assert talk.case.given["request.step"] == "the step"


@pytest.mark.parametrize("typed", ["\x1b[D", "no\x00", "x" * 1_000_000, "\u202ename"])
def test_what_is_typed_freely_holds_no_keys_and_has_an_end(new: Path, typed: str) -> None:
    talk = Talk(new, "workflow", typed, "", "", "q")
    assert "Type it as it is called in the system; no names." in talk.prompts[2]
    assert talk.case.given == {"request.direction": "workflow"}


@pytest.mark.parametrize(
    "name", ["Joan Smith.yaml", "2014-05-01.yaml", "485 777 3456.json", "amy_smith.yaml", "Amy.yml"]
)
def test_a_name_of_a_file_that_is_no_reference(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="the name of the file becomes the reference of the case"):
        Talk(tmp_path / name, "close")
    assert list(tmp_path.iterdir()) == []


def test_a_reference_like_a_name_is_warned_of(tmp_path: Path) -> None:
    assert "If that is anybody's name, stop" in Talk(tmp_path / "zeb-thornbury-2.yaml", "q").words
    assert "anybody's name" not in Talk(tmp_path / "C-0412.yaml", "q").words
    with pytest.raises(BadInput, match="looks like a name"):
        Talk(tmp_path / "amy-smith-2.yaml", "q")


def test_a_file_that_is_wrong_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text("case: C-1\nconsents: {}\n")
    with pytest.raises(BadInput, match="this key is not known here"):
        Talk(path, "close")
    assert path.read_text() == "case: C-1\nconsents: {}\n"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot be written \(its folder does not exist"):
        Talk(tmp_path / "missing" / "C-1.yaml", "close")


def test_a_file_that_somebody_else_changes_is_left_as_they_made_it(held: Path) -> None:
    asked: list[str] = []

    def spoiled(prompt: str) -> str:
        held.write_text(IN_NEED + "# mine\n")
        asked.append(prompt)
        return "no" if len(asked) < 3 else "q"

    interview = Interview(Talk(held, "q").interview.engine, held, AS_AT, lambda text: None, spoiled)
    with pytest.raises(BadInput, match="changed by somebody else"):
        interview.run()
    assert held.read_text() == IN_NEED + "# mine\n"
    kept = held.with_name(f"{held.name}.yours").read_text()  # with the answer that was given last
    assert kept.replace(", conference_needed: false", "") == IN_NEED
    assert kept != IN_NEED


# Back and change


def test_back_takes_the_answer_out_of_the_file(new: Path) -> None:
    talk = Talk(new, "close", "no", "b", "u", "back", "b", "b", "q")
    assert "there is nothing to go back to" in talk.words
    assert not new.exists()
    assert talk.decision is None


def test_back_asks_the_same_question_and_restores_the_file_as_it_was(held: Path) -> None:
    talk = Talk(held, "no", "b", "q")
    first, second, third, *_ = talk.prompts
    assert first.partition("Question 1")[2] == third.partition("Question 1")[2]
    assert second != first
    assert talk.case.timeline == ()
    assert talk.case.given["support.in_place"] == "child_in_need"
    assert talk.case.covers == {}


def test_change_lists_the_answers_and_asks_one_again(new: Path) -> None:
    talk = Talk(new, "step down", "early help", "c", "2", "1", "q")
    listed = next(prompt for prompt in talk.prompts if "What has been answered" in prompt)
    assert "1 What is being asked for" in listed
    assert "2 Which support is asked for? early help" in listed
    assert talk.case.given["request.to"] == "universal"


def test_a_changed_request_asks_what_belongs_to_it_again(new: Path) -> None:
    talk = Talk(new, "step down", "early help", "c", "1", "step up", "child in need", "q")
    assert talk.case.given == {"request.direction": "step_up", "request.to": "child_in_need"}


@pytest.mark.parametrize("answers", [["9", "x", ""], ["1", ""], ["b"], ["1", "b"], ["1", "c"]])
def test_to_change_nothing_after_all(new: Path, answers: list[str]) -> None:
    talk = Talk(new, "close", "c", *answers, "no", "q")
    assert talk.case.given["request.direction"] == "close"
    assert talk.about_danger == [False]
    assert len(talk.case.given) == 2


def test_what_turns_out_not_to_be_known_is_taken_out(held: Path) -> None:
    talk = Talk(held, "c", "2", "u", "q")
    assert "It is taken out of the file again." in talk.said
    assert "support.in_place" not in talk.case.given
    assert "child_protection.concern" in talk.case.given


def test_a_danger_told_of_by_a_change_stops_the_questions(held: Path) -> None:
    talk = Talk(held, "c", "3", "yes")
    assert DANGER_FIRST in talk.said
    assert talk.case.given["child_protection.concern"] is True


def test_a_change_can_be_taken_back_and_asks_anew_what_was_skipped(new: Path) -> None:
    talk = Talk(new, "close", "", "c", "1", "close", "b", "", "q")
    asked = [prompt for prompt in talk.prompts if IMMEDIATE in prompt]
    assert len(asked) >= 2
    assert talk.case.given == {"request.direction": "close"}


def test_nothing_to_change_yet(new: Path) -> None:
    assert "Nothing has been answered yet." in Talk(new, "c", "q").said


# Events


def test_a_day_nobody_knows_is_recorded_as_such(held: Path) -> None:
    talk = Talk(held, answers_to={PLAN: ["yes"]})
    assert "It has, on a day nobody knows." in talk.words
    assert talk.case.timeline[0] == Entry(None, "cp_plan_started")


def test_what_nobody_knows_is_left_out(held: Path) -> None:
    talk = Talk(held, answers_to={PLAN: ["don't know"]})
    assert "nothing is written, which means the same" in talk.words
    assert talk.case.timeline == ()
    assert talk.case.covers == {}
    assert sum(PLAN in prompt for prompt in talk.prompts) == 1


@pytest.mark.parametrize(("purpose", "kept"), [("", []), ("u", []), ("3", [{"for": "step_up"}])])
def test_an_event_without_what_it_needs_is_not_kept(
    tmp_path: Path, purpose: str, kept: list[dict[str, str]]
) -> None:
    path = tmp_path / "C-1.yaml"
    asked = "request: {direction: step_up, to: child_in_need, made: 2026-08-12}"
    path.write_text(f"{OF_TODAY}{asked}\n{CALM}")
    answers = {"asked for consent?": ["10 August"], "Consent sought: for?": [purpose]}
    talk = Talk(path, answers_to=answers, engine=Engine(load_policy("default"), using=evaluators()[:1]))
    assert sum("Consent sought: for?" in prompt for prompt in talk.prompts) == 1
    assert [entry.carries for entry in talk.case.timeline if entry.event == "consent_sought"] == kept


# Whatever is typed

RUBBISH = (
    "",
    "   ",
    "x" * 1_000_000,
    "Jane Smith",
    "\x1b[D",
    "\x00",
    "\ufffd\ufffd",
    "\udcff",
    "\N{SLIGHTLY SMILING FACE}",
    "9" * 400,
    "-1",
    "0",
    "31/06/2026",
    "1/13/2026",
    ",;:",
    "{}[]!!&*",
    "%s%n{0}",
)


@pytest.mark.parametrize("screen", [Screen(), Screen(40, 24)], ids=str)
@pytest.mark.parametrize("policy", ["step-up-step-down", "default", "caf-team"])
def test_at_every_question_rubbish_is_told_in_one_plain_line(
    tmp_path: Path, policy: str, screen: Screen
) -> None:
    """Each question gets all of it and is then skipped; whatever was not understood left nothing behind."""
    engine = Engine(load_policy(policy), using=evaluators()[:1])
    path = tmp_path / "C-1.yaml"
    typed = [text for text in RUBBISH if text.strip()]
    if policy == "step-up-step-down":
        # What is typed freely takes any words; nothing but closed lists and dates is asked here.
        talk = Talk(path, "close", *[*typed, ""] * 40, engine=engine, screen=screen)
    else:
        talk = Talk(path, "step up", "child in need", *[*typed, ""] * 60, engine=engine, screen=screen)
    assert "Nothing more needs to be asked" in talk.said
    for text in typed:
        assert text not in talk.said.replace("31/06/2026", "") or text in ("0", "-1", ",;:")
    assert "Jane" not in talk.said + path.read_text()
    refusals = [prompt for prompt in talk.prompts if prompt.startswith("It ")]
    assert len(refusals) > 50
    assert all(re.search(r"\. Type ", prompt) and len(prompt) < 400 for prompt in refusals)


def test_an_age_of_another_day_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(f"case: C-1\nas_at: 2025-09-14\nage: 7\nborn_month: 2018-04\n{CALM}")
    Talk(path, "q")
    assert "age: 8" in path.read_text()  # the month tells it
    path.write_text(f"case: C-1\nas_at: 2025-09-14\nage: 7\n{CALM}")
    Talk(path, "q")
    assert "age:" not in path.read_text()
