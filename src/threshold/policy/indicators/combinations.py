"""What signs together make, held against the signs that there are: what could never be, or says nothing."""

from collections.abc import Iterator, Sequence

from threshold.policy.indicators.cells import whole_number
from threshold.policy.indicators.model import Combination, Count, Sign
from threshold.reading import Problem, did_you_mean


def wrong_combinations(
    combinations: Sequence[Combination], signs: Sequence[Sign], levels: Sequence[str]
) -> Iterator[Problem]:
    """Each count that no signs can reach, and each combination that one sign by itself makes already.

    `levels` are the names of the levels from the least up; a number means the one in that place. Without
    them, counts are held against the signs only where all levels are numbers, or none is.
    """
    written = [sign.level for sign in signs]
    written += [level for each in combinations for count in each.counts for level in count.of]
    if not levels and len({_is_number(each) for each in written}) > 1:
        return
    for each in combinations:
        told = [_says_nothing(each, levels), *(_out_of_reach(count, signs, levels) for count in each.counts)]
        for message in dict.fromkeys(told):
            if message:
                yield each.place.problem(message, "combine")


def _says_nothing(each: Combination, levels: Sequence[str]) -> str:
    if len(each.counts) > 1:
        return ""
    (count,) = each.counts
    if count.at_least == 1 and count.in_domains == 1 and not count.domains and not count.in_every_domain:
        return "counts one sign alone; give that sign its level in the table, or count at least 2"
    if {level_in_place(level, levels) for level in count.of} == {level_in_place(each.level, levels)}:
        return "makes the level that one such sign makes by itself; count signs of another level"
    return ""


def _out_of_reach(count: Count, signs: Sequence[Sign], levels: Sequence[str]) -> str:
    wanted = {level_in_place(level, levels) for level in count.of}
    known = {sign.domain for sign in signs}
    if unknown := [each for each in count.domains if each not in known]:
        return f"no sign lies in the domain {unknown[0]}{did_you_mean(unknown[0], known)}"
    signs = [sign for sign in signs if not count.domains or sign.domain in count.domains]
    such = [sign for sign in signs if level_in_place(sign.level, levels) in wanted]
    domains = len({sign.domain for sign in such})
    if wanted - {level_in_place(sign.level, levels) for sign in such}:
        return "counts signs of a level that no sign has; look at `of`, and at the levels of the signs"
    if count.at_least > len(such):
        return f"counts {count.at_least} signs where there are only {len(such)} of these levels; count fewer"
    if count.in_domains > domains:
        return f"asks for {count.in_domains} domains where such signs lie in only {domains}; ask for fewer"
    if count.in_every_domain and domains == 1:
        return "asks for every domain, but such signs all lie in one; leave in_every_domain out"
    return ""


def level_in_place(level: str, levels: Sequence[str]) -> str:
    """A level in one way of writing: by its place where it has a name, else without capitals."""
    plain = " ".join(level.casefold().split())
    names = [" ".join(each.casefold().split()) for each in levels]
    return str(names.index(plain) + 1) if plain in names else whole_number(plain)


def _is_number(level: str) -> bool:
    return whole_number(level).isdigit()
