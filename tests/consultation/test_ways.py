"""Every way through a script once; and, of more than can be counted, a sample that can be drawn again."""

from datetime import date

from threshold.consultation.conversation import Conversation
from threshold.consultation.ways import ways
from threshold.policy import load_policy

DAY = date(2026, 11, 30)
(SCRIPT,) = load_policy("caf-team").at(DAY).scripts
BEGUN = Conversation(SCRIPT, DAY)


def test_each_way_is_gone_once_and_to_its_end():
    found = ways(BEGUN)
    assert found.whole
    gone = {tuple(way.answers.items()) for way in found.ended}
    assert len(gone) == len(found.ended) > 400
    assert all(way.next is None for way in found.ended)
    # However few of the first questions are answered with yes, a way goes on from each.
    assert {len(way.answers) for way in found.ended} >= {1, 2, 3, 4}


def test_beyond_the_most_a_sample_is_drawn_by_its_seed():
    first, again, other = ways(BEGUN, most=20), ways(BEGUN, most=20), ways(BEGUN, most=20, seed=2)
    assert not first.whole
    assert len(first.ended) == 20
    assert [way.given for way in first.ended] == [way.given for way in again.ended]
    assert [way.given for way in first.ended] != [way.given for way in other.ended]
    assert all(way.next is None for way in first.ended)
