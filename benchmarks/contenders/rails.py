"""A policy's rules written out as expressions of another language: for C and for zen-engine.

Both languages know true and false only, so that each condition becomes two expressions, its *rails*: where it
is certainly true, and where it is certainly false. Where neither holds it is unknown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contenders.subset import definitions
from threshold.conditions import All, Condition, Not, Test
from threshold.policy import Definition, Policy, Requirement, Row
from threshold.vocabulary import Value

STATUSES = ("met", "not_met", "undetermined", "not_applicable")


@dataclass(frozen=True, slots=True)
class Rails:
    """Where a condition is certainly true, and where it is certainly false."""

    true: str
    false: str


@dataclass(frozen=True, slots=True)
class Language:
    """How another language says it. `test` writes out one test of one fact."""

    both: str
    either: str
    true: str
    false: str
    unknown: str
    statuses: Mapping[str, str]
    value: Callable[[str, Value], str]
    test: Callable[[Test], Rails]
    pick: Callable[[str, str, str], str]  # where it holds, the first; else the second

    def derived_facts(self, policy: Policy) -> Iterator[tuple[str, str]]:
        """Each derived fact with the expression of its value, in an order in which they can be worked out."""
        for name, rules in definitions(policy).items():
            order = policy.vocabulary.facts[name].order
            yield name, self._derived(name, rules, order)

    def status(self, rule: Requirement) -> str:
        """The expression of a requirement's status."""
        applies, satisfied = self._rails(rule.applies), self._rails(rule.satisfied)
        keeps, fails = (
            self._joined(self.both, (applies.true, each), self.true)
            for each in (satisfied.true, satisfied.false)
        )
        said = self.statuses
        applied = self.pick(fails, said["not_met"], said["undetermined"])
        return self.pick(applies.false, said["not_applicable"], self.pick(keeps, said["met"], applied))

    def _derived(self, name: str, rules: Sequence[Definition], order: Sequence[Value]) -> str:
        """The value of the row that holds, the most serious first; unknown while one above it may."""
        rows = [row for rule in rules for row in rule.rows]
        otherwise = next((rule.otherwise for rule in rules if rule.otherwise is not None), None)
        used = {row.value for row in rows}
        found = [
            (self.value(name, value), self._any([row for row in rows if row.value == value]))
            for value in order or used
            if value in used
        ]
        text = self.unknown if otherwise is None else self.value(name, otherwise)
        if rules[0].hit == "exactly_one":
            settled = self._joined(self.both, [rails.false for _, rails in found], self.true)
            text = self.pick(settled, text, self.unknown)
            for value, rails in found:
                text = self.pick(rails.true, value, text)
            return text
        for value, rails in reversed(found):
            text = self.pick(rails.true, value, self.pick(rails.false, text, self.unknown))
        return text

    def _any(self, rows: Sequence[Row]) -> Rails:
        found = [self._rails(row.when) for row in rows]
        return Rails(
            self._joined(self.either, (each.true for each in found), self.false),
            self._joined(self.both, (each.false for each in found), self.true),
        )

    def _rails(self, condition: Condition) -> Rails:
        match condition:
            case Test():
                return self.test(condition)
            case Not(part):
                inner = self._rails(part)
                return Rails(inner.false, inner.true)
        found = [self._rails(part) for part in condition.parts]
        trues, falses = [each.true for each in found], [each.false for each in found]
        if isinstance(condition, All):
            return Rails(
                self._joined(self.both, trues, self.true), self._joined(self.either, falses, self.false)
            )
        return Rails(self._joined(self.either, trues, self.false), self._joined(self.both, falses, self.true))

    def _joined(self, word: str, parts: Iterator[str] | Sequence[str], nothing: str) -> str:
        known = list(parts)
        return f" {word} ".join(f"({part})" for part in known) if known else nothing
