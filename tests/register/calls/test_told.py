"""A call in words, for whoever reads it later: nothing of it is left out, and times are England's."""

from dataclasses import replace
from datetime import date

from threshold.register.calls.log import Logged, Standing
from threshold.register.calls.model import ADVICE, Caller
from threshold.register.calls.told import (
    advice_said,
    call_lines,
    caller_said,
    follow_up_lines,
    heading,
    minutes,
    standing_in_short,
    standing_said,
    when,
)
from threshold.register.chain import link

from .conftest import CALL, followed

LINK = link("p" * 64, 1, "2026-04-01T12:00:00Z", "c" * 64, kind="call")


def test_every_part_of_a_call_is_told():
    other = replace(CALL, advice_given="refer_now", differs_because="Somebody rang back")
    told = dict(call_lines(other))
    assert told["Began"] == "1 April 2026 at 12:40, ended 12:46"
    assert told["Who called"] == "Ms A Okafor, SENCO, Heybrook School, 020 8359 2000 ext 12"
    assert told["Recommended"] == "start a CAF"
    assert told["Advised"] == "refer now, OTHERWISE than recommended"
    assert told["Why otherwise"] == "Somebody rang back"
    assert told["Answers"] == "consultation caller: professional; protection concern: no"
    assert told["To follow up by"] == "15 April 2026: Has the CAF been started?"
    said = " ".join(told.values())
    for name in ("why", "summary", "because", "said", "adviser", "reference"):
        assert getattr(other, name) in said


def test_a_call_that_was_broken_off_says_so():
    broken_off = replace(CALL, broken_off=True, advice="", outcome="", caller=Caller(), adviser="")
    told = dict(call_lines(broken_off))
    assert told["Began"].endswith("BROKEN OFF")
    assert told["Recommended"] == "nothing: it was broken off before"
    assert (told["Who called"], told["Adviser"]) == ("not told", "not told")


def test_what_was_advised_is_said_in_short():
    assert advice_said(CALL) == "CAF"
    assert advice_said(replace(CALL, advice_given="neither")) == "neither (otherwise)"
    assert advice_said(replace(CALL, advice="", broken_off=True)) == "broken off"
    assert advice_said(replace(CALL, advice="refer_now", broken_off=True)) == "broken off: refer now"


def test_there_is_a_short_word_for_all_advice():
    assert all(advice_said(replace(CALL, advice=advice)) for advice in ADVICE)


def test_what_is_wanting_is_told():
    bare = replace(CALL, caller=Caller(), why="", summary="")
    wanting = "the caller's name or agency, the caller's role and why they called, or what was talked about"
    assert dict(call_lines(bare))["NOT TOLD"].startswith(wanting)
    assert "NOT TOLD" not in dict(call_lines(CALL))


def test_a_follow_up_is_told():
    again = followed(next="2026-04-20", about="Ask again", call="CL-260401-7KQ4", of_entry=1)
    told = dict(follow_up_lines(again))
    assert told == {
        "Follow-up of": "CL-260401-7KQ4 (entry 1)",
        "Done": "They have started it",
        "Next by": "20 April 2026: Ask again",
        "Told by": "TM-08",
    }


def test_how_it_stands_with_a_follow_up_is_said():
    standings = [Standing(state, "2026-04-20") for state in ("none", "done", "open", "overdue")]
    said = ["", "done", "by 20 April 2026", "OVERDUE since 20 April 2026"]
    assert list(map(standing_said, standings)) == said
    assert list(map(standing_in_short, standings)) == ["", "done", "by 20/04/26", "OVERDUE 20/04/26"]


def test_days_times_and_lengths_are_said():
    assert when("2026-11-30T09:40:00Z") == "30 November 2026 at 09:40"
    assert heading(1, date(2026, 4, 1), date(2026, 4, 1)) == "1 call on 1 April 2026"
    assert heading(0, date(2026, 4, 1), date(2026, 4, 2)) == "0 calls from 1 April 2026 to 2 April 2026"
    assert minutes(Logged(LINK, CALL)) == 6
    assert caller_said(Caller(role="SENCO")) == "SENCO"
