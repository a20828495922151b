"""The shape of a pack's and a policy's files: which keys there are, and what each may hold."""

from datetime import date

import pytest

from threshold.policy.files import DatedValue, LocalValue, PackEntry, ParameterEntry, PolicyEntry

from .making import read, told

SOURCE = "source: {document: A paper, publisher: P, date: 2020-01, clauses: T}"


def test_a_pack_leaves_unlisted_actions_uncovered():
    text = f"{{pack: tiny, title: Tiny, {SOURCE}, clauses: {{T-1: one place}}%s}}"
    assert read(PackEntry, text % "").unlisted == "not_covered"
    assert read(PackEntry, text % ", unlisted: unavailable").unlisted == "unavailable"
    assert told(PackEntry, text % ", unlisted: nowhere") == "must be one of not_covered or unavailable"


@pytest.mark.parametrize("text", ["2020-02-30", "01/01/2020", "2020", "1989-12-31", "[2020-01-01]"])
def test_a_value_begins_on_a_day_of_the_calendar(text: str):
    value = "{from: %s, is: 3 days, because: T-1}"
    assert read(DatedValue, value % "2020-02-29").since == date(2020, 2, 29)
    assert told(DatedValue, value % text)


def test_a_value_says_why_and_only_a_local_one_may_leave_out_since_when():
    assert read(LocalValue, "{is: 3, because: T-1}").since is None
    assert told(LocalValue, "{is: 3}") == '"because" is missing'
    assert told(DatedValue, "{is: 3, because: T-1}") == '"from" is missing'


def test_a_parameter_has_one_of_the_known_types_and_a_value():
    parameter = "{type: %s, means: M, values: %s}"
    value = "[{from: 2020-01-01, is: 3, because: T-1}]"
    assert read(ParameterEntry, parameter % ("number", value)).presets == {}
    assert "must be one of duration" in told(ParameterEntry, parameter % ("figure", value))
    assert told(ParameterEntry, parameter % ("number", "[]")) == "must not be empty"


def test_a_policy_chooses_packs_each_with_its_part():
    policy = "{policy: p, title: P, packs: %s}"
    (use,) = read(PolicyEntry, policy % "[{pack: tiny, role: lead, leads_on: [close, compliance]}]").packs
    assert (use.role, use.leads_on) == ("lead", ["close", "compliance"])
    assert told(PolicyEntry, policy % "[]") == "must not be empty"
    for wrong in ("role: leader", "role: lead, leads_on: [none]"):
        assert "must be one of" in told(PolicyEntry, policy % f"[{{pack: tiny, {wrong}}}]")


def test_a_policy_sets_values_under_the_word_that_is_written():
    text = "{policy: p, title: P, packs: [{pack: tiny, role: lead}], %s: {tiny.n: {is: 3, because: local}}}"
    entry = read(PolicyEntry, text % "set")
    (value,) = entry.values["tiny.n"]
    assert (value.value, entry.version, entry.presets) == ("3", "1", {})
    assert "not known here" in told(PolicyEntry, text % "values")
