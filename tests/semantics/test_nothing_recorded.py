"""A case of which nothing is on record reads as any other, fact by fact."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.casefiles import Case, Entry
from threshold.policy import load_policy
from threshold.semantics.nothing_recorded import is_empty
from threshold.semantics.records import Records
from threshold.semantics.timeline import Reader
from threshold.vocabulary import Value, Vocabulary

AS_AT = datetime(2026, 11, 28, 9)
VOCABULARY = load_policy(None).at(AS_AT).vocabulary
_DATES = [name for name, fact in VOCABULARY.facts.items() if fact.type.kind in ("date", "moment")]
_YES_NO = [name for name, fact in VOCABULARY.facts.items() if fact.type.kind == "boolean"]


def test_empty_is_what_has_no_entry_and_covers_nothing() -> None:
    assert is_empty(Case("A", {"child_protection.concern": True}))
    assert not is_empty(Case("A", {}, (Entry(date(2026, 1, 5), "referral"),)))
    assert not is_empty(Case("A", {}, covers={"referral": date(2026, 1, 5)}))


@pytest.mark.parametrize("vocabulary", [VOCABULARY], ids=["shipped"])
@given(data=st.data())
def test_every_fact_is_read_as_it_is_one_by_one(vocabulary: Vocabulary, data: st.DataObject) -> None:
    days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
    stated: dict[str, Value] = data.draw(st.dictionaries(st.sampled_from(_DATES), days))
    stated |= data.draw(st.dictionaries(st.sampled_from(_YES_NO), st.booleans()))
    case = Case("A", stated)
    reader = Reader(Records(case, vocabulary, AS_AT), AS_AT)
    at_once, one_by_one = reader.facts(), reader.facts(names=list(vocabulary.facts))
    assert list(at_once.states.items()) == list(one_by_one.states.items())
    assert at_once.breaks == one_by_one.breaks


def test_a_date_that_is_stated_bounds_what_is_looked_for_from_it() -> None:
    name = "contact.responded"
    told = [
        Reader(Records(Case("A", given), VOCABULARY, AS_AT), AS_AT).facts() for given in ({}, _received())
    ]
    assert name in VOCABULARY.facts
    for facts, case in zip(told, ({}, _received()), strict=True):
        alone = Reader(Records(Case("A", case), VOCABULARY, AS_AT), AS_AT).facts(names=[name])
        assert facts.state(name) is alone.state(name)


def _received() -> dict[str, Value]:
    return {"contact.received": datetime(2026, 11, 27, 9)}
