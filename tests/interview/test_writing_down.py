"""What is written down of a call: asked for, challenged where it tells of a child, and kept to be mended."""

import pytest
from tests.interview.phone import OUTCOME, SAVE, START_CAF, WRITTEN, Phone

from threshold.interview.writing_down import WritingDown

UPTO_WHY = [*START_CAF, OUTCOME, "", "", "", ""]
REST = ["", "", "", "TM-07", SAVE]
ABOUT = "She told of Amelia Hart, born 3 May 2019"


def test_what_was_challenged_stands_on_the_line_to_be_mended() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "She told of a girl of school age", *REST, edits=True)
    assert phone.mended == [ABOUT]
    assert phone.entry.why == "She told of a girl of school age"
    assert "It seems to hold" in phone.said
    assert "The line holds it still, to be mended" in phone.said
    assert "Amelia" not in phone.said + repr(phone.kept)


def test_where_no_line_can_be_edited_it_is_typed_anew() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "She told of a girl", *REST)
    assert phone.entry.why == "She told of a girl"
    assert "to be mended" not in phone.said


@pytest.mark.parametrize("away", [["b", ""], ["!", OUTCOME], ["c", ""]])
def test_it_is_not_lost_whatever_comes_between(away: list[str]) -> None:
    more = [""] if away[0] == "!" else []
    phone = Phone(*UPTO_WHY, ABOUT, *away, "mended", *more, *REST, edits=True)
    assert phone.mended == [ABOUT, ABOUT]
    assert phone.entry.why == "mended"


def test_an_empty_line_leaves_it_out() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "", *REST, edits=True)
    assert phone.entry.why == ""


def test_what_was_written_is_on_the_line_when_it_is_changed() -> None:
    phone = Phone(*UPTO_WHY, "worries", *REST[:-1], "c", "15", "worries about food", SAVE, edits=True)
    assert "worries" in phone.mended
    assert phone.entry.why == "worries about food"


def test_without_line_editing_enter_leaves_what_was_written_and_u_takes_it_out() -> None:
    assert Phone(*UPTO_WHY, "worries", *REST[:-1], "c", "15", "", SAVE).entry.why == "worries"
    assert Phone(*UPTO_WHY, "worries", *REST[:-1], "c", "15", "u", SAVE).entry.why == ""


def test_a_day_to_follow_up_as_people_say_it() -> None:
    phone = Phone(*UPTO_WHY, "", "", "", "Friday", "hear how it went", "TM-07", SAVE)
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
    phone = Phone(*UPTO_WHY, "", "", "", text, "no", "TM-07", SAVE)
    assert says in phone.words
    assert phone.entry.follow_up == ""


def test_other_advice_needs_its_reason_and_less_of_it_is_said_to_be_less() -> None:
    phone = Phone(*UPTO_WHY, "", "", "6", "", "They move away", "", "TM-07", SAVE)
    assert "That is less than is recommended; the log will say so." in phone.words
    assert "A reason is needed" in phone.said
    assert (phone.entry.advice_given, phone.entry.differs_because) == ("neither", "They move away")
    more = Phone(*UPTO_WHY, "", "", "refer to the MASH", "It may be more", "", "TM-07", SAVE)
    assert "less than" not in more.said
    assert more.entry.advice_given == "refer_to_mash"


def test_other_advice_that_is_taken_back_or_is_none() -> None:
    back = Phone(*UPTO_WHY, "", "", "6", "b", "", "", "TM-07", SAVE)
    same = Phone(*UPTO_WHY, "", "", "5", "", "TM-07", SAVE)
    no = Phone(*UPTO_WHY, "", "", "no", "", "TM-07", SAVE)
    assert [each.entry.advice_given for each in (back, same, no)] == [""] * 3


@pytest.mark.parametrize("text", ["Jane Smith", "12/05/2019", "NHS 943 476 5919"])
def test_the_adviser_is_a_made_up_reference_and_is_needed(text: str) -> None:
    phone = Phone(*UPTO_WHY, "", "", "", "", "", text, "TM-07", SAVE)
    assert "The log needs it." in phone.said
    assert phone.said.count("such as TM-07") > 1
    assert phone.entry.adviser == "TM-07"


@pytest.mark.parametrize("text", ["943 476 5919", "ring me at home", "N1 9GU"])
def test_a_telephone_number_is_one(text: str) -> None:
    number = "020 7946 0000 ext 12"
    phone = Phone(*START_CAF, OUTCOME, "", "", "", text, number, *[""] * 4, "TM-07", SAVE)
    assert phone.entry.caller.telephone == number
    assert text not in phone.said


def test_a_long_summary_is_kept_whole() -> None:
    text = "what was talked about " * 80
    phone = Phone(*UPTO_WHY, "", text, "", "", "TM-07", SAVE)
    assert phone.entry.summary == text.strip()
    assert "too long" in Phone(*UPTO_WHY, "", text * 4, *WRITTEN[5:], SAVE).said


def test_what_is_held_is_seen_by_nobody_else() -> None:
    phone = Phone(*UPTO_WHY, ABOUT, "q")
    writing = phone.interview._writing
    assert isinstance(writing, WritingDown)
    assert "Amelia" not in phone.said + repr(phone.logged)
