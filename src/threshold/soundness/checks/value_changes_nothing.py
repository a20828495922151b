"""A value that says what the one before it says, or a preset that says what the pack does.

What would happen: from its day on nothing is otherwise, and a preset that is chosen changes nothing, though a
board was told that it does.
How to mend it: leave it out, or write the value that was meant.
How far it looks: at neighbouring values of every parameter of the packs, and at presets of one parameter
beside its one value. A policy that sets a value which is the pack's own keeps it through later editions.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from threshold.policy.parameters import Parameter
from threshold.reading import Node, Problem, plain
from threshold.reading.tree import child_of, items_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import relying_on

CODE = "value-changes-nothing"
_EFFECT = "A board that decides on this changes nothing for anybody"


def check(examination: Examination) -> Iterator[Finding]:
    """Such values and presets of every pack."""
    for examined in examination.packs:
        parameters = examined.held.parameters
        named = Counter(name for each in parameters.values() for name in each.entry.presets)
        for short, parameter in parameters.items():
            # A preset of several parameters is chosen for all of them: one may say what it says anyway.
            presets = [name for name in parameter.entry.presets if named[name] == 1]
            for told in (*_values(parameter), *_presets(parameter, presets)):
                yield replace(told, shown=relying_on(short, examined, examination))


def _values(parameter: Parameter) -> Iterator[Finding]:
    nodes = items_of(child_of(parameter.node, "values"))
    dated = sorted(zip((each.since for each in parameter.entry.values), range(len(nodes)), strict=True))
    for (_, one), (_, two) in pairwise(dated):
        if parameter.entry.values[one].since != parameter.entry.values[two].since and _same(
            nodes[one], nodes[two]
        ):
            yield _finding("says what the value before it says; leave it out", parameter, nodes[two])


def _presets(parameter: Parameter, names: Sequence[str]) -> Iterator[Finding]:
    nodes = items_of(child_of(parameter.node, "values"))
    presets = child_of(parameter.node, "presets")
    for name in names if len(nodes) == 1 else ():
        node = child_of(presets, name)
        if _same(node, nodes[0]):
            message = f"the preset {name} says what the value says, so that to choose it changes nothing"
            yield _finding(f"{message}; leave it out, or write what was meant", parameter, node)


def _same(one: Node, two: Node) -> bool:
    return bool(plain(child_of(one, "is")) == plain(child_of(two, "is")))


def _finding(message: str, parameter: Parameter, node: Node) -> Finding:
    return Finding(CODE, Problem(message, parameter.file, node.line, node.column, parameter.name), _EFFECT)
