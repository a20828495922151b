"""What can be changed of a pack: its rules, its table of indicators and the values of its parameters."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from threshold.mutation.changes import Change, changes, roles_named
from threshold.mutation.equivalent import FILE, MOST, listed
from threshold.mutation.settings import changes_of_values
from threshold.mutation.tables import changes_of_table
from threshold.policy.packs import PackFiles, read_pack
from threshold.reading import Problem, one_document

_PARAMETERS = "parameters.yaml"


class Changeable:
    """A pack as it is (`held`), and every change to it. Raises BadInput where it cannot be read."""

    def __init__(self, pack: Path) -> None:
        self._pack, self.held = pack, read_pack(pack)
        # The trees that the pack itself was read from: what stays of them need not be read again.
        self._roots = self.held.roots()
        self._settings = str(pack / _PARAMETERS)
        if (pack / _PARAMETERS).is_file():
            self._roots[self._settings] = one_document(pack / _PARAMETERS)
        self.listed = listed(pack)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change to the rules of the pack, the values of its parameters and its table of indicators."""
        return tuple(self._changes())

    def changed(self, change: Change) -> PackFiles:
        """The pack with a change. Raises BadInput where it cannot be read so."""
        if change.table is not None:
            return self.held.with_table(change.table)
        root = change.applied(self._roots[change.file])
        if change.file == self._settings:
            return self.held.with_parameters(root, change.file)
        return self.held.with_file(root, change.file)

    def wrongly_listed(self) -> Iterator[Problem]:
        """What is listed as equivalent and names no change to the pack; and that too many are listed."""
        known = Counter((change.rule, change.named) for change in self.changes)
        for rule, change in self.listed:
            number, place = known[rule, change], str(self._pack / FILE)
            if not number:
                yield Problem(f"no such change can be made: {change}", place, field=rule)
            elif number > 1:
                message = f"names {number} changes, and each would need a reason of its own: {change}"
                yield Problem(message, place, field=rule)
        if 100 * len(self.listed) > MOST * known.total():
            share = f"{len(self.listed)} of {known.total()} changes"
            message = f"lists {share}; at most {MOST} in 100 may be listed"
            yield Problem(message, str(self._pack / FILE))

    def _changes(self) -> Iterator[Change]:
        people = dict.fromkeys(role for root in self._roots.values() for role in roles_named(root))
        for file, root in self._roots.items():
            if file == self._settings:
                yield from changes_of_values(root, file, tuple(people))
            else:
                yield from changes(root, file)
        if self.held.table is not None:
            yield from changes_of_table(self.held.table, self.held.levels)
