"""Names that look like another: a letter left out, doubled, taken for another or changed in place."""

from collections.abc import Iterable

from threshold.vocabulary.spelling import bare

_SHORTEST = 4  # letters; names that are shorter differ in one by right
_LONG = 10  # letters, from which two slips are still one name


def looks_like(name: str, others: Iterable[str]) -> str:
    """The one of some other names that a name was meant to be by its look; empty where it is none of them.

    Capitals, spaces and hyphens make no difference, and nothing looks like itself.
    """
    word = bare(name)
    if len(word) < _SHORTEST:
        return ""
    allowed = 2 if len(word) >= _LONG else 1
    found = ((slips(word, bare(each), allowed), each) for each in others if bare(each) != word)
    near = sorted((number, each) for number, each in found if number <= allowed and not _plural(name, each))
    return near[0][1] if near else ""


def slips(one: str, two: str, most: int) -> int:
    """How many letters are left out, put in, changed or swapped; `most` + 1 where it is more."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for other, against in enumerate(two, 1):
            least = min(before[other] + 1, row[-1] + 1, before[other - 1] + (letter != against))
            swapped = place > 1 and other > 1 and letter == two[other - 2] and one[place - 2] == against
            row.append(min(least, earlier[other - 2] + 1) if swapped else least)
    return min(row[-1], most + 1)


def _plural(one: str, two: str) -> bool:
    """Whether one is several of the other."""
    first, second = bare(one), bare(two)
    return f"{first}s" == second or first == f"{second}s"
