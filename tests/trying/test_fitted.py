"""An export as a policy of other words reads it: what it does not know is left out; what is misread, told."""

from dataclasses import replace

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.tables import checked  # noqa: E402
from threshold.exports import Export  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.trying.fitted import fitted  # noqa: E402
from threshold.vocabulary import Vocabulary  # noqa: E402

from .telling import read, write  # noqa: E402

IN_PLACE = "support.in_place"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read(write(tmp_path_factory.mktemp("telling")))


def words(policy: str = "default") -> Vocabulary:
    return load_policy(policy).vocabulary


def test_its_own_words_change_nothing(export: Export) -> None:
    found = fitted(export.tables, words("step-up-step-down"))
    assert found.tables.facts.equals(export.tables.facts)
    assert found.tables.events.equals(export.tables.events)
    assert found.misread.is_empty()


def test_facts_and_events_that_it_does_not_know_are_left_out(export: Export) -> None:
    known = words()
    facts = {name: fact for name, fact in known.facts.items() if name != "child_in_need.service_provided"}
    events = {name: event for name, event in known.events.items() if name != "cin_meeting"}
    found = fitted(export.tables, replace(known, facts=facts, events=events)).tables
    assert "child_in_need.service_provided" not in found.facts.columns
    assert "cin_meeting" not in found.covers
    assert not (found.events["event"].cast(pl.String) == "cin_meeting").any()
    assert found.facts.height == export.tables.facts.height


def test_a_value_that_it_does_not_know_is_not_known_and_told(export: Export) -> None:
    wide = export.tables.facts.with_columns(
        pl.Series(IN_PLACE, ["universal"] * 9 + ["family_help"], pl.Enum(["universal", "family_help"]))
    )
    found = fitted(replace(export.tables, facts=wide), words())
    assert found.misread.to_list() == [wide["child"][9]]
    assert found.tables.facts[IN_PLACE].null_count() == 1
    assert checked(found.tables, words()).facts[IN_PLACE][0] == "universal"
