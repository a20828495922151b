"""A line for each of many cases, and what it comes to."""

import json

from threshold.register.many import Outcome
from threshold.register.render.recorded import Tally, outcome_ndjson, outcome_text, outcomes_json

NOW = Outcome("C-1", "recorded", "start_caf", True, 7)
BEFORE = Outcome("C-2", "already_recorded", "close", False, 3, ("with another reason",))
NOT = Outcome("C-3", "not_recorded", why=("a reason is needed",))


def tally(*outcomes: Outcome) -> Tally:
    made = Tally()
    for each in outcomes:
        made.add(each)
    return made


def test_a_line_says_where_a_decision_stands_and_what_it_was():
    assert outcome_text(NOW) == "Entry 7: C-1: start a CAF; agreed"
    assert outcome_text(BEFORE) == "C-2: already recorded as entry 3 with another reason"


def test_what_it_comes_to_names_the_entries_and_leaves_out_what_there_is_none_of():
    other = Outcome("C-4", "recorded", "close", False, 9)
    assert tally().text == "0 recorded."
    assert tally(NOW).text == "1 recorded (entry 7)."
    assert tally(NOW, BEFORE, NOT, other).text == (
        "2 recorded (entries 7 to 9), 1 recorded already, 1 NOT recorded."
    )
    assert tally(NOW, other).so_far == "2 decisions recorded (entries 7 to 9)"
    assert tally(NOW, other).recorded == [7, 9]


def test_as_json_every_line_has_the_same_keys():
    rows = [json.loads(outcome_ndjson(each)) for each in (NOW, BEFORE, NOT)]
    assert rows == json.loads(outcomes_json([NOW, BEFORE, NOT]))
    assert rows[0] == {
        "schema": "threshold/recorded/1",
        "case": "C-1",
        "state": "recorded",
        "entry": 7,
        "decision": "start_caf",
        "agreed": True,
        "why": [],
    }
    assert (rows[2]["entry"], rows[2]["decision"], rows[2]["agreed"]) == (None, None, None)
