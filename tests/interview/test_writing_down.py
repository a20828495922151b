"""What is written down of a call: asked for, challenged where it tells of a child, and kept to be mended."""

import re

import pytest
from tests.interview.phone import LINE, OUTCOME, SAVE, START_CAF, UNTOLD, Phone, typed, who

from threshold.interview.writing_down import WritingDown

UPTO_WHY = [*START_CAF, OUTCOME, *UNTOLD]
NO_WHY = ["", ""]  # which is wanted of a professional
WHY = str(len(START_CAF) + 5)  # its number in the list of answers
REST = ["", "", "", "TM-07", SAVE]
ABOUT = "She told of Amelia Hart, born 3 May 2019"


def test_what_was_challenged_is_off_the_line_and_the_arrow_up_brings_it_back() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "She told of a girl of school age", *REST, edits=True)
    at = phone.refused.index(ABOUT)
    assert phone.mended[at] == ""
    assert set(phone.refused) == {"", ABOUT}
    assert phone.refused[at + 1 :] == [""] * len(phone.refused[at + 1 :])
    assert phone.entry.why == "She told of a girl of school age"
    assert re.search(
        "Looks like a [a-z ]+ and a [a-z ]+: take them out. Arrow up brings it back.", phone.words
    )
    assert "Amelia" not in phone.said + repr(phone.kept)


def test_one_kind_and_what_is_wrong_in_another_way() -> None:
    phone = Phone(*UPTO_WHY, "Amelia Hart", "x" * 9000, "a girl", *REST, edits=True)
    assert "Looks like a name: take it out. Arrow up" in phone.said
    assert "It is too long for an answer. Type a few words." in phone.words


def test_where_no_line_can_be_edited_it_is_typed_anew() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "She told of a girl", *REST)
    assert phone.entry.why == "She told of a girl"
    assert "take them out. Type it anew." in phone.said
    assert "Arrow up" not in phone.said


@pytest.mark.parametrize("away", [["b", ""], ["!", OUTCOME], ["c", ""]])
def test_it_is_not_lost_whatever_comes_between(away: list[str]) -> None:
    more = [""] if away[0] == "!" else []
    phone = Phone(*UPTO_WHY, ABOUT, *away, "mended", *more, *REST, edits=True)
    assert phone.refused.count(ABOUT) == 2
    assert "What was typed before is not kept. Arrow up brings it back." in phone.words
    assert phone.entry.why == "mended"


def test_an_empty_line_leaves_it_out_and_a_slip_of_the_key_does_not() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "", "", *REST, edits=True)
    assert "What was typed is not kept; Enter again leaves it out." in phone.words
    assert phone.refused.count(ABOUT) == 2
    assert phone.entry.why == ""


def test_who_a_professional_is_and_why_they_called_is_wanted_once() -> None:
    phone = Phone(*UPTO_WHY, "", "worries", *REST)
    clauses = ", ".join(LINE.script.log.carries)
    wants = f"({clauses}). Enter again leaves it out."
    assert phone.words.count(wants) == 3
    assert f"The log wants the name or the agency of a professional {wants}" in phone.words
    assert phone.words.count(f"The log wants this {wants}") == 2
    assert phone.entry.why == "worries"
    named = Phone(*START_CAF, OUTCOME, "Jo Brown", "", "SENCO", "", "worries", *REST)
    assert "The log wants" not in named.words


def test_of_whoever_is_no_professional_nothing_is_wanted() -> None:
    relative = Phone(*typed("consultation.caller", caller="family"), OUTCOME, "", "", *REST)
    assert "The log wants" not in relative.words
    assert not relative.entry.broken_off


def test_what_was_written_is_on_the_line_when_it_is_changed() -> None:
    phone = Phone(*UPTO_WHY, "worries", *REST[:-1], "c", WHY, "worries about food", SAVE, edits=True)
    assert "worries" in phone.mended
    assert phone.entry.why == "worries about food"


def test_without_line_editing_enter_leaves_what_was_written_and_u_takes_it_out() -> None:
    assert Phone(*UPTO_WHY, "worries", *REST[:-1], "c", WHY, "", SAVE).entry.why == "worries"
    assert Phone(*UPTO_WHY, "worries", *REST[:-1], "c", WHY, "u", SAVE).entry.why == ""


def test_a_day_to_follow_up_as_people_say_it() -> None:
    phone = Phone(*UPTO_WHY, *NO_WHY, "", "", "Friday", "hear how it went", "TM-07", SAVE)
    assert "Friday 4 December 2026." in phone.said
    assert (phone.entry.follow_up, phone.entry.follow_up_about) == ("2026-12-04", "hear how it went")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("01/02/2020", "It lies in the past."),
        ("3 December 2029", "more than a year ahead"),
        ("Monday", "could be more than one day"),
        ("soon", "It must be a date."),
    ],
)
def test_a_day_that_is_none_to_follow_up_by(text: str, says: str) -> None:
    phone = Phone(*UPTO_WHY, *NO_WHY, "", "", text, "no", "TM-07", SAVE)
    assert says in phone.words
    assert phone.entry.follow_up == ""


def test_other_advice_needs_its_reason_and_less_of_it_is_said_to_be_less() -> None:
    phone = Phone(*UPTO_WHY, *NO_WHY, "", "5", "", "They move away", "", "TM-07", SAVE)
    assert "That is less than is recommended; the log will say so." in phone.words
    assert "A reason is needed" in phone.said
    assert (phone.entry.advice_given, phone.entry.differs_because) == ("neither", "They move away")
    more = Phone(*UPTO_WHY, *NO_WHY, "", "refer to the MASH", "It may be more", "", "TM-07", SAVE)
    assert "less than" not in more.said
    assert more.entry.advice_given == "refer_to_mash"


def test_other_advice_that_is_taken_back_or_is_none() -> None:
    back = Phone(*UPTO_WHY, *NO_WHY, "", "5", "b", "", "", "TM-07", SAVE)
    same = Phone(*UPTO_WHY, *NO_WHY, "", "start a CAF", "", "TM-07", SAVE)
    no = Phone(*UPTO_WHY, *NO_WHY, "", "no", "", "TM-07", SAVE)
    assert [each.entry.advice_given for each in (back, same, no)] == [""] * 3


def test_no_other_advice_is_the_advice_that_is_recommended() -> None:
    prompt = next(
        each for each in Phone(*UPTO_WHY, *NO_WHY, "", "q").prompts if "anything else advised" in each
    )
    assert "Enter means no." in prompt
    assert "Recommended: start a CAF" in prompt
    assert " 5 " in prompt
    assert " 6 " not in prompt


IN_DANGER = ["!", OUTCOME, *who("professional"), *UNTOLD, *NO_WHY, ""]


def test_less_than_for_a_child_in_danger_takes_a_reason_and_a_day_at_once() -> None:
    day = ["", "no", "u", "tomorrow"]
    phone = Phone(*IN_DANGER, "neither", "It was a mistake", *day, "ring them", "TM-07", SAVE)
    assert "This is less than what is advised for a child who may be in danger." in phone.words
    assert phone.words.count("A day is needed: say by when it is looked at again.") == 2
    assert (phone.entry.advice_given, phone.entry.follow_up) == ("neither", "2026-12-01")


def test_a_day_is_asked_for_where_less_is_advised_in_a_change() -> None:
    first = [*IN_DANGER, "start a CAF", "It is over", "tomorrow", "ring", "TM-07"]
    phone = Phone(*first, "c", "10", "no", "u", "2 December", "ring", SAVE)
    assert phone.words.count("A day is needed") == 1
    assert phone.entry.follow_up == "2026-12-02"


@pytest.mark.parametrize("text", ["Jane Smith", "12/05/2019", "NHS 943 476 5919"])
def test_the_adviser_is_a_made_up_reference_and_is_needed(text: str) -> None:
    phone = Phone(*UPTO_WHY, *NO_WHY, *[""] * 4, text, "TM-07", SAVE)
    assert "The log needs it." in phone.said
    assert phone.said.count("such as TM-07") > 1
    assert phone.entry.adviser == "TM-07"


@pytest.mark.parametrize("text", ["943 476 5919", "ring me at home", "N1 9GU"])
def test_a_telephone_number_is_one(text: str) -> None:
    number = "020 7946 0000 ext 12"
    phone = Phone(*START_CAF, OUTCOME, *UNTOLD[:-1], text, number, *[""] * 5, "TM-07", SAVE)
    assert phone.entry.caller.telephone == number
    assert text not in phone.said


def test_a_long_summary_is_kept_whole() -> None:
    text = "what was talked about " * 80
    phone = Phone(*UPTO_WHY, *NO_WHY, text, "", "", "TM-07", SAVE)
    assert phone.entry.summary == text.strip()
    assert "too long" in Phone(*UPTO_WHY, *NO_WHY, text * 4, "q").said


def test_what_is_held_is_seen_by_nobody_else() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "q")
    writing = phone.interview._writing
    assert isinstance(writing, WritingDown)
    assert "Amelia" not in phone.said + repr(phone.logged)
