"""What the program would not have written of a call is told, and what it writes is not."""

from dataclasses import replace

import pytest

from threshold.policy.protection import QUESTIONS
from threshold.register.calls.model import ADVICE, NOT_NAMED, Answered, Caller
from threshold.register.calls.sound import call_problem, follow_up_problem

from .conftest import CALL, followed

FOLLOWED = followed(call=CALL.reference, of_entry=1)
BROKEN_OFF = replace(CALL, broken_off=True, advice="", outcome="", because="", adviser="")


@pytest.mark.parametrize(
    "right",
    [
        CALL,
        BROKEN_OFF,
        replace(CALL, caller=Caller(), why="", summary="", answers=(), clauses=(), unknown=(), said=""),
        *(replace(CALL, advice=advice) for advice in ADVICE),
        replace(CALL, advice_given="refer_now", differs_because="The school rang again"),
        replace(CALL, advice_given=CALL.advice),
        replace(CALL, ended=CALL.started, follow_up="2026-04-01"),
        replace(CALL, said="One line.\nAnd another."),
    ],
)
def test_what_is_recorded_is_not_accused(right):
    assert call_problem(right) == ""


WRONG = {
    "has no reference that a call could have": [
        {"reference": each} for each in ("", "C-1", "CL-260230-7KQ4")
    ],
    "has the reference of another day than that on which it began": [
        {"started": "2020-04-01T11:40:00Z"},
        {"started": "2026-04-01T23:10:00Z", "ended": "2026-04-01T23:20:00Z"},
        {"started": "9999-12-31T23:59:59Z", "ended": "9999-12-31T23:59:59Z"},
    ],
    "does not say when the call began or ended": [
        {"started": "2026-04-31T11:40:00Z"},
        {"ended": ""},
        {"ended": "2026-04-01T11:46:30+01:00"},
    ],
    "says that the call ended before it began": [{"ended": "2026-04-01T11:39:59Z"}],
    "names advice that nobody can be given": [{"advice": "close"}, {"advice_given": "do nothing"}],
    "does not say what was advised, or who advised it, and says that the call was not broken off": [
        {"advice": "", "outcome": ""},
        {"adviser": ""},
    ],
    "says that a child is in danger, and that something else is advised": [
        {"advice": advice, "answers": (Answered(fact, "yes"),), "unknown": ()}
        for advice in ADVICE[1:]
        for fact in QUESTIONS
    ],
    "says two things of whether an outcome was reached": [
        {"broken_off": True, "advice": ""},
        {"broken_off": True, "outcome": ""},
    ],
    "says two things of whether other advice was given than was recommended": [
        {"advice_given": "neither"},
        {"differs_because": "Because"},
        {"advice_given": "start_caf", "differs_because": "Because"},
    ],
    "does not say who advised": [{"adviser": "Jo Smith"}, {"adviser": "TM-07\n"}],
    "holds answers that no question has": [
        {"answers": (Answered("a.b", "yes"), Answered("a.b", "no"))},
        {"answers": (Answered("What is her name?", "yes"),)},
        {"answers": (Answered("a.b", "x\ny"),)},
        {"answers": (Answered("a.b", "x" * 201),)},
        {"answers": tuple(Answered(f"a.b{number}", "yes") for number in range(201))},
    ],
    "says that something was answered, and that nobody knew it": [{"unknown": ("protection.concern",)}],
    "says that nobody knew what is no fact": [{"unknown": ("What is her name?",)}],
    "holds a text that is not kept of a call": [
        {"why": "x" * 4001},
        {"summary": "two  spaces"},
        {"said": "\x1b[31m"},
        {"because": "a\u202eb"},
        {"policy": "p\nq"},
        {"clauses": ("x" * 201,)},
        {"clauses": ("A-1",) * 201},
        {"caller": Caller(name="a\nb")},
        {"caller": Caller(telephone="x" * 201)},
    ],
    "gives a telephone number that is none": [{"caller": Caller(telephone="Ask for Jane Smith")}],
    "says that nobody knew something, and does not name it among what is not known": [
        {"answers": (Answered("caf.open", ""),)}
    ],
    "names a caller who is no professional": [
        *({"answers": (Answered("consultation.caller", each),)} for each in NOT_NAMED),
        {"caller": Caller("Mrs Kowalski", role="Mum")},
        {"caller": Caller(telephone="020 8359 2000", role="mother")},
    ],
    "names no day for its follow-up that a call of then could have": [
        {"follow_up": "2026-03-31"},
        {"follow_up": "2026-04-31"},
        {"follow_up": "soon"},
    ],
    "says what its follow-up is about, and has none": [{"follow_up": ""}],
}


@pytest.mark.parametrize(
    ("what", "changed"), [(what, each) for what, all_ in WRONG.items() for each in all_], ids=str
)
def test_what_no_program_writes_of_a_call_is_told(what, changed):
    assert call_problem(replace(CALL, **changed)) == what


@pytest.mark.parametrize(
    "right",
    [
        FOLLOWED,
        replace(FOLLOWED, done=False, what="", next="2026-04-20"),
        replace(FOLLOWED, next="2026-04-20", about="Ask once more"),
    ],
)
def test_what_is_recorded_of_a_follow_up_is_not_accused(right):
    assert follow_up_problem(right) == ""


@pytest.mark.parametrize(
    "changed",
    [
        *({"call": ""}, {"call": "C-1"}, {"adviser": ""}, {"adviser": "Jo Smith"}, {"what": "\x07"}),
        *(
            {"what": ""},
            {"done": False},
            {"next": "2026-02-30"},
            {"about": "x"},
            {"about": " x", "next": "n"},
        ),
    ],
    ids=str,
)
def test_what_no_program_writes_of_a_follow_up_is_told(changed):
    assert follow_up_problem(replace(FOLLOWED, **changed)) != ""
