"""The log of calls as text, JSON, NDJSON and CSV: every column, and nothing that a spreadsheet would run."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

from threshold.register.calls.log import Followed, Logged
from threshold.register.calls.model import Caller
from threshold.register.chain import link
from threshold.register.render.calls import (
    COLUMNS,
    call_json,
    call_text,
    calls_csv,
    calls_json,
    calls_ndjson,
    calls_text,
    wanting_text,
)

from ..calls.conftest import CALL, called, followed

TODAY = date(2026, 4, 20)


def logged(number: int, told=CALL, *follow_ups) -> Logged:
    made = link("p" * 64, number, "2026-04-01T12:00:00Z", "c" * 64, kind="call")
    after = [
        Followed(link("p" * 64, number + 1 + place, "2026-04-02T12:00:00Z", "c" * 64, kind="followup"), each)
        for place, each in enumerate(follow_ups)
    ]
    return Logged(made, told, tuple(after))


CALLS = [
    logged(1),
    logged(2, replace(called(1), caller=Caller(role="=HYPERLINK(1)"), summary="@SUM(1)\nand more")),
    logged(3, called(2), followed(call=called(2).reference, of_entry=3)),
]


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(calls_csv(CALLS, TODAY), newline="")))


def test_a_list_has_a_line_for_each_call():
    first, *lines = calls_text(CALLS, TODAY, dated=True).splitlines()
    assert first.split() == ["Call", "Began", "Caller", "Advised", "Follow", "up"]
    assert len(lines) == 3
    assert "01/04/26 12:40" in lines[0]
    assert "OVERDUE 15/04/26" in lines[0]
    assert lines[2].endswith("done")
    assert max(map(len, lines)) <= 80
    assert "01/04/26" not in calls_text(CALLS, TODAY, dated=False)


def test_a_long_role_gives_way_so_that_a_line_fits():
    caller = Caller(role="Designated safeguarding lead and deputy head of the lower school")
    long = logged(1, replace(CALL, caller=caller, advice="speak_to_worker"))
    (_, line) = calls_text([long], TODAY, dated=True).splitlines()
    assert len(line) <= 80
    assert "  Designated safeg...  " in line


def test_calls_of_which_nothing_was_noted_are_named():
    bare = replace(called(4), caller=Caller(), why="", summary="")
    assert wanting_text(CALLS[:1]) == ""
    assert wanting_text([*CALLS, logged(4, bare)]).splitlines() == [
        "Caller not told: CL-260401-0001 and CL-260401-0004",
        "Nothing noted: CL-260401-0004",
    ]
    assert " not told " in calls_text([logged(4, bare)], TODAY, dated=True)
    assert json.loads(call_json(logged(4, bare), TODAY))["not_told"] == ["caller", "role", "reason"]


def test_csv_has_every_column_with_times_on_englands_clock():
    first, second, third = rows()
    assert tuple(first) == COLUMNS
    assert (first["started"], first["ended"]) == ("2026-04-01T12:40:00+01:00", "2026-04-01T12:46:30+01:00")
    assert (first["minutes"], first["broken_off"], first["follow_up_state"]) == ("6", "no", "overdue")
    assert (first["caller_role"], first["clauses"]) == ("SENCO", "BAR-CL-4 BAR-14-1")
    assert (third["follow_up_state"], third["follow_up_done"]) == ("done", "They have started it")
    assert second["caller_role"] == "'=HYPERLINK(1)"
    assert second["summary"] == "'@SUM(1) and more"
    assert not [cell for row in rows() for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_json_holds_all_of_a_call_and_how_its_follow_up_stands():
    data = json.loads(call_json(CALLS[2], TODAY))
    assert data["reference"] == "CL-260401-0002"
    assert data["started"] == "2026-04-01T12:02:00Z"
    assert data["follow_up_state"] == {"state": "done", "due": "", "about": ""}
    assert [each["entry"] for each in data["follow_ups"]] == [4]
    assert json.loads(calls_json(CALLS, TODAY))[2] == data
    assert [json.loads(line) for line in calls_ndjson(CALLS, TODAY).splitlines()][2] == data


def test_text_tells_a_call_and_what_followed_it():
    text = call_text(CALLS[2], TODAY)
    assert text.startswith("Call CL-260401-0002, entry 3\n  Began: 1 April 2026 at 13:02")
    assert "Followed up on 2 April 2026 at 13:00, entry 4\n  Done: They have started it" in text
    assert text.endswith("Follow-up: done")
    assert call_text(logged(1, replace(CALL, follow_up="")), TODAY).endswith("No follow-up.")
    assert max(map(len, text.splitlines())) <= 80
