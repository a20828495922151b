"""Which numbers to hide so that no small one can be worked out: those of one sum, one rule, several parts."""

from collections.abc import Collection, Mapping

from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

Cells = Mapping[str, int]
# What is judged is made up of what was met and what was not; all others stand together with to whom the rule
# does not apply, for how many there are in all is known: of children, or from another rule.
_REST = tuple(state for state in AUDIT_STATES if state not in ("met", *FAILED))
TOTALS = ("n", "judged")


def few(number: int | None, least: int) -> bool:
    """Whether a number is small, but not nothing."""
    return number is not None and 0 < number < least


def of_sum(parts: Cells, least: int) -> frozenset[str] | None:
    """The parts to hide of a sum that is told: none, or all of them where one is small.

    None where even that would tell them, so that the sum itself has to be hidden. Zero is told: it is nobody.
    """
    some = {name: number for name, number in parts.items() if number}
    if not any(few(number, least) for number in some.values()):
        return frozenset()
    # Where it is all that there is, or hardly any is more than one, the sum tells it.
    hides = len(some) > 1 and sum(some.values()) >= least and sum(some.values()) > len(some) + 1
    return frozenset(some) if hides else None


def untold_sums(cells: Cells, hide: frozenset[str]) -> dict[str, int]:
    """What the numbers hidden of a rule come to, where the others tell it."""
    failed, rest = hide & {*FAILED}, hide & {*_REST}
    sums = {"rest": sum(cells[name] for name in rest)} if rest else {}
    return sums | ({"failures": sum(cells[name] for name in failed)} if failed and "met" not in hide else {})


def of_rule(cells: Cells, least: int) -> frozenset[str] | None:
    """What to hide of a rule, by the names of its outcomes and totals; None: all of it."""
    failed: Cells = {str(name): cells[name] for name in FAILED}
    rest: Cells = {str(name): cells[name] for name in _REST}
    judged, not_met = cells["judged"], sum(failed.values())
    if few(judged, least) or few(sum(rest.values()), least):
        return None
    in_failed, in_rest = of_sum(failed, least), of_sum(rest, least)
    if in_failed is None or few(cells["met"], least) or few(not_met, least):
        # Beside each other these two would tell what stands in them.
        in_failed = of_sum({"met": cells["met"], **failed}, least)
    if in_failed is None or in_rest is None:
        return None
    return in_failed | in_rest | (frozenset({"n"}) if "not_applicable" in in_rest else frozenset())


def of_parts(
    parts: Mapping[str, Cells], whole: Cells, told: Collection[str], least: int, given: Collection[str] = ()
) -> frozenset[str]:
    """Which parts (months, teams) to hide altogether: those with a small number, those `given`, and others
    until what is hidden comes to nothing small in any number of which the `whole` is `told`.

    What of the whole is in no part stands nowhere either, and counts as hidden.
    """
    nowhere = {name: number - sum(cells[name] for cells in parts.values()) for name, number in whole.items()}
    hidden = {name for name, cells in parts.items() if any(few(each, least) for each in cells.values())}
    hidden |= {*given} & parts.keys()
    while True:
        sums = {each: nowhere[each] + sum(parts[name][each] for name in hidden) for each in told}
        # One more than the least: two parts that are 1 each come to 2, and hide nothing.
        open_ = [each for each in told if few(sums[each], least + 1)]
        more = [name for name in parts if name not in hidden and any(parts[name][each] for each in open_)]
        if not more:
            return frozenset(hidden)
        hidden.add(min(more, key=lambda name: sum(parts[name].values())))
