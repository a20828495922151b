"""The upper bound: the rules as one loop of C over columns of small integers, compiled when it is run.

The C is written out from the rules, a line for each, as somebody would by hand for this policy alone: no
interpreter, one thread, a byte in for each fact and a byte out for each rule. There are two ways of choosing
between two values. Plain C says `holds ? one : other`, which becomes a jump, and the loop takes one case at a
time. Bits masked with bits need no jump, and the compiler then takes sixteen cases at a time or more.
"""

import ctypes
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from contenders.rails import Language, Rails
from contenders.subset import REQUESTS, Cases
from threshold.conditions import Test
from threshold.policy import Policy
from threshold.semantics.closed_lists import AUDITED_STATUSES
from threshold.vocabulary import Value

PLAIN = "holds ? one : other"
MASKED = "(-holds & one) | ((holds - 1) & other)"

Statuses = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Kernel:
    """The compiled loop."""

    facts: tuple[str, ...]
    function: ctypes._CFuncPtr

    def run(self, cases: Cases, into: Statuses) -> None:
        """Write every status into an array of a row for each rule and a column for each case."""
        columns = [cases.columns[name].codes.ctypes.data for name in self.facts]
        found = [row.ctypes.data for row in into]
        self.function(cases.number, *map(ctypes.c_void_p, (*columns, *found)))


def compiled(policy: Policy, cases: Cases, folder: Path, choice: str) -> Kernel | None:
    """The kernel for a policy, with PLAIN or MASKED choices; None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    name = "plain" if choice == PLAIN else "masked"
    source, library = folder / f"{name}.c", folder / f"{name}.so"
    source.write_text(_written(policy, cases, choice))
    subprocess.run([compiler, "-O3", "-shared", "-fPIC", "-o", library, source], check=True)
    function = ctypes.CDLL(str(library)).evaluate
    function.argtypes = [ctypes.c_long, *[ctypes.c_void_p] * (len(cases.columns) + len(policy.requirements))]
    function.restype = None
    return Kernel(tuple(cases.columns), function)


def _written(policy: Policy, cases: Cases, choice: str) -> str:
    language = _language(cases, policy)
    inputs = {name: f"in{number}" for number, name in enumerate(cases.columns)}
    outputs = [f"out{number}" for number in range(len(policy.requirements))]
    parameters = [f"const int8_t *restrict {name}" for name in inputs.values()]
    parameters += [f"uint8_t *restrict {name}" for name in outputs]
    lines = [f"const int8_t {_name(fact)} = {column}[i];" for fact, column in inputs.items()]
    lines += [f"const int8_t {_name(fact)} = {_name(of)};" for fact, of in REQUESTS.items()]
    lines += [f"const int8_t {_name(fact)} = {text};" for fact, text in language.derived_facts(policy)]
    lines += [
        f"{out}[i] = {language.status(rule)};" for out, rule in zip(outputs, policy.requirements, strict=True)
    ]
    body = "\n".join(f"        {line}" for line in lines)
    signature = ", ".join(["long cases", *parameters])
    return (
        "#include <stdint.h>\n"
        "static inline int8_t pick(int8_t holds, int8_t one, int8_t other)\n"
        f"{{ return (int8_t)({choice}); }}\n"
        f"void evaluate({signature}) {{\n    for (long i = 0; i < cases; i++) {{\n{body}\n    }}\n}}\n"
    )


def _language(cases: Cases, policy: Policy) -> Language:
    codes: dict[str, Mapping[Value, int]] = {
        name: {value: code for code, value in enumerate(column.values)}
        for name, column in cases.columns.items()
    }
    for derived, request in REQUESTS.items():
        codes[derived] = codes[request]

    def code(fact: str, value: Value) -> int:
        kind = policy.vocabulary.facts[fact].type
        if fact in codes:
            return codes[fact].get(value, -2)
        if isinstance(value, int):  # True and False among them
            return int(value)
        return kind.values.index(value)

    def test(leaf: Test) -> Rails:
        name = _name(leaf.fact)
        known = f"{name} >= 0"
        if leaf.operator == "known":
            return Rails(known, f"{name} < 0")
        assert isinstance(leaf.operand, tuple), leaf
        if leaf.operator == "at_most":
            bound = leaf.operand[0]
            return Rails(f"({known}) & ({name} <= {bound})", f"{name} > {bound}")
        assert leaf.operator == "is", leaf
        numbers = [code(leaf.fact, value) for value in leaf.operand]
        same = " | ".join(f"({name} == {number})" for number in numbers)
        return Rails(same, " & ".join([f"({known})", *(f"({name} != {number})" for number in numbers)]))

    return Language(
        both="&",
        either="|",
        true="1",
        false="0",
        unknown="-1",
        statuses={status: str(number) for number, status in enumerate(AUDITED_STATUSES)},
        value=lambda fact, value: str(code(fact, value)),
        test=test,
        pick=lambda holds, one, other: f"pick({holds}, {one}, {other})",
    )


def _name(fact: str) -> str:
    return fact.replace(".", "_")
