"""A call from its first question to the log: back, changed, in danger, broken off, and nothing lost."""

import pytest
from tests.interview.phone import (
    BEGAN,
    CALLER,
    CALM,
    DAY,
    FAMILY,
    LINE,
    OUTCOME,
    SAVE,
    SKIPPED,
    START_CAF,
    UNTOLD,
    WRITTEN,
    Phone,
    by,
    typed,
    who,
)

from threshold.consultation.call import Call, begin
from threshold.interview.call import COMMANDS, CallInterview
from threshold.interview.prompts import Screen
from threshold.reading import BadInput, Problem
from threshold.register.calls.model import CallEntry

DANGER = "child_protection.immediate_danger"
ALL = len(START_CAF)


def test_from_the_first_question_to_the_log() -> None:
    phone = Phone(*START_CAF, OUTCOME, *WRITTEN, SAVE)
    assert phone.whole
    entry = phone.entry
    assert (entry.advice, entry.outcome, entry.broken_off) == ("start_caf", "start-caf", False)
    assert entry.adviser == "TM-07"
    assert entry.reference == phone.kept[0].reference
    assert [each.fact for each in entry.answers] == list(phone.kept[-1].conversation.answers)
    assert phone.said.startswith(f"Call {entry.reference}, begun on Monday 30 November 2026 at 09:40.\n")
    phone.interview.closing()
    assert phone.said.endswith(f"Your reference for this call: {entry.reference}\n")
    assert len(list(phone.questions)) == ALL


def test_the_call_is_kept_after_every_answer_and_note() -> None:
    phone = Phone(*START_CAF, OUTCOME, "A. Worker", "an agency", "SENCO", "020 7946 0000", "q")
    kept = [len(call.conversation.answers) for call in phone.kept]
    assert kept == [*range(ALL + 1), *[ALL] * 4]
    assert phone.kept[-1].notes.caller.telephone == "020 7946 0000"


@pytest.mark.parametrize("number", range(len(START_CAF)))
def test_danger_at_any_question_stops_them_and_is_advised_on_at_once(number: int) -> None:
    asked = who("professional") if number < len(CALM) else []
    phone = Phone(*START_CAF[:number], "!", OUTCOME, *asked, *WRITTEN, SAVE)
    assert not phone.entry.broken_off
    assert "Danger comes first: the questions stop here. NOW:" in phone.words
    assert "999" in phone.words
    assert phone.entry.advice == "refer_now"
    assert phone.entry.answers[0].fact == DANGER


@pytest.mark.parametrize("number", range(10))
def test_danger_while_it_is_written_down_keeps_what_was_written(number: int) -> None:
    written = [
        "Jo Brown",
        "an agency",
        "SENCO",
        "020 7946 0000",
        "worries",
        "a talk",
        "",
        "4 December",
        "ring",
    ]
    steps = [*START_CAF, OUTCOME, *written, "TM-07"]
    at = len(START_CAF) + 1 + number
    rest = steps[at:]
    if number > 6:  # whether it was advised otherwise is asked again
        rest = ["", *rest]
    phone = Phone(*steps[:at], "!", OUTCOME, *rest, SAVE)
    entry = phone.entry
    assert (entry.advice, entry.caller.name, entry.follow_up_about) == ("refer_now", "Jo Brown", "ring")
    phone.interview.closing()
    assert "NOW: " in phone.said.splitlines()[-2] + phone.said.splitlines()[-3]


@pytest.mark.parametrize("text", ["danger", "999", "! he has a knife"])
def test_danger_at_the_outcome_the_list_of_answers_and_the_last_look(text: str) -> None:
    for before in ([], ["c"], ["c", "1"], [OUTCOME, *WRITTEN], [OUTCOME, *WRITTEN, "c", str(ALL + 1)]):
        phone = Phone(*START_CAF, *before, text, "q")
        assert "questions stop here. NOW:" in phone.words
        assert phone.entry.advice == "refer_now"


def test_danger_told_by_mistake_is_taken_back() -> None:
    phone = Phone(*CALM, "!", "b", *START_CAF[len(CALM) :], OUTCOME, *WRITTEN, SAVE)
    assert (phone.entry.advice, phone.entry.outcome) == ("start_caf", "start-caf")


def test_back_asks_the_question_before_again_and_from_the_outcome_the_last_one() -> None:
    phone = Phone(
        *("n", "b", "b", "n", "n", "n", FAMILY, "b", "3", "b", FAMILY),
        *(OUTCOME, "", "", "", "", "", "TM-07", SAVE),
    )
    assert "This is the first question; there is nothing to go back to." in phone.words
    assert {each.fact: each.value for each in phone.entry.answers}["consultation.caller"] == "family"


def test_back_leads_from_what_is_written_down_over_the_outcome_into_the_questions() -> None:
    last = START_CAF[-1]
    phone = Phone(*START_CAF, OUTCOME, "Jo Brown", "b", "b", "b", last, OUTCOME, "", "", *WRITTEN[3:], SAVE)
    advice = LINE.advised(phone.kept[-1].conversation)
    assert phone.words.count(f"Advice: {advice.title}.") == 3
    assert phone.entry.caller.name == "Jo Brown"


def test_any_answer_can_be_changed_and_what_follows_from_it_is_asked() -> None:
    at = str(len(typed("caf.open")))
    asked = typed(open=True)[len(typed("caf.threshold_may_be_met")) :]
    phone = Phone(*START_CAF, OUTCOME, "c", at, "y", *["u"] * len(asked), OUTCOME, *WRITTEN, SAVE)
    assert "Changing an answer" in phone.said
    assert phone.entry.outcome == LINE.advised(phone.kept[-1].conversation).outcome
    assert {each.fact: each.value for each in phone.entry.answers}["caf.open"] == "yes"
    assert len(phone.entry.unknown) == len(asked) > 0


def test_a_change_to_danger_shows_what_to_do_now() -> None:
    phone = Phone(*START_CAF, OUTCOME, *WRITTEN, "c", "2", "y", OUTCOME, "", SAVE)
    assert phone.entry.advice == "refer_now"


def test_a_change_that_is_none() -> None:
    phone = Phone("c", "n", "c", "99", "", "c", "1", "", "c", "b", "q")
    assert "Nothing has been answered yet." in phone.said
    assert "It is no number from 1 to 1." in phone.words
    assert "It stays as it was." in phone.said
    assert [each.value for each in phone.entry.answers] == ["no"]


def test_enter_answers_no_question_and_a_question_mark_explains() -> None:
    phone = Phone("", "?", "skip", "3", "q")
    assert phone.said.count("Enter is no answer here") == 2
    assert f"{LINE.script.questions[0].means}." in " ".join(phone.prompts[0].split())
    assert COMMANDS in " ".join(phone.prompts[2].split())
    assert phone.entry.unknown == (DANGER,)


def test_one_who_stops_has_broken_the_call_off() -> None:
    phone = Phone(*CALM, "q")
    assert phone.whole
    assert phone.entry.broken_off
    assert (phone.entry.advice, len(phone.entry.answers)) == ("", 4)
    assert f"Call {phone.entry.reference} was broken off, and the log says so." in phone.said


def test_a_call_that_is_broken_off_after_its_outcome_has_its_advice() -> None:
    phone = Phone(*START_CAF, OUTCOME, "Jo Brown", "q")
    assert phone.entry.broken_off
    assert (phone.entry.advice, phone.entry.caller.name) == ("start_caf", "Jo Brown")


@pytest.mark.parametrize("somebody", [True, False])
def test_the_end_of_the_input_breaks_it_off_and_is_an_end_only_where_somebody_made_it(somebody: bool) -> None:
    phone = Phone(*CALM, somebody=somebody)
    assert phone.whole is somebody
    assert phone.entry.broken_off


@pytest.mark.parametrize("answers", [[], CALM, [*START_CAF, OUTCOME, "Jo"], [*START_CAF, OUTCOME, *WRITTEN]])
def test_ctrl_c_is_logged_and_goes_on(answers: list[str]) -> None:
    phone = Phone(*answers, KeyboardInterrupt())
    assert phone.stopped
    assert phone.entry.broken_off


def test_not_to_be_sure_neither_passes_the_outcome_nor_saves() -> None:
    phone = Phone(*START_CAF, "u", OUTCOME, *WRITTEN, "not sure", "no", "yes")
    assert phone.said.count("Enter goes on to what is logged") == 2
    assert phone.said.count("Is it right?") == 2
    assert phone.entry.adviser == "TM-07"


def test_ctrl_c_just_after_it_was_logged_leaves_the_call_whole() -> None:
    class Late(Phone):
        def _log(self, entry: CallEntry) -> bool:
            if self.logged:
                return False
            super()._log(entry)
            raise KeyboardInterrupt

    late = Late(*START_CAF, OUTCOME, *WRITTEN, SAVE)
    assert late.stopped
    assert not late.entry.broken_off
    assert "was broken off" not in late.said


def test_what_was_challenged_is_left_out_of_a_call_that_is_broken_off_and_that_is_said() -> None:
    text = "about Amelia Hart, born 3 May 2019"
    phone = Phone(*START_CAF, OUTCOME, *UNTOLD, text, "q")
    assert "Amelia" not in phone.said + repr(phone.logged) + repr(phone.kept)
    assert "What could not be kept as it was typed is left out: Why they called." in phone.words


def test_what_was_advised_otherwise_is_asked_again_where_another_advice_is_recommended() -> None:
    written = [*UNTOLD, "", "", "", "5", "The family moves away", "", "TM-07"]
    phone = Phone(*START_CAF, OUTCOME, *written, "!", OUTCOME, "", SAVE)
    assert "Whether it was advised otherwise is asked again." in phone.said
    assert (phone.entry.advice, phone.entry.advice_given, phone.entry.differs_because) == (
        "refer_now",
        "",
        "",
    )
    phone = Phone(*START_CAF, OUTCOME, *written, "c", "1", "", SAVE)
    assert phone.entry.advice_given == "neither"


def test_no_name_or_number_of_a_parent_is_asked_for_or_kept() -> None:
    family = typed(CALLER, caller="family")
    phone = Phone(*family, OUTCOME, "parent", "", "", "", "", "TM-07", SAVE)
    assert phone.entry.caller.role == "parent"
    assert "What is the caller's name?" not in phone.said
    phone = Phone(
        *("!", OUTCOME, *who("professional"), "Jo Brown", *WRITTEN[2:], "c", "2", FAMILY),
        *(OUTCOME, "", "", "", "", SAVE),
    )
    assert "The name and number of a caller who is no professional are not kept." in phone.said
    assert phone.entry.caller.name == ""


def test_a_relative_who_was_named_before_anybody_asked_is_not_named_in_the_log() -> None:
    steps = ["!", OUTCOME, "u", "Jo Brown", "", "mother", "", "", "", "", "", "TM-07", SAVE]
    phone = Phone(*steps, "", SAVE)
    assert "Caller's name: it is kept of a professional only" in phone.words
    stopped = Phone(*steps[:6], "q")
    assert "is left out: Caller's name." in stopped.words
    for entry, ended in ((phone.entry, False), (stopped.entry, True)):
        assert (entry.caller.name, entry.caller.role, entry.broken_off) == ("", "mother", ended)


def test_whatever_the_register_refuses_is_asked_for_again() -> None:
    refused = [BadInput(Problem("is not kept here", field="why"))]
    phone = Phone(*START_CAF)
    call = phone.kept[-1]

    class Once(Phone):
        def _log(self, entry: CallEntry) -> bool:
            if refused:
                raise refused.pop()
            return super()._log(entry)

    once = Once(OUTCOME, *WRITTEN, SAVE, "another reason", SAVE, call=call)
    assert "Why they called: it is not kept here." in once.said
    assert once.entry.why == "another reason"


def test_what_the_register_refuses_for_another_reason_is_raised() -> None:
    class Never(Phone):
        def _log(self, entry: CallEntry) -> bool:
            raise BadInput(Problem("the disk is full"))

    with pytest.raises(BadInput, match="the disk is full"):
        Never(*START_CAF, OUTCOME, *WRITTEN, SAVE)


def test_a_call_that_cannot_be_kept_goes_on_and_says_so_once() -> None:
    call = begin(LINE, BEGAN)
    phone = Phone(call=call)
    phone.logged.clear()

    def keep(_: Call) -> None:
        raise BadInput(Problem("the disk is full"))

    interview = CallInterview(LINE, call, phone.interview.asker, keep, phone._log)
    phone.said, phone._answers = "", iter([*CALM, "q"])
    interview.run()
    assert phone.said.count("The call cannot be kept before its end: the disk is full.") == 1


def test_a_call_is_gone_on_with_where_it_was() -> None:
    broken = Phone(*START_CAF, OUTCOME, "Jo Brown", "an agency", "q").kept[-1]
    phone = Phone(OUTCOME, "SENCO", "", "", "", "", "", "", "TM-07", SAVE, call=broken)
    assert list(phone.questions) == []
    assert (phone.entry.reference, phone.entry.caller.name) == (broken.reference, "Jo Brown")
    back = Phone("b", "u", OUTCOME, "q", call=broken)
    assert back.entry.answers[-1].value == ""


def test_a_call_that_was_begun_with_an_adviser_asks_for_none() -> None:
    call = begin(LINE, BEGAN)
    known = call.noted(call.notes.__class__(adviser="TM-09"))
    phone = Phone(*START_CAF, OUTCOME, *SKIPPED, SAVE, call=known)
    assert phone.entry.adviser == "TM-09"


@pytest.mark.parametrize(
    "screen", [Screen(80, 24), Screen(60, 20), Screen(40, 10), Screen(80, 24, plain=True)]
)
def test_nothing_of_the_outcome_is_cut_on_a_small_screen(screen: Screen) -> None:
    talk = by(immediate_danger=False, harm_suspected=None, concern=None, caller=None)
    phone = Phone(*["u"] * 20, *[""] * 20, call=begin(LINE, BEGAN).at(talk), screen=screen)
    advised = LINE.advised(phone.kept[-1].conversation)
    for text in (*advised.say, *advised.share, *(each.do for each in advised.then)):
        assert text in phone.words.replace(" There is more of it. Enter shows it. Answer:", "")
    for prompt in phone.prompts:
        if "There is more" in prompt or "Enter goes on" in prompt:
            seen = prompt[max(prompt.find("Advice:"), 0) :].strip("\n").splitlines()
            assert len(seen) <= screen.lines


def test_without_anybody_there_the_outcome_stands_in_one_piece() -> None:
    phone = Phone(*CALM, "u", "u", "y", OUTCOME, "q", screen=Screen(40, 8), somebody=False)
    assert "There is more" not in phone.said


def test_read_out_there_are_words_and_no_symbols() -> None:
    phone = Phone(*CALM, "help", "q", screen=Screen(plain=True))
    assert "1 for yes" in phone.said
    assert not {"!", "*", "?;", "|"} & set(phone.said.split())
    assert phone.said.count("danger if a child is in danger now") == 2
    assert str(DAY.year) in phone.said


STOPPED = [[*typed()[:number], "!"] for number in range(len(CALM) - 1)]
STOPPED += [["y"], ["n", "y"], ["n", "n", "y"]]


@pytest.mark.parametrize("begun", STOPPED)
def test_who_calls_is_asked_before_the_notes_where_the_call_stopped_before_that(begun: list[str]) -> None:
    phone = Phone(*begun, OUTCOME, "u", "Jo Brown", "q")
    asks = LINE.script.question(CALLER).asks
    (at,) = [number for number, prompt in enumerate(phone.prompts) if asks in prompt]
    assert "Before it is logged" in phone.prompts[at]
    assert at == len(begun) + 1
    assert phone.entry.unknown[-1] == CALLER
    assert phone.entry.caller.name == "Jo Brown"


@pytest.mark.parametrize("caller", ["family", "child", "public"])
def test_who_is_no_professional_is_not_asked_for_a_name_after_danger(caller: str) -> None:
    phone = Phone("y", OUTCOME, *who(caller), "their mother", "", "", "", "", "TM-07", SAVE)
    assert "What is the caller's name?" not in phone.said
    assert "On which number" not in phone.said
    assert {each.fact: each.value for each in phone.entry.answers}[CALLER] == caller
    assert phone.entry.advice == "refer_now"
    assert not phone.entry.broken_off


def test_what_to_say_to_them_is_shown_again_and_why() -> None:
    phone = Phone("y", OUTCOME, *who("family"), "q")
    after = LINE.begin().endangered().answered(CALLER, "family")
    before = LINE.advised(LINE.begin().endangered())
    assert LINE.advised(after).say != before.say
    shown = phone.words.partition("Because of who is calling, what to say or do is now:")[2]
    assert " ".join(LINE.advised(after).say) in shown
    same = Phone("y", OUTCOME, "u", "q")
    assert "Because of who is calling" not in same.said
    assert same.said.count("NOW: ") == 1


def test_back_from_the_first_note_asks_anew_who_calls_and_then_shows_the_outcome() -> None:
    phone = Phone("y", OUTCOME, *who("family"), "b", "b", "b", "n", "q")
    asks = LINE.script.question(CALLER).asks
    assert sum(asks in prompt for prompt in phone.prompts) == 2
    assert [each.value for each in phone.entry.answers] == ["no"]
    mended = Phone("y", OUTCOME, *who("family"), "b", *who("professional"), "Jo Brown", "q")
    assert mended.entry.caller.name == "Jo Brown"


def test_danger_while_it_is_asked_who_calls_shows_what_to_do_and_asks_again() -> None:
    phone = Phone("n", "y", OUTCOME, "!", OUTCOME, *who("child"), "q")
    assert [each.value for each in phone.entry.answers] == ["yes", "yes", "child"]
    stopped = Phone("y", OUTCOME, KeyboardInterrupt())
    assert stopped.stopped
    assert stopped.entry.broken_off


def test_a_call_is_gone_on_with_where_it_was_asked_who_calls() -> None:
    kept = Phone("y", OUTCOME, *who("family"), "q").kept[-1]
    phone = Phone(OUTCOME, "b", "b", "b", "q", call=kept)
    assert phone.entry.answers == ()


@pytest.mark.parametrize("screen", [Screen(80, 24), Screen(60, 20)])
def test_a_question_with_what_it_means_fits_the_screen(screen: Screen) -> None:
    phone = Phone(*["u"] * ALL, *[OUTCOME] * 3, "c", screen=screen)
    for prompt in (*phone.prompts, *Phone(*START_CAF, screen=screen).prompts):
        if "Question" in prompt:
            assert len(prompt[prompt.index("Question") :].splitlines()) < screen.lines
            assert any(f"{each.means}." in " ".join(prompt.split()) for each in LINE.script.questions)


@pytest.mark.parametrize("screen", [Screen(40, 16), Screen(40, 16, plain=True), Screen(80, 24)])
def test_every_answer_so_far_is_on_one_screen(screen: Screen) -> None:
    phone = Phone(*START_CAF, "c", "q", screen=screen)
    shown = next(each for each in phone.prompts if "What has been answered:" in each)
    lines = shown[shown.index("What has been") :].splitlines()
    assert len(lines) <= screen.lines
    assert "shows others" not in shown
    assert {line.split()[0] for line in lines} >= {str(number) for number in range(1, ALL + 1)}
