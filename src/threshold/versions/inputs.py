"""What a pack is read with, of two versions of it: what differs, and the inputs with some of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from threshold.policy.indicators.model import IndicatorTable, Place
from threshold.policy.indicators.words import domain_fact, sign_fact
from threshold.policy.model import TABLES_READ_BY_NAME
from threshold.policy.packs import PackFiles
from threshold.policy.script_reading import WrittenScript
from threshold.policy.written import Inputs
from threshold.reading import plain
from threshold.versions.change import Key, Kind
from threshold.vocabulary import Vocabulary

Side = Literal["old", "new"]
Taken = Callable[[Key], bool]
_Item = TypeVar("_Item", bound=Any)
_NOWHERE = Place("", None)


@dataclass(frozen=True, slots=True)
class InputDiffers:
    """An input that is not the same in both; None: there is none."""

    key: Key
    before: Any
    after: Any


def differences(old: Inputs, new: Inputs, pack: str) -> Iterator[InputDiffers]:
    """The parameters, hours and rows of the table of indicators that are not the same in both."""
    yield from _parameters(old, new, pack)
    for office in old.hours.keys() & new.hours.keys():
        if old.hours[office] != new.hours[office]:
            yield InputDiffers(Key("hours", pack, office), old.hours[office], new.hours[office])
    before, after = _items(old.held.table), _items(new.held.table)
    for kind, name in {**before, **after}:
        one, other = before.get((kind, name)), after.get((kind, name))
        if _placeless(one) != _placeless(other):
            yield InputDiffers(Key(kind, pack, name), one, other)


def _parameters(old: Inputs, new: Inputs, pack: str) -> Iterator[InputDiffers]:
    """A parameter that only one of them has makes no difference but by the rules that use it."""
    for name in {**old.settings, **new.settings}:
        one, other = old.settings.get(name), new.settings.get(name)
        both = name in old.settings and name in new.settings
        kind: Kind = "table" if isinstance(one, Mapping) or isinstance(other, Mapping) else "parameter"
        if one != other and (both or (kind == "table" and name in TABLES_READ_BY_NAME)):
            yield InputDiffers(Key(kind, pack, name), one, other)


def mixed(old: Inputs, new: Inputs, own: Side, pack: str, taken: Taken, vocabulary: Vocabulary) -> Inputs:
    """The inputs of one side, each at the new value where that is taken, else at the old one.

    Raises BadInput where a table of indicators could not say so.
    """
    mine = old if own == "old" else new
    settings, in_force = dict(mine.settings), dict(mine.in_force)
    for name in old.settings.keys() & new.settings.keys():
        table = isinstance(old.settings[name], Mapping) or isinstance(new.settings[name], Mapping)
        source = new if taken(Key("table" if table else "parameter", pack, name)) else old
        settings[name] = source.settings[name]
        in_force[name] = replace(source.in_force[name], name=mine.in_force[name].name)
    hours = dict(mine.hours)
    for office in old.hours.keys() & new.hours.keys():
        hours[office] = (new if taken(Key("hours", pack, office)) else old).hours[office]
    return Inputs(
        held=_with_signs(old.held, new.held, own, pack, taken),
        vocabulary=vocabulary,
        tensions={**old.tensions, **new.tensions, **mine.tensions},
        hours=hours,
        settings=settings,
        in_force=in_force,
    )


def facts_of_table(held: PackFiles) -> dict[str, tuple[Kind, str]]:
    """The facts that a table of indicators declares, with the sign or the domain that each of them is."""
    if held.table is None:
        return {}
    signs: dict[str, tuple[Kind, str]] = {
        sign_fact(held.prefix, each): ("sign", each.id) for each in held.table.signs
    }
    return signs | {domain_fact(held.prefix, each.key): ("domain", each.key) for each in held.table.domains}


def written_alike(old: PackFiles, new: PackFiles) -> bool:
    """Whether two packs say the same beside the values of parameters, whatever their layout and comments."""
    return old is new or (old.prefix, old.levels, _written(old)) == (new.prefix, new.levels, _written(new))


def _written(held: PackFiles) -> tuple[object, ...]:
    script = held.script.root if isinstance(held.script, WrittenScript) else None
    return (
        [plain(root) for root in held.roots().values()],
        None if script is None else plain(script),
        {name: replace(each, line=0) for name, each in held.clauses.items()},
        held.entry,
    )


def _items(table: IndicatorTable | None) -> dict[tuple[Kind, str], Any]:
    if table is None:
        return {}
    found: dict[tuple[Kind, str], Any] = {("sign", each.id): each for each in table.signs}
    found |= {("combination", each.id): each for each in table.combinations}
    found |= {("domain", each.key): each for each in table.domains}
    return found | {("otherwise", ""): table.otherwise}


def _placeless(item: Any) -> Any:
    return replace(item, place=_NOWHERE) if hasattr(item, "place") else item


def _with_signs(old: PackFiles, new: PackFiles, own: Side, pack: str, taken: Taken) -> PackFiles:
    """The files of one side, with those signs and combinations of the table that are taken."""
    mine = old if own == "old" else new
    before, after = _items(old.table), _items(new.table)
    if all(_placeless(before.get(name)) == _placeless(after.get(name)) for name in {**before, **after}):
        return mine
    chosen: dict[tuple[Kind, str], Any] = {}
    for kind, name in merged([*before], [*after]):
        items = after if taken(Key(kind, pack, name)) else before
        if (kind, name) in items:
            chosen[kind, name] = items[kind, name]
    tables = [each for each in (old.table, new.table) if each is not None]
    files = tuple(dict.fromkeys(file for each in tables for file in each.files))
    table = IndicatorTable(
        signs=_of_kind(chosen, "sign"),
        domains=_of_kind(chosen, "domain"),
        combinations=_of_kind(chosen, "combination"),
        otherwise=chosen.get(("otherwise", ""), ""),
        files=files,
    )
    both = {**old.clauses, **new.clauses, **mine.clauses}
    return replace(mine, clauses=both).with_table(table)


def _of_kind(chosen: Mapping[tuple[Kind, str], Any], kind: Kind) -> tuple[Any, ...]:
    return tuple(each for (of, _), each in chosen.items() if of == kind)


def merged(old: list[_Item], new: list[_Item]) -> list[_Item]:
    """What is in either list: the old ones in order, each new one behind what stands before it there."""
    found = list(old)
    for place, item in enumerate(new):
        if item not in found:
            before = next((each for each in reversed(new[:place]) if each in found), None)
            found.insert(0 if before is None else found.index(before) + 1, item)
    return found
