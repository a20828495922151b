"""A reason that cites a place which no document of the policy has.

What would happen: whoever asks why the number is what it is looks for a clause that nobody can find.
How to mend it: write the clause as the pack lists it, or list it.
How far it looks: at the `because:` of every value and preset of the packs and of the policy's own, where it
holds something that is numbered as a pack of this policy numbers its clauses. Other words are free.
"""

from collections.abc import Iterator

from threshold.policy.parameters import Parameter
from threshold.reading import Mapping, Node, Problem, did_you_mean
from threshold.reading.tree import child_of, items_of
from threshold.soundness.citations import cited, numbered_as, where
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import relying_on_any

CODE = "citation-unknown"
_EFFECT = "Nobody can look up why this number is what it is"


def check(examination: Examination) -> Iterator[Finding]:
    """What the reasons of values cite and no pack lists."""
    packs = [*examination.written.packs.values()]
    clauses = where(packs)
    for field, file, node, because in reasons(examination):
        for place in cited(because):
            if place not in clauses and numbered_as(place, packs):
                message = f'"{place}" is no clause of a pack of this policy{did_you_mean(place, clauses)}'
                problem = Problem(message, file, node.line, node.column, field)
                yield Finding(CODE, problem, _EFFECT, relying_on_any(field, examination))


def reasons(examination: Examination) -> Iterator[tuple[str, str, Node, str]]:
    """The reason of every value and preset: of what, the file, the place and the words."""
    for examined in examination.packs:
        for parameter in examined.held.parameters.values():
            yield from _of(parameter)
    for name, value, node in examination.written.set_here():
        yield f"set.{name}", str(examination.files.path), node, value.because


def _of(parameter: Parameter) -> Iterator[tuple[str, str, Node, str]]:
    nodes = items_of(child_of(parameter.node, "values"))
    for value, node in zip(parameter.entry.values, nodes, strict=True):
        yield parameter.name, parameter.file, child_of(node, "because"), value.because
    presets = child_of(parameter.node, "presets")
    for name, preset in parameter.entry.presets.items():
        if isinstance(presets, Mapping):
            yield parameter.name, parameter.file, child_of(presets.entries[name], "because"), preset.because
