"""What an entry holds is read by one way in; what others would read otherwise is not read at all."""

import json
from dataclasses import replace

import pytest

from threshold.reading import BadInput
from threshold.register.chain import Content, link, text_digest
from threshold.register.contents import NOTHING, data_from, plain_object, read

from .conftest import POLICY, made_up

LINK = link("p" * 64, 1, "2026-04-01T12:00:00Z", "c" * 64, policy=text_digest(POLICY))
HELD = made_up(1, "r" * 32)


def amiss(**changed: object) -> str:
    found = read(LINK, replace(HELD, **changed))
    assert not found.newer
    return found.amiss


def test_what_was_recorded_is_read():
    found = read(LINK, HELD)
    assert (found.told.case, found.amiss, found.newer) == ("C-1", "", False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "[]", "{", "7", '{"n":NaN}', '{"n":-Infinity}', '{"n":1e999}', '{"a":"\\ud800"}'),
        *('{"a":1,"a":1}', '{"a":[{"b":1,"b":2}]}'),
        *(f'{{"a":{"[" * deep}{"]" * deep}}}' for deep in (900, 100_000)),
    ],
)
def test_what_is_no_object_or_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of many kinds
        plain_object(text)
    with pytest.raises(BadInput, match="entry 3"):
        data_from(text, 3)
    assert amiss(case_file=text) == "its case file is none that this program records"
    assert amiss(recommendation=text) == "its recommendation is none that this program records"
    assert amiss(summary=text) == NOTHING


@pytest.mark.parametrize("text", ['{"a": 1.50}', '{"a":"\\u202e\\/"}', '{"a":10000000000000000000000}', "{}"])
def test_what_is_only_written_otherwise_is_read(text):
    assert plain_object(text) == json.loads(text)


def test_a_summary_that_says_a_thing_twice_is_nothing_that_is_recorded():
    assert amiss(summary=HELD.summary[:-1] + ',"case":"C-2"}') == NOTHING


def test_a_summary_that_is_not_of_the_case_beside_it_is_told():
    assert amiss(summary=HELD.summary.replace("C-1", "C-2")) == (
        "what it says in short is not what it holds in full: the case"
    )
    assert amiss(case_file='{"case":"C-2"}') == "its case file and its recommendation do not belong together"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("summary", "threshold/entry/1", "threshold/entry/3"),
        ("recommendation", "threshold/decision/2", "threshold/decision/3"),
    ],
)
def test_a_form_that_only_a_later_program_knows_is_neither_condemned_nor_passed(part, old, new):
    found = read(LINK, replace(HELD, **{part: getattr(HELD, part).replace(old, new)}))
    assert (found.amiss, found.newer) == ("", True)


@pytest.mark.parametrize(
    "form", ["threshold/decision/0", "threshold/decision/03", "threshold/entry/3", "x", ""]
)
def test_a_form_that_no_program_has_is_told(form):
    assert amiss(recommendation=HELD.recommendation.replace("threshold/decision/2", form))


def test_what_is_no_decision_holds_no_case():
    erasure = replace(LINK, kind="erasure", policy=None)
    assert read(erasure, Content("{}", "", "", b"")).amiss == NOTHING
    assert read(erasure, HELD).amiss == NOTHING


@pytest.mark.parametrize(
    ("decision", "form"),
    [("fly", 1), ("", 1), ("pass_on", 1), ("step_down", 2), ("undetermined", 2)],
)
def test_what_nobody_can_decide_or_not_in_this_form_is_told(decision, form):
    summary = HELD.summary.replace('"decision":"step_down"', f'"decision":"{decision}"')
    assert "nobody can decide" in amiss(summary=summary.replace("entry/1", f"entry/{form}"))
