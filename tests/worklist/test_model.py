"""Every act has words of its own, and what a row says is told by its act."""

from threshold.worklist.model import ACTS, IN_WORDS, SCHEMA, Row


def test_every_act_has_words_of_its_own() -> None:
    assert {*IN_WORDS} == {*ACTS}
    assert len({*IN_WORDS.values()}) == len(ACTS)
    assert [Row(act, "MC-1", "a.csv", 1).told for act in ACTS] == [IN_WORDS[act] for act in ACTS]


def test_the_columns_have_a_version() -> None:
    assert SCHEMA == "threshold/worklist/1"
