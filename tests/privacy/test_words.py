"""The words of a text with what stands around them."""

from threshold.privacy.words import Words


def test_what_is_told_of_a_word() -> None:
    words = Words("Mum spoke. Lily-Mae's GP, at home")
    assert [words[at].own for at in range(len(words))] == ["mum", "spoke", "lily-mae", "gp", "at", "home"]
    lily, gp, home = words[2], words[3], words[5]
    assert (lily.owner, lily.capital, lily.starts, lily.parts) == (True, True, True, ("lily", "mae"))
    assert (gp.shouted, gp.joined) == (True, True)
    assert (home.small, words[4].joined) == (True, False)


def test_beyond_the_ends_is_nothing() -> None:
    words = Words("one")
    assert words[-1] == words[1]
    assert not words[1].text
