"""One case put to two policies: what flips, how far each change was put to the test."""

from datetime import date
from pathlib import Path

from tests.trying.conftest import Made, Written

from threshold.trying.cases import Cases
from threshold.trying.pair import Pair, Put
from threshold.versions import Versions


def put(versions: Versions, path: Path) -> Put:
    pair = Pair(versions)
    ((_, subject),) = Cases(versions, as_at=date(2026, 3, 10)).read([str(path)])
    return pair.put(subject)


def test_the_same_policy_flips_nobody(policy: Made, case: Written) -> None:
    found = put(Versions(policy("old"), policy("new")), case())
    assert (found.flips, found.before == found.after, found.reach) == ((), True, ())


def test_words_alone_flip_nobody(policy: Made, case: Written) -> None:
    versions = Versions(policy("old"), policy("new", title="Some time"))
    assert [change.decides for change in versions.changes] == [False]
    assert put(versions, case()).flips == ()


def test_each_of_two_changes_by_itself(policy: Made, case: Written) -> None:
    """A longer wait blocks, and so does a consent refused, each by itself."""
    versions = Versions(policy("old", effect="warn"), policy("new", wait="6 months", effect="block"))
    found = put(versions, case(consent="refused"))
    (status,) = (flip for flip in found.flips if flip.aspect == "status")
    assert {change.id for change in status.because} == {"wait", "R2"}
    assert not status.together


def test_a_change_is_judged_where_its_rule_comes_out(longer: Versions, case: Written) -> None:
    (reached,) = put(longer, case()).reach
    assert reached.judged
